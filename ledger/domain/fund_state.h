// What the writer remembers of money of the work fund. Journal maps only; see state.h.
#pragma once

#include "ledger/base/journal.h"

namespace zhucun::domain {

struct FundState {
  template <typename F>
  void each(F&&) {}
};

}  // namespace zhucun::domain
