// The life of the book: opened once, live area by area, its opening signed county by county.
// decide refuses in the order in which its checks stand; evolve folds, revert takes a reversed
// event back.
#pragma once

#include "ledger/domain/decide.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State&, event::BookOpened::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::GoLiveSet::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::OpeningSigned::Reader,
                        event::Body::Reader);
// Refuses a position that is not the last of the book: a restored book says so first of all.
Result<Decision> decide(const Context&, const State&, event::BookRestored::Reader,
                        event::Body::Reader);

void evolve(State&, Position, event::BookOpened::Reader, event::Body::Reader);
void evolve(State&, Position, event::GoLiveSet::Reader, event::Body::Reader);
void revert(State&, Position, event::GoLiveSet::Reader, event::Body::Reader);
void evolve(State&, Position, event::OpeningSigned::Reader, event::Body::Reader);
void revert(State&, Position, event::OpeningSigned::Reader, event::Body::Reader);
void evolve(State&, Position, event::BookRestored::Reader, event::Body::Reader);

}  // namespace zhucun::domain
