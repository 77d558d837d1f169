// The bank's statement, or the treasury's export, against the book: lines, matches, outstanding
// items, the day to which an account has been checked. Nothing here posts. [8.2.1]
#pragma once

#include "ledger/domain/fund_rules.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State&, event::StatementLineRecorded::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::LinesMatched::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::OutstandingClassed::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::ReconciliationCompleted::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::OpenItemStated::Reader,
                        event::Body::Reader);

void evolve(State&, Position, event::StatementLineRecorded::Reader, event::Body::Reader);
void revert(State&, Position, event::StatementLineRecorded::Reader, event::Body::Reader);
void evolve(State&, Position, event::LinesMatched::Reader, event::Body::Reader);
void revert(State&, Position, event::LinesMatched::Reader, event::Body::Reader);
void evolve(State&, Position, event::OutstandingClassed::Reader, event::Body::Reader);
void revert(State&, Position, event::OutstandingClassed::Reader, event::Body::Reader);
void evolve(State&, Position, event::ReconciliationCompleted::Reader, event::Body::Reader);
void revert(State&, Position, event::ReconciliationCompleted::Reader, event::Body::Reader);
void evolve(State&, Position, event::OpenItemStated::Reader, event::Body::Reader);
void revert(State&, Position, event::OpenItemStated::Reader, event::Body::Reader);

}  // namespace zhucun::domain
