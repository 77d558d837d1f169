#include "tools/demo/oversight_story.h"

#include <algorithm>
#include <array>
#include <map>

namespace zhucun::demo {

namespace {

// What comes of something that is to be put right.
enum class Outcome : std::uint8_t { closed, closed_late, overdue, reported, returned, second_try };
constexpr std::array<Outcome, 10> outcomes{
    Outcome::closed,   Outcome::closed, Outcome::closed_late, Outcome::closed, Outcome::overdue,
    Outcome::reported, Outcome::closed, Outcome::returned,    Outcome::closed, Outcome::second_try};

constexpr std::array<const char*, 6> matters{"驻村日志记录不全", "走访记录与实际不符",
                                             "工作计划没有分解", "监测户走访间隔过长",
                                             "值班安排没有公示", "项目进度滞后"};

class OversightStory {
 public:
  OversightStory(const City& city, const Faults& faults, Random random, Diary& diary)
      : city_(city), faults_(faults), random_(random), diary_(diary), teller_(city, diary) {}

  std::vector<PlantedAct> run() {
    checks();
    interviews();
    reminders();
    return teller_.planted();
  }

 private:
  std::string team(Index v) const { return "team:" + teller_.village(v); }
  std::string office(Index seat) const { return "office:" + teller_.division(seat); }

  // ---- problems found by checks [7.2.3]
  // ----------------------------------------------------------

  void checks() {
    const auto count = static_cast<Index>(diary_.entries().size());
    std::size_t supervisions = 0;
    for (Index i = 0; i < count; ++i) {
      const Entry entry = diary_.at(i);
      bool spot = entry.type == EntryType::spot_check;
      if (!spot && entry.type != EntryType::supervision) continue;
      if (entry.opening || entry.parties.empty() || teller_.is_reversed(i)) continue;
      if (spot ? !random_.per_mille(110) : ++supervisions % 2 == 0) continue;
      found(i, entry);
    }
  }

  // The team puts right what it did; a county asks the township or the unit that sent as well.
  void found(Index check, const Entry& entry) {
    Index v = entry.parties.front().index;
    const Village& village = city_.villages[v];
    Date day = teller_.after(check, entry.day + Days{1});
    const Stay* stay = nullptr;
    for (Index s : village.stays) {
      if (city_.stays[s].span.contains(day)) stay = &city_.stays[s];
    }
    if (!stay || stay->entry != StayEntry::plain) return;
    bool spot = entry.type == EntryType::spot_check;
    Index unit = city_.answering(stay->unit, day + Days{150});
    std::string to = spot || supervised_ % 3 == 0 ? team(v)
                     : supervised_ % 3 == 1
                         ? "township:" + to_text(city_.townships[village.township].code)
                         : "unit:" + teller_.unit(city_.answering(stay->unit, day));
    if (!spot && supervised_ % 3 == 2 && !teller_.is_settled(unit)) to = team(v);
    if (!spot) ++supervised_;
    order({village.county, city_.text_of(entry.actor), to, teller_.village(v), check}, day);
  }

  struct Order {
    Index clerk = nobody;
    std::string from;
    std::string to;
    std::string village;
    Index basis = nobody;
  };

  // Orders, and tells what came of it; what it has become by the story's end is planted. Gives
  // that.
  std::string order(const Order& one, Date day) {
    ++orders_;
    std::string problem =
        "示例问题" + std::to_string(orders_) + "：" + matters[orders_ % matters.size()];
    Date due = day + Days{35};
    std::string place = one.village.empty() ? "" : "," + field("village", one.village);
    Index ordered =
        teller_.tell("rectificationOrdered", day, one.clerk,
                     field("from", one.from) + "," + field("to", one.to) + "," +
                         Teller::ref("basis", one.basis) + "," + field("problem", problem) + "," +
                         field("due", to_text(due)) + place);
    if (ordered == nobody) return "";
    std::string kind = followed(one, ordered, day, due);
    teller_.plant({"open_rectifications", kind, problem, one.village, "", "", ""});
    return kind;
  }

