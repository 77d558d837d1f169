#include <algorithm>
#include <map>
#include <set>

#include "importers/sheet/readers/biff.h"
#include "importers/sheet/readers/encoding.h"
#include "importers/sheet/readers/failure.h"
#include "importers/sheet/readers/little_endian.h"
#include "importers/sheet/readers/number_format.h"
#include "importers/sheet/readers/ole.h"
#include "importers/sheet/readers/readers.h"

namespace zhucun::sheet {
namespace {

struct SheetAt {
  SheetHead head;
  std::uint32_t offset = 0;
  bool has_cells = false;
};

// What stands before the sheets.
struct Globals {
  bool is_old = false;  // BIFF 5: texts in the code page
  unsigned code_page = 936;
  bool dates_1904 = false;
  std::map<std::uint32_t, bool> custom_formats;
  std::vector<std::uint32_t> cell_formats;
  std::vector<SheetAt> sheets;
  TextTable strings;

  bool is_date(std::uint32_t style) const {
    if (style >= cell_formats.size()) return false;
    auto found = custom_formats.find(cell_formats[style]);
    return found != custom_formats.end() ? found->second : is_date_format(cell_formats[style]);
  }
};

Refusal cut_short() {
  return damaged("文件不完整：工作簿的记录中断了");
}

std::uint32_t word(std::string_view data, std::size_t at) {
  return number_at<std::uint16_t>(data, at).value_or(0);
}

std::string short_text(std::string_view stream, const Record& record, std::size_t before,
                       std::size_t count_bytes, const Globals& globals) {
  RecordFields fields(stream, record);
  fields.skip(before);
  auto count = fields.number(count_bytes);
  return globals.is_old ? fields.text(count, globals.code_page) : fields.text(count);
}

Result<void> take_global(std::string_view stream, const Record& record, Globals& globals) {
  auto data = record.data;
  switch (record.id) {
    case biff::password:
      return refuse(
          refused("文件加了密码，不能读取", "请用 Excel 或 WPS 打开，取消密码，保存后重新上传"));
    case biff::code_page: globals.code_page = word(data, 0); break;
    case biff::date_mode: globals.dates_1904 = word(data, 0) == 1; break;
    case biff::cell_format: globals.cell_formats.push_back(word(data, 2)); break;
    case biff::format:
      globals.custom_formats[word(data, 0)] =
          is_date_code(short_text(stream, record, 2, globals.is_old ? 1 : 2, globals));
      break;
    case biff::bound_sheet: {
      SheetAt sheet;
      sheet.offset = number_at<std::uint32_t>(data, 0).value_or(0);
      auto kind = word(data, 4);
      sheet.head.hidden = (kind & 3) != 0;
      sheet.has_cells = kind >> 8 == 0;
      sheet.head.name = short_text(stream, record, 6, 1, globals);
      globals.sheets.push_back(std::move(sheet));
      break;
    }
    case biff::strings: {
      auto table = string_table(stream, record);
      if (!table) return refuse(damaged("文件的文字表不完整或过大"));
      globals.strings = std::move(*table);
      break;
    }
    default: break;
  }
  return {};
}

Result<Globals> read_globals(std::string_view stream) {
  Globals globals;
  auto first = record_at(stream, 0);
  if (!first || first->id != biff::begin) {
    return refuse(refused("这是很老的 Excel 文件（4.0 或更早），不能读取",
                          "请用 Excel 或 WPS 打开，另存为 xlsx 后上传"));
  }
  globals.is_old = word(first->data, 0) < 0x600;
  for (auto record = record_at(stream, first->next); record && record->id != biff::end;
       record = record_at(stream, record->next)) {
    if (auto taken = take_global(stream, *record, globals); !taken) return refuse(taken.error());
  }
  std::erase_if(globals.sheets, [](const SheetAt& sheet) { return !sheet.has_cells; });
  if (globals.sheets.size() > sheets_max) {
    return refuse(too_large("工作表超过 " + std::to_string(sheets_max) + " 张"));
  }
  return globals;
}

// How many cells a record holds, by its kind and length alone.
std::size_t cells_in(const Record& record) {
  switch (record.id) {
    case biff::formula:
    case biff::label_sst:
    case biff::label:
    case biff::rich:
    case biff::rk:
    case biff::number:
    case biff::bool_error:
    case biff::blank: return 1;
    case biff::many_rk: return record.data.size() < 6 ? 0 : (record.data.size() - 6) / 6;
    case biff::many_blank: return record.data.size() < 6 ? 0 : (record.data.size() - 6) / 2;
    default: return 0;
  }
}

// One sheet: first its records are listed and counted, then its cells are read row by row; some
// writers go by columns, so the list is sorted when need be.
class SheetReader {
 public:
  SheetReader(std::string_view stream, const Globals& globals, const SheetAt& sheet)
      : stream_(stream), globals_(globals), sheet_(sheet) {}

