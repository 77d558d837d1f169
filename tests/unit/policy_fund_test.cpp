// The work fund's rows: what the shipped documents say, what the language refuses, what a lower
// layer may change, and which row answers a question.
#include <gtest/gtest.h>

#include <string>

#include "ledger/policy/fund_rows.h"
#include "ledger/policy/layers.h"
#include "ledger/policy/names.h"
#include "ledger/policy/policy_book.h"
#include "ledger/policy/policy_language.h"
#include "ledger/policy/shipped.h"

namespace zhucun::policy {
namespace {

const DivisionCode yulin_village{610802101200};
const DivisionCode county_village{990101001001};
const DivisionCode other_village{990102001001};

std::shared_ptr<const Policy> shipped_on(Date day, std::initializer_list<std::string_view> names,
                                         std::initializer_list<Ruling> rulings = {}) {
  PolicyBook book;
  std::uint64_t position = 1;
  for (std::string_view name : names) {
    Document document = *read_document(shipped_document(name), name);
    auto done =
        book.adopt({std::string(shipped_document(name)), document.head.effective, {position++}});
    EXPECT_TRUE(done) << done.error().detail;
  }
  for (const Ruling& ruling : rulings) {
    auto done = book.rule(ruling);
    EXPECT_TRUE(done) << done.error().detail;
  }
  return book.at(day);
}

std::shared_ptr<const Policy> yulin(std::initializer_list<Ruling> rulings = {}) {
  return shipped_on(make_date(2024, 7, 1), {"yulin-2021-4.toml"}, rulings);
}

std::shared_ptr<const Policy> second_city(Date day) {
  return shipped_on(day, {"second-city.toml", "second-city-county.toml"});
}

Ruling ruled(const std::string& reading, const std::string& option) {
  return {reading, option, "市财政局", "市财〔2024〕9号", make_date(2024, 1, 1), {99}};
}

std::string shares_in_words(const FundRow& row) {
  std::string out;
  for (const FundShare& share : row.shares) {
    out += std::string(name_of(share.level)) + " " + std::to_string(share.weight) + " ";
  }
  return out + std::string(name_of(row.remainder));
}

TEST(FundRows, YulinOwesTenThousandASeatSharedFiveThreeTwo) {
  auto policy = yulin();
  for (FundSeat seat : {FundSeat::first_secretary, FundSeat::team}) {
    const FundRow* row = shared_fund(*policy, yulin_village, seat);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->amount, Fen{1'000'000});
    EXPECT_EQ(shares_in_words(*row), "province 5 city 3 county 2 largest_remainder");
    EXPECT_EQ(row->part_year, FundPartYear::by_days);
    EXPECT_EQ(row->first_year, FundFirstYear::whole);
    EXPECT_EQ(row->vacant, FundOwed::not_owed);
    EXPECT_EQ(row->kind_without_team, FundOwed::not_owed);
    EXPECT_EQ(row->pots, FundPots::per_county);
    ASSERT_TRUE(row->plausible);
    EXPECT_EQ(row->plausible->at_least, Fen{10'000});
    EXPECT_EQ(row->plausible->at_most, Fen{100'000'000});
    EXPECT_FALSE(row->top_up);
  }
  EXPECT_FALSE(shared_fund(*policy, county_village, FundSeat::team));
}

TEST(FundRows, EveryReadingSwitchesItsKey) {
  auto row = [](const std::string& reading, const std::string& option, FundSeat seat) {
    auto policy = yulin({ruled(reading, option)});
    return *shared_fund(*policy, yulin_village, seat);
  };
  using enum FundSeat;
  EXPECT_EQ(row("fund-remainder", "county_bears", team).remainder, Remainder::last_bears);
  EXPECT_EQ(row("fund-part-year", "whole_year", first_secretary).part_year,
            FundPartYear::whole_year);
  EXPECT_EQ(row("fund-year-2021", "from_effective", team).first_year,
            FundFirstYear::from_effective);
  EXPECT_EQ(row("fund-vacant-team", "keep", team).vacant, FundOwed::owed);
  EXPECT_EQ(row("fund-vacant-team", "keep", first_secretary).vacant, FundOwed::not_owed);
  EXPECT_EQ(row("fund-vacant-first-secretary", "both", first_secretary).vacant, FundOwed::owed);
  EXPECT_EQ(row("fund-vacant-first-secretary", "both", team).vacant, FundOwed::not_owed);
  EXPECT_EQ(row("fund-first-secretary-only", "with_team", team).kind_without_team, FundOwed::owed);
  EXPECT_EQ(row("fund-pots", "one", team).pots, FundPots::one);
  EXPECT_EQ(row("fund-pots", "two", first_secretary).pots, FundPots::two);
}

TEST(FundRows, YulinNamesTheStepsWithoutCutOffDays) {
  std::string steps;
  for (const FundStepRow& row : yulin()->fund_steps) {
    steps += std::string(name_of(row.step)) + " " + std::string(name_of(row.from)) + ">" +
             std::string(name_of(row.to)) + "; ";
    EXPECT_EQ(row.due, FundDue{}) << row.id;
    EXPECT_FALSE(due_day(row.due, 2024, make_date(2024, 3, 1))) << row.id;
  }
  EXPECT_EQ(steps,
            "allot province>county; allot city>county; receive province>county; "
            "receive city>county; transfer county>township; confirm county>township; ");
}

TEST(FundRows, WhatTheUnitPaysIsNoUseOfTheWorkFund) {
  auto policy = yulin();
  for (const char* head :
       {"living_conditions", "living_allowance", "meal_allowance", "transport_allowance",
        "return_fare", "telecom_allowance", "health_check", "accident_insurance", "medical_costs",
        "unused_leave_pay", "survivor_benefits", "consolation_payment"}) {
    HeadRuling ruling = ruling_on_head(*policy, yulin_village, head);
    EXPECT_EQ(ruling.use, FundUse::forbidden) << head;
    ASSERT_TRUE(ruling.row) << head;
    EXPECT_EQ(ruling.row->clause.text.rfind("8.2.2.", 0), 0u) << head;
  }
  HeadRuling other = ruling_on_head(*policy, yulin_village, "office_costs");
  EXPECT_EQ(other.use, FundUse::allowed) << "the text lists no allowed heads";
  EXPECT_FALSE(other.row);
}

TEST(FundRows, ASecondCityHasOtherSumsSharesAndDays) {
  auto before = second_city(make_date(2024, 5, 1));
  auto after = second_city(make_date(2024, 7, 1));
  const FundRow* row = shared_fund(*after, county_village, FundSeat::first_secretary);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->amount, Fen{1'500'000});
  EXPECT_EQ(shares_in_words(*row), "city 2 county 1 last_bears");
  EXPECT_EQ(row->pots, FundPots::two);
  EXPECT_EQ(row->vacant, FundOwed::owed);
  const FundRow* top_up = nullptr;
  for (const FundRow& one : after->funds) {
    if (one.top_up) top_up = &one;
  }
  ASSERT_TRUE(top_up);
  EXPECT_EQ(top_up->amount, Fen{200'000});
  EXPECT_TRUE(top_up->shares.empty());
  EXPECT_TRUE(holds_in(*top_up, county_village));
  EXPECT_FALSE(holds_in(*top_up, other_village)) << "another county adds nothing";
  EXPECT_EQ(before->funds.size() + 1, after->funds.size());
}

TEST(FundRows, AListOfAllowedHeadsForbidsTheOthers) {
  auto policy = second_city(make_date(2024, 7, 1));
  EXPECT_EQ(ruling_on_head(*policy, county_village, "travel").row->id, "fund-travel");
  EXPECT_EQ(ruling_on_head(*policy, county_village, "travel").use, FundUse::allowed);
  EXPECT_EQ(ruling_on_head(*policy, county_village, "gifts").row->id, "fund-gifts");
  EXPECT_EQ(ruling_on_head(*policy, county_village, "gifts").use, FundUse::forbidden);
  HeadRuling unlisted = ruling_on_head(*policy, county_village, "banquets");
  EXPECT_EQ(unlisted.use, FundUse::forbidden);
  EXPECT_FALSE(unlisted.row);
}

TEST(FundRows, ACountyAddsCutOffDays) {
  auto policy = second_city(make_date(2024, 7, 1));
  auto due = [&](const std::string& id, DivisionCode village, std::optional<Date> before) {
    for (const FundStepRow& row : policy->fund_steps) {
      if (row.id == id && holds_in(row, village)) return due_day(row.due, 2025, before);
    }
    ADD_FAILURE() << id;
    return std::optional<Date>{};
  };
  EXPECT_EQ(due("city-allotment", county_village, std::nullopt), make_date(2025, 3, 31));
  EXPECT_EQ(due("county-transfer", county_village, make_date(2025, 3, 1)), make_date(2025, 3, 11));
  EXPECT_EQ(due("county-transfer", county_village, make_date(2025, 4, 25)), make_date(2025, 4, 30));
  EXPECT_EQ(due("county-transfer", county_village, std::nullopt), make_date(2025, 4, 30));
  EXPECT_EQ(due("county-transfer", other_village, make_date(2025, 4, 25)), make_date(2025, 5, 15));
  EXPECT_FALSE(due("county-transfer", other_village, std::nullopt));
}

TEST(FundRows, TheLastDayOfFebruaryIsADayOfEveryYear) {
  FundDue due{std::pair{2u, 29u}, std::nullopt};
  EXPECT_EQ(due_day(due, 2024, std::nullopt), make_date(2024, 2, 29));
  EXPECT_EQ(due_day(due, 2025, std::nullopt), make_date(2025, 2, 28));
}

// ---- layers ------------------------------------------------------------------------------------

std::string points(const std::vector<std::string>& found) {
  std::string out;
  for (const auto& point : found) out += point + "|";
  return out;
}

TEST(FundLayers, ALowerLayerChangesNoShareOfOthers) {
  FundRow upper = *shared_fund(*yulin(), yulin_village, FundSeat::team);
  EXPECT_EQ(points(lowered_points(upper, upper)), "");
  FundRow lower = upper;
  lower.pots = FundPots::one;
  EXPECT_EQ(points(lowered_points(upper, lower)), "") << "the county decides about its pots";
  EXPECT_NE(points(lowered_points(lower, upper)), "");
  for (std::int64_t amount : {900'000, 1'100'000}) {
    lower = upper;
    lower.amount = {amount};
    EXPECT_NE(points(lowered_points(upper, lower)).find("top_up"), std::string::npos) << amount;
  }
  lower = upper;
  lower.shares[2].weight = 1;
  EXPECT_NE(points(lowered_points(upper, lower)).find("分担比例"), std::string::npos);
  lower = upper;
  lower.vacant = FundOwed::owed;
  EXPECT_NE(points(lowered_points(upper, lower)).find("口径"), std::string::npos);
  lower = upper;
  lower.seat = FundSeat::first_secretary;
  EXPECT_NE(points(lowered_points(upper, lower)).find("另立一项"), std::string::npos);
}

TEST(FundLayers, ATopUpMayGrow) {
  FundRow upper;
  upper.seat = FundSeat::team;
  upper.top_up = true;
  upper.amount = {200'000};
  FundRow lower = upper;
  lower.amount = {300'000};
  EXPECT_EQ(points(lowered_points(upper, lower)), "");
  EXPECT_NE(points(lowered_points(lower, upper)).find("追加数额"), std::string::npos);
}

TEST(FundLayers, ACutOffDayMayOnlyComeSooner) {
  FundStepRow upper;
  upper.step = FundStep::transfer;
  upper.due.days_after = 20;
  FundStepRow lower = upper;
  lower.due = {std::pair{4u, 30u}, 10};
  EXPECT_EQ(points(lowered_points(upper, lower)), "");
  lower.due = {std::pair{4u, 30u}, std::nullopt};
  EXPECT_NE(points(lowered_points(upper, lower)), "") << "the days after are gone";
  lower.due = {std::nullopt, 21};
  EXPECT_NE(points(lowered_points(upper, lower)), "");
  upper.due = {std::pair{3u, 31u}, std::nullopt};
  lower.due = {std::pair{4u, 1u}, std::nullopt};
  EXPECT_NE(points(lowered_points(upper, lower)), "");
  lower = upper;
  lower.step = FundStep::confirm;
  EXPECT_NE(points(lowered_points(upper, lower)), "");
}

TEST(FundLayers, AForbiddenHeadStaysForbidden) {
  FundUseRow upper;
  upper.head = "gifts";
  upper.use = FundUse::forbidden;
  FundUseRow lower = upper;
  lower.use = FundUse::allowed;
  EXPECT_NE(points(lowered_points(upper, lower)), "");
  EXPECT_EQ(points(lowered_points(lower, upper)), "") << "a county may forbid what was allowed";
  // Nor does a row of another id open it.
  Policy policy;
  policy.fund_uses = {upper, lower};
  policy.fund_uses[0].area = policy.fund_uses[1].area = DivisionCode{990100000000};
  EXPECT_EQ(ruling_on_head(policy, county_village, "gifts").use, FundUse::forbidden);
}

// ---- the language ------------------------------------------------------------------------------

const std::string head = R"(language = 1
id = "sample"
number = "示例〔2024〕1号"
issuer = "示例办公室"
area = "990100000000"
issued = 2024-01-01
effective = 2024-01-01
)";
const std::string fund = R"([[fund]]
id = "fund"
clause = "1"
quote = "每村1万元"
seat = "team"
amount = "10000.00"
per = "year"
shares = { county = 2, province = 5, city = 3 }
remainder = "largest_remainder"
)";
const std::string step = R"([[fund_step]]
id = "step"
clause = "1"
quote = "拨付"
step = "transfer"
from = "county"
to = "township"
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

// Exactly one mistake, at this place, saying this.
void expect_one(const std::string& rows, Code code, const std::string& pointer,
                const std::string& words) {
  auto document = read_document(head + rows, "sample.toml");
  ASSERT_FALSE(document) << "was accepted";
  ASSERT_EQ(document.error().errors.size(), 1u) << document.error().detail;
  const FieldError& error = document.error().errors.front();
  EXPECT_EQ(error.code, code);
  EXPECT_EQ(error.pointer, pointer);
  EXPECT_NE(error.detail.find(words), std::string::npos) << error.detail;
  EXPECT_FALSE(error.hint.empty());
}

TEST(FundLanguage, LevelsStandHighestFirstWhateverTheOrderOfTheText) {
  auto document = read_document(head + fund, "sample.toml");
  ASSERT_TRUE(document) << document.error().detail;
  Rows rows = rows_under(*document, defaults_of(*document));
  EXPECT_EQ(shares_in_words(rows.funds.at(0)), "province 5 city 3 county 2 largest_remainder");
}

TEST(FundLanguage, RefusesWhatIsNoSum) {
  for (const char* amount : {"10000", "\"10000\"", "\"1万\"", "\"10000.0\"", "\"10,000.00\""}) {
    expect_one(replaced(fund, "\"10000.00\"", amount), Code::bad_value, "/fund/0/amount",
               "两位小数的金额");
  }
  expect_one(replaced(fund, "\"10000.00\"", "\"0.00\""), Code::bad_value, "/fund/0/amount",
             "大于零");
  expect_one(replaced(fund, "amount = \"10000.00\"\n", ""), Code::missing_field, "/fund/0/amount",
             "缺少必填的键 amount");
}

TEST(FundLanguage, RefusesBadShares) {
  const std::string shares = "{ county = 2, province = 5, city = 3 }";
  expect_one(replaced(fund, shares, "{}"), Code::bad_value, "/fund/0/shares", "任何一级");
  expect_one(replaced(fund, shares, "{ village = 1, city = 1 }"), Code::unknown_field,
             "/fund/0/shares/village", "不认识的键 village");
  expect_one(replaced(fund, shares, "{ city = -1, county = 1 }"), Code::bad_value,
             "/fund/0/shares/city", "整数");
  expect_one(replaced(fund, shares, "\"5:3:2\""), Code::bad_value, "/fund/0/shares", "应为表");
  expect_one(replaced(fund, "shares = " + shares + "\n", ""), Code::missing_field, "/fund/0/shares",
             "缺少必填的键 shares");
  expect_one(replaced(fund, "remainder = \"largest_remainder\"\n", ""), Code::missing_field,
             "/fund/0/remainder", "缺少必填的键 remainder");
  expect_one(replaced(fund, "shares = " + shares, "top_up = true"), Code::bad_value,
             "/fund/0/remainder", "不参加分担");
}

TEST(FundLanguage, RefusesWhatContradictsItself) {
  expect_one(replaced(fund, "\"year\"", "\"month\""), Code::bad_value, "/fund/0/per", "month");
  expect_one(replaced(fund, "\"team\"", "\"first_secretary\"") + "kind_without_team = \"owed\"\n",
             Code::bad_value, "/fund/0/kind_without_team", "只用于");
  expect_one(fund + "plausible = { at_least = \"9.00\", at_most = \"8.00\" }\n", Code::bad_value,
             "/fund/0/plausible/at_most", "先小后大");
  expect_one(fund + "plausible = { at_least = \"9.00\" }\n", Code::missing_field,
             "/fund/0/plausible/at_most", "缺少必填的键");
  expect_one(fund + "plausible = \"9.00\"\n", Code::bad_value, "/fund/0/plausible", "应为表");
}

TEST(FundLanguage, RefusesBadSteps) {
  expect_one(replaced(step, "\"township\"", "\"city\""), Code::bad_value, "/fund_step/0/to",
             "下级");
  expect_one(replaced(step, "\"transfer\"", "\"send\""), Code::bad_value, "/fund_step/0/step",
             "send");
  expect_one(step + "due = { month_day = \"06-31\" }\n", Code::bad_value,
             "/fund_step/0/due/month_day", "应为月日");
  expect_one(step + "due = {}\n", Code::missing_field, "/fund_step/0/due/month_day",
             "没有写截止日");
  expect_one(step + "due = \"06-30\"\n", Code::bad_value, "/fund_step/0/due", "应为表");
  expect_one(step + "due = { days_after = 400 }\n", Code::bad_value, "/fund_step/0/due/days_after",
             "366");
}

}  // namespace
}  // namespace zhucun::policy
