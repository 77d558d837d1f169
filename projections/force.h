// Inside projections: what a village's kinds, attributes and the county's decision ask for on a
// day, who stands there, and who must see to a vacancy. Pure. [2.2, 3, 8.1]
#pragma once

#include <map>
#include <string>
#include <vector>

#include "projections/report.h"
#include "projections/seats.h"

namespace zhucun::projections {

struct VillageForce {
  std::vector<std::string> kinds;
  std::vector<const policy::StaffingRow*> rows;
  std::map<policy::Role, std::int64_t> required;
  std::map<policy::Role, std::int64_t> in_post;
  bool exact = false;                      // more than required is too many
  std::vector<Position> why;               // kinds, attributes, decisions
  const domain::NeedFact* need = nullptr;  // the county's decision in force
  std::vector<const domain::StayFact*> stays;

  std::int64_t wanted(policy::Role role) const;
  std::int64_t present(policy::Role role) const;
  std::int64_t missing(policy::Role role) const;
  std::int64_t surplus(policy::Role role) const;
};

VillageForce force_on(const Sight& sight, DivisionCode village, Date day);

// The first day of the unbroken stretch up to as_of on which somebody was missing.
Date missing_since(const Sight& sight, DivisionCode village, policy::Role role);

// Who must see to a vacancy: the lead department of the village's county, else its office.
struct VacancyOwner {
  policy::Department department = policy::Department::unknown;  // unknown = no chain names one
  std::string party;                                            // unit:U9 or office:610802000000
  Position event;  // that named the department; zero = nobody has
};
VacancyOwner owner_of(const Sight& sight, const Ground& ground, DivisionCode village,
                      policy::Role role);

}  // namespace zhucun::projections
