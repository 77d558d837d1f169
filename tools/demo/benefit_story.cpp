#include "tools/demo/benefit_story.h"

#include <algorithm>

#include "tools/demo/fund_papers.h"

namespace zhucun::demo {

namespace {

class BenefitStory {
 public:
  BenefitStory(const City& city, const PayPlan& plan, Random random, Diary& diary)
      : city_(city), plan_(plan), random_(random), diary_(diary) {}

  std::vector<PlantedCase> run() {
    for (Index s = 0; s < city_.stays.size(); ++s) of_unit_[city_.stays[s].unit].push_back(s);
    for (Index unit = 0; unit < city_.units.size(); ++unit) {
      checks(unit);
      insurance(unit);
      papers(unit);
    }
    living_costs();
    injuries();
    unused_leave();
    return std::move(cases_);
  }

 private:
  std::string person_id(Index person) const { return city_.id_of({PartyKind::person, person}); }
  std::string unit_field(Index unit) const { return field("unit", city_.units[unit].id); }
  Index tell(const char* event, Date day, Index county, std::string data) {
    if (day > city_.span.last) return nobody;
    Entry entry;
    entry.type = EntryType::told;
    entry.slot = Slot::registers;
    entry.day = day;
    entry.clerk = county;
    entry.event = event;
    entry.data = std::move(data);
    return diary_.add_on(std::move(entry), day);
  }
  Index at(Index unit) const { return city_.units[unit].county; }
  void plant(const char* kind, Index unit, Index person, const std::string& when,
             std::int64_t fen = 0) {
    cases_.push_back({kind, unit == nobody ? "" : city_.units[unit].id,
                      person == nobody ? "" : person_id(person), when, "", fen});
  }

  // Everybody whom the unit answers for on a day.
  std::vector<Index> in_post(Index unit, Date day) const {
    std::set<Index> out;
    for (const auto& [own, stays] : of_unit_) {
      if (own != unit && city_.answering(own, day) != unit) continue;
      for (Index s : stays) {
        if (city_.stays[s].span.contains(day)) out.insert(city_.stays[s].person);
      }
    }
    return {out.begin(), out.end()};
  }
  std::string people_json(const std::vector<Index>& people) const {
    std::string out = "\"residents\":[";
    for (Index person : people) out += (out.back() == '[' ? "" : ",") + quoted(person_id(person));
    return out + "]";
  }

