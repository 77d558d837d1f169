// Which units and places of the demo city fail in paying, and how: chosen by the seed among those
// that stand on their own all the time. Values. [8.2.2]
#pragma once

#include <set>

#include "tools/demo/allowances.h"

namespace zhucun::demo {

struct PayPlan {
  Index tier_missing = nobody;    // a township
  Index fare_missing = nobody;    // a county
  std::map<Index, Span> arrears;  // months (first days) of which a unit pays nothing
  std::set<Index> lumps;          // pay by the quarter
  Index lump_rest = nobody;       // of these, the one that paid too much once
  Index double_claim = nobody;
  Index paid_twice = nobody;  // whose resident another unit pays too
  Index second_payer = nobody;
  Index owes_supplement = nobody;
  Index insurance_gap = nobody;
  Index check_missing = nobody;
  Index unrefunded = nobody;
  Index unconsoled = nobody;
  std::vector<UnitPayout> payouts;

  bool pays_nothing(Index unit, Date month) const;
  bool is_planned(Index unit) const;
};

PayPlan plan_payments(const City& city, Random random);

}  // namespace zhucun::demo
