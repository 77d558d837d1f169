// A report's Table as a workbook that can be printed, sent and counted on: the table, and beside it
// a sheet that says what it rests on and how to check it. The same names and heads serve CSV.
// Pure but for reading names from the book; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "api/app/ledger.h"
#include "importers/workbook_plan.h"
#include "projections/table.h"

namespace zhucun::exporting {

// Who made a paper, for which place, and when. Empty = not known, then it is not said.
struct Paper {
  std::string area;    // 榆阳区
  std::string issuer;  // 榆阳区驻村办
  RecordedTime printed;
};

// The issuer is the scope that the viewer's desk stands for, else the registered office of the
// table's division.
Paper paper_of(const app::Ledger& ledger, const app::Viewer& viewer,
               const projections::Table& table);

// Sheets 报表 and 说明. Money is money, days are dates, everything else that is no number is text;
// an empty cell shows its reason. A total becomes a formula where it is the sum of its column.
importers::WorkbookPlan table_plan(const projections::Table& table, const Paper& paper);

// Rows that a table may have to fit on one sheet.
inline constexpr std::size_t table_rows_max = 1'000'000;
// Why a table cannot become a workbook; nothing when it can.
std::optional<Refusal> workbook_fault(const projections::Table& table);

// 榆阳区_履职情况统计表_2026Q3_截至2026-10-05.xlsx, without characters that file systems refuse.
std::string file_name(const projections::Table& table, std::string_view area,
                      std::string_view extension);

}  // namespace zhucun::exporting
