#include "importers/sheet/readers/xlsx_sheet.h"

#include <algorithm>
#include <charconv>

#include "importers/sheet/readers/failure.h"
#include "importers/sheet/readers/number_format.h"

namespace zhucun::sheet {
namespace {

constexpr std::uint32_t sheet_rows = 1'048'576;  // Excel's own end

template <typename T>
bool parse_number(std::string_view text, T& value) {
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

std::uint32_t count_attribute(const XmlAttributes& attributes, std::string_view name) {
  std::uint32_t value = 0;
  parse_number(attributes.find(name).value_or("0"), value);
  return value;
}

}  // namespace

std::string SheetHandler::here() const {
  return "工作表“" + context_.name + "”" + to_text(Place{row_.number, cell_.column});
}

void SheetHandler::start(XmlName name, const XmlAttributes& attributes) {
  if (name.space != Space::sheet) return;
  auto local = name.local;
  if (in_cell_) {
    if (local == "v") {
      has_value_ = takes_text_ = true;
    } else if (local == "f") {
      cell_.formula = true;
    } else if (local == "is") {
      has_value_ = in_inline_ = true;
    } else if (local == "rPh") {
      ++phonetic_;
    } else if (local == "t") {
      takes_text_ = in_inline_ && phonetic_ == 0;
    } else if (local == "c") {
      fault = damaged(here() + " 里还有一格");
    }
    return;
  }
  if (in_row_ && local == "c") return begin_cell(attributes);
  if (in_data_ && !in_row_ && local == "row") return begin_row(attributes);
  if (local == "sheetData") in_data_ = true;
  if (local == "mergeCell") add_merge(attributes);
  if (local == "col") add_columns(attributes);
}

void SheetHandler::end(XmlName name) {
  if (name.space != Space::sheet) return;
  auto local = name.local;
  if (in_cell_) {
    if (local == "v" || local == "t") takes_text_ = false;
    if (local == "is") in_inline_ = false;
    if (local == "rPh") --phonetic_;
    if (local == "c") end_cell();
    return;
  }
  if (in_row_ && local == "row") return end_row();
  if (local == "sheetData") in_data_ = false;
}

void SheetHandler::text(std::string_view piece) {
  if (!takes_text_) return;
  value_ += piece;
  if (value_.size() > cell_bytes_max) {
    fault = too_large(here() + " 的文字超过 " + std::to_string(cell_bytes_max) + " 字节",
                      "请删短这一格");
  }
}

void SheetHandler::begin_row(const XmlAttributes& attributes) {
  in_row_ = true;
  ++rows_seen_;
  row_.cells.clear();
  row_.hidden = attributes.is_true("hidden");
  row_.number = last_row_ + 1;
  last_column_ = 0;
  // Some Java writers leave the number out: the row follows the one before.
  auto number = attributes.find("r");
  bool is_read = !number || parse_number(*number, row_.number);
  if (!is_read || row_.number <= last_row_ || row_.number > sheet_rows) {
    fault = damaged("工作表“" + context_.name + "”的行号 " +
                    std::string(number.value_or("").substr(0, 20)) + " 不在第 " +
                    std::to_string(last_row_) + " 行之后");
  }
  last_row_ = row_.number;
}

void SheetHandler::end_row() {
  in_row_ = false;
  if (row_.cells.empty()) return;
  auto by_column = [](const Cell& a, const Cell& b) { return a.column < b.column; };
  if (!std::is_sorted(row_.cells.begin(), row_.cells.end(), by_column)) {
    std::stable_sort(row_.cells.begin(), row_.cells.end(), by_column);
  }
  for (std::size_t i = 1; i < row_.cells.size(); ++i) {
    if (row_.cells[i].column != row_.cells[i - 1].column) continue;
    cell_.column = row_.cells[i].column;
    fault = damaged(here() + " 出现了两次");
    return;
  }
  ++rows_;
  cells_ += row_.cells.size();
  if (!sink_.row(row_)) enough = true;
}

void SheetHandler::begin_cell(const XmlAttributes& attributes) {
  in_cell_ = true;
  has_value_ = takes_text_ = in_inline_ = false;
  phonetic_ = 0;
  value_.clear();
  cell_ = {};
  cell_.column = last_column_ + 1;
  type_ = attributes.find("t").value_or("n");
  style_ = count_attribute(attributes, "s");
  if (auto written = attributes.find("r")) {
    auto place = parse_place(*written);
    if (!place || place->row != row_.number) {
      fault = damaged("工作表“" + context_.name + "”第 " + std::to_string(row_.number) +
                      " 行里有一格自称 " + std::string(written->substr(0, 20)));
      return;
    }
    cell_.column = place->column;
  }
  last_column_ = cell_.column;
}

void SheetHandler::end_cell() {
  in_cell_ = false;
  if (has_value_) set_value(cell_);
  if (cell_.kind == CellKind::blank && cell_.formula && type_ != "str") {
    // Some programs write formulas without computing them: the value is unknown, not blank.
    cell_.kind = CellKind::error;
    cell_.text = not_computed;
  }
  if (cell_.kind == CellKind::blank) {
    ++blank_;
    return;
  }
  if (row_.number > rows_max) {
    fault = too_large("工作表“" + context_.name + "”超过 " + std::to_string(rows_max) + " 行");
  } else if (cell_.column > columns_max) {
    fault = too_large(here() + " 超过第 " + std::to_string(columns_max) + " 列");
  }
  row_.cells.push_back(std::move(cell_));
}

void SheetHandler::set_value(Cell& cell) {
  auto as_text = [&cell](std::string text) {
    cell.text = std::move(text);
    if (!cell.text.empty()) cell.kind = CellKind::text;
  };
  if (type_ == "inlineStr" || type_ == "str") return as_text(unescaped(value_));
  std::string_view value = trimmed(value_);
  if (value.empty()) return;
  if (type_ == "s") {
    set_shared(cell, value);
  } else if (type_ == "n") {
    set_plain(cell, value);
  } else if (type_ == "b") {
    bool is_true = value == "1" || value == "true" || value == "TRUE";
    cell.kind = CellKind::boolean;
    cell.text = is_true ? "TRUE" : "FALSE";
    cell.number = is_true ? 1 : 0;
  } else if (type_ == "e") {
    cell.kind = CellKind::error;
    cell.text = value;
  } else if (type_ == "d") {
    auto serial = iso_serial(value);
    if (!serial) return as_text(std::string(value));
    set_number(cell, *serial, true, false);
    if (context_.dates_1904) cell.number -= 1462;
  } else {
    fault = damaged(here() + " 的类型“" + type_.substr(0, 20) + "”没有听说过");
  }
}

void SheetHandler::set_shared(Cell& cell, std::string_view value) {
  std::size_t index = 0;
  if (!parse_number(value, index) || index >= context_.strings.size()) {
    fault = damaged(here() + " 指向不存在的文字（第 " + std::string(value.substr(0, 20)) + " 条）");
    return;
  }
  auto text = context_.strings.at(index);
  if (text.empty()) return;
  cell.kind = CellKind::text;
  cell.text = text;
}

void SheetHandler::set_plain(Cell& cell, std::string_view value) {
  double number = 0;
  std::string_view plain = value.starts_with('+') ? value.substr(1) : value;
  if (!parse_number(plain, number) || !(number - number == 0)) {
    // NaN and the like: no number, but not to be lost either.
    cell.kind = CellKind::error;
    cell.text = value;
    return;
  }
  bool is_date = style_ < context_.date_styles.size() && context_.date_styles[style_];
  set_number(cell, number, is_date, context_.dates_1904);
}

void SheetHandler::add_merge(const XmlAttributes& attributes) {
  auto reference = attributes.find("ref").value_or("");
  auto colon = reference.find(':');
  auto first = parse_place(reference.substr(0, colon));
  auto last = colon == std::string_view::npos ? first : parse_place(reference.substr(colon + 1));
  if (!first || !last || last->row < first->row || last->column < first->column) {
    fault = damaged("工作表“" + context_.name + "”的合并区域 " +
                    std::string(reference.substr(0, 40)) + " 写法不对");
    return;
  }
  tail_.merges.push_back({first->row, first->column, last->row, last->column});
  if (tail_.merges.size() > merges_max) {
    fault = too_large("工作表“" + context_.name + "”的合并区域超过 " + std::to_string(merges_max) +
                      " 处");
  }
}

void SheetHandler::add_columns(const XmlAttributes& attributes) {
  if (!attributes.is_true("hidden")) return;
  auto first = count_attribute(attributes, "min");
  auto last = std::min(count_attribute(attributes, "max"), std::uint32_t{16'384});
  auto& columns = tail_.hidden_columns;
  if (first == 0 || last < first || (!columns.empty() && columns.back().second >= first)) return;
  columns.emplace_back(first, last);
}

Result<SheetTail> SheetHandler::finish(const ElementCount& counted) {
  if (cells_ + blank_ != counted.cells()) {
    return refuse(damaged("工作表“" + context_.name + "”有 " + std::to_string(counted.cells()) +
                          " 格，只读出 " + std::to_string(cells_ + blank_) +
                          " 格，为免遗漏不予读取"));
  }
  if (rows_seen_ != counted.rows()) {
    return refuse(damaged("工作表“" + context_.name + "”有 " + std::to_string(counted.rows()) +
                          " 行，只读出 " + std::to_string(rows_seen_) + " 行，为免遗漏不予读取"));
  }
  return std::move(tail_);
}

}  // namespace zhucun::sheet
