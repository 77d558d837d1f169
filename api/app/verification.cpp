#include "api/app/verification.h"

#include <algorithm>
#include <charconv>

#include "projections/table_lines.h"

namespace zhucun::app {

namespace {

constexpr std::size_t digits = 20;

}  // namespace

std::string verification_code(const book::Book& book, const projections::Table& table) {
  log::Hash root = book.log().root_at(table.position.value);
  std::string bytes(root.begin(), root.end());
  bytes += table.address + "\n" + projections::table_lines(table) + projections::totals_line(table);
  log::Hash hash = log::Hasher(book.hash_kind()).digest(log::bytes_of(bytes));
  return std::to_string(table.position.value) + "-" + log::to_hex(hash).substr(0, digits);
}

std::optional<Position> position_of_code(std::string_view code) {
  auto dash = code.find('-');
  if (dash == std::string_view::npos || code.size() - dash - 1 != digits) return std::nullopt;
  bool hex = std::all_of(code.begin() + static_cast<std::ptrdiff_t>(dash) + 1, code.end(),
                         [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  Position out;
  auto [end, error] = std::from_chars(code.data(), code.data() + dash, out.value);
  if (!hex || error != std::errc{} || end != code.data() + dash || out.value == 0)
    return std::nullopt;
  return out;
}

}  // namespace zhucun::app
