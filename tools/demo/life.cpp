// What the clerks enter of needs, selection, handover and recall, and which findings must come of
// it: worked out from the story by READING.md alone.
#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "ledger/schema/json_writer.h"
#include "tools/demo/drafts.h"

namespace zhucun::demo {

namespace {

using event::LeavingGround;
using Data = std::vector<std::pair<std::string, std::string>>;  // values as JSON

std::string text(const std::string& value) {
  return "\"" + value + "\"";
}

class Lives {
 public:
  Lives(const City& city, Diary& diary) : city_(city), diary_(diary) {}

  std::vector<PlantedFinding> run() {
    departments();
    needs();
    for (Index s = 0; s < city_.stays.size(); ++s) {
      selection(city_.stays[s]);
      leaving(city_.stays[s]);
      posted(city_.stays[s], s);
    }
    reselections();
    statements();
    return std::move(planted_);
  }

 private:
  std::string person(const Stay& stay) const {
    return city_.id_of({PartyKind::person, stay.person});
  }
  std::string village(const Stay& stay) const { return to_text(city_.villages[stay.village].code); }
  std::string unit(Index unit) const { return city_.units[unit].id; }
  bool in_post_at_end(const Stay& stay) const { return stay.span.last > city_.span.last; }

  Index put(Date day, Index county, const std::string& type, const Data& data, Index about = nobody,
            Slot slot = Slot::registers) {
    JsonWriter out;
    out.begin_object().field("type", type).key("data").begin_object();
    for (const auto& [name, value] : data) out.key(name).raw(value);
    out.end_object().end_object();
    Entry entry;
    entry.type = EntryType::life;
    entry.slot = slot;
    entry.day = day;
    entry.clerk = county;
    entry.link = about;
    entry.opening = day < city_.span.first;
    entry.json = out.take();
    return diary_.add_on(entry, std::max(day, city_.span.first));
  }
  void plant(const std::string& kind, const Stay& stay) {
    planted_.push_back({kind, village(stay), person(stay), unit(stay.unit), ""});
  }
  std::string paper(const char* issuer, std::size_t number) const {
    return text(std::string(issuer) + "〔2025〕" + std::to_string(number + 1) + "号");
  }
  // The division whose departments and office act for a unit; nothing for the province's units.
  std::optional<Index> seat_of(Index unit) const {
    const Unit& one = city_.units[unit];
    if (one.level == event::UnitLevel::CITY) return static_cast<Index>(city_.counties.size());
    if (one.county != nobody) return one.county;
    return std::nullopt;
  }
  std::string division(Index seat) const {
    return to_text(seat < city_.counties.size() ? city_.counties[seat].code : city_.code);
  }

  // Four settled units of the city and of each county are its departments. [8.1]
  void departments() {
    constexpr const char* names[] = {"organisation", "ruralWork", "agriculture", "revitalisation"};
    for (Index seat = 0; seat <= city_.counties.size(); ++seat) {
      const auto& all =
          seat < city_.counties.size() ? city_.counties[seat].units : city_.city_units;
      for (Index one : all) {
        if (departments_[seat].size() == 4) break;
        if (city_.units[one].merged_on != far_future) continue;
        put(make_date(2021, 9, 1), seat < city_.counties.size() ? seat : nobody,
            "leadDepartmentNamed",
            {{"department", text(names[departments_[seat].size()])},
             {"unit", text(unit(one))},
             {"division", text(division(seat))}});
        departments_[seat].push_back(one);
      }
    }
  }

  // Counties decide for their other villages; one went too low, one gave one ground of two.
  void needs() {
    std::size_t number = 0;
    bool low = false;
    bool bare = false;
    for (Index v = 0; v < city_.villages.size(); ++v) {
      const Village& village = city_.villages[v];
      std::string_view kind = village.kinds.back().kind;
      bool settled = village.kinds.size() == 1 && village.kinds.back().span.last == far_future;
      Data data{{"village", text(to_text(village.code))}, {"firstSecretaries", "1"}};
      Date day = diary_.working_day(city_.span.first + Days{60});
      if (kind == "other" && settled) {
        data.insert(data.end(), {{"members", "0"}, {"document", paper("示例需求", number++)}});
      } else if (kind == "formerly_poor" && settled && !low) {
        data.insert(data.end(), {{"members", "1"}, {"document", paper("示例需求", number++)}});
        planted_.push_back({"need_below_minimum", to_text(village.code), "", "", ""});
        low = true;
      } else if (kind == "formerly_poor" && settled && !bare) {
        data.insert(data.end(), {{"members", "2"},
                                 {"former", "5"},
                                 {"lightTask", "true"},
                                 {"document", paper("示例需求", number++)}});
        planted_.push_back({"reduction_ungrounded", to_text(village.code), "", "", ""});
        bare = true;
      } else {
        continue;
      }
      put(day, village.county, "needDecided", data);
    }
  }

