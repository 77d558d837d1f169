#include "projections/attendance_findings.h"

#include <algorithm>
#include <set>

#include "ledger/domain/leave_ladder.h"
#include "projections/leaves.h"
#include "projections/presence.h"

namespace zhucun::projections {

using domain::PartyRef;

namespace {

enum class Wrong : std::uint8_t { on_leave, unrecorded, unauthorised, own_unit, outside };

struct WrongWords {
  const char* kind;
  const char* title;
  const char* says;
  const char* closes;
  bool unit_acts;  // the dispatching unit must act; else the township
};

const WrongWords& words_of(Wrong wrong) {
  static const WrongWords all[] = {
      {"marked_on_leave", "请假期间标记在岗", "考勤表标记为在岗或公务，请销假台账上在休假",
       "更正考勤，或登记提前销假", false},
      {"leave_unrecorded", "标记请假而没有准假", "考勤表标记为请假，请销假台账上没有准假",
       "补登准假（写假条编号），或更正考勤", false},
      {"unauthorised_absence", "未请假离岗", "考勤表标记为未请假离岗",
       "情节由人判断；标记有误的更正考勤", false},
      {"own_unit_work", "在派出单位工作", "考勤表标记为在派出单位，不计入驻村天数",
       "派出单位不再安排工作；标记有误的更正考勤", true},
      {"marked_outside_post", "不在派的日子有考勤", "考勤表有标记，当日已不在该村任职",
       "更正考勤，或核对任期结束的日期", false},
  };
  return all[static_cast<std::size_t>(wrong)];
}

bool on_duty(Mark mark) {
  return mark == Mark::in_village || mark == Mark::errand || mark == Mark::training ||
         mark == Mark::other_errand || mark == Mark::own_unit;
}
bool is_leave(Mark mark) {
  return mark == Mark::personal_leave || mark == Mark::sick_leave || mark == Mark::annual_leave ||
         mark == Mark::other_leave;
}

// The days of one month on which one person's marks are wrong in one way.
struct WrongDays {
  std::vector<unsigned> days;
  int half_days = 0;
};

class MarksWalk {
 public:
  MarksWalk(const FindingSight& at, const std::function<void(Finding)>& give)
      : at_(at), give_(give) {}

  void sheet(const domain::SheetKey& key, const domain::SheetFact& sheet) {
    auto now = domain::standing_of(sheet.steps, at_.sight.as_of);
    const auto* version = now.in_force();
    const auto* content = version ? sheet.content(version->content.position) : nullptr;
    if (!content) return;
    for (const auto& line : content->lines) person(key, *content, line);
  }

 private:
  PartyRef known_as(PartyRef person) const {
    const auto& facts = at_.sight.facts;
    for (auto known = facts.people.find(facts.parties.id(person));
         known != facts.people.end() && !known->second.merged_into.empty();
         known = facts.people.find(known->second.merged_into)) {
      auto into = facts.parties.find(PartyKind::person, known->second.merged_into);
      if (!into) break;
      person = *into;
    }
    return person;
  }

  void person(const domain::SheetKey& key, const domain::SheetContent& content,
              const domain::SheetLine& line) {
    const auto& facts = at_.sight.facts;
    PartyRef person = known_as(line.person);
    auto leaves = leaves_of(facts, person, at_.sight.as_of);
    std::map<Wrong, WrongDays> wrong;
    const domain::StayFact* stay = nullptr;
    Date last = period_of({PeriodKind::month}, key.month).span.last;
    for (Date date = key.month; date <= last; date += Days{1}) {
      DayMark mark = line.marks.on(day_of(date));
      if (mark == DayMark{}) continue;
      const auto* here = stay_on(facts, person, date);
      bool stands = here && here->village == key.village;
      if (stands) stay = here;
      bool away = std::any_of(leaves.begin(), leaves.end(),
                              [date](const LeaveSeen& leave) { return leave.span.contains(date); });
      day(wrong, day_of(date), mark, stands, away);
    }
    for (const auto& [what, days] : wrong) tell(key, content, person, stay, what, days);
  }

  static void day(std::map<Wrong, WrongDays>& wrong, unsigned day, DayMark mark, bool stands,
                  bool away) {
    auto note = [&](Wrong what) {
      WrongDays& days = wrong[what];
      if (days.days.empty() || days.days.back() != day) days.days.push_back(day);
      ++days.half_days;
    };
    for (Mark half : {mark.forenoon, mark.afternoon}) {
      if (half == Mark::blank) continue;
      if (!stands) {
        note(Wrong::outside);
        continue;
      }
      if (away && on_duty(half)) note(Wrong::on_leave);
      if (!away && is_leave(half)) note(Wrong::unrecorded);
      if (half == Mark::unauthorised) note(Wrong::unauthorised);
      if (half == Mark::own_unit) note(Wrong::own_unit);
    }
  }

