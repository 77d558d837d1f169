// Reads [[allowance]], [[benefit]] and [[payout]], and says when a lower layer's row asks for less.
// [8.2.2]
#include <algorithm>

#include "ledger/policy/layers.h"
#include "ledger/policy/row_reader.h"

namespace zhucun::policy {

namespace {

void needs(Fields& fields, const char* key, bool wanted, const std::string& where) {
  if (wanted && !fields.has(key)) {
    fields.wrong(Code::missing_field, fields.place(), key, "缺少必填的键 " + std::string(key),
                 where + "时须写 " + key);
  } else if (!wanted && fields.has(key)) {
    fields.wrong(key, std::string(key) + " 只用于" + where, "删去 " + std::string(key));
  }
}

// Values that contradict each other: each a mistake, none a guess.
void check(Fields& fields, const AllowanceRow& row) {
  needs(fields, "amount", row.rate_by == RateBy::fixed, "标准写定（没有 rate_by）");
  needs(fields, "standard", row.rate_by != RateBy::fixed, "标准取自登记（写了 rate_by）");
  needs(fields, "days", row.per == PayPer::day, "按天（per = \"day\"）");
  for (const char* key : {"half_day", "travel_day"}) {
    if (row.per != PayPer::day) needs(fields, key, false, "按天（per = \"day\"）");
  }
  for (const char* key : {"part_month", "rate_change", "month_payer"}) {
    if (row.per != PayPer::month) needs(fields, key, false, "按月（per = \"month\"）");
  }
  if (row.per == PayPer::month && row.part_month == PartMonth::full_month &&
      row.month_payer == MonthPayer::by_day) {
    fields.wrong("month_payer", "发全月的（full_month）须写明由谁发放",
                 "写 month_payer = \"unit_on_first\" 或 \"unit_on_last\"");
  }
  if (row.rate_by == RateBy::fixed && row.amount < Fen{0}) {
    fields.wrong("amount", "标准不能为负", "写成 \"100.00\" 的形式");
  }
}

}  // namespace

AllowanceRow allowance_of(Fields& fields) {
  AllowanceRow row;
  row.per = fields.one_of("per", PayPer::unknown, Need::required);
  row.levels = fields.some_of<UnitLevel>("levels");
  row.rate_by = fields.one_of("rate_by", RateBy::fixed);
  row.amount = fields.money("amount", Need::optional).value_or(Fen{});
  row.standard = fields.text("standard");
  row.days = fields.some_of<Mark>("days");
  row.half_day = fields.one_of("half_day", HalfDay::half);
  row.travel_day = fields.one_of("travel_day", TravelDay::both);
  row.part_month = fields.one_of("part_month", PartMonth::by_days);
  row.rate_change = fields.one_of("rate_change", RateChange::by_days);
  row.month_payer = fields.one_of("month_payer", MonthPayer::by_day);
  row.month_at_most = fields.money("month_at_most", Need::optional);
  check(fields, row);
  return row;
}

BenefitRow benefit_of(Fields& fields) {
  BenefitRow row;
  row.benefit = fields.one_of("benefit", Benefit::unknown, Need::required);
  row.owed = fields.one_of("owed", BenefitYear::whole_year);
  if (row.benefit != Benefit::health_check) needs(fields, "owed", false, "每年一次的待遇");
  return row;
}

PayoutRow payout_of(Fields& fields) {
  PayoutRow row;
  row.persons = fields.number("persons", {2, 3}, 2);
  row.lump = fields.one_of("lump", LumpSpread::oldest_first);
  row.advance = fields.one_of("advance", AdvanceBasis::last_confirmed);
  row.advance_month = fields.number("advance_month", {1, 12}, 0);
  row.state_firms = fields.one_of("state_firms", FirmMoney::own_funds);
  row.arrears = fields.one_of("arrears", ArrearsFrom::next_month_end);
  return row;
}

std::vector<std::string> lowered_points(const AllowanceRow& upper, const AllowanceRow& lower) {
  std::vector<std::string> points;
  if (upper.per != lower.per) points.push_back("计发单位与上级不同（另立一项应改用新的 id）");
  bool fixed = upper.rate_by == RateBy::fixed && lower.rate_by == RateBy::fixed;
  if (fixed && lower.amount < upper.amount) points.push_back("标准比上级低");
  if (lower.month_at_most &&
      (!upper.month_at_most || *lower.month_at_most < *upper.month_at_most)) {
    points.push_back("每月上限比上级低");
  }
  if (upper.part_month == PartMonth::full_month && lower.part_month == PartMonth::by_days) {
    points.push_back("上级发全月，下级折算");
  }
  for (Mark mark : upper.days) {
    bool kept = std::find(lower.days.begin(), lower.days.end(), mark) != lower.days.end();
    if (!kept) points.push_back("上级计发“" + std::string(title_of(mark)) + "”，下级不计");
  }
  return points;
}

std::vector<std::string> lowered_points(const BenefitRow& upper, const BenefitRow& lower) {
  std::vector<std::string> points;
  if (upper.benefit != lower.benefit) points.push_back("待遇与上级不同（另立一项应改用新的 id）");
  if (upper.owed == BenefitYear::any_day && lower.owed == BenefitYear::whole_year)
    points.push_back("应享的年度比上级窄");
  return points;
}

std::vector<std::string> lowered_points(const PayoutRow& upper, const PayoutRow& lower) {
  if (lower.persons < upper.persons) return {"经手人数比上级少"};
  return {};
}

}  // namespace zhucun::policy
