// Tables as CSV that no spreadsheet runs. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/refusal.h"
#include "projections/table.h"

namespace zhucun::exporting {

enum class Charset : std::uint8_t { utf8, gb18030 };
// "utf-8" or "gb18030"; an empty name is UTF-8.
std::optional<Charset> charset_of(std::string_view name);

// UTF-8 with BOM, or GB18030. Text that a spreadsheet would take for a formula is marked as text;
// numbers stay numbers, negative ones too. Refuses a character that the charset cannot write, by
// its name and place.
Result<std::string> table_csv(const projections::Table& table, Charset charset = Charset::utf8);

// A text cell as a CSV field: every line of it that would start a formula gets an apostrophe.
std::string csv_field(std::string_view text);

// GB18030 of UTF-8, strictly. The refusal names the first character that has no code.
Result<std::string> to_gb18030(std::string_view utf8);

}  // namespace zhucun::exporting
