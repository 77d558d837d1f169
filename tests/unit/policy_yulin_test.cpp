// The shipped policy, row by row: what the text asks of whom, and what each reading changes.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "ledger/policy/coverage.h"
#include "ledger/policy/names.h"
#include "ledger/policy/policy_language.h"
#include "ledger/policy/shipped.h"

namespace zhucun::policy {
namespace {

const Document& yulin() {
  static const Document document = [] {
    auto read = read_document(shipped_document("yulin-2021-4.toml"), "yulin-2021-4.toml");
    if (!read) ADD_FAILURE() << read.error().detail;
    return read ? *read : Document{};
  }();
  return document;
}

Rows with(const std::string& reading, const std::string& option) {
  Choices choices = defaults_of(yulin());
  EXPECT_TRUE(choices.contains(reading)) << reading;
  choices[reading] = option;
  return rows_under(yulin(), choices);
}

Rows by_default() {
  return rows_under(yulin(), defaults_of(yulin()));
}

const DutyRow* find(const Rows& rows, const std::string& id) {
  for (const DutyRow& row : rows.duties) {
    if (row.id == id) return &row;
  }
  return nullptr;
}

DutyRow duty(const Rows& rows, const std::string& id) {
  const DutyRow* row = find(rows, id);
  if (!row) ADD_FAILURE() << "no duty " << id;
  return row ? *row : DutyRow{};
}

// One line per duty: actor act meeting to per every at_least form owed.
std::string summary(const DutyRow& row) {
  std::string every = "-";
  if (row.every) {
    const char* names[] = {"day", "week", "month", "quarter", "half_year", "year"};
    every = names[static_cast<int>(row.every->kind)];
    if (row.every->count > 1) every += "*" + std::to_string(row.every->count);
  }
  auto word = [](std::string_view name) { return std::string(name) + " "; };
  return word(name_of(row.actor)) + word(name_of(row.act)) + word(name_of(row.meeting)) +
         word(name_of(row.to)) + word(name_of(row.per)) + every + " " +
         std::to_string(row.at_least) + " " + word(name_of(row.form)) +
         std::string(name_of(row.owed));
}

TEST(YulinPolicy, HasItsHead) {
  const Head& head = yulin().head;
  EXPECT_EQ(head.number, "榆巩衔发〔2021〕4号");
  EXPECT_EQ(head.area, DivisionCode{610800000000});
  EXPECT_EQ(head.issued, make_date(2021, 8, 30));
  EXPECT_EQ(head.effective, make_date(2021, 8, 30));
  EXPECT_EQ(head.supersedes, Supersedes::earlier_that_differ);
  EXPECT_EQ(head.based_on.size(), 2u);
}

TEST(YulinPolicy, StaffsEveryKindOfVillage) {
  std::map<std::string, std::map<Role, int>> minimum;
  for (const StaffingRow& row : by_default().staffing) {
    minimum[row.village_kind] = row.minimum;
    EXPECT_EQ(row.county_decides, row.village_kind == "other");
  }
  const std::map<Role, int> team{{Role::first_secretary, 1}, {Role::member, 2}};
  const std::map<Role, int> secretary{{Role::first_secretary, 1}};
  EXPECT_EQ(minimum, (std::map<std::string, std::map<Role, int>>{{"formerly_poor", team},
                                                                 {"relocation_settlement", team},
                                                                 {"heavy_task", team},
                                                                 {"weak_branch", secretary},
                                                                 {"red_heritage_pilot", secretary},
                                                                 {"other", {}}}));
}

TEST(YulinPolicy, HasEveryDuty) {
  const std::map<std::string, std::string> expected{
      {"city-meeting", "city_office meeting dispatch none none half_year 1 any always"},
      {"county-meeting", "county_office meeting push none none quarter 1 any always"},
      {"township-meeting", "township meeting joint none none - 1 any always"},
      {"team-report-township", "team report unknown township none month 1 any whole_period"},
      {"team-report-unit", "team report unknown unit none quarter 1 any whole_period"},
      {"team-report-county", "team report unknown county_office none half_year 1 any whole_period"},
      {"unit-hearing", "unit hearing unknown none resident half_year 1 any whole_period"},
      {"unit-special-meeting", "unit meeting special none none year 1 any any_day"},
      {"group-report-city", "group report unknown city_office none quarter 1 written always"},
      {"member-unit-report", "member_unit report unknown city_office none half_year 1 any always"},
      {"township-spot-check", "township spot_check unknown none none month 1 any any_day"},
      {"county-supervision", "county_office supervision unknown none none quarter 1 any always"},
      {"unit-guidance-visit",
       "unit guidance_visit unknown none village half_year 1 any whole_period"},
      {"unit-talk", "unit talk unknown none resident - 1 any always"},
      {"unit-care-visit", "unit care_visit unknown none none year 2 any whole_period"},
      {"city-demonstration-class", "city_office training unknown none none year 1 any always"},
      {"county-rotation-training",
       "county_office training unknown none resident year 1 any any_day"},
      {"two-excellences-city", "city_office meeting two_excellences none none year 1 any always"},
      {"biennial-commendation", "city_office meeting commendation none none year*2 1 any always"},
  };
  std::map<std::string, std::string> found;
  for (const DutyRow& row : by_default().duties) found[row.id] = summary(row);
  EXPECT_EQ(found, expected);
}

TEST(YulinPolicy, HasTheParticularsOfItsDuties) {
  Rows rows = by_default();
  EXPECT_EQ(duty(rows, "unit-guidance-visit").leaders,
            (std::vector{Leader::principal, Leader::in_charge}));
  EXPECT_EQ(duty(rows, "unit-care-visit").leaders, std::vector{Leader::principal});
  EXPECT_EQ(duty(rows, "city-demonstration-class").trainings,
            std::vector{TrainingKind::demonstration});
  DutyRow rotation = duty(rows, "county-rotation-training");
  EXPECT_TRUE(rotation.trainings.empty());
  EXPECT_TRUE(rotation.any_organiser);
  EXPECT_TRUE(rotation.not_after_last_act);
  DutyRow meeting = duty(rows, "two-excellences-city");
  EXPECT_EQ(meeting.due.window_first, std::pair(12u, 1u));
  EXPECT_EQ(meeting.due.window_last, std::pair(12u, 31u));
  EXPECT_EQ(duty(rows, "biennial-commendation").every, (Cadence{PeriodKind::year, 2, 2022}));
  EXPECT_EQ(duty(rows, "team-report-township").due, Due{});
  EXPECT_EQ(duty(rows, "unit-hearing").readings,
            (std::vector<std::string>{"hearing-per", "last-day-holiday", "partial-period"}));
}

TEST(YulinPolicy, PartialPeriodSwitchesTeamsAndResidentsOnly) {
  Rows rows = with("partial-period", "owe");
  for (const char* id :
       {"team-report-township", "team-report-unit", "team-report-county", "unit-hearing"}) {
    EXPECT_EQ(duty(rows, id).owed, Owed::any_day) << id;
  }
  for (const char* id : {"city-meeting", "county-meeting", "group-report-city",
                         "member-unit-report", "county-supervision", "two-excellences-city"}) {
    EXPECT_EQ(duty(rows, id).owed, Owed::always) << id;
  }
}

TEST(YulinPolicy, ReadingsSwitchTheirRows) {
  EXPECT_EQ(duty(with("spot-check-per", "team"), "township-spot-check").per, Per::team);
  EXPECT_EQ(duty(with("supervision-per", "township"), "county-supervision").per, Per::township);
  EXPECT_EQ(duty(with("hearing-per", "unit"), "unit-hearing").per, Per::none);
  EXPECT_EQ(duty(with("hearing-per", "unit"), "unit-hearing").owed, Owed::any_day);
  EXPECT_EQ(duty(with("care-visit-per", "person"), "unit-care-visit").per, Per::resident);
  EXPECT_EQ(duty(with("leaders-visit-owed", "any_day"), "unit-guidance-visit").owed, Owed::any_day);
  EXPECT_EQ(duty(with("special-meeting-owed", "whole_period"), "unit-special-meeting").owed,
            Owed::whole_period);
  EXPECT_EQ(duty(with("spot-check-owed", "whole_period"), "township-spot-check").owed,
            Owed::whole_period);
  EXPECT_EQ(duty(with("report-to-unit-owed", "any_day"), "team-report-unit").owed, Owed::any_day);
  EXPECT_EQ(duty(with("report-form", "written"), "team-report-county").form, Form::written);
  EXPECT_EQ(duty(with("cut-off-day", "five_days_after"), "member-unit-report").due.days_after, 5);
  EXPECT_FALSE(
      duty(with("rotation-city-class", "county_only"), "county-rotation-training").any_organiser);
  DutyRow whole_year = duty(with("rotation-who", "whole_year"), "county-rotation-training");
  EXPECT_EQ(whole_year.owed, Owed::whole_period);
  EXPECT_FALSE(whole_year.not_after_last_act);
  EXPECT_EQ(duty(with("year-end", "last_quarter"), "two-excellences-city").due.window_first,
            std::pair(10u, 1u));
  EXPECT_EQ(duty(with("commendation-anchor", "odd_years"), "biennial-commendation").every,
            (Cadence{PeriodKind::year, 2, 2021}));
}

TEST(YulinPolicy, TheLevelOfTheMeetingSwitchesBetweenTwoRows) {
  Rows city = by_default();
  EXPECT_TRUE(find(city, "two-excellences-city"));
  EXPECT_FALSE(find(city, "two-excellences-county"));
  Rows county = with("two-excellences-level", "county");
  EXPECT_FALSE(find(county, "two-excellences-city"));
  EXPECT_EQ(duty(county, "two-excellences-county").actor, ActorKind::county_office);
}

// A reading either changes a row through data, or says what will evaluate it.
TEST(YulinPolicy, NoReadingIsSilentlyWithoutEffect) {
  Rows base = by_default();
  for (const Reading& reading : yulin().readings) {
    if (!reading.pending.empty()) continue;
    for (const Option& option : reading.options) {
      if (option.id == reading.default_option) continue;
      Rows other = with(reading.id, option.id);
      EXPECT_FALSE(other.duties == base.duties && other.staffing == base.staffing &&
                   other.funds == base.funds && other.presence == base.presence &&
                   other.thresholds == base.thresholds && other.chains == base.chains &&
                   other.handovers == base.handovers && other.recalls == base.recalls &&
                   other.allowances == base.allowances && other.benefits == base.benefits &&
                   other.payouts == base.payouts && other.assessments == base.assessments &&
                   other.interviews == base.interviews)
          << reading.id << " " << option.id;
    }
  }
}

TEST(YulinPolicy, ASecondCityNeedsNoCode) {
  auto city = read_document(shipped_document("second-city.toml"), "second-city.toml");
  ASSERT_TRUE(city) << city.error().detail;
  Rows rows = rows_under(*city, defaults_of(*city));
  EXPECT_EQ(summary(duty(rows, "resident-report-township")),
            "resident report unknown township none week 1 any any_day");
  EXPECT_EQ(summary(duty(rows, "team-report-unit")),
            "team report unknown unit none month 1 written whole_period");
  EXPECT_EQ(duty(rows, "team-report-unit").due.days_after, 5);
  EXPECT_EQ(duty(rows, "team-report-unit").deliverable, Deliverable::minutes);
  EXPECT_EQ(summary(duty(rows, "township-spot-check")),
            "township spot_check unknown none none month 2 any any_day");
  EXPECT_EQ(summary(duty(rows, "county-supervision")),
            "county_office supervision unknown none none half_year 1 any always");
  EXPECT_EQ(duty(rows, "unit-guidance-visit").levels, std::vector{UnitLevel::city});
  EXPECT_EQ(duty(rows, "triennial-meeting").every, (Cadence{PeriodKind::year, 3, 2023}));
  EXPECT_EQ(rows.staffing.back().attribute, "dispute_prone");
}

}  // namespace
}  // namespace zhucun::policy
