#include "projections/findings.h"

#include <algorithm>
#include <tuple>

#include "projections/attendance_findings.h"
#include "projections/duty_selection.h"
#include "projections/fund_findings.h"
#include "projections/life_findings.h"
#include "projections/oversight_findings.h"
#include "projections/pay_findings.h"
#include "projections/posting_findings.h"
#include "projections/reach.h"

namespace zhucun::projections {

namespace {

const std::vector<Finder>& finders() {
  static const std::vector<Finder> all{
      find_leaving_grounds, find_selection,         find_terms,          find_recalls,
      find_conduct,         find_double_allotments, find_wrong_channels, find_late_transfers,
      find_wrong_years,     find_forbidden_heads,   find_invoices,       find_overdrawn,
      find_marks,           find_short_years,       find_leaves,         find_pay,
      find_benefits,        find_objections,        find_rectifications, find_offices,
      find_check_plans,     find_interviews,
  };
  return all;
}

std::string key_of(const Finding& one) {
  return one.kind + "|" + to_text(one.place) + "|" + one.person + "|" + to_text(one.since) +
         (one.events.empty() ? "" : "|" + std::to_string(one.events.back().value));
}

}  // namespace

Result<std::vector<Finding>> find_all(const Sight& sight, const Query& query,
                                      const std::vector<std::string>& kinds) {
  if (query.division && !sight.facts.divisions.contains(*query.division)) {
    return refuse({Code::unknown_division,
                   "区划登记表中没有 " + to_text(*query.division),
                   "核对12位代码",
                   "division",
                   "",
                   {}});
  }
  Ground ground(sight.facts, sight.as_of);
  FindingSight at{sight, ground,
                  [&sight](Date day) -> const policy::Policy& { return policy_on(sight, day); }};
  std::vector<Finding> out;
  auto keep = [&](Finding one) {
    if (!query.kind.empty() && one.kind != query.kind) return;
    if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), one.kind) == kinds.end()) return;
    if (!reaches_matter(sight, one.place, one.unit, one.person)) return;
    if (query.division && !in_division(sight.facts, one.place, *query.division, sight.as_of))
      return;
    out.push_back(std::move(one));
  };
  for (Finder finder : finders()) finder(at, keep);
  std::sort(out.begin(), out.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.since, a.kind, a.place, a.person, a.events) <
           std::tie(b.since, b.kind, b.place, b.person, b.events);
  });
  return out;
}

const policy::Policy& policy_on(const Sight& sight, Date day) {
  static const policy::Policy none;
  for (const auto& stretch : sight.policies) {
    if (stretch.span.contains(day)) return *stretch.policy;
  }
  return none;
}

Result<Table> findings(const Sight& sight, const Query& query) {
  auto list = find_all(sight, query);
  if (!list) return refuse(std::move(list.error()));
  Ground ground(sight.facts, sight.as_of);
  Table table;
  table.title = "与条款不符事项";
  table.columns = {{"county", "县市区", CellKind::text, "", false},
                   {"township", "乡镇（街道）", CellKind::text, "", false},
                   {"placeName", "村（社区）或地区", CellKind::text, "", false},
                   {"kind", "类别代码", CellKind::text, "", false},
                   {"kindTitle", "类别", CellKind::text, "", false},
                   {"clause", "条款", CellKind::text, "", false},
                   {"unitName", "派出单位", CellKind::text, "", false},
                   {"person", "人员编号", CellKind::person, "", false},
                   {"what", "情况", CellKind::text, "", false},
                   {"owner", "由谁处理", CellKind::label, "", false},
                   {"since", "自", CellKind::date, "", false},
                   {"days", "已过天数", CellKind::count, "", true},
                   {"closes", "登记什么可了结", CellKind::text, "", false},
                   {"event", "依据序号", CellKind::position, "", false}};
  for (const Finding& one : *list) {
    auto above = [&](DivisionLevel level) {
      DivisionCode code = ground.above(one.place, level, sight.as_of);
      return code.empty()
                 ? Cell::none("不属于一个" +
                              std::string(level == DivisionLevel::county ? "县市区" : "乡镇"))
                 : Cell::text(sight.facts.division_name(code, sight.as_of));
    };
    table.rows.push_back(
        {key_of(one),
         {above(DivisionLevel::county), above(DivisionLevel::township),
          Cell::text(sight.facts.division_name(one.place, sight.as_of)), Cell::text(one.kind),
          Cell::text(one.title), Cell::text(one.clause),
          one.unit.empty() ? Cell::none("不涉及单位")
                           : Cell::text(sight.facts.unit_name(one.unit, sight.as_of)),
          Cell::text_or_none(one.person, "不涉及个人"), Cell::text(one.what), Cell::text(one.owner),
          Cell::date(one.since), Cell::number((sight.as_of - one.since).count()),
          Cell::text(one.closes),
          one.events.empty() ? Cell::none("没有登记")
                             : Cell::number(static_cast<std::int64_t>(one.events.back().value))}});
  }
  table.policies = policy_on(sight, sight.as_of).documents;
  table.remarks.push_back("截至 " + to_text(sight.as_of) + " 共 " +
                          std::to_string(table.rows.size()) + " 项");
  return table;
}

Result<Explanation> explain_findings(const Sight& sight, const Query& query, const std::string& row,
                                     const std::string&, const std::string& cursor) {
  auto list = find_all(sight, query);
  if (!list) return refuse(std::move(list.error()));
  for (const Finding& one : *list) {
    if (key_of(one) != row) continue;
    Explanation out;
    out.title = one.title;
    out.value = std::to_string((sight.as_of - one.since).count());
    out.formula = one.what + "；" + out.value + " 天 = " + to_text(sight.as_of) + " − " +
                  to_text(one.since) + "（首日不计）；" + one.closes;
    out.clause = one.clause;
    policy_on(sight, one.since).each([&](const auto& rows) {
      for (const policy::Cited& cited : rows) {
        bool says = one.row.empty() ? cited.clause.text == one.clause : cited.id == one.row;
        if (!says || !out.quote.empty()) continue;
        out.quote = cited.quote;
        out.document = cited.document;
      }
    });
    std::vector<Child> children;
    for (Position event : one.events) children.push_back({"依据事件", "", "", event});
    page(out, std::move(children), cursor);
    return out;
  }
  return refuse({Code::not_found, "没有这一项", "重新打开报表，再点数字", "row", "", {}});
}

}  // namespace zhucun::projections
