// The demo city's own rates, and how its clerks state them. Values; built by one thread. [8.2.2]
#pragma once

#include <set>

#include "tools/demo/allowances.h"

namespace zhucun::demo {

class PayStandards {
 public:
  // Chooses the rates; `fare_missing` is the county whose fare nobody ever states, `tier_missing`
  // the township without a tier.
  PayStandards(const City& city, Index fare_missing, Index tier_missing);

  // Of one item and day; nothing where no paper says it. `known_on` is the day on which the rate is
  // looked up: a later paper may hold from before it.
  std::optional<std::int64_t> rate(Item item, Index unit, Index village, Date day,
                                   Date known_on) const;
  // The county whose meal rate a later paper raised, from which day, and when it was stated.
  Index raised_county() const { return raised_; }
  Date raised_from() const { return make_date(2025, 4, 16); }
  Date raised_on() const { return make_date(2025, 6, 20); }

  // data of every standardSet and townshipTierSet with its day and county, in order.
  struct Paper {
    const char* event;
    Date day;
    Index county;
    std::string data;
  };
  std::vector<Paper> papers() const;

 private:
  std::int64_t meal(Index county) const;
  std::int64_t tier_amount(Index county, Index tier, Date day) const;
  Index tier_of(Index township) const { return township % 3; }
  const City& city_;
  Index fare_missing_;
  Index tier_missing_;
  Index raised_ = 0;
};

}  // namespace zhucun::demo
