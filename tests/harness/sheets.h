// Workbooks as they come out of a reader, made by hand.
#pragma once

#include <string>
#include <vector>

#include "importers/sheet/sheet.h"

namespace zhucun::harness {

// Cells as text; a cell that starts with # is a number, with @ a date, an empty one is none.
sheet::Sheet sheet_of(const std::string& name, const std::vector<std::vector<std::string>>& rows);
sheet::Workbook workbook_of(std::vector<sheet::Sheet> sheets);

}  // namespace zhucun::harness
