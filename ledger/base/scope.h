// Where a desk's right reaches: a division with all below it, a unit, a team or one person.
// Text form as in events: division:610802000000, unit:U12, team:610802101200, person:P1. Values.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/ids.h"

namespace zhucun {

enum class ScopeKind : std::uint8_t { unknown, division, unit, team, person };

struct Scope {
  ScopeKind kind = ScopeKind::unknown;
  std::string id;
  auto operator<=>(const Scope&) const = default;
  // Of a division or a team; empty for the others.
  DivisionCode division() const;
};

std::optional<Scope> parse_scope(std::string_view text);
std::string to_text(const Scope& scope);

}  // namespace zhucun
