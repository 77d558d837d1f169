// The reports on a resident's life: vacancies, candidates, rotation, handover, recall, people and
// their time lines, and what a change would bring about. [3, 4, 5, 7.1, 7.2.3, 7.3.3]
#pragma once

#include "projections/report.h"

namespace zhucun::projections {

Result<Table> vacancies(const Sight& sight, const Query& query);
Result<Explanation> explain_vacancies(const Sight& sight, const Query& query,
                                      const std::string& row, const std::string& column,
                                      const std::string& cursor);

Result<Table> candidates(const Sight& sight, const Query& query);
Result<Explanation> explain_candidates(const Sight& sight, const Query& query,
                                       const std::string& row, const std::string& column,
                                       const std::string& cursor);

Result<Table> rotation_plan(const Sight& sight, const Query& query);
Result<Explanation> explain_rotation_plan(const Sight& sight, const Query& query,
                                          const std::string& row, const std::string& column,
                                          const std::string& cursor);

Result<Table> handovers(const Sight& sight, const Query& query);
Result<Explanation> explain_handovers(const Sight& sight, const Query& query,
                                      const std::string& row, const std::string& column,
                                      const std::string& cursor);

Result<Table> recalls(const Sight& sight, const Query& query);
Result<Explanation> explain_recalls(const Sight& sight, const Query& query, const std::string& row,
                                    const std::string& column, const std::string& cursor);

Result<Table> person_timeline(const Sight& sight, const Query& query);
Result<Explanation> explain_person_timeline(const Sight& sight, const Query& query,
                                            const std::string& row, const std::string& column,
                                            const std::string& cursor);

Result<Table> unit_people(const Sight& sight, const Query& query);
Result<Explanation> explain_unit_people(const Sight& sight, const Query& query,
                                        const std::string& row, const std::string& column,
                                        const std::string& cursor);

Result<Table> change_effects(const Sight& sight, const Query& query);
Result<Explanation> explain_change_effects(const Sight& sight, const Query& query,
                                           const std::string& row, const std::string& column,
                                           const std::string& cursor);

}  // namespace zhucun::projections
