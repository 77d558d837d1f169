// What a place's measures say of a resident's life: selection, term, handover, leaving, recall,
// conduct. Values. [4, 5, 7.1, 7.2.3, 7.3.3]
#pragma once

#include "ledger/policy/cited.h"

namespace zhucun::policy {

// What a person must be, must not be, or is preferred for. One row is one condition. [4]
enum class StaffKind : std::uint8_t {
  unknown,
  civil_servant,
  institution,
  state_firm,
  support_staff,
  temporary,
  public_welfare,
  seconded,
};
enum class UnitKind : std::uint8_t {
  unknown,
  party_organ,
  government,
  institution,
  state_firm,
  other,
};
// `match` helps the county to put people where they fit; like `prefer` it never vetoes. [5.p3]
enum class Effect : std::uint8_t { unknown, require, bar, prefer, match };
enum class Attribute : std::uint8_t {
  unknown,
  politics,
  health,
  full_party_member,
  party_member,
  party_age,        // in years, from the end of probation
  work_experience,  // in years
  retired,
  staff,  // one of `staff`, where `unit_kinds` are named only in units of these kinds
  rural_experience,
  agricultural_skill,
  party_work,
  economy,
  governance,
};
struct EligibilityRow : Cited {
  std::vector<Role> roles;  // empty = both
  Effect effect = Effect::unknown;
  Attribute attribute = Attribute::unknown;
  int years = 0;  // at least, for party_age and work_experience
  std::vector<StaffKind> staff;
  std::vector<UnitKind> unit_kinds;
  std::vector<std::string> villages;  // for match: keys of kinds and attributes
  bool operator==(const EligibilityRow&) const = default;
};

// The steps from a proposal to a posting, in their one order, and who leads the review. [5]
enum class Step : std::uint8_t { unknown, proposed, filed, reviewed, decided };
enum class Department : std::uint8_t {
  unknown,
  organisation,
  rural_work,
  agriculture,
  revitalisation,
  discipline,
  publicity,
  reform,
  finance,
  personnel,
};
enum class Gate : std::uint8_t { unknown, politics, conduct, ability, style, integrity };
// Whose office (or department) acts for the units of the centre and the province.
enum class HigherUnits : std::uint8_t { recorded_only, city_office, county_office };
struct ApprovalChainRow : Cited {
  std::vector<Role> roles;  // empty = both
  std::vector<Step> steps;
  Department lead = Department::unknown;
  std::vector<Department> with;  // heard by the lead
  std::vector<Gate> gates;       // opinions that the review must state
  HigherUnits higher = HigherUnits::recorded_only;
  bool operator==(const ApprovalChainRow&) const = default;
};

// Why a posting ends; the order is that of the schema. [7.1]
enum class LeavingGround : std::uint8_t {
  unknown,
  term_full,
  health,
  left_unit,
  recall,
  unfit,
  death,
  retirement,
  village_not_served,
  reassigned,
};
struct TermRow : Cited {
  std::vector<Role> roles;  // empty = both
  int years = 0;            // usually at least
  bool operator==(const TermRow&) const = default;
};
struct HandoverRow : Cited {
  int working_days = 0;                // usually at least
  bool start_counts = false;           // whether the successor's first day is one of them
  std::vector<LeavingGround> grounds;  // who leaves on these may not go before it is complete
  bool operator==(const HandoverRow&) const = default;
};
struct LeavingRow : Cited {
  std::vector<LeavingGround> grounds;
  bool allowed = true;
  bool operator==(const LeavingRow&) const = default;
};

// What calls somebody back, and whose office does it. [7.2.3, 7.3.3]
enum class RecallGround : std::uint8_t {
  unknown,
  leave_over_limit,
  annual_grade,
  punishment,
  unauthorised_absence,
};
enum class Grade : std::uint8_t {
  unknown,
  excellent,
  competent,
  basically_competent,
  not_competent
};
enum class SameLevel : std::uint8_t { unit_level, posting_county };
struct RecallRow : Cited {
  RecallGround ground = RecallGround::unknown;
  std::vector<Grade> grades;  // for annual_grade
  SameLevel level = SameLevel::unit_level;
  HigherUnits higher = HigherUnits::recorded_only;
  bool reselect = true;  // the unit owes a successor
  bool operator==(const RecallRow&) const = default;
};

// What holds of a resident and his unit while he is posted. [7.2.3]
enum class Conduct : std::uint8_t {
  unknown,
  membership_transfer,  // owed by `roles`, and by Party members of the others
  village_post,         // may not count in the village's quota
  village_election,     // usually does not stand
  pay_statement,        // the unit states once a year that pay is unchanged
};
struct WhilePostedRow : Cited {
  Conduct conduct = Conduct::unknown;
  std::vector<Role> roles;
  bool party_members = false;
  bool operator==(const WhilePostedRow&) const = default;
};

}  // namespace zhucun::policy
