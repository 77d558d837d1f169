// Whose term fills, by when a successor must be there, and how each handover went. [7.1]
#include <algorithm>
#include <map>

#include "projections/duty_selection.h"
#include "projections/findings.h"
#include "projections/force.h"
#include "projections/life_tables.h"
#include "projections/posting_life.h"
#include "projections/reach.h"

namespace zhucun::projections {

namespace {

using policy::Role;

constexpr int days_ahead = 180;  // what the plan looks ahead without being asked

struct Planned {
  const LifeStay* stay;
  Date full;                            // the last day of the term
  std::optional<WorkingDayEnd> latest;  // by which the successor must arrive
  const LifeStay* successor = nullptr;
  int working_days = 0;
};

// The latest day of arrival from which so many working days still fit before the release.
WorkingDayEnd latest_arrival(const Calendar& calendar, Date release,
                             const policy::HandoverRow& row) {
  WorkingDayEnd out{release, std::nullopt};
  int left = row.working_days;
  for (Date day = release; left > 0; day -= Days{1}) {
    if (!calendar.has(year_of(day)))
      out.missing_year = std::min(out.missing_year.value_or(year_of(day)), year_of(day));
    if (calendar.is_working(day)) --left;
    out.end = day;
  }
  if (!row.start_counts) out.end -= Days{1};
  return out;
}

// Where a seat holds more people than it asks for, the latest to come are the successors of those
// whose term fills first.
std::map<const LifeStay*, const LifeStay*> successors_in(const Life& life, DivisionCode village,
                                                         Role role) {
  std::vector<const LifeStay*> present;
  for (const LifeStay* stay : life.in_village(village)) {
    if (stay->fact->role == role && !stay->ended) present.push_back(stay);
  }
  auto wanted = static_cast<std::size_t>(
      std::max<std::int64_t>(1, force_on(life.sight(), village, life.sight().as_of).wanted(role)));
  std::map<const LifeStay*, const LifeStay*> out;
  for (std::size_t i = 0; wanted + i < present.size() && i < wanted; ++i)
    out[present[i]] = present[wanted + i];
  return out;
}

Result<std::vector<Planned>> planned(const Life& life, const Query& query) {
  const Sight& sight = life.sight();
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  Calendar calendar = sight.facts.calendar();
  Date until = sight.as_of + Days{query.days.value_or(days_ahead)};
  std::vector<Planned> out;
  for (const LifeStay& stay : life.stays()) {
    auto full = life.term_full(stay);
    if (stay.ended || !full || *full > until) continue;
    if (!reaches(sight, *stay.fact) || !asked_for(life.ground(), query, stay.fact->village))
      continue;
    Planned one{&stay, *full, std::nullopt, nullptr, 0};
    const auto* row = policy::row_in(policy_on(sight, sight.as_of).handovers, stay.fact->village);
    if (row) {
      one.latest = latest_arrival(calendar, *full, *row);
      one.working_days = row->working_days;
    }
    auto successors = successors_in(life, stay.fact->village, stay.fact->role);
    if (auto found = successors.find(&stay); found != successors.end())
      one.successor = found->second;
    out.push_back(one);
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Planned& a, const Planned& b) { return a.full < b.full; });
  return out;
}

std::string status_of(const Sight& sight, const Planned& one) {
  if (one.successor) return "接任人已到岗";
  if (one.full < sight.as_of) return "任期已满，接任人未到";
  if (one.latest && one.latest->end < sight.as_of) return "已过最迟到岗日";
  return "待安排接任人";
}

}  // namespace

