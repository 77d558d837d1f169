// Units with names that nobody can take for real ones.
#include <cstdio>

#include "tools/demo/city.h"

namespace zhucun::demo {

namespace {

constexpr std::size_t member_unit_count = 12;

const char* county_name(DivisionCode code) {
  switch (code.value / 1'000'000) {
    case 610802: return "榆阳区";
    case 610803: return "横山区";
    case 610822: return "府谷县";
    case 610824: return "靖边县";
    case 610825: return "定边县";
    case 610826: return "绥德县";
    case 610827: return "米脂县";
    case 610828: return "佳县";
    case 610829: return "吴堡县";
    case 610830: return "清涧县";
    case 610831: return "子洲县";
    case 610881: return "神木市";
    default: return "某县";
  }
}

std::string numbered(const char* format, unsigned number) {
  char text[64];
  std::snprintf(text, sizeof text, format, number);
  return text;
}

const char* noun_of(event::UnitKind kind) {
  switch (kind) {
    case event::UnitKind::PARTY_ORGAN: return "示例部";
    case event::UnitKind::GOVERNMENT: return "示例局";
    case event::UnitKind::INSTITUTION: return "示例中心";
    case event::UnitKind::STATE_FIRM: return "示例公司";
    default: return "示例单位";
  }
}

event::UnitKind kind_drawn(Random& random) {
  unsigned draw = random.below(100);
  return draw < 15   ? event::UnitKind::PARTY_ORGAN
         : draw < 60 ? event::UnitKind::GOVERNMENT
         : draw < 85 ? event::UnitKind::INSTITUTION
                     : event::UnitKind::STATE_FIRM;
}

void add_unit(City& city, Random& random, event::UnitLevel level, Index county) {
  Unit unit;
  auto number = static_cast<unsigned>(city.units.size() + 1);
  unit.id = numbered("U%04u", number);
  unit.level = level;
  unit.kind = kind_drawn(random);
  unit.county = county;
  std::string area = level == event::UnitLevel::PROVINCE ? "陕西省"
                     : county == nobody                  ? "榆林市"
                                                         : county_name(city.counties[county].code);
  unit.name = area + noun_of(unit.kind) + numbered("%03u", number);
  auto index = static_cast<Index>(city.units.size());
  if (county == nobody)
    city.city_units.push_back(index);
  else
    city.counties[county].units.push_back(index);
  city.units.push_back(std::move(unit));
}

// A unit that stays as it is: nothing was merged into it and it goes nowhere.
bool is_settled(const City& city, Index index) {
  for (const Unit& unit : city.units) {
    if (unit.merged_into == index) return false;
  }
  return city.units[index].merged_on == far_future;
}

// Merges happen inside a quarter, so that both units act in the period that the heir answers for.
void merge_some(City& city, Random random) {
  const Date days[] = {make_date(2025, 3, 10), make_date(2025, 5, 20), make_date(2024, 11, 12)};
  std::size_t wanted = std::max<std::size_t>(2, city.units.size() / 150);
  std::size_t done = 0;
  for (unsigned tries = 0; done < wanted && tries < 200; ++tries) {
    const auto& pool = done % 3 == 0 ? city.city_units : random.one_of(city.counties).units;
    if (pool.size() < 3) continue;
    Index from = pool[random.below(pool.size())];
    Index into = pool[random.below(pool.size())];
    bool member = from < member_unit_count || into < member_unit_count;
    if (from == into || member || !is_settled(city, from) || !is_settled(city, into)) continue;
    if (city.units[from].level != city.units[into].level) continue;
    // A county that goes live later would give the heir a year with two beginnings.
    if (city.go_live_of_unit(from) != city.span.first) continue;
    Date day = days[done % 3];
    if (day > city.span.last) continue;
    city.units[from].merged_on = day;
    city.units[from].merged_into = into;
    ++done;
  }
}

void rename_some(City& city, Random random) {
  for (Unit& unit : city.units) {
    if (unit.merged_on != far_future || !random.per_mille(12)) continue;
    unit.renamed_on = city.span.first + Days{random.between(60, 640)};
    if (unit.renamed_on <= city.span.last) unit.later_name = unit.name + "（更名）";
  }
}

}  // namespace

void found_units(City& city, Random random) {
  // About 0.69 units per village: 3 in 100 of the province, 35 of the city, the rest of counties.
  std::size_t all = std::max<std::size_t>(40, city.villages.size() * 69 / 100);
  std::size_t of_city = std::max(member_unit_count + 4, all * 35 / 100);
  for (std::size_t i = 0; i < of_city; ++i) {
    add_unit(city, random, event::UnitLevel::CITY, nobody);
  }
  for (std::size_t i = 0; i < std::max<std::size_t>(1, all * 3 / 100); ++i) {
    add_unit(city, random, event::UnitLevel::PROVINCE, nobody);
  }
  for (Index c = 0; c < city.counties.size(); ++c) {
    std::size_t own = std::max<std::size_t>(
        2, (all * 62 / 100) * city.counties[c].villages.size() / city.villages.size());
    for (std::size_t i = 0; i < own; ++i) add_unit(city, random, event::UnitLevel::COUNTY, c);
  }
  for (Index i = 0; i < member_unit_count; ++i) city.member_units.push_back(i);
  merge_some(city, random.fork(1));
  rename_some(city, random.fork(2));
}

}  // namespace zhucun::demo
