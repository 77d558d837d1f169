// Task lists and the work of relocated households. [6]
#include <algorithm>
#include <map>

#include "ledger/domain/kept_read.h"
#include "projections/oversight_tables.h"
#include "projections/reach.h"

namespace zhucun::projections {

namespace {

using domain::copy;
using domain::kept;

struct TaskLine {
  domain::KeptEvent<event::TaskSet> set;
  event::TaskState state = event::TaskState::UNDERWAY;
  std::optional<Date> last;
  std::string note;
  std::vector<Position> steps;

  Date due() const { return domain::until_or_open(set.data.getDue()); }
  std::pair<const char*, const char*> status(Date as_of) const {
    if (state == event::TaskState::DROPPED) return {"dropped", "已终止"};
    if (state == event::TaskState::DONE)
      return *last > due() ? std::pair{"doneLate", "逾期完成"} : std::pair{"done", "已完成"};
    return due() < as_of ? std::pair{"overdue", "逾期未完成"} : std::pair{"underway", "进行中"};
  }
};

std::vector<TaskLine> task_lines(const Sight& sight) {
  std::vector<TaskLine> out;
  std::map<Position, std::size_t> at;
  for (const auto& one : kept<event::TaskSet>(sight.facts, sight.as_of)) {
    at[one.position] = out.size();
    out.push_back({one, event::TaskState::UNDERWAY, std::nullopt, "", {one.position}});
  }
  for (const auto& one : kept<event::TaskProgressed>(sight.facts, sight.as_of)) {
    auto found = at.find({one.data.getTask()});
    if (found == at.end()) continue;
    TaskLine& line = out[found->second];
    line.state = one.data.getState();
    line.last = one.date;
    line.note = copy(one.data.getNote());
    line.steps.push_back(one.position);
  }
  return out;
}

}  // namespace

Result<Listed> tasks(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  Ground ground(sight.facts, sight.as_of);
  Listed out;
  out.table.title = "工作任务清单";
  out.table.period = query.period ? query.period->key : "";
  out.table.columns = place_columns();
  out.add("kind", "职责代码", CellKind::text), out.add("kindTitle", "职责", CellKind::text, "6.p2");
  out.add("title", "任务", CellKind::text, "6.p2"), out.add("goal", "目标", CellKind::text, "6.p2");
  out.add("role", "侧重职务", CellKind::text, "6.p2");
  out.add("person", "责任人", CellKind::person), out.add("due", "完成期限", CellKind::date);
  out.add("status", "情况代码", CellKind::text), out.add("statusTitle", "情况", CellKind::text);
  out.add("late", "超期天数", CellKind::count, "6.p2", true);
  out.add("last", "最近进展", CellKind::date), out.add("note", "进展", CellKind::text);
  out.add("event", "依据序号", CellKind::position);
  for (const TaskLine& one : task_lines(sight)) {
    auto e = one.set.data;
    DivisionCode village = domain::division(e.getVillage());
    auto kind = schema::enumerant(e.getKind());
    auto [status, title] = one.status(sight.as_of);
    bool fits = (!query.period || query.period->span.meets({one.set.date, one.due()})) &&
                (query.actor.empty() || query.actor == "team:" + to_text(village)) &&
                (query.kind.empty() || query.kind == kind.name) &&
                (query.status.empty() || query.status == status) &&
                reaches_village(sight, village) && asked_for(ground, query, village);
    if (!fits) continue;
    bool open = one.state == event::TaskState::UNDERWAY;
    Date end = open ? sight.as_of : *one.last;
    auto late = one.state == event::TaskState::DROPPED
                    ? 0
                    : std::max<std::int64_t>(0, (end - one.due()).count());
    std::string key = std::to_string(one.set.position.value);
    RowOf row(place_cells(sight, ground, village));
    row.text(kind.name).text(kind.title).text(copy(e.getTitle())).text(copy(e.getGoal()));
    row.text(e.getRole() == event::Role::UNKNOWN ? "" : schema::enumerant(e.getRole()).title,
             "未分职务");
    row.text(copy(e.getResponsible()), "未指定个人").date(one.due(), "");
    row.text(status).text(title).number(late).date(one.last, "没有进展");
    row.text(one.note, "没有进展").position(one.set.position);
    Basis basis{copy(e.getTitle()),
                std::to_string(late),
                std::to_string(late) + " 天 = " + to_text(end) + " − 期限 " + to_text(one.due()) +
                    "（不足零按零）",
                {}};
    for (Position step : one.steps) basis.children.push_back({"登记", "", "", step});
    out.explain(key, "late", std::move(basis));
    out.table.rows.push_back(row.take(key));
  }
  sort_rows(out.table);
  cite_rows(sight, sight.as_of, {}, out.table);
  return out;
}

Result<Listed> settlement_employment(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  Ground ground(sight.facts, sight.as_of);
  std::map<DivisionCode, domain::KeptEvent<event::EmploymentStated>> last;
  for (const auto& one : kept<event::EmploymentStated>(sight.facts, sight.as_of)) {
    auto [found, fresh] = last.try_emplace(domain::division(one.data.getVillage()), one);
    if (!fresh && found->second.date <= one.date) found->second = one;
  }
  Listed out;
  out.table.title = "易地搬迁家庭稳定就业统计";
  out.table.columns = place_columns();
  out.add("stated", "统计日期", CellKind::date);
  out.add("labour", "有劳动力户数", CellKind::count, "6.4");
  out.add("employed", "至少1人稳定就业户数", CellKind::count, "6.4");
  out.add("gap", "相差户数", CellKind::count, "6.4", true);
  out.add("event", "依据序号", CellKind::position);
  std::int64_t sums[3] = {};
  for (DivisionCode village : ground.divisions(DivisionLevel::village)) {
    auto found = last.find(village);
    auto kinds = sight.facts.kinds.find(village);
    bool settlement =
        kinds != sight.facts.kinds.end() &&
        std::any_of(kinds->second.begin(), kinds->second.end(), [&](const auto& kind) {
          return kind.key == "relocation_settlement" && kind.span.contains(sight.as_of);
        });
    if (found == last.end() && !settlement) continue;
    if (!reaches_village(sight, village) || !asked_for(ground, query, village)) continue;
    std::string key = to_text(village);
    RowOf row(place_cells(sight, ground, village));
    if (found == last.end()) {
      row.date(std::nullopt, "没有登记").cell(Cell::none("没有登记"));
      row.cell(Cell::none("没有登记")).cell(Cell::none("没有登记")).position({});
      out.explain(key, "gap",
                  {sight.facts.division_name(village, sight.as_of), "", "没有登记", {}});
    } else {
      auto e = found->second.data;
      std::int64_t gap = e.getLabour() - e.getEmployed();
      sums[0] += e.getLabour(), sums[1] += e.getEmployed(), sums[2] += gap;
      row.date(found->second.date, "").number(e.getLabour()).number(e.getEmployed()).number(gap);
      row.position(found->second.position);
      out.explain(key, "gap",
                  {sight.facts.division_name(village, sight.as_of) + "·相差户数",
                   std::to_string(gap),
                   std::to_string(gap) + " = 有劳动力 " + std::to_string(e.getLabour()) +
                       " − 至少1人稳定就业 " + std::to_string(e.getEmployed()),
                   {{"统计登记", "", "", found->second.position}}});
    }
    out.table.rows.push_back(row.take(key));
  }
  RowOf total;
  total.text("合计").text("").text("").text("").text("");
  out.table.totals = total.number(sums[0]).number(sums[1]).number(sums[2]).text("").take("total");
  cite_rows(sight, sight.as_of, {}, out.table);
  return out;
}

}  // namespace zhucun::projections
