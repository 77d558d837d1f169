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

Cell cell_of(std::uint32_t column, CellKind kind, std::string text, double number = 0) {
  Cell out;
  out.column = column;
  out.kind = kind;
  out.text = std::move(text);
  out.number = number;
  return out;
}

Cell cell_of(std::uint32_t column, const importers::PlanValue& value) {
  if (const auto* text = std::get_if<std::string>(&value))
    return cell_of(column, CellKind::text, *text);
  if (const auto* number = std::get_if<std::int64_t>(&value))
    return cell_of(column, CellKind::number, std::to_string(*number), static_cast<double>(*number));
  if (const auto* fen = std::get_if<Fen>(&value))
    return cell_of(column, CellKind::number, to_yuan(*fen), static_cast<double>(fen->value) / 100);
  if (const auto* date = std::get_if<Date>(&value))
    return cell_of(column, CellKind::date, to_text(*date));
  if (const auto* flag = std::get_if<bool>(&value))
    return cell_of(column, CellKind::text, *flag ? "是" : "否");
  return cell_of(column, CellKind::blank, "");
}

void add_row(sheet::Sheet& sheet, std::uint32_t number, const std::vector<importers::PlanValue>& values) {
  sheet::Row row;
  row.number = number;
  for (std::size_t i = 0; i < values.size(); ++i) {
    Cell cell = cell_of(static_cast<std::uint32_t>(i + 1), values[i]);
    if (!cell.text.empty()) row.cells.push_back(std::move(cell));
  }
  if (!row.cells.empty()) sheet.rows.push_back(std::move(row));
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

sheet::Workbook as_read(const importers::WorkbookPlan& plan) {
  std::vector<sheet::Sheet> sheets;
  for (const auto& one : plan.sheets) {
    sheet::Sheet sheet;
    sheet.head.name = one.name;
    std::uint32_t number = 0;
    auto line = [&](const std::string& text) { add_row(sheet, ++number, {text}); };
    if (!one.title.empty()) line(one.title);
    for (const auto& note : one.notes) line(note);
    std::vector<importers::PlanValue> header;
    for (const auto& column : one.columns)
      header.emplace_back(column.title + (column.must ? "*" : ""));
    add_row(sheet, ++number, header);
    for (const auto& row : one.rows) add_row(sheet, ++number, row);
    for (const auto& legend : one.legends) line(legend);
    sheets.push_back(std::move(sheet));
  }
  return workbook_of(std::move(sheets));
}

}  // namespace zhucun::harness
