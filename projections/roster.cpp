#include <algorithm>

#include "projections/duty_selection.h"
#include "projections/reach.h"
#include "projections/seats.h"
#include "projections/village_tables.h"

namespace zhucun::projections {

namespace {

std::string role_title(policy::Role role) {
  return role == policy::Role::first_secretary ? "第一书记"
         : role == policy::Role::member        ? "工作队员"
                                               : "";
}

std::string level_title(policy::UnitLevel level) {
  switch (level) {
    case policy::UnitLevel::central: return "中央";
    case policy::UnitLevel::province: return "省级";
    case policy::UnitLevel::city: return "市级";
    case policy::UnitLevel::county: return "县级";
    case policy::UnitLevel::township: return "乡镇";
    case policy::UnitLevel::unknown: break;
  }
  return "";
}

Result<std::vector<const domain::StayFact*>> in_post(const Sight& sight, const Ground& ground,
                                                     const Query& query) {
  if (query.division && !sight.facts.divisions.contains(*query.division)) {
    return refuse({Code::unknown_division,
                   "区划登记表中没有 " + to_text(*query.division),
                   "核对12位代码",
                   "division",
                   "",
                   {}});
  }
  std::vector<const domain::StayFact*> out;
  for (const auto& [village, list] : sight.facts.stays_by_village) {
    if (query.division) {
      auto level = sight.facts.divisions.at(*query.division).level;
      if (ground.above(village, level, sight.as_of) != *query.division) continue;
    }
    for (auto index : list) {
      const auto& stay = sight.facts.stays[index];
      if (stay.span.contains(sight.as_of) && reaches(sight, stay)) out.push_back(&stay);
    }
  }
  return out;
}

}  // namespace

Result<Table> roster(const Sight& sight, const Query& query) {
  Ground ground(sight.facts, sight.as_of);
  auto stays = in_post(sight, ground, query);
  if (!stays) return refuse(std::move(stays.error()));
  Table table;
  table.title = "驻村干部花名册";
  table.columns = {{"county", "县市区", CellKind::text, "", false},
                   {"township", "乡镇（街道）", CellKind::text, "", false},
                   {"village", "村代码", CellKind::text, "", false},
                   {"villageName", "村（社区）", CellKind::text, "", false},
                   {"person", "人员编号", CellKind::person, "", false},
                   {"role", "职务", CellKind::text, "3", false},
                   {"unit", "派出单位编号", CellKind::text, "", false},
                   {"unitName", "派出单位", CellKind::text, "", false},
                   {"unitLevel", "单位层级", CellKind::text, "", false},
                   {"start", "到岗日", CellKind::date, "", false},
                   {"days", "在派天数", CellKind::count, "7.1", true},
                   {"event", "依据序号", CellKind::position, "", false}};
  for (const auto* stay : *stays) {
    auto name = [&](DivisionLevel level) {
      DivisionCode code = ground.above(stay->village, level, sight.as_of);
      return code.empty() ? Cell::none("未登记")
                          : Cell::text(sight.facts.division_name(code, sight.as_of));
    };
    const std::string& person = sight.facts.parties.id(stay->person);
    const std::string& unit = sight.facts.parties.id(stay->unit);
    table.rows.push_back(
        {person,
         {name(DivisionLevel::county), name(DivisionLevel::township),
          Cell::text(to_text(stay->village)),
          Cell::text(sight.facts.division_name(stay->village, sight.as_of)), Cell::text(person),
          Cell::text(role_title(stay->role)), Cell::text(unit),
          Cell::text(sight.facts.unit_name(unit, sight.as_of)),
          Cell::text(level_title(ground.level_of(stay->unit))), Cell::date(stay->span.first),
          Cell::number((sight.as_of - stay->span.first).count() + 1),
          Cell::number(static_cast<std::int64_t>(stay->started.value))}});
  }
  table.remarks.push_back("截至 " + to_text(sight.as_of) + " 在派 " +
                          std::to_string(table.rows.size()) + " 人");
  return table;
}

Result<Explanation> explain_roster(const Sight& sight, const Query& query, const std::string& row,
                                   const std::string&, const std::string& cursor) {
  Ground ground(sight.facts, sight.as_of);
  auto stays = in_post(sight, ground, query);
  if (!stays) return refuse(std::move(stays.error()));
  for (const auto* stay : *stays) {
    if (sight.facts.parties.id(stay->person) != row) continue;
    Explanation out;
    out.title = row + " 在派天数";
    out.value = std::to_string((sight.as_of - stay->span.first).count() + 1);
    out.formula = out.value + " 天 = " + to_text(stay->span.first) + " 至 " + to_text(sight.as_of) +
                  "，首尾都算";
    out.clause = "7.1";
    page(out, {{"选派到岗", to_text(stay->span.first), "", stay->started}}, cursor);
    return out;
  }
  return refuse({Code::not_found, "花名册上没有 " + row, "核对人员编号和日期", "row", "", {}});
}

}  // namespace zhucun::projections
