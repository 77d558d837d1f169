// What a cell of a sheet means, in the spellings that offices use.
//
// Each function reads one spelling family and gives nothing for what it is not: never a guess,
// never a default. Money comes out in whole fen, dates as days, periods by their keys. Pure; any
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/date.h"
#include "ledger/base/fen.h"
#include "ledger/schema/schema.h"

namespace zhucun::importers {

// Without blanks and line ends around it, full-width ones too.
std::string trimmed(std::string_view text);
// Full-width digits, letters and marks as their half-width twins, trimmed.
std::string narrowed(std::string_view text);
// A title as it is compared: narrowed, without blanks, line ends, a mark for must, or brackets and
// what stands in them.
std::string title_key(std::string_view title);

// 2026-03-01, 2026/3/1, 2026.3.1, 20260301, 2026年3月1日, 46082 (a serial of a spreadsheet) is no
// date here; see read_serial.
std::optional<Date> read_date(std::string_view text);
// The day of a spreadsheet's serial number, 1990 to 2100.
std::optional<Date> read_serial(double serial);
// 2025, 2025年度, 2025H1, 2025年上半年, 2025Q3, 2025年第三季度, 2025-07, 2025年7月, 2025.7, 202507.
std::optional<std::string> read_period(std::string_view text);
// 1,234.50 with at most two decimals below the fen; nothing for what is no amount, nor for an empty
// text.
std::optional<Fen> read_amount(std::string_view text, std::int64_t fen_per_unit);
// 是 √ 有 1 true and their opposites.
std::optional<bool> read_yes(std::string_view text);
std::optional<std::int64_t> read_whole(std::string_view text);
// The name of an option by its name, its title or a part that only one title has.
std::optional<std::string> read_option(const std::vector<schema::EnumOption>& options,
                                       std::string_view text);
// The parts of a list in one cell: by 、 ，, ; ； / and line ends.
std::vector<std::string> parts_of(std::string_view text);
// An id or number that a spreadsheet has turned into 6.10802E+17: its digits are lost.
bool lost_digits(std::string_view text);

}  // namespace zhucun::importers
