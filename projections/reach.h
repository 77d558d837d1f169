// What of a report a desk may see: rows outside its scope are left out. The scope itself is granted
// elsewhere (ledger/domain/authority.h); here is what lies in it for each kind of row. Pure.
#pragma once

#include "projections/report.h"

namespace zhucun::projections {

// Whether a place lies in a division, up the register: a merged township's villages belong to its
// successor.
bool in_division(const domain::Facts& facts, DivisionCode place, DivisionCode division, Date day);

bool reaches(const Sight& sight, const Instance& instance);
bool reaches(const Sight& sight, const domain::StayFact& stay);
// A matter that lies in a place and concerns a unit and a person, either of which may be empty.
bool reaches_matter(const Sight& sight, DivisionCode place, const std::string& unit,
                    const std::string& person);
// A village as such, with those who stand there.
bool reaches_village(const Sight& sight, DivisionCode village);

}  // namespace zhucun::projections
