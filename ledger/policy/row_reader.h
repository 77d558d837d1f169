// From one row of a document to its typed form, under given options. Internal to ledger/policy.
#pragma once

#include "ledger/policy/document.h"
#include "ledger/policy/fields.h"

namespace zhucun::policy {

struct TypedRow {
  bool active = true;
  bool unread = false;  // it names a reading that nobody has
  RowLists lists;       // holds exactly one row, in the list of its kind
};

// Every mistake goes to context.mistakes, where that is given.
TypedRow typed_row(const Document& document, const Row& row, FieldsContext context);

// The kinds of row on a resident's life, from the conditions of selection to recall.
void read_selection_row(RowKind kind, Fields& fields, RowLists& lists);

// Readings hold no choices themselves.
Reading typed_reading(const Document& document, const Node& node, const std::string& pointer,
                      FieldsContext context);

// One row of the work fund each (row_reader_fund.cpp).
FundRow fund_of(Fields& fields);
FundStepRow fund_step_of(Fields& fields);
FundUseRow fund_use_of(Fields& fields);

// "MM-DD" of any year; nothing for other texts.
std::optional<std::pair<unsigned, unsigned>> month_day(const Node& node);

// What every row carries, without the readings its values turn out to depend on.
Cited cited_of(const Document& document, Fields& fields);

// The rows of days on duty and leave; they stand in row_reader_attendance.cpp.
PresenceRow presence_of(Fields& fields);
AttendanceRow attendance_of(Fields& fields);
LeaveLadderRow leave_ladder_of(Fields& fields);
ThresholdRow threshold_of(Fields& fields);

// Allowances, benefits and how they are paid out (row_reader_allowance.cpp).
AllowanceRow allowance_of(Fields& fields);
BenefitRow benefit_of(Fields& fields);
PayoutRow payout_of(Fields& fields);

// Assessment, offices and interviews (row_reader_oversight.cpp).
void read_oversight_row(RowKind kind, Fields& fields, RowLists& lists);

}  // namespace zhucun::policy
