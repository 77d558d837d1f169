// Why a request is not allowed, in words a clerk can act on.
//
// A Refusal is an ordinary value: Result<T> carries it back to the caller, and the edge renders it
// as an RFC 9457 problem, a line on the terminal or a cell in a workbook. Checks stand in the
// documented order and the first match wins; the field errors of one form come all together in
// `errors`. Values, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace zhucun {

// The stable code of a refusal. Machines match on its name; a name never changes its meaning.
enum class Code : std::uint8_t {
  // The shape of what was sent.
  malformed,           // the text is not JSON, CSV or TOML
  unknown_field,       // a field the schema does not have
  derived_field,       // a field that only the ledger fills
  missing_field,       // a required field is absent or empty
  bad_value,           // a value that its field cannot hold
  unknown_event_type,  // no such event in the schema
  unknown_report,      // no such report in the list
  bad_parameter,       // a parameter that the report or route cannot use
  // The request itself.
  idempotency_key_missing,
  idempotency_key_reused,  // same key or event id, other content
  revision_missing,        // a write on an existing subject must name its revision
  revision_moved,          // the subject has changed since the caller read it
  effects_moved,           // a dry run's effects are no longer what would happen
  differs,                 // the natural key is known with other content
  not_found,
  not_allowed,
  // The facts of the ledger.
  book_not_open,
  already_open,
  before_book_start,
  after_today,
  opening_signed,
  unknown_division,
  wrong_division_level,
  unknown_unit,
  unknown_person,
  person_retired,      // merged into another id, or erased
  person_known,        // the id number is another person's
  posting_open,        // still in post
  retention_runs,      // personal data must still be kept
  vault_missing,       // the book has no keys for personal data
  unknown_attachment,  // no such file was uploaded
  unknown_party,
  party_not_active,  // the actor did not exist on that day

  dates_reversed,
  posting_overlaps,
  no_open_posting,
  empty_report,
  wrong_reference,  // the position named is not an event of the needed kind
  already_reversed,
  not_reversible,
  has_dependants,
  already_received,
  // The work fund.
  outside_holder,        // a village or township that is not the holder's
  fund_account_missing,  // the holder has no payment mode for the year
  wrong_pot,             // one pot where there are two, or the other way
  amount_not_positive,
  amount_too_large,
  amount_unlikely,   // 元 or 万元? asked once
  balance_exceeded,  // a decision over more than there is
  document_used,     // the same paper in another spelling, or used before
  invoice_used,
  nothing_to_move,  // no balance to carry over
  year_closed,
  year_open,       // a year that is not closed needs no correction across years
  year_not_ready,  // what keeps a year from being closed
  head_forbidden,
  unknown_head,
  above_submitted,
  above_verified,
  match_unbalanced,  // the two sides of a match differ
  already_matched,
  difference_left,  // a reconciliation that has not come to 0.00
  // Days on duty and leave.
  unknown_mark,      // a letter that is not in the legend of the month sheet
  day_not_in_month,  // day 31 of a month of 30 days
  not_in_post,       // a mark or a leave on a day on which the person stood elsewhere or nowhere
  wrong_order,       // the sheet or leave is not in the state that this step follows
  sheet_locked,      // checked or confirmed: returned or corrected, never entered again
  sheet_unchanged,   // it says what is already there
  leave_overlaps,
  approver_too_low,  // the county's ladder asks for a higher one
  // A resident's life.
  wrong_step,           // not the next step of the chain, or the chain has ended
  not_eligible,         // a condition of selection is not met
  below_minimum,        // fewer than the policy asks for
  reduction_grounds,    // fewer than before, and not every ground is recorded
  wrong_department,     // not the department that leads for this role and level
  wrong_office,         // not the office that acts for this unit
  leaving_ground,       // the policy knows no such ground, or bars it
  handover_incomplete,  // who leaves on this ground hands over first
  already_handed_over,
  recall_not_ordered,
  recall_ground,  // what is recorded does not call anybody back
  // Oversight and assessment.
  beyond_one_level,  // a reminder goes one level down only
  interview_ground,  // the policy knows no such ground
  service_short,     // not in post long enough to be assessed
  not_heard,         // somebody must be heard first
  not_tolerable,     // meant harm is not softened
  quota_counted,     // a resident may not count in the village's quota
  // Allowances and payouts.
  already_paid,         // the item and month are covered by an earlier payment
  stale_figures,        // what was looked at is not what the book says now
  figures_moving,       // a payment stands in the same group, its figures are not known yet
  nothing_to_pay,       // no line is confirmed, open and free
  advance_not_allowed,  // the month is not one that is paid before it is over
  wrong_batch,          // a return file of another payout
  return_differs,       // the bank's amount is not the payout's
  window_closed,        // the time for objections is over
  // Accounts and rights.
  not_signed_in,  // nobody, or somebody whose account no longer holds
  signed_out,     // the session or key is over, revoked or unknown
  password_must_change,
  step_up_needed,  // the password must be given again
  ceremony_held,
  unknown_account,
  own_grant,     // nobody gives himself a desk
  beyond_scope,  // nobody gives more than he has
  same_person,   // maker and checker are one person
  already_decided,
  last_administrator,
  // Policy and calendar.
  policy_invalid,
  layer_lowers_minimum,
  unknown_reading,
  unknown_option,
  calendar_missing,
  // Backups and restoring.
  wrong_key,          // the backup was sealed with another key
  other_book,         // the backup is of another book
  folder_taken,       // where a new book should go, something lies already
  backup_unfinished,  // a backup without manifest, or not of this kind
  beyond_backup,      // the position or instant asked for is not in the backup
  // Sheets and workbooks.
  sheet_not_recognised,  // no format fits the sheet's columns
  ambiguous_name,        // two candidates: a person has to say which
  digits_lost,           // a spreadsheet has rounded an id or number
  import_not_ready,      // questions are open, or the step is not the next one
  file_refused,          // not a kind of file that is taken, or one that is built to do harm
  file_unreadable,       // damaged, or the process that reads it fell or ran out of time
  file_too_large,        // more rows, columns, sheets or bytes than a workbook may have
  file_cancelled,        // the caller stopped the reading
  // The world around the book, seen before harm is done.
  clock_skewed,
  disk_low,
  read_only,
  busy,
  // Passwords.
  wrong_password,   // or an unknown account: the answer is the same
  account_locked,   // too many wrong passwords
  password_length,  // too short or too long
  password_has_name,
  password_common,
  password_unchanged,
  password_expired,  // a one-time password that was not used in time
};

// The stable name of a code, such as "posting_overlaps".
std::string_view name_of(Code code);

// One wrong field of a form. `pointer` is an RFC 6901 JSON pointer into what was sent.
struct FieldError {
  Code code;
  std::string pointer;
  std::string detail;
  std::string hint;
};

struct Refusal {
  Code code;
  std::string detail;   // one Chinese sentence: what is wrong, where
  std::string hint;     // how to repair it; may be empty
  std::string pointer;  // the field, or empty
  std::string clause;   // the policy's clause, such as "7.2.3", or empty
  std::vector<FieldError>
      errors;                  // all field errors of one form; empty when there is just this one
  std::uint64_t position = 0;  // of the event that stands in the way; 0 = none
};

template <typename T>
using Result = tl::expected<T, Refusal>;

// Names the parts of a refusal where it is made: refuse({.code = ..., .detail = ...}).
inline tl::unexpected<Refusal> refuse(Refusal refusal) {
  return tl::unexpected(std::move(refusal));
}

}  // namespace zhucun
