#include "ledger/vault/mask.h"

#include <algorithm>
#include <vector>

namespace zhucun::vault {

namespace {

std::vector<std::string_view> characters(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 1;
    while (at + length < text.size() &&
           (static_cast<unsigned char>(text[at + length]) & 0xc0) == 0x80)
      ++length;
    out.push_back(text.substr(at, length));
    at += length;
  }
  return out;
}

// Keeps so many at both ends; everything is hidden when that would leave nothing hidden.
std::string keeping(std::string_view value, std::size_t first, std::size_t last) {
  auto all = characters(value);
  if (first + last >= all.size()) first = last = 0;
  std::string out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    bool shown = i < first || i + last >= all.size();
    out += shown ? all[i] : "*";
  }
  return out;
}

}  // namespace

std::string masked(std::string_view field, std::string_view value) {
  if (field == "name") return keeping(value, 1, 0);
  if (field == "idNumber") return keeping(value, 3, 4);
  if (field == "phone") return keeping(value, 3, 4);
  if (field == "bankCard") return keeping(value, 0, 4);
  if (field == "birthDate") return keeping(value, 4, 0);
  return "***";
}

}  // namespace zhucun::vault
