// The reports of the reconciliation desk. [8.2.1]
#pragma once

#include "projections/report.h"

namespace zhucun::projections {

// Every account and whether it has been checked: 核对相符, 核对不符, 未核对, 核对后有变动.
Result<Table> reconciliation(const Sight& sight, const Query& query);
Result<Explanation> explain_reconciliation(const Sight& sight, const Query& query,
                                           const std::string& row, const std::string& column,
                                           const std::string& cursor);

// 余额调节表, or 指标核对表, of one account.
Result<Table> reconciliation_statement(const Sight& sight, const Query& query);
Result<Explanation> explain_reconciliation_statement(const Sight& sight, const Query& query,
                                                     const std::string& row,
                                                     const std::string& column,
                                                     const std::string& cursor);

// What only one side has: lines of the statement (kind=line) and movements of the book (kind=item).
Result<Table> outstanding_items(const Sight& sight, const Query& query);
Result<Explanation> explain_outstanding_items(const Sight& sight, const Query& query,
                                              const std::string& row, const std::string& column,
                                              const std::string& cursor);

// Which of them may be the same money, and why.
Result<Table> match_proposals(const Sight& sight, const Query& query);
Result<Explanation> explain_match_proposals(const Sight& sight, const Query& query,
                                            const std::string& row, const std::string& column,
                                            const std::string& cursor);

}  // namespace zhucun::projections