  void selection(const Stay& stay) {
    if (stay.selected == Selected::unshown) plant("selection_unshown", stay);
    if (stay.selected == Selected::by_paper || stay.selected == Selected::unshown) return;
    Index county = city_.villages[stay.village].county;
    auto day = [&](int before) { return diary_.working_day(stay.span.first - Days{before}); };
    bool unfit = stay.selected == Selected::unfit;
    Data profile{{"person", text(person(stay))},
                 {"staffKind", text(unfit ? "temporary" : "civilServant")},
                 {"politics", text("passed")},
                 {"health", text("passed")},
                 {"workSince", text("2010-07-01")},
                 {"economy", "true"}};
    if (stay.is_first_secretary)
      profile.insert(profile.end(),
                     {{"partyMember", "true"}, {"fullMemberSince", text("2012-07-01")}});
    put(day(45), county, "profileAttested", profile);
    if (unfit) {
      plant("not_eligible", stay);
      return;
    }
    chain(stay, county);
  }

  void chain(const Stay& stay, Index county) {
    auto day = [&](int before) { return diary_.working_day(stay.span.first - Days{before}); };
    std::string who = text(person(stay));
    put(day(40), county, "candidateProposed",
        {{"person", who},
         {"unit", text(unit(stay.unit))},
         {"village", text(village(stay))},
         {"role", text(stay.is_first_secretary ? "firstSecretary" : "member")},
         {"way", text(stay.person % 3 == 0 ? "selfNomination" : "recommendation")}});
    auto seat = seat_of(stay.unit);
    const auto& all = departments_[seat.value_or(static_cast<Index>(city_.counties.size()))];
    Index lead = stay.is_first_secretary ? all.front() : all.back();
    put(day(33), county, "candidateFiled",
        {{"person", who},
         {"unit", text(unit(all.front()))},
         {"document", paper("示例备案", stay.person)}});
    // A county of few units has not all four departments to ask.
    bool faulty = stay.selected == Selected::faulty_review || all.size() < 4;
    std::string heard;
    for (Index one : all) {
      if (one == lead || (faulty && !heard.empty())) continue;
      heard += (heard.empty() ? "" : ",") + text(unit(one));
    }
    Data review{{"person", who},
                {"unit", text(unit(lead))},
                {"result", text("passed")},
                {"consulted", "[" + heard + "]"},
                {"document", paper("示例审核", stay.person)}};
    for (const char* gate : {"politics", "conduct", "ability", "style", "integrity"})
      review.emplace_back(gate, text("passed"));
    put(day(26), county, "candidateReviewed", review);
    if (faulty && seat) plant("review_faults", stay);
    if (stay.selected == Selected::cut_short) {
      plant("chain_cut_short", stay);
      return;
    }
    put(day(19), county, "candidateDecided",
        {{"person", who},
         {"result", text("passed")},
         {"document", paper("示例党组", stay.person)}});
  }

  void leaving(const Stay& stay) {
    if (in_post_at_end(stay)) return;
    if (stay.ground == LeavingGround::REASSIGNED) plant("leaving_ground", stay);
    if (stay.ground == LeavingGround::RECALL) recall(stay);
    if (stay.ground != LeavingGround::TERM_FULL) return;
    if (stay.span.last < stay.span.first + std::chrono::days{729}) plant("term_short", stay);
    if (stay.skips_handover) {
      plant("handover_missing", stay);
      return;
    }
    const Stay& heir = city_.stays[stay.heir];
    Data data{{"person", text(person(stay))},
              {"successor", text(person(heir))},
              {"guidedBy", text(unit(city_.answering(stay.unit, stay.span.last)))},
              {"items", paper("示例交接", stay.person)}};
    if (stay.short_handover) {
      data.emplace_back("reason", text("示例：防汛抢险提前到位"));
      plant("handover_short", stay);
    }
    put(stay.span.last, city_.villages[stay.village].county, "handoverCompleted", data);
  }

  void recall(const Stay& stay) {
    Index county = city_.villages[stay.village].county;
    if (stay.recall == Recall::unordered) {
      plant("recall_not_ordered", stay);
      return;
    }
    bool other_ground = stay.recall == Recall::other_ground;
    Index office = stay.recall == Recall::other_office
                       ? county
                       : seat_of(stay.unit).value_or(static_cast<Index>(city_.counties.size()));
    Data data{{"person", text(person(stay))},
              {"ground", text(other_ground ? "unauthorisedAbsence" : "punishment")},
              {"office", text(division(office))},
              {"document", paper("示例召回", stay.person)}};
    Index punished = nobody;
    if (!other_ground) {
      punished =
          put(stay.span.last, county, "punishmentRecorded",
              {{"person", text(person(stay))}, {"document", paper("示例处分", stay.person)}});
      data.emplace_back("basis", "%ABOUT");
    }
    put(stay.span.last, county, "recallOrdered", data, punished, Slot::morning);
    if (other_ground) plant("recall_ground", stay);
    if (stay.recall == Recall::other_office) plant("recall_office", stay);
  }

