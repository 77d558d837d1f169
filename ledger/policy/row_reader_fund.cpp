// Reads [[fund]], [[fund_step]] and [[fund_use]]: the rows of the work fund. [8.2.1]
#include "ledger/policy/row_reader.h"

namespace zhucun::policy {

namespace {

// Levels stand highest first, whatever the order of the text.
std::vector<FundShare> shares_of(Fields& row) {
  std::vector<FundShare> shares;
  const Node* node = row.value("shares");
  if (!node) return shares;
  if (!node->table()) {
    row.wrong("shares", "shares 应为表", "写成 shares = { province = 5, city = 3, county = 2 }");
    return shares;
  }
  Fields levels(*node, row.pointer() + "/shares", row.context());
  for (const auto& level : names<UnitLevel>()) {
    int weight = levels.number(level.name, {0, 10'000}, 0);
    if (weight > 0) shares.push_back({level.value, weight});
  }
  levels.close();
  row.adopt(levels);
  if (shares.empty()) {
    row.wrong("shares", "shares 没有写任何一级的份数", "写成 shares = { city = 1, county = 1 }");
  }
  return shares;
}

std::optional<FenRange> plausible_of(Fields& row) {
  const Node* node = row.value("plausible");
  if (!node) return std::nullopt;
  if (!node->table()) {
    row.wrong("plausible", "plausible 应为表",
              "写成 plausible = { at_least = \"100.00\", at_most = \"1000000.00\" }");
    return std::nullopt;
  }
  Fields fields(*node, row.pointer() + "/plausible", row.context());
  auto at_least = fields.money("at_least", Need::required);
  auto at_most = fields.money("at_most", Need::required);
  if (at_least && at_most && (*at_least < Fen{0} || *at_most < *at_least)) {
    fields.wrong("at_most", "plausible 应为先小后大的两个金额",
                 "at_most 不小于 at_least，都不为负数");
  }
  fields.close();
  row.adopt(fields);
  return FenRange{at_least.value_or(Fen{}), at_most.value_or(Fen{})};
}

// What a county adds is its own: it says nothing of the others' shares. [8.2.1]
void check_top_up(Fields& fields, const FundRow& row) {
  for (const char* key : {"shares", "remainder"}) {
    if (row.top_up && fields.has(key)) {
      fields.wrong(key, "县级追加（top_up）不参加分担，不写 " + std::string(key),
                   "删去 " + std::string(key));
    } else if (!row.top_up && !fields.has(key)) {
      fields.wrong(Code::missing_field, fields.place(), key, "缺少必填的键 " + std::string(key),
                   "补上一行 " + std::string(key) + " = …；县级追加写 top_up = true");
    }
  }
}

FundDue due_of(Fields& row) {
  FundDue due;
  const Node* node = row.value("due");
  if (!node) return due;
  if (!node->table()) {
    row.wrong("due", "due 应为表",
              "写成 due = { month_day = \"06-30\" } 或 due = { days_after = 15 }");
    return due;
  }
  Fields fields(*node, row.pointer() + "/due", row.context());
  if (const Node* day = fields.value("month_day")) {
    due.month_day = month_day(*day);
    if (!due.month_day) {
      fields.wrong("month_day", "month_day 应为月日", "加引号，写成 \"06-30\" 的形式");
    }
  }
  if (fields.has("days_after")) due.days_after = fields.number("days_after", {0, 366}, 0);
  if (!fields.has("month_day") && !fields.has("days_after")) {
    fields.wrong(Code::missing_field, fields.place(), "month_day", "due 没有写截止日",
                 "写 month_day 或 days_after，或删去 due");
  }
  fields.close();
  row.adopt(fields);
  return due;
}

}  // namespace

FundRow fund_of(Fields& fields) {
  FundRow row;
  row.seat = fields.one_of("seat", FundSeat::unknown, Need::required);
  auto amount = fields.money("amount", Need::required);
  row.amount = amount.value_or(Fen{});
  if (amount && *amount <= Fen{0}) {
    fields.wrong("amount", "amount 应大于零", "写成 amount = \"10000.00\"");
  }
  if (std::string per = fields.text("per", Need::required); !per.empty() && per != "year") {
    fields.wrong("per", "per 的取值“" + per + "”不认识", "可用的取值：year");
  }
  row.top_up = fields.flag("top_up", false);
  row.shares = shares_of(fields);
  row.remainder = fields.one_of("remainder", Remainder::largest_remainder);
  check_top_up(fields, row);
  row.part_year = fields.one_of("part_year", FundPartYear::by_days);
  row.first_year = fields.one_of("first_year", FundFirstYear::whole);
  row.vacant = fields.one_of("vacant", FundOwed::not_owed);
  row.kind_without_team = fields.one_of("kind_without_team", FundOwed::not_owed);
  if (fields.has("kind_without_team") && row.seat != FundSeat::team) {
    fields.wrong("kind_without_team", "kind_without_team 只用于 seat = \"team\"",
                 "删去 kind_without_team");
  }
  row.pots = fields.one_of("pots", FundPots::per_county);
  row.plausible = plausible_of(fields);
  return row;
}

FundStepRow fund_step_of(Fields& fields) {
  FundStepRow row;
  row.step = fields.one_of("step", FundStep::unknown, Need::required);
  row.from = fields.one_of("from", UnitLevel::unknown, Need::required);
  row.to = fields.one_of("to", UnitLevel::unknown, Need::required);
  if (row.from != UnitLevel::unknown && row.to != UnitLevel::unknown && row.to <= row.from) {
    fields.wrong("to", "to 应为 from 的下级", "经费由上级拨付至下级");
  }
  row.due = due_of(fields);
  return row;
}

FundUseRow fund_use_of(Fields& fields) {
  FundUseRow row;
  row.head = fields.text("head", Need::required);
  row.use = fields.one_of("use", FundUse::unknown, Need::required);
  return row;
}

}  // namespace zhucun::policy
