#include <algorithm>
#include <map>

#include "projections/duty_selection.h"
#include "projections/reach.h"
#include "projections/seats.h"
#include "projections/village_tables.h"

namespace zhucun::projections {

namespace {

using policy::Role;

// One village on one day: what its kinds and attributes ask for, and who stands there.
struct VillageForce {
  std::vector<std::string> kinds;
  std::vector<const policy::StaffingRow*> rows;
  std::map<Role, std::int64_t> required;
  std::map<Role, std::int64_t> in_post;
  std::vector<Position> kind_events;
  std::vector<const domain::StayFact*> stays;
};

void add_row(VillageForce& force, const policy::StaffingRow& row) {
  force.rows.push_back(&row);
  // Several kinds: the maximum per role. [3]
  for (const auto& [role, minimum] : row.minimum) {
    force.required[role] = std::max<std::int64_t>(force.required[role], minimum);
  }
}

VillageForce force_of(const Sight& sight, const policy::Policy& policy, DivisionCode village) {
  VillageForce force;
  auto dated = [&](const auto& facts, auto&& matches) {
    auto found = facts.find(village);
    if (found == facts.end()) return;
    for (const auto& fact : found->second) {
      if (!fact.span.contains(sight.as_of)) continue;
      force.kind_events.push_back(fact.position);
      for (const auto& row : policy.staffing) {
        if (!matches(row, fact) || !policy::holds_in(row, village)) continue;
        add_row(force, row);
        force.kinds.push_back(row.title.empty() ? fact.key : row.title);
      }
    }
  };
  dated(sight.facts.kinds,
        [](const auto& row, const auto& fact) { return row.village_kind == fact.key; });
  dated(sight.facts.attributes, [](const auto& row, const auto& fact) {
    return !row.attribute.empty() && row.attribute == fact.key && fact.value == "true";
  });
  auto stays = sight.facts.stays_by_village.find(village);
  if (stays != sight.facts.stays_by_village.end()) {
    for (auto index : stays->second) {
      const auto& stay = sight.facts.stays[index];
      if (!stay.span.contains(sight.as_of)) continue;
      ++force.in_post[stay.role];
      force.stays.push_back(&stay);
    }
  }
  return force;
}

std::int64_t gap(const VillageForce& force, Role role) {
  auto required = force.required.find(role);
  auto here = force.in_post.find(role);
  std::int64_t wanted = required == force.required.end() ? 0 : required->second;
  std::int64_t present = here == force.in_post.end() ? 0 : here->second;
  return std::max<std::int64_t>(0, wanted - present);
}

std::int64_t count(const std::map<Role, std::int64_t>& of, Role role) {
  auto found = of.find(role);
  return found == of.end() ? 0 : found->second;
}

std::string joined_text(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : "、") + part;
  return out;
}

std::shared_ptr<const policy::Policy> policy_on(const Sight& sight) {
  for (const auto& stretch : sight.policies) {
    if (stretch.span.contains(sight.as_of)) return stretch.policy;
  }
  return std::make_shared<policy::Policy>();
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
  auto policy = policy_on(sight);
  Table table;
  table.title = "选派力量配备表";
  table.policies = policy->documents;
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
    VillageForce force = force_of(sight, *policy, village);
    if (force.kind_events.empty() && force.stays.empty()) continue;
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
    std::int64_t figures[6] = {count(force.required, Role::first_secretary),
                               count(force.required, Role::member),
                               count(force.in_post, Role::first_secretary),
                               count(force.in_post, Role::member),
                               gap(force, Role::first_secretary),
                               gap(force, Role::member)};
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
  auto policy = policy_on(sight);
  VillageForce force = force_of(sight, *policy, *village);
  bool member = column.starts_with("member");
  Role role = member ? Role::member : Role::first_secretary;
  Explanation out;
  out.title =
      sight.facts.division_name(*village, sight.as_of) + (member ? "·工作队员" : "·第一书记");
  out.formula = "缺 " + std::to_string(gap(force, role)) + " = 应派 " +
                std::to_string(count(force.required, role)) + " − 在派 " +
                std::to_string(count(force.in_post, role)) +
                "（不足零按零；多种类型取各职务的最大值）";
  out.value = std::to_string(column.ends_with("Gap")        ? gap(force, role)
                             : column.ends_with("Required") ? count(force.required, role)
                                                            : count(force.in_post, role));
  if (!force.rows.empty()) {
    out.clause = force.rows.front()->clause.text;
    out.quote = force.rows.front()->quote;
    out.document = force.rows.front()->document;
    out.readings = reading_notes(*policy, force.rows.front()->readings);
  }
  std::vector<Child> children;
  for (Position position : force.kind_events) children.push_back({"村类型认定", "", "", position});
  for (const auto* stay : force.stays) {
    if (stay->role != role) continue;
    children.push_back({"在派：" + sight.facts.parties.id(stay->person),
                        to_text(stay->span.first) + " 起", "", stay->started});
  }
  page(out, std::move(children), cursor);
  return out;
}

}  // namespace zhucun::projections
