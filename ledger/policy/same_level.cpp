#include "ledger/policy/same_level.h"

namespace zhucun::policy {

std::optional<DivisionCode> acting_division(const Sides& sides, SameLevel level,
                                            HigherUnits higher) {
  DivisionCode posting_county = ancestor(sides.village, DivisionLevel::county);
  if (level == SameLevel::posting_county) return posting_county;
  switch (sides.level) {
    case UnitLevel::county:
    case UnitLevel::township: return ancestor(sides.seat, DivisionLevel::county);
    case UnitLevel::city: return sides.city;
    case UnitLevel::central:
    case UnitLevel::province:
    case UnitLevel::unknown: break;
  }
  switch (higher) {
    case HigherUnits::city_office: return sides.city;
    case HigherUnits::county_office: return posting_county;
    case HigherUnits::recorded_only: break;
  }
  return std::nullopt;
}

std::string title_of(Department department) {
  switch (department) {
    case Department::organisation: return "组织部门";
    case Department::rural_work: return "农办";
    case Department::agriculture: return "农业农村部门";
    case Department::revitalisation: return "乡村振兴部门";
    case Department::discipline: return "纪委（监委）";
    case Department::publicity: return "宣传部门";
    case Department::reform: return "发改部门";
    case Department::finance: return "财政部门";
    case Department::personnel: return "人社部门";
    case Department::unknown: break;
  }
  return "主管部门";
}

}  // namespace zhucun::policy
