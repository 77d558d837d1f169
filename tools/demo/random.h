// Numbers that look random and are the same on every machine: SplitMix64, never std::
// distributions, whose results differ between libraries. A stream is forked per purpose, so that
// one more draw in one place moves nothing in another. Values; any thread.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace zhucun::demo {

inline std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ull;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBull;
  return value ^ (value >> 31);
}

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(mixed(seed + 0x9E3779B97F4A7C15ull)) {}

  std::uint64_t next() { return mixed(state_ += 0x9E3779B97F4A7C15ull); }
  // 0 .. count - 1; count must not be 0.
  std::uint32_t below(std::size_t count) {
    return static_cast<std::uint32_t>((next() >> 32) * static_cast<std::uint64_t>(count) >> 32);
  }
  // Both ends belong to it.
  int between(int first, int last) {
    return first + static_cast<int>(below(static_cast<std::size_t>(last - first + 1)));
  }
  bool per_mille(std::uint32_t share) { return below(1000) < share; }
  // A stream of its own for a purpose.
  Random fork(std::uint64_t purpose) const { return Random(state_ ^ mixed(purpose + 1)); }

  template <typename T>
  void shuffle(std::vector<T>& list) {
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[below(i)]);
  }
  template <typename T>
  const T& one_of(const std::vector<T>& list) {
    return list[below(list.size())];
  }

 private:
  std::uint64_t state_;
};

}  // namespace zhucun::demo
