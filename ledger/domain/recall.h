// Handing over and being called back. A recall ends the posting in the same breath. [7.1, 7.2.3,
// 7.3.3]
// decide refuses in the order in which its checks stand; evolve folds, revert takes a reversed
// event back.
#pragma once

#include "ledger/domain/decide.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State&, event::HandoverCompleted::Reader,
                        event::Body::Reader);
void evolve(State&, Position, event::HandoverCompleted::Reader, event::Body::Reader);
void revert(State&, Position, event::HandoverCompleted::Reader, event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::AnnualGradeRecorded::Reader,
                        event::Body::Reader);
void evolve(State&, Position, event::AnnualGradeRecorded::Reader, event::Body::Reader);
void revert(State&, Position, event::AnnualGradeRecorded::Reader, event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::PunishmentRecorded::Reader,
                        event::Body::Reader);
void evolve(State&, Position, event::PunishmentRecorded::Reader, event::Body::Reader);
void revert(State&, Position, event::PunishmentRecorded::Reader, event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::RecallOrdered::Reader,
                        event::Body::Reader);
void evolve(State&, Position, event::RecallOrdered::Reader, event::Body::Reader);
void revert(State&, Position, event::RecallOrdered::Reader, event::Body::Reader);

}  // namespace zhucun::domain
