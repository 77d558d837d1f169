// Month sheets: entered, checked, confirmed, returned, corrected; and the days from before the
// book. [7.2.3] decide refuses in the order in which its checks stand; evolve folds, revert takes a
// reversed event back. Whoever enters never checks or confirms, whoever checks never confirms.
#pragma once

#include "ledger/domain/decide.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State&, event::AttendanceEntered::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::AttendanceChecked::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::AttendanceConfirmed::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::AttendanceReturned::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::AttendanceCorrected::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::OpeningDaysStated::Reader,
                        event::Body::Reader);

void evolve(State&, Position, event::AttendanceEntered::Reader, event::Body::Reader);
void revert(State&, Position, event::AttendanceEntered::Reader, event::Body::Reader);
void evolve(State&, Position, event::AttendanceChecked::Reader, event::Body::Reader);
void revert(State&, Position, event::AttendanceChecked::Reader, event::Body::Reader);
void evolve(State&, Position, event::AttendanceConfirmed::Reader, event::Body::Reader);
void revert(State&, Position, event::AttendanceConfirmed::Reader, event::Body::Reader);
void evolve(State&, Position, event::AttendanceReturned::Reader, event::Body::Reader);
void revert(State&, Position, event::AttendanceReturned::Reader, event::Body::Reader);
void evolve(State&, Position, event::AttendanceCorrected::Reader, event::Body::Reader);
void revert(State&, Position, event::AttendanceCorrected::Reader, event::Body::Reader);
void evolve(State&, Position, event::OpeningDaysStated::Reader, event::Body::Reader);
void revert(State&, Position, event::OpeningDaysStated::Reader, event::Body::Reader);

// The village and month of a sheet, as the writer keeps it: "610802101200@2025-07".
template <typename E>
std::string sheet_name(E e) {
  return copy(e.getVillage()) + "@" + copy(e.getMonth());
}

}  // namespace zhucun::domain
