#include "ledger/domain/assessing.h"

#include <algorithm>

#include "ledger/domain/kept_steps.h"
#include "ledger/domain/visit.h"
#include "ledger/policy/same_level.h"
#include "ledger/policy/service.h"

namespace zhucun::domain {

namespace {

using policy::AssessmentKind;

std::vector<Span> stays_of(const State& state, const std::string& person) {
  std::vector<Span> out;
  for (const Stay& stay : state.people.find(person)->stays) out.push_back(stay.span);
  return out;
}

// Where somebody stood last in a year; nothing when nowhere.
const Stay* last_stay(const State& state, const std::string& person, Span days) {
  const Stay* out = nullptr;
  for (const Stay& stay : state.people.find(person)->stays) {
    if (stay.span.meets(days)) out = &stay;
  }
  return out;
}

Span year_span(int year) {
  return {make_date(year, 1, 1), make_date(year, 12, 31)};
}

// A year that nobody can speak of yet, or in which the person stood nowhere.
Fault year_fault(const State& state, const std::string& person, int year, Date day) {
  if (year < 1900 || year > year_of(day)) {
    return Refusal{
        Code::bad_value,  std::to_string(year) + " 年度的考核不会在 " + to_text(day) + " 登记",
        "核对年度和日期", "/data/year",
        "7.3.1",          {}};
  }
  if (last_stay(state, person, year_span(year))) return std::nullopt;
  return Refusal{Code::no_open_posting,
                 person + " 在 " + std::to_string(year) + " 年没有驻村任期",
                 "核对人员和年度",
                 "/data/year",
                 "7.3.1",
                 {}};
}

template <typename E>
Fault base_fault(const Context& context, const State& state, E draft, event::Body::Reader body) {
  if (auto fault = references_fault(context, state, body)) return fault;
  return year_fault(state, copy(draft.getPerson()), draft.getYear(), date_of(body));
}

template <typename E>
std::string chain(E draft) {
  return "assessment:" + copy(draft.getPerson()) + "|" + std::to_string(draft.getYear());
}

// Who answers on a day for the unit that sent him.
std::string unit_now(const State& state, std::string unit, Date day) {
  for (const KnownUnit* known = state.units.find(unit); known && known->merged_on <= day;
       known = state.units.find(unit)) {
    unit = known->merged_into;
  }
  return unit;
}

Fault unit_of_fault(const State& state, const Stay& stay, capnp::Text::Reader unit, Date day) {
  std::string theirs = unit_now(state, stay.unit, day);
  if (view(unit) == theirs) return std::nullopt;
  return Refusal{Code::bad_value,
                 "派出单位是 " + theirs + "，填的是 " + copy(unit),
                 "填本人的派出单位",
                 "/data/unit",
                 "7.3.1",
                 {}};
}

std::optional<policy::AssessmentRow> row_of(const State& state, AssessmentKind kind, Date day,
                                            DivisionCode village) {
  auto policy = state.policy_book().at(day);
  for (const auto& row : policy->assessments) {
    if (row.kind == kind && policy::holds_in(row, village)) return row;
  }
  return std::nullopt;
}

Refusal out_of_order(const std::string& words, const std::string& hint) {
  return {Code::wrong_order, words, hint, "/data/person", "7.3.1", {}};
}

Refusal other_office(const std::optional<DivisionCode>& acting, const std::string& deed,
                     const std::string& clause) {
  return {Code::wrong_office,
          acting ? "应由 " + to_text(*acting) + " 驻村队伍管理办公室" + deed
                 : "中央、省级单位派出的干部，同级办公室待认定，只登记已办的" + deed,
          acting ? "改由该办公室" + deed + "；已凭文件办理的填文号" : "填文件的文号",
          "/data/office",
          clause,
          {}};
}

// The county's office together with the township where the person stood. [7.3.1, 7.3.2]
template <typename E>
Fault place_fault(E draft, const Stay& stay) {
  DivisionCode county = ancestor(stay.village, DivisionLevel::county);
  if (division(draft.getOffice()) != county) return other_office(county, "考核", "7.3.1");
  DivisionCode township = ancestor(stay.village, DivisionLevel::township);
  if (division(draft.getTownship()) == township) return std::nullopt;
  return Refusal{Code::bad_value,
                 "会同的乡镇应是 " + to_text(township),
                 "填驻村所在的乡镇（街道）",
                 "/data/township",
                 "7.3.1",
                 {}};
}

Fault service_fault(const State& state, event::AnnualAssessed::Reader draft,
                    const policy::AssessmentRow& row) {
  int months =
      policy::months_served(stays_of(state, copy(draft.getPerson())), draft.getYear(), row.served);
  if (months < row.months) {
    return Refusal{Code::service_short,
                   "到年底或离任时工作满 " + std::to_string(months) + " 个月，不足 " +
                       std::to_string(row.months) + " 个月，不参加年度考核",
                   "核对年度；已凭文件考核的填文号",
                   "/data/year",
                   row.clause.text,
                   {}};
  }
  bool heard = last_step<event::UnitOpinionHeard>(state, chain(draft));
  if (!row.hears_unit || heard) return std::nullopt;
  return Refusal{
      Code::not_heard, "还没有听取派出单位意见", "先登记听取派出单位意见；已凭文件考核的填文号",
      "/data/person",  row.clause.text,          {}};
}

// What lenience may be asked for: what is held against the person himself.
struct HeldAgainst {
  const State& state;
  std::string person;

