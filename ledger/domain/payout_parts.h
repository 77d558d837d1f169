// What a payout consists of: its steps and its persons' sums. Pure values. [8.2.2]
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "ledger/domain/allowance_state.h"
#include "ledger/domain/text.h"

namespace zhucun::domain {

using PayoutLines = std::vector<KnownPayoutLine>;

// One person's lines of a payout.
struct PayoutShare {
  std::string person;
  PayoutLines lines;
  Fen sum;
};
// By the sequence of the person's first line, which is the bank's.
std::map<int, PayoutShare> shares_of(const PayoutLines& lines);

// The lines that stand in a draft's event.
PayoutLines lines_in(event::PayoutDrafted::Reader e);
// "unit@batch" of any step of a payout.
template <typename E>
std::string payout_key(E e) {
  return copy(e.getUnit()) + "@" + copy(e.getBatch());
}

// 已制表, 已复核: what a payout is called after a step.
std::string_view title_of(PayoutStep step);

}  // namespace zhucun::domain
