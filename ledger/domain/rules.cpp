#include "ledger/domain/rules.h"

#include <algorithm>

#include "ledger/domain/visit.h"

namespace zhucun::domain {

namespace {

DivisionLevel level_needed(PartyKind kind) {
  switch (kind) {
    case PartyKind::township: return DivisionLevel::township;
    case PartyKind::team:
    case PartyKind::village: return DivisionLevel::village;
    case PartyKind::group: return DivisionLevel::county;
    default: return DivisionLevel::unknown;
  }
}

bool stands_on(const std::vector<Standing>* standings, Date day) {
  return standings && std::any_of(standings->begin(), standings->end(),
                                  [day](const Standing& s) { return s.span.contains(day); });
}

Refusal not_active(const std::string& who, Date day, const std::string& pointer) {
  return {Code::party_not_active,
          who + "在 " + to_text(day) + " 尚不存在或已撤销",
          "核对日期，或先登记其成立、到岗的事件",
          pointer,
          "",
          {}};
}

// A team exists from the day its village first had a resident: reports may follow its last day.
Fault team_fault(const State& state, const Party& who, Date day, const std::string& pointer) {
  const auto* starts = state.village_starts.find(*parse_division(who.id));
  bool began = starts && std::any_of(starts->begin(), starts->end(),
                                     [day](const auto& start) { return start.second <= day; });
  if (began) return std::nullopt;
  return not_active("驻村工作队 " + who.id, day, pointer);
}

// A registered id that is still in use: neither merged into another nor erased.
Fault known_person_fault(const State& state, const std::string& person,
                         const std::string& pointer) {
  const KnownPerson* known = state.people.find(person);
  if (!known) {
    return Refusal{Code::unknown_person,
                   "没有登记过人员 " + person,
                   "核对编号，或先登记 personRegistered",
                   pointer,
                   "",
                   {}};
  }
  if (known->merged_into.empty() && !known->erased) return std::nullopt;
  return Refusal{Code::person_retired,
                 known->erased ? "人员 " + person + " 的个人信息已删除，编号停用"
                               : "人员 " + person + " 已并入 " + known->merged_into,
                 known->erased ? "核对编号" : "改用 " + known->merged_into,
                 pointer,
                 "",
                 {}};
}

// The county of whoever acts, for the opening of that county.
struct CountyOf {
  const State& state;
  std::optional<DivisionCode> found;

  void of(DivisionCode code) { found = ancestor(code, DivisionLevel::county); }
  void of_unit(capnp::Text::Reader unit) {
    if (const auto* known = state.units.find(copy(unit))) of(known->seat);
  }
  void of_person(capnp::Text::Reader person) {
    const auto* known = state.people.find(copy(person));
    if (known && !known->stays.empty()) of(known->stays.back().village);
  }
  void of_party(capnp::Text::Reader text) {
    Party who = party(text);
    switch (who.kind) {
      case PartyKind::unit:
      case PartyKind::member_unit:
        if (const auto* known = state.units.find(who.id)) of(known->seat);
        return;
      case PartyKind::person:
        if (const auto* known = state.people.find(who.id); known && !known->stays.empty()) {
          of(known->stays.back().village);
        }
        return;
      case PartyKind::unknown: return;
      default: of(*parse_division(who.id));
    }
  }

