#include <algorithm>

#include "projections/attendance_tables.h"
#include "projections/duty_selection.h"
#include "projections/places.h"
#include "projections/presence.h"

namespace zhucun::projections {

namespace {

using domain::SheetState;

// "审定 7 个月，审核 1 个月": which state each month's figures come from.
std::string states_text(const Presence& one) {
  std::string out;
  for (SheetState state : {SheetState::confirmed, SheetState::checked, SheetState::entered,
                           SheetState::returned, SheetState::missing}) {
    auto count = std::count_if(one.months.begin(), one.months.end(),
                               [state](const MonthSeen& month) { return month.state == state; });
    if (count == 0) continue;
    out += (out.empty() ? "" : "，") + std::string(title_of(state)) + " " + std::to_string(count) +
           " 个月";
  }
  auto waiting = std::count_if(one.months.begin(), one.months.end(),
                               [](const MonthSeen& month) { return month.correcting; });
  if (waiting > 0) out += "；另有更正待审 " + std::to_string(waiting) + " 个月";
  return out.empty() ? "尚无应报月份" : out;
}

std::string infeasible_text(const Presence& one) {
  return "不可行：最多 " + half_days_text(one.capacity) + " 天，要求 " +
         half_days_text(*one.required) + " 天";
}

Cell required_cell(const Presence& one) {
  if (!one.required) return Cell::none("没有按此周期的要求");
  if (one.missing_calendar) return Cell::none(one.why_not());
  if (one.infeasible()) return Cell::none(infeasible_text(one));
  return Cell::number(*one.required);
}

Cell optional_cell(const std::optional<int>& value, const std::string& why) {
  return value ? Cell::number(*value) : Cell::none(why);
}

Cell status_cell(const Presence& one, bool over) {
  if (!one.required) return Cell::none("没有按此周期的要求");
  if (std::string why = one.why_not(); !why.empty()) return Cell::none(why);
  if (one.infeasible()) return Cell::text("不可行");
  if (one.counted >= *one.required) return Cell::text("已达到");
  if (over) {
    return Cell::text(one.counted + one.unknown < *one.required ? "未达到" : "有未填日，待定");
  }
  auto forecast = one.forecast();
  if (!forecast) return Cell::none("尚无考勤");
  return Cell::text(*forecast < *one.required ? "预计不足" : "预计达到");
}

int sum_of(const Presence& one, std::initializer_list<Mark> marks) {
  int out = 0;
  for (Mark mark : marks) out += one.marks[static_cast<std::size_t>(mark)];
  return out;
}

std::vector<Cell> figures_of(const Presence& one, bool over) {
  std::string why = one.why_not();
  auto figure = [&why](int value) { return why.empty() ? Cell::number(value) : Cell::none(why); };
  // What marks say of a period that nobody has reported is not zero either.
  bool reported = std::any_of(one.months.begin(), one.months.end(),
                              [](const MonthSeen& month) { return month.content.value != 0; });
  auto marks = [&](std::initializer_list<Mark> list) {
    return reported ? Cell::number(sum_of(one, list)) : Cell::none("未报");
  };
  auto pace = one.pace();
  bool paced = pace && why.empty();
  return {figure(one.counted),
          required_cell(one),
          optional_cell(one.missing_calendar ? std::nullopt : pace, "没有要求"),
          paced ? Cell::number(one.counted - *pace) : Cell::none(why.empty() ? "没有要求" : why),
          optional_cell(one.forecast(), why.empty() ? "尚无考勤" : why),
          status_cell(one, over),
          marks({Mark::in_village}),
          marks({Mark::errand, Mark::training}),
          marks({Mark::other_errand}),
          marks({Mark::own_unit}),
          marks({Mark::personal_leave}),
          marks({Mark::sick_leave}),
          marks({Mark::annual_leave}),
          marks({Mark::other_leave}),
          marks({Mark::rotation_rest}),
          marks({Mark::unauthorised}),
          Cell::number(one.unknown),
          one.opening && !one.opening_splits ? Cell::number(one.opening->half_days)
                                             : Cell::none("无期初"),
          Cell::number(one.post_days),
          Cell::text(states_text(one))};
}

bool asked_for(const Sight& sight, const Query& query, const Presence& one) {
  if (!query.actor.empty()) {
    auto who = parse_party(query.actor);
    const auto& parties = sight.facts.parties;
    bool person = who && who->kind == PartyKind::person && parties.id(one.person) == who->id;
    bool unit = who && who->kind == PartyKind::unit &&
                std::any_of(one.stays.begin(), one.stays.end(), [&](const StayDays& stay) {
                  return parties.id(stay.stay->unit) == who->id;
                });
    if (!person && !unit) return false;
  }
  return !query.division ||
         std::any_of(one.stays.begin(), one.stays.end(), [&](const StayDays& stay) {
           return in_division(sight.facts, stay.stay->village, *query.division, sight.as_of);
         });
}

void add_remarks(Table& table, const PresenceSight& presence, const Sight& sight) {
  table.policies = presence.policy().documents;
  std::vector<std::string> ids;
  for (const auto& row : presence.policy().presence) {
    ids.insert(ids.end(), row.readings.begin(), row.readings.end());
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  table.readings = reading_notes(presence.policy(), ids);
  table.remarks.push_back("截至 " + to_text(sight.as_of) +
                          "；每月取审定数，没有审定的取审核或填报数，未填的日子不计为零");
  table.remarks.push_back(
      "应达进度 = 应驻天数 × 已过在派天数 ÷ 在派天数，向上取整；预计 = 已计天数 ÷ "
      "已知天数 × 在派天数，舍去不足半天");
  for (const auto& row : presence.policy().attendance) {
    if (row.blank_weekend == policy::BlankWeekend::unknown) continue;
    table.remarks.push_back(
        row.document + "：休息日未填的" +
        (row.blank_weekend == policy::BlankWeekend::in_village ? "按在村计" : "不计，也不算未填"));
  }
}

}  // namespace

Result<Table> attendance_days(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  auto period = presence_period(sight, query, false);
  if (!period) return refuse(std::move(period.error()));
  PresenceSight presence(sight, *period);
  Ground ground(sight.facts, sight.as_of);
  Table table;
  table.title = "驻村天数表";
  table.period = period->key;
  table.columns = place_columns();
  auto text = [&](const char* name, const char* title) {
    table.columns.push_back({name, title, CellKind::text, "", false});
  };
  auto days = [&](const char* name, const char* title, bool explains = false) {
    table.columns.push_back({name, title, CellKind::days, "7.2.3", explains});
  };
  table.columns.push_back({"person", "人员编号", CellKind::person, "", false});
  text("role", "职务");
  text("unitName", "派出单位");
  days("counted", "已驻村天数", true), days("required", "应驻村天数", true);
  days("pace", "到今日应达", true), days("ahead", "比应达多", true);
  days("forecast", "预计到期末", true), text("status", "情况");
  days("inVillage", "在岗"), days("errand", "公出学习"), days("otherErrand", "其他公务");
  days("ownUnit", "在派出单位"), days("personalLeave", "事假"), days("sickLeave", "病假");
  days("annualLeave", "年休假"), days("otherLeave", "其他假"), days("rotationRest", "轮休");
  days("unauthorised", "未请假离岗"), days("unknown", "未填天数", true),
      days("opening", "期初天数");
  table.columns.push_back({"postDays", "在派天数", CellKind::count, "", false});
  text("states", "所用考勤表");
  bool over = sight.as_of >= period->span.last;
  for (const Presence& one : presence.everybody()) {
    if (!asked_for(sight, query, one)) continue;
    const std::string& person = sight.facts.parties.id(one.person);
    const auto& stay = one.last_stay();
    auto cells = place_cells(sight, ground, stay.village);
    cells.push_back(Cell::text(person));
    cells.push_back(Cell::text(role_title(stay.role)));
    cells.push_back(
        Cell::text(sight.facts.unit_name(sight.facts.parties.id(stay.unit), sight.as_of)));
    for (Cell& cell : figures_of(one, over)) cells.push_back(std::move(cell));
    table.rows.push_back({person, std::move(cells)});
  }
  sort_rows(table);
  add_remarks(table, presence, sight);
  return table;
}

namespace {

std::string counted_formula(const Presence& one) {
  std::string out = half_days_text(one.counted) + " 天 =";
  if (one.opening) {
    out += " 期初 " + half_days_text(one.opening->half_days) + " 天（含期初，至 " +
           to_text(one.opening->through) + "）+";
  }
  int of_sheets = one.counted - (one.opening ? one.opening->half_days : 0);
  out += " 考勤表 " + half_days_text(of_sheets) + " 天";
  if (one.assumed > 0) {
    out += "（其中休息日未填、按当地规定计为在村 " + half_days_text(one.assumed) + " 天）";
  }
  if (one.unknown > 0) out += "；另有未填 " + half_days_text(one.unknown) + " 天，未计";
  return out;
}

std::string required_formula(const Presence& one, const Period& period) {
  if (!one.required) return "没有按此周期的要求";
  if (one.infeasible()) return infeasible_text(one);
  std::string out = half_days_text(*one.required) + " 天 = " + std::to_string(one.rule->at_least);
  auto whole = (period.span.last - period.span.first).count() + 1;
  if (one.rule->pro_rata) {
    out += " × 在派 " + std::to_string(one.post_days) + " 天 ÷ " + std::to_string(whole) +
           " 天，向上取整";
  }
  for (Mark mark : one.rule->lowered_by) {
    int days = one.marks[static_cast<std::size_t>(mark)];
    if (days > 0) out += " − " + std::string(title_of(mark)) + " " + half_days_text(days) + " 天";
  }
  return out;
}

std::string title_of_figure(const std::string& column) {
  if (column == "required") return "应驻村天数";
  if (column == "pace") return "到今日应达";
  if (column == "ahead") return "比应达多";
  if (column == "forecast") return "预计到期末";
  return column == "unknown" ? "未填天数" : "已驻村天数";
}

std::string formula_of(const Presence& one, const Period& period, const std::string& column) {
  if (column == "required") return required_formula(one, period);
  if (column == "unknown") {
    return half_days_text(one.unknown) + " 天 = 已过在派 " + std::to_string(one.elapsed_days) +
           " 天中考勤表没有写明的天数";
  }
  auto pace = one.pace();
  std::string pace_text = pace ? half_days_text(*pace) + " 天 = 应驻 " +
                                     half_days_text(*one.required) + " × 已过在派 " +
                                     std::to_string(one.elapsed_days) + " ÷ 在派 " +
                                     std::to_string(one.post_days) + "，向上取整"
                               : "没有要求";
  if (column == "pace") return pace_text;
  if (column == "ahead" && pace) {
    return half_days_text(one.counted - *pace) + " 天 = 已计 " + half_days_text(one.counted) +
           " − 应达 " + half_days_text(*pace) + "；应达 " + pace_text;
  }
  if (auto forecast = one.forecast(); column == "forecast" && forecast) {
    return half_days_text(*forecast) + " 天 = 已计 " + half_days_text(one.counted) + " ÷ 已知 " +
           half_days_text(2 * one.elapsed_days - one.unknown) + " × 在派 " +
           std::to_string(one.post_days) + "，舍去不足半天（按已知日子的比例推到期末）";
  }
  std::string why = one.why_not();
  return why.empty() ? counted_formula(one) : why;
}

Cell value_of(const Presence& one, const std::string& column) {
  if (column == "required") return required_cell(one);
  if (column == "unknown") return Cell::number(one.unknown);
  auto pace = one.pace();
  if (column == "pace") return optional_cell(pace, "没有要求");
  std::string why = one.why_not();
  if (!why.empty()) return Cell::none(why);
  if (column == "ahead") {
    return pace ? Cell::number(one.counted - *pace) : Cell::none("没有要求");
  }
  if (column == "forecast") return optional_cell(one.forecast(), "尚无考勤");
  return Cell::number(one.counted);
}

}  // namespace

Result<Explanation> explain_attendance_days(const Sight& sight, const Query& query,
                                            const std::string& row, const std::string& column,
                                            const std::string& cursor) {
  auto period = presence_period(sight, query, false);
  if (!period) return refuse(std::move(period.error()));
  PresenceSight presence(sight, *period);
  auto person = sight.facts.parties.find(PartyKind::person, row);
  auto one = person ? presence.of(*person) : std::nullopt;
  bool mine = one && std::any_of(one->stays.begin(), one->stays.end(),
                                 [&](const StayDays& stay) { return reaches(sight, *stay.stay); });
  if (!mine) {
    return refuse(
        {Code::not_found, "驻村天数表上没有 " + row, "核对人员编号和期间", "row", "", {}});
  }
  Explanation out;
  out.title = row + " " + period->key + " " + title_of_figure(column);
  out.value = shown(value_of(*one, column), CellKind::days);
  out.formula = formula_of(*one, *period, column);
  out.clause = "7.2.3";
  if (one->rule) {
    out.clause = one->rule->clause.text;
    out.quote = one->rule->quote;
    out.document = one->rule->document;
    out.readings = reading_notes(presence.policy(), one->rule->readings);
  }
  std::vector<Child> children;
  if (one->opening) {
    children.push_back({"期初，至 " + to_text(one->opening->through),
                        half_days_text(one->opening->half_days), "", one->opening->position});
  }
  for (const MonthSeen& month : one->months) {
    std::string label = to_text(month.month).substr(0, 7) + " " +
                        sight.facts.division_name(month.village, sight.as_of) + "（" +
                        std::string(title_of(month.state)) +
                        (month.correcting ? "，另有更正待审" : "") + "）";
    std::string value = month.content.value == 0 ? "未报" : half_days_text(month.counted);
    if (month.content.value != 0 && month.unknown > 0) {
      value += "，未填 " + half_days_text(month.unknown);
    }
    children.push_back({label, value, "", month.content});
  }
  page(out, std::move(children), cursor);
  return out;
}

}  // namespace zhucun::projections
