// The register of divisions, and what is dated about a village. [3]
// decide refuses in the order in which its checks stand; evolve folds, revert takes a reversed
// event back.
#pragma once

#include "ledger/domain/decide.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State&, event::DivisionRegistered::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::DivisionRenamed::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::DivisionMerged::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::VillageKindSet::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::VillageAttributeSet::Reader,
                        event::Body::Reader);

void evolve(State&, Position, event::DivisionRegistered::Reader, event::Body::Reader);
void revert(State&, Position, event::DivisionRegistered::Reader, event::Body::Reader);
void evolve(State&, Position, event::DivisionRenamed::Reader, event::Body::Reader);
void revert(State&, Position, event::DivisionRenamed::Reader, event::Body::Reader);
void evolve(State&, Position, event::DivisionMerged::Reader, event::Body::Reader);
void revert(State&, Position, event::DivisionMerged::Reader, event::Body::Reader);
void evolve(State&, Position, event::VillageKindSet::Reader, event::Body::Reader);
void revert(State&, Position, event::VillageKindSet::Reader, event::Body::Reader);
void evolve(State&, Position, event::VillageAttributeSet::Reader, event::Body::Reader);
void revert(State&, Position, event::VillageAttributeSet::Reader, event::Body::Reader);

}  // namespace zhucun::domain
