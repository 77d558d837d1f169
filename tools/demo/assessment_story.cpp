#include "tools/demo/assessment_story.h"

#include <algorithm>
#include <map>

#include "posting.capnp.h"

namespace zhucun::demo {

namespace {

using event::LeavingGround;

// What is wrong with somebody's annual assessment; most are done.
enum class Course : std::uint8_t {
  done,
  unheard_by_paper,
  not_heard,
  not_assessed,
  not_confirmed,
  not_fed_back,
};

// Grades that call back, and what became of them.
enum class Low : std::uint8_t { none, exempted, refused };

struct Annual {
  Index person = nobody;
  int year = 0;
  const Stay* stay = nullptr;  // the last one of the year
  Index unit = nobody;         // that answers when the year is assessed
  Course course = Course::done;
  Low low = Low::none;
};

class AssessmentStory {
 public:
  AssessmentStory(const City& city, Random random, Diary& diary,
                  std::vector<PlantedFinding>& findings)
      : city_(city), random_(random), diary_(diary), teller_(city, diary), findings_(findings) {
    for (const Stay& stay : city.stays) by_person_[stay.person].push_back(&stay);
    for (auto& [person, stays] : by_person_) {
      std::sort(stays.begin(), stays.end(),
                [](const Stay* a, const Stay* b) { return a->span.first < b->span.first; });
    }
  }

  std::vector<PlantedAct> run() {
    liabilities();
    for (int year = 2024; year <= year_of(city_.span.last); ++year) of_year(year);
    terms();
    criticisms();
    adjustments();
    return teller_.planted();
  }

 private:
  std::string who(Index person) const { return field("person", teller_.person(person)); }
  void plant(const char* kind, const Annual& one) {
    teller_.plant({"assessments", kind, "", teller_.village(one.stay->village),
                   teller_.unit(one.unit), teller_.person(one.person), std::to_string(one.year)});
  }

  // ---- annual assessment [7.3.1]
  // -----------------------------------------------------------------

  void of_year(int year) {
    Span days{make_date(year, 1, 1), make_date(year, 12, 31)};
    low_left_ = year == 2025 ? 2 : 0;
    for (const auto& [person, stays] : by_person_) {
      Annual one{person, year, nullptr, nobody, Course::done, Low::none};
      for (const Stay* stay : stays) {
        if (stay->span.meets(days)) one.stay = stay;
      }
      if (!one.stay) continue;
      one.unit = city_.answering(one.stay->unit, make_date(year + 1, 3, 31));
      if (one.stay->span.first > city_.span.last) continue;
      if (months_served(stays, one) < 6) {
        plant("notOwed", one);
        continue;
      }
      // Whoever is in post when the year is not over is not assessed yet.
      bool running = make_date(year + 1, 3, 31) > city_.span.last;
      if (running && one.stay->span.last > city_.span.last) continue;
      choose(one);
      assess(one);
    }
  }

  // Whole months of the stay that stands at the year's end, with those that touch it.
  int months_served(const std::vector<const Stay*>& stays, const Annual& one) const {
    Date first = one.stay->span.first;
    for (auto it = stays.rbegin(); it != stays.rend(); ++it) {
      if ((*it)->span.first < first && (*it)->span.last + Days{1} >= first)
        first = (*it)->span.first;
    }
    Date end = std::min(one.stay->span.last, make_date(one.year, 12, 31)) + Days{1};
    int months = (year_of(end) - year_of(first)) * 12 + static_cast<int>(month_of(end)) -
                 static_cast<int>(month_of(first));
    return day_of(end) < day_of(first) ? months - 1 : months;
  }

