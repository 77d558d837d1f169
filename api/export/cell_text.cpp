#include "api/export/cell_text.h"

#include <algorithm>
#include <cctype>

namespace zhucun::exporting {

namespace {

constexpr std::size_t units_max = 32'767;
constexpr std::string_view cut_mark = "…（超过单元格上限，后文未导出）";
constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct Point {
  char32_t value = 0;
  std::size_t bytes = 1;
  bool valid = false;
};

// The code point that text starts with; not valid for wrong bytes, of which it takes one.
Point first_point(std::string_view text) {
  auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
  char32_t value = lead & (0xFF >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    value = value << 6 | (byte(i) & 0x3F);
  }
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < least[bytes] || value > 0x10FFFF || surrogate) return {};
  return {value, bytes, true};
}

std::size_t width_of(char32_t point) {
  if (point < 0x20) return 0;
  bool half = point < 0x1100 || (point >= 0xFF61 && point <= 0xFF9F);
  // Of the half-wide ones below, these are drawn wide in Chinese fonts: × ÷ · and quotes.
  return half && point != 0xD7 && point != 0xF7 && point != 0xB7 ? 1 : 2;
}

// Calls each(line) for the lines of a text.
template <typename F>
void each_line(std::string_view text, F each) {
  for (;;) {
    auto end = text.find('\n');
    each(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

std::size_t line_width(std::string_view line) {
  std::size_t width = 0;
  while (!line.empty()) {
    Point point = first_point(line);
    width += point.valid ? width_of(point.value) : 2;
    line.remove_prefix(point.bytes);
  }
  return width;
}

bool is_escape(std::string_view text) {
  return text.size() >= 7 && text[0] == '_' && text[1] == 'x' && text[6] == '_' &&
         std::all_of(text.begin() + 2, text.begin() + 6,
                     [](unsigned char c) { return std::isxdigit(c) != 0; });
}

bool is_plain(std::string_view text) {
  return text.size() < units_max && std::all_of(text.begin(), text.end(), [](char c) {
           return c >= 0x20 && c != '_' && c != 0x7F;
         });
}

}  // namespace

std::size_t shown_width(std::string_view text) {
  std::size_t most = 0;
  each_line(text, [&](std::string_view line) { most = std::max(most, line_width(line)); });
  return most;
}

std::size_t shown_lines(std::string_view text, std::size_t width) {
  std::size_t lines = 0;
  // A wide character does not stand across the edge, so a line holds one unit less.
  std::size_t room = std::max<std::size_t>(width, 3) - 1;
  each_line(text, [&](std::string_view line) {
    lines += std::max<std::size_t>(1, (line_width(line) + room - 1) / room);
  });
  return lines;
}

std::string cell_text(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  std::size_t units = 0, cut_at = 0;
  while (!text.empty()) {
    Point point = first_point(text);
    std::string_view piece = text.substr(0, point.bytes);
    bool forbidden = !point.valid || (point.value & 0xFFFE) == 0xFFFE;
    if (forbidden) piece = replacement;
    if (point.valid && point.value == 0) piece = "␀";
    // A control character is written as seven units, _x000D_; so is an underscore that must stay.
    bool escape = is_escape(text);
    bool control = point.valid && point.value > 0 && point.value < 0x20 && point.value != '\t' &&
                   point.value != '\n';
    if (escape) piece = "_x005F_";
    units += escape || control ? 7 : point.value > 0xFFFF ? 2 : 1;
    if (units + 32 <= units_max) cut_at = out.size() + piece.size();
    out += piece;
    text.remove_prefix(point.bytes);
  }
  if (units <= units_max) return out;
  return out.substr(0, cut_at) + std::string(cut_mark);
}

}  // namespace zhucun::exporting
