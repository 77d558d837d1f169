// What a place's measures say of the work fund: what a seat is owed, the money's way, its uses.
// Values. [8.2.1]
#pragma once

#include <optional>
#include <utility>

#include "ledger/base/fen.h"
#include "ledger/base/split.h"
#include "ledger/policy/cited.h"

namespace zhucun::policy {

// Whose work fund: 第一书记 or 工作队. [8.2.1]
enum class FundSeat : std::uint8_t { unknown, first_secretary, team };
// Whether money is owed in a case that the text leaves open.
enum class FundOwed : std::uint8_t { not_owed, owed };
enum class FundPartYear : std::uint8_t { by_days, whole_year };
// The fund year in which the row first holds.
enum class FundFirstYear : std::uint8_t { whole, from_effective };
enum class FundPots : std::uint8_t { per_county, one, two };

// What one level bears of a sum.
struct FundShare {
  UnitLevel level = UnitLevel::unknown;
  int weight = 0;
  bool operator==(const FundShare&) const = default;
};

// Both ends belong to it.
struct FenRange {
  Fen at_least;
  Fen at_most;
  bool operator==(const FenRange&) const = default;
};

// What a seat of a village is owed a year, and who bears it. A top-up is what a county adds by
// itself: no level shares it, and it stands for nobody else's share. [8.2.1]
struct FundRow : Cited {
  FundSeat seat = FundSeat::unknown;
  Fen amount;  // a year
  bool top_up = false;
  std::vector<FundShare> shares;  // highest level first; none for a top-up
  Remainder remainder = Remainder::largest_remainder;
  FundPartYear part_year = FundPartYear::by_days;
  FundFirstYear first_year = FundFirstYear::whole;
  // On days on which nobody fills the seat. Of a first secretary's seat: if the village has members
  // then; of a team's: if its kinds ask for a team.
  FundOwed vacant = FundOwed::not_owed;
  // Of a team's seat in a village whose kinds ask for a first secretary only: on days with anybody
  // posted.
  FundOwed kind_without_team = FundOwed::not_owed;
  FundPots pots = FundPots::per_county;  // how the money of the two seats is kept
  std::optional<FenRange> plausible;  // of one document for one village; outside, the writer asks
  bool operator==(const FundRow&) const = default;
};

// A step on the money's way, and by when it is due in a fund year. [8.2.1]
enum class FundStep : std::uint8_t {
  unknown,
  allot,     // 指标下达, by the level it comes from
  receive,   // 到账, by the level it goes to
  transfer,  // 拨付, by the level it comes from
  confirm,   // 确认, by the level it goes to
};

// By a day of the fund year, by days after the step before it, or by both: whichever comes first.
struct FundDue {
  std::optional<std::pair<unsigned, unsigned>> month_day;
  std::optional<int> days_after;
  bool operator==(const FundDue&) const = default;
};

struct FundStepRow : Cited {
  FundStep step = FundStep::unknown;
  UnitLevel from = UnitLevel::unknown;
  UnitLevel to = UnitLevel::unknown;
  FundDue due;  // neither of the two: the text has no cut-off day
  bool operator==(const FundStepRow&) const = default;
};

// What the work fund may be spent on. Where no row allows a head, every head that none forbids is
// allowed. [8.2.1]
enum class FundUse : std::uint8_t { unknown, allowed, forbidden };
struct FundUseRow : Cited {
  std::string head;  // key of the head of spending, such as telecom_allowance
  FundUse use = FundUse::unknown;
  bool operator==(const FundUseRow&) const = default;
};

}  // namespace zhucun::policy
