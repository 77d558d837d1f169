// The reports on the work fund, from the share due to the settled claim. [8.2.1]
#pragma once

#include "projections/report.h"

namespace zhucun::projections {

// 应承担 -> 指标 -> 到账 -> 拨付 -> 核销 -> 余额, columns and never one.
Result<Table> fund_bridge(const Sight& sight, const Query& query);
Result<Explanation> explain_fund_bridge(const Sight& sight, const Query& query,
                                        const std::string& row, const std::string& column,
                                        const std::string& cursor);

// Each gap of the bridge with its age, its owner and what closes it.
Result<Table> fund_gaps(const Sight& sight, const Query& query);
Result<Explanation> explain_fund_gaps(const Sight& sight, const Query& query,
                                      const std::string& row, const std::string& column,
                                      const std::string& cursor);

// What every holder has: pot by pot.
Result<Table> fund_balances(const Sight& sight, const Query& query);
Result<Explanation> explain_fund_balances(const Sight& sight, const Query& query,
                                          const std::string& row, const std::string& column,
                                          const std::string& cursor);

// Debits and credits of every account; their sum is zero.
Result<Table> trial_balance(const Sight& sight, const Query& query);
Result<Explanation> explain_trial_balance(const Sight& sight, const Query& query,
                                          const std::string& row, const std::string& column,
                                          const std::string& cursor);

// Income, spending and balance of a village or township, line by line, for public notice.
Result<Table> fund_ledger(const Sight& sight, const Query& query);
Result<Explanation> explain_fund_ledger(const Sight& sight, const Query& query,
                                        const std::string& row, const std::string& column,
                                        const std::string& cursor);

// Claims and registered payments, and where each stands.
Result<Table> claims(const Sight& sight, const Query& query);
Result<Explanation> explain_claims(const Sight& sight, const Query& query, const std::string& row,
                                   const std::string& column, const std::string& cursor);

// 借 / 贷 of every money event, for the office's own books.
Result<Table> voucher_drafts(const Sight& sight, const Query& query);
Result<Explanation> explain_voucher_drafts(const Sight& sight, const Query& query,
                                           const std::string& row, const std::string& column,
                                           const std::string& cursor);

}  // namespace zhucun::projections
