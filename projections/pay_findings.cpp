#include "projections/pay_findings.h"

#include <algorithm>

#include "projections/benefits.h"
#include "projections/go_live.h"
#include "projections/pay_selection.h"

namespace zhucun::projections {

namespace {

using Give = std::function<void(Finding)>;

// Whether what is open of a month is overdue by now. [READING allowance-arrears]
bool is_overdue(const PayLine& line, Date as_of, policy::ArrearsFrom from) {
  Date month_end = period_of({PeriodKind::month}, line.owed.month).span.last;
  Date last = from == policy::ArrearsFrom::year_end
                  ? period_of({PeriodKind::year}, month_end).span.last
                  : period_of({PeriodKind::month}, month_end + Days{1}).span.last;
  return as_of > last;
}

struct Overdue {
  Fen open;
  std::set<std::string> people;
  Date oldest = far_future;
  DivisionCode place;
  std::vector<Position> events;
};

Finding finding(std::string kind, std::string title, const PayLine& line,
                const std::string& person) {
  Finding one;
  one.kind = std::move(kind);
  one.title = std::move(title);
  one.clause = "8.2.2";
  one.place = line.owed.village;
  one.unit = line.owed.unit;
  one.person = person;
  one.owner = "unit:" + line.owed.unit;
  one.since = line.how.empty() ? line.owed.month : line.how.back().date;
  for (const PaidHow& how : line.how) one.events.push_back(how.position);
  one.row = line.owed.item;
  return one;
}

void give_overpaid(const PayAccounts& accounts, const PayLine& line, const std::string& person,
                   const Give& give) {
  std::string what = person + " " + month_key(line.owed.month) + " " +
                     item_title(accounts, line.owed.item, line.owed.month) + "：应发 " +
                     to_yuan(line.owed.due) + "，已发 " + to_yuan(line.paid);
  Finding one = line.not_owed ? finding("paid_not_owed", "发放了不应由本单位发的补助", line, person)
                              : finding("overpaid", "补助多发", line, person);
  one.what = what + (line.not_owed ? "（" + line.owed.why + "）" : "");
  one.closes = "确认扣回，在以后的发放中抵扣，或登记补助退回；登记有误的冲销";
  give(std::move(one));
}

}  // namespace

void find_pay(const FindingSight& at, const Give& give) {
  const Sight& sight = at.sight;
  PayAccounts accounts(sight);
  Span months{period_of({PeriodKind::month}, sight.facts.start).span.first, sight.as_of};
  for (const auto& [position, opening] : sight.facts.allowance.openings)
    months.first = std::min(months.first, opening.through);
  std::map<std::string, Overdue> overdue;
  auto judgement = accounts.everybody(months);
  for (const PersonPay& pay : judgement->people) {
    const std::string& id = sight.facts.parties.id(pay.person);
    for (const PayLine& line : pay.lines) {
      if (line.owed.basis != domain::OwedBasis::confirmed) continue;
      if (line.open.value < 0 && !line.paid_in_advance) give_overpaid(accounts, line, id, give);
      auto from = accounts.rule(line.owed.unit, sight.as_of).arrears;
      if (line.open.value <= 0 || line.held || !is_overdue(line, sight.as_of, from)) continue;
      // Where allowances never went live nobody is asked for them.
      DivisionCode county = ancestor(line.owed.village, DivisionLevel::county);
      if (!live_from(sight.facts, county, event::DutyGroup::ALLOWANCES)) continue;
      Overdue& one = overdue[line.owed.unit];
      one.open.value += line.open.value;
      one.people.insert(id);
      one.oldest = std::min(one.oldest, line.owed.month);
      one.place = line.owed.village;
      if (one.events.empty()) one.events = line.owed.events;
    }
    for (const Undistributed& left : pay.left) {
      Finding one;
      one.kind = "lump_undistributed", one.title = "合并发放未分摊", one.clause = "8.2.2";
      one.unit = left.unit, one.person = id, one.owner = "unit:" + left.unit;
      if (!pay.lines.empty()) one.place = pay.lines.front().owed.village;
      one.since = left.how.date;
      one.what = id + " " + left.how.paper + " 发放 " + to_yuan(left.how.amount) + "，比 " +
                 month_key(left.months.first) + " 至 " + month_key(left.months.last) +
                 " 的应发多 " + to_yuan(left.left);
      one.closes = "核对月份和金额；有误的冲销重登，多发的登记补助退回";
      one.events = {left.how.position};
      give(std::move(one));
    }
  }
  for (const auto& [unit, owed] : overdue) {
    Finding one;
    one.kind = "allowance_arrears", one.title = "人员待遇保障不落实（补助欠发）";
    one.clause = "8.1", one.place = owed.place, one.unit = unit, one.owner = "unit:" + unit;
    one.since = period_of({PeriodKind::month}, owed.oldest).span.last + Days{1};
    one.what = unit_title(sight, unit) + " 欠发 " + std::to_string(owed.people.size()) + " 人 " +
               to_yuan(owed.open) + " 元，最早 " + month_key(owed.oldest);
    one.closes = "发放并登记；确有原因的在约谈或整改中说明";
    one.events = owed.events;
    give(std::move(one));
  }
}

void find_benefits(const FindingSight& at, const Give& give) {
  const Sight& sight = at.sight;
  int year = year_of(sight.as_of);
  for (int one_year : {year - 1, year}) {
    if (one_year < year_of(sight.facts.start)) continue;
    for (const BenefitCase& found : benefit_cases(sight, one_year)) {
      if (found.status != BenefitStatus::missing) continue;
      Finding one;
      switch (found.benefit) {
        case policy::Benefit::health_check:
          one.kind = "health_check_missing", one.title = "体检未安排";
          one.closes = "安排体检并登记";
          break;
        case policy::Benefit::accident_insurance:
          one.kind = "insurance_gap", one.title = "人身意外伤害保险中断";
          one.closes = "办理保险并登记；已办的补登保单";
          break;
        case policy::Benefit::living_conditions:
          one.kind = "living_cost_unrefunded", one.title = "工作生活条件费用未归还";
          one.closes = "归还并登记";
          break;
        default:
          one.kind = "consolation_unpaid", one.title = "慰问补偿未登记";
          one.closes = "支付并登记慰问补偿";
          break;
      }
      // A case and an unrefunded cost stay open from year to year: told once.
      bool told = one_year < year && found.benefit != policy::Benefit::health_check &&
                  found.benefit != policy::Benefit::accident_insurance &&
                  found.benefit != policy::Benefit::living_conditions;
      if (told) continue;
      one.clause = found.row->clause.text;
      one.place = found.village, one.unit = found.unit, one.person = found.person;
      one.what = (found.person.empty() ? unit_title(sight, found.unit) : found.person) + "：" +
                 found.words;
      one.owner = found.unit.empty() ? "" : "unit:" + found.unit;
      one.since = found.since, one.events = found.events, one.row = found.row->id;
      give(std::move(one));
    }
  }
}

void find_objections(const FindingSight& at, const Give& give) {
  const auto& all = at.sight.facts.allowance;
  for (const auto& [position, raised] : all.objections) {
    if (raised.date > at.sight.as_of) continue;
    bool answered = std::any_of(all.answers.begin(), all.answers.end(), [&](const auto& one) {
      return one.second.objection == position && one.second.date <= at.sight.as_of;
    });
    if (answered) continue;
    Finding one;
    one.kind = "objection_unanswered", one.title = "对账异议未答复", one.clause = "8.2.2";
    one.person = person_now(at.sight.facts, raised.person);
    auto known = at.sight.facts.parties.find(PartyKind::person, one.person);
    if (known) {
      auto stays = at.sight.facts.stays_by_person.find(known->value);
      if (stays != at.sight.facts.stays_by_person.end() && !stays->second.empty()) {
        const auto& stay = at.sight.facts.stays[stays->second.back()];
        one.place = stay.village;
        one.unit = at.sight.facts.parties.id(stay.unit);
      }
    }
    one.owner = one.unit.empty() ? "" : "unit:" + one.unit;
    one.since = raised.date;
    one.what = one.person + " 对 " + raised.period + " 的对账单提出：" + raised.words +
               (raised.late.empty() ? "" : "（逾期提出：" + raised.late + "）");
    one.closes = "登记异议答复";
    one.events = {position};
    give(std::move(one));
  }
}

}  // namespace zhucun::projections
