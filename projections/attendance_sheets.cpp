#include <algorithm>

#include "projections/attendance_tables.h"
#include "projections/duty_selection.h"
#include "projections/places.h"
#include "projections/presence.h"

namespace zhucun::projections {

using domain::SheetFact;
using domain::SheetState;
using domain::SheetStep;

namespace {

// One village and month in which somebody stood.
struct SheetRow {
  DivisionCode village;
  Period month;
  std::vector<const domain::StayFact*> stays;
  std::vector<const MonthMarks*> marks;  // beside stays; nothing where the sheet has no line
  const SheetFact* sheet = nullptr;
  domain::SheetStanding now;
};

std::string key_of(const SheetRow& row) {
  return to_text(row.village) + "|" + row.month.key;
}

std::string state_name(const SheetRow& row) {
  if (row.now.correcting) return "correcting";
  return std::string(name_of(row.now.state));
}
std::string state_title(const SheetRow& row) {
  if (row.now.correcting) return "审定，更正待审";
  return std::string(title_of(row.now.state));
}

class Sheets {
 public:
  Sheets(const Sight& sight, const Query& query)
      : sight_(sight), query_(query), calendar_(sight.facts.calendar()) {}

  Result<std::vector<SheetRow>> rows(Period& period) const {
    if (auto fault = division_fault(sight_, query_)) return refuse(*fault);
    auto asked = presence_period(sight_, query_, false);
    if (!asked) return refuse(std::move(asked.error()));
    period = *asked;
    std::vector<SheetRow> out;
    PresenceSight presence(sight_, period);
    for (const auto& month : periods_starting_in({PeriodKind::month}, period.span)) {
      if (month.span.first > sight_.as_of) break;
      for (const auto& [village, list] : sight_.facts.stays_by_village) {
        if (!in_asked_division(village)) continue;
        SheetRow row = row_of(presence, village, month, list);
        auto live = presence.go_live(village);
        bool before = live && month.span.last < *live && !row.sheet;
        if (row.stays.empty() || before) continue;
        if (!query_.status.empty() && state_name(row) != query_.status) continue;
        out.push_back(std::move(row));
      }
    }
    return out;
  }

  // Working half days on which somebody in post has no mark.
  int blanks(const SheetRow& row) const {
    int out = 0;
    for (std::size_t i = 0; i < row.stays.size(); ++i) {
      const auto* stay = row.stays[i];
      const MonthMarks* marks = row.marks[i];
      for (Date day = std::max(stay->span.first, row.month.span.first);
           day <= std::min({stay->span.last, row.month.span.last, sight_.as_of}); day += Days{1}) {
        if (!calendar_.is_working(day)) continue;
        DayMark mark = marks ? marks->on(day_of(day)) : DayMark{};
        out += (mark.forenoon == Mark::blank) + (mark.afternoon == Mark::blank);
      }
    }
    return out;
  }

  // The next step's cut-off day, where the place has one.
  std::optional<Date> due(const SheetRow& row) const {
    const auto& policy = policy_on(sight_, std::min(row.month.span.last, sight_.as_of));
    const auto* rule = policy::row_in(policy.attendance, row.village);
    if (!rule) return std::nullopt;
    std::optional<int> within;
    switch (row.now.state) {
      case SheetState::missing:
      case SheetState::returned: within = rule->entered_within; break;
      case SheetState::entered: within = rule->checked_within; break;
      case SheetState::checked: within = rule->confirmed_within; break;
      case SheetState::confirmed: break;
    }
    if (!within) return std::nullopt;
    return row.month.span.last + Days{*within};
  }

 private:
  bool in_asked_division(DivisionCode village) const {
    return !query_.division || in_division(sight_.facts, village, *query_.division, sight_.as_of);
  }

