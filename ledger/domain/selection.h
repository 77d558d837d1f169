// Before anybody is posted: what a village needs, which departments lead, what is attested of a
// person, and what holds while he is posted. [3, 4, 7.2.3, 8.1]
// decide refuses in the order in which its checks stand; evolve folds, revert takes a reversed
// event back.
#pragma once

#include "ledger/domain/decide.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State&, event::NeedDecided::Reader,
                        event::Body::Reader);
void evolve(State&, Position, event::NeedDecided::Reader, event::Body::Reader);
void revert(State&, Position, event::NeedDecided::Reader, event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::LeadDepartmentNamed::Reader,
                        event::Body::Reader);
void evolve(State&, Position, event::LeadDepartmentNamed::Reader, event::Body::Reader);
void revert(State&, Position, event::LeadDepartmentNamed::Reader, event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::ProfileAttested::Reader,
                        event::Body::Reader);
void evolve(State&, Position, event::ProfileAttested::Reader, event::Body::Reader);
void revert(State&, Position, event::ProfileAttested::Reader, event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::MembershipTransferred::Reader,
                        event::Body::Reader);
void evolve(State&, Position, event::MembershipTransferred::Reader, event::Body::Reader);
void revert(State&, Position, event::MembershipTransferred::Reader, event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::VillagePostHeld::Reader,
                        event::Body::Reader);
void evolve(State&, Position, event::VillagePostHeld::Reader, event::Body::Reader);
void revert(State&, Position, event::VillagePostHeld::Reader, event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::ElectionStood::Reader,
                        event::Body::Reader);
void evolve(State&, Position, event::ElectionStood::Reader, event::Body::Reader);
void revert(State&, Position, event::ElectionStood::Reader, event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::PayUnchangedStated::Reader,
                        event::Body::Reader);
void evolve(State&, Position, event::PayUnchangedStated::Reader, event::Body::Reader);
void revert(State&, Position, event::PayUnchangedStated::Reader, event::Body::Reader);

// What an attestation says, for the state and for the facts alike.
policy::Profile profile_of(event::ProfileAttested::Reader e);

}  // namespace zhucun::domain
