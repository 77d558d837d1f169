#include "projections/tolerance.h"

#include "ledger/domain/kept_read.h"

namespace zhucun::projections {

Tolerances::Tolerances(const Sight& sight) {
  for (const auto& one : domain::kept<event::ToleranceApplied>(sight.facts, sight.as_of)) {
    by_application_[one.position] = {"applied", "已申请，待认定", one.position};
    by_basis_[{one.data.getBasis()}] = one.position;
  }
  for (const auto& one : domain::kept<event::ToleranceFound>(sight.facts, sight.as_of)) {
    auto said = schema::enumerant(one.data.getEffect());
    by_application_[{one.data.getApplication()}] = {said.name, said.title, one.position};
  }
}

std::optional<ToleranceFinding> Tolerances::of_application(Position application) const {
  auto found = by_application_.find(application);
  return found == by_application_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<ToleranceFinding> Tolerances::of_basis(Position basis) const {
  auto found = by_basis_.find(basis);
  return found == by_basis_.end() ? std::nullopt : of_application(found->second);
}

bool Tolerances::exempted(Position basis) const {
  auto found = of_basis(basis);
  return found && found->code == "exempted";
}

}  // namespace zhucun::projections
