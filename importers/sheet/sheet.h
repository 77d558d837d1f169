// What a spreadsheet file says, cell by cell, whatever its format: the row model of all readers.
//
// Rows and columns count from 1. All text is valid UTF-8. Blank cells are left out, blank rows
// too. Values; any thread.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace zhucun::sheet {

// What a file may hold; beyond, it is refused by name (file_too_large).
inline constexpr std::uint32_t rows_max = 200'000;
inline constexpr std::uint32_t columns_max = 512;
inline constexpr std::size_t sheets_max = 128;
inline constexpr std::size_t cell_bytes_max = 131'072;  // Excel holds 32,767 characters
inline constexpr std::size_t merges_max = 100'000;
inline constexpr std::size_t file_bytes_max = std::size_t{64} << 20;

// The text of an error cell whose formula was written by a program that did not compute it.
inline constexpr std::string_view not_computed = "#公式未计算";

enum class CellKind : std::uint8_t { blank, text, number, date, boolean, error };

struct Cell {
  std::uint32_t column = 0;
  CellKind kind = CellKind::blank;
  // text: as stored, rich text joined, phonetic runs left out. number: all its digits without an
  // exponent where they are at most 21, so that an id that became 6.10802E+17 shows its lost
  // digits. date: 2026-03-01, with a time of day 2026-03-01 08:30:00, a time alone 08:30:00.
  // boolean: TRUE or FALSE. error: #N/A and the like.
  std::string text;
  double number = 0;     // number and date (the serial); a boolean's 0 or 1
  bool formula = false;  // the value is what a formula gave when the file was saved
  bool operator==(const Cell&) const = default;
};

struct Row {
  std::uint32_t number = 0;
  bool hidden = false;
  std::vector<Cell> cells;  // by column, no blanks
  bool operator==(const Row&) const = default;

  // The cell in this column, or nothing.
  const Cell* at(std::uint32_t column) const;
};

// A closed rectangle of merged cells; the value stands in its first cell.
struct Merge {
  std::uint32_t first_row = 0;
  std::uint32_t first_column = 0;
  std::uint32_t last_row = 0;
  std::uint32_t last_column = 0;
  bool operator==(const Merge&) const = default;
};

struct SheetHead {
  std::string name;  // empty for a text file
  bool hidden = false;
  bool operator==(const SheetHead&) const = default;
};

// What is known of a sheet only when its last row has been read.
struct SheetTail {
  std::vector<Merge> merges;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> hidden_columns;  // closed, ascending
  bool operator==(const SheetTail&) const = default;
};

// Takes what a reader finds, in the order of the file. Rows come ascending by number. An answer of
// false stops the reading: the caller has seen enough.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual bool begin_sheet(const SheetHead& head) = 0;
  virtual bool row(const Row& row) = 0;
  virtual bool end_sheet(const SheetTail& tail) = 0;
};

enum class FileKind : std::uint8_t { xlsx, xls, text };

// "xlsx", "xls", "csv".
std::string_view name_of(FileKind kind);

struct FileFacts {
  FileKind kind = FileKind::text;
  std::string encoding;  // text files: UTF-8, GB18030, UTF-16LE, UTF-16BE; else empty
  char separator = 0;    // text files
  bool dates_1904 = false;
  bool complete = true;  // false when the sink had seen enough
  std::uint64_t sheets = 0;
  std::uint64_t rows = 0;     // with at least one cell
  std::uint64_t cells = 0;    // delivered
  std::uint64_t counted = 0;  // cell elements in the file, blank ones too, counted independently
  std::vector<std::string> notes;  // Chinese sentences, such as a name that belies the content
};

// Collects all sheets; for small files and tests.
struct Sheet {
  SheetHead head;
  std::vector<Row> rows;
  SheetTail tail;

  // The cell at a place, or nothing.
  const Cell* at(std::uint32_t row, std::uint32_t column) const;
};
struct Workbook : Sink {
  std::vector<Sheet> sheets;

  bool begin_sheet(const SheetHead& head) override;
  bool row(const Row& row) override;
  bool end_sheet(const SheetTail& tail) override;
};

// A place as spreadsheets write it: A1, AB12.
struct Place {
  std::uint32_t row = 0;
  std::uint32_t column = 0;
  auto operator<=>(const Place&) const = default;
};
std::string column_letters(std::uint32_t column);
std::string to_text(Place place);
// "B12" or "$B$12"; nothing for any other text or a column beyond XFD.
std::optional<Place> parse_place(std::string_view text);

}  // namespace zhucun::sheet