  Result<bool> read(Sink& sink, FileFacts& facts) {
    if (!list()) return refuse(cut_short());
    for (std::size_t i = 0; i < places_.size();) {
      row_.number = places_[i].row + 1;
      row_.hidden = hidden_rows_.contains(places_[i].row);
      row_.cells.clear();
      for (std::uint32_t row = places_[i].row; i < places_.size() && places_[i].row == row; ++i) {
        if (!take(*record_at(stream_, places_[i].at))) return refuse(*fault_);
      }
      if (row_.cells.empty()) continue;
      if (!order()) return refuse(*fault_);
      facts.cells += row_.cells.size();
      delivered_ += row_.cells.size();
      ++facts.rows;
      if (!sink.row(row_)) return false;
    }
    if (delivered_ + blank_ != counted_) {
      return refuse(damaged("工作表“" + sheet_.head.name + "”有 " + std::to_string(counted_) +
                            " 格，只读出 " + std::to_string(delivered_ + blank_) +
                            " 格，为免遗漏不予读取"));
    }
    facts.counted += counted_;
    return sink.end_sheet(tail_);
  }

 private:
  struct Place {
    std::uint32_t row;
    std::uint32_t at;
  };

  bool list() {
    auto first = record_at(stream_, sheet_.offset);
    if (!first || first->id != biff::begin) return false;
    int depth = 1;  // charts stand within a sheet as books of their own
    for (std::size_t at = first->next; depth > 0;) {
      auto record = record_at(stream_, at);
      if (!record) return false;
      at = record->next;
      if (record->id == biff::begin) ++depth;
      if (record->id == biff::end) --depth;
      if (depth == 1) note(*record);
    }
    auto by_row = [](const Place& a, const Place& b) { return a.row < b.row; };
    if (!std::is_sorted(places_.begin(), places_.end(), by_row)) {
      std::stable_sort(places_.begin(), places_.end(), by_row);
    }
    std::sort(tail_.hidden_columns.begin(), tail_.hidden_columns.end());
    for (std::size_t i = 1; i < tail_.hidden_columns.size(); ++i) {
      if (tail_.hidden_columns[i].first <= tail_.hidden_columns[i - 1].second) {
        tail_.hidden_columns.erase(tail_.hidden_columns.begin() + static_cast<std::ptrdiff_t>(i--));
      }
    }
    return true;
  }

  void note(const Record& record) {
    auto data = record.data;
    counted_ += cells_in(record);
    if (cells_in(record) > 0) {
      places_.push_back({word(data, 0), static_cast<std::uint32_t>(record.at)});
    } else if (record.id == biff::row) {
      if (word(data, 12) & 0x20) hidden_rows_.insert(word(data, 0));
    } else if (record.id == biff::column_info) {
      auto first = word(data, 0) + 1, last = std::min(word(data, 2) + 1, 256u);
      if ((word(data, 8) & 1) && first <= last) tail_.hidden_columns.emplace_back(first, last);
    } else if (record.id == biff::merged) {
      for (std::size_t i = 2; i + 8 <= data.size() && tail_.merges.size() < merges_max; i += 8) {
        Merge one{word(data, i) + 1, word(data, i + 4) + 1, word(data, i + 2) + 1,
                  word(data, i + 6) + 1};
        if (one.last_row < one.first_row || one.last_column < one.first_column) continue;
        if (one.last_column <= 256) tail_.merges.push_back(one);
      }
    }
  }

  bool fail(std::uint32_t column, const std::string& what) {
    fault_ = damaged("工作表“" + sheet_.head.name + "”" +
                     to_text(zhucun::sheet::Place{row_.number, column + 1}) + " " + what);
    return false;
  }

  bool order() {
    auto by_column = [](const Cell& a, const Cell& b) { return a.column < b.column; };
    std::stable_sort(row_.cells.begin(), row_.cells.end(), by_column);
    for (std::size_t i = 1; i < row_.cells.size(); ++i) {
      if (row_.cells[i].column == row_.cells[i - 1].column) {
        return fail(row_.cells[i].column - 1, "出现了两次");
      }
    }
    return row_.cells.back().column <= columns_max || fail(row_.cells.back().column, "超出了列数");
  }

  void add_number(std::uint32_t column, std::uint32_t style, double value, bool formula) {
    Cell cell;
    cell.column = column + 1;
    cell.formula = formula;
    if (value - value == 0) {
      set_number(cell, value, globals_.is_date(style), globals_.dates_1904);
    } else {
      cell.kind = CellKind::error;
      cell.text = "NaN";
    }
    row_.cells.push_back(std::move(cell));
  }

  bool add_text(std::uint32_t column, std::string text, bool formula) {
    if (text.size() > cell_bytes_max) return fail(column, "的文字过长");
    if (text.empty()) {
      ++blank_;
      return true;
    }
    Cell cell;
    cell.column = column + 1;
    cell.kind = CellKind::text;
    cell.formula = formula;
    cell.text = std::move(text);
    row_.cells.push_back(std::move(cell));
    return true;
  }

