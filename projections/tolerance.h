// What was asked to be tolerated, and what was found. [8.3] Pure.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "projections/report.h"

namespace zhucun::projections {

struct ToleranceFinding {
  std::string code;   // applied, lightened, exempted, refused
  std::string title;  // in Chinese
  Position event;     // of the finding, or of the application that waits
};

class Tolerances {
 public:
  explicit Tolerances(const Sight& sight);
  std::optional<ToleranceFinding> of_application(Position application) const;
  // Of what lenience was asked for: a grade, a punishment, a criticism.
  std::optional<ToleranceFinding> of_basis(Position basis) const;
  bool exempted(Position basis) const;

 private:
  std::map<Position, ToleranceFinding> by_application_;
  std::map<Position, Position> by_basis_;  // the last application
};

}  // namespace zhucun::projections
