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
void fold(Facts&, const At&, event::AnnualConfirmed::Reader);
void take_back(Facts&, const At&, event::AnnualConfirmed::Reader);
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

// Allowances and benefits: allowance_facts.cpp.
void fold(Facts&, const At&, event::StandardSet::Reader);
void take_back(Facts&, const At&, event::StandardSet::Reader);
void fold(Facts&, const At&, event::TownshipTierSet::Reader);
void take_back(Facts&, const At&, event::TownshipTierSet::Reader);
void fold(Facts&, const At&, event::TripMade::Reader);
void take_back(Facts&, const At&, event::TripMade::Reader);
void fold(Facts&, const At&, event::LeaveUnused::Reader);
void take_back(Facts&, const At&, event::LeaveUnused::Reader);
void fold(Facts&, const At&, event::AllowanceOpeningStated::Reader);
void take_back(Facts&, const At&, event::AllowanceOpeningStated::Reader);
void fold(Facts&, const At&, event::PayoutSettingSet::Reader);
void take_back(Facts&, const At&, event::PayoutSettingSet::Reader);
void fold(Facts&, const At&, event::BudgetAdopted::Reader);
void take_back(Facts&, const At&, event::BudgetAdopted::Reader);
void fold(Facts&, const At&, event::AllowancePaid::Reader);
void take_back(Facts&, const At&, event::AllowancePaid::Reader);
void fold(Facts&, const At&, event::AllowanceReturned::Reader);
void take_back(Facts&, const At&, event::AllowanceReturned::Reader);
void fold(Facts&, const At&, event::PayoutDrafted::Reader);
void take_back(Facts&, const At&, event::PayoutDrafted::Reader);
void fold(Facts&, const At&, event::PayoutChecked::Reader);
void take_back(Facts&, const At&, event::PayoutChecked::Reader);
void fold(Facts&, const At&, event::PayoutApproved::Reader);
void take_back(Facts&, const At&, event::PayoutApproved::Reader);
void fold(Facts&, const At&, event::PayoutReleased::Reader);
void take_back(Facts&, const At&, event::PayoutReleased::Reader);
void fold(Facts&, const At&, event::PayoutAnswered::Reader);
void take_back(Facts&, const At&, event::PayoutAnswered::Reader);
void fold(Facts&, const At&, event::PayoutVoided::Reader);
void take_back(Facts&, const At&, event::PayoutVoided::Reader);
void fold(Facts&, const At&, event::AdjustmentConfirmed::Reader);
void take_back(Facts&, const At&, event::AdjustmentConfirmed::Reader);
void fold(Facts&, const At&, event::HoldLifted::Reader);
void take_back(Facts&, const At&, event::HoldLifted::Reader);
void fold(Facts&, const At&, event::StatementIssued::Reader);
void take_back(Facts&, const At&, event::StatementIssued::Reader);
void fold(Facts&, const At&, event::ObjectionRaised::Reader);
void take_back(Facts&, const At&, event::ObjectionRaised::Reader);
void fold(Facts&, const At&, event::ObjectionAnswered::Reader);
void take_back(Facts&, const At&, event::ObjectionAnswered::Reader);
void fold(Facts&, const At&, event::InsuranceTaken::Reader);
void take_back(Facts&, const At&, event::InsuranceTaken::Reader);
void fold(Facts&, const At&, event::HealthCheckHeld::Reader);
void take_back(Facts&, const At&, event::HealthCheckHeld::Reader);
void fold(Facts&, const At&, event::MedicalCostPaid::Reader);
void take_back(Facts&, const At&, event::MedicalCostPaid::Reader);
void fold(Facts&, const At&, event::LivingCostStated::Reader);
void take_back(Facts&, const At&, event::LivingCostStated::Reader);
void fold(Facts&, const At&, event::LivingCostRefunded::Reader);
void take_back(Facts&, const At&, event::LivingCostRefunded::Reader);
void fold(Facts&, const At&, event::CareCaseRecognised::Reader);
void take_back(Facts&, const At&, event::CareCaseRecognised::Reader);
void fold(Facts&, const At&, event::CarePaid::Reader);
void take_back(Facts&, const At&, event::CarePaid::Reader);
void dump_allowances(const Facts& facts, const std::function<void(std::string_view)>& line);

std::uint64_t entry_key(PartyRef actor, policy::ActKind kind);
void add_entry(Facts& facts, const Act& act, ActIndex index, Date day);

// Whatever the one id did, the other did; and the way back.
void merge_people(Facts& facts, Position position, PartyRef from, PartyRef into);
void part_people(Facts& facts, Position position);

}  // namespace zhucun::domain
