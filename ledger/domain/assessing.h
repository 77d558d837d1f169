// Annual and end-of-term assessment, criticism and adjustment, error tolerance, proposals of
// liability. [7.3, 8.3]
#pragma once

#include "ledger/domain/decide.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State&, event::UnitOpinionHeard::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::AnnualAssessed::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::AnnualConfirmed::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::AssessmentFedBack::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::TermAssessed::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::LiabilityProposed::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::CriticismGiven::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::UnfitnessDecided::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::ToleranceApplied::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::ToleranceFound::Reader,
                        event::Body::Reader);

// A confirmed grade may call back, like one from a paper. [7.3.3]
void evolve(State&, Position, event::AnnualConfirmed::Reader, event::Body::Reader);
void revert(State&, Position, event::AnnualConfirmed::Reader, event::Body::Reader);

}  // namespace zhucun::domain
