#include "ledger/base/fen.h"

#include <charconv>

namespace zhucun {

std::optional<Fen> parse_yuan(std::string_view text) {
  constexpr std::size_t decimals = 3;  // the point and two digits
  auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  bool negative = text.starts_with('-');
  std::string_view magnitude = text.substr(negative ? 1 : 0);
  if (magnitude.size() <= decimals) return std::nullopt;
  std::size_t point = magnitude.size() - decimals;
  // No leading zeros: one sum has one writing.
  if (magnitude[0] == '0' && point > 1) return std::nullopt;
  std::string digits = negative ? "-" : "";
  for (std::size_t i = 0; i < magnitude.size(); ++i) {
    if (i == point ? magnitude[i] != '.' : !is_digit(magnitude[i])) return std::nullopt;
    if (i != point) digits += magnitude[i];
  }
  Fen fen;
  auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), fen.value);
  if (fault != std::errc{} || (negative && fen.value == 0)) return std::nullopt;
  return fen;
}

}  // namespace zhucun
