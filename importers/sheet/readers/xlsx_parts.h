// What an XLSX workbook says of itself beside its sheets: their names and order, the shared
// strings, which styles are dates. Pure; one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "importers/sheet/readers/package.h"
#include "importers/sheet/readers/text_tools.h"
#include "importers/sheet/sheet.h"
#include "ledger/base/refusal.h"

namespace zhucun::sheet {

// The shared strings of one workbook may come to this; beyond is file_too_large.
inline constexpr std::size_t shared_bytes_max = std::size_t{192} << 20;

struct SheetPart {
  SheetHead head;
  std::string part;  // its name in the package
};

struct BookParts {
  std::vector<SheetPart> sheets;
  std::string workbook;
  std::string shared_strings;  // part names; empty when the workbook has none
  std::string styles;
  bool dates_1904 = false;
};

// Follows the relations from the package's root. Refuses what is not a workbook of this kind.
Result<BookParts> book_parts(const Package& package);
Result<TextTable> shared_strings(const Package& package, const std::string& part);
// For each cell format, whether it shows a date.
Result<std::vector<bool>> date_styles(const Package& package, const std::string& part);

}  // namespace zhucun::sheet
