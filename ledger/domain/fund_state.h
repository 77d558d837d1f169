// What the writer remembers of the work fund: balances, papers, claims, and what of the bank's
// statement has been matched. Journal maps only; see state.h. [8.2.1]
#pragma once

#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "fund.capnp.h"
#include "ledger/base/date.h"
#include "ledger/base/fen.h"
#include "ledger/base/ids.h"
#include "ledger/base/journal.h"

namespace zhucun::domain {

// One pot of money: whose it is, of which year and fund, and for which village (empty = not
// distributed).
struct PotKey {
  DivisionCode holder;
  DivisionCode village;
  std::int16_t year = 0;
  event::FundKind fund = event::FundKind::UNKNOWN;
  auto operator<=>(const PotKey&) const = default;
};

// A holder's year, or its bank account of all years (year 0).
struct HolderYear {
  DivisionCode holder;
  std::int16_t year = 0;
  auto operator<=>(const HolderYear&) const = default;
};

// A statement line or a movement of the book, as one holder sees it.
struct ItemKey {
  DivisionCode holder;
  std::int16_t year = 0;  // of the account; 0 = the bank account
  Position position;
  auto operator<=>(const ItemKey&) const = default;
};

}  // namespace zhucun::domain

template <>
struct std::hash<zhucun::domain::PotKey> {
  std::size_t operator()(const zhucun::domain::PotKey& key) const noexcept {
    std::uint64_t h = key.holder.value * 0x9E3779B97F4A7C15ull;
    h = (h ^ key.village.value) * 0xC2B2AE3D27D4EB4Full;
    h ^= static_cast<std::uint64_t>(key.year) << 8 | static_cast<std::uint64_t>(key.fund);
    return h * 0x9E3779B97F4A7C15ull;
  }
};
template <>
struct std::hash<zhucun::domain::HolderYear> {
  std::size_t operator()(const zhucun::domain::HolderYear& key) const noexcept {
    return (key.holder.value ^ static_cast<std::uint64_t>(key.year) << 44) * 0x9E3779B97F4A7C15ull;
  }
};
template <>
struct std::hash<zhucun::domain::ItemKey> {
  std::size_t operator()(const zhucun::domain::ItemKey& key) const noexcept {
    return ((key.holder.value ^ static_cast<std::uint64_t>(key.year) << 44) *
                0xC2B2AE3D27D4EB4Full ^
            key.position.value) *
           0x9E3779B97F4A7C15ull;
  }
};

namespace zhucun::domain {

// Balances of one pot, by account.
struct Pot {
  std::array<Fen, 12> balance{};  // by FundAccount
  Fen of(event::FundAccount account) const { return balance[static_cast<std::size_t>(account)]; }
  // What may still be decided over: money or quota, less what is reserved.
  Fen available() const;
};

struct AccountSetting {
  event::PaymentMode mode = event::PaymentMode::UNKNOWN;
  event::Pots pots = event::Pots::UNKNOWN;
};

struct KnownTransfer {
  DivisionCode county;
  DivisionCode township;
  std::int16_t year = 0;
};

// Where a claim stands. Steps and what they lead to stand in one table, claims.cpp.
enum class ClaimStep : std::uint8_t {
  none,
  reserved,
  submitted,
  verified,
  returned,
  settled,
  voided,
};

// A part of an amount and the pot it comes out of (empty = not distributed).
struct PotPart {
  DivisionCode village;
  Fen amount;
};

struct KnownClaim {
  ClaimStep step = ClaimStep::none;
  DivisionCode holder;
  PotKey pot;
  std::vector<PotPart> reserved;
  Fen submitted;
  Fen verified;
  std::string submitter;           // the account that submitted it
  std::vector<ClaimStep> history;  // to step back when an event is reversed
  std::vector<Position> events;
};

enum class ItemKind : std::uint8_t {
  movement,   // of the book's money or quota
  opening,    // part of an opening balance: nothing to match
  open_item,  // inside an opening balance, but not yet on the statement
  line,       // of the statement
};

// What a reconciliation brings together; into the account above zero.
struct BankItem {
  HolderYear account;
  Date date;
  Fen amount;
  ItemKind kind = ItemKind::movement;
  Position match;
  Position classed;
};

struct FundState {
  Journal<PotKey, Pot> pots;
  Journal<int, Fen> totals;  // by source and fund: always zero
  Journal<DivisionCode, std::map<std::int16_t, AccountSetting>> settings;
  Journal<HolderYear, Position> closed;  // by county
  Journal<Position, KnownTransfer> transfers;
  // "invoice|holder|year|number", "allotment|county|year|head|number", ...: numbers in one
  // spelling.
  Journal<std::string, std::set<Position>> papers;
  Journal<std::string, KnownClaim> claims;
  Journal<ItemKey, BankItem> items;
  Journal<Position, std::vector<ItemKey>> matches;
  Journal<HolderYear, std::map<Position, Date>> reconciled;  // to which day, by completion

  template <typename F>
  void each(F&& f) {
    f(pots), f(totals), f(settings), f(closed), f(transfers), f(papers), f(claims), f(items);
    f(matches), f(reconciled);
  }
};

}  // namespace zhucun::domain
