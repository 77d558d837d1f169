// One fuzz target per reader, chosen by the definition ZHUCUN_FUZZ_TARGET. Besides not falling, a
// reader must keep the promises of its sink: rows and columns ascend, texts are UTF-8, every cell
// is counted.
#include <cstdlib>

#include "importers/sheet/messages.h"
#include "importers/sheet/readers/annotate_parts.h"
#include "importers/sheet/readers/readers.h"
#include "importers/sheet/readers/text_tools.h"
#include "tests/sheet/make_files.h"

namespace zhucun::sheet {
namespace {

void demand(bool held) {
  if (!held) std::abort();
}

struct Strict : Sink {
  std::uint64_t sheets = 0, rows = 0, cells = 0;
  std::uint32_t last_row = 0;
  bool open = false;

  bool begin_sheet(const SheetHead& head) override {
    demand(!open && is_utf8(head.name));
    open = true;
    last_row = 0;
    return ++sheets <= sheets_max;
  }
  bool row(const Row& row) override {
    demand(open && row.number > last_row && row.number <= rows_max && !row.cells.empty());
    last_row = row.number;
    std::uint32_t last_column = 0;
    for (const auto& cell : row.cells) {
      demand(cell.column > last_column && cell.column <= columns_max);
      demand(cell.kind != CellKind::blank && !cell.text.empty() && is_utf8(cell.text));
      demand(cell.text.size() <= cell_bytes_max && cell.number - cell.number == 0);
      last_column = cell.column;
    }
    ++rows;
    cells += row.cells.size();
    return true;
  }
  bool end_sheet(const SheetTail& tail) override {
    demand(open && tail.merges.size() <= merges_max);
    open = false;
    return true;
  }
};

// What the child would say of these bytes must be believed by the parent, and mean the same.
void read_and_tell(std::string_view bytes, Result<FileFacts> (*read)(std::string_view, Sink&)) {
  Strict here;
  auto facts = read(bytes, here);
  if (facts) demand(facts->cells == here.cells && facts->counted >= facts->cells);
  Strict there;
  MessageReader reader(&there, nullptr);
  MessageWriter writer([&reader](std::string_view piece) {
    demand(reader.feed(piece).has_value());
    return true;
  });
  writer.finish(read(bytes, writer));
  demand(reader.is_done());
  if (facts && reader.result()) demand(there.cells == here.cells && there.rows == here.rows);
}

// The first line, as far as it goes, is one part; the rest another.
std::pair<std::string_view, std::string_view> halves(std::string_view bytes) {
  auto cut = std::min(bytes.find('\0'), bytes.size());
  return {bytes.substr(0, cut), bytes.substr(std::min(cut + 1, bytes.size()))};
}

[[maybe_unused]] std::string book_from(std::string_view bytes) {
  auto [sheet, rest] = halves(bytes);
  auto [shared, styles] = halves(rest);
  testing::Book book{.sheets = {{"甲", std::string(sheet)}},
                     .shared = std::string(shared),
                     .styles = std::string(styles)};
  return book.bytes();
}

[[maybe_unused]] void fuzz_xlsx(std::string_view bytes) {
  read_and_tell(bytes, read_xlsx);
}
[[maybe_unused]] void fuzz_parts(std::string_view bytes) {
  read_and_tell(book_from(bytes), read_xlsx);
}
[[maybe_unused]] void fuzz_xls(std::string_view bytes) {
  read_and_tell(bytes, read_xls);
}
[[maybe_unused]] void fuzz_records(std::string_view bytes) {
  read_and_tell(testing::ole_of("Workbook", std::string(bytes)), read_xls);
}
[[maybe_unused]] void fuzz_text(std::string_view bytes) {
  read_and_tell(bytes, read_text);
}

[[maybe_unused]] void fuzz_messages(std::string_view bytes) {
  Strict sink;
  MessageReader reader(&sink, nullptr);
  std::size_t half = bytes.size() / 2;
  if (reader.feed(bytes.substr(0, half))) static_cast<void>(reader.feed(bytes.substr(half)));
  static_cast<void>(parse_faults(bytes));
}

// An annotated copy of what can be read can be read, and says the same beside the notes.
[[maybe_unused]] void fuzz_annotate(std::string_view bytes) {
  auto file = book_from(bytes);
  Strict before;
  if (!read_xlsx(file, before)) return;
  auto copy = annotated(file, {{0, 1, {{2, 1, "错", "改"}, {4, 0, "=1", "@"}}}});
  if (!copy) return;
  Strict after;
  demand(read_xlsx(*copy, after).has_value());
  demand(after.cells + 2 >= before.cells);
}

}  // namespace
}  // namespace zhucun::sheet

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  zhucun::sheet::ZHUCUN_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}
