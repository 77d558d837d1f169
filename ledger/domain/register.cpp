#include "ledger/domain/register.h"

#include "ledger/domain/rules.h"

namespace zhucun::domain {

namespace {

DivisionLevel level_of(event::DivisionLevel level) {
  return static_cast<DivisionLevel>(level);
}

DivisionLevel above(DivisionLevel level) {
  return static_cast<DivisionLevel>(static_cast<int>(level) - 1);
}

// A kind that no row of the policy in force knows would ask for nothing, silently. [3]
Fault kind_fault(const State& state, const std::string& kind, Date day) {
  auto policy = state.policy_book().at(day);
  if (policy->staffing.empty()) return std::nullopt;
  std::string known;
  for (const auto& row : policy->staffing) {
    if (row.village_kind == kind) return std::nullopt;
    if (!row.village_kind.empty()) known += (known.empty() ? "" : "、") + row.village_kind;
  }
  return Refusal{
      Code::bad_value, "现行政策没有村类型 " + kind, "可填 " + known, "/data/kind", "3", {}};
}

}  // namespace

Result<Decision> decide(const Context&, const State& state, event::DivisionRegistered::Reader draft,
                        event::Body::Reader body) {
  DivisionLevel level = level_of(draft.getLevel());
  if (!draft.hasParent() || draft.getParent().size() == 0) {
    if (division(draft.getCode()) == state.opened.find(0)->city) return Decision{};
    return refuse(
        {Code::missing_field, "缺少上级", "只有本账的市没有上级", "/data/parent", "", {}});
  }
  if (auto fault =
          division_fault(state, draft.getParent(), above(level), date_of(body), "/data/parent")) {
    return refuse(*fault);
  }
  return Decision{};
}

void evolve(State& state, Position, event::DivisionRegistered::Reader e, event::Body::Reader) {
  DivisionCode parent =
      e.hasParent() && e.getParent().size() > 0 ? division(e.getParent()) : DivisionCode{};
  state.divisions.put(division(e.getCode()),
                      {copy(e.getName()), level_of(e.getLevel()), parent, far_future, {}});
}

void revert(State& state, Position, event::DivisionRegistered::Reader e, event::Body::Reader) {
  state.divisions.erase(division(e.getCode()));
}

Result<Decision> decide(const Context&, const State& state, event::DivisionRenamed::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = division_fault(state, draft.getCode(), DivisionLevel::unknown, date_of(body),
                                  "/data/code")) {
    return refuse(*fault);
  }
  return Decision{};
}

// Names stand in the indexes that reports read; rules go by code.
void evolve(State&, Position, event::DivisionRenamed::Reader, event::Body::Reader) {}
void revert(State&, Position, event::DivisionRenamed::Reader, event::Body::Reader) {}

Result<Decision> decide(const Context&, const State& state, event::DivisionMerged::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = division_fault(state, draft.getCode(), DivisionLevel::unknown, date_of(body),
                                  "/data/code")) {
    return refuse(*fault);
  }
  DivisionLevel level = state.divisions.find(division(draft.getCode()))->level;
  if (auto fault = division_fault(state, draft.getInto(), level, date_of(body), "/data/into")) {
    return refuse(*fault);
  }
  if (division(draft.getCode()) == division(draft.getInto())) {
    return refuse({Code::bad_value, "不能并入自己", "填并入的另一个区划", "/data/into", "", {}});
  }
  return Decision{};
}

void evolve(State& state, Position, event::DivisionMerged::Reader e, event::Body::Reader body) {
  KnownDivision& known = state.divisions.change(division(e.getCode()));
  known.merged_on = date_of(body);
  known.merged_into = division(e.getInto());
}

void revert(State& state, Position, event::DivisionMerged::Reader e, event::Body::Reader) {
  KnownDivision& known = state.divisions.change(division(e.getCode()));
  known.merged_on = far_future;
  known.merged_into = {};
}

Result<Decision> decide(const Context&, const State& state, event::VillageKindSet::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = division_fault(state, draft.getVillage(), DivisionLevel::village, date_of(body),
                                  "/data/village")) {
    return refuse(*fault);
  }
  if (auto fault = order_fault(date_of(body), until_or_open(draft.getUntil()), "/data/until")) {
    return refuse(*fault);
  }
  if (auto fault = kind_fault(state, copy(draft.getKind()), date_of(body))) return refuse(*fault);
  return Decision{};
}

// Kinds and attributes say how many a county may not go below; the rest is judged when it is read.
// [3]
void evolve(State& state, Position position, event::VillageKindSet::Reader e,
            event::Body::Reader body) {
  state.selection.village_keys.change(division(e.getVillage()))
      .push_back({copy(e.getKind()), true, {date_of(body), until_or_open(e.getUntil())}, position});
}
void revert(State& state, Position position, event::VillageKindSet::Reader e, event::Body::Reader) {
  drop_at(state.selection.village_keys.change(division(e.getVillage())), position);
}

Result<Decision> decide(const Context&, const State& state,
                        event::VillageAttributeSet::Reader draft, event::Body::Reader body) {
  if (auto fault = division_fault(state, draft.getVillage(), DivisionLevel::village, date_of(body),
                                  "/data/village")) {
    return refuse(*fault);
  }
  if (auto fault = order_fault(date_of(body), until_or_open(draft.getUntil()), "/data/until")) {
    return refuse(*fault);
  }
  return Decision{};
}

void evolve(State& state, Position position, event::VillageAttributeSet::Reader e,
            event::Body::Reader body) {
  if (view(e.getValue()) != "true") return;
  state.selection.village_keys.change(division(e.getVillage()))
      .push_back(
          {copy(e.getAttribute()), false, {date_of(body), until_or_open(e.getUntil())}, position});
}
void revert(State& state, Position position, event::VillageAttributeSet::Reader e,
            event::Body::Reader) {
  drop_at(state.selection.village_keys.change(division(e.getVillage())), position);
}

}  // namespace zhucun::domain
