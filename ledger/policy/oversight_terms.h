// What a place's measures say of assessment, of the offices that manage, and of the interviews that
// may follow. Values. [7.3, 8.1]
#pragma once

#include "ledger/policy/life_terms.h"

namespace zhucun::policy {

enum class AssessmentKind : std::uint8_t { unknown, annual, term };
// From when the months of service count.
enum class ServedFrom : std::uint8_t { posting, year };
// Who is heard in the village.
enum class Voice : std::uint8_t { unknown, cadres, members, villagers };
struct AssessmentRow : Cited {
  AssessmentKind kind = AssessmentKind::unknown;
  int months = 0;  // served at least, of an annual one
  ServedFrom served = ServedFrom::posting;
  bool hears_unit = false;                  // of an annual one
  std::vector<Voice> voices;                // of one at the end of the term
  SameLevel level = SameLevel::unit_level;  // whose office confirms
  HigherUnits higher = HigherUnits::recorded_only;
  bool operator==(const AssessmentRow&) const = default;
};

// The departments of which the management office of each of these levels is made.
struct OfficeRow : Cited {
  std::vector<UnitLevel> levels;
  std::vector<Department> departments;
  bool operator==(const OfficeRow&) const = default;
};

// What the leader of a coordination group must be.
struct GroupLeaderRow : Cited {
  bool county_rank = false;
  bool from_lead_unit = false;
  bool operator==(const GroupLeaderRow&) const = default;
};

// For what a unit may be interviewed, and the facts that are put forward: kinds of findings, and
// duties of the unit that were missed. Nothing here decides.
enum class InterviewGround : std::uint8_t {
  unknown,
  selection_undone,
  poor_vetting,
  weak_follow_up,
  little_support,
  pay_not_honoured,
};
struct InterviewRow : Cited {
  InterviewGround ground = InterviewGround::unknown;
  std::vector<std::string> findings;
  std::vector<std::string> duties;
  bool no_support = false;  // a year without any support recorded is a fact too
  SameLevel level = SameLevel::unit_level;
  HigherUnits higher = HigherUnits::recorded_only;
  bool operator==(const InterviewRow&) const = default;
};

}  // namespace zhucun::policy
