// Taking an event back: a new event that names the old and carries its body.
// Refuses, first match wins: wrong_reference, not_reversible, already_reversed, opening_signed,
// has_dependants.
#pragma once

#include "ledger/domain/decide.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State&, event::EventReversed::Reader,
                        event::Body::Reader);
void evolve(State&, Position, event::EventReversed::Reader, event::Body::Reader);

// The words that a reversal carries.
schema::Words original_of(event::EventReversed::Reader e);
// The body that a reversal takes back; nothing for other events.
std::optional<schema::Words> reversed_body(event::Body::Reader body);

}  // namespace zhucun::domain
