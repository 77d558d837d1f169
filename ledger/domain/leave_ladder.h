// Who may approve how many days of leave, by a county's ladder. [7.2.3] Pure.
#pragma once

#include <string_view>

#include "ledger/base/ids.h"
#include "ledger/policy/policy.h"

namespace zhucun::domain {

// What a ladder asks of a leave; nothing below its first step.
const policy::LeaveStep* step_of(const policy::LeaveLadderRow& ladder, std::int64_t days);
// A kind that the ladder names may approve what its own step asks for, and all below. Whoever it
// does not name may approve nothing.
bool high_enough(const policy::LeaveLadderRow& ladder, std::int64_t days, policy::ActorKind kind);
// The kind of a party that approves leave; unknown for anybody else.
policy::ActorKind approver_kind(PartyKind kind, DivisionLevel level);
std::string_view approver_title(policy::ActorKind kind);

}  // namespace zhucun::domain
