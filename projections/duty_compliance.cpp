#include <algorithm>
#include <array>
#include <map>

#include "projections/duty_selection.h"
#include "projections/duty_tables.h"

namespace zhucun::projections {

namespace {

constexpr std::array<std::string_view, 6> roll_ups{"actor", "township", "county",
                                                   "city",  "unit",     "group"};
constexpr std::string_view by_period = "+period";

struct Grouping {
  std::string by;
  bool periods = false;  // one row per duty period instead of one for the asked period
};

Result<Grouping> grouping_of(const std::string& by) {
  Grouping out{by.empty() ? "county" : by, false};
  if (out.by.ends_with(by_period)) {
    out.by.resize(out.by.size() - by_period.size());
    out.periods = true;
  }
  if (std::find(roll_ups.begin(), roll_ups.end(), out.by) == roll_ups.end()) {
    return refuse({Code::bad_parameter,
                   "不能按 " + by + " 汇总",
                   "可填 actor township county city unit group，后加 +period 分期间列",
                   "by",
                   "",
                   {}});
  }
  return out;
}

struct Counts {
  std::int64_t expected = 0;
  std::int64_t on_time = 0;
  std::int64_t late = 0;
  std::int64_t missing = 0;
  std::int64_t in_progress = 0;
  std::int64_t not_applicable = 0;
  std::int64_t before_go_live = 0;

