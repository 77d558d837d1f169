// One resident's account: what was due, what was paid towards it, what is still open. [8.2.2]
//
// A payment of one item and month stands there; a lump is spread over what was due in its months
// and items by the named reading, and what is left over stays undistributed. What another unit
// paid lowers what is open, never what is due. Pure.
#pragma once

#include <set>

#include "projections/entitlement.h"

namespace zhucun::projections {

// Something that was paid (or came back: below zero).
struct PaidHow {
  Position position;
  Date date;
  std::string paper;  // voucher, or batch number
  Fen amount;
  bool transit = false;  // released, the bank has not answered
  bool advance = false;
  bool lump = false;
};

struct PayLine {
  Entitlement owed;
  bool not_owed = false;  // paid, though this unit owes nothing of it
  Fen paid;
  Fen open;
  std::vector<PaidHow> how;
  bool paid_in_advance = false;
  bool held = false;

  bool known() const { return owed.basis != domain::OwedBasis::unknown; }
};

// What is left of a lump after all that was due.
struct Undistributed {
  std::string unit;
  PaidHow how;
  Span months;  // first days
  Fen left;
};

struct PersonPay {
  domain::PartyRef person;
  std::vector<PayLine> lines;  // by month, item in the order of the policy, unit
  std::vector<Undistributed> left;
};

// Everybody's accounts for a span of months.
struct PayJudgement {
  std::vector<PersonPay> people;
};

class PayAccounts {
 public:
  explicit PayAccounts(const Sight& sight);

  // The lines of these months; a lump that reaches beyond them is spread over all of its own.
  PersonPay of(domain::PartyRef person, Span months) const;
  std::shared_ptr<const PayJudgement> everybody(Span months) const;
  // Everybody who stood in the months or was paid for them.
  std::vector<domain::PartyRef> people(Span months) const;
  // Those with whom a unit has to do at all.
  std::vector<domain::PartyRef> people_of(const std::string& unit) const;
  const Entitlements& entitlements() const { return entitlements_; }
  const policy::PayoutRow& rule(const std::string& unit, Date day) const;
  // What a month may be paid by before it is over; nothing where nothing can be said.
  std::optional<Fen> advance_of(const PayLine& line, const policy::PayoutRow& rule) const;

 private:
  struct Payment {
    std::string unit;
    PaidHow how;
    domain::PaidPart part;
  };
  // By person as of now, by date; and whose money is held.
  struct Payments {
    std::map<std::string, std::vector<Payment>> by_person;
    std::set<std::string> held;
  };
  // Read at the first use: a remembered judgement needs none of it.
  const Payments& payments() const;
  void add(Payments& to, const std::string& person, Payment payment) const;
  void settle(PersonPay& out, const std::vector<Payment>& payments) const;
  void spread(PersonPay& out, const Payment& lump) const;
  void open_lines(PersonPay& out) const;

  const Sight& sight_;
  Entitlements entitlements_;
  mutable std::unique_ptr<Payments> payments_;
};

// The lines of one unit, as the decisions on payouts ask for them.
domain::Owed owed_by(const domain::Facts& facts, const policy::PolicyBook& policies, Date today,
                     const domain::OwedQuestion& question);

// The first days of the months in a span.
std::vector<Date> months_in(Span months);

}  // namespace zhucun::projections
