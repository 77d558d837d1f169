// Check plans, rectification, interviews, reminders, and how the offices are made up. What has its
// document is a fact; without one it is a decision, and the rows decide. [7.2.3, 8.1, 8.3]
#pragma once

#include "ledger/domain/decide.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State&, event::CheckPlanAdopted::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::RectificationOrdered::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::RectificationReported::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::RectificationChecked::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::InterviewHeld::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::ReminderIssued::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::ReminderAnswered::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::CaseReviewHeld::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::GroupLeaderNamed::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::DepartmentSeated::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::SupportGiven::Reader,
                        event::Body::Reader);

}  // namespace zhucun::domain