  bool operator()(event::AnnualGradeRecorded::Reader e) const { return of(e); }
  bool operator()(event::AnnualConfirmed::Reader e) const { return of(e); }
  bool operator()(event::PunishmentRecorded::Reader e) const { return of(e); }
  bool operator()(event::CriticismGiven::Reader e) const { return of(e); }
  bool operator()(event::UnfitnessDecided::Reader e) const { return of(e); }
  template <typename Other>
  bool operator()(Other) const {
    return false;
  }
  template <typename E>
  bool of(E e) const {
    std::string id = copy(e.getPerson());
    for (const KnownPerson* known = state.people.find(id); known && !known->merged_into.empty();
         known = state.people.find(id)) {
      id = known->merged_into;
    }
    return id == person;
  }
};

}  // namespace

// Refuses: the references' faults, bad_value (year, unit), no_open_posting. [7.3.1]
Result<Decision> decide(const Context& context, const State& state,
                        event::UnitOpinionHeard::Reader draft, event::Body::Reader body) {
  if (auto fault = base_fault(context, state, draft, body)) return refuse(*fault);
  const Stay* stay = last_stay(state, copy(draft.getPerson()), year_span(draft.getYear()));
  if (auto fault = unit_of_fault(state, *stay, draft.getUnit(), date_of(body)))
    return refuse(*fault);
  return Decision{};
}

// Refuses: the references' faults, bad_value, no_open_posting; as a decision also wrong_office,
// service_short, not_heard. [7.3.1]
Result<Decision> decide(const Context& context, const State& state,
                        event::AnnualAssessed::Reader draft, event::Body::Reader body) {
  if (auto fault = base_fault(context, state, draft, body)) return refuse(*fault);
  if (states_fact(draft, body)) return Decision{};
  const Stay* stay = last_stay(state, copy(draft.getPerson()), year_span(draft.getYear()));
  if (auto fault = place_fault(draft, *stay)) return refuse(*fault);
  auto row = row_of(state, AssessmentKind::annual, date_of(body), stay->village);
  if (!row) return Decision{};
  if (auto fault = service_fault(state, draft, *row)) return refuse(*fault);
  return Decision{};
}

// Refuses: the references' faults, bad_value, no_open_posting; as a decision also wrong_order (not
// assessed yet), wrong_office, same_person. [7.3.1]
Result<Decision> decide(const Context& context, const State& state,
                        event::AnnualConfirmed::Reader draft, event::Body::Reader body) {
  if (auto fault = base_fault(context, state, draft, body)) return refuse(*fault);
  if (states_fact(draft, body)) return Decision{};
  const ChainStep* assessed = last_step<event::AnnualAssessed>(state, chain(draft));
  if (!assessed)
    return refuse(
        out_of_order("还没有年度考核评定，不能审定", "先登记年度考核评定；已凭文件审定的填文号"));
  const Stay* stay = last_stay(state, copy(draft.getPerson()), year_span(draft.getYear()));
  if (auto row = row_of(state, AssessmentKind::annual, date_of(body), stay->village)) {
    const KnownUnit* unit = state.units.find(unit_now(state, stay->unit, date_of(body)));
    policy::Sides sides{unit->level, unit->seat, stay->village, state.opened.find(0)->city};
    auto acting = policy::acting_division(sides, row->level, row->higher);
    if (acting != division(draft.getOffice()))
      return refuse(other_office(acting, "审定", row->clause.text));
  }
  if (same_person(state, assessed->actor, copy(body.getActor()))) {
    return refuse({Code::same_person,
                   "经办人 " + assessed->actor + " 作了评定，不能由本人审定",
                   "由另一人审定；凭文件登记的填文号",
                   "/actor",
                   "7.3.1",
                   {}});
  }
  return Decision{};
}

void evolve(State& state, Position position, event::AnnualConfirmed::Reader e,
            event::Body::Reader body) {
  add_step(state, position, body);
  state.selection.bases.put(
      position, {copy(e.getPerson()), policy::RecallGround::annual_grade,
                 static_cast<policy::Grade>(e.getGrade()), date_of(body), copy(body.getActor())});
}

void revert(State& state, Position position, event::AnnualConfirmed::Reader,
            event::Body::Reader body) {
  take_step_back(state, position, body);
  state.selection.bases.erase(position);
}

// Refuses: the references' faults, bad_value, no_open_posting; as a decision also wrong_order (not
// confirmed yet). [7.3.1]
Result<Decision> decide(const Context& context, const State& state,
                        event::AssessmentFedBack::Reader draft, event::Body::Reader body) {
  if (auto fault = base_fault(context, state, draft, body)) return refuse(*fault);
  const Stay* stay = last_stay(state, copy(draft.getPerson()), year_span(draft.getYear()));
  if (auto fault = unit_of_fault(state, *stay, draft.getUnit(), date_of(body)))
    return refuse(*fault);
  if (states_fact(draft, body) || last_step<event::AnnualConfirmed>(state, chain(draft)))
    return Decision{};
  return refuse(
      out_of_order("考核结果还没有审定，不能反馈", "先登记年度考核审定；已凭文件反馈的填文号"));
}

// Refuses: the references' faults, no_open_posting; as a decision also bad_value (another unit, or
// another place), not_heard. [7.3.2]
Result<Decision> decide(const Context& context, const State& state,
                        event::TermAssessed::Reader draft, event::Body::Reader body) {
  if (auto fault = references_fault(context, state, body)) return refuse(*fault);
  Date day = date_of(body);
  std::string person = copy(draft.getPerson());
  const Stay* stay = last_stay(state, person, {Date{}, day});
  if (!stay) {
    return refuse({Code::no_open_posting,
                   person + " 在 " + to_text(day) + " 以前没有驻村任期",
                   "核对人员和日期",
                   "/data/person",
                   "7.3.2",
                   {}});
  }
  if (states_fact(draft, body)) return Decision{};
  if (auto fault = unit_of_fault(state, *stay, draft.getUnit(), day)) return refuse(*fault);
  if (auto fault = place_fault(draft, *stay)) return refuse(*fault);
  auto row = row_of(state, AssessmentKind::term, day, stay->village);
  if (!row) return Decision{};
  const std::pair<policy::Voice, std::pair<int, const char*>> heard[] = {
      {policy::Voice::cadres, {draft.getCadres(), "cadres"}},
      {policy::Voice::members, {draft.getMembers(), "members"}},
      {policy::Voice::villagers, {draft.getVillagers(), "villagers"}}};
  for (const auto& [voice, said] : heard) {
    bool asked = std::find(row->voices.begin(), row->voices.end(), voice) != row->voices.end();
    if (!asked || said.first > 0) continue;
    return refuse({Code::not_heard,
                   "期满考核应深入听取村干部、党员、群众意见，缺一方面",
                   "填听取的人数；已凭文件考核的填文号",
                   std::string("/data/") + said.second,
                   row->clause.text,
                   {}});
  }
  return Decision{};
}

// Refuses: the references' faults, wrong_reference (no grade, no punishment). [7.3.3]
Result<Decision> decide(const Context& context, const State& state,
                        event::LiabilityProposed::Reader draft, event::Body::Reader body) {
  if (auto fault = references_fault(context, state, body)) return refuse(*fault);
  if (state.selection.bases.contains({draft.getBasis()})) return Decision{};
  return refuse({Code::wrong_reference,
                 "序号 " + std::to_string(draft.getBasis()) + " 不是考核等次或处分的登记",
                 "填等次或处分登记的序号",
                 "/data/basis",
                 "7.3.3",
                 {}});
}

Result<Decision> decide(const Context& context, const State& state, event::CriticismGiven::Reader,
                        event::Body::Reader body) {
  if (auto fault = references_fault(context, state, body)) return refuse(*fault);
  return Decision{};
}

Result<Decision> decide(const Context& context, const State& state, event::UnfitnessDecided::Reader,
                        event::Body::Reader body) {
  if (auto fault = references_fault(context, state, body)) return refuse(*fault);
  return Decision{};
}

// Refuses: the references' faults, wrong_reference (nothing held against this person). [8.3]
Result<Decision> decide(const Context& context, const State& state,
                        event::ToleranceApplied::Reader draft, event::Body::Reader body) {
  if (auto fault = references_fault(context, state, body)) return refuse(*fault);
  auto words = context.event_at({draft.getBasis()});
  bool held = false;
  visit(schema::read(*words), [&](auto e) {
    held = HeldAgainst{state, copy(draft.getPerson())}(e);
  });
  if (held) return Decision{};
  return refuse({Code::wrong_reference,
                 "序号 " + std::to_string(draft.getBasis()) + " 不是 " + copy(draft.getPerson()) +
                     " 的等次、处分、批评教育或调整处理",
                 "填所涉登记的序号",
                 "/data/basis",
                 "8.3",
                 {}});
}

// Refuses: the references' faults, wrong_reference (no application of this person), wrong_order
// (found already); as a decision also not_tolerable, same_person. [8.3]
Result<Decision> decide(const Context& context, const State& state,
                        event::ToleranceFound::Reader draft, event::Body::Reader body) {
  if (auto fault = references_fault(context, state, body)) return refuse(*fault);
  auto words = context.event_at({draft.getApplication()});
  auto applied = schema::read(*words);
  bool fits =
      applied.isAssessment() && applied.getAssessment().isToleranceApplied() &&
      view(applied.getAssessment().getToleranceApplied().getPerson()) == view(draft.getPerson());
  if (!fits) {
    return refuse({Code::wrong_reference,
                   "序号 " + std::to_string(draft.getApplication()) + " 不是 " +
                       copy(draft.getPerson()) + " 的容错申请",
                   "填容错申请的序号",
                   "/data/application",
                   "8.3",
                   {}});
  }
  const auto& steps = steps_of(state, "tolerance:" + std::to_string(draft.getApplication()));
  if (!steps.empty() && steps.back().ends) {
    return refuse({Code::wrong_order,
                   "这一申请已认定（序号 " + std::to_string(steps.back().position.value) + "）",
                   "认定有误的先冲销",
                   "/data/application",
                   "8.3",
                   {}});
  }
  if (states_fact(draft, body)) return Decision{};
  if (draft.getEffect() != event::ToleranceEffect::REFUSED && !draft.getUnintended()) {
    return refuse({Code::not_tolerable,
                   "没有认定为非主观故意，不能从轻或免除",
                   "认定为非主观故意的填 unintended；已凭文件认定的填文号",
                   "/data/unintended",
                   "8.3",
                   {}});
  }
  if (same_person(state, copy(applied.getActor()), copy(body.getActor()))) {
    return refuse({Code::same_person,
                   "经办人 " + copy(applied.getActor()) + " 提出了申请，不能由本人认定",
                   "由另一人认定；凭文件登记的填文号",
                   "/actor",
                   "8.3",
                   {}});
  }
  return Decision{};
}

}  // namespace zhucun::domain
