// Workbooks as they come out of a reader, made by hand.
#pragma once

#include <string>
#include <vector>

#include "importers/sheet/sheet.h"
#include "importers/workbook_plan.h"

namespace zhucun::harness {

// Cells as text; a cell that starts with # is a number, with @ a date, an empty one is none.
sheet::Sheet sheet_of(const std::string& name, const std::vector<std::vector<std::string>>& rows);
sheet::Workbook workbook_of(std::vector<sheet::Sheet> sheets);
// What a reader gives back of a plan, without the file between.
sheet::Workbook as_read(const importers::WorkbookPlan& plan);

}  // namespace zhucun::harness
