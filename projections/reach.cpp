#include "projections/reach.h"

#include <algorithm>

namespace zhucun::projections {

namespace {

bool is_party(const Sight& sight, domain::PartyRef ref, PartyKind kind, const std::string& id) {
  return ref.value != 0 && ref.kind() == kind && sight.facts.parties.id(ref) == id;
}

}  // namespace

bool in_division(const domain::Facts& facts, DivisionCode place, DivisionCode division, Date day) {
  for (auto known = facts.divisions.find(place); known != facts.divisions.end();
       known = facts.divisions.find(place)) {
    if (place == division) return true;
    bool merged = known->second.merged_on <= day && known->second.level != DivisionLevel::village;
    place = merged ? known->second.merged_into : known->second.parent;
  }
  return false;
}

bool reaches(const Sight& sight, const Instance& one) {
  if (!sight.reach) return true;
  const Scope& scope = *sight.reach;
  switch (scope.kind) {
    case ScopeKind::division:
    case ScopeKind::team: return in_division(sight.facts, one.place, scope.division(), sight.as_of);
    case ScopeKind::unit:
      return is_party(sight, one.unit, PartyKind::unit, scope.id) ||
             is_party(sight, one.actor, PartyKind::unit, scope.id) ||
             is_party(sight, one.actor, PartyKind::member_unit, scope.id) ||
             is_party(sight, one.to, PartyKind::unit, scope.id);
    case ScopeKind::person:
      return is_party(sight, one.actor, PartyKind::person, scope.id) ||
             is_party(sight, one.subject, PartyKind::person, scope.id);
    case ScopeKind::unknown: return false;
  }
  return false;
}

bool reaches(const Sight& sight, const domain::StayFact& stay) {
  if (!sight.reach) return true;
  const Scope& scope = *sight.reach;
  switch (scope.kind) {
    case ScopeKind::division:
    case ScopeKind::team:
      return in_division(sight.facts, stay.village, scope.division(), sight.as_of);
    case ScopeKind::unit: return is_party(sight, stay.unit, PartyKind::unit, scope.id);
    case ScopeKind::person: return is_party(sight, stay.person, PartyKind::person, scope.id);
    case ScopeKind::unknown: return false;
  }
  return false;
}

bool reaches_matter(const Sight& sight, DivisionCode place, const std::string& unit,
                    const std::string& person) {
  if (!sight.reach) return true;
  const Scope& scope = *sight.reach;
  switch (scope.kind) {
    case ScopeKind::division:
    case ScopeKind::team: return in_division(sight.facts, place, scope.division(), sight.as_of);
    case ScopeKind::unit: return unit == scope.id;
    case ScopeKind::person: return person == scope.id;
    case ScopeKind::unknown: return false;
  }
  return false;
}

bool reaches_village(const Sight& sight, DivisionCode village) {
  if (!sight.reach) return true;
  const Scope& scope = *sight.reach;
  if (scope.kind == ScopeKind::division || scope.kind == ScopeKind::team)
    return in_division(sight.facts, village, scope.division(), sight.as_of);
  auto stays = sight.facts.stays_by_village.find(village);
  if (stays == sight.facts.stays_by_village.end()) return false;
  return std::any_of(stays->second.begin(), stays->second.end(), [&](std::uint32_t index) {
    const auto& stay = sight.facts.stays[index];
    return stay.span.contains(sight.as_of) && reaches(sight, stay);
  });
}

}  // namespace zhucun::projections
