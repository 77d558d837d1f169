// What an office must have, and whether it is recorded. [8.1] Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "projections/report.h"

namespace zhucun::projections {

struct OfficeMatter {
  DivisionCode division;
  std::string matter;  // "department:finance", "groupLeader", "caseReview"
  std::string title;
  std::string status;  // seated, missing; named, rankShort, otherUnit; held, none
  std::string status_title;
  std::string unit;
  std::optional<Date> since;
  std::string words;
  Position event;
  const policy::Cited* row = nullptr;  // of the policy
};

// As of the sight's day; case reviews within the days.
std::vector<OfficeMatter> office_matters(const Sight& sight, Span days);

}  // namespace zhucun::projections
