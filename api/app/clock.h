// The system's clock, and one that a simulation sets by hand.
#pragma once

#include "ledger/base/clock.h"

namespace zhucun::app {

class SystemClock : public Clock {
 public:
  RecordedTime now() override;
  std::chrono::microseconds monotonic() override;
};

// Stands still until it is set; wall and monotonic time move together, so nothing looks skewed.
class ManualClock : public Clock {
 public:
  explicit ManualClock(RecordedTime start) : now_(start) {}
  void set(RecordedTime now) { now_ = now; }
  RecordedTime now() override { return now_; }
  std::chrono::microseconds monotonic() override { return std::chrono::microseconds{now_.micros}; }

 private:
  RecordedTime now_;
};

}  // namespace zhucun::app
