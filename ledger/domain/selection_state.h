// What the writer remembers of needs, selection, handover and recall. Journal maps only; see
// state.h.
#pragma once

#include "ledger/base/journal.h"

namespace zhucun::domain {

struct SelectionState {
  template <typename F>
  void each(F&&) {}
};

}  // namespace zhucun::domain
