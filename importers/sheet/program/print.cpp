#include "importers/sheet/program/print.h"

#include <array>

namespace zhucun::sheet {
namespace {

std::string quoted(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "\"";
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += std::string("\\u00") + digits[byte >> 4] + digits[byte & 15];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string_view kind_name(CellKind kind) {
  constexpr std::array<std::string_view, 6> names{"blank", "text",    "number",
                                                  "date",  "boolean", "error"};
  return names[static_cast<std::size_t>(kind)];
}

const char* word(bool value) {
  return value ? "true" : "false";
}

}  // namespace

bool PrintSink::flush(std::size_t above) {
  if (text_.size() <= above) return true;
  bool alive = out_(text_);
  text_.clear();
  return alive;
}

bool PrintSink::begin_sheet(const SheetHead& head) {
  text_ += "{\"sheet\":" + quoted(head.name) + ",\"hidden\":" + word(head.hidden) + "}\n";
  return flush(65'536);
}

bool PrintSink::row(const Row& row) {
  text_ +=
      "{\"row\":" + std::to_string(row.number) + ",\"hidden\":" + word(row.hidden) + ",\"cells\":[";
  for (const auto& cell : row.cells) {
    if (&cell != &row.cells.front()) text_ += ',';
    text_ += "[" + quoted(to_text(Place{row.number, cell.column})) + ",\"";
    text_ += kind_name(cell.kind);
    text_ += "\"," + quoted(cell.text) + "," + word(cell.formula) + "]";
  }
  text_ += "]}\n";
  return flush(65'536);
}

bool PrintSink::end_sheet(const SheetTail& tail) {
  text_ += "{\"end\":true,\"merges\":[";
  for (const auto& merge : tail.merges) {
    if (&merge != &tail.merges.front()) text_ += ',';
    text_ += quoted(to_text(Place{merge.first_row, merge.first_column}) + ":" +
                    to_text(Place{merge.last_row, merge.last_column}));
  }
  text_ += "],\"hiddenColumns\":[";
  for (const auto& [first, last] : tail.hidden_columns) {
    if (first != tail.hidden_columns.front().first) text_ += ',';
    text_ += quoted(column_letters(first) + ":" + column_letters(last));
  }
  text_ += "]}\n";
  return flush(65'536);
}

void PrintSink::finish(const Result<FileFacts>& result) {
  if (!result) {
    text_ += "{\"refused\":" + quoted(name_of(result.error().code)) +
             ",\"detail\":" + quoted(result.error().detail) +
             ",\"hint\":" + quoted(result.error().hint) + "}\n";
  } else {
    text_ += "{\"kind\":" + quoted(name_of(result->kind)) +
             ",\"encoding\":" + quoted(result->encoding) +
             ",\"sheets\":" + std::to_string(result->sheets) +
             ",\"rows\":" + std::to_string(result->rows) +
             ",\"cells\":" + std::to_string(result->cells) +
             ",\"counted\":" + std::to_string(result->counted) + "}\n";
  }
  flush(0);
}

}  // namespace zhucun::sheet
