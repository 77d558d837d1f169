// The reports on people and villages: who is in post, and what force a village has against its
// kinds. [3]
#pragma once

#include "projections/report.h"

namespace zhucun::projections {

Result<Table> roster(const Sight& sight, const Query& query);
Result<Explanation> explain_roster(const Sight& sight, const Query& query, const std::string& row,
                                   const std::string& column, const std::string& cursor);

Result<Table> staffing(const Sight& sight, const Query& query);
Result<Explanation> explain_staffing(const Sight& sight, const Query& query, const std::string& row,
                                     const std::string& column, const std::string& cursor);

// What each county began with.
Result<Table> opening_check(const Sight& sight, const Query& query);
Result<Explanation> explain_opening_check(const Sight& sight, const Query& query,
                                          const std::string& row, const std::string& column,
                                          const std::string& cursor);

}  // namespace zhucun::projections
