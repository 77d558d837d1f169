// What each village's seats are owed of the work fund in a year, and what each level bears of it.
//
// Judged at read from dated stays, village kinds and the policy of each day: amounts of every
// stretch of days are added as they are, rounded up once to the whole fen, then split. An open stay
// is taken to run to the year's end; nothing that starts after as-of is looked at. Pure. [8.2.1]
#pragma once

#include <string>
#include <vector>

#include "projections/report.h"
#include "projections/seats.h"

namespace zhucun::projections {

// Days under one yearly sum on which a seat counts; they come to sum x days / days of the year.
struct FundStretch {
  Span span;     // on which the sum holds within the year
  int days = 0;  // of it on which the seat counts
  const policy::FundRow* row = nullptr;
};

// One seat of one village in one year. A county's top-up is a share of its own, with no levels.
// The rows and the policy live as long as the Sight's policies.
struct ShareDue {
  DivisionCode village;
  DivisionCode county;  // that it counts in at the year's end
  policy::FundSeat seat = policy::FundSeat::unknown;
  bool top_up = false;
  int year = 0;
  int days = 0;            // on which the seat counts
  int projected_days = 0;  // of them after as-of: open stays that are taken to go on
  int days_of_year = 0;
  // The year ended before the county's go-live: nothing is known of it, total and shares are empty.
  bool before_go_live = false;
  Fen total;
  std::vector<Fen> shares;               // in the order of the row's levels; they sum to the total
  const policy::FundRow* row = nullptr;  // the last that held
  const policy::Policy* policy = nullptr;
  std::vector<FundStretch> stretches;
};

// The spans of days on which a village's seats are filled, within a year; overlaps count once.
struct FilledSeats {
  std::vector<Span> first_secretary;
  std::vector<Span> members;
  std::vector<Span> anybody;
};
FilledSeats filled_seats(const Ground& ground, DivisionCode village, Span year);

// Every share due of a fund year within the desk's reach, in the order of villages, first
// secretaries' first. A seat that a village's kinds ask for and nobody filled is there with no days
// and no money. Where the sharing itself changes within the year, a seat has one share due per
// sharing.
std::vector<ShareDue> shares_due(const Sight& sight, const Ground& ground, int year);

// What a level bears of a share due; nothing where it has no part in it.
std::optional<Fen> share_of(const ShareDue& due, policy::UnitLevel level);

}  // namespace zhucun::projections
