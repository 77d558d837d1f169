// “同级”: whose office or department acts for a dispatching unit, as readings say.
// [5.p1, 7.2.3, 7.3] Pure; any thread.
#pragma once

#include <optional>
#include <string>

#include "ledger/policy/policy.h"

namespace zhucun::policy {

struct Sides {
  UnitLevel level = UnitLevel::unknown;  // of the dispatching unit
  DivisionCode seat;                     // of the dispatching unit
  DivisionCode village;                  // where its resident stands
  DivisionCode city;
};

// The city or county whose office acts; nothing where a unit of the centre or the province is
// recorded only.
std::optional<DivisionCode> acting_division(const Sides& sides, SameLevel level,
                                            HigherUnits higher);

std::string title_of(Department department);  // "组织部门"

}  // namespace zhucun::policy
