#include "ledger/policy/fund_rows.h"

#include <algorithm>

namespace zhucun::policy {

const FundRow* shared_fund(const Policy& policy, DivisionCode place, FundSeat seat) {
  for (const FundRow& row : policy.funds) {
    if (row.seat == seat && !row.top_up && holds_in(row, place)) return &row;
  }
  return nullptr;
}

HeadRuling ruling_on_head(const Policy& policy, DivisionCode place, std::string_view head) {
  HeadRuling ruling;
  bool listed = false;
  for (const FundUseRow& row : policy.fund_uses) {
    if (!holds_in(row, place)) continue;
    listed = listed || row.use == FundUse::allowed;
    if (row.head != head) continue;
    // A head that any layer forbids stays forbidden.
    if (row.use == FundUse::forbidden) return {FundUse::forbidden, &row};
    ruling.row = &row;
  }
  if (listed && !ruling.row) ruling.use = FundUse::forbidden;
  return ruling;
}

std::optional<Date> due_day(const FundDue& due, int fund_year, std::optional<Date> before) {
  std::optional<Date> day;
  if (due.month_day) {
    // 02-29 is the last day of February in every year.
    auto [month, wanted] = *due.month_day;
    std::chrono::year_month_day_last last =
        std::chrono::year{fund_year} / std::chrono::month{month} / std::chrono::last;
    day = make_date(fund_year, month, std::min(wanted, static_cast<unsigned>(last.day())));
  }
  if (due.days_after && before) {
    Date after = *before + Days{*due.days_after};
    day = day ? std::min(*day, after) : after;
  }
  return day;
}

}  // namespace zhucun::policy
