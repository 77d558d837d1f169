#include <gtest/gtest.h>

#include "ledger/base/calendar.h"
#include "ledger/base/clock.h"
#include "ledger/base/date.h"
#include "ledger/base/fen.h"
#include "ledger/base/ids.h"
#include "ledger/base/journal.h"
#include "ledger/base/marks.h"

namespace zhucun {
namespace {

TEST(Date, ReadsOnlyDaysThatExist) {
  EXPECT_EQ(to_text(*parse_date("2024-02-29")), "2024-02-29");
  for (const char* wrong :
       {"2023-02-29", "2024-13-01", "2024-1-01", "20240101", "2024-01-01 ", "", "二零"}) {
    EXPECT_FALSE(parse_date(wrong)) << wrong;
  }
}

TEST(Date, StoresTheDayItWasGivenAndNothing) {
  EXPECT_EQ(from_stored(to_stored(make_date(1970, 1, 1))), make_date(1970, 1, 1));
  EXPECT_FALSE(from_stored(to_stored(std::nullopt)));
}

TEST(Period, EveryKeyNamesThePeriodItCameFrom) {
  for (PeriodKind kind : {PeriodKind::day, PeriodKind::week, PeriodKind::month, PeriodKind::quarter,
                          PeriodKind::half_year, PeriodKind::year}) {
    for (Date day = make_date(2019, 12, 1); day < make_date(2027, 2, 1); day += Days{1}) {
      Period period = period_of({kind}, day);
      EXPECT_TRUE(period.span.contains(day));
      auto read = parse_period(period.key);
      ASSERT_TRUE(read) << period.key;
      EXPECT_EQ(read->span, period.span) << period.key;
    }
  }
}

TEST(Period, RoundsOfYearsStartAtTheirAnchor) {
  Cadence biennial{PeriodKind::year, 2, 2022};
  EXPECT_EQ(period_of(biennial, make_date(2025, 5, 1)).key, "2024-2025");
  EXPECT_EQ(period_of(biennial, make_date(2021, 5, 1)).key, "2020-2021");
  EXPECT_EQ(parse_period("2024-2025")->span.last, make_date(2025, 12, 31));
}

TEST(Period, KeysThatNameNoneAreRefused) {
  for (const char* wrong :
       {"2024Q5", "2024Q0", "2024H3", "2024-13", "2024W54", "24", "2024X1", "2024-2024"}) {
    EXPECT_FALSE(parse_period(wrong)) << wrong;
  }
}

TEST(Period, StartingInLeavesOutThoseThatBeganBefore) {
  auto quarters =
      periods_starting_in({PeriodKind::quarter}, {make_date(2024, 2, 1), make_date(2024, 12, 31)});
  ASSERT_EQ(quarters.size(), 3u);
  EXPECT_EQ(quarters.front().key, "2024Q2");
}

TEST(Span, JoinsWhatTouches) {
  auto spans = joined({{make_date(2024, 2, 1), make_date(2024, 2, 9)},
                       {make_date(2024, 1, 1), make_date(2024, 1, 31)},
                       {make_date(2024, 2, 11), far_future}});
  ASSERT_EQ(spans.size(), 2u);
  EXPECT_EQ(spans[0].last, make_date(2024, 2, 9));
}

TEST(Calendar, WithoutATableWeekendsDecideAndTheYearIsNamed) {
  Calendar calendar;
  auto end = calendar.after(make_date(2027, 1, 1), {5});
  EXPECT_EQ(end.end, make_date(2027, 1, 8));
  EXPECT_EQ(end.missing_year, 2027);
  EXPECT_EQ(calendar.between(make_date(2027, 1, 1), make_date(2027, 1, 8)).days.count, 5);
}

TEST(Division, AncestorsByDigits) {
  DivisionCode village = *parse_division("610802101200");
  EXPECT_EQ(to_text(ancestor(village, DivisionLevel::township)), "610802101000");
  EXPECT_EQ(to_text(ancestor(village, DivisionLevel::county)), "610802000000");
  EXPECT_EQ(to_text(ancestor(village, DivisionLevel::city)), "610800000000");
  EXPECT_FALSE(parse_division("6.10802E+11"));
}

TEST(Party, TextAndBack) {
  for (const char* text :
       {"office:610800000000", "team:610802101200", "unit:U1", "memberUnit:U1", "person:P-1"}) {
    EXPECT_EQ(to_text(*parse_party(text)), text);
  }
  for (const char* wrong : {"team:1", "unit:", "nobody:1", "unit"})
    EXPECT_FALSE(parse_party(wrong)) << wrong;
}

TEST(Fen, YuanToTheLastFen) {
  EXPECT_EQ(to_yuan({-300000}), "-3000.00");
  EXPECT_EQ(to_yuan({5}), "0.05");
  EXPECT_EQ(to_yuan({std::numeric_limits<std::int64_t>::min()}), "-92233720368547758.08");
}

TEST(Fen, YuanAreReadAsTheyAreWritten) {
  for (const char* text : {"0.00", "0.05", "-0.05", "10000.00", "-3000.00", "92233720368547758.07",
                           "-92233720368547758.08"}) {
    ASSERT_TRUE(parse_yuan(text)) << text;
    EXPECT_EQ(to_yuan(*parse_yuan(text)), text);
  }
  for (const char* wrong : {"", "-", "1", "1.0", "1.000", ".00", "01.00", "-0.00", "+1.00",
                            "1,000.00", "1.0O", " 1.00", "1e3.00", "1万", "92233720368547758.08"}) {
    EXPECT_FALSE(parse_yuan(wrong)) << wrong;
  }
}

TEST(Journal, RollbackLeavesNoTrace) {
  Journal<int, std::string> journal;
  journal.put(1, "one");
  journal.mark();
  journal.put(1, "uno");
  journal.change(2) = "two";
  journal.erase(1);
  journal.rollback();
  EXPECT_EQ(*journal.find(1), "one");
  EXPECT_FALSE(journal.contains(2));
}

TEST(Journal, AnOuterUnitTakesBackWhatAnInnerOneKept) {
  Journal<int, std::string> journal;
  journal.put(1, "one");
  journal.mark();
  journal.put(1, "outer");
  journal.mark();
  journal.put(1, "inner");
  journal.put(2, "kept");
  journal.commit();
  EXPECT_EQ(*journal.find(1), "inner");
  journal.mark();
  journal.put(2, "dropped");
  journal.rollback();
  EXPECT_EQ(*journal.find(2), "kept");
  journal.rollback();
  EXPECT_EQ(*journal.find(1), "one");
  EXPECT_FALSE(journal.contains(2));
}

TEST(Marks, AWordIsADayAndTwoLettersAreItsHalves) {
  EXPECT_EQ(parse_day_mark("在"), (DayMark{Mark::in_village, Mark::in_village}));
  EXPECT_EQ(parse_day_mark("在病"), (DayMark{Mark::in_village, Mark::sick_leave}));
  EXPECT_EQ(parse_day_mark("-休"), (DayMark{Mark::blank, Mark::rotation_rest}));
  EXPECT_EQ(parse_day_mark("-"), DayMark{});
  for (const char* wrong : {"", "旷", "在病事", "√", "x", "在x", "\xe5\x9c"}) {
    EXPECT_FALSE(parse_day_mark(wrong)) << wrong;
  }
}

TEST(Marks, EveryMarkComesBackFromItsText) {
  MonthMarks marks;
  unsigned day = 0;
  for (const MarkWord& word : mark_words()) {
    marks.set(++day, {word.mark, word.mark});
    marks.set(++day, {word.mark, Mark::blank});
  }
  EXPECT_EQ(day, 22u);
  EXPECT_EQ(parse_month_marks(to_text(marks, 31)), marks);
  EXPECT_EQ(mark_words_of(" 在  公\n休 ").size(), 3u);
}

TEST(Clock, TheBusinessDayTurnsAtMidnightInChina) {
  // 2024-01-01 16:00 UTC is the second in Shanghai.
  std::int64_t new_year =
      make_date(2024, 1, 1).time_since_epoch().count() * std::int64_t{86'400} * 1'000'000;
  EXPECT_EQ(business_day({new_year + std::int64_t{16} * 3600 * 1'000'000 - 1}),
            make_date(2024, 1, 1));
  EXPECT_EQ(business_day({new_year + std::int64_t{16} * 3600 * 1'000'000}), make_date(2024, 1, 2));
}

}  // namespace
}  // namespace zhucun
