#include "ledger/accounts/text.h"

#include "ledger/log/hash.h"

namespace zhucun::accounts {

namespace {

// The length of the character that a byte leads, 0 when it leads none.
std::size_t length_of(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xC2) return 0;
  if (lead < 0xE0) return 2;
  if (lead < 0xF0) return 3;
  return lead < 0xF5 ? 4 : 0;
}

// The character at the start; its length is 0 when there is none.
std::size_t decode(std::string_view text, char32_t& out) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  std::size_t length = length_of(byte(0));
  if (length == 0 || length > text.size()) return 0;
  out = length == 1 ? byte(0) : byte(0) & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
    out = (out << 6) | (byte(i) & 0x3Fu);
  }
  bool overlong = (length == 3 && out < 0x800) || (length == 4 && out < 0x10000);
  bool surrogate = out >= 0xD800 && out < 0xE000;
  return overlong || surrogate || out > 0x10FFFF ? 0 : length;
}

}  // namespace

std::optional<std::u32string> code_points(std::string_view text) {
  std::u32string out;
  while (!text.empty()) {
    char32_t point = 0;
    std::size_t length = decode(text, point);
    if (length == 0) return std::nullopt;
    out.push_back(point);
    text.remove_prefix(length);
  }
  return out;
}

std::string shortened(std::string_view text, std::size_t most) {
  std::string out;
  while (!text.empty()) {
    char32_t point = 0;
    std::size_t length = decode(text, point);
    bool plain = length > 0 && point >= 0x20 && point != 0x7F;
    if (out.size() + (plain ? length : 1) > most) break;
    out += plain ? text.substr(0, length) : std::string_view("?");
    text.remove_prefix(length > 0 ? length : 1);
  }
  return out;
}

std::string hex_of(std::string_view bytes) {
  return log::to_hex(log::bytes_of(bytes));
}

std::string digest(std::string_view purpose, std::string_view text) {
  std::string framed = "zhucun " + std::string(purpose) + ":" + std::string(text);
  log::Hash hash = log::Hasher(log::HashKind::sha256).digest(log::bytes_of(framed));
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace zhucun::accounts