  void tell(const domain::SheetKey& key, const domain::SheetContent& content, PartyRef person,
            const domain::StayFact* stay, Wrong what, const WrongDays& days) {
    const auto& facts = at_.sight.facts;
    const WrongWords& words = words_of(what);
    std::string list;
    for (unsigned one : days.days) list += (list.empty() ? "" : "、") + std::to_string(one);
    if (!stay) stay = any_stay(person, key.village);
    Finding one;
    one.kind = words.kind;
    one.title = words.title;
    one.clause = "7.2.3";
    cite(one, what, key);
    one.place = key.village;
    one.person = facts.parties.id(person);
    if (stay) one.unit = facts.parties.id(stay->unit);
    one.what = std::to_string(year_of(key.month)) + "年" + std::to_string(month_of(key.month)) +
               "月" + list + "日共 " + half_days_text(days.half_days) + " 天：" + words.says;
    DivisionCode township = at_.ground.above(key.village, DivisionLevel::township, at_.sight.as_of);
    one.owner = words.unit_acts && stay ? "unit:" + one.unit : "township:" + to_text(township);
    one.since = key.month + Days{days.days.front() - 1};
    one.closes = words.closes;
    one.events = {content.position};
    give_(std::move(one));
  }

  // What counts as on duty says the measure of presence; the rest rests on the keeping of sheets.
  void cite(Finding& one, Wrong what, const domain::SheetKey& key) const {
    const auto& policy = at_.policy_on(key.month);
    auto use = [&one](const policy::Cited* row) {
      if (!row) return;
      one.row = row->id;
      one.clause = row->clause.text;
    };
    use(what == Wrong::own_unit
            ? static_cast<const policy::Cited*>(policy::row_in(policy.presence, key.village))
            : policy::row_in(policy.attendance, key.village));
  }

  const domain::StayFact* any_stay(PartyRef person, DivisionCode village) const {
    auto list = at_.sight.facts.stays_by_person.find(person.value);
    if (list == at_.sight.facts.stays_by_person.end()) return nullptr;
    for (auto index : list->second) {
      if (at_.sight.facts.stays[index].village == village) return &at_.sight.facts.stays[index];
    }
    return nullptr;
  }

  const FindingSight& at_;
  const std::function<void(Finding)>& give_;
};

// The office of the dispatching unit's level: the city's for units of the city and above. [7.2.3]
std::string office_of_level(const FindingSight& at, PartyRef unit) {
  const auto& facts = at.sight.facts;
  DivisionCode place = at.ground.place_of_unit(at.ground.answering(unit, at.sight.as_of));
  auto level = at.ground.level_of(unit);
  bool county = level == policy::UnitLevel::county || level == policy::UnitLevel::township;
  return "office:" + to_text(county ? place : facts.city);
}

class LeaveWalk {
 public:
  LeaveWalk(const FindingSight& at, const std::function<void(Finding)>& give)
      : at_(at), give_(give) {}

  void person(PartyRef person) {
    auto leaves = leaves_of(at_.sight.facts, person, at_.sight.as_of);
    for (const LeaveSeen& leave : leaves) {
      const auto* stay = stay_on(at_.sight.facts, person, leave.span.first);
      if (!stay) continue;
      approver(leave, *stay);
      back(leave, *stay);
    }
    if (!leaves.empty()) over(person);
  }

 private:
  Finding about(const domain::StayFact& stay, const char* kind, const char* title) const {
    Finding one;
    one.kind = kind;
    one.title = title;
    one.clause = "7.2.3";
    one.place = stay.village;
    one.unit = at_.sight.facts.parties.id(stay.unit);
    one.person = at_.sight.facts.parties.id(stay.person);
    DivisionCode township =
        at_.ground.above(stay.village, DivisionLevel::township, at_.sight.as_of);
    one.owner = "township:" + to_text(township);
    return one;
  }

  // A slip signed by somebody whom the county's ladder does not let approve so many days.
  void approver(const LeaveSeen& leave, const domain::StayFact& stay) {
    const auto& fact = *leave.fact;
    const auto& policy = at_.policy_on(fact.approved);
    const auto* ladder = policy::row_in(policy.leave_ladders, stay.village);
    if (!ladder) return;
    std::int64_t days = (fact.span.last - fact.span.first).count() + 1;
    auto division = at_.sight.facts.divisions.find(at_.sight.facts.parties.division(fact.by));
    auto level = division == at_.sight.facts.divisions.end() ? DivisionLevel::unknown
                                                             : division->second.level;
    auto kind = domain::approver_kind(fact.by.kind(), level);
    if (domain::high_enough(*ladder, days, kind)) return;
    const auto* step = domain::step_of(*ladder, days);
    Finding one = about(stay, "leave_approver", "准假单位低于规定");
    one.clause = ladder->clause.text;
    one.row = ladder->id;
    one.what = "请假 " + std::to_string(days) + " 天由" +
               std::string(domain::approver_title(kind)) + "批准（假条 " + fact.slip + "），" +
               ladder->document + "规定由" + std::string(domain::approver_title(step->approver)) +
               "批准";
    one.since = fact.approved;
    one.closes = "报请有权单位补办；登记有误的冲销后重登";
    one.events = {fact.position};
    give_(std::move(one));
  }

