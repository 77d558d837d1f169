// What the decisions on allowances share: the units' own double entry, and checks. [8.2.2]
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "ledger/domain/rules.h"
#include "ledger/domain/state.h"

namespace zhucun::domain {

// One posting of a unit's own books, debit above zero.
struct PayPosting {
  event::PayAccount account = event::PayAccount::UNKNOWN;
  std::string item;
  std::int16_t year = 0;
  Fen amount;
};
using PayPostings = std::vector<PayPosting>;

// The stored entries of a body of the allowance family; none for those that post nothing.
PayPostings pay_postings_of(event::Body::Reader body);
std::string paying_unit_of(event::Body::Reader body);
// The draft with its entries put in.
schema::Words with_pay_entries(event::Body::Reader draft, const PayPostings& entries);
// Moves an amount of one item from one account to another.
void move_pay(PayPostings& out, const std::string& item, std::int16_t year,
              std::pair<event::PayAccount, event::PayAccount> from_to, Fen amount);
// The same for the sums of lines by item, in the year of a day.
template <typename Lines>
PayPostings moved_by_item(const Lines& lines, Date day,
                          std::pair<event::PayAccount, event::PayAccount> from_to) {
  std::map<std::string, Fen> by_item;
  for (const auto& line : lines) by_item[line.item].value += line.amount.value;
  PayPostings out;
  for (const auto& [item, amount] : by_item)
    move_pay(out, item, static_cast<std::int16_t>(year_of(day)), from_to, amount);
  return out;
}
// Adds to the unit's books; `sign` -1 takes back. Throws std::logic_error when an item's sum is
// not zero afterwards.
void post_pay(State& state, event::Body::Reader body, int sign);

// Above zero, not above what a sum can hold.
Fault pay_amount_fault(std::int64_t amount, const std::string& pointer);
// An item that some allowance row of the day's policy names.
Fault item_fault(const State& state, capnp::Text::Reader item, Date day,
                 const std::string& pointer);
// "2025-07" and nothing longer.
Fault month_fault(capnp::Text::Reader month, const std::string& pointer);
Fault people_fault(const State& state, capnp::List<capnp::Text>::Reader people,
                   const std::string& pointer);
Fault paid_by_fault(const State& state, capnp::Text::Reader unit, capnp::Text::Reader person,
                    Date day);

Date month_of_text(capnp::Text::Reader month);  // its first day; the form was checked
std::string month_text(Date month);             // 2025-07

Refusal pay_refusal(Code code, std::string detail, std::string hint, std::string pointer);

}  // namespace zhucun::domain
