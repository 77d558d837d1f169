#include "importers/sheet/readers/text_tools.h"

#include <algorithm>
#include <optional>

namespace zhucun::sheet {
namespace {

constexpr std::size_t block_bytes = 1 << 20;

// The length of the sequence at `at`, or 0 when it is none.
std::size_t sequence_at(std::string_view bytes, std::size_t at) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[at + i]); };
  unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || bytes.size() - at < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  unsigned second = byte(1);
  bool overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
  bool surrogate = lead == 0xed && second >= 0xa0;
  bool beyond = lead == 0xf4 && second >= 0x90;
  return overlong || surrogate || beyond ? 0 : length;
}

// The code unit of an escape _xHHHH_ at this place.
std::optional<std::uint32_t> escape_at(std::string_view text, std::size_t at) {
  if (text.size() - at < 7 || text[at] != '_' || text[at + 1] != 'x' || text[at + 6] != '_') {
    return std::nullopt;
  }
  std::uint32_t unit = 0;
  for (char c : text.substr(at + 2, 4)) {
    std::uint32_t digit = c >= '0' && c <= '9'   ? static_cast<std::uint32_t>(c - '0')
                          : c >= 'A' && c <= 'F' ? static_cast<std::uint32_t>(c - 'A' + 10)
                          : c >= 'a' && c <= 'f' ? static_cast<std::uint32_t>(c - 'a' + 10)
                                                 : 16;
    if (digit == 16) return std::nullopt;
    unit = unit * 16 + digit;
  }
  if (unit == 0) return std::nullopt;
  return unit;
}

}  // namespace

std::size_t valid_utf8_prefix(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    if (static_cast<unsigned char>(bytes[at]) < 0x80) {
      ++at;
      continue;
    }
    std::size_t length = sequence_at(bytes, at);
    if (length == 0) return at;
    at += length;
  }
  return at;
}

void append_utf8(std::string& out, std::uint32_t point) {
  if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) point = 0xfffd;
  auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xc0 | point >> 6);
    put(0x80 | (point & 63));
  } else if (point < 0x10000) {
    put(0xe0 | point >> 12);
    put(0x80 | (point >> 6 & 63));
    put(0x80 | (point & 63));
  } else {
    put(0xf0 | point >> 18);
    put(0x80 | (point >> 12 & 63));
    put(0x80 | (point >> 6 & 63));
    put(0x80 | (point & 63));
  }
}

std::string unescaped(std::string text) {
  if (text.find("_x") == std::string::npos) return text;
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    auto unit = escape_at(text, at);
    if (!unit) {
      out.push_back(text[at++]);
      continue;
    }
    at += 7;
    if (*unit >= 0xd800 && *unit < 0xdc00 && at < text.size()) {
      if (auto low = escape_at(text, at); low && *low >= 0xdc00 && *low < 0xe000) {
        unit = 0x10000 + ((*unit - 0xd800) << 10) + (*low - 0xdc00);
        at += 7;
      }
    }
    append_utf8(out, *unit);
  }
  return out;
}

std::string printable(std::string_view text) {
  constexpr std::size_t bytes_max = 2000;
  constexpr std::string_view unknown = "\xef\xbf\xbd";
  std::string out;
  for (std::size_t at = 0; at < text.size() && out.size() < bytes_max;) {
    std::size_t length = sequence_at(text, at);
    bool is_shown = length > 1 || (length == 1 && static_cast<unsigned char>(text[at]) >= 0x20);
    out += is_shown ? text.substr(at, length) : unknown;
    at += is_shown ? length : 1;
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  auto first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

void TextTable::add(std::string_view text) {
  if (blocks_.empty() || blocks_.back().capacity() - blocks_.back().size() < text.size()) {
    blocks_.emplace_back();
    blocks_.back().reserve(std::max(block_bytes, text.size()));
  }
  auto& block = blocks_.back();
  places_.push_back({static_cast<std::uint32_t>(blocks_.size() - 1),
                     static_cast<std::uint32_t>(block.size()),
                     static_cast<std::uint32_t>(text.size())});
  block += text;
  bytes_ += text.size() + sizeof(At);
}

std::string_view TextTable::at(std::size_t index) const {
  const At& place = places_[index];
  return std::string_view(blocks_[place.block]).substr(place.offset, place.length);
}

}  // namespace zhucun::sheet
