#include "api/app/instant.h"

#include <array>
#include <charconv>
#include <cstdio>

#include "ledger/base/date.h"

namespace zhucun::app {

namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t day_seconds = 86'400;
constexpr std::int64_t offset_seconds = std::int64_t{8} * 3600;

std::optional<std::int64_t> two_digits(const std::string& text, std::size_t at) {
  std::int64_t value = 0;
  const char* from = text.data() + at;
  auto [end, error] = std::from_chars(from, from + 2, value);
  if (error != std::errc{} || end != from + 2) return std::nullopt;
  return value;
}

struct Parts {
  std::string day;
  int hour = 0;
  int minute = 0;
  int second = 0;
};

Parts parts_of(RecordedTime moment) {
  std::int64_t local = moment.micros / second + offset_seconds;
  std::int64_t in_day = (local % day_seconds + day_seconds) % day_seconds;
  Date day{Days{(local - in_day) / day_seconds}};
  return {to_text(day), static_cast<int>(in_day / 3600), static_cast<int>(in_day / 60 % 60),
          static_cast<int>(in_day % 60)};
}

std::string clock_text(const Parts& parts, const char* form) {
  std::array<char, 16> out{};
  std::snprintf(out.data(), out.size(), form, parts.hour, parts.minute, parts.second);
  return out.data();
}

}  // namespace

std::optional<RecordedTime> instant(const std::string& text) {
  auto date = parse_date(std::string_view(text).substr(0, 10));
  if (!date) return std::nullopt;
  std::int64_t start = date->time_since_epoch().count() * day_seconds - offset_seconds;
  if (text.size() == 10) return RecordedTime{(start + day_seconds) * second - 1};
  if (text.size() < 19 || text[10] != 'T' || text[13] != ':' || text[16] != ':')
    return std::nullopt;
  auto hours = two_digits(text, 11);
  auto minutes = two_digits(text, 14);
  auto seconds = two_digits(text, 17);
  if (!hours || !minutes || !seconds || *hours > 23 || *minutes > 59 || *seconds > 59)
    return std::nullopt;
  return RecordedTime{(start + *hours * 3600 + *minutes * 60 + *seconds + 1) * second - 1};
}

std::string compact_text(RecordedTime moment) {
  Parts parts = parts_of(moment);
  std::erase(parts.day, '-');
  return parts.day + clock_text(parts, "T%02d%02d%02d");
}

std::string readable_text(RecordedTime moment) {
  Parts parts = parts_of(moment);
  return parts.day + clock_text(parts, " %02d:%02d:%02d");
}

}  // namespace zhucun::app
