// Lays the documents of a city, its counties and its townships over each other.
//
// A lower document's row with the id of an upper row holds in its own area instead of it; a new id
// adds. No lower row may ask for less: such a row is void, the upper one holds, and the conflict
// says which rows and clauses. An upper text that supersedes earlier rules voids the differing
// rows of lower documents issued before it. Among documents of one area the later one wins, row by
// row. Pure; any thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ledger/base/refusal.h"
#include "ledger/policy/document.h"
#include "ledger/policy/policy_book.h"

namespace zhucun::policy {

struct Layer {
  std::shared_ptr<const Document> document;
  Date effective;
  Position position;
};

// Why a row of a lower document cannot hold: layer_lowers_minimum or bad_value.
struct Conflict {
  std::string document;  // id of the lower document
  FieldError error;
};

struct Laid {
  Policy policy;
  std::vector<Conflict> conflicts;
};

// `rulings`: those in force, in the order in which they took force.
Laid lay(std::vector<Layer> layers, const std::vector<Ruling>& rulings);

// In which points the lower row asks for less than the upper, in Chinese; empty when in none.
std::vector<std::string> lowered_points(const DutyRow& upper, const DutyRow& lower);
std::vector<std::string> lowered_points(const StaffingRow& upper, const StaffingRow& lower);
std::vector<std::string> lowered_points(const FundRow& upper, const FundRow& lower);
std::vector<std::string> lowered_points(const FundStepRow& upper, const FundStepRow& lower);
std::vector<std::string> lowered_points(const FundUseRow& upper, const FundUseRow& lower);

std::vector<std::string> lowered_points(const PresenceRow& upper, const PresenceRow& lower);
std::vector<std::string> lowered_points(const AttendanceRow& upper, const AttendanceRow& lower);
std::vector<std::string> lowered_points(const LeaveLadderRow& upper, const LeaveLadderRow& lower);
std::vector<std::string> lowered_points(const ThresholdRow& upper, const ThresholdRow& lower);
std::vector<std::string> lowered_points(const EligibilityRow& upper, const EligibilityRow& lower);
std::vector<std::string> lowered_points(const ApprovalChainRow& upper,
                                        const ApprovalChainRow& lower);
std::vector<std::string> lowered_points(const TermRow& upper, const TermRow& lower);
std::vector<std::string> lowered_points(const HandoverRow& upper, const HandoverRow& lower);
std::vector<std::string> lowered_points(const LeavingRow& upper, const LeavingRow& lower);
std::vector<std::string> lowered_points(const RecallRow& upper, const RecallRow& lower);
std::vector<std::string> lowered_points(const WhilePostedRow& upper, const WhilePostedRow& lower);
std::vector<std::string> lowered_points(const AllowanceRow& upper, const AllowanceRow& lower);
std::vector<std::string> lowered_points(const BenefitRow& upper, const BenefitRow& lower);
std::vector<std::string> lowered_points(const PayoutRow& upper, const PayoutRow& lower);
std::vector<std::string> lowered_points(const AssessmentRow& upper, const AssessmentRow& lower);
std::vector<std::string> lowered_points(const OfficeRow& upper, const OfficeRow& lower);
std::vector<std::string> lowered_points(const GroupLeaderRow& upper, const GroupLeaderRow& lower);
std::vector<std::string> lowered_points(const InterviewRow& upper, const InterviewRow& lower);

// Whether one division holds the other (or is it), by their digits.
bool within(DivisionCode division, DivisionCode area);

// A short stable name for a text, 32 hex digits. A cache key against accident only: it is FNV,
// no cryptographic hash, and proves nothing.
std::string cache_digest(std::string_view text);

}  // namespace zhucun::policy
