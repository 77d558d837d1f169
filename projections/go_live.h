// From which day the book speaks for a place: what ended before reads 启用前, never missing. Pure.
#pragma once

#include <optional>

#include "ledger/domain/facts.h"

namespace zhucun::projections {

// The day from which a group of business counts in a county: its own setting, else the city's; a
// setting for the group before one for all. Nothing = not live yet.
std::optional<Date> live_from(const domain::Facts& facts, DivisionCode county,
                              event::DutyGroup group);

}  // namespace zhucun::projections
