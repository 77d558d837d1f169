// The tables of allowances, payouts and benefits. [8.2.2]
#pragma once

#include "projections/report.h"

namespace zhucun::projections {

Result<Table> allowance_due(const Sight& sight, const Query& query);
Result<Explanation> explain_allowance_due(const Sight& sight, const Query& query,
                                          const std::string& row, const std::string& column,
                                          const std::string& cursor);

Result<Table> allowance_paid(const Sight& sight, const Query& query);
Result<Explanation> explain_allowance_paid(const Sight& sight, const Query& query,
                                           const std::string& row, const std::string& column,
                                           const std::string& cursor);

Result<Table> allowance_arrears(const Sight& sight, const Query& query);
Result<Explanation> explain_allowance_arrears(const Sight& sight, const Query& query,
                                              const std::string& row, const std::string& column,
                                              const std::string& cursor);

Result<Table> allowance_statement(const Sight& sight, const Query& query);
Result<Explanation> explain_allowance_statement(const Sight& sight, const Query& query,
                                                const std::string& row, const std::string& column,
                                                const std::string& cursor);

Result<Table> payout_batches(const Sight& sight, const Query& query);
Result<Explanation> explain_payout_batches(const Sight& sight, const Query& query,
                                           const std::string& row, const std::string& column,
                                           const std::string& cursor);

Result<Table> payout_sheet(const Sight& sight, const Query& query);
Result<Explanation> explain_payout_sheet(const Sight& sight, const Query& query,
                                         const std::string& row, const std::string& column,
                                         const std::string& cursor);

Result<Table> unit_budget(const Sight& sight, const Query& query);
Result<Explanation> explain_unit_budget(const Sight& sight, const Query& query,
                                        const std::string& row, const std::string& column,
                                        const std::string& cursor);

Result<Table> unit_vouchers(const Sight& sight, const Query& query);
Result<Explanation> explain_unit_vouchers(const Sight& sight, const Query& query,
                                          const std::string& row, const std::string& column,
                                          const std::string& cursor);

Result<Table> benefits(const Sight& sight, const Query& query);
Result<Explanation> explain_benefits(const Sight& sight, const Query& query, const std::string& row,
                                     const std::string& column, const std::string& cursor);

Result<Table> allowance_standards(const Sight& sight, const Query& query);
Result<Explanation> explain_allowance_standards(const Sight& sight, const Query& query,
                                                const std::string& row, const std::string& column,
                                                const std::string& cursor);

}  // namespace zhucun::projections
