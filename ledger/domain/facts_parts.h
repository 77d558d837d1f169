// Inside the facts: acts looked up by actor and day, and two ids that turn out to be one person.
#pragma once

#include "ledger/domain/facts.h"
#include "ledger/domain/fund_fold.h"

namespace zhucun::domain {

// A subject with folds of its own writes fold(Facts&, const At&, Event::Reader) and take_back(...)
// beside its facts, and declares them here; the fold of facts.cpp finds them by overload.

std::uint64_t entry_key(PartyRef actor, policy::ActKind kind);
void add_entry(Facts& facts, const Act& act, ActIndex index, Date day);

// Whatever the one id did, the other did; and the way back.
void merge_people(Facts& facts, Position position, PartyRef from, PartyRef into);
void part_people(Facts& facts, Position position);

}  // namespace zhucun::domain
