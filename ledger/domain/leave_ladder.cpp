#include "ledger/domain/leave_ladder.h"

#include <algorithm>

namespace zhucun::domain {

using policy::ActorKind;

const policy::LeaveStep* step_of(const policy::LeaveLadderRow& ladder, std::int64_t days) {
  const policy::LeaveStep* found = nullptr;
  for (const auto& step : ladder.steps) {
    if (step.from <= days) found = &step;
  }
  return found;
}

bool high_enough(const policy::LeaveLadderRow& ladder, std::int64_t days, ActorKind kind) {
  const auto* needed = step_of(ladder, days);
  if (!needed) return true;
  return std::any_of(ladder.steps.begin(), ladder.steps.end(), [&](const policy::LeaveStep& step) {
    return step.from >= needed->from && step.approver == kind;
  });
}

ActorKind approver_kind(PartyKind kind, DivisionLevel level) {
  switch (kind) {
    case PartyKind::team: return ActorKind::team;
    case PartyKind::township: return ActorKind::township;
    case PartyKind::unit: return ActorKind::unit;
    case PartyKind::office:
      return level == DivisionLevel::city ? ActorKind::city_office : ActorKind::county_office;
    default: return ActorKind::unknown;
  }
}

std::string_view approver_title(ActorKind kind) {
  switch (kind) {
    case ActorKind::team: return "工作队长";
    case ActorKind::township: return "乡镇（街道）";
    case ActorKind::county_office: return "县级驻村办";
    case ActorKind::city_office: return "市驻村办";
    case ActorKind::unit: return "派出单位";
    default: return "批准单位";
  }
}

}  // namespace zhucun::domain
