#include "ledger/base/date.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace zhucun {

using std::chrono::year_month_day;

namespace {

std::optional<int> digits(std::string_view text) {
  int value = 0;
  if (text.empty()) return std::nullopt;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::string padded(int value, int width) {
  std::string text = std::to_string(value);
  while (static_cast<int>(text.size()) < width) text.insert(text.begin(), '0');
  return text;
}

Date end_of_month(int year, unsigned month) {
  return Date{std::chrono::year{year} / std::chrono::month{month} / std::chrono::last};
}

Date next_start(Cadence cadence, Date first) {
  return period_of(cadence, first).span.last + Days{1};
}

// The Monday that starts ISO week 1 of a year: the week that holds 4 January.
Date first_iso_monday(int year) {
  Date fourth = make_date(year, 1, 4);
  return fourth - (std::chrono::weekday{fourth} - std::chrono::Monday);
}

}  // namespace

Date make_date(int year, unsigned month, unsigned day) {
  return Date{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}};
}

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  auto year = digits(text.substr(0, 4));
  auto month = digits(text.substr(5, 2));
  auto day = digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  year_month_day ymd{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                     std::chrono::day{static_cast<unsigned>(*day)}};
  if (!ymd.ok()) return std::nullopt;
  return Date{ymd};
}

std::string to_text(Date date) {
  year_month_day ymd{date};
  return padded(int(ymd.year()), 4) + "-" + padded(int(unsigned(ymd.month())), 2) + "-" +
         padded(int(unsigned(ymd.day())), 2);
}

int year_of(Date date) {
  return int(year_month_day{date}.year());
}
unsigned month_of(Date date) {
  return unsigned(year_month_day{date}.month());
}
unsigned day_of(Date date) {
  return unsigned(year_month_day{date}.day());
}

std::int32_t to_stored(std::optional<Date> date) {
  return date ? static_cast<std::int32_t>(date->time_since_epoch().count()) : no_date_days;
}

std::optional<Date> from_stored(std::int32_t days) {
  if (days == no_date_days) return std::nullopt;
  return Date{Days{days}};
}

std::vector<Span> joined(std::vector<Span> spans) {
  std::sort(spans.begin(), spans.end());
  std::vector<Span> out;
  for (Span span : spans) {
    if (!out.empty() && span.first <= out.back().last + Days{1}) {
      out.back().last = std::max(out.back().last, span.last);
    } else {
      out.push_back(span);
    }
  }
  return out;
}

Period period_of(Cadence cadence, Date day) {
  int year = year_of(day);
  unsigned month = month_of(day);
  std::string year_text = padded(year, 4);
  switch (cadence.kind) {
    case PeriodKind::day: return {{day, day}, to_text(day)};
    case PeriodKind::week: {
      Date monday = day - (std::chrono::weekday{day} - std::chrono::Monday);
      int iso_year = year_of(monday + Days{3});
      int number = int((monday - first_iso_monday(iso_year)).count()) / 7 + 1;
      return {{monday, monday + Days{6}}, padded(iso_year, 4) + "W" + padded(number, 2)};
    }
    case PeriodKind::month:
      return {{make_date(year, month, 1), end_of_month(year, month)},
              year_text + "-" + padded(int(month), 2)};
    case PeriodKind::quarter: {
      unsigned quarter = (month - 1) / 3;
      return {{make_date(year, quarter * 3 + 1, 1), end_of_month(year, quarter * 3 + 3)},
              year_text + "Q" + std::to_string(quarter + 1)};
    }
    case PeriodKind::half_year: {
      unsigned half = (month - 1) / 6;
      return {{make_date(year, half * 6 + 1, 1), end_of_month(year, half * 6 + 6)},
              year_text + "H" + std::to_string(half + 1)};
    }
    case PeriodKind::year: break;
  }
  int behind = ((year - cadence.anchor_year) % cadence.count + cadence.count) % cadence.count;
  int first = year - behind;
  int last = first + cadence.count - 1;
  std::string key = padded(first, 4);
  if (cadence.count > 1) key += "-" + padded(last, 4);
  return {{make_date(first, 1, 1), make_date(last, 12, 31)}, key};
}

std::vector<Period> periods_starting_in(Cadence cadence, Span span) {
  std::vector<Period> out;
  Period period = period_of(cadence, span.first);
  if (period.span.first < span.first) period = period_of(cadence, next_start(cadence, span.first));
  while (period.span.first <= span.last) {
    out.push_back(period);
    period = period_of(cadence, next_start(cadence, period.span.first));
  }
  return out;
}

std::optional<Period> parse_period(std::string_view key) {
  if (auto date = parse_date(key)) return period_of({PeriodKind::day}, *date);
  if (key.size() < 4) return std::nullopt;
  auto year = digits(key.substr(0, 4));
  if (!year || *year < 1) return std::nullopt;
  std::string_view rest = key.substr(4);
  if (rest.empty()) return period_of({PeriodKind::year}, make_date(*year, 1, 1));
  auto number = digits(rest.substr(1));
  if (!number || *number < 1) return std::nullopt;
  unsigned n = static_cast<unsigned>(*number);
  if (rest[0] == '-' && rest.size() == 3 && n <= 12) {
    return period_of({PeriodKind::month}, make_date(*year, n, 1));
  }
  if (rest[0] == '-' && rest.size() == 5 && *number > *year) {
    return period_of({PeriodKind::year, *number - *year + 1, *year}, make_date(*year, 1, 1));
  }
  if (rest[0] == 'Q' && rest.size() == 2 && n <= 4) {
    return period_of({PeriodKind::quarter}, make_date(*year, n * 3 - 2, 1));
  }
  if (rest[0] == 'H' && rest.size() == 2 && n <= 2) {
    return period_of({PeriodKind::half_year}, make_date(*year, n * 6 - 5, 1));
  }
  if (rest[0] == 'W' && rest.size() == 3) {
    Period week = period_of({PeriodKind::week}, first_iso_monday(*year) + Days{7 * (*number - 1)});
    if (week.key == key) return week;
  }
  return std::nullopt;
}

}  // namespace zhucun
