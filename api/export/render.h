// Tables and explanations as JSON and aligned text. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "ledger/base/refusal.h"
#include "ledger/book/book.h"
#include "projections/table.h"

namespace zhucun::exporting {

// Rows from..from+limit, with rowCount of all and nextFrom where more follow. Money is integer fen,
// dates are ISO text, rates are percent with two decimals; an empty cell is null and its reason
// stands in "why".
std::string table_json(const projections::Table& table, std::size_t from = 0,
                       std::size_t limit = static_cast<std::size_t>(-1));
// For a terminal: aligned columns (also of Chinese), readings and remarks below.
std::string table_text(const projections::Table& table);

std::string explanation_json(const projections::Explanation& explanation);
std::string explanation_text(const projections::Explanation& explanation);

std::string outcome_json(const book::Outcome& outcome);
// RFC 9457 problem details; `instance` may be empty.
std::string problem_json(const Refusal& refusal, int status, std::string_view instance);
// For a terminal's stderr: what, where, clause, repair, code.
std::string refusal_text(const Refusal& refusal);
// The HTTP status of a refusal.
int status_of(Code code);

}  // namespace zhucun::exporting
