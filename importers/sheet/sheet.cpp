#include "importers/sheet/sheet.h"

#include <algorithm>

namespace zhucun::sheet {

const Cell* Row::at(std::uint32_t column) const {
  auto found = std::lower_bound(cells.begin(), cells.end(), column,
                                [](const Cell& cell, std::uint32_t c) { return cell.column < c; });
  return found != cells.end() && found->column == column ? &*found : nullptr;
}

const Cell* Sheet::at(std::uint32_t row, std::uint32_t column) const {
  auto found = std::lower_bound(rows.begin(), rows.end(), row,
                                [](const Row& one, std::uint32_t r) { return one.number < r; });
  return found != rows.end() && found->number == row ? found->at(column) : nullptr;
}

std::string_view name_of(FileKind kind) {
  switch (kind) {
    case FileKind::xlsx: return "xlsx";
    case FileKind::xls: return "xls";
    case FileKind::text: return "csv";
  }
  return "unknown";
}

bool Workbook::begin_sheet(const SheetHead& head) {
  sheets.push_back({head, {}, {}});
  return true;
}

bool Workbook::row(const Row& row) {
  sheets.back().rows.push_back(row);
  return true;
}

bool Workbook::end_sheet(const SheetTail& tail) {
  sheets.back().tail = tail;
  return true;
}

std::string column_letters(std::uint32_t column) {
  std::string out;
  for (; column > 0; column = (column - 1) / 26) {
    out.insert(out.begin(), static_cast<char>('A' + (column - 1) % 26));
  }
  return out;
}

std::string to_text(Place place) {
  return column_letters(place.column) + std::to_string(place.row);
}

std::optional<Place> parse_place(std::string_view text) {
  Place place;
  std::size_t i = 0;
  if (i < text.size() && text[i] == '$') ++i;
  for (; i < text.size(); ++i) {
    char c = text[i];
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c < 'A' || c > 'Z') break;
    place.column = place.column * 26 + static_cast<std::uint32_t>(c - 'A' + 1);
    if (place.column > 16'384) return std::nullopt;
  }
  if (i < text.size() && text[i] == '$') ++i;
  if (i == text.size() || text[i] == '0') return std::nullopt;
  for (; i < text.size(); ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    place.row = place.row * 10 + static_cast<std::uint32_t>(text[i] - '0');
    if (place.row > 1'048'576) return std::nullopt;
  }
  if (place.column == 0) return std::nullopt;
  return place;
}

}  // namespace zhucun::sheet
