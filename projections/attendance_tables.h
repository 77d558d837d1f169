// The reports of days on duty and leave. [7.2.3]
#pragma once

#include "projections/report.h"

namespace zhucun::projections {

// 220 days: counted, needed by now, forecast, unknown; by person, for a year or a month.
Result<Table> attendance_days(const Sight& sight, const Query& query);
Result<Explanation> explain_attendance_days(const Sight& sight, const Query& query,
                                            const std::string& row, const std::string& column,
                                            const std::string& cursor);
// The month sheet as it is printed: 31 columns a person.
Result<Table> attendance_month(const Sight& sight, const Query& query);
Result<Explanation> explain_attendance_month(const Sight& sight, const Query& query,
                                             const std::string& row, const std::string& column,
                                             const std::string& cursor);
// Which sheets stand where: entered, checked, confirmed by whom and when, blanks, cut-off.
Result<Table> attendance_sheets(const Sight& sight, const Query& query);
Result<Explanation> explain_attendance_sheets(const Sight& sight, const Query& query,
                                              const std::string& row, const std::string& column,
                                              const std::string& cursor);
// What was corrected after it was confirmed: old, new, who, and what moves.
Result<Table> attendance_corrections(const Sight& sight, const Query& query);
Result<Explanation> explain_attendance_corrections(const Sight& sight, const Query& query,
                                                   const std::string& row,
                                                   const std::string& column,
                                                   const std::string& cursor);
// 请销假台账.
Result<Table> leave_register(const Sight& sight, const Query& query);
Result<Explanation> explain_leave_register(const Sight& sight, const Query& query,
                                           const std::string& row, const std::string& column,
                                           const std::string& cursor);

}  // namespace zhucun::projections
