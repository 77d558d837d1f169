// Findings of days on duty and leave. [7.2.3] Each is judged on the version of a sheet that counts.
#pragma once

#include "projections/findings.h"

namespace zhucun::projections {

// What sheets say against the leave register, the posting or the clause: on duty while on leave
// (marked_on_leave), leave without a record (leave_unrecorded), away without leave
// (unauthorised_absence), at the own unit (own_unit_work), marks outside the posting
// (marked_outside_post).
void find_marks(const FindingSight& at, const std::function<void(Finding)>& give);
// Years that ended with fewer days than asked, nothing left unknown (presence_short).
void find_short_years(const FindingSight& at, const std::function<void(Finding)>& give);
// More leave than a threshold (leave_recall_due, leave_interview_due), approved by somebody too low
// (leave_approver), not returned from (leave_not_returned), returned from late (leave_late_return).
void find_leaves(const FindingSight& at, const std::function<void(Finding)>& give);

}  // namespace zhucun::projections
