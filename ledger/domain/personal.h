// What is known of people beyond their ids: details (sealed; only commitments reach the folds), two
// ids that are one person, restriction and erasure. [PIPL art. 47]
// decide sees a draft in plain and refuses in the order in which its checks stand; evolve folds,
// revert takes a reversed event back.
#pragma once

#include "ledger/domain/decide.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State&, event::PersonDetailsRecorded::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::PersonMerged::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::PersonRestricted::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::PersonErased::Reader,
                        event::Body::Reader);

void evolve(State&, Position, event::PersonDetailsRecorded::Reader, event::Body::Reader);
void evolve(State&, Position, event::PersonMerged::Reader, event::Body::Reader);
void revert(State&, Position, event::PersonMerged::Reader, event::Body::Reader);
void evolve(State&, Position, event::PersonRestricted::Reader, event::Body::Reader);
void revert(State&, Position, event::PersonRestricted::Reader, event::Body::Reader);
void evolve(State&, Position, event::PersonErased::Reader, event::Body::Reader);

// The personal fields that a body says something of, by their names in the schema.
std::vector<std::string> said_details(event::PersonDetailsRecorded::Reader e);

}  // namespace zhucun::domain