Result<Table> rotation_plan(const Sight& sight, const Query& query) {
  Life life(sight);
  auto list = planned(life, query);
  if (!list) return refuse(std::move(list.error()));
  Table table;
  table.title = "任期届满与轮换计划";
  table.columns = place_columns();
  for (Column column : std::initializer_list<Column>{
           {"person", "人员编号", CellKind::person, "", false},
           {"role", "职务", CellKind::text, "3", false},
           {"unitName", "派出单位", CellKind::text, "", false},
           {"start", "到岗日", CellKind::date, "", false},
           {"termFull", "任期届满日", CellKind::date, "7.1", true},
           {"daysLeft", "距届满天数", CellKind::count, "7.1", false},
           {"successorBy", "接任人最迟到岗日", CellKind::date, "7.1", true},
           {"successor", "接任人", CellKind::person, "7.1", false},
           {"status", "状态", CellKind::text, "7.1", false},
           {"note", "说明", CellKind::text, "", false}}) {
    table.columns.push_back(std::move(column));
  }
  for (const Planned& one : *list) {
    auto cells = place_cells(life, one.stay->fact->village);
    for (Cell cell : std::initializer_list<Cell>{
             Cell::text(one.stay->person), Cell::text(title_of(one.stay->fact->role)),
             Cell::text(sight.facts.unit_name(one.stay->unit, sight.as_of)),
             Cell::date(one.stay->span.first), Cell::date(one.full),
             Cell::number((one.full - sight.as_of).count()),
             one.latest ? Cell::date(one.latest->end) : Cell::none("现行政策没有交接时间"),
             one.successor ? Cell::text(one.successor->person) : Cell::none("未到岗"),
             Cell::text(status_of(sight, one)),
             Cell::text_or_none(one.latest ? provisional(one.latest->missing_year) : "", "")}) {
      cells.push_back(std::move(cell));
    }
    table.rows.push_back({one.stay->person, std::move(cells)});
  }
  table.policies = policy_on(sight, sight.as_of).documents;
  table.remarks.push_back("列任期在 " + to_text(sight.as_of) + " 起 " +
                          std::to_string(query.days.value_or(days_ahead)) +
                          " 天内届满和已经届满的在派人员");
  return table;
}

Result<Explanation> explain_rotation_plan(const Sight& sight, const Query& query,
                                          const std::string& row, const std::string& column,
                                          const std::string& cursor) {
  Life life(sight);
  auto list = planned(life, query);
  if (!list) return refuse(std::move(list.error()));
  for (const Planned& one : *list) {
    if (one.stay->person != row) continue;
    Explanation out;
    bool arrival = column == "successorBy" && one.latest;
    const auto& policy = policy_on(sight, sight.as_of);
    const auto* term = policy::row_in(policy.terms, one.stay->fact->village, one.stay->fact->role);
    const auto* handover = policy::row_in(policy.handovers, one.stay->fact->village);
    const policy::Cited& cited = arrival ? static_cast<const policy::Cited&>(*handover) : *term;
    out.title = row + (arrival ? " 接任人最迟到岗日" : " 任期届满日");
    out.value = to_text(arrival ? one.latest->end : one.full);
    out.formula = arrival ? "届满日 " + to_text(one.full) + " 往前数满 " +
                                std::to_string(one.working_days) + " 个工作日" +
                                (handover->start_counts ? "，到岗当日计入" : "，到岗当日不计")
                          : to_text(one.stay->span.first) + " 到岗，满 " +
                                std::to_string(term->years) + " 年的最后一日";
    out.clause = cited.clause.text;
    out.quote = cited.quote;
    out.document = cited.document;
    out.readings = reading_notes(policy, cited.readings);
    page(out, {{"选派到岗", to_text(one.stay->span.first), "", one.stay->fact->started}}, cursor);
    return out;
  }
  return refuse({Code::not_found, "轮换计划上没有 " + row, "核对人员和日期", "row", "", {}});
}

namespace {

std::string status_of(const Handed& one) {
  if (!one.in_time()) return one.stay->ended ? "未完成即离任" : "进行中";
  if (!one.stay->ended) return "已完成，未离任";
  return one.is_short() ? "已完成，时间不足" : "已完成";
}

bool wanted(const Life& life, const Query& query, const Handed& one) {
  if (!reaches(life.sight(), *one.stay->fact)) return false;
  if (query.period) {
    Date day = one.stay->ended ? one.stay->span.last : one.fact->date;
    if (!query.period->span.contains(day)) return false;
  }
  return asked_for(life.ground(), query, one.stay->fact->village);
}

std::string key_of(const Handed& one) {
  return one.stay->person + "|" + to_text(one.stay->span.first);
}

}  // namespace

