#include "projections/go_live.h"

namespace zhucun::projections {

std::optional<Date> live_from(const domain::Facts& facts, DivisionCode county,
                              event::DutyGroup group) {
  for (DivisionCode area : {county, facts.city}) {
    for (auto one : {group, event::DutyGroup::ALL}) {
      auto found = facts.go_live.find({area, one});
      if (found != facts.go_live.end() && !found->second.empty()) {
        return found->second.rbegin()->second.from;
      }
    }
  }
  return std::nullopt;
}

}  // namespace zhucun::projections
