// Gives a user's own XLSX workbook back with what is wrong in it: the columns 错误原因 and 修改办法
// after the last used column, the faulty cells in red, everything else as it was.
//
// Runs in the same sandboxed child as the readers (read.h). The texts are inline strings, never
// formulas, whatever they begin with. Columns from an earlier copy are cleared and used again.
// All other parts of the file are kept to the byte. Blocking; any thread.
//
// Refuses: bad_parameter (a fault on a sheet, row or column that cannot be), file_refused (not an
// XLSX workbook), file_too_large, file_unreadable, file_cancelled.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "importers/sheet/read.h"

namespace zhucun::sheet {

struct Fault {
  std::uint32_t row = 0;
  std::uint32_t column = 0;  // 0: the whole row
  std::string reason;
  std::string repair;
};

// The faults of one sheet. Several faults of one row are joined with ；.
struct SheetFaults {
  std::size_t sheet = 0;         // its place in the file, from 0, as the readers deliver sheets
  std::uint32_t header_row = 1;  // gets the two titles
  std::vector<Fault> faults;
};

inline constexpr std::string_view reason_title = "错误原因";
inline constexpr std::string_view repair_title = "修改办法";

// The bytes of the annotated workbook.
Result<std::string> annotate_xlsx(std::string_view bytes, const std::vector<SheetFaults>& faults,
                                  const ReadOptions& options);

}  // namespace zhucun::sheet
