// 切实减轻基层负担: how many entries were asked for the duties that they served. [8.3]
#include <map>
#include <set>

#include "projections/duty_selection.h"
#include "projections/duty_tables.h"

namespace zhucun::projections {

namespace {

struct Saved {
  std::set<domain::ActIndex> acts;
  std::int64_t served = 0;
};

std::map<std::string, Saved> saved_by(const Sight& sight, const Selection& selection,
                                      const std::string& by) {
  std::map<std::string, Saved> out;
  for (const Instance* one : selection.instances) {
    if (one->on_time + one->late == 0) continue;
    std::string group = group_of(sight, by, *one, *selection.judgement);
    if (group.empty()) continue;
    Saved& saved = out[group];
    saved.served += one->on_time + one->late;
    for (int i = 0; i < one->on_time + one->late; ++i) {
      saved.acts.insert(selection.judgement->acts[one->first_act + static_cast<std::uint32_t>(i)]);
    }
  }
  return out;
}

std::string grouping(const Query& query) {
  return query.by.empty() ? "county" : query.by;
}

std::vector<Cell> cells_of(std::int64_t entries, std::int64_t served) {
  return {Cell::number(entries), Cell::number(served), Cell::number(served - entries)};
}

}  // namespace

Result<Table> entries_saved(const Sight& sight, const Query& query) {
  auto selection = select(sight, query);
  if (!selection) return refuse(std::move(selection.error()));
  Table table;
  table.title = "一次填报多处使用情况";
  table.period = selection->period.key;
  table.columns = {{"group", "代码", CellKind::text, "", false},
                   {"groupName", "名称", CellKind::label, "", false},
                   {"entries", "登记次数", CellKind::count, "8.3.p1", true},
                   {"served", "履行义务数", CellKind::count, "8.3.p1", true},
                   {"saved", "少填次数", CellKind::count, "8.3.p1", true}};
  std::int64_t entries = 0;
  std::int64_t served = 0;
  for (const auto& [group, saved] : saved_by(sight, *selection, grouping(query))) {
    std::vector<Cell> cells{Cell::text(group),
                            Cell::text(group_label(sight, grouping(query), group))};
    auto count = static_cast<std::int64_t>(saved.acts.size());
    for (auto& cell : cells_of(count, saved.served)) cells.push_back(std::move(cell));
    entries += count;
    served += saved.served;
    table.rows.push_back({group, std::move(cells)});
  }
  std::vector<Cell> totals{Cell::text("合计"), Cell::text("")};
  for (auto& cell : cells_of(entries, served)) totals.push_back(std::move(cell));
  table.totals = Row{"total", std::move(totals)};
  table.remarks.push_back("一次登记同时送达几个单位、覆盖几个期间的，各计一项履行");
  add_provenance(table, *selection->judgement);
  return table;
}

Result<Explanation> explain_entries_saved(const Sight& sight, const Query& query,
                                          const std::string& row, const std::string&,
                                          const std::string& cursor) {
  auto selection = select(sight, query);
  if (!selection) return refuse(std::move(selection.error()));
  auto all = saved_by(sight, *selection, grouping(query));
  auto found = all.find(row);
  if (found == all.end()) {
    return refuse({Code::not_found, "这张表没有行 " + row, "重新打开报表后再点开", "row", "", {}});
  }
  Explanation out;
  out.title = group_label(sight, grouping(query), row);
  auto entries = static_cast<std::int64_t>(found->second.acts.size());
  out.value = std::to_string(found->second.served - entries);
  out.formula = "少填 " + out.value + " = 履行义务 " + std::to_string(found->second.served) +
                " − 登记 " + std::to_string(entries);
  out.clause = "8.3";
  std::vector<Child> children;
  for (auto index : found->second.acts) {
    const auto& act = sight.facts.acts[index];
    children.push_back(
        {label_of(sight.facts, act.actor, act.date), to_text(act.date), "", act.position});
  }
  page(out, std::move(children), cursor);
  return out;
}

}  // namespace zhucun::projections
