#include "ledger/base/refusal.h"

namespace zhucun {

std::string_view name_of(Code code) {
  switch (code) {
    case Code::malformed: return "malformed";
    case Code::unknown_field: return "unknown_field";
    case Code::derived_field: return "derived_field";
    case Code::missing_field: return "missing_field";
    case Code::bad_value: return "bad_value";
    case Code::unknown_event_type: return "unknown_event_type";
    case Code::unknown_report: return "unknown_report";
    case Code::bad_parameter: return "bad_parameter";
    case Code::idempotency_key_missing: return "idempotency_key_missing";
    case Code::idempotency_key_reused: return "idempotency_key_reused";
    case Code::revision_missing: return "revision_missing";
    case Code::revision_moved: return "revision_moved";
    case Code::effects_moved: return "effects_moved";
    case Code::differs: return "differs";
    case Code::not_found: return "not_found";
    case Code::not_allowed: return "not_allowed";
    case Code::book_not_open: return "book_not_open";
    case Code::already_open: return "already_open";
    case Code::before_book_start: return "before_book_start";
    case Code::after_today: return "after_today";
    case Code::opening_signed: return "opening_signed";
    case Code::unknown_division: return "unknown_division";
    case Code::wrong_division_level: return "wrong_division_level";
    case Code::unknown_unit: return "unknown_unit";
    case Code::unknown_person: return "unknown_person";
    case Code::unknown_party: return "unknown_party";
    case Code::party_not_active: return "party_not_active";

    case Code::person_retired: return "person_retired";
    case Code::person_known: return "person_known";
    case Code::posting_open: return "posting_open";
    case Code::retention_runs: return "retention_runs";
    case Code::vault_missing: return "vault_missing";
    case Code::unknown_attachment: return "unknown_attachment";
    case Code::not_signed_in: return "not_signed_in";
    case Code::signed_out: return "signed_out";
    case Code::password_must_change: return "password_must_change";
    case Code::step_up_needed: return "step_up_needed";
    case Code::ceremony_held: return "ceremony_held";
    case Code::unknown_account: return "unknown_account";
    case Code::own_grant: return "own_grant";
    case Code::beyond_scope: return "beyond_scope";
    case Code::same_person: return "same_person";
    case Code::already_decided: return "already_decided";
    case Code::last_administrator: return "last_administrator";
    case Code::dates_reversed: return "dates_reversed";
    case Code::posting_overlaps: return "posting_overlaps";
    case Code::no_open_posting: return "no_open_posting";
    case Code::empty_report: return "empty_report";
    case Code::wrong_reference: return "wrong_reference";
    case Code::already_reversed: return "already_reversed";
    case Code::not_reversible: return "not_reversible";
    case Code::has_dependants: return "has_dependants";
    case Code::already_received: return "already_received";
    case Code::wrong_step: return "wrong_step";
    case Code::not_eligible: return "not_eligible";
    case Code::below_minimum: return "below_minimum";
    case Code::reduction_grounds: return "reduction_grounds";
    case Code::wrong_department: return "wrong_department";
    case Code::wrong_office: return "wrong_office";
    case Code::leaving_ground: return "leaving_ground";
    case Code::handover_incomplete: return "handover_incomplete";
    case Code::already_handed_over: return "already_handed_over";
    case Code::recall_not_ordered: return "recall_not_ordered";
    case Code::recall_ground: return "recall_ground";
    case Code::quota_counted: return "quota_counted";
    case Code::policy_invalid: return "policy_invalid";
    case Code::layer_lowers_minimum: return "layer_lowers_minimum";
    case Code::unknown_reading: return "unknown_reading";
    case Code::unknown_option: return "unknown_option";
    case Code::calendar_missing: return "calendar_missing";
    case Code::wrong_key: return "wrong_key";
    case Code::other_book: return "other_book";
    case Code::folder_taken: return "folder_taken";
    case Code::backup_unfinished: return "backup_unfinished";
    case Code::beyond_backup: return "beyond_backup";
    case Code::clock_skewed: return "clock_skewed";
    case Code::disk_low: return "disk_low";
    case Code::read_only: return "read_only";
    case Code::busy: return "busy";
    case Code::wrong_password: return "wrong_password";
    case Code::account_locked: return "account_locked";
    case Code::password_length: return "password_length";
    case Code::password_has_name: return "password_has_name";
    case Code::password_common: return "password_common";
    case Code::password_unchanged: return "password_unchanged";
    case Code::password_expired: return "password_expired";
  }
  return "unknown";
}

}  // namespace zhucun