  void add(const Instance& one) {
    std::int64_t open = one.expected - one.on_time - one.late;
    expected += one.expected;
    on_time += one.on_time;
    late += one.late;
    if (one.status == Status::missing) missing += open;
    if (one.status == Status::in_progress) in_progress += open;
    if (one.status == Status::not_applicable) ++not_applicable;
    if (one.status == Status::before_go_live) ++before_go_live;
  }
  void add(const Counts& other) {
    expected += other.expected;
    on_time += other.on_time;
    late += other.late;
    missing += other.missing;
    in_progress += other.in_progress;
    not_applicable += other.not_applicable;
    before_go_live += other.before_go_live;
  }
};

// On time of what is due: what is still in progress is neither kept nor broken.
Cell rate_of(const Counts& counts) {
  std::int64_t due = counts.expected - counts.in_progress;
  if (due == 0) return Cell::none("无已到期应报");
  return Cell::number(counts.on_time * 10'000 / due);
}

std::vector<Cell> cells_of(const Counts& c) {
  return {
      Cell::number(c.expected),       Cell::number(c.on_time + c.late), Cell::number(c.on_time),
      Cell::number(c.late),           Cell::number(c.missing),          Cell::number(c.in_progress),
      Cell::number(c.not_applicable), Cell::number(c.before_go_live),   rate_of(c)};
}

struct Key {
  std::string group;
  std::uint32_t duty_order;
  std::string duty;
  std::string period;
  auto operator<=>(const Key&) const = default;
};

std::string text_of(const Key& key) {
  return key.group + "|" + key.duty + "|" + key.period;
}

// Duties in the order of the policy, however many versions of it were in force.
std::map<std::string, std::uint32_t> order_of_duties(const Judgement& judgement) {
  std::map<std::string, std::uint32_t> out;
  for (const auto* row : judgement.rows)
    out.emplace(row->id, static_cast<std::uint32_t>(out.size()));
  return out;
}

std::map<Key, std::vector<const Instance*>> grouped(const Sight& sight, const Selection& selection,
                                                    const Grouping& grouping) {
  auto order = order_of_duties(*selection.judgement);
  std::map<Key, std::vector<const Instance*>> out;
  for (const Instance* one : selection.instances) {
    std::string group = group_of(sight, grouping.by, *one, *selection.judgement);
    if (group.empty()) continue;
    const std::string& duty = selection.judgement->rows[one->duty]->id;
    const std::string& period =
        grouping.periods ? selection.judgement->periods[one->period].key : selection.period.key;
    out[{group, order[duty], duty, period}].push_back(one);
  }
  return out;
}

std::vector<Column> columns_of(const Grouping& grouping) {
  std::string who = grouping.by == "actor"      ? "责任主体"
                    : grouping.by == "unit"     ? "派出单位"
                    : grouping.by == "group"    ? "协调组"
                    : grouping.by == "township" ? "乡镇（街道）"
                    : grouping.by == "city"     ? "市"
                                                : "县市区";
  auto figure = [](std::string name, std::string title) {
    return Column{std::move(name), std::move(title), CellKind::count, "", true};
  };
  return {{"group", "代码", CellKind::text, "", false},
          {"groupName", who, CellKind::label, "", false},
          {"duty", "义务编号", CellKind::text, "", false},
          {"dutyTitle", "义务", CellKind::text, "", false},
          {"clause", "依据", CellKind::text, "", false},
          {"period", "期间", CellKind::text, "", false},
          figure("expected", "应报"),
          figure("actual", "实报"),
          figure("onTime", "按时"),
          figure("late", "逾期"),
          figure("missing", "未报"),
          figure("inProgress", "进行中"),
          figure("notApplicable", "不适用"),
          figure("beforeGoLive", "启用前"),
          {"rate", "按时率", CellKind::rate, "", true}};
}

// Whether an instance stands behind a figure of this column.
bool stands_behind(const Instance& one, const std::string& column) {
  if (column == "onTime") return one.on_time > 0;
  if (column == "late") return one.late > 0;
  if (column == "actual") return one.on_time + one.late > 0;
  if (column == "missing") return one.status == Status::missing;
  if (column == "inProgress") return one.status == Status::in_progress;
  if (column == "notApplicable") return one.status == Status::not_applicable;
  if (column == "beforeGoLive") return one.status == Status::before_go_live;
  return one.expected > 0;
}

std::string formula_of(const Counts& c, const std::string& column) {
  auto n = [](std::int64_t value) { return std::to_string(value); };
  if (column == "rate") {
    return "按时率 = 按时 " + n(c.on_time) + " ÷（应报 " + n(c.expected) + " − 进行中 " +
           n(c.in_progress) + "）";
  }
  return "应报 " + n(c.expected) + " = 按时 " + n(c.on_time) + " + 逾期 " + n(c.late) + " + 未报 " +
         n(c.missing) + " + 进行中 " + n(c.in_progress) + "；另有不适用 " + n(c.not_applicable) +
         "，启用前 " + n(c.before_go_live);
}

}  // namespace

Result<Table> duty_compliance(const Sight& sight, const Query& query) {
  auto grouping = grouping_of(query.by);
  if (!grouping) return refuse(std::move(grouping.error()));
  auto selection = select(sight, query);
  if (!selection) return refuse(std::move(selection.error()));
  Table table;
  table.title = "履职情况统计表";
  table.period = selection->period.key;
  table.columns = columns_of(*grouping);
  Counts total;
  for (const auto& [key, instances] : grouped(sight, *selection, *grouping)) {
    Counts counts;
    for (const Instance* one : instances) counts.add(*one);
    total.add(counts);
    const auto& row = *selection->judgement->rows[instances.front()->duty];
    std::vector<Cell> cells{
        Cell::text(key.group),       Cell::text(group_label(sight, grouping->by, key.group)),
        Cell::text(row.id),          Cell::text(row.title),
        Cell::text(row.clause.text), Cell::text(key.period)};
    for (auto& cell : cells_of(counts)) cells.push_back(std::move(cell));
    table.rows.push_back({text_of(key), std::move(cells)});
  }
  std::vector<Cell> totals{Cell::text("合计")};
  totals.resize(6, Cell::text(""));
  for (auto& cell : cells_of(total)) totals.push_back(std::move(cell));
  table.totals = Row{"total", std::move(totals)};
  add_provenance(table, *selection->judgement);
  return table;
}

Result<Explanation> explain_duty_compliance(const Sight& sight, const Query& query,
                                            const std::string& row_key, const std::string& column,
                                            const std::string& cursor) {
  auto grouping = grouping_of(query.by);
  if (!grouping) return refuse(std::move(grouping.error()));
  auto selection = select(sight, query);
  if (!selection) return refuse(std::move(selection.error()));
  for (const auto& [key, instances] : grouped(sight, *selection, *grouping)) {
    if (text_of(key) != row_key) continue;
    Counts counts;
    for (const Instance* one : instances) counts.add(*one);
    const auto& row = *selection->judgement->rows[instances.front()->duty];
    Explanation out;
    out.title = group_label(sight, grouping->by, key.group) + "·" + row.title + "·" + key.period;
    auto cells = cells_of(counts);
    auto columns = columns_of(*grouping);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].name == column && i >= 6) out.value = shown(cells[i - 6], columns[i].kind);
    }
    out.formula = formula_of(counts, column);
    out.clause = row.clause.text;
    out.quote = row.quote;
    out.document = row.document;
    for (const auto& policy : selection->judgement->policies) {
      if (out.readings.empty()) out.readings = reading_notes(*policy, row.readings);
    }
    std::vector<Child> children;
    Query one_query = query;
    one_query.period = selection->period;
    one_query.by.clear();
    for (const Instance* one : instances) {
      if (!stands_behind(*one, column)) continue;
      std::string status = std::string(title_of(one->status));
      if (one->reason != NotOwed::none) status += "：" + std::string(title_of(one->reason));
      children.push_back({words_of(sight, *selection->judgement, *one),
                          status,
                          address_of("duty_list", one_query, sight.as_of, sight.facts.position,
                                     key_of(sight.facts, *selection->judgement, *one), "status"),
                          {}});
    }
    page(out, std::move(children), cursor);
    return out;
  }
  return refuse(
      {Code::not_found, "这张表没有行 " + row_key, "重新打开报表后再点开", "row", "", {}});
}

}  // namespace zhucun::projections
