#include "ledger/policy/service.h"

#include <algorithm>

namespace zhucun::policy {

int whole_months(Date first, Date last) {
  if (last < first) return 0;
  Date end = last + Days{1};
  int months = (year_of(end) - year_of(first)) * 12 + static_cast<int>(month_of(end)) -
               static_cast<int>(month_of(first));
  return months - (day_of(end) < day_of(first) ? 1 : 0);
}

int months_served(std::vector<Span> stays, int year, ServedFrom from) {
  Span whole{make_date(year, 1, 1), make_date(year, 12, 31)};
  std::sort(stays.begin(), stays.end(),
            [](const Span& a, const Span& b) { return a.first < b.first; });
  Date first{};
  Date last{};
  bool any = false;
  for (const Span& stay : stays) {
    if (stay.first > whole.last) break;
    if (!any || stay.first > last + Days{1}) first = stay.first;
    last = std::max(any ? last : stay.last, stay.last);
    any = true;
  }
  if (!any || last < whole.first) return 0;
  if (from == ServedFrom::year) first = std::max(first, whole.first);
  return whole_months(first, std::min(last, whole.last));
}

}  // namespace zhucun::policy
