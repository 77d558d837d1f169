#include "projections/working_days.h"

#include "projections/duty_selection.h"

namespace zhucun::projections {

namespace {

struct Counted {
  Calendar calendar;
  WorkingDayEnd end;
};

Result<Counted> counted(const Sight& sight, const Query& query) {
  Counted out{sight.facts.calendar(), {}};
  int year = year_of(*query.from + Days{1});
  if (!out.calendar.has(year)) {
    return refuse({Code::calendar_missing,
                   std::to_string(year) + " 年的节假日安排还没有采用，推算不了工作日",
                   "先登记 calendarAdopted（" + std::to_string(year) + " 年，附通知文号）",
                   "from",
                   "7.1",
                   {}});
  }
  out.end = out.calendar.after(*query.from, {*query.days});
  return out;
}

std::string note_of(const Counted& counted) {
  if (!counted.end.missing_year) return "";
  return "暂定：" + std::to_string(*counted.end.missing_year) +
         " 年的节假日安排还没有采用，正式手续待采用后办理";
}

}  // namespace

Result<Table> working_days(const Sight& sight, const Query& query) {
  auto count = counted(sight, query);
  if (!count) return refuse(std::move(count.error()));
  Table table;
  table.title = "工作日推算";
  table.columns = {{"from", "起始日（不计）", CellKind::date, "7.1", false},
                   {"days", "工作日数", CellKind::count, "7.1", false},
                   {"end", "到期日", CellKind::date, "7.1", true},
                   {"note", "说明", CellKind::text, "", false}};
  table.rows.push_back({to_text(*query.from),
                        {Cell::date(*query.from), Cell::number(*query.days),
                         Cell::date(count->end.end), Cell::text_or_none(note_of(*count), "")}});
  return table;
}

Result<Explanation> explain_working_days(const Sight& sight, const Query& query, const std::string&,
                                         const std::string&, const std::string& cursor) {
  auto count = counted(sight, query);
  if (!count) return refuse(std::move(count.error()));
  Explanation out;
  out.title = "工作日推算";
  out.value = to_text(count->end.end);
  out.formula = to_text(*query.from) + " 次日起第 " + std::to_string(*query.days) + " 个工作日";
  out.clause = "7.1";
  std::vector<Child> children;
  for (int year = year_of(*query.from); year <= year_of(count->end.end); ++year) {
    auto tables = sight.facts.calendars.find(year);
    if (tables == sight.facts.calendars.end() || tables->second.empty()) continue;
    const auto& [position, table] = *tables->second.rbegin();
    children.push_back({std::to_string(year) + " 年", table.notice, "", position});
  }
  page(out, std::move(children), cursor);
  return out;
}

}  // namespace zhucun::projections
