#include "ledger/domain/paper_numbers.h"

#include <array>
#include <utility>

namespace zhucun::domain {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> spellings{{
    {"〔", "["},
    {"〕", "]"},
    {"（", "["},
    {"）", "]"},
    {"【", "["},
    {"】", "]"},
    {"［", "["},
    {"］", "]"},
    {"(", "["},
    {")", "]"},
    {"　", ""},
    {" ", ""},
    {"\t", ""},
    {"—", "-"},
    {"－", "-"},
    {"第", ""},
}};

// U+FF10..FF19, FF21..FF3A, FF41..FF5A: three bytes each, at a fixed distance from ASCII.
bool narrow(std::string_view text, char& out) {
  if (text.size() < 3 || static_cast<unsigned char>(text[0]) != 0xEF) return false;
  unsigned point = 0xF000u | (static_cast<unsigned char>(text[1]) & 0x3Fu) << 6 |
                   (static_cast<unsigned char>(text[2]) & 0x3Fu);
  if (point < 0xFF01 || point > 0xFF5E) return false;
  out = static_cast<char>(point - 0xFEE0);
  return true;
}

}  // namespace

std::string one_spelling(std::string_view number) {
  std::string out;
  while (!number.empty()) {
    std::string_view written = number.substr(0, 1);
    std::string_view spelt = written;
    for (const auto& [from, to] : spellings) {
      if (!number.starts_with(from)) continue;
      written = from;
      spelt = to;
      break;
    }
    char ascii = 0;
    if (written.size() == 1 && narrow(number, ascii)) {
      out.push_back(ascii);
      number.remove_prefix(3);
      continue;
    }
    out += spelt;
    number.remove_prefix(written.size());
  }
  return out;
}

}  // namespace zhucun::domain
