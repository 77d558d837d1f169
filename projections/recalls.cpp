// Every recall as a chain: ground, order, end of the posting, reselection, successor. [7.2.3,
// 7.3.3]
#include "projections/duty_selection.h"
#include "projections/findings.h"
#include "projections/life_tables.h"
#include "projections/posting_life.h"
#include "projections/reach.h"

namespace zhucun::projections {

namespace {

enum class Stage : std::uint8_t { unordered, waiting, succeeded, not_owed };

Stage stage_of(const Recalled& one) {
  if (one.successor) return Stage::succeeded;
  if (!one.reselect) return Stage::not_owed;
  return one.fact ? Stage::waiting : Stage::unordered;
}

std::string name_of_stage(Stage stage) {
  switch (stage) {
    case Stage::unordered: return "unordered";
    case Stage::waiting: return "waiting";
    case Stage::succeeded: return "succeeded";
    case Stage::not_owed: return "notOwed";
  }
  return "";
}

std::string title_of_stage(Stage stage) {
  switch (stage) {
    case Stage::unordered: return "没有登记召回，待重新选派";
    case Stage::waiting: return "待重新选派";
    case Stage::succeeded: return "接任人已到岗";
    case Stage::not_owed: return "不重新选派";
  }
  return "";
}

std::string ground_text(const Sight& sight, const Recalled& one) {
  if (!one.fact) return "";
  auto basis = sight.facts.selection.grounds.find(one.fact->basis);
  std::string out = title_of(one.fact->ground);
  if (basis == sight.facts.selection.grounds.end() || basis->second.year == 0) return out;
  return out + "：" + std::to_string(basis->second.year) + " 年度" + title_of(basis->second.grade);
}

bool wanted(const Life& life, const Query& query, const Recalled& one) {
  if (!reaches(life.sight(), *one.stay->fact)) return false;
  if (query.period && !query.period->span.contains(one.stay->span.last)) return false;
  if (!query.status.empty() && query.status != name_of_stage(stage_of(one))) return false;
  return asked_for(life.ground(), query, one.stay->fact->village);
}

std::string key_of(const Recalled& one) {
  return one.stay->person + "|" + to_text(one.stay->span.last);
}

// How long the unit has owed, or took to send, a successor.
std::int64_t days_of(const Sight& sight, const Recalled& one) {
  Date until = one.successor ? one.successor->span.first : sight.as_of;
  return (until - one.stay->span.last).count();
}

Row row_of(const Life& life, const Recalled& one) {
  const Sight& sight = life.sight();
  auto cells = place_cells(life, one.stay->fact->village);
  Stage stage = stage_of(one);
  std::string unit =
      sight.facts.parties.id(life.ground().answering(one.stay->fact->unit, sight.as_of));
  bool owed = stage != Stage::not_owed;
  for (Cell cell : std::initializer_list<Cell>{
           Cell::text(one.stay->person), Cell::text(title_of(one.stay->fact->role)),
           Cell::text_or_none(ground_text(sight, one), "没有登记召回"),
           one.fact ? Cell::text("office:" + to_text(one.fact->office))
                    : Cell::none("没有登记召回"),
           Cell::date(one.stay->span.last),
           owed ? Cell::text("unit:" + unit) : Cell::none("不重新选派"),
           one.successor ? Cell::text(one.successor->person) : Cell::none("未到岗"),
           one.successor ? Cell::date(one.successor->span.first) : Cell::none("未到岗"),
           owed ? Cell::number(days_of(sight, one)) : Cell::none("不重新选派"),
           Cell::text(name_of_stage(stage)), Cell::text(title_of_stage(stage)),
           Cell::number(
               static_cast<std::int64_t>((one.fact ? one.event : one.stay->fact->ended).value))}) {
    cells.push_back(std::move(cell));
  }
  return {key_of(one), std::move(cells)};
}

}  // namespace

Result<Table> recalls(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  Life life(sight);
  Table table;
  table.title = "召回与重新选派";
  table.columns = place_columns();
  for (Column column : std::initializer_list<Column>{
           {"person", "人员编号", CellKind::person, "", false},
           {"role", "职务", CellKind::text, "3", false},
           {"ground", "召回原因", CellKind::text, "7.3.3", false},
           {"office", "召回的办公室", CellKind::label, "7.3.3", false},
           {"lastDay", "在岗最后一日", CellKind::date, "7.3.3", false},
           {"reselectBy", "重新选派的单位", CellKind::label, "7.2.3", false},
           {"successor", "接任人", CellKind::person, "7.2.3", false},
           {"arrival", "接任人到岗日", CellKind::date, "7.2.3", false},
           {"days", "距召回天数", CellKind::count, "7.2.3", true},
           {"status", "状态代码", CellKind::text, "", false},
           {"statusTitle", "状态", CellKind::text, "", false},
           {"event", "依据序号", CellKind::position, "", false}}) {
    table.columns.push_back(std::move(column));
  }
  for (const Recalled& one : life.recalls()) {
    if (wanted(life, query, one)) table.rows.push_back(row_of(life, one));
  }
  table.policies = policy_on(sight, sight.as_of).documents;
  return table;
}

Result<Explanation> explain_recalls(const Sight& sight, const Query& query, const std::string& row,
                                    const std::string&, const std::string& cursor) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  Life life(sight);
  for (const Recalled& one : life.recalls()) {
    if (key_of(one) != row || !wanted(life, query, one)) continue;
    Explanation out;
    out.title = one.stay->person + " 的召回";
    out.value = std::to_string(days_of(sight, one));
    out.formula =
        out.value + " 天 = " + to_text(one.successor ? one.successor->span.first : sight.as_of) +
        (one.successor ? "（接任人到岗）" : "（截至）") + " − " + to_text(one.stay->span.last) +
        "（在岗最后一日）；接任人是召回之后同一单位派到同村同职的第一人，每人只抵一次召回";
    if (one.row) {
      out.clause = one.row->clause.text;
      out.quote = one.row->quote;
      out.document = one.row->document;
      out.readings = reading_notes(policy_on(sight, one.stay->span.last), one.row->readings);
    }
    std::vector<Child> children;
    if (one.fact && one.fact->basis.value != 0)
      children.push_back({"召回所依据的登记", "", "", one.fact->basis});
    if (one.fact) children.push_back({"召回", to_text(one.fact->date), "", one.event});
    children.push_back({"任期结束", to_text(one.stay->span.last), "", one.stay->fact->ended});
    if (one.successor)
      children.push_back(
          {"接任人到岗", to_text(one.successor->span.first), "", one.successor->fact->started});
    page(out, std::move(children), cursor);
    return out;
  }
  return refuse({Code::not_found, "召回表上没有 " + row, "重新打开报表，再点数字", "row", "", {}});
}

}  // namespace zhucun::projections