  void add_bool_error(std::uint32_t column, std::uint8_t value, bool is_error, bool formula) {
    Cell cell;
    cell.column = column + 1;
    cell.formula = formula;
    cell.kind = is_error ? CellKind::error : CellKind::boolean;
    cell.number = !is_error && value ? 1 : 0;
    cell.text = is_error ? error_text(value) : value ? "TRUE" : "FALSE";
    row_.cells.push_back(std::move(cell));
  }

  bool take(const Record& record);
  bool take_formula(const Record& record);
  bool take_many(const Record& record);

  std::string_view stream_;
  const Globals& globals_;
  const SheetAt& sheet_;
  std::vector<Place> places_;
  std::set<std::uint32_t> hidden_rows_;
  SheetTail tail_;
  Row row_;
  std::uint64_t counted_ = 0, delivered_ = 0, blank_ = 0;
  std::optional<Refusal> fault_;
};

bool SheetReader::take(const Record& record) {
  auto data = record.data;
  auto column = word(data, 2), style = word(data, 4);
  if (data.size() < 6) return fail(column, "的记录不完整");
  switch (record.id) {
    case biff::blank: ++blank_; return true;
    case biff::many_blank: blank_ += cells_in(record); return true;
    case biff::many_rk: return take_many(record);
    case biff::formula: return take_formula(record);
    case biff::label_sst: {
      auto index = number_at<std::uint32_t>(data, 6);
      if (!index || *index >= globals_.strings.size()) return fail(column, "指向不存在的文字");
      return add_text(column, std::string(globals_.strings.at(*index)), false);
    }
    case biff::label:
    case biff::rich: {
      RecordFields fields(stream_, record);
      fields.skip(6);
      auto count = fields.number(2);
      auto text = globals_.is_old ? fields.text(count, globals_.code_page) : fields.text(count);
      return fields.ok() ? add_text(column, std::move(text), false) : fail(column, "的文字不完整");
    }
    case biff::rk: {
      auto rk = number_at<std::uint32_t>(data, 6);
      if (!rk) return fail(column, "的记录不完整");
      add_number(column, style, decoded_rk(*rk), false);
      return true;
    }
    case biff::number: {
      auto value = number_at<double>(data, 6);
      if (!value) return fail(column, "的记录不完整");
      add_number(column, style, *value, false);
      return true;
    }
    default: {
      if (data.size() < 8) return fail(column, "的记录不完整");
      add_bool_error(column, static_cast<std::uint8_t>(data[6]), data[7] != 0, false);
      return true;
    }
  }
}

bool SheetReader::take_many(const Record& record) {
  auto column = word(record.data, 2);
  for (std::size_t i = 0; i < cells_in(record); ++i) {
    auto style = word(record.data, 4 + i * 6);
    auto rk = number_at<std::uint32_t>(record.data, 6 + i * 6).value_or(0);
    add_number(column + static_cast<std::uint32_t>(i), style, decoded_rk(rk), false);
  }
  return true;
}

bool SheetReader::take_formula(const Record& record) {
  auto data = record.data;
  auto column = word(data, 2), style = word(data, 4);
  if (data.size() < 14) return fail(column, "的记录不完整");
  if (word(data, 12) != 0xffff) {
    add_number(column, style, number_at<double>(data, 6).value_or(0), true);
    return true;
  }
  auto value = static_cast<std::uint8_t>(data[8]);
  if (data[6] == 1 || data[6] == 2) {
    add_bool_error(column, value, data[6] == 2, true);
    return true;
  }
  if (data[6] != 0) return add_text(column, "", true);
  // The text stands in a record of its own, behind what the formula shares with others.
  for (auto next = record_at(stream_, record.next); next; next = record_at(stream_, next->next)) {
    if (next->id == biff::string) {
      RecordFields fields(stream_, *next);
      auto count = fields.number(2);
      auto text = globals_.is_old ? fields.text(count, globals_.code_page) : fields.text(count);
      return fields.ok() ? add_text(column, std::move(text), true) : fail(column, "的文字不完整");
    }
    if (next->id != biff::shared_formula && next->id != biff::array && next->id != biff::table &&
        next->id != biff::more) {
      break;
    }
  }
  return fail(column, "的公式结果缺失");
}

}  // namespace

Result<FileFacts> read_xls(std::string_view bytes, Sink& sink) {
  auto ole = OleFile::open(bytes);
  if (!ole) return refuse(damaged("文件不完整：复合文档的目录读不出来"));
  auto stream = ole->stream("Workbook");
  if (!stream) stream = ole->stream("Book");
  if (!stream) return refuse(damaged("文件不完整：工作簿读不出来"));
  auto globals = read_globals(*stream);
  if (!globals) return refuse(globals.error());
  FileFacts facts;
  facts.kind = FileKind::xls;
  facts.dates_1904 = globals->dates_1904;
  for (const auto& sheet : globals->sheets) {
    ++facts.sheets;
    facts.complete = sink.begin_sheet(sheet.head);
    if (!facts.complete) break;
    SheetReader reader(*stream, *globals, sheet);
    auto more = reader.read(sink, facts);
    if (!more) return refuse(more.error());
    facts.complete = *more;
    if (!facts.complete) break;
  }
  return facts;
}

}  // namespace zhucun::sheet
