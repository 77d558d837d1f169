// What is adopted: policies with their text, rulings on readings, holiday tables.
// decide refuses in the order in which its checks stand; evolve folds, revert takes a reversed
// event back.
#pragma once

#include "ledger/domain/decide.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State&, event::PolicyAdopted::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::RulingMade::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::CalendarAdopted::Reader,
                        event::Body::Reader);

void evolve(State&, Position, event::PolicyAdopted::Reader, event::Body::Reader);
void revert(State&, Position, event::PolicyAdopted::Reader, event::Body::Reader);
void evolve(State&, Position, event::RulingMade::Reader, event::Body::Reader);
void revert(State&, Position, event::RulingMade::Reader, event::Body::Reader);
void evolve(State&, Position, event::CalendarAdopted::Reader, event::Body::Reader);
void revert(State&, Position, event::CalendarAdopted::Reader, event::Body::Reader);

}  // namespace zhucun::domain
