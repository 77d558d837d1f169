#include "api/app/clock.h"

namespace zhucun::app {

RecordedTime SystemClock::now() {
  auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

std::chrono::microseconds SystemClock::monotonic() {
  auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since);
}

}  // namespace zhucun::app
