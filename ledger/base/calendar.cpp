#include "ledger/base/calendar.h"

#include <utility>

namespace zhucun {

void Calendar::adopt(int year, HolidayTable table) {
  tables_[year] = std::move(table);
}

bool Calendar::has(int year) const {
  return tables_.contains(year);
}

bool Calendar::is_working(Date day) const {
  if (auto table = tables_.find(year_of(day)); table != tables_.end()) {
    if (auto named = table->second.days.find(day); named != table->second.days.end()) {
      return named->second == DayKind::workday;
    }
  }
  std::chrono::weekday weekday{day};
  return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday;
}

WorkingDayEnd Calendar::after(Date start, WorkingDays count) const {
  WorkingDayEnd out{start, std::nullopt};
  while (count.count > 0) {
    out.end += Days{1};
    if (!out.missing_year && !has(year_of(out.end))) out.missing_year = year_of(out.end);
    if (is_working(out.end)) --count.count;
  }
  return out;
}

WorkingDayCount Calendar::between(Date start, Date end) const {
  WorkingDayCount out;
  for (Date day = start + Days{1}; day <= end; day += Days{1}) {
    if (!out.missing_year && !has(year_of(day))) out.missing_year = year_of(day);
    if (is_working(day)) ++out.days.count;
  }
  return out;
}

}  // namespace zhucun
