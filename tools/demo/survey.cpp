// The real register, thinned to the villages that the demo serves.
#include <algorithm>
#include <map>

#include "ledger/policy/shipped.h"
#include "tools/demo/city.h"

namespace zhucun::demo {

namespace {

constexpr DivisionCode demo_city{610800000000};
// The eight counties with a coordination group of the city's units, and the two that began later.
constexpr DivisionCode with_group[] = {{610803000000}, {610825000000}, {610826000000},
                                       {610827000000}, {610828000000}, {610829000000},
                                       {610830000000}, {610831000000}};
constexpr DivisionCode after_a_quarter{610822000000};
constexpr DivisionCode after_a_half_year{610828000000};
constexpr DivisionCode never_signed{610881000000};

std::vector<std::vector<std::string_view>> fields_of(std::string_view text) {
  std::vector<std::vector<std::string_view>> out;
  while (!text.empty()) {
    auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    std::vector<std::string_view> fields;
    for (std::size_t at = 0; at <= line.size();) {
      auto comma = std::min(line.find(',', at), line.size());
      fields.push_back(line.substr(at, comma - at));
      at = comma + 1;
    }
    out.push_back(std::move(fields));
  }
  if (!out.empty()) out.erase(out.begin());  // the names of the columns
  return out;
}

Calendar shipped_calendar() {
  std::map<int, HolidayTable> tables;
  for (const auto& fields : fields_of(policy::shipped_document("holidays.csv"))) {
    auto date = fields.size() < 2 ? std::nullopt : parse_date(fields[0]);
    if (!date) continue;
    tables[year_of(*date)].days[*date] = fields[1] == "workday"  ? DayKind::workday
                                         : fields[1] == "inlieu" ? DayKind::in_lieu
                                                                 : DayKind::holiday;
  }
  Calendar out;
  for (auto& [year, table] : tables) out.adopt(year, std::move(table));
  return out;
}

struct Candidate {
  DivisionCode code;
  bool is_community;
};

void read_register(City& city, std::map<DivisionCode, std::vector<Candidate>>& candidates) {
  for (const auto& fields : fields_of(policy::shipped_document("yulin-divisions.csv"))) {
    auto code = fields.size() < 4 ? std::nullopt : parse_division(fields[0]);
    if (!code) continue;
    if (fields[2] == "county") {
      County county;
      county.code = *code;
      county.go_live = city.span.first;
      if (*code == after_a_quarter) county.go_live = make_date(2024, 10, 1);
      if (*code == after_a_half_year) county.go_live = make_date(2025, 1, 1);
      if (*code != never_signed) county.signed_on = county.go_live + Days{24};
      county.has_group =
          std::find(std::begin(with_group), std::end(with_group), *code) != std::end(with_group);
      city.counties.push_back(county);
    } else if (fields[2] == "village") {
      bool community = fields[1].find("社区") != std::string_view::npos ||
                       fields[1].find("居委会") != std::string_view::npos;
      candidates[ancestor(*code, DivisionLevel::county)].push_back({*code, community});
    }
  }
}

// How many villages of each county: by its size, the remainder to the largest fractions, and at
// least one.
std::vector<std::size_t> shares(const City& city, std::size_t wanted,
                                const std::map<DivisionCode, std::vector<Candidate>>& candidates) {
  std::size_t all = 0;
  for (const auto& [county, list] : candidates) all += list.size();
  wanted = std::clamp(wanted, city.counties.size(), all);
  std::vector<std::size_t> out;
  std::vector<std::pair<std::size_t, std::size_t>> fractions;
  std::size_t given = 0;
  for (std::size_t i = 0; i < city.counties.size(); ++i) {
    std::size_t product = wanted * candidates.at(city.counties[i].code).size();
    out.push_back(std::max<std::size_t>(1, product / all));
    fractions.emplace_back(all - product % all, i);
    given += out.back();
  }
  std::sort(fractions.begin(), fractions.end());
  for (std::size_t i = 0; given < wanted; ++i, ++given) ++out[fractions[i % out.size()].second];
  return out;
}

void choose_villages(City& city, std::size_t wanted,
                     std::map<DivisionCode, std::vector<Candidate>>& candidates, Random random) {
  auto counts = shares(city, wanted, candidates);
  for (Index c = 0; c < city.counties.size(); ++c) {
    auto& list = candidates[city.counties[c].code];
    random.shuffle(list);
    list.resize(std::min(list.size(), counts[c]));
    std::sort(list.begin(), list.end(),
              [](const Candidate& a, const Candidate& b) { return a.code < b.code; });
    for (const Candidate& chosen : list) {
      DivisionCode township = ancestor(chosen.code, DivisionLevel::township);
      if (city.townships.empty() || city.townships.back().code != township) {
        city.counties[c].townships.push_back(static_cast<Index>(city.townships.size()));
        city.townships.push_back({township, c, {}});
      }
      Village village;
      village.code = chosen.code;
      village.county = c;
      village.township = static_cast<Index>(city.townships.size() - 1);
      village.is_community = chosen.is_community;
      city.townships.back().villages.push_back(static_cast<Index>(city.villages.size()));
      city.counties[c].villages.push_back(static_cast<Index>(city.villages.size()));
      city.villages.push_back(std::move(village));
    }
  }
}

// The kind of the i-th village: spread evenly, so that a small city has every kind too. Kinds
// change on the first day of a half-year only: there no reading decides which kind a period goes
// by.
void set_kinds(City& city, Index index, Random random) {
  const Span always{make_date(2021, 9, 1), far_future};
  constexpr unsigned golden = 618;
  Village& village = city.villages[index];
  unsigned place = (index * golden + 137) % 1000;
  auto give = [&](const char* kind, bool members, Span span) {
    village.kinds.push_back({kind, span, members});
  };
  village.is_dispute_prone = random.per_mille(60);
  Date turn = make_date(2025, random.per_mille(500) ? 1 : 7, 1);
  Span before{always.first, turn - Days{1}};
  bool turns = turn <= city.span.last && random.per_mille(120);
  if (village.is_community && place < 600) {
    give("relocation_settlement", true, always);
  } else if (place < 740) {
    give("formerly_poor", true, always);
    if (place < 30) give("weak_branch", false, turns ? before : always);
    if (place >= 30 && place < 50) give("red_heritage_pilot", false, always);
    if (place >= 50 && place < 70) give("heavy_task", true, always);
  } else if (place < 830) {
    give("heavy_task", true, turns ? before : always);
    if (turns) give("other", false, {turn, far_future});
  } else if (place < 890) {
    give("weak_branch", false, turns ? before : always);
  } else if (place < 930) {
    give("red_heritage_pilot", false, always);
  } else {
    give("other", false, turns ? before : always);
    if (turns) give("heavy_task", true, {turn, far_future});
  }
}

}  // namespace

Result<City> survey(const Options& options) {
  if (options.villages == 0 || options.years == 0 || options.years > 3 || options.scale == 0) {
    return refuse({Code::bad_parameter,
                   "演示账的村数、年数、倍数至少为 1，年数至多为 3",
                   "如 --villages 1300 --years 2 --scale 1",
                   "",
                   "",
                   {}});
  }
  City city;
  city.code = demo_city;
  city.span = {make_date(2024, 7, 1),
               make_date(2024 + static_cast<int>(options.years), 7, 1) - Days{1}};
  city.calendar = shipped_calendar();
  std::map<DivisionCode, std::vector<Candidate>> candidates;
  read_register(city, candidates);
  if (city.counties.empty() || candidates.size() != city.counties.size()) {
    return refuse({Code::bad_value, "随程序的区划登记表不全", "重新安装程序", "", "", {}});
  }
  Random random = Random(options.seed).fork(1);
  choose_villages(city, options.villages, candidates, random.fork(1));
  for (Index i = 0; i < city.villages.size(); ++i) set_kinds(city, i, random.fork(100 + i));
  Span asked{make_date(2024, 1, 1), city.span.last};
  for (PeriodKind kind :
       {PeriodKind::month, PeriodKind::quarter, PeriodKind::half_year, PeriodKind::year}) {
    auto more = periods_starting_in({kind}, asked);
    city.periods.insert(city.periods.end(), more.begin(), more.end());
  }
  return city;
}

}  // namespace zhucun::demo
