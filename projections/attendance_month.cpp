#include <algorithm>

#include "projections/attendance_tables.h"
#include "projections/duty_selection.h"
#include "projections/places.h"
#include "projections/presence.h"

namespace zhucun::projections {

using domain::SheetState;

namespace {

// One stay in the month, with the version last entered: what a clerk goes on with.
struct MonthLine {
  const domain::StayFact* stay;
  SheetState state = SheetState::missing;
  Position content;
  MonthMarks marks;
};

std::vector<MonthLine> lines_of(const Sight& sight, const PresenceSight& presence,
                                const Query& query, Span month) {
  std::vector<MonthLine> out;
  for (const auto& [village, list] : sight.facts.stays_by_village) {
    if (query.division && !in_division(sight.facts, village, *query.division, sight.as_of)) {
      continue;
    }
    auto sheet = sight.facts.attendance.sheets.find({village, month.first});
    domain::SheetStanding now;
    const domain::SheetContent* content = nullptr;
    if (sheet != sight.facts.attendance.sheets.end()) {
      now = domain::standing_of(sheet->second.steps, sight.as_of);
      content = sheet->second.content(now.last.content.position);
    }
    for (auto index : list) {
      const auto& stay = sight.facts.stays[index];
      if (stay.span.first > sight.as_of || !stay.span.meets(month)) continue;
      if (!reaches(sight, stay)) continue;
      MonthLine line{&stay, now.state, content ? content->position : Position{}, {}};
      const MonthMarks* marks = content ? presence.marks_in(*content, stay.person) : nullptr;
      if (marks) line.marks = *marks;
      out.push_back(line);
    }
  }
  return out;
}

// What a day's column shows: a mark, or in words why there is none.
Cell day_cell(const MonthLine& line, Span month, unsigned day, Date as_of) {
  Date date = month.first + Days{day - 1};
  if (date > month.last) return Cell::none("本月没有这一天");
  if (!line.stay->span.contains(date)) return Cell::none("不在派");
  DayMark mark = line.marks.on(day);
  if (mark == DayMark{}) return Cell::none(date > as_of ? "未到" : "未填");
  return Cell::text(to_text(mark));
}

// Half days of marks within the stay.
std::array<int, mark_count> sums_of(const MonthLine& line, Span month) {
  std::array<int, mark_count> out{};
  for (Date date = std::max(month.first, line.stay->span.first);
       date <= std::min(month.last, line.stay->span.last); date += Days{1}) {
    DayMark mark = line.marks.on(day_of(date));
    ++out[static_cast<std::size_t>(mark.forenoon)];
    ++out[static_cast<std::size_t>(mark.afternoon)];
  }
  return out;
}

std::string key_of(const Sight& sight, const MonthLine& line) {
  return to_text(line.stay->village) + "|" + sight.facts.parties.id(line.stay->person);
}

std::string legend() {
  std::string out = "标记：";
  for (const MarkWord& word : mark_words()) {
    out += std::string(word.letter) + " " + std::string(word.title) + "；";
  }
  return out + "半天写两个字（上午、下午）";
}

// Which marks each sum of the paper holds.
const std::vector<std::pair<Column, std::vector<Mark>>>& sum_columns() {
  auto days = [](const char* name, const char* title) {
    return Column{name, title, CellKind::days, "7.2.3", false};
  };
  static const std::vector<std::pair<Column, std::vector<Mark>>> all{
      {days("inVillage", "在岗"), {Mark::in_village}},
      {days("errand", "公出"), {Mark::errand, Mark::training, Mark::other_errand}},
      {days("ownUnit", "在派出单位"), {Mark::own_unit}},
      {days("personalLeave", "事"), {Mark::personal_leave}},
      {days("sickLeave", "病"), {Mark::sick_leave}},
      {days("annualLeave", "年休"), {Mark::annual_leave}},
      {days("otherLeave", "其他假"), {Mark::other_leave}},
      {days("rotationRest", "轮休"), {Mark::rotation_rest}},
      {days("unauthorised", "未请假离岗"), {Mark::unauthorised}},
  };
  return all;
}

}  // namespace

Result<Table> attendance_month(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  auto period = presence_period(sight, query, true);
  if (!period) return refuse(std::move(period.error()));
  Span month = period->span;
  PresenceSight presence(sight, *period);
  PresenceSight year(sight, period_of({PeriodKind::year}, month.first));
  std::map<domain::PartyRef, Presence> so_far;
  for (Presence& one : year.everybody()) so_far.emplace(one.person, std::move(one));
  Ground ground(sight.facts, sight.as_of);
  Table table;
  table.title = "驻村干部月考勤表";
  table.period = period->key;
  table.columns = place_columns();
  table.columns.push_back({"person", "人员编号", CellKind::person, "", false});
  table.columns.push_back({"role", "职务", CellKind::text, "", false});
  table.columns.push_back({"state", "状态", CellKind::text, "7.2.3", true});
  for (unsigned day = 1; day <= 31; ++day) {
    std::string name = std::to_string(day);
    table.columns.push_back({"d" + name, name, CellKind::text, "", false});
  }
  for (const auto& [column, marks] : sum_columns()) table.columns.push_back(column);
  table.columns.push_back({"yearCounted", "本年累计", CellKind::days, "7.2.3", false});
  table.columns.push_back({"yearRequired", "全年应驻", CellKind::days, "7.2.3", false});
  for (const MonthLine& line : lines_of(sight, presence, query, month)) {
    auto cells = place_cells(sight, ground, line.stay->village);
    cells.push_back(Cell::text(sight.facts.parties.id(line.stay->person)));
    cells.push_back(Cell::text(role_title(line.stay->role)));
    cells.push_back(Cell::text(std::string(title_of(line.state))));
    for (unsigned day = 1; day <= 31; ++day) {
      cells.push_back(day_cell(line, month, day, sight.as_of));
    }
    auto sums = sums_of(line, month);
    for (const auto& [column, marks] : sum_columns()) {
      std::int64_t sum = 0;
      for (Mark mark : marks) sum += sums[static_cast<std::size_t>(mark)];
      cells.push_back(line.content.value == 0 ? Cell::none("未报") : Cell::number(sum));
    }
    auto whole = so_far.find(line.stay->person);
    std::string why = whole == so_far.end() ? "没有在派" : whole->second.why_not();
    cells.push_back(why.empty() ? Cell::number(whole->second.counted) : Cell::none(why));
    bool asked = whole != so_far.end() && whole->second.required && !whole->second.infeasible();
    cells.push_back(asked ? Cell::number(*whole->second.required) : Cell::none("没有全年要求"));
    table.rows.push_back({key_of(sight, line), std::move(cells)});
  }
  sort_rows(table);
  table.policies = presence.policy().documents;
  table.remarks.push_back(legend());
  table.remarks.push_back("列出每张表最新填报的一版；本年累计取审定数，没有审定的取审核或填报数");
  return table;
}

Result<Explanation> explain_attendance_month(const Sight& sight, const Query& query,
                                             const std::string& row, const std::string&,
                                             const std::string& cursor) {
  auto period = presence_period(sight, query, true);
  if (!period) return refuse(std::move(period.error()));
  PresenceSight presence(sight, *period);
  for (const MonthLine& line : lines_of(sight, presence, {}, period->span)) {
    if (key_of(sight, line) != row) continue;
    Explanation out;
    out.title = row + " " + period->key + " 考勤";
    out.value = std::string(title_of(line.state));
    out.formula = out.value + "：这张考勤表走到的一步；填报、审核、审定由三个人依次登记";
    out.clause = "7.2.3";
    std::vector<Child> children;
    auto sheet = sight.facts.attendance.sheets.find({line.stay->village, period->span.first});
    if (sheet != sight.facts.attendance.sheets.end()) {
      for (const auto& step : sheet->second.steps) {
        if (step.date > sight.as_of) continue;
        children.push_back(
            {std::string(title_of_step(step.kind)), to_text(step.date), "", step.position});
      }
    }
    page(out, std::move(children), cursor);
    return out;
  }
  return refuse({Code::not_found, "月考勤表上没有 " + row, "核对月份、村和人员", "row", "", {}});
}

}  // namespace zhucun::projections
