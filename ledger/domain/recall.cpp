#include "ledger/domain/recall.h"

#include <capnp/message.h>

#include <algorithm>

#include "ledger/domain/rules.h"
#include "ledger/policy/same_level.h"

namespace zhucun::domain {

namespace {

Refusal no_stay(const std::string& person, Date day, const std::string& pointer) {
  return {Code::no_open_posting,
          person + " 在 " + to_text(day) + " 没有未结束的驻村任期",
          "核对人员和日期",
          pointer,
          "7.1",
          {}};
}

void rests(State& state, Position on, Position one) {
  if (on.value != 0) state.dependants.change(on).insert(one);
}
void rests_no_more(State& state, Position on, Position one) {
  if (on.value != 0) state.dependants.change(on).erase(one);
}

// The id that is in use for a person now.
std::string id_now(const State& state, std::string person) {
  for (const KnownPerson* known = state.people.find(person); known && !known->merged_into.empty();
       known = state.people.find(person)) {
    person = known->merged_into;
  }
  return person;
}

// The stay that a handover or recall of that day is about, ended or not.
const Stay* stay_at(const State& state, const std::string& person, Date day) {
  const KnownPerson* known = state.people.find(id_now(state, person));
  if (!known) return nullptr;
  for (const Stay& stay : known->stays) {
    if (stay.span.contains(day)) return &stay;
  }
  return nullptr;
}

// Who answers for a unit on a day: itself, or what it was merged into.
std::string answering(const State& state, std::string unit, Date day) {
  for (const KnownUnit* known = state.units.find(unit); known && known->merged_on <= day;
       known = state.units.find(unit)) {
    unit = known->merged_into;
  }
  return unit;
}

// The successor stands in the same seat on the day.
Fault successor_fault(const State& state, event::HandoverCompleted::Reader draft, const Stay& stay,
                      Date day) {
  if (auto fault = person_fault(state, draft.getSuccessor(), "/data/successor")) return fault;
  const Stay* theirs = stay_at(state, copy(draft.getSuccessor()), day);
  bool another = view(draft.getSuccessor()) != view(draft.getPerson());
  if (another && theirs && theirs->village == stay.village && theirs->role == stay.role)
    return std::nullopt;
  return Refusal{Code::wrong_reference,
                 "接任人 " + copy(draft.getSuccessor()) + " 在 " + to_text(day) +
                     " 不在同一村担任同一职务，无从交接",
                 "先登记接任人选派到岗，或核对人员",
                 "/data/successor",
                 "7.1",
                 {}};
}

// Whether an event shows the absence that a ground speaks of: the person's own leave, or a month
// sheet.
bool shows_absence(const State& state, event::Body::Reader body, policy::RecallGround ground,
                   const std::string& person) {
  if (!body.isAttendance()) return false;
  auto e = body.getAttendance();
  if (ground == policy::RecallGround::leave_over_limit)
    return e.isLeaveApproved() && id_now(state, copy(e.getLeaveApproved().getPerson())) == person;
  return ground == policy::RecallGround::unauthorised_absence &&
         (e.isAttendanceEntered() || e.isAttendanceConfirmed());
}

// What a recall names as its basis: a grade or punishment of the same person, or for leave the
// event that shows it.
Fault basis_fault(const Context& context, const State& state, event::RecallOrdered::Reader draft,
                  Date day) {
  if (draft.getBasis() == 0) return std::nullopt;
  Position at{draft.getBasis()};
  const RecallBasis* basis = state.selection.bases.find(at);
  if (basis && basis->date > day) return order_fault(basis->date, day, "/date");
  auto ground = static_cast<policy::RecallGround>(draft.getGround());
  bool fits =
      basis && id_now(state, basis->person) == copy(draft.getPerson()) && basis->ground == ground;
  auto words = basis ? std::nullopt : context.event_at(at);
  bool days = words && !state.reversed.contains(at) &&
              shows_absence(state, schema::read(*words), ground, copy(draft.getPerson()));
  if (fits || days) return std::nullopt;
  return Refusal{Code::wrong_reference,
                 "序号 " + std::to_string(at.value) + " 不是 " + copy(draft.getPerson()) +
                     " 这一召回原因的登记",
                 "填等次、处分或请假登记的序号",
                 "/data/basis",
                 "7.3.3",
                 {}};
}

// Whether what is recorded calls anybody back at all. [7.2.3, 7.3.3]
Fault ground_fault(const State& state, event::RecallOrdered::Reader draft,
                   const policy::RecallRow* row) {
  auto refusal = [](std::string words, std::string hint, std::string pointer) {
    return Refusal{Code::recall_ground, std::move(words), std::move(hint),
                   std::move(pointer),  "7.3.3",          {}};
  };
  if (!row) {
    return refusal("现行政策没有这一召回原因", "核对原因；已凭文件召回的填文号", "/data/ground");
  }
  const RecallBasis* basis = state.selection.bases.find({draft.getBasis()});
  bool needed = row->ground == policy::RecallGround::annual_grade ||
                row->ground == policy::RecallGround::punishment;
  if (needed && !basis) {
    return refusal("没有写明所依据的等次或处分登记", "basis 填该登记的序号；还没有登记的先登记",
                   "/data/basis");
  }
  bool calls = !basis || row->grades.empty() || policy::speaks_of(row->grades, basis->grade);
  if (calls) return std::nullopt;
  return refusal("所依据的年度考核等次不在召回之列", "核对等次；已凭文件召回的填文号",
                 "/data/basis");
}

Fault office_fault(const State& state, event::RecallOrdered::Reader draft, const Stay& stay,
                   const policy::RecallRow& row) {
  const KnownUnit* unit = state.units.find(stay.unit);
  policy::Sides sides{unit->level, unit->seat, stay.village, state.opened.find(0)->city};
  auto office = policy::acting_division(sides, row.level, row.higher);
  if (office == division(draft.getOffice())) return std::nullopt;
  return Refusal{Code::wrong_office,
                 office ? "应由同级的 " + to_text(*office) + " 驻村队伍管理办公室召回"
                        : "中央、省级单位派出的干部，同级办公室待认定，只登记已办的召回",
                 office ? "改由该办公室召回；已凭文件召回的填文号" : "填召回文件的文号",
                 "/data/office",
                 row.clause.text,
                 {}};
}

Fault own_basis_fault(const State& state, event::RecallOrdered::Reader draft,
                      event::Body::Reader body) {
  const RecallBasis* basis = state.selection.bases.find({draft.getBasis()});
  const Accounts* accounts = state.accounts.find(0);
  std::string actor = copy(body.getActor());
  bool same =
      basis && (accounts ? accounts->same_person(basis->actor, actor) : basis->actor == actor);
  if (!same) return std::nullopt;
  return Refusal{Code::same_person,
                 "经办人 " + basis->actor + " 登记了召回所依据的事实，不能由本人再作召回",
                 "由另一人登记；凭文件登记的填文号",
                 "/actor",
                 "7.3.3",
                 {}};
}

// The end of the posting that a recall brings, on the same day and by the same paper.
schema::Words end_of(event::Body::Reader draft) {
  capnp::MallocMessageBuilder message;
  message.setRoot(draft);
  auto body = message.getRoot<event::Body>();
  body.setId(copy(draft.getId()) + "-end");
  auto recall = draft.getSelection().getRecallOrdered();
  auto end = body.initPosting().initPostingEnded();
  end.setPerson(recall.getPerson());
  end.setGround(event::LeavingGround::RECALL);
  if (recall.getDocument().size() > 0) end.setDocument(recall.getDocument());
  return schema::finish(body.asReader());
}

}  // namespace

// Refuses: unknown_person, no_open_posting, wrong_reference (no such successor), bad_value (another
// unit guides), already_handed_over. [7.1]
Result<Decision> decide(const Context&, const State& state, event::HandoverCompleted::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  const Stay* stay = stay_at(state, copy(draft.getPerson()), day);
  if (!stay) return refuse(no_stay(copy(draft.getPerson()), day, "/date"));
  if (auto fault = successor_fault(state, draft, *stay, day)) return refuse(*fault);
  if (auto fault = unit_fault(state, draft.getGuidedBy(), day, "/data/guidedBy"))
    return refuse(*fault);
  if (std::string unit = answering(state, stay->unit, day); copy(draft.getGuidedBy()) != unit) {
    return refuse({Code::bad_value,
                   "交接由派出单位 " + unit + " 指导，填的是 " + copy(draft.getGuidedBy()),
                   "填交任人的派出单位",
                   "/data/guidedBy",
                   "7.1",
                   {}});
  }
  if (const auto* done = state.selection.handovers.find(stay->started)) {
    return refuse({Code::already_handed_over,
                   copy(draft.getPerson()) + " 的交接已登记完成（序号 " +
                       std::to_string(done->position.value) + "）",
                   "登记有误的先冲销",
                   "/data/person",
                   "7.1",
                   {}});
  }
  return Decision{};
}

void evolve(State& state, Position position, event::HandoverCompleted::Reader e,
            event::Body::Reader body) {
  const Stay* stay = stay_at(state, copy(e.getPerson()), date_of(body));
  const Stay* theirs = stay_at(state, copy(e.getSuccessor()), date_of(body));
  if (stay) {
    state.selection.handovers.put(stay->started, {date_of(body), position});
    rests(state, stay->started, position);
  }
  if (theirs) rests(state, theirs->started, position);
}

void revert(State& state, Position position, event::HandoverCompleted::Reader e,
            event::Body::Reader body) {
  const Stay* stay = stay_at(state, copy(e.getPerson()), date_of(body));
  const Stay* theirs = stay_at(state, copy(e.getSuccessor()), date_of(body));
  if (stay) {
    state.selection.handovers.erase(stay->started);
    rests_no_more(state, stay->started, position);
  }
  if (theirs) rests_no_more(state, theirs->started, position);
}

// Refuses: unknown_person, bad_value (a year that is not over), no_open_posting (not in post that
// year). [7.3.3]
Result<Decision> decide(const Context&, const State& state,
                        event::AnnualGradeRecorded::Reader draft, event::Body::Reader body) {
  if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  if (draft.getYear() < 1900 || draft.getYear() > year_of(date_of(body))) {
    return refuse({Code::bad_value,
                   std::to_string(draft.getYear()) + " 年度的考核不会在 " + to_text(date_of(body)) +
                       " 有结果",
                   "核对年度和文件日期",
                   "/data/year",
                   "7.3.1",
                   {}});
  }
  Span year{make_date(draft.getYear(), 1, 1), make_date(draft.getYear(), 12, 31)};
  const auto& stays = state.people.find(copy(draft.getPerson()))->stays;
  if (std::any_of(stays.begin(), stays.end(),
                  [year](const Stay& stay) { return stay.span.meets(year); })) {
    return Decision{};
  }
  return refuse(
      {Code::no_open_posting,
       copy(draft.getPerson()) + " 在 " + std::to_string(draft.getYear()) + " 年没有驻村任期",
       "核对人员和年度",
       "/data/year",
       "7.3.1",
       {}});
}

void evolve(State& state, Position position, event::AnnualGradeRecorded::Reader e,
            event::Body::Reader body) {
  state.selection.bases.put(
      position, {copy(e.getPerson()), policy::RecallGround::annual_grade,
                 static_cast<policy::Grade>(e.getGrade()), date_of(body), copy(body.getActor())});
}

void revert(State& state, Position position, event::AnnualGradeRecorded::Reader,
            event::Body::Reader) {
  state.selection.bases.erase(position);
}

Result<Decision> decide(const Context&, const State& state, event::PunishmentRecorded::Reader draft,
                        event::Body::Reader) {
  if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  return Decision{};
}

void evolve(State& state, Position position, event::PunishmentRecorded::Reader e,
            event::Body::Reader body) {
  state.selection.bases.put(
      position, {copy(e.getPerson()), policy::RecallGround::punishment, policy::Grade::unknown,
                 date_of(body), copy(body.getActor())});
}

void revert(State& state, Position position, event::PunishmentRecorded::Reader,
            event::Body::Reader) {
  state.selection.bases.erase(position);
}

// Calls somebody back and ends the posting. Refuses: unknown_person, no_open_posting, the office's
// faults, wrong_reference, dates_reversed; as a decision also recall_ground, wrong_office,
// same_person. [7.2.3, 7.3.3]
Result<Decision> decide(const Context& context, const State& state,
                        event::RecallOrdered::Reader draft, event::Body::Reader body) {
  Date day = date_of(body);
  std::string person = copy(draft.getPerson());
  if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  const Stay* stay = stay_at(state, person, day);
  if (!stay || stay->ended.value != 0) return refuse(no_stay(person, day, "/date"));
  std::string office = "office:" + copy(draft.getOffice());
  if (auto fault = party_fault(state, office.c_str(), day, "/data/office")) return refuse(*fault);
  if (auto fault = basis_fault(context, state, draft, day)) return refuse(*fault);
  if (!states_fact(draft, body)) {
    auto policy = state.policy_book().at(day);
    const policy::RecallRow* row = nullptr;
    for (const auto& one : policy->recalls) {
      bool named = one.ground == static_cast<policy::RecallGround>(draft.getGround());
      if (named && policy::holds_in(one, stay->village)) row = &one;
    }
    if (auto fault = ground_fault(state, draft, row)) return refuse(*fault);
    if (auto fault = office_fault(state, draft, *stay, *row)) return refuse(*fault);
    if (auto fault = own_basis_fault(state, draft, body)) return refuse(*fault);
  }
  Decision decision;
  decision.after.push_back(end_of(body));
  return decision;
}

void evolve(State& state, Position position, event::RecallOrdered::Reader e,
            event::Body::Reader body) {
  const Stay* stay = stay_at(state, copy(e.getPerson()), date_of(body));
  if (stay) {
    state.selection.recalls.put(stay->started, position);
    rests(state, stay->started, position);
  }
  rests(state, {e.getBasis()}, position);
}

void revert(State& state, Position position, event::RecallOrdered::Reader e,
            event::Body::Reader body) {
  const Stay* stay = stay_at(state, copy(e.getPerson()), date_of(body));
  if (stay) {
    state.selection.recalls.erase(stay->started);
    rests_no_more(state, stay->started, position);
  }
  rests_no_more(state, {e.getBasis()}, position);
}

}  // namespace zhucun::domain
