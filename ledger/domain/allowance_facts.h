// The facts of allowances and benefits as reports read them; see facts.h. People and units stand by
// their ids as the events name them; everything is kept by the position of its event. [8.2.2]
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/domain/allowance_state.h"
#include "ledger/policy/allowance_terms.h"

namespace zhucun::domain {

struct StandardFact {
  std::string standard;
  DivisionCode area;
  std::string tier;
  std::string person;
  Fen amount;
  Date from;
  std::string document;
  Date stated;
};

struct TierFact {
  std::string standard;
  DivisionCode township;
  std::string tier;
  Date from;
  std::string document;
  Date stated;
};

struct TripFact {
  std::string person;
  std::string unit;
  Span days;
};

struct UnusedLeaveFact {
  std::string person;
  std::string unit;
  int year = 0;
  int days = 0;
  bool work_need = false;
  bool no_make_up = false;
  Date date;
};

struct PaidBeforeFact {
  std::string person;
  std::string unit;
  std::string item;
  Date through;  // the last month paid, its first day
  Fen owed;
};

struct BudgetFact {
  std::string unit;
  int year = 0;
  Fen amount;
  std::string document;
};

struct SettingOfPayout {
  std::string unit;
  int persons = 2;
  std::string profile;
};

struct PaidPart {
  std::string item;  // empty = a lump over all items
  Date first;        // months, by their first days
  Date last;
  Fen amount;  // below zero: it came back
};

// A payment or return registered after the fact.
struct PaidFact {
  std::string unit;
  std::string person;
  std::string voucher;
  Date date;
  std::vector<PaidPart> parts;
};

struct PayoutMove {
  PayoutStep step = PayoutStep::none;
  Date date;
  std::string actor;
  Position position;
  std::string words;
};

struct BankAnswer {
  bool paid = false;
  Fen amount;
  std::string reason;
  std::string reference;
  Date date;
  Position position;
};

struct PayoutFact {
  std::string unit;
  std::string batch;
  Date through;
  std::string advance;
  std::string content;
  std::vector<KnownPayoutLine> lines;
  std::vector<PayoutMove> moves;
  std::map<int, BankAnswer> answers;  // by the first sequence of a person
};

struct AdjustmentFact {
  std::string unit;
  std::string person;
  std::string item;
  std::string month;
  Fen due;
  Fen before;
  Fen amount;
  std::string reason;
  Date date;
};

struct HoldLiftedFact {
  std::string person;
  std::string reason;
  Date date;
};

struct StatementWindow {
  std::string unit;
  std::string period;
  Date issued;
  Date until;
};

struct ObjectionFact {
  std::string person;
  std::string period;
  std::string words;
  std::string late;
  Date date;
};

struct ObjectionAnswer {
  Position objection;
  std::string words;
  Date date;
};

// A health check, an insurance, a medical bill: whom, for which days, how much.
struct BenefitFact {
  policy::Benefit benefit = policy::Benefit::unknown;
  std::string unit;
  std::vector<std::string> people;
  Span days;
  Fen amount;
  std::string document;
  Date date;  // of the event: an insurance is told on another day than its first
};

struct LivingCostFact {
  DivisionCode provider;
  std::string period;
  std::string document;
  Fen amount;
  std::vector<std::string> people;
  Date date;
};

struct RefundFact {
  Position cost;
  std::string unit;
  Fen amount;
  std::string voucher;
  Date date;
};

struct CareCaseFact {
  std::string person;
  std::string unit;
  event::CareCase kind = event::CareCase::UNKNOWN;
  std::string document;
  Date date;
};

struct CarePaidFact {
  Position of;
  std::string unit;
  event::CarePayment kind = event::CarePayment::UNKNOWN;
  std::string payer;
  Fen amount;
  Date date;
};

// One posting of a unit's own books. What is taken back stands a second time, with the opposite
// sign, on the day of its reversal.
struct PayPosted {
  Position position;
  Date date;
  std::string unit;
  event::PayAccount account = event::PayAccount::UNKNOWN;
  std::string item;
  int year = 0;
  Fen amount;
};

struct AllowanceFacts {
  std::map<Position, StandardFact> standards;
  std::map<Position, TierFact> tiers;
  std::map<Position, TripFact> trips;
  std::map<Position, UnusedLeaveFact> unused_leaves;
  std::map<Position, PaidBeforeFact> openings;
  std::map<Position, BudgetFact> budgets;
  std::map<Position, SettingOfPayout> settings;
  std::map<Position, PaidFact> paid;
  std::map<std::string, PayoutFact> payouts;  // by "unit@batch"
  std::map<Position, AdjustmentFact> adjustments;
  std::map<Position, HoldLiftedFact> lifted;
  std::map<Position, StatementWindow> statements;
  std::map<Position, ObjectionFact> objections;
  std::map<Position, ObjectionAnswer> answers;
  std::map<Position, BenefitFact> benefits;
  std::map<Position, LivingCostFact> living_costs;
  std::map<Position, RefundFact> refunds;
  std::map<Position, CareCaseFact> cases;
  std::map<Position, CarePaidFact> care_paid;
  std::vector<PayPosted> postings;

  // Forgets what one event has put into the maps by position.
  void forget(Position position);
};

}  // namespace zhucun::domain