  void checks(Index unit) {
    for (Date day : {make_date(2024, 10, 15), make_date(2025, 5, 13), make_date(2026, 4, 14)}) {
      if (day > city_.span.last || city_.answering(unit, day) != unit) continue;
      auto people = in_post(unit, day);
      if (people.empty()) continue;
      if (unit == plan_.check_missing && year_of(day) == 2025) {
        for (Index person : people) {
          if (stands_all_year(person, 2025)) plant("health_check_missing", unit, person, "2025");
        }
        continue;
      }
      tell("healthCheckHeld", day, at(unit),
           unit_field(unit) + "," + people_json(people) + "," + field("place", "示例医院") + "," +
               number("amount", 45'000 * static_cast<std::int64_t>(people.size())));
    }
  }

  // Only whoever stands the whole year is owed one. [READING health-check-owed]
  bool stands_all_year(Index person, int year) const {
    Span all{make_date(year, 1, 1), make_date(year, 12, 31)};
    return all.last < city_.span.last &&
           std::any_of(city_.stays.begin(), city_.stays.end(), [&](const Stay& stay) {
             return stay.person == person && stay.span.contains(all);
           });
  }

  // A policy a year for those in post, one more for whoever comes within it.
  void insurance(Index unit) {
    auto own = of_unit_.find(unit);
    if (own == of_unit_.end()) return;
    for (Date first = city_.span.first; first <= city_.span.last;
         first = make_date(year_of(first) + 1, 7, 1)) {
      Date last = make_date(year_of(first) + 1, 6, 30);
      Date from = first;
      auto people = in_post(unit, first);
      if (unit == plan_.insurance_gap && year_of(first) == 2025) {
        from = make_date(2025, 7, 21);
        for (Index person : people) plant("insurance_gap", unit, person, "2025");
      }
      if (city_.answering(unit, first) == unit && !people.empty())
        insure(unit, people, {from, last});
      std::map<Date, std::vector<Index>> later;
      for (Index s : own->second) {
        const Stay& stay = city_.stays[s];
        if (stay.span.first > first && stay.span.first <= std::min(last, city_.span.last))
          later[stay.span.first].push_back(stay.person);
      }
      for (const auto& [day, more] : later) insure(city_.answering(unit, day), more, {day, last});
    }
  }

  void insure(Index unit, const std::vector<Index>& people, Span days) {
    Date day = std::max(days.first, city_.span.first + Days{1});
    tell("insuranceTaken", day, at(unit),
         unit_field(unit) + "," + people_json(people) + "," + field("first", to_text(days.first)) +
             "," + field("last", to_text(days.last)) + "," +
             field("document", "示例保单" + std::to_string(++policies_)) + "," +
             number("amount", 12'000 * static_cast<std::int64_t>(people.size())));
  }

  void papers(Index unit) {
    for (int year : {2025, 2026}) {
      Date day = diary_.working_day(make_date(year, 1, 15));
      if (city_.answering(unit, day) != unit) continue;
      auto people = in_post(unit, day);
      if (people.empty()) continue;
      tell("budgetAdopted", day, at(unit),
           unit_field(unit) + "," + number("year", year) + "," +
               number("amount", 3'600'000 * static_cast<std::int64_t>(people.size())) + "," +
               field("document", "示例预〔" + std::to_string(year) + "〕1号"));
      Date issued = diary_.working_day(make_date(year, 2, 10));
      tell("statementIssued", issued, at(unit),
           unit_field(unit) + "," + field("period", std::to_string(year - 1)) + "," +
               field("until", to_text(issued + Days{15})));
    }
  }

  // ---- living conditions: two townships' costs by heads, one unit that did not refund its part

  void living_costs() {
    std::size_t done = 0;
    for (Index t = 0; t < city_.townships.size() && done < 3; ++t) {
      std::map<Index, std::vector<Index>> heads;  // by unit
      Span half{make_date(2025, 1, 1), make_date(2025, 6, 30)};
      for (Index v : city_.townships[t].villages) {
        for (Index s : city_.villages[v].stays) {
          const Stay& stay = city_.stays[s];
          bool settled = city_.units[stay.unit].merged_on == far_future;
          if (stay.span.contains(half) && settled) heads[stay.unit].push_back(stay.person);
        }
      }
      bool wanted = done < 2 ? heads.size() > 1 : heads.contains(plan_.unrefunded);
      if (!wanted) continue;
      ++done;
      refund(t, heads);
    }
    // The unit that does not refund may stand in no such township: then nothing is planted.
  }

  void refund(Index township, const std::map<Index, std::vector<Index>>& heads) {
    std::vector<Index> people;
    for (const auto& [unit, list] : heads) people.insert(people.end(), list.begin(), list.end());
    std::int64_t each = 36'000;
    Date day = diary_.working_day(make_date(2025, 7, 10));
    Index county = city_.townships[township].county;
    Index cost = tell("livingCostStated", day, county,
                      field("provider", to_text(city_.townships[township].code)) + "," +
                          field("period", "2025H1") + "," + field("document", "示例灶费1号") + "," +
                          number("amount", each * static_cast<std::int64_t>(people.size())) + "," +
                          people_json(people));
    if (cost == nobody) return;
    bool first = true;
    for (const auto& [unit, list] : heads) {
      std::int64_t part = each * static_cast<std::int64_t>(list.size());
      bool forgets = unit == plan_.unrefunded || (first && !unrefunded_planted_);
      if (forgets) {
        unrefunded_planted_ = true;
        plant("living_cost_unrefunded", unit, nobody, "2025", part);
      } else {
        tell("livingCostRefunded", diary_.working_day(make_date(2025, 8, 20)), at(unit),
             unit_field(unit) + ",\"cost\":{{" + std::to_string(cost) + "}}," +
                 field("voucher", "记8-灶") + "," + number("amount", part));
      }
      first = false;
    }
  }

  // ---- cases

  Index someone(Index unit, Date day) const {
    if (unit == nobody) return nobody;
    auto people = in_post(unit, day);
    return people.empty() ? nobody : people.front();
  }
  void injuries() {
    Date day = diary_.working_day(make_date(2025, 9, 8));
    for (Index unit : {plan_.unconsoled, plan_.double_claim}) {
      Index person = someone(unit, day);
      if (person == nobody) continue;
      Index one = tell("careCaseRecognised", day, at(unit),
                       field("person", person_id(person)) + "," + unit_field(unit) + "," +
                           field("kind", "injury") + "," +
                           field("document", "示例工伤认〔2025〕" + std::to_string(unit) + "号"));
      if (one == nobody) return;
      std::string about = "\"case\":{{" + std::to_string(one) + "}}," + unit_field(unit) + ",";
      tell("carePaid", diary_.working_day(day + Days{30}), at(unit),
           about + field("kind", "statutory") + "," + field("voucher", "工伤基金1") + "," +
               field("payer", "工伤保险基金") + "," + number("amount", 880'000));
      if (unit == plan_.unconsoled) {
        plant("injury_unconsoled", unit, person, "2025");
      } else {
        tell("carePaid", diary_.working_day(day + Days{33}), at(unit),
             about + field("kind", "consolation") + "," + field("voucher", "记10-慰") + "," +
                 number("amount", 300'000));
      }
      tell("medicalCostPaid", diary_.working_day(day + Days{40}), at(unit),
           unit_field(unit) + "," + field("person", person_id(person)) + "," +
               field("voucher", "记10-医") + "," + number("amount", 45'678));
    }
  }

  // Both grounds, one ground, and a person without a rate.
  void unused_leave() {
    Date day = diary_.working_day(make_date(2026, 1, 12));
    if (day >= city_.span.last) return;
    int kind = 0;
    for (Index unit = 0; unit < city_.units.size() && kind < 3; ++unit) {
      if (city_.units[unit].merged_on != far_future || plan_.is_planned(unit)) continue;
      Index person = someone(unit, day);
      if (person == nobody) continue;
      if (kind < 2) {
        tell("standardSet", day - Days{3}, at(unit),
             field("register", "leave_day_pay") + "," +
                 field("area",
                       to_text(at(unit) == nobody ? city_.code : city_.counties[at(unit)].code)) +
                 "," + field("person", person_id(person)) + "," + number("amount", 43'217) + "," +
                 field("from", "2025-01-01") + "," + field("document", "示例人薪〔2026〕1号"));
      }
      tell("leaveUnused", day, at(unit),
           field("person", person_id(person)) + "," + unit_field(unit) + "," +
               number("year", 2025) + "," + number("days", 5) + ",\"workNeed\":true," +
               (kind == 1 ? "" : "\"noMakeUp\":true,") + field("document", "示例假〔2026〕1号"));
      const char* kinds[] = {"leave_unpaid", "leave_one_ground", "leave_rate_missing"};
      cases_.push_back({kinds[kind++], city_.units[unit].id, person_id(person), "2025-12",
                        id_of(Item::unused_leave), 5 * 43'217});
    }
  }

  const City& city_;
  const PayPlan& plan_;
  Random random_;
  Diary& diary_;
  std::map<Index, std::vector<Index>> of_unit_;
  std::vector<PlantedCase> cases_;
  int policies_ = 0;
  bool unrefunded_planted_ = false;
};

}  // namespace

std::vector<PlantedCase> write_benefits(const City& city, const PayPlan& plan, Random random,
                                        Diary& diary) {
  return BenefitStory(city, plan, random, diary).run();
}

}  // namespace zhucun::demo
