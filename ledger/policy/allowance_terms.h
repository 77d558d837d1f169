// What a place's measures say of allowances and benefits: what a resident is owed, by whom, at
// which rate, and how it is paid out. The dispatching units' own money, never the work fund.
// Values. [8.2.2]
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/base/fen.h"
#include "ledger/base/marks.h"
#include "ledger/policy/cited.h"

namespace zhucun::policy {

// What one rate is paid for.
enum class PayPer : std::uint8_t {
  unknown,
  day,         // a day of the month sheet under one of the row's marks
  month,       // a month in post
  trip,        // one way out and back
  travel_day,  // a day out or back
  leave_day,   // a day of annual leave that was not taken
};

// Where the rate is looked up.
enum class RateBy : std::uint8_t {
  fixed,          // the row says it
  payer,          // a register, by the level and seat of the unit that pays
  county,         // a register, by the county of the village
  township_tier,  // a register, by the tier of the village's township
  person,         // a register, one person's own
};

// A month with fewer days in post.
enum class PartMonth : std::uint8_t { full_month, by_days };
// A rate that changes inside a month.
enum class RateChange : std::uint8_t { by_days, on_first };
// Who pays a month in which the unit changes.
enum class MonthPayer : std::uint8_t { by_day, unit_on_first, unit_on_last };
// Half a day under a mark.
enum class HalfDay : std::uint8_t { half, whole };
// A day on which the travel rule pays.
enum class TravelDay : std::uint8_t { exclusive, both };

// One item that is paid in money. Its id is the item's name in events.
struct AllowanceRow : Cited {
  PayPer per = PayPer::unknown;
  std::vector<UnitLevel> levels;  // only residents of units of these levels; empty = all
  RateBy rate_by = RateBy::fixed;
  Fen amount;              // when fixed
  std::string standard;    // the register otherwise
  std::vector<Mark> days;  // per day: the marks that count
  HalfDay half_day = HalfDay::half;
  TravelDay travel_day = TravelDay::both;
  PartMonth part_month = PartMonth::by_days;     // per month
  RateChange rate_change = RateChange::by_days;  // per month
  MonthPayer month_payer = MonthPayer::by_day;   // per month
  std::optional<Fen> month_at_most;              // of one person and month
  bool operator==(const AllowanceRow&) const = default;
};

// What is owed and is no sum of money to the resident, and how it is judged.
enum class Benefit : std::uint8_t {
  unknown,
  living_conditions,   // provided locally, borne by the units by heads
  health_check,        // a year
  accident_insurance,  // without a gap while posted
  medical_costs,       // recorded
  injury,              // the unit's consolation is owed
  death,               // recorded: survivors' benefits and lasting care
};
// Which year is owed a benefit that comes once a year.
enum class BenefitYear : std::uint8_t { whole_year, any_day };
struct BenefitRow : Cited {
  Benefit benefit = Benefit::unknown;
  BenefitYear owed = BenefitYear::whole_year;
  bool operator==(const BenefitRow&) const = default;
};

// How a lump over months and items is spread over what was due in them.
enum class LumpSpread : std::uint8_t { oldest_first, by_due };
// What a month that is paid before it is over is reckoned by.
enum class AdvanceBasis : std::uint8_t { last_confirmed, entered_so_far };
// Whose money a state firm spends.
enum class FirmMoney : std::uint8_t { own_funds, treasury };
// From when on what is not paid is not honoured.
enum class ArrearsFrom : std::uint8_t { next_month_end, year_end };
struct PayoutRow : Cited {
  int persons = 2;  // at least so many different persons take part; a unit may ask for three
  LumpSpread lump = LumpSpread::oldest_first;
  AdvanceBasis advance = AdvanceBasis::last_confirmed;
  int advance_month = 0;  // 1 to 12; 0 = no month is paid before it is over
  FirmMoney state_firms = FirmMoney::own_funds;
  ArrearsFrom arrears = ArrearsFrom::next_month_end;
  bool operator==(const PayoutRow&) const = default;
};

}  // namespace zhucun::policy
