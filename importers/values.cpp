#include "importers/values.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace zhucun::importers {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<int> whole_of(std::string_view text, std::size_t digits_max) {
  if (text.empty() || text.size() > digits_max) return std::nullopt;
  int value = 0;
  for (char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::string two(int value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

// The parts of a text between any of these marks; an empty last part is none.
std::vector<std::string> split_at(std::string_view text,
                                  std::initializer_list<std::string_view> marks) {
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < text.size();) {
    std::size_t length = 0;
    for (std::string_view one : marks) {
      if (text.substr(i).starts_with(one)) length = one.size();
    }
    if (length == 0) {
      parts.back().push_back(text[i++]);
    } else {
      parts.emplace_back();
      i += length;
    }
  }
  if (parts.size() > 1 && parts.back().empty()) parts.pop_back();
  return parts;
}

// 一 to 四, 1 to 4, 上 and 下.
std::optional<int> ordinal(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, int>, 10> words{{{"一", 1},
                                                                    {"二", 2},
                                                                    {"三", 3},
                                                                    {"四", 4},
                                                                    {"1", 1},
                                                                    {"2", 2},
                                                                    {"3", 3},
                                                                    {"4", 4},
                                                                    {"上", 1},
                                                                    {"下", 2}}};
  for (const auto& [word, value] : words) {
    if (word == text) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string trimmed(std::string_view text) {
  auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  for (bool again = true; again;) {
    again = false;
    while (!text.empty() && blank(text.front())) text.remove_prefix(1), again = true;
    while (!text.empty() && blank(text.back())) text.remove_suffix(1), again = true;
    for (std::string_view wide : {"　", "\xC2\xA0"}) {
      if (text.starts_with(wide)) text.remove_prefix(wide.size()), again = true;
      if (text.ends_with(wide)) text.remove_suffix(wide.size()), again = true;
    }
  }
  return std::string(text);
}

std::string narrowed(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
    // U+FF01..U+FF5E are EF BC 81..BF and EF BD 80..9E; U+3000 is E3 80 80.
    if (i + 2 < text.size() && byte(i) == 0xEF && (byte(i + 1) == 0xBC || byte(i + 1) == 0xBD)) {
      int low = byte(i + 2) - 0x80 + (byte(i + 1) == 0xBD ? 0x40 : 0);
      if (low >= 1 && low <= 0x5E) {
        out.push_back(static_cast<char>(low + 0x20));
        i += 2;
        continue;
      }
    }
    if (text.substr(i).starts_with("　")) {
      out.push_back(' ');
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return trimmed(out);
}

std::string title_key(std::string_view title) {
  std::string narrow = narrowed(title);
  std::string out;
  int depth = 0;
  for (char c : narrow) {
    if (c == '(' || c == '[') ++depth;
    if (depth == 0 && c != ' ' && c != '\n' && c != '\r' && c != '\t' && c != '*' && c != ':')
      out.push_back(c);
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  return out;
}

std::optional<Date> read_date(std::string_view written) {
  std::string text = narrowed(written);
  // A time of day after the date says nothing more.
  text = text.substr(0, text.find_first_of(" T"));
  std::vector<std::string> parts;
  if (text.size() == 8 && whole_of(text, 8)) {
    parts = {text.substr(0, 4), text.substr(4, 2), text.substr(6)};
  } else {
    parts = split_at(text, {"-", "/", ".", "年", "月", "日"});
  }
  if (parts.size() != 3) return std::nullopt;
  auto year = whole_of(parts[0], 4);
  auto month = whole_of(parts[1], 2);
  auto day = whole_of(parts[2], 2);
  if (!year || !month || !day || *year < 1900) return std::nullopt;
  return parse_date(std::to_string(*year) + "-" + two(*month) + "-" + two(*day));
}

std::optional<Date> read_serial(double serial) {
  // 1990-01-01 is 32874 and 2100-01-01 is 73051; day 25569 is 1970-01-01.
  if (!(serial >= 32874 && serial < 73051)) return std::nullopt;
  return Date{Days{static_cast<int>(std::floor(serial)) - 25569}};
}

std::optional<std::string> read_period(std::string_view written) {
  std::string text = narrowed(written);
  std::erase(text, ' ');
  if (parse_period(text)) return text;
  if (text.size() == 6 && whole_of(text, 6)) {
    std::string key = text.substr(0, 4) + "-" + text.substr(4);
    return parse_period(key) ? std::optional(key) : std::nullopt;
  }
  for (std::string_view tail : {"度", "份"}) {
    if (text.ends_with(tail)) text.resize(text.size() - tail.size());
  }
  auto year = text.size() >= 4 ? whole_of(text.substr(0, 4), 4) : std::nullopt;
  if (!year || *year < 1990) return std::nullopt;
  std::string rest = text.substr(4);
  for (std::string_view head : {"年", "-", ".", "/"}) {
    if (rest.starts_with(head)) rest = rest.substr(head.size());
  }
  std::string base = std::to_string(*year);
  if (rest.empty()) return base;
  if (rest.starts_with("第")) rest = rest.substr(std::string_view("第").size());
  auto before = [&](std::string_view tail) -> std::optional<std::string> {
    if (!rest.ends_with(tail)) return std::nullopt;
    return rest.substr(0, rest.size() - tail.size());
  };
  std::string key;
  if (auto half = before("半年")) {
    if (auto n = ordinal(*half); n && *n <= 2) key = base + "H" + std::to_string(*n);
  } else if (auto quarter = before("季")) {
    if (auto n = ordinal(*quarter)) key = base + "Q" + std::to_string(*n);
  } else {
    std::string digits = before("月").value_or(rest);
    if (auto month = whole_of(digits, 2)) key = base + "-" + two(*month);
  }
  return !key.empty() && parse_period(key) ? std::optional(key) : std::nullopt;
}

std::optional<Fen> read_amount(std::string_view written, std::int64_t fen_per_unit) {
  std::string text = narrowed(written);
  std::erase(text, ',');
  std::erase(text, ' ');
  for (std::string_view sign : {"¥", "￥"}) {
    if (text.starts_with(sign)) text = text.substr(sign.size());
  }
  for (std::string_view unit : {"万元", "元"}) {
    if (!text.ends_with(unit)) continue;
    text.resize(text.size() - unit.size());
    fen_per_unit = unit == "元" ? 100 : 1'000'000;
    break;
  }
  bool negative = text.starts_with('-');
  if (negative) text = text.substr(1);
  auto dot = text.find('.');
  std::string units = text.substr(0, dot);
  std::string rest = dot == std::string::npos ? "" : text.substr(dot + 1);
  auto digits = [](const std::string& part) {
    return std::all_of(part.begin(), part.end(), is_digit);
  };
  if (units.empty() || units.size() > 12 || !digits(units) || !digits(rest)) return std::nullopt;
  if (dot != std::string::npos && rest.empty()) return std::nullopt;
  std::int64_t value = std::stoll(units) * fen_per_unit;
  std::int64_t place = fen_per_unit;
  for (char c : rest) {
    // What is finer than a fen is no amount.
    if (place % 10 != 0) {
      if (c != '0') return std::nullopt;
      continue;
    }
    place /= 10;
    value += (c - '0') * place;
  }
  return Fen{negative ? -value : value};
}

std::optional<bool> read_yes(std::string_view written) {
  std::string text = narrowed(written);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (std::string_view yes : {"是", "有", "√", "✓", "✔", "1", "y", "yes", "true", "成功"}) {
    if (text == yes) return true;
  }
  for (std::string_view no : {"否", "无", "×", "✗", "0", "n", "no", "false", "-", "失败"}) {
    if (text == no) return false;
  }
  return std::nullopt;
}

std::optional<std::int64_t> read_whole(std::string_view written) {
  std::string text = narrowed(written);
  std::erase(text, ',');
  // A spreadsheet writes a year as 2026.0 where a formula made it.
  if (auto dot = text.find('.'); dot != std::string::npos) {
    if (text.find_first_not_of('0', dot + 1) != std::string::npos) return std::nullopt;
    text.resize(dot);
  }
  bool negative = text.starts_with('-');
  std::string digits = negative ? text.substr(1) : text;
  if (digits.empty() || digits.size() > 18 || !std::all_of(digits.begin(), digits.end(), is_digit))
    return std::nullopt;
  std::int64_t value = std::stoll(digits);
  return negative ? -value : value;
}

std::optional<std::string> read_option(const std::vector<schema::EnumOption>& options,
                                       std::string_view written) {
  std::string text = trimmed(written);
  std::string key = title_key(text);
  std::optional<std::string> found;
  for (const auto& option : options) {
    if (option.name == text || option.title == text) return option.name;
    if (!key.empty() && title_key(option.title) == key) found = option.name;
  }
  if (found || key.empty()) return found;
  for (const auto& option : options) {
    if (option.title.find(key) == std::string::npos) continue;
    if (found) return std::nullopt;
    found = option.name;
  }
  return found;
}

std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> out;
  for (const auto& part : split_at(text, {"、", "，", ",", "；", ";", "\n", "\r"})) {
    if (auto one = trimmed(part); !one.empty()) out.push_back(one);
  }
  return out;
}

bool lost_digits(std::string_view text) {
  auto e = text.find_first_of("eE");
  if (e == std::string_view::npos || e == 0 || e + 1 >= text.size()) return false;
  std::string_view head = text.substr(0, e);
  std::string_view tail = text.substr(e + 1);
  if (tail.starts_with('+')) tail.remove_prefix(1);
  auto number = [](std::string_view part) {
    return !part.empty() &&
           std::all_of(part.begin(), part.end(), [](char c) { return is_digit(c) || c == '.'; });
  };
  return number(head) && number(tail);
}

}  // namespace zhucun::importers
