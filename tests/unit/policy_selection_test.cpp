// Conditions, terms and whose level acts, at their edges; what a lower layer may not ask less of.
#include <gtest/gtest.h>

#include "ledger/policy/eligibility.h"
#include "ledger/policy/layers.h"
#include "ledger/policy/policy_language.h"
#include "ledger/policy/same_level.h"
#include "ledger/policy/shipped.h"

namespace zhucun::policy {
namespace {

TEST(Eligibility, YearsAreFullOnTheDay) {
  EXPECT_EQ(whole_years(make_date(2023, 3, 15), make_date(2024, 3, 14)), 0);
  EXPECT_EQ(whole_years(make_date(2023, 3, 15), make_date(2024, 3, 15)), 1);
  EXPECT_EQ(whole_years(make_date(2024, 2, 29), make_date(2025, 2, 28)), 0);
  EXPECT_EQ(whole_years(make_date(2024, 2, 29), make_date(2025, 3, 1)), 1);
  EXPECT_EQ(years_full(make_date(2024, 1, 1), 2), make_date(2025, 12, 31));
  EXPECT_EQ(years_full(make_date(2024, 2, 29), 2), make_date(2026, 2, 28));
}

TEST(SameLevel, FollowsTheReadings) {
  Sides sides{UnitLevel::county, {610822000000}, {610802100200}, {610800000000}};
  EXPECT_EQ(acting_division(sides, SameLevel::unit_level, HigherUnits::recorded_only),
            DivisionCode{610822000000});
  EXPECT_EQ(acting_division(sides, SameLevel::posting_county, HigherUnits::recorded_only),
            DivisionCode{610802000000});
  sides.level = UnitLevel::city;
  EXPECT_EQ(acting_division(sides, SameLevel::unit_level, HigherUnits::recorded_only),
            DivisionCode{610800000000});
  sides.level = UnitLevel::province;
  EXPECT_FALSE(acting_division(sides, SameLevel::unit_level, HigherUnits::recorded_only));
  EXPECT_EQ(acting_division(sides, SameLevel::unit_level, HigherUnits::city_office),
            DivisionCode{610800000000});
  EXPECT_EQ(acting_division(sides, SameLevel::unit_level, HigherUnits::county_office),
            DivisionCode{610802000000});
}

TEST(LoweredPoints, OfSelectionRows) {
  EligibilityRow age;
  age.effect = Effect::require;
  age.attribute = Attribute::party_age;
  age.years = 1;
  EligibilityRow less = age;
  less.years = 0;
  EXPECT_FALSE(lowered_points(age, less).empty());
  less.years = 3;
  EXPECT_TRUE(lowered_points(age, less).empty());
  EligibilityRow barred;
  barred.effect = Effect::bar;
  barred.attribute = Attribute::staff;
  barred.staff = {StaffKind::temporary, StaffKind::seconded};
  EligibilityRow fewer = barred;
  fewer.staff = {StaffKind::temporary};
  EXPECT_FALSE(lowered_points(barred, fewer).empty());
  ApprovalChainRow chain;
  chain.steps = {Step::proposed, Step::filed, Step::reviewed, Step::decided};
  chain.lead = Department::organisation;
  ApprovalChainRow shorter = chain;
  shorter.steps.pop_back();
  EXPECT_FALSE(lowered_points(chain, shorter).empty());
  EXPECT_TRUE(lowered_points(chain, chain).empty());
  TermRow term;
  term.years = 2;
  TermRow brief;
  brief.years = 1;
  EXPECT_FALSE(lowered_points(term, brief).empty());
  HandoverRow handover;
  handover.working_days = 30;
  handover.grounds = {LeavingGround::term_full};
  HandoverRow quick = handover;
  quick.working_days = 10;
  EXPECT_FALSE(lowered_points(handover, quick).empty());
  LeavingRow no;
  no.grounds = {LeavingGround::reassigned};
  no.allowed = false;
  LeavingRow yes = no;
  yes.allowed = true;
  EXPECT_FALSE(lowered_points(no, yes).empty());
  RecallRow recall;
  recall.ground = RecallGround::annual_grade;
  recall.grades = {Grade::basically_competent, Grade::not_competent};
  RecallRow mild = recall;
  mild.grades = {Grade::not_competent};
  EXPECT_FALSE(lowered_points(recall, mild).empty());
  WhilePostedRow owed;
  owed.conduct = Conduct::membership_transfer;
  owed.party_members = true;
  WhilePostedRow none = owed;
  none.party_members = false;
  EXPECT_FALSE(lowered_points(owed, none).empty());
}

// Rows that contradict themselves are named with their place.
TEST(SelectionRows, RefuseWhatCannotBe) {
  std::string text(shipped_document("second-city.toml"));
  auto broken = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    return read_document(changed, "second-city.toml");
  };
  EXPECT_TRUE(read_document(text, "second-city.toml"));
  EXPECT_FALSE(
      broken("attribute = \"work_experience\"\nyears = 3", "attribute = \"health\"\nyears = 3"));
  EXPECT_FALSE(
      broken("steps = [\"proposed\", \"reviewed\"]", "steps = [\"reviewed\", \"proposed\"]"));
  EXPECT_FALSE(broken("ground = \"annual_grade\"\ngrades = [\"not_competent\"]",
                      "ground = \"annual_grade\""));
  EXPECT_FALSE(broken("attribute = \"work_experience\"", "attribute = \"height\""));
}

}  // namespace
}  // namespace zhucun::policy
