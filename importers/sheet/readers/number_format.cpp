#include "importers/sheet/readers/number_format.h"

#include <array>
#include <charconv>
#include <cmath>

#include "ledger/base/date.h"

namespace zhucun::sheet {
namespace {

constexpr double serial_end = 2'958'466;  // 9999-12-31 is the last day
constexpr std::int64_t day_seconds = 86'400;

std::string two(std::int64_t value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

std::string clock_text(std::int64_t seconds) {
  return two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60);
}

Date base_of(std::int64_t day, bool dates_1904) {
  if (dates_1904) return make_date(1904, 1, 1);
  // Lotus took 1900 for a leap year, and Excel kept it: serial 60 is a day that never was.
  return day < 60 ? make_date(1899, 12, 31) : make_date(1899, 12, 30);
}

std::optional<std::int64_t> digits(std::string_view text) {
  std::int64_t value = 0;
  if (text.empty() || text.size() > 9) return std::nullopt;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

bool is_date_format(std::uint32_t id) {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || id == 45 || id == 47 ||
         (id >= 50 && id <= 58);
}

bool is_date_code(std::string_view code) {
  bool found = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    char c = code[i];
    if (c == ';') break;  // the first section is that of positive numbers
    if (c == '"') {
      i = code.find('"', i + 1);
      if (i == std::string_view::npos) break;
    } else if (c == '[') {
      auto end = code.find(']', i);
      if (end == std::string_view::npos) break;
      auto inside = code.substr(i + 1, end - i - 1);
      if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) {
        return false;
      }
      i = end;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (std::string_view("yYmMdDhHsS").find(c) != std::string_view::npos) {
      found = true;
    }
  }
  return found;
}

std::string number_text(double value) {
  std::array<char, 64> buffer;
  bool fixed = value == 0 || (std::abs(value) >= 1e-7 && std::abs(value) < 1e21);
  auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                    fixed ? std::chars_format::fixed : std::chars_format::scientific);
  std::string out(buffer.data(), end);
  return out == "-0" ? "0" : out;
}

std::optional<std::string> serial_text(double serial, bool dates_1904) {
  if (!(serial >= 0 && serial < serial_end)) return std::nullopt;
  std::int64_t seconds = std::llround(serial * day_seconds);
  std::int64_t day = seconds / day_seconds;
  if (serial < 1) return seconds < day_seconds ? clock_text(seconds) : "23:59:59";
  std::string out = zhucun::to_text(base_of(day, dates_1904) + Days{day});
  if (seconds % day_seconds != 0) out += " " + clock_text(seconds % day_seconds);
  return out;
}

std::optional<double> iso_serial(std::string_view text) {
  auto date = parse_date(text.substr(0, 10));
  if (!date) return std::nullopt;
  double serial = static_cast<double>((*date - make_date(1899, 12, 30)).count());
  if (serial < 61) serial -= 1;
  auto rest = text.substr(10);
  if (rest.empty()) return serial;
  if (rest.ends_with('Z')) rest.remove_suffix(1);
  if (rest.size() < 9 || (rest[0] != 'T' && rest[0] != ' ') || rest[3] != ':' || rest[6] != ':') {
    return std::nullopt;
  }
  auto hours = digits(rest.substr(1, 2)), minutes = digits(rest.substr(4, 2)),
       seconds = digits(rest.substr(7, 2));
  if (!hours || !minutes || !seconds || *hours > 23 || *minutes > 59 || *seconds > 59) {
    return std::nullopt;
  }
  if (rest.size() > 9 && (rest[9] != '.' || !digits(rest.substr(10)))) return std::nullopt;
  return serial + static_cast<double>(*hours * 3600 + *minutes * 60 + *seconds) / day_seconds;
}

void set_number(Cell& cell, double value, bool is_date, bool dates_1904) {
  cell.number = value;
  cell.kind = CellKind::number;
  if (is_date) {
    if (auto text = serial_text(value, dates_1904)) {
      cell.kind = CellKind::date;
      cell.text = std::move(*text);
      return;
    }
  }
  cell.text = number_text(value);
}

}  // namespace zhucun::sheet
