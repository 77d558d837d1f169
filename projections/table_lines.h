// A table's rows as JSON lines: one object per row, by column name. The canonical bytes of a table,
// which its verification code covers. Pure; any thread.
#pragma once

#include <string>

#include "ledger/schema/json_writer.h"
#include "projections/table.h"

namespace zhucun::projections {

// Money is integer fen, days are ISO text, rates are percent with two decimals, an empty cell is
// null.
void write_cell(JsonWriter& out, const Cell& cell, CellKind kind);
// Each line ends with a line break; the totals are no line.
std::string table_lines(const Table& table);
// The totals as one more line; empty when there are none.
std::string totals_line(const Table& table);

}  // namespace zhucun::projections
