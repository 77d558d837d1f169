// What the writer remembers of days on duty and leave. Journal maps only; see state.h.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/base/journal.h"
#include "ledger/domain/attendance_sheet.h"

namespace zhucun::domain {

// What lies on one person's calendar as leave: up to the day before the return.
struct KnownLeave {
  Span span;   // as approved
  Date until;  // the last day away; before span.first when it was cancelled
  Position closed_by;
};

struct AttendanceState {
  Journal<std::string, std::vector<SheetStep>> sheets;          // by "village@2025-07"
  Journal<std::string, std::map<Position, KnownLeave>> leaves;  // by person, as the events name it

  template <typename F>
  void each(F&& f) {
    f(sheets), f(leaves);
  }
};

}  // namespace zhucun::domain
