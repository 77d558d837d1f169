// The report on shares due: what each village's seats are owed of the work fund in a year, and what
// province, city and county bear. [8.2.1]
#pragma once

#include "projections/report.h"

namespace zhucun::projections {

Result<Table> fund_due(const Sight& sight, const Query& query);
Result<Explanation> explain_fund_due(const Sight& sight, const Query& query, const std::string& row,
                                     const std::string& column, const std::string& cursor);

}  // namespace zhucun::projections
