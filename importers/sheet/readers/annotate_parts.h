// Writes the annotated copy of an XLSX workbook, in this process. Pure; any thread.
// Refuses what annotate.h says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "importers/sheet/annotate.h"

namespace zhucun::sheet {

Result<std::string> annotated(std::string_view bytes, const std::vector<SheetFaults>& faults);

}  // namespace zhucun::sheet
