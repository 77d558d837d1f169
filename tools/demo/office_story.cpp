#include <algorithm>

#include "tools/demo/oversight_story.h"

namespace zhucun::demo {

namespace {

constexpr const char* departments[] = {"organisation",   "ruralWork",  "agriculture",
                                       "revitalisation", "discipline", "publicity",
                                       "reform",         "finance",    "personnel"};
constexpr std::size_t reform = 6;
constexpr std::size_t personnel = 8;

class OfficeStory {
 public:
  OfficeStory(const City& city, Random random, Diary& diary)
      : city_(city), random_(random), teller_(city, diary) {}

  std::vector<PlantedAct> run() {
    for (Index seat = 0; seat <= city_.counties.size(); ++seat) seats(seat);
    leaders();
    for (Index seat = 0; seat <= city_.counties.size(); ++seat) reviews(seat);
    support();
    return teller_.planted();
  }

 private:
  // What is wrong where: counties by their place, the others are complete.
  enum Plan : Index { complete, personnel_missing = 3, reform_ended = 5, never_seated = 7 };
  enum Reviews : Index { never_reviewed = 2, none_in_2025 = 6 };
  enum Leaders : Index { no_leader = 2, lower_rank = 4, other_unit = 6 };

  Date formed() const { return make_date(2021, 9, 6); }
  void plant(const char* kind, Index seat, const std::string& name,
             const std::string& period = "") {
    teller_.plant({"office_completeness", kind, name, teller_.division(seat), "", "", period});
  }

  // ---- the nine departments; a county of few units seats one for several
  // -------------------------

  std::vector<Index> lasting(Index seat) const {
    const auto& all = seat < city_.counties.size() ? city_.counties[seat].units : city_.city_units;
    std::vector<Index> out;
    for (Index one : all) {
      if (city_.units[one].merged_on == far_future) out.push_back(one);
    }
    return out;
  }

  void seats(Index seat) {
    auto units = lasting(seat);
    if (units.empty() || seat == never_seated) {
      for (const char* department : departments) plant("missing", seat, department);
      return;
    }
    for (std::size_t i = 0; i < std::size(departments); ++i) {
      if (seat == personnel_missing && i == personnel) {
        plant("missing", seat, departments[i]);
        continue;
      }
      bool ends = seat == reform_ended && i == reform;
      bool changes = seat == 1 && i == reform && units.size() > 1;
      std::string until = ends      ? "," + field("until", "2025-12-31")
                          : changes ? "," + field("until", "2025-02-28")
                                    : "";
      seated(seat, departments[i], units[i % units.size()], formed(), until);
      if (changes)
        seated(seat, departments[i], units[(i + 1) % units.size()], make_date(2025, 3, 3), "");
      if (ends && city_.span.last > make_date(2025, 12, 31)) plant("missing", seat, departments[i]);
    }
  }

  void seated(Index seat, const char* department, Index unit, Date day, const std::string& until) {
    teller_.tell("departmentSeated", day, seat,
                 field("unit", teller_.unit(unit)) + "," + field("department", department) + "," +
                     field("division", teller_.division(seat)) + until + "," +
                     field("document", Teller::papers("示例驻办", day, 1)));
  }

  // ---- leaders of groups -----------------------------------------------------------------------

  void leaders() {
    Index number = 0;
    for (Index c = 0; c < city_.counties.size(); ++c) {
      if (!city_.counties[c].has_group) continue;
      Index lead = city_.member_units[number % city_.member_units.size()];
      Index other = city_.member_units[(number + 1) % city_.member_units.size()];
      Index place = number++;
      if (place == no_leader) {
        plant("missing", c, "leader");
        continue;
      }
      if (place == lower_rank) plant("lower_rank", c, "leader");
      if (place == other_unit) plant("other_unit", c, "leader");
      bool changes = place == 1;
      named(c, place == other_unit ? other : lead, formed(), place != lower_rank,
            changes ? "," + field("until", "2025-04-30") : "");
      if (changes) named(c, lead, make_date(2025, 5, 6), true, "");
    }
  }

  void named(Index county, Index unit, Date day, bool ranks, const std::string& until) {
    teller_.tell("groupLeaderNamed", day, nobody,
                 field("county", teller_.division(county)) + "," +
                     field("unit", teller_.unit(unit)) + "," +
                     field("post", ranks ? "副主任（县级）" : "科长") +
                     (ranks ? ",\"countyRank\":true" : "") + until + "," +
                     field("document", Teller::papers("示例驻办", day, county + 2)));
  }

  // ---- case reviews, every half-year
  // -------------------------------------------------------------

  void reviews(Index seat) {
    if (seat == never_reviewed) {
      plant("missing", seat, "review", "2025");
      return;
    }
    for (int year = 2024; year <= year_of(city_.span.last); ++year) {
      for (unsigned month : {4U, 10U}) {
        Date day = teller_.workday(make_date(year, month, 12) + Days{random_.between(0, 10)});
        if (day <= city_.span.first || day > city_.span.last) continue;
        if (seat == none_in_2025 && year == 2025) continue;
        teller_.tell("caseReviewHeld", day, seat,
                     field("office", teller_.division(seat)) + "," +
                         field("matter", "示例：驻村力量和履职情况研判") + "," +
                         field("conclusions", "示例：逐村列出问题，限期整改") + "," +
                         field("document", Teller::papers("示例研判", day, month)));
      }
    }
    if (seat == none_in_2025) plant("missing", seat, "review", "2025");
  }

  // ---- what units give, each year; some gave nothing in 2025
  // -------------------------------------

  void support() {
    constexpr const char* kinds[] = {"funds", "project", "goods", "skills", "sales"};
    for (int year = 2024; year <= year_of(city_.span.last); ++year) {
      Span span{std::max(make_date(year, 1, 1), city_.span.first),
                std::min(make_date(year, 12, 31), city_.span.last)};
      std::size_t number = 0;
      for (auto [unit, village] : teller_.units_with_people(span)) {
        if (year == 2025 && ++number % 17 == 4 && teller_.is_settled(unit)) {
          teller_.plant({"unit_support", "none", "", "", teller_.unit(unit), "", "2025"});
          continue;
        }
        Date day = teller_.workday(make_date(year, year == 2024 ? 8 : 3, 5) +
                                   Days{random_.between(0, year == 2026 ? 60 : 100)});
        unsigned kind = random_.below(std::size(kinds));
        std::string amount = kind == 3 ? "" : "," + number_of(random_.between(3, 60));
        teller_.tell("supportGiven", day, city_.units[unit].county,
                     field("unit", teller_.unit(city_.answering(unit, day))) + "," +
                         field("village", teller_.village(village)) + "," +
                         field("kind", kinds[kind]) + amount + "," +
                         field("content", "示例：帮助村集体产业"));
      }
    }
  }
  static std::string number_of(int thousands) {
    return number("amount", std::int64_t{thousands} * 100'000);
  }

  const City& city_;
  Random random_;
  Teller teller_;
};

}  // namespace

std::vector<PlantedAct> write_offices(const City& city, Random random, Diary& diary) {
  return OfficeStory(city, random, diary).run();
}

}  // namespace zhucun::demo
