#include "projections/oversight_findings.h"

#include <algorithm>
#include <map>

#include "ledger/domain/kept_read.h"
#include "ledger/policy/same_level.h"
#include "projections/offices.h"
#include "projections/posting_life.h"
#include "projections/rectifications.h"

namespace zhucun::projections {

using domain::copy;
using domain::kept;

// A problem past its day, until it is reported or closed; one that failed its check waits again.
void find_rectifications(const FindingSight& at, const std::function<void(Finding)>& give) {
  for (const Rectification& one : rectifications(at.sight)) {
    bool late = one.status == RectificationStatus::overdue ||
                (one.status == RectificationStatus::returned && one.due < at.sight.as_of);
    if (!late) continue;
    Concern concern = concern_of(at.sight, one.to);
    Finding made;
    made.kind = "rectification_overdue";
    made.title = "问题逾期未整改";
    made.clause = "7.2.3";
    made.place = one.village.empty() ? concern.place : one.village;
    made.unit = concern.unit;
    made.what = party_name(at.sight, one.from) + "提出的“" + one.problem + "”，期限 " +
                to_text(one.due) + "，" + std::string(title_of(one.status));
    made.owner = one.to;
    made.since = one.due;
    made.closes = "登记整改情况报告（rectificationReported）";
    made.events = {one.position};
    give(std::move(made));
  }
}

namespace {

Finding about(const FindingSight& at, const OfficeMatter& one, const char* kind,
              const char* title) {
  Finding made;
  made.kind = kind;
  made.title = title;
  made.clause = one.row->clause.text;
  made.row = one.row->id;
  made.place = one.division;
  auto office = at.sight.facts.offices.find(one.division);
  Date formed =
      office == at.sight.facts.offices.end() ? at.sight.facts.start : office->second.span.first;
  made.since = one.since.value_or(std::max(formed, at.sight.facts.start));
  if (one.event.value != 0) made.events = {one.event};
  return made;
}

}  // namespace

// One finding an office with all the departments that it lacks, one a group without its leader.
void find_offices(const FindingSight& at, const std::function<void(Finding)>& give) {
  std::map<DivisionCode, Finding> lacking;
  Span year = period_of({PeriodKind::year}, at.sight.as_of).span;
  for (const OfficeMatter& one : office_matters(at.sight, year)) {
    std::string name = at.sight.facts.division_name(one.division, at.sight.as_of);
    if (one.matter.starts_with("department:") && one.status == "missing") {
      auto [found, fresh] = lacking.try_emplace(one.division);
      Finding& made = found->second;
      if (fresh) {
        made = about(at, one, "department_missing", "办公室缺组成部门");
        made.what = name + "没有登记：";
        made.owner = "office:" + to_text(one.division);
        made.closes = "登记办公室部门组成（departmentSeated）";
      }
      made.what += (fresh ? "" : "、") + one.title;
    } else if (one.matter == "groupLeader" && one.status != "named") {
      Finding made = about(at, one, "group_leader_missing", "协调组组长不符");
      made.what = name + "：协调组组长" + one.status_title;
      made.owner = "office:" + to_text(at.sight.facts.city);
      made.closes = "登记协调组组长确定（groupLeaderNamed）";
      give(std::move(made));
    }
  }
  for (auto& [division, made] : lacking) give(std::move(made));
}

// A plan that names a village outside its division.
void find_check_plans(const FindingSight& at, const std::function<void(Finding)>& give) {
  for (const auto& one : kept<event::CheckPlanAdopted>(at.sight.facts, at.sight.as_of)) {
    DivisionCode division = domain::division(one.data.getDivision());
    std::string outside;
    for (auto village : one.data.getVillages()) {
      if (in_division(at.sight.facts, domain::division(village), division, one.date)) continue;
      outside += (outside.empty() ? "" : "、") + copy(village);
    }
    if (outside.empty()) continue;
    Finding made;
    made.kind = "plan_outside";
    made.title = "计划的村不在本地区";
    made.clause = "7.2.3";
    made.place = division;
    made.what = copy(one.data.getPeriod()) + " 计划列入 " + outside + "，不在本地区";
    made.owner = "office:" + to_text(ancestor(division, DivisionLevel::county));
    made.since = one.date;
    made.closes = "冲销后重新抽取登记";
    made.events = {one.position};
    give(std::move(made));
  }
}

// An interview by another office than that of the unit's level, known by its paper.
void find_interviews(const FindingSight& at, const std::function<void(Finding)>& give) {
  for (const auto& one : kept<event::InterviewHeld>(at.sight.facts, at.sight.as_of)) {
    auto unit = at.sight.facts.units.find(copy(one.data.getUnit()));
    if (unit == at.sight.facts.units.end()) continue;
    auto ground = static_cast<policy::InterviewGround>(one.data.getGround());
    const auto& rows = at.policy_on(one.date).interviews;
    auto row = std::find_if(rows.begin(), rows.end(),
                            [ground](const auto& each) { return each.ground == ground; });
    DivisionCode office = domain::division(one.data.getOffice());
    std::string what;
    if (row == rows.end()) {
      what = "以“" + schema::enumerant(one.data.getGround()).title + "”约谈，现行政策没有这一事由";
    } else {
      policy::Sides sides{unit->second.level, unit->second.seat, office, at.sight.facts.city};
      auto acting = policy::acting_division(sides, row->level, row->higher);
      if (!acting || *acting == office) continue;
      what = "由 " + to_text(office) + " 的办公室约谈，应由同级的 " + to_text(*acting) + " 约谈";
    }
    Finding made;
    made.kind = "interview_office";
    made.title = "约谈的办公室或事由不符";
    made.clause = "8.1";
    made.place = office;
    made.unit = unit->first;
    made.what = std::move(what);
    made.owner = "office:" + to_text(office);
    made.since = one.date;
    made.closes = "冲销后由同级办公室登记";
    made.events = {one.position};
    give(std::move(made));
  }
}

}  // namespace zhucun::projections
