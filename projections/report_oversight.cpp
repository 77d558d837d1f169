// The list of reports, continued.
#include "projections/oversight_tables.h"

namespace zhucun::projections {

// What the offices look at and after: checks, assessment, organisation, care, tasks, reminders.
// [6, 7.2.3, 7.3, 8.1, 8.3]
namespace {

std::vector<Report> office_reports() {
  using enum Parameter;
  return {
      {"check_coverage",
       "抽查督查覆盖表",
       "每个村抽查、督查过几次，多久没有去过",
       {period, division},
       {},
       table_of<check_coverage>,
       figure_of<check_coverage>},
      {"check_plan",
       "抽查督查计划",
       "按公布的种子从账上抽取：最久没有去过的先抽，同月的由种子定",
       {period, division, seed, count},
       {division, period, seed, count},
       table_of<check_plan>,
       figure_of<check_plan>},
      {"open_rectifications",
       "抽查督查问题清单及整改台账",
       "每个问题谁整改、到什么时候、办到哪一步",
       {period, division, actor, status},
       {},
       table_of<open_rectifications>,
       figure_of<open_rectifications>},
      {"assessments",
       "年度（期满）考核情况表",
       "谁应考核、办到哪一步、由哪个办公室办下一步",
       {period, division, actor, status, kind},
       {},
       table_of<assessments>,
       figure_of<assessments>},
      {"management_register",
       "管理与容错登记",
       "批评教育、调整处理、处分、责任追究建议、容错申请与认定",
       {period, division, actor, kind},
       {},
       table_of<management_register>,
       figure_of<management_register>},
      {"office_completeness",
       "驻村队伍管理办公室组成情况表",
       "每个办公室的组成部门、协调组组长、定期研判",
       {period, division, kind, status},
       {},
       table_of<office_completeness>,
       figure_of<office_completeness>},
      {"interview_grounds",
       "约谈事由情况表",
       "每个单位五项事由各有哪些事实；是否约谈由同级办公室决定",
       {period, division, actor, kind, status},
       {},
       table_of<interview_grounds>,
       figure_of<interview_grounds>},
      {"unit_duties",
       "派出单位履责情况表",
       "每个单位一年的各项责任，年度目标责任考核的摘录",
       {period, division, actor, kind},
       {},
       table_of<unit_duties>,
       figure_of<unit_duties>},
  };
}

// People and papers.
std::vector<Report> care_reports() {
  using enum Parameter;
  return {
      {"training_coverage",
       "驻村干部培训覆盖表",
       "每人参加过哪些培训，轮训是否到位",
       {period, division, actor, status},
       {},
       table_of<training_coverage>,
       figure_of<training_coverage>},
      {"care_coverage",
       "驻村干部关怀情况表",
       "每人被走访慰问、谈心谈话几次",
       {period, division, actor, status},
       {},
       table_of<care_coverage>,
       figure_of<care_coverage>},
      {"tasks",
       "工作任务清单",
       "每个村的任务、责任、期限和进展",
       {period, division, actor, kind, status},
       {},
       table_of<tasks>,
       figure_of<tasks>},
      {"settlement_employment",
       "易地搬迁家庭稳定就业统计",
       "安置村有劳动力户数与稳定就业户数之差",
       {division},
       {},
       table_of<settlement_employment>,
       figure_of<settlement_employment>},
      {"reminder_drafts",
       "提示督办拟稿",
       "发文单位向下一级各发一份，列出未办事项",
       {period, division, duty, actor},
       {actor},
       table_of<reminder_drafts>,
       figure_of<reminder_drafts>},
      {"reminders",
       "提示督办台账",
       "发出的提示督办办到哪一步，逾期的仍是逾期",
       {period, division, actor, status},
       {},
       table_of<reminders>,
       figure_of<reminders>},
      {"report_draft",
       "工作汇报草稿",
       "由已登记的事实拟出的汇报，每个数字可打开",
       {period, actor},
       {actor, period},
       table_of<report_draft>,
       figure_of<report_draft>},
  };
}

}  // namespace

std::vector<Report> oversight_reports() {
  std::vector<Report> out = office_reports();
  for (Report& one : care_reports()) out.push_back(std::move(one));
  return out;
}

}  // namespace zhucun::projections
