#include "ledger/domain/personal.h"

#include <algorithm>

#include "ledger/domain/personal_forms.h"
#include "ledger/domain/rules.h"

namespace zhucun::domain {

namespace {

using Details = event::PersonDetailsRecorded::Reader;

bool stays_overlap(const KnownPerson& one, const KnownPerson& other) {
  for (const Stay& a : one.stays) {
    for (const Stay& b : other.stays) {
      if (a.span.first <= b.span.last && b.span.first <= a.span.last) return true;
    }
  }
  return false;
}

}  // namespace

std::vector<std::string> said_details(Details e) {
  std::vector<std::string> out;
  if (e.hasName()) out.push_back("name");
  if (e.hasIdNumber()) out.push_back("idNumber");
  if (e.hasPhone()) out.push_back("phone");
  if (e.hasBankCard()) out.push_back("bankCard");
  if (e.hasBirthDate()) out.push_back("birthDate");
  if (e.hasHealth()) out.push_back("health");
  if (e.hasHomeAddress()) out.push_back("homeAddress");
  return out;
}

// Refuses: unknown_person, person_retired, nothing said (missing_field), wrong forms all together.
Result<Decision> decide(const Context&, const State& state, Details draft, event::Body::Reader) {
  if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  if (said_details(draft).empty()) {
    return refuse({Code::missing_field,
                   "没有填任何一项信息",
                   "至少填姓名、身份证号、电话等其中一项",
                   "/data",
                   "",
                   {}});
  }
  auto errors = form_errors(draft);
  if (errors.empty()) return Decision{};
  Refusal refusal{errors.front().code,
                  errors.front().detail,
                  errors.front().hint,
                  errors.front().pointer,
                  "",
                  {}};
  if (errors.size() > 1) refusal.errors = std::move(errors);
  return refuse(std::move(refusal));
}

void evolve(State& state, Position position, Details e, event::Body::Reader) {
  KnownPerson& person = state.people.change(copy(e.getPerson()));
  for (auto& field : said_details(e)) person.details[field].push_back(position);
  person.details_revision = position;
  state.dependants.change(person.registered).insert(position);
}

// Refuses: unknown_person, person_retired, one and the same, posting_overlaps.
Result<Decision> decide(const Context&, const State& state, event::PersonMerged::Reader draft,
                        event::Body::Reader) {
  if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  if (auto fault = person_fault(state, draft.getInto(), "/data/into")) return refuse(*fault);
  const KnownPerson& gone = *state.people.find(copy(draft.getPerson()));
  const KnownPerson& kept = *state.people.find(copy(draft.getInto()));
  if (view(draft.getPerson()) == view(draft.getInto())) {
    return refuse({Code::bad_value,
                   "停用的编号与保留的编号相同",
                   "两个编号填不同的人员编号",
                   "/data/into",
                   "",
                   {}});
  }
  if (stays_overlap(gone, kept)) {
    return refuse({Code::posting_overlaps,
                   copy(draft.getPerson()) + " 与 " + copy(draft.getInto()) +
                       " 有同一天在两个村的任期，不会是同一个人",
                   "先更正任期，再合并",
                   "/data/into",
                   "5.p1",
                   {}});
  }
  return Decision{};
}

void evolve(State& state, Position position, event::PersonMerged::Reader e, event::Body::Reader) {
  std::string gone_id = copy(e.getPerson());
  std::vector<Stay> moved = state.people.find(gone_id)->stays;
  KnownPerson& gone = state.people.change(gone_id);
  gone.merged_into = copy(e.getInto());
  gone.stays.clear();
  gone.revision = position;
  KnownPerson& kept = state.people.change(copy(e.getInto()));
  for (Stay& stay : moved) {
    stay.merged_by = position;
    for (Position said : {stay.started, stay.ended})
      if (said.value != 0) state.dependants.change(said).insert(position);
    kept.stays.push_back(std::move(stay));
  }
  std::sort(kept.stays.begin(), kept.stays.end(),
            [](const Stay& a, const Stay& b) { return a.span.first < b.span.first; });
  kept.merges.push_back(position);
  kept.revision = position;
  state.dependants.change(gone.registered).insert(position);
  state.dependants.change(kept.registered).insert(position);
}

void revert(State& state, Position position, event::PersonMerged::Reader e, event::Body::Reader) {
  KnownPerson& kept = state.people.change(copy(e.getInto()));
  std::vector<Stay> moved;
  std::erase_if(kept.stays, [&](Stay& stay) {
    if (stay.merged_by != position) return false;
    stay.merged_by = {};
    for (Position said : {stay.started, stay.ended})
      if (said.value != 0) state.dependants.change(said).erase(position);
    moved.push_back(stay);
    return true;
  });
  std::erase(kept.merges, position);
  Position kept_registered = kept.registered;
  KnownPerson& gone = state.people.change(copy(e.getPerson()));
  gone.merged_into.clear();
  gone.stays = std::move(moved);
  Position gone_registered = gone.registered;
  state.dependants.change(kept_registered).erase(position);
  state.dependants.change(gone_registered).erase(position);
}

// Refuses: unknown_person, person_retired, dates_reversed.
Result<Decision> decide(const Context&, const State& state, event::PersonRestricted::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  Date until = until_or_open(draft.getRetainUntil());
  if (auto fault = order_fault(date_of(body), until, "/data/retainUntil")) return refuse(*fault);
  return Decision{};
}

void evolve(State& state, Position position, event::PersonRestricted::Reader e,
            event::Body::Reader) {
  KnownPerson& person = state.people.change(copy(e.getPerson()));
  person.restrictions[position] = until_or_open(e.getRetainUntil());
  state.dependants.change(person.registered).insert(position);
}

void revert(State& state, Position position, event::PersonRestricted::Reader e,
            event::Body::Reader) {
  KnownPerson& person = state.people.change(copy(e.getPerson()));
  person.restrictions.erase(position);
  state.dependants.change(person.registered).erase(position);
}

// Refuses: unknown_person, person_retired, posting_open, retention_runs.
Result<Decision> decide(const Context&, const State& state, event::PersonErased::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  const KnownPerson& person = *state.people.find(copy(draft.getPerson()));
  for (const Stay& stay : person.stays) {
    if (stay.span.last < date_of(body)) continue;
    return refuse({Code::posting_open,
                   copy(draft.getPerson()) + " 仍在驻村，个人信息还要用",
                   "任期结束后再办理",
                   "/data/person",
                   "",
                   {}});
  }
  Date until = far_future;
  for (const auto& [position, day] : person.restrictions) until = day;
  if (until < date_of(body)) return Decision{};
  return refuse({Code::retention_runs,
                 person.restrictions.empty()
                     ? copy(draft.getPerson()) + " 还没有登记限制处理和保存期限"
                     : copy(draft.getPerson()) + " 的保存期限到 " + to_text(until) + "，尚未届满",
                 "先登记 personRestricted 写明保存期限和依据，期满后再删除",
                 "/data/person",
                 "",
                 {}});
}

void evolve(State& state, Position position, event::PersonErased::Reader e, event::Body::Reader) {
  KnownPerson& person = state.people.change(copy(e.getPerson()));
  person.erased = true;
  state.dependants.change(person.registered).insert(position);
}

}  // namespace zhucun::domain