  SheetRow row_of(const PresenceSight& presence, DivisionCode village, const Period& month,
                  const std::vector<std::uint32_t>& list) const {
    SheetRow row{village, month, {}, {}, nullptr, {}};
    for (auto index : list) {
      const auto& stay = sight_.facts.stays[index];
      if (stay.span.first > sight_.as_of || !stay.span.meets(month.span)) continue;
      if (reaches(sight_, stay)) row.stays.push_back(&stay);
    }
    row.marks.resize(row.stays.size());
    auto found = sight_.facts.attendance.sheets.find({village, month.span.first});
    if (found == sight_.facts.attendance.sheets.end()) return row;
    row.now = domain::standing_of(found->second.steps, sight_.as_of);
    if (row.now.state == SheetState::missing) return row;
    row.sheet = &found->second;
    if (const auto* content = row.sheet->content(row.now.last.content.position)) {
      for (std::size_t i = 0; i < row.stays.size(); ++i) {
        row.marks[i] = presence.marks_in(*content, row.stays[i]->person);
      }
    }
    return row;
  }

  const Sight& sight_;
  const Query& query_;
  Calendar calendar_;
};

Cell who(const SheetStep& step) {
  return step.position.value == 0 ? Cell::none("还没有") : Cell::text(step.actor);
}
Cell when(const SheetStep& step) {
  return step.position.value == 0 ? Cell::none("还没有") : Cell::date(step.date);
}

}  // namespace

Result<Table> attendance_sheets(const Sight& sight, const Query& query) {
  Sheets sheets(sight, query);
  Period period;
  auto rows = sheets.rows(period);
  if (!rows) return refuse(std::move(rows.error()));
  Ground ground(sight.facts, sight.as_of);
  Table table;
  table.title = "考勤表进度";
  table.period = period.key;
  table.columns = place_columns();
  auto add = [&](const char* name, const char* title, CellKind kind, bool explains = false) {
    table.columns.push_back({name, title, kind, explains ? "7.2.3" : "", explains});
  };
  add("month", "月份", CellKind::text), add("people", "在派人数", CellKind::count);
  add("state", "状态代码", CellKind::text), add("stateTitle", "状态", CellKind::text, true);
  add("enteredBy", "填报人", CellKind::text), add("enteredOn", "填报日", CellKind::date);
  add("checkedBy", "审核人", CellKind::text), add("checkedOn", "审核日", CellKind::date);
  add("confirmedBy", "审定人", CellKind::text), add("confirmedOn", "审定日", CellKind::date);
  add("blanks", "工作日未填天数", CellKind::days), add("due", "下一步截止日", CellKind::date);
  add("overdue", "已超天数", CellKind::count), add("corrections", "更正次数", CellKind::count);
  add("sheet", "最新一版序号", CellKind::position);
  for (const SheetRow& row : *rows) {
    auto cells = place_cells(sight, ground, row.village);
    auto due = sheets.due(row);
    std::int64_t late = due ? std::max<std::int64_t>(0, (sight.as_of - *due).count()) : 0;
    auto corrections = row.sheet
                           ? std::count_if(row.sheet->steps.begin(), row.sheet->steps.end(),
                                           [&](const SheetStep& step) {
                                             return step.kind == domain::StepKind::corrected &&
                                                    step.date <= sight.as_of;
                                           })
                           : 0;
    bool done = row.now.state == SheetState::confirmed;
    for (Cell cell :
         {Cell::text(row.month.key), Cell::number(static_cast<std::int64_t>(row.stays.size())),
          Cell::text(state_name(row)), Cell::text(state_title(row)), who(row.now.last.content),
          when(row.now.last.content), who(row.now.last.checked), when(row.now.last.checked),
          who(row.now.last.confirmed), when(row.now.last.confirmed),
          Cell::number(sheets.blanks(row)),
          due ? Cell::date(*due) : Cell::none(done ? "已审定" : "当地没有规定截止日"),
          due ? Cell::number(late) : Cell::none(done ? "已审定" : "当地没有规定截止日"),
          Cell::number(corrections),
          row.sheet ? Cell::number(static_cast<std::int64_t>(row.now.last.content.position.value))
                    : Cell::none("未报")}) {
      cells.push_back(std::move(cell));
    }
    table.rows.push_back({key_of(row), std::move(cells)});
  }
  sort_rows(table);
  table.policies = policy_on(sight, sight.as_of).documents;
  return table;
}

Result<Explanation> explain_attendance_sheets(const Sight& sight, const Query& query,
                                              const std::string& row, const std::string&,
                                              const std::string& cursor) {
  Query all = query;
  all.status.clear();
  Sheets sheets(sight, all);
  Period period;
  auto rows = sheets.rows(period);
  if (!rows) return refuse(std::move(rows.error()));
  for (const SheetRow& one : *rows) {
    if (key_of(one) != row) continue;
    Explanation out;
    out.title =
        sight.facts.division_name(one.village, sight.as_of) + " " + one.month.key + " 考勤表";
    out.value = state_title(one);
    out.formula = out.value +
                  "：填报、审核、审定依次登记，由不同的人；审定以后只更正，"
                  "更正经审核、审定才替换原数";
    const auto& policy = policy_on(sight, sight.as_of);
    if (const auto* rule = policy::row_in(policy.attendance, one.village)) {
      out.clause = rule->clause.text;
      out.quote = rule->quote;
      out.document = rule->document;
    }
    std::vector<Child> children;
    for (const SheetStep& step : one.sheet ? one.sheet->steps : std::vector<SheetStep>{}) {
      if (step.date > sight.as_of) continue;
      children.push_back({std::string(title_of_step(step.kind)) + "：" + step.actor,
                          to_text(step.date), "", step.position});
    }
    page(out, std::move(children), cursor);
    return out;
  }
  return refuse({Code::not_found, "没有这张考勤表", "核对村和月份", "row", "", {}});
}

namespace {

// One day of one person that a correction changed.
struct ChangedDay {
  domain::SheetKey key;
  const domain::SheetCorrection* correction;
  SheetStep step;  // who corrected, when
  bool confirmed = false;
  domain::PartyRef person;
  unsigned day = 0;
  DayMark before;
  DayMark after;
  int counted_before = 0;  // half days of the month that count
  int counted_after = 0;
};

const domain::StayFact* stay_of(const Sight& sight, const ChangedDay& one) {
  Date date = one.key.month + Days{one.day - 1};
  auto list = sight.facts.stays_by_person.find(one.person.value);
  if (list == sight.facts.stays_by_person.end()) return nullptr;
  for (auto index : list->second) {
    const auto& stay = sight.facts.stays[index];
    if (stay.village == one.key.village && stay.span.contains(date)) return &stay;
  }
  return nullptr;
}

int counted_in(const policy::PresenceRow* rule, const Calendar& calendar, Span month,
               const MonthMarks& marks) {
  int out = 0;
  if (!rule) return out;
  for (Date date = month.first; date <= month.last; date += Days{1}) {
    if (!rule->weekends && !calendar.is_working(date)) continue;
    DayMark mark = marks.on(day_of(date));
    for (Mark half : {mark.forenoon, mark.afternoon}) {
      out += std::find(rule->counts.begin(), rule->counts.end(), half) != rule->counts.end();
    }
  }
  return out;
}

void add_changes(const Sight& sight, const domain::SheetKey& key, const SheetFact& sheet,
                 const domain::SheetCorrection& correction, std::vector<ChangedDay>& out) {
  ChangedDay one;
  one.key = key;
  one.correction = &correction;
  for (const SheetStep& step : sheet.steps) {
    if (step.position == correction.position) one.step = step;
  }
  if (one.step.date > sight.as_of) return;
  auto now = domain::standing_of(sheet.steps, sight.as_of);
  one.confirmed = std::any_of(sheet.steps.begin(), sheet.steps.end(), [&](const SheetStep& step) {
    return step.kind == domain::StepKind::confirmed && step.position > correction.position &&
           step.date <= sight.as_of;
  });
  Span month = period_of({PeriodKind::month}, key.month).span;
  const auto* rule = policy::row_in(policy_on(sight, key.month).presence, key.village);
  Calendar calendar = sight.facts.calendar();
  for (std::size_t i = 0; i < correction.after.size(); ++i) {
    MonthMarks before = i < correction.before.size() ? correction.before[i].marks : MonthMarks{};
    const MonthMarks& after = correction.after[i].marks;
    one.person = correction.after[i].person;
    one.counted_before = counted_in(rule, calendar, month, before);
    one.counted_after = counted_in(rule, calendar, month, after);
    for (one.day = 1; one.day <= day_of(month.last); ++one.day) {
      one.before = before.on(one.day);
      one.after = after.on(one.day);
      if (one.before != one.after) out.push_back(one);
    }
  }
}

std::string key_of(const Sight& sight, const ChangedDay& one) {
  return std::to_string(one.correction->position.value) + "|" + sight.facts.parties.id(one.person) +
         "|" + std::to_string(one.day);
}

Result<std::vector<ChangedDay>> changed_days(const Sight& sight, const Query& query,
                                             Period& period) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  auto asked = presence_period(sight, query, false);
  if (!asked) return refuse(std::move(asked.error()));
  period = *asked;
  std::vector<ChangedDay> all;
  for (const auto& [key, sheet] : sight.facts.attendance.sheets) {
    if (!period.span.contains(key.month)) continue;
    if (query.division && !in_division(sight.facts, key.village, *query.division, sight.as_of)) {
      continue;
    }
    for (const auto& correction : sheet.corrections) {
      add_changes(sight, key, sheet, correction, all);
    }
  }
  std::erase_if(all, [&](const ChangedDay& one) {
    const auto* stay = stay_of(sight, one);
    return stay ? !reaches(sight, *stay) : sight.reach.has_value();
  });
  return all;
}

}  // namespace

