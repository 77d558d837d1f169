// People and their stays in villages: nobody stands in two at once. [5.p1, 7.1]
// decide refuses in the order in which its checks stand; evolve folds, revert takes a reversed
// event back.
#pragma once

#include "ledger/domain/decide.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State&, event::PersonRegistered::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::PostingStarted::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::PostingEnded::Reader,
                        event::Body::Reader);

void evolve(State&, Position, event::PersonRegistered::Reader, event::Body::Reader);
void revert(State&, Position, event::PersonRegistered::Reader, event::Body::Reader);
void evolve(State&, Position, event::PostingStarted::Reader, event::Body::Reader);
void revert(State&, Position, event::PostingStarted::Reader, event::Body::Reader);
void evolve(State&, Position, event::PostingEnded::Reader, event::Body::Reader);
void revert(State&, Position, event::PostingEnded::Reader, event::Body::Reader);

}  // namespace zhucun::domain
