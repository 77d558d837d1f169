#include "ledger/policy/same_level.h"

namespace zhucun::policy {

std::optional<DivisionCode> acting_division(const Sides& sides, SameLevel level,
                                            HigherUnits higher) {
  DivisionCode posting_county = ancestor(sides.village, DivisionLevel::county);
  if (level == SameLevel::posting_county) return posting_county;
  switch (sides.level) {
    case UnitLevel::county:
    case UnitLevel::township: return ancestor(sides.seat, DivisionLevel::county);
    case UnitLevel::city: return sides.city;
    case UnitLevel::central:
    case UnitLevel::province:
    case UnitLevel::unknown: break;
  }
  switch (higher) {
    case HigherUnits::city_office: return sides.city;
    case HigherUnits::county_office: return posting_county;
    case HigherUnits::recorded_only: break;
  }
  return std::nullopt;
}

}  // namespace zhucun::policy
