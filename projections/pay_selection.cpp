#include "projections/pay_selection.h"

#include <algorithm>

#include "projections/duty_selection.h"
#include "projections/findings.h"
#include "projections/fund_words.h"
#include "projections/places.h"
#include "projections/reach.h"

namespace zhucun::projections {

using domain::OwedBasis;

PayStatus status_of(const PayLine& line) {
  if (!line.known()) return PayStatus::unknown;
  bool ever = !line.how.empty();
  if (line.held && line.open.value > 0) return PayStatus::held;
  if (line.paid_in_advance && (line.owed.basis != OwedBasis::confirmed || line.open.value != 0))
    return PayStatus::advance;
  if (line.open.value < 0 && line.owed.basis == OwedBasis::confirmed) return PayStatus::recover;
  if (line.owed.basis == OwedBasis::provisional) return PayStatus::provisional;
  if (line.open.value > 0) return ever ? PayStatus::supplement : PayStatus::payable;
  bool waiting =
      std::any_of(line.how.begin(), line.how.end(), [](const PaidHow& how) { return how.transit; });
  if (waiting) return PayStatus::transit;
  return ever ? PayStatus::paid : PayStatus::nothing;
}

std::string_view name_of(PayStatus status) {
  switch (status) {
    case PayStatus::payable: return "payable";
    case PayStatus::paid: return "paid";
    case PayStatus::transit: return "transit";
    case PayStatus::provisional: return "provisional";
    case PayStatus::advance: return "advance";
    case PayStatus::unknown: return "unknown";
    case PayStatus::held: return "held";
    case PayStatus::supplement: return "supplement";
    case PayStatus::recover: return "recover";
    case PayStatus::nothing: return "nothing";
  }
  return "";
}

std::string_view title_of(PayStatus status) {
  switch (status) {
    case PayStatus::payable: return "可发";
    case PayStatus::paid: return "已发";
    case PayStatus::transit: return "待银行返回";
    case PayStatus::provisional: return "暂计";
    case PayStatus::advance: return "已预发，待结算";
    case PayStatus::unknown: return "无法计算";
    case PayStatus::held: return "暂缓";
    case PayStatus::supplement: return "待补发";
    case PayStatus::recover: return "待扣回";
    case PayStatus::nothing: return "不应发";
  }
  return "";
}

std::string month_key(Date month) {
  return period_of({PeriodKind::month}, month).key;
}

std::string line_key(const Sight& sight, const PayLine& line) {
  return sight.facts.parties.id(line.owed.person) + "|" + month_key(line.owed.month) + "|" +
         line.owed.item + "|" + line.owed.unit;
}

std::string item_title(const PayAccounts& accounts, const std::string& item, Date month) {
  const auto* row = accounts.entitlements().row_of(item, month);
  return row ? row->title : item;
}

std::string unit_title(const Sight& sight, const std::string& unit) {
  return sight.facts.unit_name(unit, sight.as_of);
}

std::string quantity_text(const PayAccounts& accounts, const Entitlement& one) {
  const auto* row = accounts.entitlements().row_of(one.item, one.month);
  if (one.opening || !row) return "";
  switch (row->per) {
    case policy::PayPer::trip: return half_days_text(one.halves) + " 次";
    case policy::PayPer::month: return half_days_text(one.halves) + " 天在派";
    default: return half_days_text(one.halves) + " 天";
  }
}

std::string formula_of(const PayAccounts& accounts, const Entitlement& one) {
  if (one.basis == OwedBasis::unknown) return "无法计算：" + one.why;
  if (one.opening) return "期初尚欠 " + to_yuan(one.due);
  const auto* row = accounts.entitlements().row_of(one.item, one.month);
  if (!row || one.parts.empty()) return one.why.empty() ? "没有计发的天数" : one.why;
  std::string out;
  Span month = period_of({PeriodKind::month}, one.month).span;
  auto days = (month.last - month.first).count() + 1;
  for (const RatePart& part : one.parts) {
    if (!out.empty()) out += " + ";
    std::string halves = half_days_text(part.halves);
    switch (row->per) {
      case policy::PayPer::trip: out += halves + " 次 × " + to_yuan(part.rate); break;
      case policy::PayPer::month:
        out += part.halves == 2 * days
                   ? to_yuan(part.rate)
                   : to_yuan(part.rate) + " × " + halves + " 天 ÷ " + std::to_string(days) + " 天";
        break;
      default: out += halves + " 天 × " + to_yuan(part.rate); break;
    }
    out += "（" + part.source + "）";
  }
  out += " = " + to_yuan(one.due);
  if (one.capped) out += "，每月不超过 " + to_yuan(*row->month_at_most);
  if (one.unknown_halves > 0)
    out += "；另有未填 " + half_days_text(one.unknown_halves) + " 天，未计";
  return out;
}

Refusal no_such_row(const std::string& table, const std::string& row) {
  return {Code::not_found, table + "上没有 " + row, "重新打开报表，再点数字", "row", "", {}};
}

std::string level_title(const Sight& sight, const std::string& unit) {
  auto known = sight.facts.units.find(unit);
  return known == sight.facts.units.end() ? "" : std::string(title_of(known->second.level));
}

std::string money_source(const Sight& sight, const PayAccounts& accounts, const std::string& unit,
                         Date day) {
  auto known = sight.facts.units.find(unit);
  bool firm = known != sight.facts.units.end() && known->second.kind == event::UnitKind::STATE_FIRM;
  bool own = firm && accounts.rule(unit, day).state_firms == policy::FirmMoney::own_funds;
  return own ? "企业自有资金" : level_title(sight, unit) + "财政";
}

void add_pay_provenance(const Sight& sight, Date month, Table& table) {
  const auto& policy = policy_on(sight, period_of({PeriodKind::month}, month).span.last);
  table.policies = policy.documents;
  std::vector<std::string> ids;
  for (const auto& row : policy.allowances)
    ids.insert(ids.end(), row.readings.begin(), row.readings.end());
  for (const auto& row : policy.payouts)
    ids.insert(ids.end(), row.readings.begin(), row.readings.end());
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  table.readings = reading_notes(policy, ids);
}

namespace {

Result<Period> months_of(const Sight& sight, const Query& query) {
  Date last_month = period_of({PeriodKind::month}, sight.as_of).span.first - Days{1};
  Period period = query.period.value_or(period_of({PeriodKind::month}, last_month));
  bool whole = period.span.first == period_of({PeriodKind::month}, period.span.first).span.first &&
               period.span.last == period_of({PeriodKind::month}, period.span.last).span.last;
  if (whole) return period;
  return refuse({Code::bad_parameter,
                 period.key + " 不是整月的期间",
                 "写成 2025-07、2025Q3 或 2025",
                 "period",
                 "",
                 {}});
}

}  // namespace

namespace {

// Of whom an answer is asked; both empty = of everybody.
struct PayActor {
  std::string unit;
  std::string person;
};

// Of a few people the memo of everybody would be a waste.
std::shared_ptr<const PayJudgement> judged_for(const Sight& sight, const PayAccounts& accounts,
                                               const PayActor& actor, Span months) {
  if (actor.unit.empty() && actor.person.empty()) return accounts.everybody(months);
  std::vector<domain::PartyRef> people;
  if (actor.person.empty()) {
    people = accounts.people_of(actor.unit);
  } else if (auto known = sight.facts.parties.find(PartyKind::person,
                                                   person_now(sight.facts, actor.person))) {
    people.push_back(*known);
  }
  auto some = std::make_shared<PayJudgement>();
  for (domain::PartyRef person : people) some->people.push_back(accounts.of(person, months));
  return some;
}

}  // namespace

Result<PaySelection> pay_selection(const Sight& sight, const PayAccounts& accounts,
                                   const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  auto period = months_of(sight, query);
  if (!period) return refuse(std::move(period.error()));
  PaySelection out;
  out.period = *period;
  auto who = query.actor.empty() ? std::nullopt : parse_party(query.actor);
  const auto& parties = sight.facts.parties;
  std::string person_asked = who && who->kind == PartyKind::person ? who->id : "";
  std::string unit_asked = who && who->kind == PartyKind::unit ? who->id : "";
  if (!query.actor.empty() && person_asked.empty() && unit_asked.empty()) {
    return refuse({Code::bad_parameter,
                   query.actor + " 不是单位或人员",
                   "写成 unit:U1 或 person:P1",
                   "actor",
                   "",
                   {}});
  }
  out.judgement = judged_for(sight, accounts, {unit_asked, person_asked}, period->span);
  std::map<DivisionCode, bool> here;
  auto in_area = [&](DivisionCode village) {
    auto [found, fresh] = here.try_emplace(village);
    if (fresh)
      found->second =
          !query.division || in_division(sight.facts, village, *query.division, sight.as_of);
    return found->second;
  };
  for (const PersonPay& pay : out.judgement->people) {
    const std::string& id = parties.id(pay.person);
    ChosenPay chosen{pay.person, {}, {}};
    for (const PayLine& line : pay.lines) {
      const Entitlement& one = line.owed;
      // A month that has not begun is not expected.
      bool ahead = one.month > sight.as_of && line.how.empty();
      bool fits = !ahead && (unit_asked.empty() || one.unit == unit_asked) &&
                  (query.kind.empty() || one.item == query.kind) && in_area(one.village) &&
                  (query.status.empty() || name_of(status_of(line)) == query.status) &&
                  reaches_matter(sight, one.village, one.unit, id);
      if (fits) chosen.lines.push_back(&line);
    }
    for (const Undistributed& one : pay.left) {
      bool fits =
          (unit_asked.empty() || one.unit == unit_asked) && reaches_matter(sight, {}, one.unit, id);
      if (fits) chosen.left.push_back(&one);
    }
    if (!chosen.lines.empty() || !chosen.left.empty()) out.people.push_back(std::move(chosen));
  }
  return out;
}

}  // namespace zhucun::projections
