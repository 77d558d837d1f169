// Inside projections: whose seats a duty falls on in one period, before anyone asks whether it was
// done. A seat is an actor with an addressee and a subject, and the days on which it stood.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "projections/duties.h"

namespace zhucun::projections {

struct Seat {
  domain::PartyRef actor;
  domain::PartyRef to;
  domain::PartyRef subject;
  domain::PartyRef unit;
  DivisionCode place;
  bool city_level = false;
  NotOwed reason = NotOwed::none;  // none = owed
};

// A stay as seen from as_of: later ends are still open, later starts are not there.
struct SeenStay {
  domain::PartyRef person;
  domain::PartyRef unit;  // who answers for the unit that sent, after mergers
  DivisionCode village;
  policy::Role role;
  Span span;
  bool city_level;
};

// What the enumeration of seats looks at: stays by village, person and unit as of one day.
class Ground {
 public:
  Ground(const domain::Facts& facts, Date as_of);

  const domain::Facts& facts() const { return facts_; }
  Date as_of() const { return as_of_; }
  const std::map<DivisionCode, std::vector<SeenStay>>& villages() const { return villages_; }
  // Who answers for a unit, a member unit or a township on a day: itself, or what it was merged
  // into. Others: themselves.
  domain::PartyRef answering(domain::PartyRef party, Date day) const;
  // All parties for which this one answers at the end of the period, itself first.
  std::vector<domain::PartyRef> answered_by(domain::PartyRef party, Date day) const;
  // Township, county and city of a village or other division, after mergers.
  DivisionCode above(DivisionCode code, DivisionLevel level, Date day) const;
  // Where a unit's own duties count: its county, or the city.
  DivisionCode place_of_unit(domain::PartyRef unit) const;
  bool is_city_level(domain::PartyRef unit) const;
  policy::UnitLevel level_of(domain::PartyRef unit) const;
  domain::PartyRef party(PartyKind kind, DivisionCode code) const;
  std::vector<DivisionCode> divisions(DivisionLevel level) const;

 private:
  std::optional<domain::PartyRef> merged_away(domain::PartyRef one, Date day) const;

  const domain::Facts& facts_;
  Date as_of_;
  std::map<DivisionCode, std::vector<SeenStay>> villages_;
  std::unordered_map<std::uint32_t, std::vector<domain::PartyRef>> merged_into_;
};

// Calls each(seat) for every seat that a row falls on in a period, owed or with the reason why not.
void each_seat(const Ground& ground, const policy::Policy& policy, const policy::DutyRow& row,
               const Period& period, const std::function<void(const Seat&)>& each);

}  // namespace zhucun::projections
