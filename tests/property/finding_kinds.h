// Which kinds of findings each page of the demo's story plants, so that each is compared with its
// own and none is compared with nobody's.
#pragma once

#include <set>
#include <string>

namespace zhucun {

inline const std::set<std::string> fund_kinds{"allotment_twice", "past_county",  "spent_at_county",
                                              "transfer_late",   "wrong_year",   "year_closed",
                                              "head_forbidden",  "unknown_head", "invoice_repeated",
                                              "invoice_split",   "overdrawn"};

inline const std::set<std::string> attendance_kinds{
    "marked_on_leave",     "leave_unrecorded",   "unauthorised_absence", "own_unit_work",
    "marked_outside_post", "presence_short",     "leave_recall_due",     "leave_interview_due",
    "leave_approver",      "leave_not_returned", "leave_late_return"};

inline const std::set<std::string> life_kinds{"leaving_ground",
                                              "need_below_minimum",
                                              "reduction_ungrounded",
                                              "over_staffed",
                                              "not_eligible",
                                              "chain_cut_short",
                                              "review_faults",
                                              "selection_unshown",
                                              "term_short",
                                              "handover_missing",
                                              "handover_short",
                                              "recall_owed",
                                              "recall_not_ordered",
                                              "recall_ground",
                                              "recall_office",
                                              "reselection_owed",
                                              "membership_untransferred",
                                              "quota_counted",
                                              "election_stood",
                                              "pay_unstated"};

// Compared by the independent recomputation, line by line (tests/oracle/allowances.py).
inline const std::set<std::string> pay_kinds{
    "allowance_arrears",    "overpaid",      "paid_not_owed",          "lump_undistributed",
    "health_check_missing", "insurance_gap", "living_cost_unrefunded", "consolation_unpaid",
    "objection_unanswered"};

// Likewise (tests/oracle/oversight.py).
inline const std::set<std::string> oversight_kinds{"rectification_overdue", "department_missing",
                                                   "group_leader_missing", "plan_outside",
                                                   "interview_office"};

}  // namespace zhucun
