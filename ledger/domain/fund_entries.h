// Double entry of the work fund: what an event posts, and what its postings do to the balances.
//
// Entries are made once, by decide, and stand in the event; evolve and the facts only add them up.
// Those of one event sum to zero for each source and fund, and so do the running totals: if they
// ever do not, the process stops before the log is harmed. Debit is above zero. Amounts are fen.
// [8.2.1]
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "ledger/domain/rules.h"

namespace zhucun::domain {

struct Entry {
  event::FundAccount account = event::FundAccount::UNKNOWN;
  DivisionCode holder;
  event::FundSource source = event::FundSource::UNKNOWN;
  event::FundKind fund = event::FundKind::UNKNOWN;
  std::int16_t year = 0;
  DivisionCode village;  // empty = not distributed
  Fen amount;
  bool operator==(const Entry&) const = default;
};
using Entries = std::vector<Entry>;

// No single amount above 100 billion yuan: a hundred thousand of them still fit.
inline constexpr Fen fund_amount_max{10'000'000'000'000};

Entries entries_in(capnp::List<event::FundEntry>::Reader list);
// The stored entries of a body of the fund family; none for those that post nothing.
Entries entries_of(event::Body::Reader body);
// The flow that an event's entries belong to.
event::FundFlow flow_of(event::FundEvent::Reader e);

// The draft with its entries put in.
schema::Words with_entries(event::Body::Reader draft, const Entries& entries);

// Whether the entries sum to zero for each source and fund.
bool balanced(const Entries& entries);

// Adds entries to the balances and movements; `sign` -1 takes them back. Throws std::logic_error
// when a total is not zero afterwards.
void post(State& state, Position position, event::Body::Reader body, int sign);

// The county of a division; empty for the city itself.
DivisionCode county_above(const State& state, DivisionCode code);
// How a holder is paid in a year: its own setting, else its county's, of the latest year not after
// it.
std::optional<AccountSetting> setting_of(const State& state, DivisionCode holder,
                                         std::int16_t year);
bool year_closed(const State& state, DivisionCode holder, std::int16_t year);
// The year itself, or the first one after it that is not closed.
std::int16_t open_year(const State& state, DivisionCode holder, std::int16_t year);

// Where an event posts: whose money, which year, how it is paid.
struct Purse {
  DivisionCode holder;
  std::int16_t year = 0;
  event::FundAccount money = event::FundAccount::CASH;  // cash or quota
};
Purse purse_of(const State& state, DivisionCode holder, std::int16_t year);

// What a holder may still decide over for a village: its own pot, then what is not distributed.
Fen available(const State& state, const Purse& purse, event::FundKind fund, DivisionCode village);
// The pots that an amount comes out of.
std::vector<PotPart> parts_of(const State& state, const Purse& purse, event::FundKind fund,
                              DivisionCode village, Fen amount);
// Credits an amount to the pots it comes out of: the village's, then the undistributed one, the
// rest overdraws the village's.
void draw(const State& state, const Purse& purse, event::FundKind fund, DivisionCode village,
          Fen amount, Entries& out);

}  // namespace zhucun::domain
