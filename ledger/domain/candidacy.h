// From a proposal to the party committee's decision: a closed chain whose steps, lead departments
// and opinions are rows of the policy. [5]
// decide refuses in the order in which its checks stand; evolve folds, revert takes a reversed
// event back.
#pragma once

#include "ledger/domain/decide.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State&, event::CandidateProposed::Reader,
                        event::Body::Reader);
void evolve(State&, Position, event::CandidateProposed::Reader, event::Body::Reader);
void revert(State&, Position, event::CandidateProposed::Reader, event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::CandidateFiled::Reader,
                        event::Body::Reader);
void evolve(State&, Position, event::CandidateFiled::Reader, event::Body::Reader);
void revert(State&, Position, event::CandidateFiled::Reader, event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::CandidateReviewed::Reader,
                        event::Body::Reader);
void evolve(State&, Position, event::CandidateReviewed::Reader, event::Body::Reader);
void revert(State&, Position, event::CandidateReviewed::Reader, event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::CandidateDecided::Reader,
                        event::Body::Reader);
void evolve(State&, Position, event::CandidateDecided::Reader, event::Body::Reader);
void revert(State&, Position, event::CandidateDecided::Reader, event::Body::Reader);

// What is attested of a person by a day; unsaid when nothing is.
AttestedProfile profile_on(const State& state, const std::string& person, Date day);
// What the open chain of a person still needs before he may stand in the village, or why his
// profile does not fit. For a posting that states no document. [4, 5.p1]
std::optional<Refusal> selection_fault(const State& state, event::PostingStarted::Reader draft,
                                       Date day);
// The posting that a chain led to, and its undoing.
void note_posting(State& state, Position position, event::PostingStarted::Reader e);
void forget_posting(State& state, Position position, event::PostingStarted::Reader e);

}  // namespace zhucun::domain
