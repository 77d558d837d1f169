// What was done: meetings, reports, hearings, visits, checks, trainings. [7.2]
// decide refuses in the order in which its checks stand; evolve folds, revert takes a reversed
// event back.
#pragma once

#include "ledger/domain/decide.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State&, event::MeetingHeld::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::ReportHandedOver::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::ReportReceived::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::ReportReturned::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::HearingHeld::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::GuidanceVisitMade::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::CareVisitMade::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::TalkHeld::Reader, event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::SpotCheckMade::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::SupervisionMade::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::TrainingHeld::Reader,
                        event::Body::Reader);

void evolve(State&, Position, event::MeetingHeld::Reader, event::Body::Reader);
void revert(State&, Position, event::MeetingHeld::Reader, event::Body::Reader);
void evolve(State&, Position, event::ReportHandedOver::Reader, event::Body::Reader);
void revert(State&, Position, event::ReportHandedOver::Reader, event::Body::Reader);
void evolve(State&, Position, event::ReportReceived::Reader, event::Body::Reader);
void revert(State&, Position, event::ReportReceived::Reader, event::Body::Reader);
void evolve(State&, Position, event::ReportReturned::Reader, event::Body::Reader);
void revert(State&, Position, event::ReportReturned::Reader, event::Body::Reader);
void evolve(State&, Position, event::HearingHeld::Reader, event::Body::Reader);
void revert(State&, Position, event::HearingHeld::Reader, event::Body::Reader);
void evolve(State&, Position, event::GuidanceVisitMade::Reader, event::Body::Reader);
void revert(State&, Position, event::GuidanceVisitMade::Reader, event::Body::Reader);
void evolve(State&, Position, event::CareVisitMade::Reader, event::Body::Reader);
void revert(State&, Position, event::CareVisitMade::Reader, event::Body::Reader);
void evolve(State&, Position, event::TalkHeld::Reader, event::Body::Reader);
void revert(State&, Position, event::TalkHeld::Reader, event::Body::Reader);
void evolve(State&, Position, event::SpotCheckMade::Reader, event::Body::Reader);
void revert(State&, Position, event::SpotCheckMade::Reader, event::Body::Reader);
void evolve(State&, Position, event::SupervisionMade::Reader, event::Body::Reader);
void revert(State&, Position, event::SupervisionMade::Reader, event::Body::Reader);
void evolve(State&, Position, event::TrainingHeld::Reader, event::Body::Reader);
void revert(State&, Position, event::TrainingHeld::Reader, event::Body::Reader);

}  // namespace zhucun::domain