  void choose(Annual& one) {
    bool plain = one.stay->entry == StayEntry::plain && teller_.is_settled(one.stay->unit);
    if (!plain || one.stay->recall_is_owed) return;
    bool stands = one.stay->span.last > city_.span.last && teller_.seat_of(one.unit);
    std::size_t turn = ++turns_ % 48;
    if (low_left_ > 0 && stands && turn % 3 == 1) {
      one.low = --low_left_ == 1 ? Low::exempted : Low::refused;
      return;
    }
    switch (turn) {
      case 5: one.course = Course::unheard_by_paper; return;
      case 11: one.course = Course::not_heard; return;
      case 17: one.course = Course::not_assessed; return;
      case 23: one.course = Course::not_confirmed; return;
      case 29: one.course = Course::not_fed_back; return;
      default: return;
    }
  }

  const char* grade_of(const Annual& one) {
    if (one.stay->recall_is_owed && one.year == 2024) return "notCompetent";
    if (one.low != Low::none) return "basicallyCompetent";
    return random_.per_mille(180) ? "excellent" : "competent";
  }

  // The day so many days after the year's end, or after the end of a posting in a year that runs.
  Date later(const Annual& one, int first, int more) {
    bool running = make_date(one.year + 1, 3, 31) > city_.span.last;
    Date from = running ? one.stay->span.last : make_date(one.year, 12, 31);
    return teller_.workday(from + Days{first + random_.between(0, more)});
  }

  std::string about(const Annual& one) const {
    return who(one.person) + "," + number("year", one.year) + ",";
  }

  // January: heard, then assessed; February: confirmed; March: fed back. What the story does not
  // reach is still to be done.
  void assess(const Annual& one) {
    const char* grade = grade_of(one);
    Index county = city_.villages[one.stay->village].county;
    Date heard = later(one, 5, 7);
    Date assessed = later(one, 23, 5);
    bool by_paper = one.course == Course::unheard_by_paper;
    if (one.course == Course::not_heard || (heard > city_.span.last && !by_paper)) {
      plant("toHear", one);
      return;
    }
    if (!by_paper) {
      teller_.tell("unitOpinionHeard", heard, county,
                   about(one) +
                       field("unit", teller_.unit(city_.answering(one.stay->unit, heard))) + "," +
                       field("opinion", "示例：同意考核意见"));
    }
    if (one.course == Course::not_assessed || assessed > city_.span.last) {
      plant(by_paper ? "toHear" : "toAssess", one);
      return;
    }
    const Village& village = city_.villages[one.stay->village];
    teller_.tell(
        "annualAssessed", assessed, county,
        about(one) + field("office", teller_.division(county)) + "," +
            field("township", to_text(city_.townships[village.township].code)) + "," +
            field("grade", grade) +
            (by_paper ? "," + field("document", Teller::papers("示例考评", assessed, 3)) : ""));
    if (by_paper) plant("unheard", one);
    Date confirmed = later(one, 35, 17);
    if (one.course == Course::not_confirmed || confirmed > city_.span.last) {
      plant("toConfirm", one);
      return;
    }
    confirm(one, grade, confirmed, later(one, 66, 17));
  }

  // By the office of the unit's level and by somebody else; of the province's units by paper. Who
  // was graded by a paper already is not confirmed a second time.
  void confirm(const Annual& one, const char* grade, Date day, Date told) {
    bool by_paper = one.stay->recall_is_owed && one.year == 2024;
    auto seat = teller_.seat_of(city_.answering(one.stay->unit, day));
    Index at = seat.value_or(static_cast<Index>(city_.counties.size()));
    Index confirmed = nobody;
    if (!by_paper) {
      confirmed = teller_.tell(
          "annualConfirmed", day, at,
          about(one) + field("office", teller_.division(at)) + "," + field("grade", grade) +
              (seat ? "" : "," + field("document", Teller::papers("示例省函", day, 5))),
          teller_.clerk(at, "-h"));
    }
    if (!seat && !by_paper) plant("higher_by_paper", one);
    if (one.low != Low::none) tolerance(one, confirmed, day);
    if (one.course == Course::not_fed_back || told > city_.span.last) {
      plant("toFeedBack", one);
      return;
    }
    teller_.tell(
        "assessmentFedBack", told, at,
        about(one) + field("unit", teller_.unit(city_.answering(one.stay->unit, told))) +
            (by_paper ? "," + field("document", Teller::papers("示例考通", told, 2)) : ""));
  }

