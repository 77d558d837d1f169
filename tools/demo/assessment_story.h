// How residents of the demo city are assessed, criticised, adjusted and treated with tolerance;
// what their villages' teams take on. [6, 7.3, 8.3]
#pragma once

#include "tools/demo/telling.h"

namespace zhucun::demo {

// Grades that call somebody back are findings of the city's lives: they go to `findings`.
std::vector<PlantedAct> write_assessments(const City& city, Random random, Diary& diary,
                                          std::vector<PlantedFinding>& findings);
// Task lists, and how many relocated households have work.
std::vector<PlantedAct> write_tasks(const City& city, Random random, Diary& diary);

}  // namespace zhucun::demo
