// The reports on duties: compliance by actor, duty and period with roll-ups; what is owed next;
// entries saved.
#pragma once

#include "projections/report.h"

namespace zhucun::projections {

Result<Table> duty_compliance(const Sight& sight, const Query& query);
Result<Explanation> explain_duty_compliance(const Sight& sight, const Query& query,
                                            const std::string& row, const std::string& column,
                                            const std::string& cursor);

Result<Table> duty_list(const Sight& sight, const Query& query);
Result<Explanation> explain_duty_list(const Sight& sight, const Query& query,
                                      const std::string& row, const std::string& column,
                                      const std::string& cursor);

Result<Table> entries_saved(const Sight& sight, const Query& query);
Result<Explanation> explain_entries_saved(const Sight& sight, const Query& query,
                                          const std::string& row, const std::string& column,
                                          const std::string& cursor);

}  // namespace zhucun::projections
