#include "projections/presence.h"

#include <algorithm>

#include "projections/reach.h"

namespace zhucun::projections {

using domain::PartyRef;
using domain::SheetState;

namespace {

int days_in(Span span) {
  return static_cast<int>((span.last - span.first).count()) + 1;
}

std::optional<Span> cut(Span span, Span to) {
  if (!span.meets(to)) return std::nullopt;
  return Span{std::max(span.first, to.first), std::min(span.last, to.last)};
}

std::int64_t rounded_up(std::int64_t number, std::int64_t by) {
  return (number + by - 1) / by;
}

bool holds(const std::vector<Mark>& list, Mark mark) {
  return std::find(list.begin(), list.end(), mark) != list.end();
}

}  // namespace

std::string half_days_text(std::int64_t half_days) {
  return shown(Cell::number(half_days), CellKind::days);
}

std::string_view title_of(SheetState state) {
  switch (state) {
    case SheetState::missing: return "未报";
    case SheetState::entered: return "填报";
    case SheetState::checked: return "审核";
    case SheetState::confirmed: return "审定";
    case SheetState::returned: return "退回";
  }
  return "";
}

std::string_view name_of(SheetState state) {
  switch (state) {
    case SheetState::missing: return "missing";
    case SheetState::entered: return "entered";
    case SheetState::checked: return "checked";
    case SheetState::confirmed: return "confirmed";
    case SheetState::returned: return "returned";
  }
  return "";
}

std::string_view title_of_step(domain::StepKind kind) {
  switch (kind) {
    case domain::StepKind::entered: return "填报";
    case domain::StepKind::checked: return "审核";
    case domain::StepKind::confirmed: return "审定";
    case domain::StepKind::returned: return "退回";
    case domain::StepKind::corrected: return "更正";
  }
  return "";
}

std::string role_title(policy::Role role) {
  return role == policy::Role::first_secretary ? "第一书记"
         : role == policy::Role::member        ? "工作队员"
                                               : "";
}

Result<Period> presence_period(const Sight& sight, const Query& query, bool months_only) {
  Cadence otherwise{months_only ? PeriodKind::month : PeriodKind::year};
  Period period = query.period.value_or(period_of(otherwise, sight.as_of));
  bool month = period.span == period_of({PeriodKind::month}, period.span.first).span;
  bool year = period.span == period_of({PeriodKind::year}, period.span.first).span;
  if (month || (year && !months_only)) return period;
  return refuse({Code::bad_parameter,
                 period.key + (months_only ? " 不是一个月" : " 不是一个年度或月份"),
                 months_only ? "写成 2025-07" : "写成 2025 或 2025-07",
                 "period",
                 "",
                 {}});
}

const policy::Policy& policy_in(const Sight& sight, Span span) {
  static const policy::Policy none;
  for (const auto& stretch : sight.policies) {
    if (stretch.span.meets(span) && !stretch.policy->documents.empty()) return *stretch.policy;
  }
  return none;
}

std::string Presence::why_not() const {
  if (missing_calendar) return std::to_string(*missing_calendar) + "年节假日表未采用";
  if (opening_splits) return "期初天数只有合计，分不到本月";
  if (before > 0) return "缺期初：启用前 " + half_days_text(before) + " 天没有考勤";
  if (counted == 0 && unknown >= 2 * elapsed_days) return "未报";
  return "";
}

std::optional<int> Presence::pace() const {
  if (!required || infeasible() || post_days == 0) return std::nullopt;
  return static_cast<int>(2 * rounded_up(std::int64_t{*required} * elapsed_days, 2 * post_days));
}

std::optional<int> Presence::forecast() const {
  int known = 2 * elapsed_days - unknown;
  if (known <= 0 || !why_not().empty()) return std::nullopt;
  return static_cast<int>(std::int64_t{counted} * 2 * post_days / known);
}

PresenceSight::PresenceSight(const Sight& sight, Period period)
    : sight_(sight),
      period_(std::move(period)),
      policy_(policy_in(sight, {period_.span.first, std::min(period_.span.last, sight.as_of)})),
      calendar_(sight.facts.calendar()) {
  for (const auto& [id, fact] : sight.facts.people) {
    if (fact.merged_into.empty()) continue;
    auto from = sight.facts.parties.find(PartyKind::person, id);
    const std::string* into = &fact.merged_into;
    for (auto known = sight.facts.people.find(*into);
         known != sight.facts.people.end() && !known->second.merged_into.empty();
         known = sight.facts.people.find(*into)) {
      into = &known->second.merged_into;
    }
    auto kept = sight.facts.parties.find(PartyKind::person, *into);
    if (from && kept) merged_[*kept].push_back(*from);
  }
}

bool PresenceSight::is_year() const {
  return period_.span == period_of({PeriodKind::year}, period_.span.first).span;
}

const MonthMarks* PresenceSight::marks_in(const domain::SheetContent& content,
                                          PartyRef person) const {
  if (const auto* marks = content.of(person)) return marks;
  auto others = merged_.find(person);
  if (others == merged_.end()) return nullptr;
  for (PartyRef other : others->second) {
    if (const auto* marks = content.of(other)) return marks;
  }
  return nullptr;
}

std::optional<Date> PresenceSight::go_live(DivisionCode village) const {
  DivisionCode county = ancestor(village, DivisionLevel::county);
  for (DivisionCode division : {county, sight_.facts.city}) {
    for (auto group : {event::DutyGroup::ATTENDANCE, event::DutyGroup::ALL}) {
      auto found = sight_.facts.go_live.find({division, group});
      if (found == sight_.facts.go_live.end() || found->second.empty()) continue;
      return found->second.rbegin()->second.from;
    }
  }
  return std::nullopt;
}

std::map<PartyRef, std::vector<StayDays>> PresenceSight::stays() const {
  std::map<PartyRef, std::vector<StayDays>> out;
  for (const auto& [village, list] : sight_.facts.stays_by_village) {
    for (auto index : list) {
      const auto& stay = sight_.facts.stays[index];
      if (stay.span.first > sight_.as_of) continue;
      Span span = stay.span;
      if (span.last > sight_.as_of) span.last = far_future;
      if (auto days = cut(span, period_.span)) out[stay.person].push_back({&stay, *days});
    }
  }
  for (auto& [person, list] : out) {
    std::sort(list.begin(), list.end(),
              [](const StayDays& a, const StayDays& b) { return a.days.first < b.days.first; });
  }
  return out;
}

std::vector<Presence> PresenceSight::everybody() const {
  std::vector<Presence> out;
  for (auto& [person, list] : stays()) {
    bool mine = std::any_of(list.begin(), list.end(),
                            [this](const StayDays& one) { return reaches(sight_, *one.stay); });
    if (mine) out.push_back(presence_of(person, list));
  }
  return out;
}

std::optional<Presence> PresenceSight::of(PartyRef person) const {
  auto all = stays();
  auto found = all.find(person);
  if (found == all.end()) return std::nullopt;
  return presence_of(person, found->second);
}

Presence PresenceSight::presence_of(PartyRef person, std::vector<StayDays> stays) const {
  Presence one;
  one.person = person;
  one.stays = std::move(stays);
  DivisionCode village = one.last_stay().village;
  for (const auto& row : policy_.presence) {
    if (one.measured || !policy::holds_in(row, village)) continue;
    one.rule = &row;
    one.measured = (row.per == PeriodKind::year) == is_year();
  }
  count_opening(one);
  for (const StayDays& stay : one.stays) count_stay(one, stay);
  judge(one);
  return one;
}

void PresenceSight::count_opening(Presence& one) const {
  auto look = [&](PartyRef person) {
    auto found = sight_.facts.attendance.opening_days.find({person, year_of(period_.span.first)});
    if (found == sight_.facts.attendance.opening_days.end()) return;
    if (found->second.stated <= sight_.as_of) one.opening = &found->second;
  };
  look(one.person);
  if (auto others = merged_.find(one.person); others != merged_.end() && !one.opening) {
    for (PartyRef other : others->second) look(other);
  }
  if (!one.opening) return;
  if (one.opening->through < period_.span.first) {
    one.opening = nullptr;
  } else if (is_year()) {
    one.counted += one.opening->half_days;
  } else {
    one.opening_splits = true;
  }
}

// Days that the opening sums up are known as a whole; sheets count from the day after.
void PresenceSight::count_stay(Presence& one, const StayDays& stay) const {
  one.post_days += days_in(stay.days);
  Date seen_to = std::min(stay.days.last, sight_.as_of);
  if (seen_to >= stay.days.first) one.elapsed_days += days_in({stay.days.first, seen_to});
  for (Date day = stay.days.first; day <= stay.days.last; day += Days{1}) {
    bool possible = !one.rule || one.rule->weekends || calendar_.is_working(day);
    if (possible) one.capacity += 2;
  }
  Date from = stay.days.first;
  if (one.opening) from = std::max(from, one.opening->through + Days{1});
  while (from <= seen_to) {
    Span month = period_of({PeriodKind::month}, from).span;
    count_month(one, stay, {from, std::min(month.last, seen_to)});
    from = month.last + Days{1};
  }
}

PresenceSight::SheetSeen PresenceSight::sheet_seen(DivisionCode village, Date month,
                                                   PartyRef person) const {
  SheetSeen seen;
  const auto& sheets = sight_.facts.attendance.sheets;
  auto sheet = sheets.find({village, month});
  if (sheet == sheets.end()) return seen;
  auto now = domain::standing_of(sheet->second.steps, sight_.as_of);
  seen.state = now.state_in_force();
  seen.correcting = now.correcting;
  const auto* version = now.in_force();
  const auto* content = version ? sheet->second.content(version->content.position) : nullptr;
  if (!content) return seen;
  seen.content = content->position;
  seen.marks = marks_in(*content, person);
  const auto* rule = policy::row_in(policy_.attendance, village);
  if (rule) seen.blank = rule->blank_weekend;
  return seen;
}

Mark PresenceSight::taken(Mark mark, Date day, policy::BlankWeekend blank) const {
  bool off = mark == Mark::blank && calendar_.has(year_of(day)) && !calendar_.is_working(day);
  return off && blank == policy::BlankWeekend::in_village ? Mark::in_village : mark;
}

void PresenceSight::count_month(Presence& one, const StayDays& stay, Span days) const {
  MonthSeen seen;
  seen.village = stay.stay->village;
  seen.month = period_of({PeriodKind::month}, days.first).span.first;
  SheetSeen sheet = sheet_seen(seen.village, seen.month, one.person);
  seen.state = sheet.state;
  seen.correcting = sheet.correcting;
  seen.content = sheet.content;
  auto live = go_live(seen.village);
  for (Date day = days.first; day <= days.last; day += Days{1}) {
    DayMark mark = sheet.marks ? sheet.marks->on(day_of(day)) : DayMark{};
    int unknown = one.unknown;
    count_half(one, seen, day, mark.forenoon, sheet.blank);
    count_half(one, seen, day, mark.afternoon, sheet.blank);
    if (live && day < *live && seen.content.value == 0) one.before += one.unknown - unknown;
  }
  // A month that ended before go-live is not wanting: what is wanting is the opening.
  bool begun = !live || days.last >= *live || seen.state != SheetState::missing;
  if (begun) one.months.push_back(seen);
}

void PresenceSight::count_half(Presence& one, MonthSeen& month, Date day, Mark mark,
                               policy::BlankWeekend blank) const {
  bool needs_table = one.rule && !one.rule->weekends;
  int year = year_of(day);
  if (needs_table && !calendar_.has(year)) one.missing_calendar = year;
  bool off = !calendar_.is_working(day);
  if (mark == Mark::blank && off && calendar_.has(year) &&
      blank == policy::BlankWeekend::not_counted) {
    ++one.set_aside;
    return;
  }
  Mark said = mark;
  mark = taken(said, day, blank);
  if (mark != said) ++one.assumed;
  ++one.marks[static_cast<std::size_t>(mark)];
  if (mark == Mark::blank) {
    ++one.unknown;
    ++month.unknown;
    return;
  }
  bool counts = one.rule && holds(one.rule->counts, mark) && (one.rule->weekends || !off);
  if (!counts) return;
  ++one.counted;
  ++month.counted;
}

// The measure, for the part of the period in post, rounded up to whole days; less what lowers it.
void PresenceSight::judge(Presence& one) const {
  if (!one.measured) return;
  std::int64_t days = one.rule->at_least;
  if (one.rule->pro_rata) {
    days = rounded_up(std::int64_t{one.rule->at_least} * one.post_days, days_in(period_.span));
  }
  int required = static_cast<int>(2 * days);
  for (Mark mark : one.rule->lowered_by) required -= one.marks[static_cast<std::size_t>(mark)];
  one.required = std::max(0, required);
}

}  // namespace zhucun::projections
