// Findings on the work fund: facts that stand against its rules, and papers that look as if they
// were entered twice. Each is kept and named; nothing is refused afterwards. [8.2.1]
#pragma once

#include "projections/findings.h"

namespace zhucun::projections {

using GiveFinding = std::function<void(Finding)>;

// The same allotment entered under two numbers: level, county, year, lines and amount agree.
void find_double_allotments(const FindingSight& at, const GiveFinding& give);
// Money of province or city that went to a township past its county; spending at the county itself.
void find_wrong_channels(const FindingSight& at, const GiveFinding& give);
// Transfers after the local cut-off.
void find_late_transfers(const FindingSight& at, const GiveFinding& give);
// Receipts of another year than their allotment; facts of a closed year that went to an open one.
void find_wrong_years(const FindingSight& at, const GiveFinding& give);
// Spending on heads that the policy forbids or does not list.
void find_forbidden_heads(const FindingSight& at, const GiveFinding& give);
// Invoices used more than once, and neighbouring numbers of one payee within a week.
void find_invoices(const FindingSight& at, const GiveFinding& give);
// Pots below zero.
void find_overdrawn(const FindingSight& at, const GiveFinding& give);

}  // namespace zhucun::projections
