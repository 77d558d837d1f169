#include "api/export/plan_text.h"

#include <charconv>
#include <cmath>
#include <cstring>

#include "api/export/cell_text.h"

namespace zhucun::exporting {

using importers::PlanValue;

namespace {

constexpr std::int64_t digits_max = 999'999'999'999'999;  // what Excel keeps of a number
constexpr std::int64_t epoch_serial = 25'569;             // 1970-01-01 in Excel's days
constexpr std::int64_t true_serial = 61;                  // 1900-03-01: from here on it counts well

bool within(std::int64_t value) {
  return value >= -digits_max && value <= digits_max;
}

}  // namespace

std::string cut(std::string_view text, std::size_t points) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    bool starts = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
    if (starts && points-- == 0) break;
  }
  return std::string(text.substr(0, at));
}

std::string page_text(std::string_view text, std::size_t points) {
  std::string out;
  for (char c : cut(text, points)) out += c == '&' ? std::string("&&") : std::string(1, c);
  return out;
}

std::string sheet_name(std::string_view wanted, std::set<std::string>& taken) {
  std::string clean;
  for (char c : cell_text(wanted)) {
    bool forbidden = std::strchr("[]:*?/\\", c) != nullptr || static_cast<unsigned char>(c) < 0x20;
    clean += forbidden ? '_' : c;
  }
  while (clean.starts_with('\'')) clean.erase(0, 1);
  while (clean.ends_with('\'')) clean.pop_back();
  if (clean.empty() || clean == "History") clean += "表";
  std::string name = cut(clean, 31);
  for (int i = 2; !taken.insert(name).second; ++i) {
    std::string mark = "(" + std::to_string(i) + ")";
    name = cut(clean, 31 - mark.size()) + mark;
  }
  return name;
}

std::string as_text(const PlanValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
  if (const auto* fen = std::get_if<Fen>(&value)) return to_yuan(*fen);
  if (const auto* date = std::get_if<Date>(&value)) return to_text(*date);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "是" : "否";
  const auto* number = std::get_if<double>(&value);
  if (!number) return "";
  char digits[32];
  auto end = std::to_chars(digits, digits + sizeof digits, *number).ptr;
  return {digits, end};
}

std::optional<double> as_number(const PlanValue& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value))
    return within(*whole) ? std::optional(static_cast<double>(*whole)) : std::nullopt;
  if (const auto* fen = std::get_if<Fen>(&value))
    return within(fen->value) ? std::optional(static_cast<double>(fen->value) / 100) : std::nullopt;
  if (const auto* date = std::get_if<Date>(&value)) {
    std::int64_t serial = date->time_since_epoch().count() + epoch_serial;
    return serial >= true_serial ? std::optional(static_cast<double>(serial)) : std::nullopt;
  }
  const auto* number = std::get_if<double>(&value);
  return number && std::isfinite(*number) ? std::optional(*number) : std::nullopt;
}

}  // namespace zhucun::exporting
