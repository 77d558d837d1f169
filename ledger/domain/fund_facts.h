// The facts of the work fund as reports read them: postings added up by key, the papers behind
// them, claims, the bank's statement. Amounts are fen, debit above zero. See facts.h. [8.2.1]
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/domain/fund_state.h"

namespace zhucun::domain {

// What postings are added up by.
struct FundKey {
  DivisionCode holder;
  DivisionCode village;  // empty = not distributed
  std::int16_t year = 0;
  event::FundFlow flow = event::FundFlow::UNKNOWN;
  event::FundAccount account = event::FundAccount::UNKNOWN;
  event::FundSource source = event::FundSource::UNKNOWN;
  event::FundKind fund = event::FundKind::UNKNOWN;
  auto operator<=>(const FundKey&) const = default;
};

}  // namespace zhucun::domain

template <>
struct std::hash<zhucun::domain::FundKey> {
  std::size_t operator()(const zhucun::domain::FundKey& key) const noexcept {
    std::uint64_t small =
        static_cast<std::uint64_t>(key.year) << 32 | static_cast<std::uint64_t>(key.flow) << 24 |
        static_cast<std::uint64_t>(key.account) << 16 |
        static_cast<std::uint64_t>(key.source) << 8 | static_cast<std::uint64_t>(key.fund);
    std::uint64_t h = (key.holder.value ^ small) * 0x9E3779B97F4A7C15ull;
    h = (h ^ h >> 29 ^ key.village.value) * 0xC2B2AE3D27D4EB4Full;
    return h ^ h >> 32;
  }
};

namespace zhucun::domain {

struct FundPosting {
  Date date;
  std::uint32_t key = 0;    // in FundFacts::keys
  std::uint32_t paper = 0;  // in FundFacts::papers
  Fen amount;
};

using FundType = event::FundEvent::Which;

// One money event.
struct FundPaper {
  Position position;
  Date date;
  FundType type = event::FundEvent::NONE;
  DivisionCode holder;  // who holds or gives the money
  DivisionCode other;   // to whom it goes, where that is another holder
  DivisionCode village;
  std::int16_t year = 0;  // as said; postings may lie in a later, open one
  event::FundSource source = event::FundSource::UNKNOWN;
  event::FundKind fund = event::FundKind::UNKNOWN;
  bool fact = false;     // a payment number stands behind it
  bool advance = false;  // 提前下达
  bool opening = false;
  Fen amount;  // of all its lines
  std::string document;
  std::string number;  // of the payment, receipt or allotment; the claim of a settlement
  std::string party;   // payee, or who advanced
  std::string words;   // heads, functional head, reason
  std::uint32_t first_posting = 0;
  std::uint32_t posting_count = 0;
  Position refers;  // the transfer that is confirmed, the event that is corrected
  Position reversed_by;
  Date oldest;  // of an opening
};

struct FundSpent {
  std::uint32_t paper = 0;
  std::string head;
  Fen amount;
  std::string summary;
};

struct ClaimMove {
  Position position;
  Date date;
  ClaimStep step = ClaimStep::none;
  Fen amount;
  std::string actor;
  std::string words;  // reason or note
};

struct ClaimFact {
  DivisionCode holder;
  DivisionCode village;
  std::int16_t year = 0;
  event::FundKind fund = event::FundKind::UNKNOWN;
  std::string payee;
  std::vector<ClaimMove> moves;  // in order; those reversed are gone
};

struct StatementLine {
  Position position;
  Date date;
  HolderYear account;
  Fen amount;  // into the account above zero
  std::string sequence;
  std::string reference;
  std::string party;
  std::string summary;
  std::optional<Fen> balance;
};

// A movement of the book's money as a bank sees it.
struct FundMovement {
  Position position;
  Date date;
  Fen amount;
  ItemKind kind = ItemKind::movement;
  std::uint32_t paper = 0;
};

struct MatchFact {
  HolderYear account;
  std::vector<Position> lines;
  std::vector<Position> items;
  std::string reason;
  Date date;
};

struct ClassedFact {
  Position position;
  event::OutstandingClass what = event::OutstandingClass::UNKNOWN;
  std::string note;
  std::optional<Date> expected;
};

struct CompletedFact {
  Position position;
  Date date;
  Date through;
  Fen balance;
  Fen book;
  Fen outstanding;
};

struct SettingFact {
  event::PaymentMode mode = event::PaymentMode::UNKNOWN;
  event::Pots pots = event::Pots::UNKNOWN;
  std::string document;
  Position position;
};

// Shares of a closed year, province, city, county; and what was adjusted since.
struct FrozenFact {
  DivisionCode village;
  event::FundKind fund = event::FundKind::UNKNOWN;
  std::array<Fen, 3> shares{};
  std::string document;  // of an adjustment
  Position position;
};

struct UseOfNumber {
  Position position;
  DivisionCode holder;
  std::int16_t year = 0;
  std::string claim;  // of a claim's submission; empty for a payment
  std::string payee;
  Date date;
};

struct FundFacts {
  std::vector<FundKey> keys;
  std::vector<Fen> totals;  // beside keys: debits less credits
  std::vector<Fen> debits;  // beside keys; what is taken back is taken off its own side
  std::unordered_map<FundKey, std::uint32_t> key_index;
  std::unordered_map<DivisionCode, std::vector<std::uint32_t>> keys_of;  // by holder
  std::vector<FundPosting> postings;                                     // in the order of the book
  Date last_date;                                                        // of any posting

  std::vector<FundPaper> papers;  // in the order of the book
  std::vector<FundSpent> spent;
  std::map<std::string, std::vector<UseOfNumber>> invoices;  // in one spelling
  std::map<std::string, ClaimFact> claims;

  std::map<DivisionCode, std::map<std::int16_t, SettingFact>> settings;
  std::map<HolderYear, std::vector<FundMovement>> movements;  // by account
  std::map<HolderYear, std::vector<StatementLine>> lines;     // by account
  std::map<Position, MatchFact> matches;
  std::map<ItemKey, Position> matched;
  std::map<ItemKey, ClassedFact> classed;
  std::map<HolderYear, std::vector<CompletedFact>> completed;
  std::map<HolderYear, Position> closed;  // by county
  std::map<HolderYear, std::vector<FrozenFact>> frozen;
  std::map<HolderYear, std::vector<FrozenFact>> adjusted;

  const FundPaper* paper_at(Position position) const;
};

// Whether the posting at an index stands on the debit side (red entries stand on the side of what
// they take back).
bool debits(const FundFacts& fund, std::uint32_t index, const FundPosting& posting);

}  // namespace zhucun::domain
