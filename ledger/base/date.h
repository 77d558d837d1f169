// Business days and the periods that duties are counted in. All dates are calendar days of UTC+8.
// Pure values; any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zhucun {

using Date = std::chrono::sys_days;
using Days = std::chrono::days;

// "Not said" on disk: a date field that carries this holds no date.
inline constexpr std::int32_t no_date_days = std::numeric_limits<std::int32_t>::min();
// The open end of a span that still runs.
inline constexpr Date far_future = Date{std::chrono::year{9999} / 12 / 31};

Date make_date(int year, unsigned month, unsigned day);
// Strict "YYYY-MM-DD"; nothing for a day the calendar does not have.
std::optional<Date> parse_date(std::string_view text);
std::string to_text(Date date);
int year_of(Date date);
unsigned month_of(Date date);
unsigned day_of(Date date);

// Days since 1970-01-01, as stored; and back (nothing for no_date_days).
std::int32_t to_stored(std::optional<Date> date);
std::optional<Date> from_stored(std::int32_t days);

// A closed span of days: both ends belong to it.
struct Span {
  Date first;
  Date last;
  bool contains(Date day) const { return first <= day && day <= last; }
  bool contains(Span other) const { return first <= other.first && other.last <= last; }
  bool meets(Span other) const { return first <= other.last && other.first <= last; }
  auto operator<=>(const Span&) const = default;
};

// Sorts spans and joins those that touch or overlap, so that rotation without a gap is one stay.
std::vector<Span> joined(std::vector<Span> spans);

enum class PeriodKind : std::uint8_t { day, week, month, quarter, half_year, year };

// How often something is due: every `count` units. Only years take a count above one; their rounds
// start in `anchor_year` (每两年 from an anchor year that the policy names).
struct Cadence {
  PeriodKind kind = PeriodKind::year;
  int count = 1;
  int anchor_year = 1;
  auto operator<=>(const Cadence&) const = default;
};

// One period of a cadence, such as 2025, 2025H1, 2025Q3, 2025-07, 2025W07, 2025-07-09 or 2025-2026.
struct Period {
  Span span;
  std::string key;
};

// The period of a cadence that holds the day.
Period period_of(Cadence cadence, Date day);
// All periods of a cadence whose first day lies in the span, in order.
std::vector<Period> periods_starting_in(Cadence cadence, Span span);
// The period a key names; nothing when it names none.
std::optional<Period> parse_period(std::string_view key);

}  // namespace zhucun
