// Numbers as spreadsheets store them: what a number format makes of one, and how it is written.
// Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "importers/sheet/sheet.h"

namespace zhucun::sheet {

// Whether a format with this built-in number shows a date or a time of day. 46 is a span of time.
bool is_date_format(std::uint32_t id);
// Whether a custom code does: y, m, d, h or s outside quotes, escapes and brackets. A span of time
// such as [h]:mm is a number.
bool is_date_code(std::string_view code);

// The shortest text that reads back as the same number, without exponent up to 21 digits.
std::string number_text(double value);
// 2026-03-01, 2026-03-01 08:30:00 or 08:30:00; nothing for a serial that is no day.
std::optional<std::string> serial_text(double serial, bool dates_1904);
// The serial of an ISO 8601 date or date and time, in the 1900 system.
std::optional<double> iso_serial(std::string_view text);

// Fills kind, text and number of a cell from a number and whether its format is a date's.
void set_number(Cell& cell, double value, bool is_date, bool dates_1904);

}  // namespace zhucun::sheet