  // ---- tolerance [8.3]
  // ---------------------------------------------------------------------------

  void tolerance(const Annual& one, Index basis, Date day) {
    bool exempted = one.low == Low::exempted;
    Index found =
        lenience(one.person, one.stay->village, basis, day, exempted ? "exempted" : "refused");
    if (exempted && found != nobody) {
      plant("exempted", one);
      return;
    }
    plant("refused", one);
    findings_.push_back({"recall_owed", teller_.village(one.stay->village),
                         teller_.person(one.person), teller_.unit(one.stay->unit), ""});
  }

  Index lenience(Index person, Index village, Index basis, Date day, const char* effect) {
    Index county = city_.villages[village].county;
    Date asked = teller_.after(basis, day + Days{5});
    Index applied = teller_.tell("toleranceApplied", asked, county,
                                 who(person) + "," + Teller::ref("basis", basis) + "," +
                                     field("matter", "示例：先行先试中的失误"),
                                 teller_.clerk(county, "-t"));
    Date on = teller_.after(applied, applied == nobody ? asked : asked + Days{9});
    bool refused = std::string_view(effect) == "refused";
    return applied == nobody
               ? nobody
               : teller_.tell("toleranceFound", on, county,
                              Teller::ref("application", applied) + "," + who(person) +
                                  (refused ? "" : ",\"unintended\":true") + "," +
                                  field("effect", effect) + "," +
                                  field("reason", "示例：会议研究认定"));
  }

  // ---- the end of a term [7.3.2]
  // -----------------------------------------------------------------

  void terms() {
    std::size_t turn = 0;
    for (const auto& [person, stays] : by_person_) {
      for (const Stay* stay : stays) {
        if (stay->ground != LeavingGround::TERM_FULL || stay->span.last > city_.span.last) continue;
        bool plain = stay->entry == StayEntry::plain && teller_.is_settled(stay->unit);
        std::size_t way = plain ? ++turn % 19 : 0;
        term(person, *stay, way);
      }
    }
  }

  void term(Index person, const Stay& stay, std::size_t way) {
    Date day = teller_.workday(stay.span.last + Days{random_.between(3, 14)});
    Index unit = city_.answering(stay.unit, std::min(day, city_.span.last));
    PlantedAct planted{"assessments",
                       "",
                       "term",
                       teller_.village(stay.village),
                       teller_.unit(unit),
                       teller_.person(person),
                       to_text(stay.span.last)};
    if (way == 3 || day > city_.span.last) {
      planted.kind = "toAssess";
      teller_.plant(planted);
      return;
    }
    bool unheard = way == 11;
    int cadres = random_.between(2, 6);
    int members = random_.between(4, 15);
    int villagers = random_.between(8, 40);
    const Village& village = city_.villages[stay.village];
    teller_.tell("termAssessed", day, city_.units[unit].county,
                 who(person) + "," + field("unit", teller_.unit(unit)) + "," +
                     field("office", teller_.division(village.county)) + "," +
                     field("township", to_text(city_.townships[village.township].code)) + "," +
                     number("cadres", cadres) + "," + number("members", members) + "," +
                     number("villagers", unheard ? 0 : villagers) + "," +
                     field("conclusion", "示例：履职合格") +
                     (unheard ? "," + field("document", Teller::papers("示例期考", day, 4)) : ""));
    if (!unheard) return;
    planted.kind = "unheard";
    teller_.plant(planted);
  }

  // ---- criticism, adjustment, liability [7.3.3, 8.3]
  // ---------------------------------------------

