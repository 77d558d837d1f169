// Divides a sum of money by weights, so that the shares sum back to the whole, to the fen. Pure;
// any thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ledger/base/fen.h"

namespace zhucun {

// Who bears the fen that the weights do not divide.
enum class Remainder : std::uint8_t {
  largest_remainder,  // one fen each to the largest remainders, a tie goes to the later weight
  last_bears,         // all of them to the last weight
};

// One share per weight, in their order; weights of levels come highest level first, so that a tie
// goes to the lower level. A negative sum is divided as its mirror image. Every int64 divides.
// The weights are not negative and not all zero: std::logic_error otherwise.
std::vector<Fen> split(Fen total, std::span<const int> weights, Remainder rule);

}  // namespace zhucun