Result<Table> attendance_corrections(const Sight& sight, const Query& query) {
  Period period;
  auto days = changed_days(sight, query, period);
  if (!days) return refuse(std::move(days.error()));
  Ground ground(sight.facts, sight.as_of);
  Table table;
  table.title = "考勤更正表";
  table.period = period.key;
  table.columns = place_columns();
  auto add = [&](const char* name, const char* title, CellKind kind, bool explains = false) {
    table.columns.push_back({name, title, kind, explains ? "7.2.3" : "", explains});
  };
  add("person", "人员编号", CellKind::person), add("day", "日期", CellKind::date);
  add("before", "更正前", CellKind::text), add("after", "更正后", CellKind::text);
  add("by", "更正人", CellKind::text), add("on", "更正日", CellKind::date);
  add("reason", "原因", CellKind::text), add("document", "依据", CellKind::text);
  add("state", "状态", CellKind::text);
  add("monthBefore", "当月天数（前）", CellKind::days, true);
  add("monthAfter", "当月天数（后）", CellKind::days, true);
  add("event", "更正序号", CellKind::position);
  for (const ChangedDay& one : *days) {
    auto cells = place_cells(sight, ground, one.key.village);
    for (Cell cell :
         {Cell::text(sight.facts.parties.id(one.person)),
          Cell::date(one.key.month + Days{one.day - 1}), Cell::text(to_text(one.before)),
          Cell::text(to_text(one.after)), Cell::text(one.step.actor), Cell::date(one.step.date),
          Cell::text(one.correction->reason), Cell::text(one.correction->document),
          Cell::text(one.confirmed ? "已审定" : "待审定，原数有效"),
          Cell::number(one.counted_before), Cell::number(one.counted_after),
          Cell::number(static_cast<std::int64_t>(one.correction->position.value))}) {
      cells.push_back(std::move(cell));
    }
    table.rows.push_back({key_of(sight, one), std::move(cells)});
  }
  table.remarks.push_back("当月天数按标记计，未填的休息日不在其中；更正经审定才改变驻村天数");
  return table;
}

Result<Explanation> explain_attendance_corrections(const Sight& sight, const Query& query,
                                                   const std::string& row, const std::string&,
                                                   const std::string& cursor) {
  Period period;
  auto days = changed_days(sight, query, period);
  if (!days) return refuse(std::move(days.error()));
  for (const ChangedDay& one : *days) {
    if (key_of(sight, one) != row) continue;
    Explanation out;
    out.title = sight.facts.parties.id(one.person) + " " +
                to_text(one.key.month + Days{one.day - 1}) + " 考勤更正";
    out.value = half_days_text(one.counted_after);
    out.formula = "当月计入 " + half_days_text(one.counted_before) + " 天 → " + out.value +
                  " 天；这一天 " + to_text(one.before) + " → " + to_text(one.after) + "；原因：" +
                  one.correction->reason;
    out.clause = "7.2.3";
    page(out,
         {{"考勤更正（" + one.correction->document + "）", to_text(one.step.date), "",
           one.step.position}},
         cursor);
    return out;
  }
  return refuse({Code::not_found, "没有这一项更正", "重新打开报表，再点数字", "row", "", {}});
}

}  // namespace zhucun::projections
