#include "ledger/base/split.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace zhucun {

namespace {

// Wide enough for every int64 times every sum of weights.
using Wide = unsigned __int128;

struct Part {
  std::size_t index;
  std::uint64_t whole;
  std::uint64_t remainder;
};

std::vector<Part> parts_of(std::uint64_t magnitude, std::span<const int> weights,
                           std::uint64_t weight_sum) {
  std::vector<Part> parts;
  parts.reserve(weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    Wide product = Wide{magnitude} * static_cast<unsigned>(weights[i]);
    parts.push_back({i, static_cast<std::uint64_t>(product / weight_sum),
                     static_cast<std::uint64_t>(product % weight_sum)});
  }
  return parts;
}

}  // namespace

std::vector<Fen> split(Fen total, std::span<const int> weights, Remainder rule) {
  bool negative_weight = std::any_of(weights.begin(), weights.end(), [](int w) { return w < 0; });
  auto weight_sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
  if (negative_weight || weight_sum == 0) throw std::logic_error("split: no weights to divide by");
  bool negative = total.value < 0;
  std::uint64_t magnitude = negative ? 0 - static_cast<std::uint64_t>(total.value)
                                     : static_cast<std::uint64_t>(total.value);
  std::vector<Part> parts = parts_of(magnitude, weights, static_cast<std::uint64_t>(weight_sum));
  std::uint64_t left = magnitude;
  for (const Part& part : parts) left -= part.whole;
  if (rule == Remainder::last_bears) {
    parts.back().whole += left;
  } else {
    // Fewer fen are left over than there are parts with a remainder, so each gets one at most.
    std::vector<Part*> order;
    for (Part& part : parts) order.push_back(&part);
    std::sort(order.begin(), order.end(), [](const Part* a, const Part* b) {
      return a->remainder != b->remainder ? a->remainder > b->remainder : a->index > b->index;
    });
    for (std::size_t i = 0; i < left; ++i) ++order[i]->whole;
  }
  std::vector<Fen> shares;
  shares.reserve(parts.size());
  for (const Part& part : parts) {
    // Modulo 2^64, so that the lowest int64 comes back too.
    shares.push_back({static_cast<std::int64_t>(negative ? 0 - part.whole : part.whole)});
  }
  return shares;
}

}  // namespace zhucun
