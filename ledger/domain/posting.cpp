#include "ledger/domain/posting.h"

#include <algorithm>

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
// village's faults, posting_overlaps. [5.p1]
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
  return Decision{};
}

void evolve(State& state, Position position, event::PostingStarted::Reader e,
            event::Body::Reader body) {
  DivisionCode village = division(e.getVillage());
  KnownPerson& person = state.people.change(copy(e.getPerson()));
  person.stays.push_back(
      {village, copy(e.getUnit()), {date_of(body), far_future}, position, {}, {}});
  person.revision = position;
  rests_on(state, person, position);
  state.village_starts.change(village)[position] = date_of(body);
  state.unit_villages.change(copy(e.getUnit()))[position] = village;
}

void revert(State& state, Position position, event::PostingStarted::Reader e, event::Body::Reader) {
  KnownPerson& person = state.people.change(copy(e.getPerson()));
  std::erase_if(person.stays, [position](const Stay& s) { return s.started == position; });
  rests_no_more(state, person, position);
  state.village_starts.change(division(e.getVillage())).erase(position);
  state.unit_villages.change(copy(e.getUnit())).erase(position);
}

// Ends the stay that runs on the day. Refuses: unknown_person, no_open_posting. [7.1]
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
  }
}

}  // namespace zhucun::domain
