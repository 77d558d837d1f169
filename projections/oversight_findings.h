// What of checks, offices and interviews stands against a clause. [7.2.3, 8.1]
#pragma once

#include "projections/findings.h"

namespace zhucun::projections {

void find_rectifications(const FindingSight& at, const std::function<void(Finding)>& give);
void find_offices(const FindingSight& at, const std::function<void(Finding)>& give);
void find_check_plans(const FindingSight& at, const std::function<void(Finding)>& give);
void find_interviews(const FindingSight& at, const std::function<void(Finding)>& give);

}  // namespace zhucun::projections
