// Which columns of a sheet are which fields of a format, and where the table starts.
//
// A header is looked for among the titles above it, over up to three merged rows. Columns are known
// by name, by alias, and, where exactly one field and one column are left, by what they hold. Every
// match says why. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "importers/reading.h"

namespace zhucun::importers {

// A sheet with its merged cells spread: what stands in the first cell of a merge stands in all.
class Grid {
 public:
  explicit Grid(const sheet::Sheet& sheet);
  const sheet::Sheet& sheet() const { return sheet_; }
  // Nothing where the cell is empty. Row and column from 1.
  const sheet::Cell* at(std::uint32_t row, std::uint32_t column) const;
  std::string text(std::uint32_t row, std::uint32_t column) const;
  std::uint32_t last_column() const { return last_column_; }
  std::uint32_t last_row() const;
  const sheet::Row* row(std::uint32_t number) const;

 private:
  const sheet::Merge* merge_of(std::uint32_t row, std::uint32_t column) const;
  const sheet::Cell* own(std::uint32_t row, std::uint32_t column) const;

  const sheet::Sheet& sheet_;
  std::uint32_t last_column_ = 0;
  std::vector<std::vector<const sheet::Merge*>> merges_;  // by column, then by first row
};

struct ColumnMatch {
  std::uint32_t column = 0;
  const ColumnFormat* format = nullptr;
  std::string header;
  std::string why;
  std::int64_t fen_per_unit = 0;  // of money, where the header says it
};

struct SheetMatch {
  const SheetFormat* format = nullptr;
  std::uint32_t header_row = 0;  // its last row; the table starts below
  std::uint32_t header_first = 0;
  std::vector<ColumnMatch> columns;
  std::vector<std::pair<std::uint32_t, unsigned>> days;  // of a month sheet: column and day
  std::uint32_t origin_column = 0;                       // 原序号 of an extract
  std::vector<std::string> missing;  // titles of must columns that were not found
  std::vector<MatchedColumn> unread;
  int score = 0;
};

// The best fit of one format; nothing where no row looks like its header.
std::optional<SheetMatch> match_sheet(const Grid& grid, const SheetFormat& format);

// 100 for 元, 1,000,000 for 万元, as the lines above the table or the header say; with the words.
struct MoneyUnit {
  std::int64_t fen_per_unit = 100;
  std::string said;  // 单位：万元（第2行）; empty: nobody said it, 元 is taken
};
MoneyUnit money_unit_of(const Grid& grid, std::uint32_t header_first);

inline constexpr std::string_view origin_title = "原序号";

}  // namespace zhucun::importers
