// Counting working days on the adopted calendars, for handovers and notices. [7.1]
#pragma once

#include "projections/report.h"

namespace zhucun::projections {

// Refuses calendar_missing when the first year has no table; a count that runs past the last table
// is provisional and names the missing year.
Result<Table> working_days(const Sight& sight, const Query& query);
Result<Explanation> explain_working_days(const Sight& sight, const Query& query,
                                         const std::string& row, const std::string& column,
                                         const std::string& cursor);

}  // namespace zhucun::projections
