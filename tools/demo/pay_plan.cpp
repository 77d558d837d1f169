#include "tools/demo/pay_plan.h"

#include <algorithm>

namespace zhucun::demo {

namespace {

const Span payout_months{make_date(2026, 3, 1), make_date(2026, 5, 1)};

// Units of a level that were never merged and have somebody in post from 2025 to the end, nobody
// recalled.
std::vector<Index> steady(const City& city, bool citys) {
  std::set<Index> long_stays;
  std::set<Index> spoilt;
  for (const Stay& stay : city.stays) {
    bool whole = stay.span.first <= make_date(2025, 1, 1) && stay.span.last > city.span.last;
    if (whole) long_stays.insert(stay.unit);
    if (stay.ground == event::LeavingGround::RECALL) spoilt.insert(stay.unit);
  }
  for (const Unit& unit : city.units) {
    if (unit.merged_into != nobody) spoilt.insert(unit.merged_into);
  }
  std::vector<Index> out;
  for (Index u : long_stays) {
    const Unit& unit = city.units[u];
    bool level = unit.level == (citys ? event::UnitLevel::CITY : event::UnitLevel::COUNTY);
    if (level && unit.merged_on == far_future && !spoilt.contains(u)) out.push_back(u);
  }
  return out;
}

// The place with the fewest residents of a level, but with some.
template <typename F>
Index least(const City& city, std::size_t places, event::UnitLevel level, F&& place_of) {
  std::vector<std::size_t> counts(places, 0);
  for (const Stay& stay : city.stays) {
    if (city.units[stay.unit].level == level && stay.span.last > city.span.first + Days{60})
      ++counts[place_of(stay)];
  }
  Index best = nobody;
  for (Index i = 0; i < places; ++i) {
    if (counts[i] > 0 && (best == nobody || counts[i] < counts[best])) best = i;
  }
  return best;
}

Index taken(std::vector<Index>& list) {
  if (list.empty()) return nobody;
  Index out = list.back();
  list.pop_back();
  return out;
}

// A unit of the county whose meal rate was raised.
Index taken_of(const City& city, std::vector<Index>& list, Index county) {
  auto found = std::find_if(list.begin(), list.end(),
                            [&](Index u) { return city.units[u].county == county; });
  if (found == list.end()) return nobody;
  Index out = *found;
  list.erase(found);
  return out;
}

}  // namespace

bool PayPlan::pays_nothing(Index unit, Date month) const {
  auto late = arrears.find(unit);
  if (late != arrears.end() && late->second.contains(month)) return true;
  bool by_payout = std::any_of(payouts.begin(), payouts.end(),
                               [unit](const UnitPayout& one) { return one.unit == unit; });
  return by_payout && payout_months.contains(month);
}

bool PayPlan::is_planned(Index unit) const {
  std::set<Index> all{lump_rest,     double_claim,  paid_twice, second_payer, owes_supplement,
                      insurance_gap, check_missing, unrefunded, unconsoled};
  return all.contains(unit) || arrears.contains(unit) || lumps.contains(unit) ||
         pays_nothing(unit, payout_months.first);
}

PayPlan plan_payments(const City& city, Random random) {
  PayPlan plan;
  plan.tier_missing = least(city, city.townships.size(), event::UnitLevel::COUNTY,
                            [&](const Stay& s) { return city.villages[s.village].township; });
  plan.fare_missing = least(city, city.counties.size(), event::UnitLevel::CITY,
                            [&](const Stay& s) { return city.villages[s.village].county; });
  auto citys = steady(city, true);
  auto countys = steady(city, false);
  random.shuffle(citys);
  random.shuffle(countys);
  Index raised = 0;
  for (Index c = 0; c < city.counties.size(); ++c) {
    bool larger = city.counties[c].villages.size() > city.counties[raised].villages.size();
    if (city.counties[c].go_live == city.span.first && larger) raised = c;
  }
  plan.owes_supplement = taken_of(city, countys, raised);
  using enum PayoutStage;
  for (PayoutStage stage : {answered, one_failed, drafted, approved, released}) {
    Index unit = taken(plan.payouts.size() % 2 == 0 ? citys : countys);
    if (unit != nobody && city.span.last > make_date(2026, 6, 15))
      plan.payouts.push_back({unit, "2026-05-1", "2026-05", stage});
  }
  if (Index unit = taken(countys); unit != nobody)
    plan.arrears[unit] = {make_date(2025, 3, 1), make_date(2025, 8, 1)};
  if (Index unit = taken(citys); unit != nobody)
    plan.arrears[unit] = {make_date(2026, 1, 1), make_date(2026, 6, 1)};
  plan.lump_rest = taken(citys);
  for (std::size_t i = 0; i < std::max<std::size_t>(1, city.units.size() / 60); ++i) {
    if (Index unit = taken(i % 2 == 0 ? countys : citys); unit != nobody) plan.lumps.insert(unit);
  }
  if (plan.lump_rest != nobody) plan.lumps.insert(plan.lump_rest);
  plan.double_claim = taken(citys);
  plan.paid_twice = taken(countys);
  plan.second_payer = taken(citys);
  plan.insurance_gap = taken(countys);
  plan.check_missing = taken(citys);
  plan.unrefunded = taken(countys);
  plan.unconsoled = taken(citys);
  return plan;
}

}  // namespace zhucun::demo