  std::string followed(const Order& one, Index ordered, Date day, Date due) {
    Outcome outcome = outcomes[orders_ % outcomes.size()];
    std::string open = due < city_.span.last ? "overdue" : "open";
    if (outcome == Outcome::overdue) return open;
    bool late = outcome == Outcome::closed_late;
    Date on = teller_.workday(late ? due + Days{3} : day + Days{random_.between(4, 8)});
    Index reported = report(one, ordered, on);
    if (reported == nobody) return open;
    if (outcome == Outcome::reported) return "reported";
    bool fails = outcome == Outcome::returned || outcome == Outcome::second_try;
    on = teller_.after(reported, on + Days{2});
    Index checked = check(one, ordered, on, fails ? "failed" : "passed");
    if (checked == nobody) return "reported";
    if (!fails) return on <= due ? "closed" : "closedLate";
    if (outcome == Outcome::returned) return "returned";
    on = teller_.after(checked, on + Days{2});
    reported = report(one, ordered, on);
    if (reported == nobody) return "returned";
    on = teller_.after(reported, on + Days{1});
    checked = check(one, ordered, on, "passed");
    return checked == nobody ? "reported" : on <= due ? "closed" : "closedLate";
  }

  Index report(const Order& one, Index ordered, Date day) {
    return teller_.tell("rectificationReported", day, one.clerk,
                        Teller::ref("rectification", ordered) + "," + field("by", one.to) + "," +
                            field("done", "示例：已逐项补齐，举一反三"),
                        teller_.clerk(one.clerk, "-t"));
  }
  Index check(const Order& one, Index ordered, Date day, const char* result) {
    return teller_.tell("rectificationChecked", day, one.clerk,
                        Teller::ref("rectification", ordered) + "," + field("by", one.from) + "," +
                            field("result", result));
  }

  // ---- interviews, 约谈 [8.1]
  // --------------------------------------------------------------------

  void interviews() {
    std::size_t number = 0;
    for (const Owed& one : faults_.owed) {
      bool unmet = one.fate > Fate::reversed_late;
      bool asks = one.duty == Duty::hearing || one.duty == Duty::special_meeting;
      const std::string& key = city_.periods[one.period].key;
      if (unmet && asks && key.starts_with("2025") && ++number % 2 == 1)
        interview(one.actor.index, "weakFollowUp", make_date(2026, 2, 9));
    }
    for (const PlantedFinding& one : faults_.findings) {
      bool poor = one.kind == "chain_cut_short" || one.kind == "not_eligible";
      if (poor && ++number % 2 == 0)
        interview(unit_of(one.unit), "poorVetting", make_date(2026, 3, 16));
    }
    for (const PlantedCase& one : faults_.cases) {
      if (one.kind == "health_check_missing")
        interview(unit_of(one.unit), "payNotHonoured", make_date(2026, 3, 23));
    }
  }

  Index unit_of(const std::string& id) const {
    for (Index u = 0; u < city_.units.size(); ++u) {
      if (city_.units[u].id == id) return u;
    }
    return nobody;
  }

  // By the office of the unit's level; of the province's units by paper only.
  void interview(Index unit, const char* ground, Date asked) {
    if (unit == nobody || !interviewed_.insert({unit, ground}).second) return;
    if (!teller_.is_settled(unit)) return;
    auto seat = teller_.seat_of(unit);
    Index at = seat.value_or(static_cast<Index>(city_.counties.size()));
    Date day = teller_.workday(asked + Days{random_.between(0, 4)});
    Index held = teller_.tell(
        "interviewHeld", day, at,
        field("office", teller_.division(at)) + "," + field("unit", teller_.unit(unit)) + "," +
            field("ground", ground) + "," + field("problem", "示例：听取说明，提出整改要求") + "," +
            field("attended", "示例：分管负责人") +
            (seat ? "" : "," + field("document", Teller::papers("示例约谈", day, unit))));
    if (held == nobody) return;
    std::string kind = "interviewed";
    if (++interviews_ % 3 != 0) {
      std::string after = order({at, office(at), "unit:" + teller_.unit(unit), "", held},
                                teller_.after(held, day + Days{2}));
      if (!after.empty()) kind = after.starts_with("closed") ? "closed" : "rectifying";
    }
    teller_.plant({"interview_grounds", kind, ground, "", teller_.unit(unit), "",
                   std::to_string(year_of(day))});
  }

  // ---- reminders, one level down [8.3]
  // -----------------------------------------------------------

  struct Paper {
    std::string from;
    Index clerk = nobody;
    std::vector<std::string> items;
    Date day;
    bool any_missing = false;
  };

