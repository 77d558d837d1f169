// Findings on people and their stays. [4, 5, 7.1]
#pragma once

#include "projections/findings.h"

namespace zhucun::projections {

// Leaving for a ground that the clause bars or does not know (提拔或岗位调整). [7.1]
void find_leaving_grounds(const FindingSight& sight, const std::function<void(Finding)>& give);

}  // namespace zhucun::projections
