// What the writer remembers of days on duty and leave. Journal maps only; see state.h.
#pragma once

#include "ledger/base/journal.h"

namespace zhucun::domain {

struct AttendanceState {
  template <typename F>
  void each(F&&) {}
};

}  // namespace zhucun::domain
