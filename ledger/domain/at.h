// Where and when an event stands, as every fold needs it.
#pragma once

#include <string>

#include "ledger/base/date.h"
#include "ledger/base/ids.h"

namespace zhucun::domain {

struct At {
  Position position;
  Date date;
  bool opening;
  std::string actor = {};
  // Of a fold that is taken back: the reversal and its own day. 红字冲销 is dated like any entry.
  Position by = {};
  Date by_date = {};
};

}  // namespace zhucun::domain
