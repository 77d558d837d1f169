// Findings on a resident's life. [3, 4, 5, 7.1, 7.2.3, 7.3.3]
#pragma once

#include "projections/findings.h"

namespace zhucun::projections {

// Needs decided too low, candidates not fit, chains cut short, postings without a basis; seats
// with too many people where the reading says exactly.
void find_selection(const FindingSight& sight, const std::function<void(Finding)>& give);
// Terms and handovers cut short, or not handed over at all.
void find_terms(const FindingSight& sight, const std::function<void(Finding)>& give);
// Recalls that are owed, not ordered, ordered by another office, or without a successor.
void find_recalls(const FindingSight& sight, const std::function<void(Finding)>& give);
// Membership not transferred, quota counted, elections, pay not stated.
void find_conduct(const FindingSight& sight, const std::function<void(Finding)>& give);

}  // namespace zhucun::projections