Result<Table> handovers(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  Life life(sight);
  Table table;
  table.title = "工作交接";
  table.columns = place_columns();
  for (Column column : std::initializer_list<Column>{
           {"person", "交任人", CellKind::person, "", false},
           {"role", "职务", CellKind::text, "3", false},
           {"unitName", "指导交接的派出单位", CellKind::text, "7.1", false},
           {"successor", "接任人", CellKind::person, "7.1", false},
           {"arrival", "接任人到岗日", CellKind::date, "7.1", false},
           {"completed", "交接完成日", CellKind::date, "7.1", false},
           {"release", "撤离日", CellKind::date, "7.1", false},
           {"workingDays", "交接工作日", CellKind::count, "7.1", true},
           {"required", "一般不少于", CellKind::count, "7.1", false},
           {"status", "状态", CellKind::text, "7.1", false},
           {"reason", "不足的理由", CellKind::text, "7.1", false},
           {"note", "说明", CellKind::text, "", false},
           {"event", "依据序号", CellKind::position, "", false}}) {
    table.columns.push_back(std::move(column));
  }
  for (const Handed& one : life.handovers()) {
    if (!wanted(life, query, one)) continue;
    auto cells = place_cells(life, one.stay->fact->village);
    const auto* fact = one.fact;
    for (Cell cell : std::initializer_list<Cell>{
             Cell::text(one.stay->person), Cell::text(title_of(one.stay->fact->role)),
             Cell::text(sight.facts.unit_name(fact ? fact->unit : one.stay->unit, sight.as_of)),
             one.successor ? Cell::text(one.successor->person) : Cell::none("没有登记接任人"),
             one.successor ? Cell::date(one.successor->span.first) : Cell::none("没有登记接任人"),
             fact ? Cell::date(fact->date) : Cell::none("没有登记交接完成"),
             one.stay->ended ? Cell::date(one.stay->span.last) : Cell::none("未撤离"),
             one.successor ? Cell::number(one.days.days.count) : Cell::none("没有登记接任人"),
             one.row ? Cell::number(one.row->working_days) : Cell::none("现行政策没有交接时间"),
             Cell::text(status_of(one)),
             Cell::text_or_none(fact ? fact->reason : "", one.is_short() ? "未说明" : ""),
             Cell::text_or_none(provisional(one.days.missing_year), ""),
             Cell::number(
                 static_cast<std::int64_t>((fact ? one.event : one.stay->fact->ended).value))}) {
      cells.push_back(std::move(cell));
    }
    table.rows.push_back({key_of(one), std::move(cells)});
  }
  table.policies = policy_on(sight, sight.as_of).documents;
  return table;
}

Result<Explanation> explain_handovers(const Sight& sight, const Query& query,
                                      const std::string& row, const std::string&,
                                      const std::string& cursor) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  Life life(sight);
  for (const Handed& one : life.handovers()) {
    if (key_of(one) != row || !wanted(life, query, one)) continue;
    Explanation out;
    out.title = one.stay->person + " 的工作交接";
    out.value = one.successor ? std::to_string(one.days.days.count) : "没有登记接任人";
    if (one.successor) {
      Date to = one.stay->ended ? one.stay->span.last : sight.as_of;
      out.formula = "接任人 " + to_text(one.successor->span.first) + " 到岗" +
                    (one.row && one.row->start_counts ? "（当日计入）" : "（当日不计）") +
                    "，数至 " + to_text(to) + (one.stay->ended ? " 撤离" : "（未撤离）") + "，共 " +
                    out.value + " 个工作日";
    }
    if (one.row) {
      out.clause = one.row->clause.text;
      out.quote = one.row->quote;
      out.document = one.row->document;
      out.readings = reading_notes(policy_on(sight, sight.as_of), one.row->readings);
    }
    std::vector<Child> children{
        {"交任人到岗", to_text(one.stay->span.first), "", one.stay->fact->started}};
    if (one.successor)
      children.push_back(
          {"接任人到岗", to_text(one.successor->span.first), "", one.successor->fact->started});
    if (one.fact) children.push_back({"交接完成", to_text(one.fact->date), "", one.event});
    if (one.stay->ended)
      children.push_back({"任期结束", to_text(one.stay->span.last), "", one.stay->fact->ended});
    page(out, std::move(children), cursor);
    return out;
  }
  return refuse({Code::not_found, "交接表上没有 " + row, "重新打开报表，再点数字", "row", "", {}});
}

}  // namespace zhucun::projections