  void operator()(event::PostingStarted::Reader e) { of(division(e.getVillage())); }
  void operator()(event::PostingEnded::Reader e) { of_person(e.getPerson()); }
  void operator()(event::AttendanceEntered::Reader e) { of(division(e.getVillage())); }
  void operator()(event::OpeningDaysStated::Reader e) { of_person(e.getPerson()); }
  void operator()(event::LeaveApproved::Reader e) { of_person(e.getPerson()); }
  void operator()(event::MeetingHeld::Reader e) { of_party(e.getHost()); }
  void operator()(event::ReportHandedOver::Reader e) { of_party(e.getFrom()); }
  void operator()(event::ReportReceived::Reader e) { of_party(e.getBy()); }
  void operator()(event::ReportReturned::Reader e) { of_party(e.getBy()); }
  void operator()(event::HearingHeld::Reader e) { of_unit(e.getUnit()); }
  void operator()(event::GuidanceVisitMade::Reader e) { of(division(e.getVillage())); }
  void operator()(event::CareVisitMade::Reader e) { of_unit(e.getUnit()); }
  void operator()(event::TalkHeld::Reader e) { of_unit(e.getUnit()); }
  void operator()(event::SpotCheckMade::Reader e) { of(division(e.getTownship())); }
  void operator()(event::SupervisionMade::Reader e) { of(division(e.getDivision())); }
  void operator()(event::TrainingHeld::Reader e) { of_party(e.getOrganiser()); }
  void operator()(event::AllotmentIssued::Reader e) { of(division(e.getCounty())); }
  void operator()(event::FundsTransferred::Reader e) { of(division(e.getCounty())); }
  void operator()(event::TransferConfirmed::Reader e) { of(division(e.getTownship())); }
  void operator()(event::FundsReturned::Reader e) { of(division(e.getCounty())); }
  template <typename E>
  requires requires(E e) { e.getHolder(); }
  void operator()(E e) { of(division(e.getHolder())); }
  void operator()(event::NeedDecided::Reader e) { of(division(e.getVillage())); }
  void operator()(event::LeadDepartmentNamed::Reader e) { of(division(e.getDivision())); }
  void operator()(event::ProfileAttested::Reader e) { of_person(e.getPerson()); }
  void operator()(event::CandidateProposed::Reader e) { of(division(e.getVillage())); }
  void operator()(event::CandidateFiled::Reader e) { of_person(e.getPerson()); }
  void operator()(event::CandidateReviewed::Reader e) { of_person(e.getPerson()); }
  void operator()(event::CandidateDecided::Reader e) { of_person(e.getPerson()); }
  void operator()(event::HandoverCompleted::Reader e) { of_person(e.getPerson()); }
  void operator()(event::AnnualGradeRecorded::Reader e) { of_person(e.getPerson()); }
  void operator()(event::PunishmentRecorded::Reader e) { of_person(e.getPerson()); }
  void operator()(event::RecallOrdered::Reader e) { of_person(e.getPerson()); }
  void operator()(event::MembershipTransferred::Reader e) { of(division(e.getVillage())); }
  void operator()(event::VillagePostHeld::Reader e) { of(division(e.getVillage())); }
  void operator()(event::ElectionStood::Reader e) { of(division(e.getVillage())); }
  void operator()(event::PayUnchangedStated::Reader e) { of_unit(e.getUnit()); }
  template <Kept E>
  requires requires(E e) { e.getVillage(); }
  void operator()(E e) {
    if (e.getVillage().size() > 0) of(division(e.getVillage()));
  }
  template <Kept E>
  requires(
      requires(E e) { e.getPerson(); } && !requires(E e) { e.getVillage(); }) void
  operator()(E e) {
    of_person(e.getPerson());
  }
  // The rest belongs to the whole book: registers, organisations, policies have no opening to sign.
  template <typename Other>
  void operator()(Other) {}
};

}  // namespace

std::string name_of_level(DivisionLevel level) {
  switch (level) {
    case DivisionLevel::province: return "省";
    case DivisionLevel::city: return "市";
    case DivisionLevel::county: return "县市区";
    case DivisionLevel::township: return "乡镇（街道）";
    case DivisionLevel::village: return "村（社区）";
    case DivisionLevel::unknown: break;
  }
  return "区划";
}

Fault division_fault(const State& state, capnp::Text::Reader code, DivisionLevel level, Date day,
                     const std::string& pointer) {
  const KnownDivision* known = state.divisions.find(division(code));
  if (!known) {
    return Refusal{Code::unknown_division,
                   "区划登记表中没有 " + copy(code),
                   "核对代码；新设的区划先登记 divisionRegistered",
                   pointer,
                   "",
                   {}};
  }
  if (level != DivisionLevel::unknown && known->level != level) {
    return Refusal{Code::wrong_division_level,
                   known->name + "（" + copy(code) + "）是" + name_of_level(known->level) +
                       "，此处应填" + name_of_level(level),
                   "改填" + name_of_level(level) + "的12位代码",
                   pointer,
                   "",
                   {}};
  }
  if (day >= known->merged_on) {
    return not_active(known->name + "（" + to_text(known->merged_on) + " 起已撤并）", day, pointer);
  }
  return std::nullopt;
}

Fault unit_fault(const State& state, capnp::Text::Reader unit, Date day,
                 const std::string& pointer) {
  const KnownUnit* known = state.units.find(copy(unit));
  if (!known) {
    return Refusal{Code::unknown_unit,
                   "没有登记过单位 " + copy(unit),
                   "核对编号，或先登记 unitRegistered",
                   pointer,
                   "",
                   {}};
  }
  if (day < known->since || day >= known->merged_on) {
    return not_active("单位 " + known->name + "（" + copy(unit) + "）", day, pointer);
  }
  return std::nullopt;
}

Fault person_fault(const State& state, capnp::Text::Reader person, const std::string& pointer) {
  return known_person_fault(state, copy(person), pointer);
}

Fault party_fault(const State& state, capnp::Text::Reader text, Date day,
                  const std::string& pointer) {
  Party who = party(text);
  switch (who.kind) {
    case PartyKind::person: return known_person_fault(state, who.id, pointer);
    case PartyKind::unit:
      return unit_fault(state, capnp::Text::Reader(who.id.c_str(), who.id.size()), day, pointer);
    case PartyKind::member_unit:
      if (stands_on(state.member_units.find(who.id), day)) return std::nullopt;
      return not_active("成员单位 " + who.id, day, pointer);
    case PartyKind::unknown:
      return Refusal{
          Code::unknown_party, "不知道是谁：" + copy(text), "写成 类别:编号", pointer, "", {}};
    default: break;
  }
  if (auto fault = division_fault(state, capnp::Text::Reader(who.id.c_str(), who.id.size()),
                                  level_needed(who.kind), day, pointer)) {
    return fault;
  }
  DivisionCode code = *parse_division(who.id);
  if (who.kind == PartyKind::team) return team_fault(state, who, day, pointer);
  if (who.kind == PartyKind::office) {
    const Standing* office = state.offices.find(code);
    if (!office || !office->span.contains(day)) {
      return not_active("驻村队伍管理办公室 " + who.id, day, pointer);
    }
  }
  if (who.kind == PartyKind::group && !stands_on(state.groups.find(code), day)) {
    return not_active("驻村工作协调组 " + who.id, day, pointer);
  }
  return std::nullopt;
}

Fault order_fault(Date first, Date last, const std::string& pointer) {
  if (first <= last) return std::nullopt;
  return Refusal{Code::dates_reversed,
                 "截止日 " + to_text(last) + " 早于起始日 " + to_text(first),
                 "核对两个日期",
                 pointer,
                 "",
                 {}};
}

std::optional<DivisionCode> county_of(const State& state, event::Body::Reader body) {
  CountyOf finder{state, std::nullopt};
  visit(body, finder);
  return finder.found;
}

}  // namespace zhucun::domain
