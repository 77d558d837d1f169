// A party as a number: kind in the top bits, the place in that kind's list below. Value.
#pragma once

#include <cstdint>

#include "ledger/base/ids.h"

namespace zhucun::domain {

struct PartyRef {
  std::uint32_t value = 0;
  auto operator<=>(const PartyRef&) const = default;
  PartyKind kind() const { return static_cast<PartyKind>(value >> 27); }
  std::uint32_t index() const { return value & 0x7ffffffu; }
};

}  // namespace zhucun::domain
