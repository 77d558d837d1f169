#include <algorithm>

#include "ledger/policy/names.h"
#include "projections/duty_selection.h"
#include "projections/findings.h"
#include "projections/force.h"
#include "projections/life_tables.h"
#include "projections/posting_life.h"
#include "projections/reach.h"

namespace zhucun::projections {

namespace {

using policy::Role;

std::string key_of(DivisionCode village, Role role) {
  return to_text(village) + "|" + std::string(policy::name_of(role));
}

// The units that were told to send somebody else and have not yet. [7.2.3]
std::vector<const Recalled*> waiting(const Life& life, DivisionCode village, Role role) {
  std::vector<const Recalled*> out;
  for (const Recalled& one : life.recalls()) {
    bool here = one.stay->fact->village == village && one.stay->fact->role == role;
    if (here && one.reselect && !one.successor) out.push_back(&one);
  }
  return out;
}

std::string units_text(const Life& life, const std::vector<const Recalled*>& owed) {
  std::string out;
  for (const auto* one : owed) {
    std::string unit = life.sight().facts.parties.id(
        life.ground().answering(one->stay->fact->unit, life.sight().as_of));
    out += (out.empty() ? "" : "、") + life.sight().facts.unit_name(unit, life.sight().as_of);
  }
  return out;
}

Row row_of(const Life& life, DivisionCode village, Role role, const VillageForce& force) {
  const Sight& sight = life.sight();
  auto cells = place_cells(life, village);
  auto owner = owner_of(sight, life.ground(), village, role);
  bool missing = force.missing(role) > 0;
  cells.push_back(Cell::text(title_of(role)));
  cells.push_back(Cell::number(force.wanted(role)));
  cells.push_back(Cell::number(force.present(role)));
  cells.push_back(Cell::number(force.missing(role)));
  cells.push_back(Cell::number(force.surplus(role)));
  Date since = missing ? missing_since(sight, village, role) : sight.as_of;
  cells.push_back(missing ? Cell::date(since) : Cell::none("没有空岗"));
  cells.push_back(missing ? Cell::number((sight.as_of - since).count()) : Cell::none("没有空岗"));
  cells.push_back(missing ? Cell::text_or_none(title_of(owner.department), "现行政策没有主管部门")
                          : Cell::none("没有空岗"));
  cells.push_back(missing ? Cell::text(owner.party) : Cell::none("没有空岗"));
  cells.push_back(missing ? Cell::text(party_name(sight, owner.party)) : Cell::none("没有空岗"));
  cells.push_back(
      Cell::text_or_none(units_text(life, waiting(life, village, role)), "没有待重新选派的召回"));
  return {key_of(village, role), std::move(cells)};
}

}  // namespace

Result<Table> vacancies(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  Life life(sight);
  Table table;
  table.title = "空岗与超配";
  table.columns = place_columns();
  for (Column column : std::initializer_list<Column>{
           {"role", "职务", CellKind::text, "3", false},
           {"required", "应派", CellKind::count, "3", true},
           {"present", "在派", CellKind::count, "3", true},
           {"missing", "空岗", CellKind::count, "3", true},
           {"surplus", "多派", CellKind::count, "3", true},
           {"since", "空岗自", CellKind::date, "", false},
           {"days", "空岗天数", CellKind::count, "", false},
           {"department", "主管部门", CellKind::text, "8.1", false},
           {"owner", "由谁补派（编号）", CellKind::label, "8.1", false},
           {"ownerName", "由谁补派", CellKind::text, "8.1", false},
           {"reselectBy", "责成重新选派的单位", CellKind::text, "7.2.3", false}}) {
    table.columns.push_back(std::move(column));
  }
  bool unnamed = false;
  for (DivisionCode village : life.ground().divisions(DivisionLevel::village)) {
    if (!reaches_village(sight, village) || !asked_for(life.ground(), query, village)) continue;
    VillageForce force = force_on(sight, village, sight.as_of);
    for (Role role : {Role::first_secretary, Role::member}) {
      bool vacancy = force.missing(role) > 0 && query.kind != "surplus";
      bool surplus = force.surplus(role) > 0 && query.kind != "vacancy";
      if (!vacancy && !surplus) continue;
      table.rows.push_back(row_of(life, village, role, force));
      unnamed =
          unnamed || (vacancy && owner_of(sight, life.ground(), village, role).event.value == 0);
    }
  }
  table.policies = policy_on(sight, sight.as_of).documents;
  if (unnamed) {
    table.remarks.push_back(
        "有的县市区还没有登记主管部门（leadDepartmentNamed），空岗暂列其驻村队伍管理办公室");
  }
  return table;
}

Result<Explanation> explain_vacancies(const Sight& sight, const Query&, const std::string& row,
                                      const std::string& column, const std::string& cursor) {
  auto bar = row.find('|');
  auto village = parse_division(row.substr(0, bar));
  if (!village || bar == std::string::npos || !sight.facts.divisions.contains(*village) ||
      !reaches_village(sight, *village)) {
    return refuse(
        {Code::not_found, "空岗表上没有 " + row, "重新打开报表，再点数字", "row", "", {}});
  }
  Role role = row.substr(bar + 1) == "member" ? Role::member : Role::first_secretary;
  VillageForce force = force_on(sight, *village, sight.as_of);
  Explanation out;
  out.title = sight.facts.division_name(*village, sight.as_of) + "·" + title_of(role);
  out.value = std::to_string(column == "required"  ? force.wanted(role)
                             : column == "present" ? force.present(role)
                             : column == "surplus" ? force.surplus(role)
                                                   : force.missing(role));
  out.formula = "应派 " + std::to_string(force.wanted(role)) + "（各类型与县级确定取最大），在派 " +
                std::to_string(force.present(role)) + "，空岗 " +
                std::to_string(force.missing(role)) + "，多派 " +
                std::to_string(force.surplus(role));
  out.clause = "3";
  if (!force.rows.empty()) {
    out.clause = force.rows.front()->clause.text;
    out.quote = force.rows.front()->quote;
    out.document = force.rows.front()->document;
    out.readings = reading_notes(policy_on(sight, sight.as_of), force.rows.front()->readings);
  }
  std::vector<Child> children;
  for (Position position : force.why) {
    bool need = sight.facts.selection.needs.contains(position);
    children.push_back({need ? "选派需求确定" : "村类型或属性认定", "", "", position});
  }
  for (const auto* stay : force.stays) {
    if (stay->role != role) continue;
    children.push_back({"在派：" + sight.facts.parties.id(stay->person),
                        to_text(stay->span.first) + " 起", "", stay->started});
  }
  Life life(sight);
  for (const auto* one : waiting(life, *village, role))
    children.push_back(
        {"召回：" + one->stay->person, to_text(one->stay->span.last), "", one->stay->fact->ended});
  page(out, std::move(children), cursor);
  return out;
}

}  // namespace zhucun::projections
