#include "api/export/csv.h"

#include <algorithm>
#include <array>

namespace zhucun::exporting {

using projections::Cell;
using projections::Row;
using projections::Table;

namespace {

using namespace std::string_view_literals;

// What spreadsheets skip before a formula's first sign: blanks of every kind and quotes.
constexpr std::array skipped{" "sv,      "\""sv,     "'"sv,      "\xC2\xA0"sv,
                             "\u3000"sv, "\u200B"sv, "\u200C"sv, "\u200D"sv,
                             "\u2060"sv, "\uFEFF"sv, "\v"sv,     "\f"sv};
// The signs that make a cell a formula, also in full width, and the characters that split fields.
constexpr std::array starts{"="sv,  "+"sv,  "-"sv,  "@"sv,  "\t"sv, "\r"sv,
                            "\0"sv, "＝"sv, "＋"sv, "－"sv, "＠"sv};

bool starts_formula(std::string_view line) {
  for (bool again = true; again;) {
    again = false;
    for (auto blank : skipped) {
      if (!line.starts_with(blank)) continue;
      line.remove_prefix(blank.size());
      again = true;
    }
  }
  return std::any_of(starts.begin(), starts.end(),
                     [line](std::string_view sign) { return line.starts_with(sign); });
}

void write_line(std::string& out, const std::vector<std::string>& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) out += ',';
    out += fields[i];
  }
  out += "\r\n";
}

std::string field_of(const Cell& cell, projections::CellKind kind) {
  std::string text = projections::shown(cell, kind);
  return std::holds_alternative<std::int64_t>(cell.value) ? text : csv_field(text);
}

}  // namespace

std::optional<Charset> charset_of(std::string_view name) {
  if (name.empty() || name == "utf-8") return Charset::utf8;
  if (name == "gb18030") return Charset::gb18030;
  return std::nullopt;
}

std::string csv_field(std::string_view text) {
  std::string out;
  for (std::string_view rest = text;;) {
    auto end = rest.find_first_of("\r\n");
    if (starts_formula(rest.substr(0, end == std::string_view::npos ? end : end + 1))) out += '\'';
    out += rest.substr(0, end);
    if (end == std::string_view::npos) break;
    out += rest[end];
    rest.remove_prefix(end + 1);
  }
  if (out.find_first_of(",\"\r\n\t;") == std::string::npos) return out;
  std::string quoted = "\"";
  for (char c : out) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

Result<std::string> table_csv(const Table& table, Charset charset) {
  std::string out;
  std::vector<std::string> fields;
  for (const auto& column : table.columns) fields.push_back(csv_field(column.title));
  write_line(out, fields);
  auto write = [&](const Row& row) {
    fields.clear();
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      fields.push_back(field_of(row.cells[i], table.columns[i].kind));
    write_line(out, fields);
  };
  for (const auto& row : table.rows) write(row);
  if (table.totals) write(*table.totals);
  // Whoever opens the file must see that it is not the whole.
  if (!table.scope.empty()) write_line(out, {csv_field(table.scope)});
  if (charset == Charset::utf8) return "\xEF\xBB\xBF" + out;
  return to_gb18030(out);
}

}  // namespace zhucun::exporting
