// Reads [[assessment]], [[office]], [[group_leader]] and [[interview]], and says when a lower
// layer's row asks for less. [7.3, 8.1]
#include <algorithm>

#include "ledger/policy/layers.h"
#include "ledger/policy/row_reader.h"

namespace zhucun::policy {

namespace {

AssessmentRow assessment_of(Fields& fields) {
  AssessmentRow row;
  row.kind = fields.one_of("kind", AssessmentKind::unknown, Need::required);
  row.months = fields.number("months", {1, 12}, 0);
  row.served = fields.one_of("served", ServedFrom::posting);
  row.hears_unit = fields.flag("hears_unit", false);
  row.voices = fields.some_of<Voice>("voices");
  row.level = fields.one_of("level", SameLevel::unit_level);
  row.higher = fields.one_of("higher", HigherUnits::recorded_only);
  if (row.kind == AssessmentKind::annual && row.months == 0) {
    fields.wrong(Code::missing_field, fields.place(), "months", "年度考核须写明工作满几个月",
                 "写成 months = 6");
  }
  if (row.kind == AssessmentKind::term && (row.months > 0 || row.hears_unit)) {
    fields.wrong("kind", "months、hears_unit 只用于年度考核（kind = \"annual\"）", "删去");
  }
  if (row.kind == AssessmentKind::annual && !row.voices.empty()) {
    fields.wrong("voices", "voices 只用于期满考核（kind = \"term\"）", "删去 voices");
  }
  return row;
}

OfficeRow office_of(Fields& fields) {
  OfficeRow row;
  row.levels = fields.some_of<UnitLevel>("levels");
  row.departments = fields.some_of<Department>("departments");
  if (row.levels.empty() || row.departments.empty()) {
    fields.wrong(Code::missing_field, fields.place(), "departments", "没有写明哪一级、哪些部门",
                 "levels 可用 city、county；departments 可用 " + known_names<Department>());
  }
  return row;
}

InterviewRow interview_of(Fields& fields) {
  InterviewRow row;
  row.ground = fields.one_of("ground", InterviewGround::unknown, Need::required);
  row.findings = fields.texts("findings");
  row.duties = fields.texts("duties");
  row.no_support = fields.flag("no_support", false);
  row.level = fields.one_of("level", SameLevel::unit_level);
  row.higher = fields.one_of("higher", HigherUnits::recorded_only);
  if (row.findings.empty() && row.duties.empty() && !row.no_support) {
    fields.wrong(Code::missing_field, fields.place(), "findings", "没有写明依哪些事实提出",
                 "写 findings、duties 或 no_support = true");
  }
  return row;
}

}  // namespace

void read_oversight_row(RowKind kind, Fields& fields, RowLists& lists) {
  switch (kind) {
    case RowKind::assessment: lists.assessments.push_back(assessment_of(fields)); return;
    case RowKind::office: lists.offices.push_back(office_of(fields)); return;
    case RowKind::group_leader: {
      GroupLeaderRow row;
      row.county_rank = fields.flag("county_rank", false);
      row.from_lead_unit = fields.flag("from_lead_unit", false);
      lists.group_leaders.push_back(std::move(row));
      return;
    }
    case RowKind::interview: lists.interviews.push_back(interview_of(fields)); return;
    default: return;
  }
}

std::vector<std::string> lowered_points(const AssessmentRow& upper, const AssessmentRow& lower) {
  std::vector<std::string> points;
  if (upper.kind != lower.kind) points.push_back("考核与上级不同（另立一项应改用新的 id）");
  if (lower.months > upper.months) points.push_back("参加考核的工作时间比上级长");
  if (upper.hears_unit && !lower.hears_unit)
    points.push_back("上级要求听取派出单位意见，下级不听取");
  for (Voice voice : upper.voices) {
    if (std::find(lower.voices.begin(), lower.voices.end(), voice) == lower.voices.end())
      points.push_back("上级要求听取的人员，下级不听取");
  }
  return points;
}

std::vector<std::string> lowered_points(const OfficeRow& upper, const OfficeRow& lower) {
  for (Department one : upper.departments) {
    if (std::find(lower.departments.begin(), lower.departments.end(), one) ==
        lower.departments.end())
      return {"组成部门比上级少"};
  }
  return {};
}

std::vector<std::string> lowered_points(const GroupLeaderRow& upper, const GroupLeaderRow& lower) {
  if (upper.county_rank && !lower.county_rank) return {"上级要求县级领导担任组长，下级没有要求"};
  return {};
}

std::vector<std::string> lowered_points(const InterviewRow& upper, const InterviewRow& lower) {
  if (upper.ground != lower.ground) return {"约谈事由与上级不同（另立一项应改用新的 id）"};
  return {};
}

}  // namespace zhucun::policy
