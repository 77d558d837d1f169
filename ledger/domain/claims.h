// Spending: registered after payment, or along the full chain of reservation, claim, verification
// and settlement. What step may follow which stands in one table. [8.2.1]
#pragma once

#include "ledger/domain/fund_rules.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State&, event::SpendingRegistered::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::ClaimReserved::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::ClaimSubmitted::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::ClaimVerified::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::ClaimSettled::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::ClaimReturned::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::ClaimVoided::Reader,
                        event::Body::Reader);

void evolve(State&, Position, event::SpendingRegistered::Reader, event::Body::Reader);
void revert(State&, Position, event::SpendingRegistered::Reader, event::Body::Reader);
void evolve(State&, Position, event::ClaimReserved::Reader, event::Body::Reader);
void revert(State&, Position, event::ClaimReserved::Reader, event::Body::Reader);
void evolve(State&, Position, event::ClaimSubmitted::Reader, event::Body::Reader);
void revert(State&, Position, event::ClaimSubmitted::Reader, event::Body::Reader);
void evolve(State&, Position, event::ClaimVerified::Reader, event::Body::Reader);
void revert(State&, Position, event::ClaimVerified::Reader, event::Body::Reader);
void evolve(State&, Position, event::ClaimSettled::Reader, event::Body::Reader);
void revert(State&, Position, event::ClaimSettled::Reader, event::Body::Reader);
void evolve(State&, Position, event::ClaimReturned::Reader, event::Body::Reader);
void revert(State&, Position, event::ClaimReturned::Reader, event::Body::Reader);
void evolve(State&, Position, event::ClaimVoided::Reader, event::Body::Reader);
void revert(State&, Position, event::ClaimVoided::Reader, event::Body::Reader);

}  // namespace zhucun::domain
