// Layers, amendments, rulings: which row holds where and when.
#include "ledger/policy/policy_book.h"

#include <gtest/gtest.h>

#include <string>

#include "ledger/policy/layers.h"
#include "ledger/policy/shipped.h"

namespace zhucun::policy {
namespace {

const DivisionCode county{990101000000};
const DivisionCode other_county{990102000000};
const DivisionCode township{990101001000};
const Date day_one = make_date(2024, 1, 1);

struct Sample {
  std::string id = "city";
  std::string number = "市〔2024〕1号";
  std::string area = "990100000000";
  std::string issued = "2024-01-01";
  std::string extra = "";
};

std::string document(const Sample& sample, const std::string& rows) {
  return "language = 1\nid = \"" + sample.id + "\"\nnumber = \"" + sample.number +
         "\"\nissuer = \"办\"\narea = \"" + sample.area + "\"\nissued = " + sample.issued +
         "\neffective = " + sample.issued + "\n" + sample.extra + "\n" + rows;
}

std::string check_row(const std::string& clause, const std::string& rest) {
  return "[[duty]]\nid = \"check\"\nclause = \"" + clause +
         "\"\nquote = \"抽查\"\nactor = \"township\"\nact = \"spot_check\"\n" + rest + "\n";
}

const Sample city_head{};
const Sample county_head{"county", "县〔2024〕2号", "990101000000", "2024-02-01", ""};
const Sample township_head{"town", "镇〔2024〕3号", "990101001000", "2024-03-01", ""};

const std::string monthly_two = "every = \"month\"\nat_least = 2\nowed = \"any_day\"";
const std::string monthly_three = "every = \"month\"\nat_least = 3\nowed = \"any_day\"";

void adopt(PolicyBook& book, const std::string& text, Date effective, std::uint64_t position) {
  auto done = book.adopt({text, effective, {position}});
  EXPECT_TRUE(done) << done.error().detail;
}

PolicyBook city_book(const std::string& rest = monthly_two) {
  PolicyBook book;
  adopt(book, document(city_head, check_row("3.2", rest)), day_one, 1);
  return book;
}

// How often the check is asked for in a division on a day; 0 = no such duty there.
int asked(const PolicyBook& book, Date day, DivisionCode division) {
  int found = 0;
  int times = 0;
  auto policy = book.at(day);
  for (const DutyRow& row : policy->duties) {
    if (row.id != "check" || !holds_in(row, division)) continue;
    ++found;
    times = row.at_least;
  }
  EXPECT_LE(found, 1) << "two rows of one id hold in one place";
  return times;
}

TEST(PolicyLayers, AnEmptyBookHoldsAnEmptyPolicy) {
  PolicyBook book;
  EXPECT_TRUE(book.at(day_one)->duties.empty());
  ASSERT_EQ(book.spans({day_one, day_one + Days{9}}).size(), 1u);
}

TEST(PolicyLayers, ALowerRowHoldsInItsAreaOnly) {
  PolicyBook book = city_book();
  adopt(book, document(county_head, check_row("5", monthly_three)), make_date(2024, 2, 1), 2);
  adopt(
      book,
      document(township_head, check_row("1", "every = \"week\"\nat_least = 1\nowed = \"any_day\"")),
      make_date(2024, 3, 1), 3);
  const Date day = make_date(2024, 4, 1);
  EXPECT_EQ(asked(book, day, other_county), 2);
  EXPECT_EQ(asked(book, day, county), 3);
  EXPECT_EQ(asked(book, day, DivisionCode{990101002000}), 3);
  EXPECT_EQ(asked(book, day, township), 1);
  EXPECT_EQ(asked(book, day, DivisionCode{990101001201}), 1);
  EXPECT_EQ(asked(book, make_date(2024, 1, 31), county), 2);
  EXPECT_EQ(book.at(day)->documents,
            (std::vector<std::string>{"市〔2024〕1号", "县〔2024〕2号", "镇〔2024〕3号"}));
  EXPECT_EQ(asked(book, day, DivisionCode{880101001201}), 0);
}

TEST(PolicyLayers, TheSecondCitysCountyRaisesANumberAndAddsADuty) {
  PolicyBook book;
  adopt(book, std::string(shipped_document("second-city.toml")), make_date(2024, 3, 1), 1);
  adopt(book, std::string(shipped_document("second-city-county.toml")), make_date(2024, 6, 1), 2);
  auto policy = book.at(make_date(2024, 7, 1));
  int in_county = 0, elsewhere = 0, added = 0;
  for (const DutyRow& row : policy->duties) {
    if (row.id == "township-spot-check" && holds_in(row, county)) in_county = row.at_least;
    if (row.id == "township-spot-check" && holds_in(row, other_county)) elsewhere = row.at_least;
    if (row.id == "township-quarter-meeting" && !holds_in(row, other_county)) ++added;
  }
  EXPECT_EQ(in_county, 3);
  EXPECT_EQ(elsewhere, 2);
  EXPECT_EQ(added, 1);
}

// Adopts a county's row under the city's and expects it refused, naming both rows and clauses.
void expect_lowered(const std::string& upper, const std::string& lower, const std::string& words) {
  PolicyBook book = city_book(upper);
  auto done =
      book.adopt({document(county_head, check_row("5.1", lower)), make_date(2024, 2, 1), {2}});
  ASSERT_FALSE(done) << words;
  EXPECT_EQ(done.error().code, Code::layer_lowers_minimum);
  for (const std::string& part : {std::string("县〔2024〕2号 的 check（条款 5.1）"),
                                  std::string("市〔2024〕1号 的 check（条款 3.2）"),
                                  std::string("county.toml:9:1: "), words}) {
    EXPECT_NE(done.error().detail.find(part), std::string::npos) << done.error().detail;
  }
  EXPECT_EQ(book.documents().size(), 1u) << "a refused document leaves nothing";
}

TEST(PolicyLayers, RefusesALowerNumber) {
  expect_lowered(monthly_three, monthly_two, "次数比上级少");
}
TEST(PolicyLayers, RefusesALongerPeriod) {
  expect_lowered(monthly_two, "every = \"quarter\"\nat_least = 9\nowed = \"any_day\"",
                 "周期比上级长");
  expect_lowered(monthly_two, "every = \"none\"", "没有");
}
TEST(PolicyLayers, RefusesTooFewInShorterPeriods) {
  expect_lowered("every = \"half_year\"\nat_least = 7\nowed = \"any_day\"",
                 "every = \"month\"\nat_least = 1\nowed = \"any_day\"", "次数比上级少");
}
TEST(PolicyLayers, RefusesALaterDueDay) {
  expect_lowered(monthly_two, monthly_two + "\ndue = { days_after = 3 }", "截止日比上级晚");
  expect_lowered("every = \"year\"\nowed = \"always\"\ndue = { window = [\"12-01\", \"12-31\"] }",
                 "every = \"year\"\nowed = \"always\"", "时段");
}
TEST(PolicyLayers, RefusesNarrowerScope) {
  expect_lowered(monthly_two, "every = \"month\"\nat_least = 2\nowed = \"whole_period\"",
                 "比上级窄");
  expect_lowered(monthly_two + "\nper = \"team\"", monthly_two, "对象与上级不同");
  expect_lowered(monthly_two + "\nform = \"written\"", monthly_two, "形式");
  expect_lowered(monthly_two + "\ndeliverable = \"minutes\"", monthly_two, "成果");
  expect_lowered(monthly_two, monthly_two + "\nlevels = [\"city\"]", "层级");
}

TEST(PolicyLayers, AcceptsShorterPeriodsThatAddUp) {
  PolicyBook book = city_book("every = \"half_year\"\nat_least = 6\nowed = \"any_day\"");
  adopt(book,
        document(county_head, check_row("5", "every = \"month\"\nat_least = 1\nowed = \"always\"")),
        make_date(2024, 2, 1), 2);
}

TEST(PolicyLayers, RefusesFewerPeople) {
  auto staffing = [](const char* count) {
    return std::string("[[staffing]]\nid = \"poor\"\nclause = \"1\"\nquote = \"q\"\n") +
           "village_kind = \"formerly_poor\"\nminimum = { first_secretary = 1, member = " + count +
           " }\n";
  };
  PolicyBook book;
  adopt(book, document(city_head, staffing("2")), day_one, 1);
  auto less = book.adopt({document(county_head, staffing("1")), make_date(2024, 2, 1), {2}});
  ASSERT_FALSE(less);
  EXPECT_EQ(less.error().code, Code::layer_lowers_minimum);
  EXPECT_NE(less.error().detail.find("工作队员最低人数 1 少于上级的 2"), std::string::npos);
  adopt(book, document(county_head, staffing("3")), make_date(2024, 2, 1), 2);
}

// A city that raises its own number later does not wait for its counties: their rows give way.
TEST(PolicyLayers, ARaisedUpperMinimumVoidsTheLowerRowByName) {
  PolicyBook book = city_book();
  adopt(book, document(county_head, check_row("5", monthly_three)), make_date(2024, 2, 1), 2);
  adopt(
      book,
      document(city_head, check_row("3.2", "every = \"month\"\nat_least = 5\nowed = \"any_day\"")),
      make_date(2024, 6, 1), 3);
  EXPECT_EQ(asked(book, make_date(2024, 5, 31), county), 3);
  EXPECT_EQ(asked(book, make_date(2024, 6, 1), county), 5);
  auto policy = book.at(make_date(2024, 6, 1));
  ASSERT_EQ(policy->voided.size(), 1u);
  EXPECT_EQ(policy->voided[0].row, "check");
  EXPECT_EQ(policy->voided[0].document, "县〔2024〕2号");
  EXPECT_EQ(policy->voided[0].by, "市〔2024〕1号");
}

TEST(PolicyLayers, EarlierRulesThatDifferGiveWayByName) {
  Sample old_county = county_head;
  old_county.issued = "2023-01-01";
  Sample superseding = city_head;
  superseding.extra = "supersedes = \"earlier_that_differ\"";
  for (const Sample& head : {city_head, superseding}) {
    bool voids = !head.extra.empty();
    PolicyBook book;
    adopt(book, document(old_county, check_row("5", monthly_three)), make_date(2023, 1, 1), 1);
    adopt(book, document(head, check_row("3.2", monthly_two)), day_one, 2);
    EXPECT_EQ(asked(book, make_date(2023, 12, 31), county), 3);
    EXPECT_EQ(asked(book, day_one, county), voids ? 2 : 3);
    EXPECT_EQ(book.at(day_one)->voided.size(), voids ? 1u : 0u);
  }
}

TEST(PolicyLayers, RefusesReadingsThatNobodyHas) {
  Sample lower = county_head;
  lower.extra = "under = [\"city\"]";
  std::string row = check_row("5",
                              "every = \"month\"\nat_least = 3\n"
                              "owed = { reading = \"how\", by = { a = \"any_day\" } }");
  PolicyBook book = city_book();
  auto done = book.adopt({document(lower, row), make_date(2024, 2, 1), {2}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::policy_invalid);
  EXPECT_NE(done.error().detail.find("county.toml:17:20: 没有口径 how"), std::string::npos)
      << done.error().detail;
}

TEST(PolicyBook, RefusesAnIdOfAnotherArea) {
  PolicyBook book = city_book();
  Sample stranger = county_head;
  stranger.id = "city";
  auto done = book.adopt({document(stranger, check_row("5", monthly_three)), day_one, {2}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::policy_invalid);
}

TEST(PolicyBook, AmendmentsHoldFromTheirDayAlsoInThePast) {
  PolicyBook book = city_book();
  adopt(book, document(city_head, check_row("3.2", monthly_three)), make_date(2024, 7, 1), 5);
  EXPECT_EQ(asked(book, make_date(2024, 6, 30), county), 2);
  EXPECT_EQ(asked(book, make_date(2024, 7, 1), county), 3);
  std::string before = book.digest();
  // Back-dated: between the two, known only now.
  const std::string four = "every = \"month\"\nat_least = 4\nowed = \"any_day\"";
  adopt(book, document(city_head, check_row("3.2", four)), make_date(2024, 3, 1), 9);
  EXPECT_EQ(asked(book, make_date(2024, 2, 29), county), 2);
  EXPECT_EQ(asked(book, make_date(2024, 3, 1), county), 4);
  EXPECT_EQ(asked(book, make_date(2024, 7, 1), county), 3);
  EXPECT_NE(book.digest(), before);
  auto spans = book.spans({make_date(2024, 1, 1), make_date(2024, 12, 31)});
  ASSERT_EQ(spans.size(), 3u);
  EXPECT_EQ(spans[1].span, (Span{make_date(2024, 3, 1), make_date(2024, 6, 30)}));
  EXPECT_EQ(spans[2].span.last, make_date(2024, 12, 31));
  // A reversal brings back what held.
  book.remove({9});
  EXPECT_EQ(asked(book, make_date(2024, 3, 1), county), 2);
  EXPECT_EQ(book.digest(), before);
}

TEST(PolicyBook, OfTwoAdoptionsOnOneDayTheLaterPositionHolds) {
  PolicyBook book = city_book();
  adopt(book, document(city_head, check_row("3.2", monthly_three)), day_one, 2);
  EXPECT_EQ(asked(book, day_one, county), 3);
}

TEST(PolicyBook, HandsOutOnePolicyForEqualDays) {
  PolicyBook book = city_book();
  EXPECT_EQ(book.at(day_one), book.at(make_date(2025, 5, 5)));
  EXPECT_EQ(book.at(day_one)->digest.size(), 32u);
  EXPECT_NE(book.at(day_one)->digest, book.at(day_one - Days{1})->digest);
}

PolicyBook yulin_book() {
  PolicyBook book;
  adopt(book, std::string(shipped_document("yulin-2021-4.toml")), make_date(2021, 8, 30), 1);
  return book;
}

Per per_of_spot_check(const PolicyBook& book, Date day) {
  auto policy = book.at(day);
  for (const DutyRow& row : policy->duties) {
    if (row.id == "township-spot-check") return row.per;
  }
  return Per::village;
}

TEST(PolicyBook, RulingsHoldFromTheirDay) {
  PolicyBook book = yulin_book();
  const Date from = make_date(2025, 1, 1);
  auto done = book.rule({"spot-check-per", "team", "市办公室", "市办〔2024〕9号", from, {7}});
  ASSERT_TRUE(done) << done.error().detail;
  EXPECT_EQ(per_of_spot_check(book, from - Days{1}), Per::none);
  EXPECT_EQ(per_of_spot_check(book, from), Per::team);
  auto policy = book.at(from);
  const Reading* reading = policy->reading("spot-check-per");
  ASSERT_TRUE(reading);
  EXPECT_EQ(reading->chosen, "team");
  EXPECT_EQ(reading->ruling, "市办公室 市办〔2024〕9号");
  EXPECT_EQ(book.spans({make_date(2024, 7, 1), make_date(2025, 6, 30)}).size(), 2u);
  // A later ruling, back-dated before the first, leaves the first in force from its own day.
  ASSERT_TRUE(book.rule(
      {"spot-check-per", "township", "市办公室", "市办〔2025〕1号", make_date(2024, 1, 1), {8}}));
  EXPECT_EQ(per_of_spot_check(book, from), Per::team);
  book.remove({7});
  EXPECT_EQ(per_of_spot_check(book, from), Per::none);
}

TEST(PolicyBook, RefusesUnknownReadingsAndOptions) {
  PolicyBook book = yulin_book();
  auto reading = book.rule({"spot-checks", "team", "办", "号", make_date(2025, 1, 1), {2}});
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().code, Code::unknown_reading);
  EXPECT_NE(reading.error().hint.find("spot-check-per"), std::string::npos);
  auto option = book.rule({"spot-check-per", "village", "办", "号", make_date(2025, 1, 1), {2}});
  ASSERT_FALSE(option);
  EXPECT_EQ(option.error().code, Code::unknown_option);
  EXPECT_EQ(option.error().clause, "7.2.3");
  EXPECT_NE(option.error().hint.find("township（每乡镇每月一次）"), std::string::npos);
  auto early = book.rule({"spot-check-per", "team", "办", "号", make_date(2021, 1, 1), {2}});
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().code, Code::unknown_reading);
}

TEST(PolicyBook, ACopyIsAnotherBook) {
  PolicyBook book = city_book();
  PolicyBook what_if = book;
  adopt(what_if, document(city_head, check_row("3.2", monthly_three)), day_one, 2);
  EXPECT_EQ(asked(what_if, day_one, county), 3);
  EXPECT_EQ(asked(book, day_one, county), 2);
}

TEST(PolicyBook, ReplayingNeverRefuses) {
  PolicyBook book;
  const std::string low = document(county_head, check_row("5", monthly_two));
  book.restore(Adopted{low, day_one, {1}});
  book.restore(Adopted{document(city_head, check_row("3.2", monthly_three)), day_one, {2}});
  book.restore(Ruling{"nobody", "knows", "办", "号", day_one, {3}});
  EXPECT_EQ(asked(book, day_one, county), 3);
  EXPECT_EQ(book.at(day_one)->voided.size(), 1u);
}

}  // namespace
}  // namespace zhucun::policy