  void criticisms() {
    std::size_t some = std::max<std::size_t>(2, city_.villages.size() / 40);
    for (std::size_t i = 0; i < some; ++i) {
      const Stay& stay = city_.stays[random_.below(city_.stays.size())];
      Date day = teller_.workday(std::max(stay.span.first, city_.span.first) +
                                 Days{random_.between(60, 90)});
      if (day > std::min(stay.span.last, city_.span.last) || stay.entry != StayEntry::plain)
        continue;
      if (!criticised_.insert(stay.person).second) continue;
      Index county = city_.villages[stay.village].county;
      Index given = teller_.tell("criticismGiven", day, county,
                                 who(stay.person) + "," + field("reason", "示例：值班脱岗") + "," +
                                     field("document", Teller::papers("示例批评", day, 7)));
      managed("criticism", stay);
      if (i % 2 != 0) continue;
      if (lenience(stay.person, stay.village, given, day, "lightened") != nobody)
        managed("lightened", stay);
    }
  }

  void managed(const char* kind, const Stay& stay) {
    teller_.plant({"management_register", kind, "", teller_.village(stay.village), "",
                   teller_.person(stay.person), ""});
  }

  // Whoever left as unfit was found so before, with a paper.
  void adjustments() {
    for (const Stay& stay : city_.stays) {
      if (stay.ground != LeavingGround::UNFIT || stay.span.last > city_.span.last) continue;
      Date day = stay.span.last;
      while (!city_.works_on(day)) day -= Days{1};
      if (day < std::max(stay.span.first, city_.span.first) + Days{45}) continue;
      if (stay.entry != StayEntry::plain) continue;
      teller_.tell("unfitnessDecided", day, city_.villages[stay.village].county,
                   who(stay.person) + "," + field("reason", "示例：不胜任驻村工作") + "," +
                       field("outcome", "示例：调整出驻村队伍") + "," +
                       field("document", Teller::papers("示例调整", day, 6)));
      managed("unfit", stay);
    }
  }

  // For every other punishment or grade that called somebody back.
  void liabilities() {
    const auto count = static_cast<Index>(diary_.entries().size());
    std::size_t number = 0;
    for (Index i = 0; i < count; ++i) {
      const Entry entry = diary_.at(i);
      bool calls = entry.type == EntryType::life &&
                   (entry.json.find("\"punishmentRecorded\"") != std::string::npos ||
                    entry.json.find("\"annualGradeRecorded\"") != std::string::npos);
      if (!calls || ++number % 2 == 0) continue;
      for (const Stay& stay : city_.stays) {
        if (entry.json.find("\"" + teller_.person(stay.person) + "\"") == std::string::npos)
          continue;
        if (!stay.span.contains(entry.day)) continue;
        liable(i, entry, stay);
        break;
      }
    }
  }

  void liable(Index basis, const Entry& entry, const Stay& stay) {
    Date day = teller_.after(basis, entry.day + Days{12});
    auto seat = teller_.seat_of(stay.unit);
    if (!seat || day > city_.span.last) return;
    std::string unit = teller_.unit(city_.answering(stay.unit, day));
    teller_.tell("liabilityProposed", day, *seat,
                 field("unit", unit) + "," + field("leader", "inCharge") + "," +
                     Teller::ref("basis", basis) + "," + field("proposal", "示例：建议提醒谈话") +
                     "," + field("document", Teller::papers("示例建议", day, 8)));
    teller_.plant({"management_register", "liability", "", teller_.village(stay.village), unit,
                   teller_.person(stay.person), ""});
  }

  const City& city_;
  Random random_;
  Diary& diary_;
  Teller teller_;
  std::vector<PlantedFinding>& findings_;
  std::map<Index, std::vector<const Stay*>> by_person_;
  std::set<Index> criticised_;
  std::size_t turns_ = 0;
  int low_left_ = 0;
};

}  // namespace

std::vector<PlantedAct> write_assessments(const City& city, Random random, Diary& diary,
                                          std::vector<PlantedFinding>& findings) {
  return AssessmentStory(city, random, diary, findings).run();
}

}  // namespace zhucun::demo
