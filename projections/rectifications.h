// Problems and how far they are put right, as seen from one day. [7.2.3, 8.1] Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/report.h"

namespace zhucun::projections {

enum class RectificationStatus : std::uint8_t {
  open,
  overdue,   // the day is over and nothing was reported in time
  reported,  // waits for the check
  returned,  // checked and not put right
  closed,
  closed_late,
};
std::string_view name_of(RectificationStatus status);
std::string_view title_of(RectificationStatus status);

struct Rectification {
  Position position;
  std::string from;  // parties
  std::string to;
  Position basis;  // 0 = none named
  std::string problem;
  DivisionCode village;  // empty = not of one village
  Date ordered;
  Date due;
  std::optional<Date> reported;
  std::optional<Date> closed;
  std::string done;
  RectificationStatus status = RectificationStatus::open;
  std::vector<Position> steps;  // the order first

  bool is_open() const { return status < RectificationStatus::closed; }
};

// All of them, in the order of their orders. A problem that names no village has that of its team.
std::vector<Rectification> rectifications(const Sight& sight);

// Whom a party's matters concern, for what a desk may see of them.
struct Concern {
  DivisionCode place;
  std::string unit;
  std::string person;
};
Concern concern_of(const Sight& sight, const std::string& party);

}  // namespace zhucun::projections
