#include "importers/sheet/readers/annotate_parts.h"

#include <algorithm>
#include <set>

#include "importers/sheet/readers/annotate_sheet.h"
#include "importers/sheet/readers/failure.h"
#include "importers/sheet/readers/package.h"
#include "importers/sheet/readers/text_tools.h"
#include "importers/sheet/readers/xlsx_parts.h"
#include "importers/sheet/readers/xlsx_sheet.h"
#include "importers/sheet/readers/zip_write.h"

namespace zhucun::sheet {
namespace {

constexpr std::size_t note_bytes_max = 30'000;

// What must be known of a sheet before it is rewritten.
struct Survey : Sink {
  explicit Survey(std::uint32_t header_row) : header_row(header_row) {}
  std::uint32_t header_row;
  std::uint32_t reason_column = 0, repair_column = 0;

  bool begin_sheet(const SheetHead&) override { return true; }
  bool row(const Row& row) override {
    for (const auto& cell : row.cells) {
      if (row.number == header_row && cell.text == reason_title) reason_column = cell.column;
      if (row.number == header_row && cell.text == repair_title) repair_column = cell.column;
      columns_used.insert(cell.column);
    }
    return true;
  }
  bool end_sheet(const SheetTail& tail) override {
    for (const auto& merge : tail.merges) {
      if (merge.last_column <= columns_max) columns_used.insert(merge.last_column);
    }
    return true;
  }
  std::set<std::uint32_t> columns_used;
};

Refusal bad(std::string detail) {
  return {Code::bad_parameter, std::move(detail), "", "", "", {}};
}

std::optional<Refusal> fault_of(const SheetFaults& sheet, std::size_t sheets) {
  if (sheet.sheet >= sheets) return bad("批注指向不存在的工作表");
  if (sheet.header_row == 0 || sheet.header_row > rows_max) return bad("批注的表头行不对");
  for (const auto& fault : sheet.faults) {
    if (fault.row == 0 || fault.row > rows_max || fault.row == sheet.header_row ||
        fault.column > columns_max) {
      return bad("批注指向不存在的一格");
    }
    if (!is_utf8(fault.reason) || !is_utf8(fault.repair)) return bad("批注的文字不是 UTF-8");
  }
  return std::nullopt;
}

// Several faults of one row say each thing once.
void join(std::string& text, const std::string& more) {
  if (more.empty() || text.size() > note_bytes_max) return;
  if (("；" + text + "；").find("；" + more + "；") != std::string::npos) return;
  text += (text.empty() ? "" : "；") + more;
  if (text.size() > note_bytes_max) {
    text.resize(note_bytes_max);
    text.resize(valid_utf8_prefix(text));
  }
}

struct Book {
  const Package& package;
  const BookParts& parts;
  const TextTable& strings;
  const std::vector<bool>& styles;
};

// Reads the sheet as the reader does, so that only a sound one is rewritten.
Result<Survey> survey(const Book& book, const SheetPart& sheet, std::string_view xml,
                      std::uint32_t header_row) {
  Survey out(header_row);
  SheetContext context{book.strings, book.styles, book.parts.dates_1904, sheet.head.name};
  SheetHandler handler(context, out);
  ElementCount counted;
  XmlStream stream(sheet.part, handler);
  constexpr std::size_t piece_bytes = 65'536;
  for (std::size_t at = 0; at < xml.size(); at += piece_bytes) {
    counted.feed(xml.substr(at, piece_bytes));
    if (auto fed = stream.feed(xml.substr(at, piece_bytes)); !fed) return refuse(fed.error());
  }
  if (auto end = stream.finish(); !end) return refuse(end.error());
  auto tail = handler.finish(counted);
  if (!tail) return refuse(tail.error());
  out.end_sheet(*tail);
  return out;
}

Result<SheetNotes> notes_of(const SheetFaults& faults, Survey& seen) {
  SheetNotes notes;
  seen.columns_used.erase(seen.reason_column);
  seen.columns_used.erase(seen.repair_column);
  std::uint32_t next = seen.columns_used.empty() ? 0 : *seen.columns_used.rbegin();
  next = std::max({next, seen.reason_column, seen.repair_column});
  notes.reason_column = seen.reason_column ? seen.reason_column : ++next;
  notes.repair_column = seen.repair_column ? seen.repair_column : ++next;
  if (std::max(notes.reason_column, notes.repair_column) > columns_max) {
    return refuse(too_large("工作表已经用到第 " + std::to_string(columns_max) + " 列，放不下批注"));
  }
  for (const auto& fault : faults.faults) {
    auto& note = notes.rows[fault.row];
    join(note.reason, fault.reason);
    join(note.repair, fault.repair);
    if (fault.column == 0) note.whole = true;
    if (fault.column != 0) note.columns.push_back(fault.column);
  }
  for (auto& [row, note] : notes.rows) {
    std::sort(note.columns.begin(), note.columns.end());
    note.columns.erase(std::unique(note.columns.begin(), note.columns.end()), note.columns.end());
  }
  auto& header = notes.rows[faults.header_row];
  header.reason = reason_title;
  header.repair = repair_title;
  return notes;
}

// Rows of an earlier copy whose notes are to be cleared.
struct Cleared : Sink {
  Cleared(SheetNotes& notes, std::uint32_t header_row) : notes(notes), header_row(header_row) {}
  SheetNotes& notes;
  std::uint32_t header_row;
  bool begin_sheet(const SheetHead&) override { return true; }
  bool row(const Row& row) override {
    if (row.number > header_row && (row.at(notes.reason_column) || row.at(notes.repair_column))) {
      notes.rows.try_emplace(row.number);
    }
    return true;
  }
  bool end_sheet(const SheetTail&) override { return true; }
};

Result<std::string> rewritten(const Book& book, const SheetFaults& faults, RedStyles& red) {
  const auto& sheet = book.parts.sheets[faults.sheet];
  auto xml = book.package.read_all(sheet.part);
  if (!xml) return refuse(xml.error());
  auto seen = survey(book, sheet, *xml, faults.header_row);
  if (!seen) return refuse(seen.error());
  auto notes = notes_of(faults, *seen);
  if (!notes) return refuse(notes.error());
  if (seen->reason_column || seen->repair_column) {
    Cleared cleared(*notes, faults.header_row);
    SheetContext context{book.strings, book.styles, book.parts.dates_1904, sheet.head.name};
    SheetHandler handler(context, cleared);
    XmlStream stream(sheet.part, handler);
    if (auto fed = stream.feed(*xml); !fed) return refuse(fed.error());
  }
  auto out = SheetRewriter(*xml, *notes, red).rewritten();
  // One namespace under two prefixes and the like: what we wrote must be read as we meant it.
  auto again = survey(book, sheet, out, faults.header_row);
  if (!again || again->reason_column != notes->reason_column ||
      again->repair_column != notes->repair_column) {
    return refuse(
        refused("这个文件的写法特殊，写不回批注", "请用 Excel 或 WPS 另存为新的 xlsx 文件后上传"));
  }
  return out;
}

}  // namespace

Result<std::string> annotated(std::string_view bytes, const std::vector<SheetFaults>& faults) {
  if (!bytes.starts_with("PK\x03\x04")) {
    return refuse(refused("只有 xlsx 文件能写回批注", "请另存为 xlsx 后重新上传"));
  }
  auto package = Package::open(bytes);
  if (!package) return refuse(package.error());
  auto parts = book_parts(*package);
  if (!parts) return refuse(parts.error());
  auto strings = shared_strings(*package, parts->shared_strings);
  if (!strings) return refuse(strings.error());
  auto dates = date_styles(*package, parts->styles);
  if (!dates) return refuse(dates.error());
  std::string styles;
  if (!parts->styles.empty()) {
    auto text = package->read_all(parts->styles);
    if (!text) return refuse(text.error());
    styles = std::move(*text);
  }
  RedStyles red(styles);
  std::vector<std::pair<std::string, std::string>> changed;
  Book book{*package, *parts, *strings, *dates};
  std::set<std::size_t> done;
  for (const auto& sheet : faults) {
    if (auto fault = fault_of(sheet, parts->sheets.size())) return refuse(*fault);
    if (!done.insert(sheet.sheet).second) return refuse(bad("同一张工作表有两份批注"));
    if (sheet.faults.empty()) continue;
    auto xml = rewritten(book, sheet, red);
    if (!xml) return refuse(xml.error());
    changed.emplace_back(parts->sheets[sheet.sheet].part, std::move(*xml));
  }
  if (auto text = red.text()) changed.emplace_back(parts->styles, std::move(*text));
  if (changed.empty()) return std::string(bytes);
  // Parts are found whatever their case; here they go by the directory's own spelling.
  for (auto& [name, content] : changed) name = package->find(name)->name;
  return zip_with(bytes, package->listing(), changed);
}

}  // namespace zhucun::sheet
