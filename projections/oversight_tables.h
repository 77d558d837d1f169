// The reports of the offices: checks, rectification, assessment, organisation, interviews, care,
// training, tasks, reminders, drafted reports. [6, 7.2.3, 7.3, 8.1, 8.3]
#pragma once

#include "projections/listed.h"

namespace zhucun::projections {

Result<Listed> check_coverage(const Sight& sight, const Query& query);
Result<Listed> check_plan(const Sight& sight, const Query& query);
Result<Listed> open_rectifications(const Sight& sight, const Query& query);
Result<Listed> assessments(const Sight& sight, const Query& query);
Result<Listed> management_register(const Sight& sight, const Query& query);
Result<Listed> office_completeness(const Sight& sight, const Query& query);
Result<Listed> interview_grounds(const Sight& sight, const Query& query);
Result<Listed> unit_duties(const Sight& sight, const Query& query);
Result<Listed> training_coverage(const Sight& sight, const Query& query);
Result<Listed> care_coverage(const Sight& sight, const Query& query);
Result<Listed> tasks(const Sight& sight, const Query& query);
Result<Listed> settlement_employment(const Sight& sight, const Query& query);
Result<Listed> reminder_drafts(const Sight& sight, const Query& query);
Result<Listed> reminders(const Sight& sight, const Query& query);
Result<Listed> report_draft(const Sight& sight, const Query& query);

}  // namespace zhucun::projections
