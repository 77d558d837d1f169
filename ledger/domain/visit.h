// From a body to its typed event: the one switch over all event types. A type without an overload
// in a visitor does not compile, a union member without a line here does not either
// (-Werror=switch).
#pragma once

#include <utility>

#include "record.capnp.h"

namespace zhucun::domain {

template <typename F>
bool visit(event::BookEvent::Reader family, F&& f) {
  switch (family.which()) {
    case event::BookEvent::BOOK_OPENED: f(family.getBookOpened()); return true;
    case event::BookEvent::GO_LIVE_SET: f(family.getGoLiveSet()); return true;
    case event::BookEvent::OPENING_SIGNED: f(family.getOpeningSigned()); return true;
    case event::BookEvent::BOOK_RESTORED: f(family.getBookRestored()); return true;
  }
  return false;
}

template <typename F>
bool visit(event::PolicyEvent::Reader family, F&& f) {
  switch (family.which()) {
    case event::PolicyEvent::POLICY_ADOPTED: f(family.getPolicyAdopted()); return true;
    case event::PolicyEvent::RULING_MADE: f(family.getRulingMade()); return true;
    case event::PolicyEvent::CALENDAR_ADOPTED: f(family.getCalendarAdopted()); return true;
  }
  return false;
}

template <typename F>
bool visit(event::RegisterEvent::Reader family, F&& f) {
  switch (family.which()) {
    case event::RegisterEvent::DIVISION_REGISTERED: f(family.getDivisionRegistered()); return true;
    case event::RegisterEvent::DIVISION_RENAMED: f(family.getDivisionRenamed()); return true;
    case event::RegisterEvent::DIVISION_MERGED: f(family.getDivisionMerged()); return true;
    case event::RegisterEvent::VILLAGE_KIND_SET: f(family.getVillageKindSet()); return true;
    case event::RegisterEvent::VILLAGE_ATTRIBUTE_SET:
      f(family.getVillageAttributeSet());
      return true;
  }
  return false;
}

template <typename F>
bool visit(event::OrganisationEvent::Reader family, F&& f) {
  switch (family.which()) {
    case event::OrganisationEvent::UNIT_REGISTERED: f(family.getUnitRegistered()); return true;
    case event::OrganisationEvent::UNIT_RENAMED: f(family.getUnitRenamed()); return true;
    case event::OrganisationEvent::UNIT_MERGED: f(family.getUnitMerged()); return true;
    case event::OrganisationEvent::OFFICE_FORMED: f(family.getOfficeFormed()); return true;
    case event::OrganisationEvent::MEMBER_UNIT_NAMED: f(family.getMemberUnitNamed()); return true;
    case event::OrganisationEvent::GROUP_FORMED: f(family.getGroupFormed()); return true;
  }
  return false;
}

template <typename F>
bool visit(event::PostingEvent::Reader family, F&& f) {
  switch (family.which()) {
    case event::PostingEvent::PERSON_REGISTERED: f(family.getPersonRegistered()); return true;
    case event::PostingEvent::POSTING_STARTED: f(family.getPostingStarted()); return true;
    case event::PostingEvent::POSTING_ENDED: f(family.getPostingEnded()); return true;
    case event::PostingEvent::PERSON_DETAILS_RECORDED:
      f(family.getPersonDetailsRecorded());
      return true;
    case event::PostingEvent::PERSON_MERGED: f(family.getPersonMerged()); return true;
    case event::PostingEvent::PERSON_RESTRICTED: f(family.getPersonRestricted()); return true;
    case event::PostingEvent::PERSON_ERASED: f(family.getPersonErased()); return true;
  }
  return false;
}

template <typename F>
bool visit(event::WorkEvent::Reader family, F&& f) {
  switch (family.which()) {
    case event::WorkEvent::MEETING_HELD: f(family.getMeetingHeld()); return true;
    case event::WorkEvent::REPORT_HANDED_OVER: f(family.getReportHandedOver()); return true;
    case event::WorkEvent::REPORT_RECEIVED: f(family.getReportReceived()); return true;
    case event::WorkEvent::REPORT_RETURNED: f(family.getReportReturned()); return true;
    case event::WorkEvent::HEARING_HELD: f(family.getHearingHeld()); return true;
    case event::WorkEvent::GUIDANCE_VISIT_MADE: f(family.getGuidanceVisitMade()); return true;
    case event::WorkEvent::CARE_VISIT_MADE: f(family.getCareVisitMade()); return true;
    case event::WorkEvent::TALK_HELD: f(family.getTalkHeld()); return true;
    case event::WorkEvent::SPOT_CHECK_MADE: f(family.getSpotCheckMade()); return true;
    case event::WorkEvent::SUPERVISION_MADE: f(family.getSupervisionMade()); return true;
    case event::WorkEvent::TRAINING_HELD: f(family.getTrainingHeld()); return true;
  }
  return false;
}

template <typename F>
bool visit(event::AccountsEvent::Reader family, F&& f) {
  switch (family.which()) {
    case event::AccountsEvent::CEREMONY_HELD: f(family.getCeremonyHeld()); return true;
    case event::AccountsEvent::GRANTS_PROPOSED: f(family.getGrantsProposed()); return true;
    case event::AccountsEvent::DESK_PASS_PROPOSED: f(family.getDeskPassProposed()); return true;
    case event::AccountsEvent::GRANTS_DECIDED: f(family.getGrantsDecided()); return true;
    case event::AccountsEvent::GRANT_REVOKED: f(family.getGrantRevoked()); return true;
    case event::AccountsEvent::ACCOUNT_DISABLED: f(family.getAccountDisabled()); return true;
    case event::AccountsEvent::ACCOUNT_ENABLED: f(family.getAccountEnabled()); return true;
  }
  return false;
}

template <typename F>
bool visit(event::CorrectionEvent::Reader family, F&& f) {
  switch (family.which()) {
    case event::CorrectionEvent::NONE: return false;
    case event::CorrectionEvent::EVENT_REVERSED: f(family.getEventReversed()); return true;
  }
  return false;
}

template <typename F>
bool visit(event::FundEvent::Reader family, F&& f) {
  switch (family.which()) {
    case event::FundEvent::NONE: return false;
    case event::FundEvent::FUND_ACCOUNT_SET: f(family.getFundAccountSet()); return true;
    case event::FundEvent::ALLOTMENT_ISSUED: f(family.getAllotmentIssued()); return true;
    case event::FundEvent::FUNDS_RECEIVED: f(family.getFundsReceived()); return true;
    case event::FundEvent::FUNDS_TRANSFERRED: f(family.getFundsTransferred()); return true;
    case event::FundEvent::TRANSFER_CONFIRMED: f(family.getTransferConfirmed()); return true;
    case event::FundEvent::FUNDS_RETURNED: f(family.getFundsReturned()); return true;
    case event::FundEvent::FUNDS_TAKEN_BACK: f(family.getFundsTakenBack()); return true;
    case event::FundEvent::FUNDS_DISTRIBUTED: f(family.getFundsDistributed()); return true;
    case event::FundEvent::FUNDS_CARRIED_OVER: f(family.getFundsCarriedOver()); return true;
    case event::FundEvent::POTS_MERGED: f(family.getPotsMerged()); return true;
    case event::FundEvent::SPENDING_REGISTERED: f(family.getSpendingRegistered()); return true;
    case event::FundEvent::ADVANCE_REPAID: f(family.getAdvanceRepaid()); return true;
    case event::FundEvent::CLAIM_RESERVED: f(family.getClaimReserved()); return true;
    case event::FundEvent::CLAIM_SUBMITTED: f(family.getClaimSubmitted()); return true;
    case event::FundEvent::CLAIM_VERIFIED: f(family.getClaimVerified()); return true;
    case event::FundEvent::CLAIM_SETTLED: f(family.getClaimSettled()); return true;
    case event::FundEvent::CLAIM_RETURNED: f(family.getClaimReturned()); return true;
    case event::FundEvent::CLAIM_VOIDED: f(family.getClaimVoided()); return true;
    case event::FundEvent::STATEMENT_LINE_RECORDED:
      f(family.getStatementLineRecorded());
      return true;
    case event::FundEvent::LINES_MATCHED: f(family.getLinesMatched()); return true;
    case event::FundEvent::OUTSTANDING_CLASSED: f(family.getOutstandingClassed()); return true;
    case event::FundEvent::RECONCILIATION_COMPLETED:
      f(family.getReconciliationCompleted());
      return true;
    case event::FundEvent::FUND_OPENING_STATED: f(family.getFundOpeningStated()); return true;
    case event::FundEvent::OPEN_ITEM_STATED: f(family.getOpenItemStated()); return true;
    case event::FundEvent::NUMBERS_USED: f(family.getNumbersUsed()); return true;
    case event::FundEvent::FUND_YEAR_CLOSED: f(family.getFundYearClosed()); return true;
    case event::FundEvent::SHARE_ADJUSTED: f(family.getShareAdjusted()); return true;
    case event::FundEvent::ENTRY_CORRECTED: f(family.getEntryCorrected()); return true;
  }
  return false;
}

template <typename F>
bool visit(event::AttendanceEvent::Reader family, F&& f) {
  switch (family.which()) {
    case event::AttendanceEvent::NONE: return false;
    case event::AttendanceEvent::ATTENDANCE_ENTERED: f(family.getAttendanceEntered()); return true;
    case event::AttendanceEvent::ATTENDANCE_CHECKED: f(family.getAttendanceChecked()); return true;
    case event::AttendanceEvent::ATTENDANCE_CONFIRMED:
      f(family.getAttendanceConfirmed());
      return true;
    case event::AttendanceEvent::ATTENDANCE_RETURNED:
      f(family.getAttendanceReturned());
      return true;
    case event::AttendanceEvent::ATTENDANCE_CORRECTED:
      f(family.getAttendanceCorrected());
      return true;
    case event::AttendanceEvent::OPENING_DAYS_STATED: f(family.getOpeningDaysStated()); return true;
    case event::AttendanceEvent::LEAVE_APPROVED: f(family.getLeaveApproved()); return true;
    case event::AttendanceEvent::LEAVE_RETURNED: f(family.getLeaveReturned()); return true;
    case event::AttendanceEvent::LEAVE_CANCELLED: f(family.getLeaveCancelled()); return true;
  }
  return false;
}

template <typename F>
bool visit(event::SelectionEvent::Reader family, F&& f) {
  switch (family.which()) {
    case event::SelectionEvent::NONE: return false;
    case event::SelectionEvent::NEED_DECIDED: f(family.getNeedDecided()); return true;
    case event::SelectionEvent::LEAD_DEPARTMENT_NAMED:
      f(family.getLeadDepartmentNamed());
      return true;
    case event::SelectionEvent::PROFILE_ATTESTED: f(family.getProfileAttested()); return true;
    case event::SelectionEvent::CANDIDATE_PROPOSED: f(family.getCandidateProposed()); return true;
    case event::SelectionEvent::CANDIDATE_FILED: f(family.getCandidateFiled()); return true;
    case event::SelectionEvent::CANDIDATE_REVIEWED: f(family.getCandidateReviewed()); return true;
    case event::SelectionEvent::CANDIDATE_DECIDED: f(family.getCandidateDecided()); return true;
    case event::SelectionEvent::HANDOVER_COMPLETED: f(family.getHandoverCompleted()); return true;
    case event::SelectionEvent::ANNUAL_GRADE_RECORDED:
      f(family.getAnnualGradeRecorded());
      return true;
    case event::SelectionEvent::PUNISHMENT_RECORDED: f(family.getPunishmentRecorded()); return true;
    case event::SelectionEvent::RECALL_ORDERED: f(family.getRecallOrdered()); return true;
    case event::SelectionEvent::MEMBERSHIP_TRANSFERRED:
      f(family.getMembershipTransferred());
      return true;
    case event::SelectionEvent::VILLAGE_POST_HELD: f(family.getVillagePostHeld()); return true;
    case event::SelectionEvent::ELECTION_STOOD: f(family.getElectionStood()); return true;
    case event::SelectionEvent::PAY_UNCHANGED_STATED:
      f(family.getPayUnchangedStated());
      return true;
  }
  return false;
}

template <typename F>
bool visit(event::AllowanceEvent::Reader family, F&& f) {
  switch (family.which()) {
    case event::AllowanceEvent::NONE: return false;
    case event::AllowanceEvent::STANDARD_SET: f(family.getStandardSet()); return true;
    case event::AllowanceEvent::TOWNSHIP_TIER_SET: f(family.getTownshipTierSet()); return true;
    case event::AllowanceEvent::TRIP_MADE: f(family.getTripMade()); return true;
    case event::AllowanceEvent::LEAVE_UNUSED: f(family.getLeaveUnused()); return true;
    case event::AllowanceEvent::ALLOWANCE_OPENING_STATED:
      f(family.getAllowanceOpeningStated());
      return true;
    case event::AllowanceEvent::PAYOUT_SETTING_SET: f(family.getPayoutSettingSet()); return true;
    case event::AllowanceEvent::BUDGET_ADOPTED: f(family.getBudgetAdopted()); return true;
    case event::AllowanceEvent::ALLOWANCE_PAID: f(family.getAllowancePaid()); return true;
    case event::AllowanceEvent::ALLOWANCE_RETURNED: f(family.getAllowanceReturned()); return true;
    case event::AllowanceEvent::PAYOUT_DRAFTED: f(family.getPayoutDrafted()); return true;
    case event::AllowanceEvent::PAYOUT_CHECKED: f(family.getPayoutChecked()); return true;
    case event::AllowanceEvent::PAYOUT_APPROVED: f(family.getPayoutApproved()); return true;
    case event::AllowanceEvent::PAYOUT_RELEASED: f(family.getPayoutReleased()); return true;
    case event::AllowanceEvent::PAYOUT_ANSWERED: f(family.getPayoutAnswered()); return true;
    case event::AllowanceEvent::PAYOUT_VOIDED: f(family.getPayoutVoided()); return true;
    case event::AllowanceEvent::ADJUSTMENT_CONFIRMED:
      f(family.getAdjustmentConfirmed());
      return true;
    case event::AllowanceEvent::HOLD_LIFTED: f(family.getHoldLifted()); return true;
    case event::AllowanceEvent::STATEMENT_ISSUED: f(family.getStatementIssued()); return true;
    case event::AllowanceEvent::OBJECTION_RAISED: f(family.getObjectionRaised()); return true;
    case event::AllowanceEvent::OBJECTION_ANSWERED: f(family.getObjectionAnswered()); return true;
    case event::AllowanceEvent::INSURANCE_TAKEN: f(family.getInsuranceTaken()); return true;
    case event::AllowanceEvent::HEALTH_CHECK_HELD: f(family.getHealthCheckHeld()); return true;
    case event::AllowanceEvent::MEDICAL_COST_PAID: f(family.getMedicalCostPaid()); return true;
    case event::AllowanceEvent::LIVING_COST_STATED: f(family.getLivingCostStated()); return true;
    case event::AllowanceEvent::LIVING_COST_REFUNDED:
      f(family.getLivingCostRefunded());
      return true;
    case event::AllowanceEvent::CARE_CASE_RECOGNISED:
      f(family.getCareCaseRecognised());
      return true;
    case event::AllowanceEvent::CARE_PAID: f(family.getCarePaid()); return true;
  }
  return false;
}

template <typename F>
bool visit(event::OversightEvent::Reader family, F&& f) {
  switch (family.which()) {
    case event::OversightEvent::NONE: return false;
    case event::OversightEvent::CHECK_PLAN_ADOPTED: f(family.getCheckPlanAdopted()); return true;
    case event::OversightEvent::RECTIFICATION_ORDERED:
      f(family.getRectificationOrdered());
      return true;
    case event::OversightEvent::RECTIFICATION_REPORTED:
      f(family.getRectificationReported());
      return true;
    case event::OversightEvent::RECTIFICATION_CHECKED:
      f(family.getRectificationChecked());
      return true;
    case event::OversightEvent::INTERVIEW_HELD: f(family.getInterviewHeld()); return true;
    case event::OversightEvent::REMINDER_ISSUED: f(family.getReminderIssued()); return true;
    case event::OversightEvent::REMINDER_ANSWERED: f(family.getReminderAnswered()); return true;
    case event::OversightEvent::CASE_REVIEW_HELD: f(family.getCaseReviewHeld()); return true;
    case event::OversightEvent::GROUP_LEADER_NAMED: f(family.getGroupLeaderNamed()); return true;
    case event::OversightEvent::DEPARTMENT_SEATED: f(family.getDepartmentSeated()); return true;
    case event::OversightEvent::SUPPORT_GIVEN: f(family.getSupportGiven()); return true;
  }
  return false;
}

template <typename F>
bool visit(event::AssessmentEvent::Reader family, F&& f) {
  switch (family.which()) {
    case event::AssessmentEvent::NONE: return false;
    case event::AssessmentEvent::UNIT_OPINION_HEARD: f(family.getUnitOpinionHeard()); return true;
    case event::AssessmentEvent::ANNUAL_ASSESSED: f(family.getAnnualAssessed()); return true;
    case event::AssessmentEvent::ANNUAL_CONFIRMED: f(family.getAnnualConfirmed()); return true;
    case event::AssessmentEvent::ASSESSMENT_FED_BACK: f(family.getAssessmentFedBack()); return true;
    case event::AssessmentEvent::TERM_ASSESSED: f(family.getTermAssessed()); return true;
    case event::AssessmentEvent::LIABILITY_PROPOSED: f(family.getLiabilityProposed()); return true;
    case event::AssessmentEvent::CRITICISM_GIVEN: f(family.getCriticismGiven()); return true;
    case event::AssessmentEvent::UNFITNESS_DECIDED: f(family.getUnfitnessDecided()); return true;
    case event::AssessmentEvent::TOLERANCE_APPLIED: f(family.getToleranceApplied()); return true;
    case event::AssessmentEvent::TOLERANCE_FOUND: f(family.getToleranceFound()); return true;
  }
  return false;
}

template <typename F>
bool visit(event::TaskEvent::Reader family, F&& f) {
  switch (family.which()) {
    case event::TaskEvent::NONE: return false;
    case event::TaskEvent::TASK_SET: f(family.getTaskSet()); return true;
    case event::TaskEvent::TASK_PROGRESSED: f(family.getTaskProgressed()); return true;
    case event::TaskEvent::EMPLOYMENT_STATED: f(family.getEmploymentStated()); return true;
  }
  return false;
}

// Calls f(typed reader) for the payload; returns false for an envelope without one.
template <typename F>
bool visit(event::Body::Reader body, F&& f) {
  switch (body.which()) {
    case event::Body::UNSET: return false;
    case event::Body::BOOK: return visit(body.getBook(), f);
    case event::Body::POLICY: return visit(body.getPolicy(), f);
    case event::Body::REGISTER: return visit(body.getRegister(), f);
    case event::Body::ORGANISATION: return visit(body.getOrganisation(), f);
    case event::Body::POSTING: return visit(body.getPosting(), f);
    case event::Body::WORK: return visit(body.getWork(), f);
    case event::Body::CORRECTION: return visit(body.getCorrection(), f);
    case event::Body::ACCOUNTS: return visit(body.getAccounts(), f);
    case event::Body::FUND: return visit(body.getFund(), f);
    case event::Body::ATTENDANCE: return visit(body.getAttendance(), f);
    case event::Body::SELECTION: return visit(body.getSelection(), f);
    case event::Body::ALLOWANCE: return visit(body.getAllowance(), f);
    case event::Body::OVERSIGHT: return visit(body.getOversight(), f);
    case event::Body::ASSESSMENT: return visit(body.getAssessment(), f);
    case event::Body::TASK: return visit(body.getTask(), f);
  }
  return false;
}

}  // namespace zhucun::domain
