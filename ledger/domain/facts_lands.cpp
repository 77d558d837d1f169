#include "ledger/domain/facts_lands.h"

namespace zhucun::domain {

DivisionCode FactsLands::parent_of(DivisionCode code) const {
  auto found = facts_.divisions.find(code);
  return found == facts_.divisions.end() ? DivisionCode{} : found->second.parent;
}

DivisionCode FactsLands::seat_of(const std::string& unit) const {
  auto found = facts_.units.find(unit);
  return found == facts_.units.end() ? DivisionCode{} : found->second.seat;
}

std::vector<Lands::StandsAt> FactsLands::stays_of(const std::string& person) const {
  std::vector<StandsAt> out;
  auto ref = facts_.parties.find(PartyKind::person, person);
  auto stays = ref ? facts_.stays_by_person.find(ref->value) : facts_.stays_by_person.end();
  if (stays == facts_.stays_by_person.end()) return out;
  for (auto index : stays->second) {
    const StayFact& stay = facts_.stays[index];
    out.push_back({stay.village, facts_.parties.id(stay.unit)});
  }
  return out;
}

std::vector<DivisionCode> FactsLands::villages_of(const std::string& unit) const {
  std::vector<DivisionCode> out;
  auto ref = facts_.parties.find(PartyKind::unit, unit);
  auto stays = ref ? facts_.stays_by_unit.find(ref->value) : facts_.stays_by_unit.end();
  if (stays == facts_.stays_by_unit.end()) return out;
  for (auto index : stays->second) out.push_back(facts_.stays[index].village);
  return out;
}

}  // namespace zhucun::domain
