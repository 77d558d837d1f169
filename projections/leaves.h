// Leave as it was taken, and from when on a threshold was passed. [7.2.3] Nothing after `as_of` is
// looked at: a later return is not known yet, a leave that still runs has the days until as_of.
// Pure.
#pragma once

#include <optional>
#include <vector>

#include "projections/report.h"

namespace zhucun::projections {

// One leave as seen from as_of.
struct LeaveSeen {
  const domain::LeaveFact* fact = nullptr;
  Span span;                     // as approved, cut at the day before an early return
  std::optional<Date> returned;  // the first day back
  std::int64_t late_days = 0;    // days between the last day of leave and the return
  bool open = false;             // nobody has recorded the return
};

// A person's leaves that were approved by as_of and not cancelled, by their first days. Two ids
// that are one person are one.
std::vector<LeaveSeen> leaves_of(const domain::Facts& facts, domain::PartyRef person, Date as_of);

// A threshold that one person's leave has passed: 30 days with touching leaves joined, on the 31st.
struct OverThreshold {
  const policy::ThresholdRow* row = nullptr;
  Date reached;                  // the day on which it was passed
  std::int64_t days = 0;         // of the stretch or year, until as_of
  std::vector<Position> leaves;  // the approvals behind it
};
std::vector<OverThreshold> leave_over_threshold(const domain::Facts& facts,
                                                const policy::Policy& policy, DivisionCode village,
                                                domain::PartyRef person, Date as_of);

// The days of the stretch that one leave lies in, with those that touch it.
std::int64_t joined_days(const std::vector<LeaveSeen>& leaves, const LeaveSeen& one);
// The days of leave in the calendar year of one leave, up to its last day.
std::int64_t year_days(const std::vector<LeaveSeen>& leaves, const LeaveSeen& one);
// The stay in which a day lies.
const domain::StayFact* stay_on(const domain::Facts& facts, domain::PartyRef person, Date day);
std::string_view title_of(event::LeaveKind kind);

}  // namespace zhucun::projections
