// Text on its way into a spreadsheet: how wide it looks, and what a cell can hold. Pure; any
// thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace zhucun::exporting {

// Half-width characters that the widest line takes: 2 for each Chinese one.
std::size_t shown_width(std::string_view text);
// Lines that a text takes in a column of that width, its own line breaks included; at least 1.
std::size_t shown_lines(std::string_view text, std::size_t width);

// What an XLSX cell can hold of a text. Bytes that are no UTF-8 and code points that XML forbids
// become U+FFFD, NUL becomes U+2400, `_x0041_` is kept from being read as an escape, and what goes
// beyond the 32,767 units of a cell is cut off with a sentence that says so.
std::string cell_text(std::string_view text);

}  // namespace zhucun::exporting
