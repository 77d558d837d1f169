// How the management offices and coordination groups are made up, and whether they work. [8.1]
#include "projections/offices.h"

#include <algorithm>

#include "ledger/domain/kept_read.h"
#include "ledger/policy/names.h"
#include "ledger/policy/same_level.h"
#include "projections/findings.h"
#include "projections/oversight_tables.h"
#include "projections/reach.h"

namespace zhucun::projections {

using domain::copy;
using domain::kept;

namespace {

bool holds_on(const auto& one, Date day) {
  return one.date <= day && domain::until_or_open(one.data.getUntil()) >= day;
}

policy::UnitLevel level_of(const Sight& sight, DivisionCode division) {
  return division == sight.facts.city ? policy::UnitLevel::city : policy::UnitLevel::county;
}

std::string person_of(const domain::KeptEvent<event::DepartmentSeated>& one) {
  return copy(one.data.getUnit());
}

// The departments of one office, by the row that holds there.
void add_departments(const Sight& sight, DivisionCode division, const policy::OfficeRow& row,
                     std::vector<OfficeMatter>& out) {
  auto seats = kept<event::DepartmentSeated>(sight.facts, sight.as_of);
  for (policy::Department department : row.departments) {
    OfficeMatter made{division,
                      "department:" + std::string(policy::name_of(department)),
                      policy::title_of(department),
                      "missing",
                      "没有登记",
                      "",
                      {},
                      "",
                      {},
                      &row};
    for (const auto& one : seats) {
      bool here = domain::division(one.data.getDivision()) == division &&
                  static_cast<policy::Department>(one.data.getDepartment()) == department &&
                  holds_on(one, sight.as_of);
      if (!here) continue;
      made.status = "seated", made.status_title = "已组成";
      made.unit = person_of(one), made.since = one.date, made.event = one.position;
    }
    out.push_back(std::move(made));
  }
}

void add_leader(const Sight& sight, const domain::GroupFact& group,
                const policy::GroupLeaderRow& row, std::vector<OfficeMatter>& out) {
  OfficeMatter made{
      group.county, "groupLeader", "协调组组长", "missing", "没有确定", group.lead_unit, {}, "",
      {},           &row};
  for (const auto& one : kept<event::GroupLeaderNamed>(sight.facts, sight.as_of)) {
    if (domain::division(one.data.getCounty()) != group.county || !holds_on(one, sight.as_of))
      continue;
    bool rank = !row.county_rank || one.data.getCountyRank();
    bool lead = !row.from_lead_unit || group.lead_unit.empty() ||
                copy(one.data.getUnit()) == group.lead_unit;
    made.status = !rank ? "rankShort" : !lead ? "otherUnit" : "named";
    made.status_title = !rank ? "不是县级领导" : !lead ? "不是牵头单位确定" : "已确定";
    made.unit = copy(one.data.getUnit()), made.since = one.date;
    made.words = copy(one.data.getPost()), made.event = one.position;
  }
  out.push_back(std::move(made));
}

void add_reviews(const Sight& sight, DivisionCode division, Span days, const policy::OfficeRow& row,
                 std::vector<OfficeMatter>& out) {
  OfficeMatter made{division, "caseReview", "定期研判", "none", "期内没有登记",
                    "",       {},           "",         {},     &row};
  int count = 0;
  for (const auto& one : kept<event::CaseReviewHeld>(sight.facts, sight.as_of)) {
    if (domain::division(one.data.getOffice()) != division || !days.contains(one.date)) continue;
    ++count;
    made.since = one.date, made.event = one.position;
  }
  if (count > 0) {
    made.status = "held", made.status_title = "期内 " + std::to_string(count) + " 次";
    made.words = "最近 " + to_text(*made.since);
  }
  out.push_back(std::move(made));
}

}  // namespace

std::vector<OfficeMatter> office_matters(const Sight& sight, Span days) {
  std::vector<OfficeMatter> out;
  const auto& policy = policy_on(sight, sight.as_of);
  for (const auto& [division, fact] : sight.facts.offices) {
    if (!fact.span.contains(sight.as_of)) continue;
    for (const auto& row : policy.offices) {
      bool level = std::find(row.levels.begin(), row.levels.end(), level_of(sight, division)) !=
                   row.levels.end();
      if (!level || !policy::holds_in(row, division)) continue;
      add_departments(sight, division, row, out);
      add_reviews(sight, division, days, row, out);
    }
  }
  for (const auto& group : sight.facts.groups) {
    if (group.position.value == 0 || !group.span.contains(sight.as_of)) continue;
    for (const auto& row : policy.group_leaders) {
      if (policy::holds_in(row, group.county)) add_leader(sight, group, row, out);
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const OfficeMatter& a, const OfficeMatter& b) {
    return a.division < b.division;
  });
  return out;
}

Result<Listed> office_completeness(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  Period period = period_asked(sight, query);
  Ground ground(sight.facts, sight.as_of);
  Listed out;
  out.table.title = "驻村队伍管理办公室组成情况表";
  out.table.period = period.key;
  out.add("division", "地区代码", CellKind::text), out.add("divisionName", "地区", CellKind::text);
  out.add("matter", "事项代码", CellKind::text),
      out.add("matterTitle", "事项", CellKind::text, "8.1");
  out.add("status", "情况代码", CellKind::text);
  out.add("statusTitle", "情况", CellKind::text, "8.1", true);
  out.add("unit", "单位编号", CellKind::text), out.add("unitName", "单位", CellKind::text);
  out.add("since", "自", CellKind::date), out.add("words", "说明", CellKind::text);
  out.add("event", "依据序号", CellKind::position);
  std::map<std::string, int> missing;
  for (const OfficeMatter& one : office_matters(sight, period.span)) {
    bool fits = (query.kind.empty() || query.kind == one.matter) &&
                (query.status.empty() || query.status == one.status) &&
                asked_for(ground, query, one.division) &&
                reaches_matter(sight, one.division, "", "");
    if (!fits) continue;
    std::string key = to_text(one.division) + "|" + one.matter;
    std::string name = sight.facts.division_name(one.division, sight.as_of);
    if (one.status == "missing") ++missing[name];
    RowOf row;
    row.text(to_text(one.division)).text(name).text(one.matter).text(one.title);
    row.text(one.status).text(one.status_title).text(one.unit, "没有登记");
    row.text(one.unit.empty() ? "" : sight.facts.unit_name(one.unit, sight.as_of), "没有登记");
    row.date(one.since, "没有登记").text(one.words).position(one.event);
    Basis basis{name + "·" + one.title, one.status_title, one.status_title, {}};
    if (one.event.value != 0) basis.children.push_back({"登记", "", "", one.event});
    out.explain(key, "statusTitle", std::move(basis));
    out.table.rows.push_back(row.take(key));
  }
  for (const auto& [name, count] : missing)
    out.table.remarks.push_back(name + "：缺 " + std::to_string(count) + " 项");
  cite_rows(sight, sight.as_of, {}, out.table);
  return out;
}

}  // namespace zhucun::projections
