// Leave: approved, returned from, cancelled. [7.2.3] decide refuses in the order in which its
// checks stand. With a slip number an approval states what was done on paper: it is never refused
// for who approved, a report shows it. Without one it is given here, by the ladder of the county.
#pragma once

#include "ledger/domain/decide.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State&, event::LeaveApproved::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::LeaveReturned::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::LeaveCancelled::Reader,
                        event::Body::Reader);

void evolve(State&, Position, event::LeaveApproved::Reader, event::Body::Reader);
void revert(State&, Position, event::LeaveApproved::Reader, event::Body::Reader);
void evolve(State&, Position, event::LeaveReturned::Reader, event::Body::Reader);
void revert(State&, Position, event::LeaveReturned::Reader, event::Body::Reader);
void evolve(State&, Position, event::LeaveCancelled::Reader, event::Body::Reader);
void revert(State&, Position, event::LeaveCancelled::Reader, event::Body::Reader);

}  // namespace zhucun::domain
