#include "projections/pay_rates.h"

#include <algorithm>

#include "ledger/policy/names.h"

namespace zhucun::projections {

using policy::AllowanceRow;
using policy::RateBy;

std::string person_now(const domain::Facts& facts, std::string person) {
  for (auto known = facts.people.find(person);
       known != facts.people.end() && !known->second.merged_into.empty();
       known = facts.people.find(person)) {
    person = known->second.merged_into;
  }
  return person;
}

std::string unit_on(const domain::Facts& facts, std::string unit, Date day) {
  // A chain of mergers ends: each step moves to a unit that still stood on a later day.
  for (std::size_t steps = 0; steps <= facts.units.size(); ++steps) {
    auto known = facts.units.find(unit);
    if (known == facts.units.end() || known->second.merged_on > day) break;
    unit = known->second.merged_into;
  }
  return unit;
}

PayRates::PayRates(const Sight& sight) : sight_(sight) {
  const auto& all = sight.facts.allowance;
  for (const auto& [at, one] : all.standards) {
    if (one.stated > sight.as_of) continue;
    std::string person = one.person.empty() ? "" : person_now(sight.facts, one.person);
    standards_[{one.standard, one.area, one.tier, person}].push_back(
        {one.from, at, one.amount, one.tier, one.document});
  }
  for (const auto& [at, one] : all.tiers) {
    if (one.stated > sight.as_of) continue;
    tiers_[{one.standard, one.township}].push_back({one.from, at, Fen{}, one.tier, one.document});
  }
  auto order = [](std::vector<Dated>& list) {
    std::sort(list.begin(), list.end(), [](const Dated& a, const Dated& b) {
      return std::tie(a.from, a.position) < std::tie(b.from, b.position);
    });
  };
  for (auto& [key, list] : standards_) order(list);
  for (auto& [key, list] : tiers_) order(list);
}

// Of two from the same day the later one holds.
const PayRates::Dated* PayRates::in_force(const std::vector<Dated>& list, Date day) {
  const Dated* found = nullptr;
  for (const Dated& one : list) {
    if (one.from <= day) found = &one;
  }
  return found;
}

PayRate PayRates::upwards(const AllowanceRow& row, Date day, DivisionCode area,
                          const std::string& tier) const {
  const auto& divisions = sight_.facts.divisions;
  for (DivisionCode at = area; !at.empty();) {
    auto list = standards_.find({row.standard, at, tier, ""});
    const Dated* one = list == standards_.end() ? nullptr : in_force(list->second, day);
    if (one) return {one->amount, one->document, one->position, ""};
    auto known = divisions.find(at);
    at = known == divisions.end() ? DivisionCode{} : known->second.parent;
  }
  return {std::nullopt,
          "",
          {},
          "缺标准：" + row.title + "（" + row.standard + "），" +
              sight_.facts.division_name(area, day) + (tier.empty() ? "" : "（" + tier + "）") +
              "，" + to_text(day) + " 没有施行的标准"};
}

PayRate PayRates::by_tier(const AllowanceRow& row, Date day, DivisionCode village) const {
  DivisionCode township = ancestor(village, DivisionLevel::township);
  auto tiers = tiers_.find({row.standard, township});
  const Dated* tier = tiers == tiers_.end() ? nullptr : in_force(tiers->second, day);
  if (tier) return upwards(row, day, ancestor(village, DivisionLevel::county), tier->tier);
  return {std::nullopt,
          "",
          {},
          "缺档次：" + sight_.facts.division_name(township, day) + " " + to_text(day) +
              " 没有登记" + row.title + "档次"};
}

PayRate PayRates::by_person(const AllowanceRow& row, Date day, const std::string& person) const {
  for (const auto& [key, list] : standards_) {
    if (std::get<0>(key) != row.standard || std::get<3>(key) != person) continue;
    if (const Dated* one = in_force(list, day))
      return {one->amount, one->document, one->position, ""};
  }
  return {std::nullopt, "", {}, "缺标准：" + person + " 的" + row.title + "标准没有登记"};
}

// 本级: the level of whoever pays; units above the city by a tier named after their level.
PayRate PayRates::by_payer(const AllowanceRow& row, Date day, const RateSeat& seat) const {
  using policy::UnitLevel;
  auto known = sight_.facts.units.find(seat.unit);
  DivisionCode at = known == sight_.facts.units.end() ? DivisionCode{} : known->second.seat;
  switch (seat.level) {
    case UnitLevel::central:
    case UnitLevel::province:
      return upwards(row, day, sight_.facts.city, std::string(policy::name_of(seat.level)));
    case UnitLevel::city: return upwards(row, day, sight_.facts.city, "");
    case UnitLevel::county: return upwards(row, day, ancestor(at, DivisionLevel::county), "");
    case UnitLevel::township: return upwards(row, day, ancestor(at, DivisionLevel::township), "");
    default: return {std::nullopt, "", {}, "派出单位 " + seat.unit + " 没有登记层级"};
  }
}

PayRate PayRates::of(const AllowanceRow& row, Date day, const RateSeat& seat) const {
  switch (row.rate_by) {
    case RateBy::fixed: return {row.amount, row.document, {}, ""};
    case RateBy::county:
      return upwards(row, day, ancestor(seat.village, DivisionLevel::county), "");
    case RateBy::township_tier: return by_tier(row, day, seat.village);
    case RateBy::person: return by_person(row, day, seat.person);
    case RateBy::payer: break;
  }
  return by_payer(row, day, seat);
}

}  // namespace zhucun::projections
