// The questions that decisions and reports ask of the work fund's rows: which row holds in a place,
// whether a head may be spent on, by when a step is due. Pure; any thread. [8.2.1]
#pragma once

#include <optional>
#include <string_view>

#include "ledger/policy/policy.h"

namespace zhucun::policy {

// The row whose sum the levels share, for a seat in a place; nothing where no document has one.
const FundRow* shared_fund(const Policy& policy, DivisionCode place, FundSeat seat);

// Allowed or forbidden, never unknown. Without a row: no document names the head; it is forbidden
// where documents list allowed heads, and allowed where they list none.
struct HeadRuling {
  FundUse use = FundUse::allowed;
  const FundUseRow* row = nullptr;
};
HeadRuling ruling_on_head(const Policy& policy, DivisionCode place, std::string_view head);

// The last day on which a step of a fund year is in time. `before`: the day of the step before it;
// nothing while that is not done. Nothing where no cut-off day can be told (yet).
std::optional<Date> due_day(const FundDue& due, int fund_year, std::optional<Date> before);

}  // namespace zhucun::policy
