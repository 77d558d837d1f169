// Days on duty: what the month sheets that count say of one person in one year or month, and what
// the measure in force asks. [7.2.3] Everything is counted in half days. Nothing after `as_of` is
// looked at; what nobody has said stays unknown and is never a zero. Pure.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "projections/findings.h"
#include "projections/report.h"
#include "projections/seats.h"

namespace zhucun::projections {

// A stay inside the asked period; `days` may reach beyond as_of while it is open.
struct StayDays {
  const domain::StayFact* stay = nullptr;
  Span days;
};

// One village and month in which the person stood: which version counted, and what it gave.
struct MonthSeen {
  DivisionCode village;
  Date month;
  domain::SheetState state = domain::SheetState::missing;
  bool correcting = false;  // a correction waits beside what was confirmed
  Position content;
  int counted = 0;
  int unknown = 0;
};

struct Presence {
  domain::PartyRef person;
  std::vector<StayDays> stays;                // in order; never empty
  const policy::PresenceRow* rule = nullptr;  // what counts
  bool measured = false;                      // the rule asks for days in this kind of period
  std::array<int, mark_count> marks{};        // half days by mark, beyond the opening
  int counted = 0;                            // with the opening
  int assumed = 0;    // of these: blank days off taken for days in the village by local rule
  int set_aside = 0;  // blank days off that by local rule are neither counted nor unknown
  int unknown = 0;
  int before = 0;        // unknown, and before the place went live: an opening is wanting
  int post_days = 0;     // in post in the period, an open stay to its end
  int elapsed_days = 0;  // of these, until as_of
  const domain::OpeningDays* opening = nullptr;
  bool opening_splits = false;          // the period is a part of what the opening sums up
  std::optional<int> missing_calendar;  // the year whose holiday table is wanting
  std::optional<int> required;          // nothing: no measure for this kind of period
  int capacity = 0;                     // half days on which one could have been on duty
  std::vector<MonthSeen> months;

  const domain::StayFact& last_stay() const { return *stays.back().stay; }
  bool infeasible() const { return required && *required > capacity; }
  // Why there is no figure; empty when there is one.
  std::string why_not() const;
  std::optional<int> pace() const;      // half days needed by as_of
  std::optional<int> forecast() const;  // at the end of the period, at the rate so far
};

class PresenceSight {
 public:
  // Takes a year or a month.
  PresenceSight(const Sight& sight, Period period);

  // Everybody who stood in the period, by person; within the reach of the desk that asks.
  std::vector<Presence> everybody() const;
  std::optional<Presence> of(domain::PartyRef person) const;
  const policy::Policy& policy() const { return policy_; }
  const Period& period() const { return period_; }
  bool is_year() const;
  const Calendar& calendar() const { return calendar_; }
  // The marks of a person in a version, under any id that was merged into his.
  const MonthMarks* marks_in(const domain::SheetContent& content, domain::PartyRef person) const;
  // The sheet of a village and month as of the day: its state, and what it says of a person.
  struct SheetSeen {
    domain::SheetState state = domain::SheetState::missing;
    bool correcting = false;  // a correction waits beside what was confirmed
    Position content;         // none: nothing counts
    const MonthMarks* marks = nullptr;
    policy::BlankWeekend blank = policy::BlankWeekend::unknown;
  };
  SheetSeen sheet_seen(DivisionCode village, Date month, domain::PartyRef person) const;
  // What a mark stands for: a blank day off is taken as the place says.
  Mark taken(Mark mark, Date day, policy::BlankWeekend blank) const;
  // The day from which a village's sheets are kept; nothing when its county never said.
  std::optional<Date> go_live(DivisionCode village) const;

 private:
  std::map<domain::PartyRef, std::vector<StayDays>> stays() const;
  Presence presence_of(domain::PartyRef person, std::vector<StayDays> stays) const;
  void count_opening(Presence& one) const;
  void count_stay(Presence& one, const StayDays& stay) const;
  void count_month(Presence& one, const StayDays& stay, Span days) const;
  void count_half(Presence& one, MonthSeen& month, Date day, Mark mark,
                  policy::BlankWeekend blank) const;
  void judge(Presence& one) const;

  const Sight& sight_;
  Period period_;
  const policy::Policy& policy_;
  Calendar calendar_;
  std::map<domain::PartyRef, std::vector<domain::PartyRef>> merged_;  // ids merged into another
};

// The month's or year's span as a period; refuses others.
Result<Period> presence_period(const Sight& sight, const Query& query, bool months_only);
// What a list of a policy holds on the first of these days on which it says anything.
const policy::Policy& policy_in(const Sight& sight, Span span);
std::string half_days_text(std::int64_t half_days);
std::string_view title_of(domain::SheetState state);
std::string_view name_of(domain::SheetState state);
std::string_view title_of_step(domain::StepKind kind);
std::string role_title(policy::Role role);

}  // namespace zhucun::projections
