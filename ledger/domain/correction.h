// Taking an event back: a new event that names the old and carries its body.
// Refuses, first match wins: wrong_reference, not_reversible, already_reversed, opening_signed,
// has_dependants.
#pragma once

#include "ledger/domain/decide.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State&, event::EventReversed::Reader,
                        event::Body::Reader);
void evolve(State&, Position, event::EventReversed::Reader, event::Body::Reader);

}  // namespace zhucun::domain
