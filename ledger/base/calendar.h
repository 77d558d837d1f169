// Working days by the State Council's yearly holiday notices, adopted as events year by year.
// A year without a table is not guessed at: a span that reaches into it is provisional and says
// which year is missing. Pure values; any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "ledger/base/date.h"

namespace zhucun {

// What a notice says of one day that differs from the plain week. `in_lieu` = day off repaid by a
// make-up day.
enum class DayKind : std::uint8_t { holiday, in_lieu, workday };

// One year's table with the number of the notice it comes from.
struct HolidayTable {
  std::string notice;
  std::map<Date, DayKind> days;
};

// The end of a count of working days. `missing_year` names the first year whose table was not
// there; such an end is provisional, and binding acts wait for the table.
struct WorkingDayEnd {
  Date end;
  std::optional<int> missing_year;
};

// A count of working days, never of calendar days.
struct WorkingDays {
  int count = 0;
  auto operator<=>(const WorkingDays&) const = default;
};

struct WorkingDayCount {
  WorkingDays days;
  std::optional<int> missing_year;
};

class Calendar {
 public:
  void adopt(int year, HolidayTable table);
  bool has(int year) const;
  const std::map<int, HolidayTable>& tables() const { return tables_; }
  // Whether people work that day; weekends decide where no table stands.
  bool is_working(Date day) const;
  // The day on which the n-th working day after `start` falls; the start day is not counted.
  WorkingDayEnd after(Date start, WorkingDays count) const;
  // How many working days lie after `start` up to and including `end`.
  WorkingDayCount between(Date start, Date end) const;

 private:
  std::map<int, HolidayTable> tables_;
};

}  // namespace zhucun
