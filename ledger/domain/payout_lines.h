// Inside the decisions on payouts: which lines a payout has, and whether they still stand. [8.2.2]
#pragma once

#include <string>
#include <vector>

#include "ledger/domain/allowance_rules.h"
#include "ledger/domain/decide.h"
#include "ledger/domain/payout_parts.h"

namespace zhucun::domain {

// "person|2025-07|item|unit"
std::string line_key(const KnownPayoutLine& line, const std::string& unit);
std::string line_key(const OwedLine& line, const std::string& unit);

// What the draft asks for.
struct PayoutWish {
  std::string unit;
  std::vector<std::string> items;  // empty = all
  std::string advance;             // the month that is paid before it is over; empty = none
};

// The lines of a new payout: what is confirmed and not yet paid, settlements of what was paid in
// advance, adjustments that somebody confirmed, the month in advance. Nothing that is held or
// stands in another payout; nobody whose sum is not above zero.
PayoutLines lines_of(const State& state, const Owed& owed, const PayoutWish& wish);

// What has moved since a payout was drafted, in Chinese; empty when every line stands.
std::string moved(const State& state, const Owed& owed, const KnownPayout& payout);

// The text that a payout's content value is made of.
std::string content_text(const PayoutLines& lines);

// What the book says a unit owes; somebody must lend it.
Owed owed_now(const Context& context, const OwedQuestion& question);
// A payment that stands in the running group is not in the figures yet.
Fault moving_fault(const State& state, const Owed& owed, const std::string& person);
// Takes one payment's cover off "person|2025-07".
void uncover(State& state, const std::string& key, Position position, const std::string& item);

}  // namespace zhucun::domain
