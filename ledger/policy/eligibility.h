// Whether a person may be selected for a role on a day, with every reason for and against. [4]
// One judge for the writer, who refuses, and for reports, which show. Pure values; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/policy/policy.h"

namespace zhucun::policy {

// What a unit's personnel department has attested. `said`: anything at all.
struct Profile {
  bool said = false;
  StaffKind staff = StaffKind::unknown;
  bool politics = false;
  bool health = false;
  std::optional<Date> work_since;
  bool party_member = false;
  std::optional<Date> full_member_since;  // the end of probation
  bool retired = false;
  bool rural_experience = false;
  bool agricultural_skill = false;
  bool party_work = false;
  bool economy = false;
  bool governance = false;
  bool operator==(const Profile&) const = default;
};

struct Asked {
  Role role = Role::unknown;
  UnitKind unit_kind = UnitKind::unknown;
  DivisionCode village;
  Date day;                                    // of the decision
  std::vector<std::string> village_keys = {};  // kinds and attributes of the village, for matching
};

// One condition with its answer, such as “党龄 0 年，应满 1 年”.
struct Reason {
  const EligibilityRow* row;
  std::string words;
};

struct Verdict {
  std::vector<Reason> in_favour;
  std::vector<Reason> against;
  std::vector<Reason> preferences;  // met; they never veto
  std::vector<Reason> matches;      // what this village's kinds call for, and the person has
  std::vector<Reason> unmatched;    // and has not
  bool eligible() const { return against.empty(); }
};

Verdict judge(const Policy& policy, const Profile& profile, const Asked& asked);

// Whole years from one day to another: 2023-03-15 to 2024-03-15 is one year.
int whole_years(Date from, Date to);
// The day by which so many years are full, counted from a first day in post: the last of them.
Date years_full(Date first, int years);

template <typename E>
bool speaks_of(const std::vector<E>& list, E one) {
  if (list.empty()) return true;
  for (E each : list) {
    if (each == one) return true;
  }
  return false;
}

// As in policy.h, for a role.
template <typename R>
const R* row_in(const std::vector<R>& rows, DivisionCode division, Role role) {
  for (const R& row : rows) {
    if (holds_in(row, division) && speaks_of(row.roles, role)) return &row;
  }
  return nullptr;
}

}  // namespace zhucun::policy
