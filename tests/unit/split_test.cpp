// Every division of money sums back to the whole, and the fen left over go where the rule says.
#include "ledger/base/split.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <limits>
#include <numeric>
#include <random>
#include <stdexcept>

namespace zhucun {
namespace {

constexpr std::array five_three_two{5, 3, 2};
constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

std::vector<std::int64_t> shares(std::int64_t total, std::vector<int> weights,
                                 Remainder rule = Remainder::largest_remainder) {
  std::vector<std::int64_t> out;
  for (Fen fen : split({total}, weights, rule)) out.push_back(fen.value);
  return out;
}

__int128 sum_of(const std::vector<Fen>& parts) {
  __int128 sum = 0;
  for (Fen part : parts) sum += part.value;
  return sum;
}

// What each last digit of an amount adds to the shares of its tens, worked out by hand. 5 fen are
// 2.5, 1.5 and 1: province and city tie, and the city, the lower of the two, bears the fen.
constexpr std::array<std::array<std::int64_t, 3>, 10> by_digit{{{0, 0, 0},
                                                                {1, 0, 0},
                                                                {1, 1, 0},
                                                                {1, 1, 1},
                                                                {2, 1, 1},
                                                                {2, 2, 1},
                                                                {3, 2, 1},
                                                                {4, 2, 1},
                                                                {4, 2, 2},
                                                                {4, 3, 2}}};

TEST(Split, EveryAmountToTenMillionFen) {
  constexpr std::int64_t amounts = 10'000'000;
  std::int64_t wrong_sums = 0, wrong_shares = 0, ties = 0, ties_to_city = 0;
  for (std::int64_t amount = 1; amount <= amounts; ++amount) {
    auto parts = split({amount}, five_three_two, Remainder::largest_remainder);
    if (sum_of(parts) != amount) ++wrong_sums;
    std::int64_t tens = amount / 10;
    const auto& rest = by_digit[static_cast<std::size_t>(amount % 10)];
    bool same = parts[0].value == 5 * tens + rest[0] && parts[1].value == 3 * tens + rest[1] &&
                parts[2].value == 2 * tens + rest[2];
    if (!same) ++wrong_shares;
    if (amount % 10 != 5) continue;
    ++ties;
    if (parts[0].value == 5 * tens + 2 && parts[1].value == 3 * tens + 2) ++ties_to_city;
  }
  std::printf(
      "counted: split 5:3:2: %lld amounts, %lld wrong sums, %lld wrong shares, %lld of %lld ties "
      "to the city\n",
      static_cast<long long>(amounts), static_cast<long long>(wrong_sums),
      static_cast<long long>(wrong_shares), static_cast<long long>(ties_to_city),
      static_cast<long long>(ties));
  EXPECT_EQ(wrong_sums, 0);
  EXPECT_EQ(wrong_shares, 0);
  EXPECT_EQ(ties, amounts / 10);
  EXPECT_EQ(ties_to_city, ties);
}

// Any int64, weights of any number and size, both rules.
TEST(Split, AMillionRandomAmounts) {
  constexpr int trials = 1'000'000;
  std::uint64_t seed = std::random_device{}();
  std::printf("counted: split of %d random int64, seed %llu\n", trials,
              static_cast<unsigned long long>(seed));
  std::mt19937_64 dice(seed);
  std::int64_t wrong_sums = 0, too_far = 0, unlike_mirror = 0, negative = 0;
  for (int trial = 0; trial < trials; ++trial) {
    auto amount = static_cast<std::int64_t>(dice());
    std::vector<int> weights(five_three_two.begin(), five_three_two.end());
    if (trial % 2 == 1) {
      weights.assign(1 + dice() % 6, 0);
      for (int& weight : weights) weight = static_cast<int>(dice() % 1000);
      weights.back() += 1;
    }
    auto weight_sum = std::accumulate(weights.begin(), weights.end(), 0);
    auto rule = trial % 3 == 0 ? Remainder::last_bears : Remainder::largest_remainder;
    auto parts = split({amount}, weights, rule);
    if (sum_of(parts) != amount) ++wrong_sums;
    if (amount < 0) ++negative;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      // A share is its exact value rounded up or down; whoever bears all may be further off.
      __int128 off = __int128{parts[i].value} * weight_sum - __int128{amount} * weights[i];
      __int128 most = rule == Remainder::last_bears && i + 1 == parts.size()
                          ? __int128{weight_sum} * static_cast<int>(parts.size())
                          : __int128{weight_sum};
      if (off >= most || -off >= most) ++too_far;
    }
    if (amount == lowest) continue;
    auto mirrored = split({-amount}, weights, rule);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (mirrored[i].value != -parts[i].value) ++unlike_mirror;
    }
  }
  std::printf(
      "counted: %lld negative, %lld wrong sums, %lld shares too far off, %lld unlike "
      "their mirror image\n",
      static_cast<long long>(negative), static_cast<long long>(wrong_sums),
      static_cast<long long>(too_far), static_cast<long long>(unlike_mirror));
  EXPECT_EQ(wrong_sums, 0);
  EXPECT_EQ(too_far, 0);
  EXPECT_EQ(unlike_mirror, 0);
}

TEST(Split, TheEndsOfInt64) {
  EXPECT_EQ(shares(lowest, {1}), std::vector{lowest});
  EXPECT_EQ(shares(highest, {1}), std::vector{highest});
  // 922337203685477580 tens and 8 or 7 fen.
  constexpr std::int64_t tens = 922'337'203'685'477'580;
  EXPECT_EQ(shares(lowest, {5, 3, 2}),
            (std::vector{-(5 * tens + 4), -(3 * tens + 2), -(2 * tens + 2)}));
  EXPECT_EQ(shares(highest, {5, 3, 2}), (std::vector{5 * tens + 4, 3 * tens + 2, 2 * tens + 1}));
}

TEST(Split, TheLastBearsWhatIsLeft) {
  EXPECT_EQ(shares(9, {5, 3, 2}, Remainder::last_bears), (std::vector<std::int64_t>{4, 2, 3}));
  EXPECT_EQ(shares(-9, {5, 3, 2}, Remainder::last_bears), (std::vector<std::int64_t>{-4, -2, -3}));
  EXPECT_EQ(shares(0, {5, 3, 2}, Remainder::last_bears), (std::vector<std::int64_t>{0, 0, 0}));
}

TEST(Split, AWeightOfZeroGetsNothing) {
  EXPECT_EQ(shares(7, {0, 1, 1}), (std::vector<std::int64_t>{0, 3, 4}));
  EXPECT_EQ(shares(7, {1, 1, 0}), (std::vector<std::int64_t>{3, 4, 0}));
}

TEST(Split, WithoutWeightsIsAMistakeOfOurs) {
  EXPECT_THROW(shares(1, {}), std::logic_error);
  EXPECT_THROW(shares(1, {0, 0}), std::logic_error);
  EXPECT_THROW(shares(1, {3, -1}), std::logic_error);
}

}  // namespace
}  // namespace zhucun
