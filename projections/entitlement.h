// What a resident is owed, item by item and month by month, by which unit, and why. [8.2.2]
//
// A month that is confirmed is payable; before that a figure is provisional (暂计); where a rate, a
// tier or a sheet is missing there is no figure but a reason, never zero. Half days are counted
// exactly, each unit's part is rounded once to the fen (四舍五入). What a merged unit owed its
// successor owes from the merger on, earlier months too; the rate of a day stays that of the unit
// that stood on the day. Nothing after `as_of` is looked at. Pure.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ledger/domain/owed.h"
#include "projections/pay_rates.h"
#include "projections/presence.h"

namespace zhucun::projections {

// A stretch of a month under one rate.
struct RatePart {
  Span days;
  std::int64_t halves = 0;  // of what the rate is paid for: half days; 2 = one day, month or trip
  Fen rate;
  std::string source;  // the paper of the rate
  Position standard;   // its event; none where the policy says it
};

struct Entitlement {
  domain::PartyRef person;
  std::string item;
  Date month;
  std::string unit;
  DivisionCode village;
  policy::Role role = policy::Role::unknown;
  domain::OwedBasis basis = domain::OwedBasis::unknown;
  std::string why;  // why there is no figure, or why it is nothing
  Fen due;
  std::int64_t halves = 0;  // days, months or trips, doubled
  int unknown_halves = 0;   // half days on which the sheet says nothing
  bool opening = false;     // still owed from before the book
  bool capped = false;
  std::vector<RatePart> parts;
  std::vector<Position> events;  // sheets, trips, attestations, standards
};

class Entitlements {
 public:
  explicit Entitlements(const Sight& sight);
  ~Entitlements();

  // Everything that falls into the month, by item in the order of the policy, then by unit.
  std::vector<Entitlement> of(domain::PartyRef person, Date month) const;
  // Everybody who stood in the month, also under an id that was merged away since.
  std::vector<domain::PartyRef> people(Date month) const;
  // The first month that items are reckoned for here: of the county's go-live, else of the book's
  // start.
  Date live_month(DivisionCode village) const;
  // The row of an item as of a month; nothing when no policy has it.
  const policy::AllowanceRow* row_of(const std::string& item, Date month) const;
  // The items of a month in the order of the policy.
  std::vector<std::string> items(Date month) const;
  const Sight& sight() const { return sight_; }

 private:
  struct Stretch;
  struct Piece;
  struct Attested;
  const std::vector<Stretch>& stretches(Date month) const;
  const PresenceSight& sheets(Date month) const;
  const Attested& attested() const;  // gathered at the first use
  std::vector<Piece> pieces(domain::PartyRef person, Date month) const;
  const policy::AllowanceRow* row_on(const std::string& item, Date day, const Piece& piece) const;
  RateSeat seat_of(const Piece& piece, domain::PartyRef person) const;
  bool travel_is_paid(Date day, const Piece& piece) const;
  void by_day(domain::PartyRef person, const std::string& item, Date month,
              const std::vector<Piece>& pieces, std::vector<Entitlement>& out) const;
  void by_month(domain::PartyRef person, const std::string& item, Date month,
                const std::vector<Piece>& pieces, std::vector<Entitlement>& out) const;
  void by_trip(domain::PartyRef person, const std::string& item, Date month,
               const std::vector<Piece>& pieces, std::vector<Entitlement>& out) const;
  void by_leave(domain::PartyRef person, const std::string& item, Date month,
                std::vector<Entitlement>& out) const;
  void add_opening(domain::PartyRef person, Date month, std::vector<Entitlement>& out) const;
  bool paid_before(domain::PartyRef person, const std::string& item, Date month) const;
  void finish(Entitlement& one, const policy::AllowanceRow* row) const;
  void cap(const std::string& item, Date month, std::vector<Entitlement>& list) const;
  void add_pieces(const domain::StayFact& stay, Span days, std::vector<Piece>& out) const;

  const Sight& sight_;
  PayRates rates_;
  mutable std::unique_ptr<Attested> attested_;
  mutable std::map<Date, std::vector<Stretch>> stretches_;
  mutable std::map<Date, std::unique_ptr<PresenceSight>> sheets_;
  mutable std::map<DivisionCode, Date> live_;  // by county
};

}  // namespace zhucun::projections
