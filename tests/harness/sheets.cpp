#include "tests/harness/sheets.h"

namespace zhucun::harness {

namespace {

using sheet::Cell;
using sheet::CellKind;

Cell cell_of(std::uint32_t column, const std::string& text) {
  Cell out;
  out.column = column;
  out.kind = CellKind::text;
  out.text = text;
  if (text.size() > 1 && (text[0] == '#' || text[0] == '@')) {
    out.kind = text[0] == '#' ? CellKind::number : CellKind::date;
    out.text = text.substr(1);
    if (out.kind == CellKind::number) out.number = std::stod(out.text);
  }
  return out;
}

}  // namespace

sheet::Sheet sheet_of(const std::string& name, const std::vector<std::vector<std::string>>& rows) {
  sheet::Sheet out;
  out.head.name = name;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    sheet::Row row;
    row.number = static_cast<std::uint32_t>(i + 1);
    for (std::size_t k = 0; k < rows[i].size(); ++k) {
      if (!rows[i][k].empty())
        row.cells.push_back(cell_of(static_cast<std::uint32_t>(k + 1), rows[i][k]));
    }
    if (!row.cells.empty()) out.rows.push_back(std::move(row));
  }
  return out;
}

sheet::Workbook workbook_of(std::vector<sheet::Sheet> sheets) {
  sheet::Workbook out;
  out.sheets = std::move(sheets);
  return out;
}

}  // namespace zhucun::harness
