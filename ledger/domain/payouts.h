// Paying allowances: registered after the fact, or drafted, checked, approved, released and
// answered by the bank. Nobody is paid twice for one item and month: a month that is covered is not
// paid again unless it is said to be more for it, and a payout's lines are made here, from what the
// book says is open. [8.2.2]
#pragma once

#include "ledger/domain/decide.h"
#include "ledger/domain/rules.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State&, event::PayoutSettingSet::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::AllowancePaid::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::AllowanceReturned::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::PayoutDrafted::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::PayoutChecked::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::PayoutApproved::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::PayoutReleased::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::PayoutAnswered::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::PayoutVoided::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::AdjustmentConfirmed::Reader,
                        event::Body::Reader);

void evolve(State&, Position, event::PayoutSettingSet::Reader, event::Body::Reader);
void revert(State&, Position, event::PayoutSettingSet::Reader, event::Body::Reader);
void evolve(State&, Position, event::AllowancePaid::Reader, event::Body::Reader);
void revert(State&, Position, event::AllowancePaid::Reader, event::Body::Reader);
void evolve(State&, Position, event::AllowanceReturned::Reader, event::Body::Reader);
void revert(State&, Position, event::AllowanceReturned::Reader, event::Body::Reader);
void evolve(State&, Position, event::PayoutDrafted::Reader, event::Body::Reader);
void revert(State&, Position, event::PayoutDrafted::Reader, event::Body::Reader);
void evolve(State&, Position, event::PayoutChecked::Reader, event::Body::Reader);
void revert(State&, Position, event::PayoutChecked::Reader, event::Body::Reader);
void evolve(State&, Position, event::PayoutApproved::Reader, event::Body::Reader);
void revert(State&, Position, event::PayoutApproved::Reader, event::Body::Reader);
void evolve(State&, Position, event::PayoutReleased::Reader, event::Body::Reader);
void evolve(State&, Position, event::PayoutAnswered::Reader, event::Body::Reader);
void revert(State&, Position, event::PayoutAnswered::Reader, event::Body::Reader);
void evolve(State&, Position, event::PayoutVoided::Reader, event::Body::Reader);
void evolve(State&, Position, event::AdjustmentConfirmed::Reader, event::Body::Reader);
void revert(State&, Position, event::AdjustmentConfirmed::Reader, event::Body::Reader);

// What may not be taken back: a payment of which more came back since than would be left, a bank's
// refusal whose lines stand in another payment by now.
Fault paid_reversal_fault(const State& state, event::Body::Reader original);

}  // namespace zhucun::domain
