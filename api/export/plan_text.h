// Values and names of a workbook plan as a spreadsheet holds them. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "importers/workbook_plan.h"

namespace zhucun::exporting {

// At most so many code points.
std::string cut(std::string_view text, std::size_t points);
// For headers and footers, where an ampersand starts a command.
std::string page_text(std::string_view text, std::size_t points);
// Not among `taken` and then put there, of at most 31 characters, without those that Excel forbids.
std::string sheet_name(std::string_view wanted, std::set<std::string>& taken);

// A value as text, for widths and for what Excel holds in no other way.
std::string as_text(const importers::PlanValue& value);
// The number that stands in the file: yuan, days as Excel counts them; nothing where it is text or
// nothing, or where Excel would not keep it: beyond 15 digits, before March 1900.
std::optional<double> as_number(const importers::PlanValue& value);

}  // namespace zhucun::exporting
