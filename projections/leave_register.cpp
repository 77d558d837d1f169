#include <algorithm>
#include <set>

#include "projections/attendance_tables.h"
#include "projections/duty_selection.h"
#include "projections/findings.h"
#include "projections/leaves.h"
#include "projections/places.h"
#include "projections/presence.h"

namespace zhucun::projections {

using domain::PartyRef;

namespace {

struct RegisterRow {
  LeaveSeen leave;
  PartyRef person;  // as he is known now
  const domain::StayFact* stay;
  std::int64_t joined = 0;
  std::int64_t in_year = 0;
  std::vector<OverThreshold> over;
};

bool asked_for(const Sight& sight, const Query& query, const RegisterRow& row) {
  if (!reaches(sight, *row.stay)) return false;
  if (query.division && !in_division(sight.facts, row.stay->village, *query.division, sight.as_of))
    return false;
  if (query.actor.empty()) return true;
  auto who = parse_party(query.actor);
  if (!who) return false;
  if (who->kind == PartyKind::person) return sight.facts.parties.id(row.person) == who->id;
  return who->kind == PartyKind::unit && sight.facts.parties.id(row.stay->unit) == who->id;
}

Result<std::vector<RegisterRow>> rows_of(const Sight& sight, const Query& query, Period& period) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  auto asked = presence_period(sight, query, false);
  if (!asked) return refuse(std::move(asked.error()));
  period = *asked;
  const auto& policy = policy_on(sight, sight.as_of);
  std::set<PartyRef> people;
  for (const auto& stay : sight.facts.stays) {
    if (stay.started.value != 0) people.insert(stay.person);
  }
  std::vector<RegisterRow> out;
  for (PartyRef person : people) {
    auto leaves = leaves_of(sight.facts, person, sight.as_of);
    for (const LeaveSeen& leave : leaves) {
      if (!leave.span.meets(period.span)) continue;
      const auto* stay = stay_on(sight.facts, person, leave.span.first);
      if (!stay) continue;  // taken back since: then the leave was taken back with it
      RegisterRow row{leave, person, stay, 0, 0, {}};
      if (!asked_for(sight, query, row)) continue;
      row.joined = joined_days(leaves, leave);
      row.in_year = year_days(leaves, leave);
      for (auto& over :
           leave_over_threshold(sight.facts, policy, stay->village, person, sight.as_of)) {
        auto mine = std::find(over.leaves.begin(), over.leaves.end(), leave.fact->position);
        if (mine != over.leaves.end()) row.over.push_back(std::move(over));
      }
      out.push_back(std::move(row));
    }
  }
  return out;
}

Cell working_days_of(const Calendar& calendar, Span span) {
  for (int year = year_of(span.first); year <= year_of(span.last); ++year) {
    if (!calendar.has(year)) return Cell::none(std::to_string(year) + "年节假日表未采用");
  }
  return Cell::number(calendar.between(span.first - Days{1}, span.last).days.count);
}

std::string over_text(const RegisterRow& row) {
  std::string out;
  for (const OverThreshold& over : row.over) {
    out += (out.empty() ? "" : "；") + std::string("超过") + std::to_string(over.row->over_days) +
           "天，自 " + to_text(over.reached);
  }
  return out;
}

std::string status_of(const RegisterRow& row, Date as_of) {
  if (row.leave.returned) return row.leave.late_days > 0 ? "逾期销假" : "已销假";
  if (as_of < row.leave.span.first) return "未开始";
  return as_of <= row.leave.span.last ? "休假中" : "到期未销假";
}

}  // namespace

