// Checks that several subjects share. Each gives nothing when all is well.
#pragma once

#include <optional>
#include <string>

#include "ledger/domain/decide.h"
#include "ledger/domain/text.h"

namespace zhucun::domain {

using Fault = std::optional<Refusal>;

// A division of the register, of the asked level (unknown = any), that still stands on the day.
Fault division_fault(const State& state, capnp::Text::Reader code, DivisionLevel level, Date day,
                     const std::string& pointer);
// A registered unit that still stands on the day.
Fault unit_fault(const State& state, capnp::Text::Reader unit, Date day,
                 const std::string& pointer);
Fault person_fault(const State& state, capnp::Text::Reader person, const std::string& pointer);
// An actor or addressee that existed by the day.
Fault party_fault(const State& state, capnp::Text::Reader party, Date day,
                  const std::string& pointer);
// An end that lies before its beginning.
Fault order_fault(Date first, Date last, const std::string& pointer);

// Whether a draft states what has happened (its document, or the opening of a county) and is no
// decision taken here: rules refuse decisions only. [DESIGN 1]
template <typename E>
bool states_fact(E draft, event::Body::Reader body) {
  return draft.getDocument().size() > 0 || body.getOpening();
}

// The county (or city) in whose opening an event stands; nothing for events of the whole book.
std::optional<DivisionCode> county_of(const State& state, event::Body::Reader body);
std::string name_of_level(DivisionLevel level);

}  // namespace zhucun::domain
