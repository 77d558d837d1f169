// How long somebody has served, for writer and reports alike. [7.3.1] Pure; any thread.
#pragma once

#include <vector>

#include "ledger/base/date.h"
#include "ledger/policy/oversight_terms.h"

namespace zhucun::policy {

// Whole months from the first day to the last, both included: 15 January to 14 July is six.
int whole_months(Date first, Date last);

// Whole months served at the year's end, or when the last stay of the year ended: of the stay that
// stands then, joined with those that touch it. Zero where nobody stood in the year.
int months_served(std::vector<Span> stays, int year, ServedFrom from);

}  // namespace zhucun::policy
