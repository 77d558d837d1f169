// What offices look into and what comes of it in the demo city: problems put right in time, late or
// not at all, interviews, reminders one level down; how the offices and groups are made up, and
// what dispatching units give. [7.2.3, 8.1, 8.3]
#pragma once

#include "tools/demo/allowances.h"
#include "tools/demo/telling.h"

namespace zhucun::demo {

// What other pages planted that somebody is interviewed about.
struct Faults {
  const std::vector<Owed>& owed;
  const std::vector<PlantedFinding>& findings;
  const std::vector<PlantedCase>& cases;
};

// After every other page: it refers to the checks that were made.
std::vector<PlantedAct> write_oversight(const City& city, const Faults& faults, Random random,
                                        Diary& diary);
// Departments, leaders of groups, case reviews, support.
std::vector<PlantedAct> write_offices(const City& city, Random random, Diary& diary);

}  // namespace zhucun::demo
