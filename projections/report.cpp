#include "projections/report.h"

#include <algorithm>

#include "projections/allowance_tables.h"
#include "projections/attendance_tables.h"
#include "projections/duty_tables.h"
#include "projections/findings.h"
#include "projections/fund_due.h"
#include "projections/fund_tables.h"
#include "projections/life_tables.h"
#include "projections/reconciliation_tables.h"
#include "projections/village_tables.h"
#include "projections/working_days.h"

namespace zhucun::projections {

// The list goes on in report_oversight.cpp.
std::vector<Report> oversight_reports();

namespace {

// The work fund, from the share due to the reconciled account. [8.2.1]
std::vector<Report> fund_reports() {
  using enum Parameter;
  return {
      {"fund_bridge",
       "驻村工作经费省市县分担对账表",
       "应承担、指标、到账、拨付、核销到余额，各占一列，逐级对账",
       {period, division, by, kind},
       {},
       fund_bridge,
       explain_fund_bridge},
      {"fund_gaps",
       "工作经费缺口与滞留清单",
       "每个缺口多少钱、多久了、谁来办、登记什么可以了结",
       {period, division, kind, status},
       {},
       fund_gaps,
       explain_fund_gaps},
      {"fund_balances",
       "工作经费余额表",
       "每个单位每年每村还有多少钱",
       {period, division, kind},
       {},
       fund_balances,
       explain_fund_balances},
      {"trial_balance",
       "试算平衡表",
       "各科目借贷发生额和余额，合计相等",
       {period, division},
       {},
       trial_balance,
       explain_trial_balance},
      {"fund_ledger",
       "驻村经费收支明细账",
       "一个村或一个单位的收入、支出、结余，可用于公开",
       {period, division},
       {division},
       fund_ledger,
       explain_fund_ledger},
      {"claims",
       "经费支出与报账核销台账",
       "每笔支出和报账走到哪一步",
       {period, division, kind, status},
       {},
       claims,
       explain_claims},
      {"voucher_drafts",
       "记账凭证样式",
       "每个经费事件的借贷分录，供单位会计录入",
       {period, division},
       {},
       voucher_drafts,
       explain_voucher_drafts},
      {"fund_due",
       "工作经费应承担表",
       "每个村的第一书记和工作队一年应有多少工作经费，省、市、县各承担多少",
       {period, division, by, kind},
       {},
       fund_due,
       explain_fund_due},
  };
}

std::vector<Report> reconciliation_reports() {
  using enum Parameter;
  return {
      {"reconciliation",
       "资金对账情况表",
       "每个账户核对到哪一天，相符还是有差额",
       {division, status},
       {},
       reconciliation,
       explain_reconciliation},
      {"reconciliation_statement",
       "银行存款余额调节表",
       "一个账户的余额调节表或指标核对表",
       {period, division},
       {division},
       reconciliation_statement,
       explain_reconciliation_statement},
      {"outstanding_items",
       "未达账项明细",
       "只在对账单或只在账面上的每一笔",
       {period, division, kind},
       {division},
       outstanding_items,
       explain_outstanding_items},
      {"match_proposals",
       "勾对建议",
       "对账单与账面哪些可能是同一笔，依据是什么",
       {period, division, kind},
       {division},
       match_proposals,
       explain_match_proposals},
  };
}

// Days on duty and leave.
std::vector<Report> attendance_reports() {
  using enum Parameter;
  return {
      {"attendance_days",
       "驻村天数表",
       "每人一年或一月驻村多少天、应驻多少天、照此到期末多少天，用的是哪一级的考勤表",
       {period, division, actor},
       {},
       attendance_days,
       explain_attendance_days},
      {"attendance_month",
       "驻村干部月考勤表",
       "某月逐日的考勤标记，一人一行，用于填报和打印",
       {period, division},
       {},
       attendance_month,
       explain_attendance_month},
      {"attendance_sheets",
       "考勤表进度",
       "每村每月的考勤表走到填报、审核、审定哪一步，谁办的，还有多少未填",
       {period, division, status},
       {},
       attendance_sheets,
       explain_attendance_sheets},
      {"attendance_corrections",
       "考勤更正表",
       "审定以后更正了哪一天、由什么改为什么、谁改的、天数怎么变",
       {period, division},
       {},
       attendance_corrections,
       explain_attendance_corrections},
      {"leave_register",
       "请销假台账",
       "谁从哪天到哪天请假、谁批准、何时销假、相连和全年累计多少天",
       {period, division, actor},
       {},
       leave_register,
       explain_leave_register},
  };
}

// What residents are owed by their units, and how it is paid. [8.2.2]
std::vector<Report> allowance_reports() {
  using enum Parameter;
  return {
      {"allowance_due",
       "驻村干部补助应发表",
       "每人每月每项应发多少、凭什么、发了没有、差多少",
       {period, division, actor, kind, status},
       {},
       allowance_due,
       explain_allowance_due},
      {"allowance_paid",
       "驻村干部补助已发表",
       "每一笔发放落在谁的哪个月哪一项，合并发放怎么分摊",
       {period, division, actor, kind},
       {},
       allowance_paid,
       explain_allowance_paid},
      {"allowance_arrears",
       "驻村干部补助欠发表",
       "哪个单位欠发多少、多久了、由哪一级财政保障",
       {period, division, actor},
       {},
       allowance_arrears,
       explain_allowance_arrears},
      {"allowance_statement",
       "驻村干部个人对账单",
       "一个人一个期间的应发、已发和异议",
       {period, actor},
       {actor},
       allowance_statement,
       explain_allowance_statement},
  };
}

// Payouts, and the units' own money.
std::vector<Report> payout_reports() {
  using enum Parameter;
  return {
      {"payout_batches",
       "补助发放批次",
       "每个批次办到哪一步、谁办的、银行返回了没有",
       {division, actor, kind, status},
       {},
       payout_batches,
       explain_payout_batches},
      {"payout_sheet",
       "驻村干部补助发放表（签领表）",
       "一个批次一人一行，用于审核、签领",
       {actor, kind},
       {actor, kind},
       payout_sheet,
       explain_payout_sheet},
      {"unit_budget",
       "派出单位驻村待遇经费表",
       "每个单位每项一年需要多少、付了多少、列了多少预算",
       {period, division, actor, kind},
       {},
       unit_budget,
       explain_unit_budget},
      {"unit_vouchers",
       "派出单位记账凭证样式",
       "单位待遇支出的借贷分录，与工作经费分账",
       {period, division, actor},
       {},
       unit_vouchers,
       explain_unit_vouchers},
      {"benefits",
       "驻村干部待遇保障情况表",
       "体检、保险、医疗、工作生活条件、工伤抚恤办了没有",
       {period, division, actor, kind, status},
       {},
       benefits,
       explain_benefits},
      {"allowance_standards",
       "补助标准与档次",
       "各级补助标准、乡镇档次，自哪天起、依据哪个文件",
       {division, kind},
       {},
       allowance_standards,
       explain_allowance_standards},
  };
}

std::vector<Report> general_reports() {
  using enum Parameter;
  return {
      {"duty_compliance",
       "履职情况统计表",
       "谁该做什么、做了没有：应报、实报、按时、逾期、未报",
       {period, division, by, duty, actor, status},
       {},
       duty_compliance,
       explain_duty_compliance},
      {"duty_list",
       "应报事项清单",
       "一个主体下一步欠什么，按期限排列",
       {period, division, duty, actor, status, since},
       {},
       duty_list,
       explain_duty_list},
      {"staffing",
       "选派力量配备表",
       "每个村按类型应派多少、在派多少、缺多少",
       {division},
       {},
       staffing,
       explain_staffing},
      {"roster", "驻村干部花名册", "某一天谁在哪个村", {division}, {}, roster, explain_roster},
      {"opening_check",
       "期初核对表",
       "每个县启用时带来多少：人、天数、经费余额，是否已签认",
       {division},
       {},
       opening_check,
       explain_opening_check},
      {"entries_saved",
       "一次填报多处使用情况",
       "登记次数与所履行义务数之差",
       {period, division, by, duty, actor},
       {},
       entries_saved,
       explain_entries_saved},
      {"findings",
       "与条款不符事项",
       "已登记的事实中哪些与条款不符，谁来处理，登记什么可以了结",
       {division, kind},
       {},
       findings,
       explain_findings},
      {"working_days",
       "工作日推算",
       "从某日起若干个工作日到哪一天，节假日表以已采用的为准",
       {from, days},
       {from, days},
       working_days,
       explain_working_days},
  };
}

// On residents: from the vacancy to the successor. [3, 4, 5, 7.1, 7.2.3, 7.3.3]
std::vector<Report> life_reports() {
  using enum Parameter;
  return {
      {"vacancies",
       "空岗与超配",
       "哪个村缺谁、自哪天起、由谁补派，哪个村多派",
       {division, kind},
       {},
       vacancies,
       explain_vacancies},
      {"candidates",
       "人选与选派程序",
       "每名人选办到哪一步、符合和不符合哪些条件",
       {division, status},
       {},
       candidates,
       explain_candidates},
      {"rotation_plan",
       "任期届满与轮换计划",
       "谁的任期将满，接任人最迟哪天到岗",
       {division, days},
       {},
       rotation_plan,
       explain_rotation_plan},
      {"handovers",
       "工作交接",
       "新老交接了多少个工作日，够不够，为什么",
       {period, division},
       {},
       handovers,
       explain_handovers},
      {"recalls",
       "召回与重新选派",
       "谁因何被召回，派出单位重新选派了没有",
       {period, division, status},
       {},
       recalls,
       explain_recalls},
      {"person_timeline",
       "个人履历",
       "一名干部从登记到离任的全部登记",
       {actor},
       {actor},
       person_timeline,
       explain_person_timeline},
      {"unit_people",
       "派出单位驻村干部",
       "一个单位现在和一段时间里派了谁、在哪里",
       {period, division, actor},
       {},
       unit_people,
       explain_unit_people},
      {"change_effects",
       "人员变动的影响",
       "某人某日因某原因离任会带来什么，逐项预览",
       {actor, from, kind},
       {actor, from, kind},
       change_effects,
       explain_change_effects},
  };
}

}  // namespace

const std::vector<Report>& reports() {
  static const std::vector<Report> all = [] {
    std::vector<Report> list = general_reports();
    for (Report& one : fund_reports()) list.push_back(std::move(one));
    for (Report& one : reconciliation_reports()) list.push_back(std::move(one));
    for (Report& one : attendance_reports()) list.push_back(std::move(one));
    for (Report& one : life_reports()) list.push_back(std::move(one));
    for (Report& one : oversight_reports()) list.push_back(std::move(one));
    for (Report& one : allowance_reports()) list.push_back(std::move(one));
    for (Report& one : payout_reports()) list.push_back(std::move(one));
    return list;
  }();
  return all;
}

const Report* find_report(std::string_view name) {
  for (const auto& report : reports()) {
    if (report.name == name) return &report;
  }
  return nullptr;
}

std::string_view name_of(Parameter parameter) {
  switch (parameter) {
    case Parameter::period: return "period";
    case Parameter::division: return "division";
    case Parameter::by: return "by";
    case Parameter::duty: return "duty";
    case Parameter::actor: return "actor";
    case Parameter::status: return "status";
    case Parameter::kind: return "kind";
    case Parameter::since: return "since";
    case Parameter::from: return "from";
    case Parameter::days: return "days";
    case Parameter::seed: return "seed";
    case Parameter::count: return "count";
  }
  return "";
}

namespace {

// RFC 3986 query escapes for what our own keys may hold.
std::string escaped(std::string_view text) {
  static constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  for (char c : text) {
    bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                 c == '-' || c == '_' || c == '.' || c == ':' || c == '|';
    if (plain) {
      out.push_back(c);
      continue;
    }
    auto byte = static_cast<unsigned char>(c);
    out += {'%', hex[byte >> 4], hex[byte & 15]};
  }
  return out;
}

}  // namespace

std::string address_of(const std::string& report, const Query& query, Date as_of, Position position,
                       const std::string& row, const std::string& column) {
  std::string out = report + "?";
  auto add = [&out](std::string_view name, const std::string& value) {
    if (!value.empty())
      out += (out.ends_with("?") ? "" : "&") + std::string(name) + "=" + escaped(value);
  };
  add("period", query.period ? query.period->key : "");
  add("division", query.division ? to_text(*query.division) : "");
  add("by", query.by);
  add("duty", query.duty);
  add("actor", query.actor);
  add("status", query.status);
  add("kind", query.kind);
  add("from", query.from ? to_text(*query.from) : "");
  add("days", query.days ? std::to_string(*query.days) : "");
  add("seed", query.seed);
  add("count", query.count ? std::to_string(*query.count) : "");
  add("since", query.since ? std::to_string(query.since->value) : "");
  add("asOf", to_text(as_of));
  add("position", std::to_string(position.value));
  add("row", row);
  add("column", column);
  return out;
}

std::vector<ReadingNote> reading_notes(const policy::Policy& policy,
                                       const std::vector<std::string>& ids) {
  std::vector<ReadingNote> out;
  for (const auto& id : ids) {
    const auto* reading = policy.reading(id);
    if (!reading) continue;
    ReadingNote note{reading->id, reading->clause.text, reading->question, reading->chosen,
                     reading->ruling};
    for (const auto& option : reading->options) {
      if (option.id == reading->chosen) note.chosen = option.text;
    }
    out.push_back(std::move(note));
  }
  return out;
}

}  // namespace zhucun::projections
