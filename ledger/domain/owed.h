// What the book's figures say a unit owes its residents, lent to the decisions on payouts.
//
// decide never reckons what is due: that is judged at read, by the reports' one evaluator, over the
// facts as they stood before the running group (`known_to`). A decision that rests on something
// later is refused, not guessed. Values. [8.2.2]
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "ledger/base/date.h"
#include "ledger/base/fen.h"
#include "ledger/base/ids.h"
#include "ledger/policy/allowance_terms.h"

namespace zhucun::domain {

struct OwedQuestion {
  std::string unit;
  std::string person;  // empty = everybody whom the unit owes
  Date through;        // the last month, its first day
};

enum class OwedBasis : std::uint8_t { confirmed, provisional, unknown };

// One resident, item and month, as far as this unit owes it.
struct OwedLine {
  std::string person;
  std::string item;
  Date month;
  OwedBasis basis = OwedBasis::unknown;
  std::string why;  // why there is no figure
  Fen due;
  Fen paid;  // what this unit has paid towards it, lumps spread, in transit included
  Fen open;  // what is still to be paid; below zero: too much was paid
  bool ever_paid = false;
  bool paid_in_advance = false;  // before the month was over
  bool held = false;             // under recall, not settled yet
  std::optional<Fen> advance;    // what the month may be paid by before it is over
};

struct Owed {
  Position known_to;
  policy::PayoutRow rule;
  std::vector<OwedLine> lines;  // by person, month, item in the order of the policy
};

using OwedBook = std::function<Owed(const OwedQuestion&)>;

}  // namespace zhucun::domain
