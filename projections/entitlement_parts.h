// Inside projections: the parts that an entitlement is reckoned from; see entitlement.h. Pure.
#pragma once

#include "projections/entitlement.h"

namespace zhucun::projections {

struct Entitlements::Stretch {
  Span days;
  const policy::Policy* policy;
};

// A stay inside a month, as long as one unit stood behind it.
struct Entitlements::Piece {
  const domain::StayFact* stay;
  Span days;
  std::string unit;   // that owes it now
  std::string payer;  // that stood on these days: by its level and seat the rates go
  policy::UnitLevel level;
};

struct Entitlements::Attested {
  std::map<std::string, std::vector<std::pair<Position, const domain::TripFact*>>> trips;
  std::map<std::string, std::vector<std::pair<Position, const domain::UnusedLeaveFact*>>> unused;
  std::map<std::string, std::vector<std::pair<Position, const domain::PaidBeforeFact*>>> openings;

  explicit Attested(const domain::Facts& facts) {
    const auto& all = facts.allowance;
    for (const auto& [at, one] : all.trips)
      trips[person_now(facts, one.person)].push_back({at, &one});
    for (const auto& [at, one] : all.unused_leaves)
      unused[person_now(facts, one.person)].push_back({at, &one});
    for (const auto& [at, one] : all.openings)
      openings[person_now(facts, one.person)].push_back({at, &one});
  }
};

inline Span month_of(Date day) {
  return period_of({PeriodKind::month}, day).span;
}

inline std::int64_t length(Span span) {
  return (span.last - span.first).count() + 1;
}

}  // namespace zhucun::projections
