// The payouts that a few units of the demo city make through the book, step by step, each step a
// request of its own on the story's last day. [8.2.2]
#pragma once

#include "ledger/book/book.h"
#include "tools/demo/allowances.h"

namespace zhucun::demo {

// The book must have been lent the figures. Stops at the first refusal, naming the step.
std::optional<Refusal> pay_out(const City& city, const Allowances& allowances, book::Book& book);

}  // namespace zhucun::demo
