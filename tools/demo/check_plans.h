// Check plans that the demo city adopts on its last day for the period to come: the longest
// unvisited villages first, chance by a published seed within a month; one was made up by hand.
// [7.2.3]
#pragma once

#include "ledger/book/book.h"
#include "tools/demo/telling.h"

namespace zhucun::demo {

// Draws by the demo's own count of visits. Stops at the first refusal.
std::optional<Refusal> adopt_plans(const City& city, const Diary& diary, book::Book& book,
                                   std::vector<PlantedAct>& planted);

}  // namespace zhucun::demo
