#include "projections/table_lines.h"

namespace zhucun::projections {

namespace {

std::string line_of(const Table& table, const Row& row) {
  JsonWriter out;
  out.begin_object();
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    out.key(table.columns[i].name);
    write_cell(out, row.cells[i], table.columns[i].kind);
  }
  return out.end_object().take() + "\n";
}

}  // namespace

void write_cell(JsonWriter& out, const Cell& cell, CellKind kind) {
  if (std::holds_alternative<std::monostate>(cell.value)) {
    out.null();
  } else if (const auto* text = std::get_if<std::string>(&cell.value)) {
    out.text(*text);
  } else if (kind == CellKind::date) {
    out.text(shown(cell, kind));
  } else if (kind == CellKind::rate) {
    out.raw(to_yuan({std::get<std::int64_t>(cell.value)}));
  } else if (kind == CellKind::days) {
    out.raw(shown(cell, kind));
  } else {
    out.number(std::get<std::int64_t>(cell.value));
  }
}

std::string table_lines(const Table& table) {
  std::string all;
  for (const auto& row : table.rows) all += line_of(table, row);
  return all;
}

std::string totals_line(const Table& table) {
  return table.totals ? line_of(table, *table.totals) : "";
}

}  // namespace zhucun::projections