  void back(const LeaveSeen& leave, const domain::StayFact& stay) {
    const auto& fact = *leave.fact;
    bool due = leave.open && at_.sight.as_of > fact.span.last && stay.span.last > fact.span.last;
    if (due) {
      Finding one = about(stay, "leave_not_returned", "到期未销假");
      one.what = "准假到 " + to_text(fact.span.last) + "，至今没有登记销假";
      one.since = fact.span.last + Days{1};
      one.closes = "登记销假（leaveReturned）；续假的登记准假";
      one.events = {fact.position};
      if (!continued(leave)) give_(std::move(one));
    }
    if (leave.late_days > 0) {
      Finding one = about(stay, "leave_late_return", "逾期销假");
      one.what = "准假到 " + to_text(fact.span.last) + "，" + to_text(*leave.returned) +
                 " 返岗，逾期 " + std::to_string(leave.late_days) + " 天没有准假";
      one.since = fact.span.last + Days{1};
      one.closes = "情节由人判断；已续假的补登准假";
      one.events = {fact.position, fact.returned_at};
      give_(std::move(one));
    }
  }

  // Another leave follows on the next day: the return is that one's business.
  bool continued(const LeaveSeen& leave) const {
    auto all = leaves_of(at_.sight.facts, leave.fact->person, at_.sight.as_of);
    return std::any_of(all.begin(), all.end(), [&](const LeaveSeen& other) {
      return other.span.first == leave.fact->span.last + Days{1};
    });
  }

  // Until the posting ends, whatever its ground: then there is nobody to recall.
  void over(PartyRef person) {
    const auto& facts = at_.sight.facts;
    const auto* stay = stay_on(facts, person, at_.sight.as_of);
    if (!stay) return;
    const auto& policy = at_.policy_on(at_.sight.as_of);
    for (const auto& passed :
         leave_over_threshold(facts, policy, stay->village, person, at_.sight.as_of)) {
      if (!stay->span.contains(passed.reached)) continue;
      bool recall = passed.row->consequence == policy::Consequence::recall;
      Finding one = about(*stay, recall ? "leave_recall_due" : "leave_interview_due",
                          recall ? "请假超过规定应召回" : "请假超过规定应约谈");
      one.clause = passed.row->clause.text;
      one.row = passed.row->id;
      one.what = "请假 " + std::to_string(passed.days) + " 天，" + to_text(passed.reached) +
                 " 起超过 " + std::to_string(passed.row->over_days) + " 天";
      one.owner = office_of_level(at_, stay->unit);
      one.since = passed.reached;
      one.closes = recall ? "登记召回，责成派出单位重新选派" : "登记约谈";
      one.events = passed.leaves;
      give_(std::move(one));
    }
  }

  const FindingSight& at_;
  const std::function<void(Finding)>& give_;
};

}  // namespace

void find_marks(const FindingSight& at, const std::function<void(Finding)>& give) {
  MarksWalk walk(at, give);
  for (const auto& [key, sheet] : at.sight.facts.attendance.sheets) walk.sheet(key, sheet);
}

void find_short_years(const FindingSight& at, const std::function<void(Finding)>& give) {
  std::set<int> years;
  for (const auto& [key, sheet] : at.sight.facts.attendance.sheets) {
    years.insert(year_of(key.month));
  }
  for (int year : years) {
    Period period = period_of({PeriodKind::year}, make_date(year, 1, 1));
    if (period.span.last > at.sight.as_of) continue;
    PresenceSight presence(at.sight, period);
    for (const Presence& one : presence.everybody()) {
      bool known = one.required && !one.infeasible() && one.why_not().empty();
      if (!known || one.counted + one.unknown >= *one.required) continue;
      const auto& stay = one.last_stay();
      Finding found;
      found.kind = "presence_short";
      found.title = "全年驻村时间不足";
      found.clause = one.rule->clause.text;
      found.row = one.rule->id;
      found.place = stay.village;
      found.unit = at.sight.facts.parties.id(stay.unit);
      found.person = at.sight.facts.parties.id(one.person);
      found.what = std::to_string(year) + " 年驻村 " + half_days_text(one.counted) + " 天" +
                   (one.unknown > 0 ? "，另有未填 " + half_days_text(one.unknown) + " 天" : "") +
                   "，应驻 " + half_days_text(*one.required) + " 天";
      found.owner =
          "office:" + to_text(at.ground.above(stay.village, DivisionLevel::county, at.sight.as_of));
      found.since = period.span.last;
      found.closes = "已过年度不能补足，由管理单位说明；考勤有误的更正考勤";
      for (const MonthSeen& month : one.months) {
        if (month.content.value != 0) found.events.push_back(month.content);
      }
      give(std::move(found));
    }
  }
}

void find_leaves(const FindingSight& at, const std::function<void(Finding)>& give) {
  std::set<PartyRef> people;
  for (const auto& stay : at.sight.facts.stays) {
    if (stay.started.value != 0) people.insert(stay.person);
  }
  LeaveWalk walk(at, give);
  for (PartyRef person : people) walk.person(person);
}

}  // namespace zhucun::projections