  // Who stands one level above somebody who owes; nothing for whom nobody reminds.
  std::optional<std::pair<std::string, Index>> above(const Owed& one) const {
    auto city = static_cast<Index>(city_.counties.size());
    switch (one.actor.kind) {
      case PartyKind::team: {
        const Village& village = city_.villages[one.actor.index];
        return std::pair("township:" + to_text(city_.townships[village.township].code),
                         village.county);
      }
      case PartyKind::township: {
        Index county = city_.townships[one.actor.index].county;
        return std::pair(office(county), county);
      }
      case PartyKind::office:
        if (one.actor.index == city) return std::nullopt;
        [[fallthrough]];
      case PartyKind::group:
      case PartyKind::member_unit: return std::pair(office(city), city);
      case PartyKind::unit: {
        const Unit& unit = city_.units[one.actor.index];
        Index seat = unit.county == nobody ? city : unit.county;
        if (!teller_.is_settled(one.actor.index)) return std::nullopt;
        return std::pair(office(seat), seat);
      }
      default: return std::nullopt;
    }
  }

  // As duty_list names its rows.
  std::string key_of(const Owed& one) const {
    const char* leader = one.leader == Leader::principal   ? "principal"
                         : one.leader == Leader::in_charge ? "in_charge"
                                                           : "";
    return std::string(row_of(one.duty)) + "|" + city_.text_of(one.actor) + "|" +
           city_.text_of(one.to) + "|" + city_.text_of(one.subject) + "|" + leader + "|" +
           city_.periods[one.period].key;
  }

  void reminders() {
    std::map<std::pair<std::string, std::string>, Paper> papers;  // by recipient and month
    std::size_t number = 0;
    for (const Owed& one : faults_.owed) {
      Date day = teller_.workday(city_.periods[one.period].span.last + Days{2});
      auto by = above(one);
      if (one.fate <= Fate::merged || !by || ++number % 2 == 0) continue;
      if (day > city_.span.last || one.duty == Duty::commendation) continue;
      Paper& paper = papers[{city_.text_of(one.actor), to_text(day).substr(0, 7)}];
      paper.from = by->first;
      paper.clerk = by->second;
      paper.day = std::max(paper.day, day);
      paper.items.push_back(key_of(one));
      paper.any_missing |= one.fate > Fate::reversed_late;
    }
    for (const auto& [key, paper] : papers) remind(key.first, paper);
  }

  void remind(const std::string& to, const Paper& paper) {
    unsigned number = ++reminders_;
    std::string items;
    for (const std::string& item : paper.items) items += (items.empty() ? "" : ",") + quoted(item);
    std::string words = Teller::papers("示例提示", paper.day, number);
    Index issued = teller_.tell(
        "reminderIssued", paper.day, paper.clerk,
        field("from", paper.from) + "," + field("to", to) + "," +
            field("kind", number % 3 == 0 ? "urging" : "reminder") + ",\"items\":[" + items + "]," +
            field("due", to_text(paper.day + Days{15})) + "," + field("number", words));
    if (issued == nobody) return;
    bool answers = number % 3 != 1;
    Date day = teller_.after(issued, paper.day + Days{random_.between(4, 10)});
    if (answers) {
      Index told = teller_.tell("reminderAnswered", day, paper.clerk,
                                Teller::ref("reminder", issued) + "," + field("by", to) + "," +
                                    field("answer", "示例：已安排补办"),
                                teller_.clerk(paper.clerk, "-t"));
      answers = told != nobody;
    }
    std::string kind =
        std::string(answers ? "answered" : "unanswered") + (paper.any_missing ? "_open" : "_done");
    teller_.plant({"reminders", kind, words, "", "", "", ""});
  }

  const City& city_;
  const Faults& faults_;
  Random random_;
  Diary& diary_;
  Teller teller_;
  std::set<std::pair<Index, std::string>> interviewed_;
  std::size_t orders_ = 0;
  std::size_t supervised_ = 0;
  std::size_t interviews_ = 0;
  unsigned reminders_ = 0;
};

}  // namespace

std::vector<PlantedAct> write_oversight(const City& city, const Faults& faults, Random random,
                                        Diary& diary) {
  return OversightStory(city, faults, random, diary).run();
}

}  // namespace zhucun::demo
