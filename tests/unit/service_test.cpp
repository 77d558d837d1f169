// Months of service, at the edges of months and years. [7.3.1]
#include "ledger/policy/service.h"

#include <gtest/gtest.h>

namespace zhucun {
namespace {

using policy::months_served;
using policy::ServedFrom;
using policy::whole_months;

Date day(const char* text) {
  return *parse_date(text);
}

TEST(Service, WholeMonthsIncludeBothEnds) {
  EXPECT_EQ(whole_months(day("2025-01-15"), day("2025-07-14")), 6);
  EXPECT_EQ(whole_months(day("2025-01-15"), day("2025-07-13")), 5);
  EXPECT_EQ(whole_months(day("2025-07-01"), day("2025-12-31")), 6);
  EXPECT_EQ(whole_months(day("2025-07-02"), day("2025-12-31")), 5);
  EXPECT_EQ(whole_months(day("2024-08-31"), day("2025-02-28")), 6);
  EXPECT_EQ(whole_months(day("2024-08-30"), day("2025-02-27")), 5);
  EXPECT_EQ(whole_months(day("2025-03-01"), day("2025-02-28")), 0);
}

TEST(Service, StaysThatTouchAreOneAndAGapStartsAnew) {
  std::vector<Span> touching{{day("2024-09-01"), day("2025-02-28")},
                             {day("2025-03-01"), far_future}};
  EXPECT_EQ(months_served(touching, 2025, ServedFrom::posting), 16);
  EXPECT_EQ(months_served(touching, 2025, ServedFrom::year), 12);
  std::vector<Span> gap{{day("2024-09-01"), day("2025-02-28")}, {day("2025-09-15"), far_future}};
  EXPECT_EQ(months_served(gap, 2025, ServedFrom::posting), 3);
  EXPECT_EQ(months_served(gap, 2024, ServedFrom::posting), 4);
}

TEST(Service, WhoLeftIsMeasuredOnHisLastDay) {
  std::vector<Span> left{{day("2024-10-01"), day("2025-03-31")}};
  EXPECT_EQ(months_served(left, 2025, ServedFrom::posting), 6);
  EXPECT_EQ(months_served(left, 2025, ServedFrom::year), 3);
  EXPECT_EQ(months_served(left, 2026, ServedFrom::posting), 0);
  EXPECT_EQ(months_served({}, 2025, ServedFrom::posting), 0);
}

}  // namespace
}  // namespace zhucun
