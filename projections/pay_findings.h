// Findings on allowances and benefits: overdue, paid twice or by the wrong unit, not distributed;
// benefits that are wanting; objections without an answer. Pure. [8.1, 8.2.2]
#pragma once

#include "projections/findings.h"

namespace zhucun::projections {

void find_pay(const FindingSight& at, const std::function<void(Finding)>& give);
void find_benefits(const FindingSight& at, const std::function<void(Finding)>& give);
void find_objections(const FindingSight& at, const std::function<void(Finding)>& give);

}  // namespace zhucun::projections