Result<Table> leave_register(const Sight& sight, const Query& query) {
  Period period;
  auto rows = rows_of(sight, query, period);
  if (!rows) return refuse(std::move(rows.error()));
  Ground ground(sight.facts, sight.as_of);
  Calendar calendar = sight.facts.calendar();
  Table table;
  table.title = "请销假台账";
  table.period = period.key;
  table.columns = place_columns();
  auto add = [&](const char* name, const char* title, CellKind kind, bool explains = false) {
    table.columns.push_back({name, title, kind, explains ? "7.2.3" : "", explains});
  };
  add("person", "人员编号", CellKind::person), add("unitName", "派出单位", CellKind::text);
  add("kind", "类别", CellKind::text), add("first", "起始日", CellKind::date);
  add("last", "截止日", CellKind::date), add("days", "实休天数", CellKind::count, true);
  add("workingDays", "其中工作日", CellKind::count), add("by", "批准单位", CellKind::text);
  add("slip", "假条编号", CellKind::text), add("approved", "批准日", CellKind::date);
  add("returned", "销假日", CellKind::date), add("lateDays", "逾期天数", CellKind::count);
  add("joinedDays", "相连合并天数", CellKind::count, true);
  add("yearDays", "本年累计天数", CellKind::count, true), add("over", "超过规定", CellKind::text);
  add("status", "情况", CellKind::text), add("event", "准假序号", CellKind::position);
  for (const RegisterRow& row : *rows) {
    const auto& fact = *row.leave.fact;
    auto cells = place_cells(sight, ground, row.stay->village);
    std::string over = over_text(row);
    for (Cell cell :
         {Cell::text(sight.facts.parties.id(row.person)),
          Cell::text(sight.facts.unit_name(sight.facts.parties.id(row.stay->unit), sight.as_of)),
          Cell::text(std::string(title_of(fact.kind))), Cell::date(fact.span.first),
          Cell::date(fact.span.last),
          Cell::number((row.leave.span.last - row.leave.span.first).count() + 1),
          working_days_of(calendar, row.leave.span),
          Cell::text(label_of(sight.facts, fact.by, sight.as_of)),
          Cell::text_or_none(fact.slip, "系统内批准"), Cell::date(fact.approved),
          row.leave.returned ? Cell::date(*row.leave.returned) : Cell::none("未销假"),
          row.leave.returned ? Cell::number(row.leave.late_days) : Cell::none("未销假"),
          Cell::number(row.joined), Cell::number(row.in_year), Cell::text_or_none(over, "未超过"),
          Cell::text(status_of(row, sight.as_of)),
          Cell::number(static_cast<std::int64_t>(fact.position.value))}) {
      cells.push_back(std::move(cell));
    }
    table.rows.push_back({std::to_string(fact.position.value), std::move(cells)});
  }
  const auto& policy = policy_on(sight, sight.as_of);
  table.policies = policy.documents;
  std::vector<std::string> readings;
  for (const auto& threshold : policy.thresholds) {
    readings.insert(readings.end(), threshold.readings.begin(), threshold.readings.end());
  }
  table.readings = reading_notes(policy, readings);
  table.remarks.push_back("天数按日历日计，提前销假的算到销假前一天；撤销的不列");
  if (policy.leave_ladders.empty()) {
    table.remarks.push_back("各县市区的请销假程序没有采用：批准单位只登记，不判断");
  }
  return table;
}

Result<Explanation> explain_leave_register(const Sight& sight, const Query& query,
                                           const std::string& row, const std::string& column,
                                           const std::string& cursor) {
  Period period;
  auto rows = rows_of(sight, query, period);
  if (!rows) return refuse(std::move(rows.error()));
  for (const RegisterRow& one : *rows) {
    if (std::to_string(one.leave.fact->position.value) != row) continue;
    auto leaves = leaves_of(sight.facts, one.person, sight.as_of);
    Explanation out;
    const std::string& person = sight.facts.parties.id(one.person);
    out.title = person + " 请假";
    std::int64_t own = (one.leave.span.last - one.leave.span.first).count() + 1;
    bool joined = column == "joinedDays";
    bool in_year = column == "yearDays";
    out.value = std::to_string(joined ? one.joined : in_year ? one.in_year : own);
    std::string span = to_text(one.leave.span.first) + " 至 " + to_text(one.leave.span.last);
    out.formula = joined ? out.value + " 天 = 首尾相连的准假合并"
                  : in_year ? out.value + " 天 = 本年到 " + to_text(one.leave.span.last) + " 为止"
                            : out.value + " 天 = " + span + "，首尾都算";
    const auto& policy = policy_on(sight, sight.as_of);
    if (const auto* threshold = policy::row_in(policy.thresholds, one.stay->village)) {
      out.clause = threshold->clause.text;
      out.quote = threshold->quote;
      out.document = threshold->document;
      out.readings = reading_notes(policy, threshold->readings);
    }
    std::vector<Child> children;
    for (const LeaveSeen& leave : leaves) {
      bool mine = leave.fact == one.leave.fact;
      bool same_year = year_of(leave.span.first) == year_of(one.leave.span.first);
      if (!mine && !joined && !(in_year && same_year)) continue;
      children.push_back({"准假（" + std::string(title_of(leave.fact->kind)) + "）",
                          to_text(leave.span.first) + " 至 " + to_text(leave.span.last), "",
                          leave.fact->position});
      if (leave.returned) {
        children.push_back({"销假", to_text(*leave.returned), "", leave.fact->returned_at});
      }
    }
    page(out, std::move(children), cursor);
    return out;
  }
  return refuse({Code::not_found, "请销假台账上没有这一条", "核对期间", "row", "", {}});
}

}  // namespace zhucun::projections
