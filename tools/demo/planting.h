// Which duties fail in the demo city, and how: chosen by the seed at a realistic rate, so that
// every way of failing occurs. What is chosen is all that is wrong: whoever makes the acts fulfils
// the rest.
#pragma once

#include <string>

#include "tools/demo/diary.h"
#include "tools/demo/owed.h"

namespace zhucun::demo {

// Sets the fates. Instances that are still running at the story's end are never chosen.
void plant(const City& city, Random random, std::vector<Owed>& owed);

// One JSON array: {kind, duty, actor, to, subject, leader, period, status, note}, also of what was
// planted and yet stays on time, is not applicable or before go-live.
// Findings follow, as {kind, status: finding, place, person, unit, since}.
std::string planted_json(const City& city, const Expectations& expectations,
                         const std::vector<PlantedFinding>& findings);
std::size_t planted_count(const Expectations& expectations);

}  // namespace zhucun::demo