  // While posted: membership, posts, elections, and a grade that nobody acted on.
  void posted(const Stay& stay, Index s) {
    Index county = city_.villages[stay.village].county;
    Date known = diary_.working_day(std::max(stay.span.first, city_.span.first) + Days{45});
    bool fits = known < std::min(stay.span.last, city_.span.last);
    bool skips = s % 61 == 3;
    if (stay.is_first_secretary && fits && !skips) {
      put(known, county, "membershipTransferred",
          {{"person", text(person(stay))}, {"village", text(village(stay))}});
    } else if (stay.is_first_secretary && in_post_at_end(stay)) {
      plant("membership_untransferred", stay);
    }
    if (fits && s % 173 == 5) {
      put(known, county, "electionStood",
          {{"person", text(person(stay))}, {"village", text(village(stay))}});
      plant("election_stood", stay);
    }
    if (fits && s % 191 == 7) {
      put(known, county, "villagePostHeld",
          {{"person", text(person(stay))},
           {"village", text(village(stay))},
           {"post", text("村委会副主任")},
           {"counted", "true"},
           {"document", paper("示例任职", s)}});
      plant("quota_counted", stay);
    }
    Date graded = make_date(2025, 2, 20);
    if (!stay.recall_is_owed || graded > city_.span.last) return;
    put(graded, county, "annualGradeRecorded",
        {{"person", text(person(stay))},
         {"year", "2024"},
         {"grade", text("notCompetent")},
         {"document", paper("示例考核", s)}});
    plant("recall_owed", stay);
  }

  // Each recall waits for the next to come from the same unit into the same seat; one newcomer
  // serves one recall, the earliest first. [7.2.3]
  void reselections() {
    std::vector<const Stay*> recalls;
    for (const Stay& stay : city_.stays) {
      if (!in_post_at_end(stay) && stay.ground == LeavingGround::RECALL) recalls.push_back(&stay);
    }
    std::sort(recalls.begin(), recalls.end(), [&](const Stay* a, const Stay* b) {
      return std::pair(a->span.last, person(*a)) < std::pair(b->span.last, person(*b));
    });
    std::set<const Stay*> used;
    for (const Stay* gone : recalls) {
      const Stay* first = nullptr;
      for (Index index : city_.villages[gone->village].stays) {
        const Stay& next = city_.stays[index];
        bool serves = next.is_first_secretary == gone->is_first_secretary &&
                      next.span.first > gone->span.last && next.span.first <= city_.span.last &&
                      city_.answering(next.unit, city_.span.last) ==
                          city_.answering(gone->unit, city_.span.last) &&
                      !used.contains(&next);
        if (serves && (!first || next.span.first < first->span.first)) first = &next;
      }
      if (first)
        used.insert(first);
      else
        plant("reselection_owed", *gone);
    }
  }

  // Every unit with somebody in post on any day of a year that is over. [7.2.3]
  void statements() {
    std::set<std::pair<int, Index>> owed;
    for (const Stay& stay : city_.stays) {
      for (int year = std::max(year_of(stay.span.first), year_of(city_.span.first));
           year < year_of(city_.span.last) && year <= year_of(stay.span.last); ++year)
        owed.insert({year, city_.answering(stay.unit, make_date(year, 12, 31))});
    }
    std::size_t number = 0;
    for (auto [year, one] : owed) {
      Date day = diary_.working_day(make_date(year, 12, 31));
      bool merged = city_.units[one].merged_on <= day;
      if (++number % 47 == 11 || merged) {
        planted_.push_back({"pay_unstated", "", "", unit(one), std::to_string(year + 1)});
        continue;
      }
      put(day, city_.units[one].county, "payUnchangedStated",
          {{"unit", text(unit(one))},
           {"year", std::to_string(year)},
           {"document", paper("示例声明", number)}});
    }
  }

  const City& city_;
  Diary& diary_;
  std::map<Index, std::vector<Index>> departments_;
  std::vector<PlantedFinding> planted_;
};

}  // namespace

std::vector<PlantedFinding> write_lives(const City& city, Diary& diary) {
  return Lives(city, diary).run();
}

schema::Words life_draft_of(const City& city, const Entry& entry, const std::string& id,
                            Position about) {
  std::string json = entry.json;
  if (auto at = json.find("%ABOUT"); at != std::string::npos)
    json.replace(at, 6, std::to_string(about.value));
  std::string clerk = "clerk-" + (entry.clerk == nobody ? to_text(city.code)
                                                        : to_text(city.counties[entry.clerk].code))
                                     .substr(0, 6);
  json.insert(
      1, "\"date\":\"" + to_text(entry.day) + "\"," + (entry.opening ? "\"opening\":true," : ""));
  auto words = schema::draft_from_json(json, {id, clerk, "demo"});
  if (!words) throw std::logic_error("demo: " + words.error().detail + " in " + json);
  return std::move(*words);
}

}  // namespace zhucun::demo
