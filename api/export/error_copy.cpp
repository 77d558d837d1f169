#include "api/export/error_copy.h"

#include <algorithm>

#include "api/export/workbook_writer.h"
#include "importers/sheet/annotate.h"

namespace zhucun::exporting {

namespace {

// What is wrong in one file, by sheet, with the header that the reading found.
std::vector<sheet::SheetFaults> marks_of(const app::ImportPreview& preview, std::size_t file) {
  std::map<std::size_t, sheet::SheetFaults> by_sheet;
  for (const auto& fault : app::faults_of(preview.plan, preview.results, true)) {
    if (fault.file != file) continue;
    auto [at, fresh] = by_sheet.try_emplace(fault.place.sheet);
    if (fresh) {
      at->second.sheet = fault.place.sheet;
      for (const auto& sheet : preview.plan.files[file].reading.sheets) {
        if (sheet.index == fault.place.sheet && sheet.header_row > 0)
          at->second.header_row = sheet.header_row;
      }
    }
    std::uint32_t row = fault.place.row == 0 ? at->second.header_row : fault.place.row;
    at->second.faults.push_back({row, fault.place.column, fault.detail, fault.hint});
  }
  std::vector<sheet::SheetFaults> out;
  for (auto& [index, marks] : by_sheet) out.push_back(std::move(marks));
  return out;
}

importers::PlanColumn column_titled(std::string title) {
  importers::PlanColumn out;
  out.title = std::move(title);
  return out;
}

// The cells where they stood, under the letters of their columns, with the reasons at the end.
importers::PlanSheet rewritten(const sheet::Sheet& sheet, const sheet::SheetFaults* marks) {
  importers::PlanSheet out;
  out.name = sheet.head.name.empty() ? "表1" : sheet.head.name;
  std::uint32_t width = 1;
  for (const auto& row : sheet.rows) width = std::max(width, row.cells.back().column);
  for (std::uint32_t column = 1; column <= width; ++column)
    out.columns.push_back(column_titled(sheet::column_letters(column)));
  out.columns.push_back(column_titled(std::string(sheet::reason_title)));
  out.columns.push_back(column_titled(std::string(sheet::repair_title)));
  std::uint32_t next = 1;
  for (const auto& row : sheet.rows) {
    for (; next < row.number; ++next) out.rows.emplace_back(width + 2);
    std::vector<importers::PlanValue> cells(width + 2);
    for (const auto& cell : row.cells) cells[cell.column - 1] = cell.text;
    std::string reason;
    std::string repair;
    for (std::size_t i = 0; marks && i < marks->faults.size(); ++i) {
      const auto& mark = marks->faults[i];
      if (mark.row != row.number) continue;
      std::string at = mark.column == 0 ? "" : sheet::column_letters(mark.column) + "列：";
      reason += (reason.empty() ? "" : "；") + at + mark.reason;
      repair += (repair.empty() ? "" : "；") + mark.repair;
    }
    cells[width] = reason;
    cells[width + 1] = repair;
    out.rows.push_back(std::move(cells));
    ++next;
  }
  return out;
}

}  // namespace

Result<std::string> error_copy(std::string_view bytes, const app::ImportPreview& preview,
                               std::size_t file, const sheet::ReadOptions& sandbox) {
  auto marks = marks_of(preview, file);
  if (bytes.starts_with("PK")) return sheet::annotate_xlsx(bytes, marks, sandbox);
  sheet::Workbook workbook;
  auto facts = sheet::read_file(bytes, sandbox, workbook);
  if (!facts) return refuse(std::move(facts.error()));
  importers::WorkbookPlan plan;
  for (std::size_t i = 0; i < workbook.sheets.size(); ++i) {
    auto of_sheet =
        std::find_if(marks.begin(), marks.end(), [i](const auto& one) { return one.sheet == i; });
    plan.sheets.push_back(
        rewritten(workbook.sheets[i], of_sheet == marks.end() ? nullptr : &*of_sheet));
  }
  return write_workbook(plan);
}

}  // namespace zhucun::exporting
