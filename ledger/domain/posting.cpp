#include "ledger/domain/posting.h"

#include <algorithm>

#include "ledger/domain/candidacy.h"
#include "ledger/domain/rules.h"

namespace zhucun::domain {

namespace {

std::string span_text(Span span) {
  return to_text(span.first) + " 至 " + (span.last == far_future ? "今" : to_text(span.last));
}

const Stay* stay_on(const KnownPerson& person, Date day) {
  for (const Stay& stay : person.stays) {
    if (stay.span.contains(day)) return &stay;
  }
  return nullptr;
}

// A stay rests on its person's registration, and on every merger into that id.
void rests_on(State& state, const KnownPerson& person, Position stay) {
  state.dependants.change(person.registered).insert(stay);
  for (Position merge : person.merges) state.dependants.change(merge).insert(stay);
}

void rests_no_more(State& state, const KnownPerson& person, Position stay) {
  state.dependants.change(person.registered).erase(stay);
  for (Position merge : person.merges) state.dependants.change(merge).erase(stay);
}

Refusal refusal(Code code, std::string words, std::string hint) {
  return {code, std::move(words), std::move(hint), "/data/ground", "7.1", {}};
}

// Why a decision taken here may not end a stay on this ground. [7.1]
Fault leaving_fault(const State& state, const Stay& stay, event::LeavingGround said, Date day) {
  if (said == event::LeavingGround::RECALL) {
    return refusal(Code::recall_not_ordered, "召回要先由办公室作出，任期随召回结束",
                   "登记 recallOrdered；已凭文件召回的填文号");
  }
  auto ground = static_cast<policy::LeavingGround>(said);
  auto policy = state.policy_book().at(day);
  bool spoken = false;
  bool known = false;
  for (const auto& row : policy->leavings) {
    if (!policy::holds_in(row, stay.village)) continue;
    spoken = true;
    if (!policy::speaks_of(row.grounds, ground)) continue;
    known = true;
    if (row.allowed) continue;
    return refusal(Code::leaving_ground, "任期内不得因这一原因离任",
                   "改按条款所列的原因；已凭文件离任的填文号，列为与条款不符");
  }
  if (spoken && !known) {
    return refusal(Code::leaving_ground, "条款没有列这一离任原因",
                   "改按条款所列的原因；已凭文件离任的填文号");
  }
  for (const auto& row : policy->handovers) {
    if (!policy::holds_in(row, stay.village)) continue;
    if (row.grounds.empty() || !policy::speaks_of(row.grounds, ground)) continue;
    const HandoverDone* done = state.selection.handovers.find(stay.started);
    if (done && done->date <= day) continue;
    return refusal(Code::handover_incomplete, "交接没有完成，任职期满的不能撤离",
                   "先登记 handoverCompleted；已凭文件撤离的填文号，列为与条款不符");
  }
  return std::nullopt;
}

// A recall and a handover carry the end that rests on them.
void each_support(const State& state, const Stay& stay, event::LeavingGround ground,
                  const std::function<void(Position)>& each) {
  const Position* recall = state.selection.recalls.find(stay.started);
  if (recall && ground == event::LeavingGround::RECALL) each(*recall);
  if (const auto* handover = state.selection.handovers.find(stay.started)) each(handover->position);
}

}  // namespace

Result<Decision> decide(const Context&, const State&, event::PersonRegistered::Reader,
                        event::Body::Reader) {
  return Decision{};
}

void evolve(State& state, Position position, event::PersonRegistered::Reader e,
            event::Body::Reader) {
  KnownPerson person;
  person.revision = position;
  person.registered = position;
  state.people.put(copy(e.getPerson()), std::move(person));
}

void revert(State& state, Position, event::PersonRegistered::Reader e, event::Body::Reader) {
  state.people.erase(copy(e.getPerson()));
}

// Opens a stay. Refuses, first match wins: unknown_person, unknown_unit or party_not_active, the
// village's faults, posting_overlaps; as a decision also wrong_step (his chain is not complete),
// not_eligible. [4, 5.p1]
Result<Decision> decide(const Context&, const State& state, event::PostingStarted::Reader draft,
                        event::Body::Reader body) {
  Date start = date_of(body);
  if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  if (auto fault = unit_fault(state, draft.getUnit(), start, "/data/unit")) return refuse(*fault);
  if (auto fault = division_fault(state, draft.getVillage(), DivisionLevel::village, start,
                                  "/data/village")) {
    return refuse(*fault);
  }
  // A stay starts without an end, so any stay that has not ended before it would overlap.
  for (const Stay& stay : state.people.find(copy(draft.getPerson()))->stays) {
    if (stay.span.last < start) continue;
    return refuse({Code::posting_overlaps,
                   copy(draft.getPerson()) + " 已在 " + to_text(stay.village) + " 驻村（" +
                       span_text(stay.span) + "，序号 " + std::to_string(stay.started.value) + "）",
                   "先登记前一段的任期结束（postingEnded），或更正到岗日期",
                   "/date",
                   "5.p1",
                   {}});
  }
  if (states_fact(draft, body)) return Decision{};
  if (auto fault = selection_fault(state, draft, start)) return refuse(*fault);
  return Decision{};
}

void evolve(State& state, Position position, event::PostingStarted::Reader e,
            event::Body::Reader body) {
  DivisionCode village = division(e.getVillage());
  KnownPerson& person = state.people.change(copy(e.getPerson()));
  person.stays.push_back({village,
                          copy(e.getUnit()),
                          static_cast<policy::Role>(e.getRole()),
                          {date_of(body), far_future},
                          position,
                          {},
                          {}});
  person.revision = position;
  rests_on(state, person, position);
  state.village_starts.change(village)[position] = date_of(body);
  state.unit_villages.change(copy(e.getUnit()))[position] = village;
  note_posting(state, position, e);
}

void revert(State& state, Position position, event::PostingStarted::Reader e, event::Body::Reader) {
  KnownPerson& person = state.people.change(copy(e.getPerson()));
  std::erase_if(person.stays, [position](const Stay& s) { return s.started == position; });
  rests_no_more(state, person, position);
  state.village_starts.change(division(e.getVillage())).erase(position);
  state.unit_villages.change(copy(e.getUnit())).erase(position);
  forget_posting(state, position, e);
}

// Ends the stay that runs on the day. Refuses: unknown_person, no_open_posting; as a decision also
// recall_not_ordered, leaving_ground, handover_incomplete. [7.1]
Result<Decision> decide(const Context&, const State& state, event::PostingEnded::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  const Stay* stay = stay_on(*state.people.find(copy(draft.getPerson())), date_of(body));
  if (!stay || stay->ended.value != 0) {
    return refuse(
        {Code::no_open_posting,
         copy(draft.getPerson()) + " 在 " + to_text(date_of(body)) + " 没有未结束的驻村任期",
         "核对人员和日期；日期是在岗的最后一天",
         "/date",
         "7.1",
         {}});
  }
  if (states_fact(draft, body)) return Decision{};
  if (auto fault = leaving_fault(state, *stay, draft.getGround(), date_of(body)))
    return refuse(*fault);
  return Decision{};
}

void evolve(State& state, Position position, event::PostingEnded::Reader e,
            event::Body::Reader body) {
  KnownPerson& person = state.people.change(copy(e.getPerson()));
  for (Stay& stay : person.stays) {
    if (!stay.span.contains(date_of(body)) || stay.ended.value != 0) continue;
    stay.span.last = date_of(body);
    stay.ended = position;
    state.dependants.change(stay.started).insert(position);
    for (Position merge : person.merges) state.dependants.change(merge).insert(position);
    each_support(state, stay, e.getGround(),
                 [&](Position on) { state.dependants.change(on).insert(position); });
  }
  person.revision = position;
}

void revert(State& state, Position position, event::PostingEnded::Reader e, event::Body::Reader) {
  KnownPerson& person = state.people.change(copy(e.getPerson()));
  for (Stay& stay : person.stays) {
    if (stay.ended != position) continue;
    stay.span.last = far_future;
    stay.ended = {};
    state.dependants.change(stay.started).erase(position);
    for (Position merge : person.merges) state.dependants.change(merge).erase(position);
    each_support(state, stay, e.getGround(),
                 [&](Position on) { state.dependants.change(on).erase(position); });
  }
}

}  // namespace zhucun::domain
