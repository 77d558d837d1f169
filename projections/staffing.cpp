#include <algorithm>
#include <map>

#include "projections/duty_selection.h"
#include "projections/findings.h"
#include "projections/force.h"
#include "projections/reach.h"
#include "projections/seats.h"
#include "projections/village_tables.h"

namespace zhucun::projections {

namespace {

using policy::Role;

std::string joined_text(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : "、") + part;
  return out;
}

}  // namespace

Result<Table> staffing(const Sight& sight, const Query& query) {
  if (query.division && !sight.facts.divisions.contains(*query.division)) {
    return refuse({Code::unknown_division,
                   "区划登记表中没有 " + to_text(*query.division),
                   "核对12位代码",
                   "division",
                   "",
                   {}});
  }
  Ground ground(sight.facts, sight.as_of);
  Table table;
  table.title = "选派力量配备表";
  table.policies = policy_on(sight, sight.as_of).documents;
  auto figure = [](std::string name, std::string title) {
    return Column{std::move(name), std::move(title), CellKind::count, "3", true};
  };
  table.columns = {{"county", "县市区", CellKind::text, "", false},
                   {"township", "乡镇（街道）", CellKind::text, "", false},
                   {"village", "村代码", CellKind::text, "", false},
                   {"villageName", "村（社区）", CellKind::text, "", false},
                   {"kinds", "村类型", CellKind::text, "3", false},
                   figure("firstSecretaryRequired", "应派第一书记"),
                   figure("memberRequired", "应派工作队员"),
                   figure("firstSecretaryInPost", "在派第一书记"),
                   figure("memberInPost", "在派工作队员"),
                   figure("firstSecretaryGap", "缺第一书记"),
                   figure("memberGap", "缺工作队员")};
  std::int64_t sums[6] = {};
  for (DivisionCode village : ground.divisions(DivisionLevel::village)) {
    VillageForce force = force_on(sight, village, sight.as_of);
    if (force.why.empty() && force.stays.empty()) continue;
    if (!reaches_village(sight, village)) continue;
    if (query.division) {
      auto level = sight.facts.divisions.at(*query.division).level;
      if (ground.above(village, level, sight.as_of) != *query.division) continue;
    }
    auto name = [&](DivisionLevel level) {
      DivisionCode code = ground.above(village, level, sight.as_of);
      return code.empty() ? Cell::none("未登记")
                          : Cell::text(sight.facts.division_name(code, sight.as_of));
    };
    std::int64_t figures[6] = {force.wanted(Role::first_secretary),  force.wanted(Role::member),
                               force.present(Role::first_secretary), force.present(Role::member),
                               force.missing(Role::first_secretary), force.missing(Role::member)};
    std::vector<Cell> cells{name(DivisionLevel::county), name(DivisionLevel::township),
                            Cell::text(to_text(village)),
                            Cell::text(sight.facts.division_name(village, sight.as_of)),
                            Cell::text_or_none(joined_text(force.kinds), "未认定类型")};
    for (int i = 0; i < 6; ++i) {
      sums[i] += figures[i];
      cells.push_back(Cell::number(figures[i]));
    }
    table.rows.push_back({to_text(village), std::move(cells)});
  }
  std::vector<Cell> totals{Cell::text("合计")};
  totals.resize(5, Cell::text(""));
  for (auto sum : sums) totals.push_back(Cell::number(sum));
  table.totals = Row{"total", std::move(totals)};
  return table;
}

Result<Explanation> explain_staffing(const Sight& sight, const Query&, const std::string& row,
                                     const std::string& column, const std::string& cursor) {
  auto village = parse_division(row);
  if (!village || !sight.facts.divisions.contains(*village) || !reaches_village(sight, *village)) {
    return refuse({Code::not_found, "配备表上没有 " + row, "核对村代码", "row", "", {}});
  }
  VillageForce force = force_on(sight, *village, sight.as_of);
  bool member = column.starts_with("member");
  Role role = member ? Role::member : Role::first_secretary;
  Explanation out;
  out.title =
      sight.facts.division_name(*village, sight.as_of) + (member ? "·工作队员" : "·第一书记");
  out.formula = "缺 " + std::to_string(force.missing(role)) + " = 应派 " +
                std::to_string(force.wanted(role)) + " − 在派 " +
                std::to_string(force.present(role)) + "（不足零按零；多种类型取各职务的最大值）";
  out.value = std::to_string(column.ends_with("Gap")        ? force.missing(role)
                             : column.ends_with("Required") ? force.wanted(role)
                                                            : force.present(role));
  if (!force.rows.empty()) {
    out.clause = force.rows.front()->clause.text;
    out.quote = force.rows.front()->quote;
    out.document = force.rows.front()->document;
    out.readings = reading_notes(policy_on(sight, sight.as_of), force.rows.front()->readings);
  }
  std::vector<Child> children;
  for (Position position : force.why)
    children.push_back({force.need && sight.facts.selection.needs.contains(position)
                            ? "选派需求确定"
                            : "村类型认定",
                        "", "", position});
  for (const auto* stay : force.stays) {
    if (stay->role != role) continue;
    children.push_back({"在派：" + sight.facts.parties.id(stay->person),
                        to_text(stay->span.first) + " 起", "", stay->started});
  }
  page(out, std::move(children), cursor);
  return out;
}

}  // namespace zhucun::projections
