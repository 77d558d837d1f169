// What the writer remembers of allowances and payouts: who was paid for what, not how much is due.
// Journal maps only; see state.h. Keys are texts of ids: "person|2025-07". [8.2.2]
#pragma once

#include <map>
#include <string>
#include <vector>

#include "allowance.capnp.h"
#include "ledger/base/date.h"
#include "ledger/base/fen.h"
#include "ledger/base/ids.h"
#include "ledger/base/journal.h"

namespace zhucun::domain {

enum class PayoutStep : std::uint8_t { none, drafted, checked, approved, released, voided };

struct KnownPayoutLine {
  int sequence = 0;
  std::string person;
  std::string item;
  std::string month;
  Fen due;
  Fen before;
  Fen amount;
  event::PayoutReason reason = event::PayoutReason::UNKNOWN;
};

struct KnownPayout {
  std::string unit;
  std::string batch;
  PayoutStep step = PayoutStep::none;
  std::vector<PayoutStep> history;  // the steps before, to go back to
  std::vector<Position> events;     // of the steps, in order
  std::string drafter;
  std::string checker;
  std::string approver;
  std::string content;
  std::vector<KnownPayoutLine> lines;
  std::map<int, Position> answers;  // by the first sequence of a person
};

// A payment that covers a person's month: one item of it, or all.
struct PaidIn {
  Position position;
  std::string item;  // empty = a lump over all items
};

struct KnownAdjustment {
  Position position;
  Fen amount;
};

struct KnownLivingCost {
  Fen amount;
  std::vector<std::string> residents;
};

struct AllowanceState {
  Journal<std::string, KnownPayout> payouts;       // by "unit@batch"
  Journal<std::string, std::vector<PaidIn>> paid;  // by "person|month"
  Journal<std::string, std::string> in_flight;     // "person|month|item|unit" -> "unit@batch"
  Journal<std::string, Position> touched;          // by person: the last event that paid
  Journal<std::string, Fen> balances;              // "unit|person": paid less returned
  Journal<std::string, std::map<Position, KnownAdjustment>>
      adjustments;                                            // "person|month|item|unit"
  Journal<std::string, std::map<Position, int>> settings;     // by unit: persons
  Journal<std::string, std::map<Position, Date>> statements;  // "unit|period": until
  Journal<Position, std::string> objections;                  // the person
  Journal<Position, KnownLivingCost> living_costs;
  Journal<Position, event::CareCase> cases;
  Journal<std::string, std::map<Position, Span>> trips;  // by person
  Journal<std::string, Fen> books;                       // "unit|item": sums to zero

  template <typename F>
  void each(F&& f) {
    f(payouts), f(paid), f(in_flight), f(touched), f(balances), f(adjustments), f(settings);
    f(statements), f(objections), f(living_costs), f(cases), f(trips), f(books);
  }
};

}  // namespace zhucun::domain
