// A demo city: the real villages of the shipped register, synthetic units and people (ids only),
// and two years of acts that enter through the same door as a user's. The span is fixed and
// independent of the machine's clock; the same options give the same book, to the byte.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "ledger/base/refusal.h"

namespace zhucun::demo {

struct Options {
  std::string folder;  // empty = a book in memory (for tests), see make_in
  std::uint32_t villages = 1300;
  std::uint32_t years = 2;  // from 2024-07-01
  std::uint64_t seed = 1;
  std::uint32_t scale = 1;  // acts are repeated so many times, for benches
  std::uint64_t disk_floor = std::uint64_t{2} << 30;
  std::function<void(const std::string&)> progress;
};

struct Made {
  std::string planted_json;  // what was planted: one JSON array, apart from the book
  std::string summary;       // Chinese, one line
  std::uint64_t events = 0;
};

Result<Made> make(const Options& options);

}  // namespace zhucun::demo
