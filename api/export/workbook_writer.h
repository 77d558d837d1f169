// The one writer of workbooks: a plan in, the bytes of an XLSX file out.
//
// Same plan, same bytes. Whatever a plan holds as text becomes a text cell, never a formula; the
// only formulas are the totals of summed columns, each with its value beside it. Money is written
// as yuan, exact to the fen: sums of more digits than Excel keeps (15) become text, as do days
// before March 1900, which Excel counts wrongly. A drop-down too long for a cell's own list stands
// on a hidden sheet. Any thread; no file stays behind.
// Failures: std::length_error for a sheet beyond Excel's rows and columns or a plan without sheets,
// log::IoFailure when there is no room for the file.
#pragma once

#include <cstddef>
#include <string>

#include "importers/workbook_plan.h"

namespace zhucun::exporting {

inline constexpr std::size_t workbook_rows_max = 1'048'576;  // of a sheet, all lines counted
inline constexpr std::size_t workbook_columns_max = 16'384;

std::string write_workbook(const importers::WorkbookPlan& plan);

}  // namespace zhucun::exporting
