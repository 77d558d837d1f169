// The port through which time enters: rules never read a clock, they are told `today`.
#pragma once

#include <chrono>

#include "ledger/base/date.h"
#include "ledger/base/ids.h"

namespace zhucun {

class Clock {
 public:
  virtual ~Clock() = default;
  // Wall time now. Any thread.
  virtual RecordedTime now() = 0;
  // A clock that only moves forward, to notice a wall clock that was set. Any thread.
  virtual std::chrono::microseconds monotonic() = 0;
};

// The business day of a moment: UTC+8, no daylight saving.
inline Date business_day(RecordedTime time) {
  auto shifted = std::chrono::microseconds{time.micros} + std::chrono::hours{8};
  return Date{std::chrono::floor<Days>(shifted)};
}

}  // namespace zhucun
