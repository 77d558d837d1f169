// Inside the facts: acts looked up by actor and day, and two ids that turn out to be one person.
#pragma once

#include "ledger/domain/facts.h"
#include "ledger/domain/fund_fold.h"

namespace zhucun::domain {

// A subject with folds of its own writes fold(Facts&, const At&, Event::Reader) and take_back(...)
// beside its facts, and declares them here; the fold of facts.cpp finds them by overload.
void fold(Facts&, const At&, event::NeedDecided::Reader);
void take_back(Facts&, const At&, event::NeedDecided::Reader);
void fold(Facts&, const At&, event::LeadDepartmentNamed::Reader);
void take_back(Facts&, const At&, event::LeadDepartmentNamed::Reader);
void fold(Facts&, const At&, event::ProfileAttested::Reader);
void take_back(Facts&, const At&, event::ProfileAttested::Reader);
void fold(Facts&, const At&, event::MembershipTransferred::Reader);
void take_back(Facts&, const At&, event::MembershipTransferred::Reader);
void fold(Facts&, const At&, event::VillagePostHeld::Reader);
void take_back(Facts&, const At&, event::VillagePostHeld::Reader);
void fold(Facts&, const At&, event::ElectionStood::Reader);
void take_back(Facts&, const At&, event::ElectionStood::Reader);
void fold(Facts&, const At&, event::PayUnchangedStated::Reader);
void take_back(Facts&, const At&, event::PayUnchangedStated::Reader);
void fold(Facts&, const At&, event::CandidateProposed::Reader);
void take_back(Facts&, const At&, event::CandidateProposed::Reader);
void fold(Facts&, const At&, event::CandidateFiled::Reader);
void take_back(Facts&, const At&, event::CandidateFiled::Reader);
void fold(Facts&, const At&, event::CandidateReviewed::Reader);
void take_back(Facts&, const At&, event::CandidateReviewed::Reader);
void fold(Facts&, const At&, event::CandidateDecided::Reader);
void take_back(Facts&, const At&, event::CandidateDecided::Reader);
void fold(Facts&, const At&, event::HandoverCompleted::Reader);
void take_back(Facts&, const At&, event::HandoverCompleted::Reader);
void fold(Facts&, const At&, event::AnnualGradeRecorded::Reader);
void take_back(Facts&, const At&, event::AnnualGradeRecorded::Reader);
void fold(Facts&, const At&, event::PunishmentRecorded::Reader);
void take_back(Facts&, const At&, event::PunishmentRecorded::Reader);
void fold(Facts&, const At&, event::RecallOrdered::Reader);
void take_back(Facts&, const At&, event::RecallOrdered::Reader);

// The posting to which an open candidacy of its person leads, and its undoing. [5.p1]
void fold_selected(Facts& facts, const At& at, event::PostingStarted::Reader e);
void take_back_selected(Facts& facts, const At& at, event::PostingStarted::Reader e);
void dump_selection(const Facts& facts, const std::function<void(std::string_view)>& line);

// Days on duty and leave: attendance_facts.cpp.
void fold(Facts&, const At&, event::AttendanceEntered::Reader);
void fold(Facts&, const At&, event::AttendanceChecked::Reader);
void fold(Facts&, const At&, event::AttendanceConfirmed::Reader);
void fold(Facts&, const At&, event::AttendanceReturned::Reader);
void fold(Facts&, const At&, event::AttendanceCorrected::Reader);
void fold(Facts&, const At&, event::OpeningDaysStated::Reader);
void fold(Facts&, const At&, event::LeaveApproved::Reader);
void fold(Facts&, const At&, event::LeaveReturned::Reader);
void fold(Facts&, const At&, event::LeaveCancelled::Reader);
void take_back(Facts&, const At&, event::AttendanceEntered::Reader);
void take_back(Facts&, const At&, event::AttendanceChecked::Reader);
void take_back(Facts&, const At&, event::AttendanceConfirmed::Reader);
void take_back(Facts&, const At&, event::AttendanceReturned::Reader);
void take_back(Facts&, const At&, event::AttendanceCorrected::Reader);
void take_back(Facts&, const At&, event::OpeningDaysStated::Reader);
void take_back(Facts&, const At&, event::LeaveApproved::Reader);
void take_back(Facts&, const At&, event::LeaveReturned::Reader);
void take_back(Facts&, const At&, event::LeaveCancelled::Reader);
void dump_attendance(const Facts& facts, const std::function<void(std::string_view)>& line);

std::uint64_t entry_key(PartyRef actor, policy::ActKind kind);
void add_entry(Facts& facts, const Act& act, ActIndex index, Date day);

// Whatever the one id did, the other did; and the way back.
void merge_people(Facts& facts, Position position, PartyRef from, PartyRef into);
void part_people(Facts& facts, Position position);

}  // namespace zhucun::domain
