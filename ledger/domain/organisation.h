// Units, management offices, their member units, coordination groups. [8.1]
// decide refuses in the order in which its checks stand; evolve folds, revert takes a reversed
// event back.
#pragma once

#include "ledger/domain/decide.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State&, event::UnitRegistered::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::UnitRenamed::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::UnitMerged::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::OfficeFormed::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::MemberUnitNamed::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::GroupFormed::Reader,
                        event::Body::Reader);

void evolve(State&, Position, event::UnitRegistered::Reader, event::Body::Reader);
void revert(State&, Position, event::UnitRegistered::Reader, event::Body::Reader);
void evolve(State&, Position, event::UnitRenamed::Reader, event::Body::Reader);
void revert(State&, Position, event::UnitRenamed::Reader, event::Body::Reader);
void evolve(State&, Position, event::UnitMerged::Reader, event::Body::Reader);
void revert(State&, Position, event::UnitMerged::Reader, event::Body::Reader);
void evolve(State&, Position, event::OfficeFormed::Reader, event::Body::Reader);
void revert(State&, Position, event::OfficeFormed::Reader, event::Body::Reader);
void evolve(State&, Position, event::MemberUnitNamed::Reader, event::Body::Reader);
void revert(State&, Position, event::MemberUnitNamed::Reader, event::Body::Reader);
void evolve(State&, Position, event::GroupFormed::Reader, event::Body::Reader);
void revert(State&, Position, event::GroupFormed::Reader, event::Body::Reader);

}  // namespace zhucun::domain
