// What the fields of an event refer to, as the schema's annotations say: checked when it is
// decided, and kept from being taken back while it stands.
#pragma once

#include "ledger/domain/rules.h"

namespace zhucun::domain {

// Refuses, in the order of the fields: unknown_division, wrong_division_level, unknown_unit,
// unknown_person, person_retired, unknown_party, party_not_active; wrong_reference for a position
// at which nothing stands (any more) or that is later.
Fault references_fault(const Context& context, const State& state, event::Body::Reader body);

// The positions that an event names, for the fold of what rests on what.
void rest_on_references(State& state, Position position, event::Body::Reader body);
void rest_no_more(State& state, Position position, event::Body::Reader body);

}  // namespace zhucun::domain
