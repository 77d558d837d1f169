// Money as whole fen. Value; any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zhucun {

struct Fen {
  std::int64_t value = 0;
  auto operator<=>(const Fen&) const = default;
};

// Yuan with two decimals, such as -3000.00.
inline std::string to_yuan(Fen fen) {
  std::uint64_t magnitude = fen.value < 0 ? 0 - static_cast<std::uint64_t>(fen.value)
                                          : static_cast<std::uint64_t>(fen.value);
  std::string cents = std::to_string(magnitude % 100);
  if (cents.size() < 2) cents.insert(cents.begin(), '0');
  return (fen.value < 0 ? "-" : "") + std::to_string(magnitude / 100) + "." + cents;
}

// Strict: digits, a point, two digits, and a minus sign where there is one. Nothing for any other
// writing and for sums that no Fen holds.
std::optional<Fen> parse_yuan(std::string_view text);

}  // namespace zhucun
