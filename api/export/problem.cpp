#include "api/export/render.h"
#include "ledger/schema/json_writer.h"

namespace zhucun::exporting {

int status_of(Code code) {
  switch (code) {
    case Code::malformed:
    case Code::bad_parameter:
    case Code::idempotency_key_missing: return 400;
    case Code::not_signed_in:
    case Code::signed_out:
    case Code::wrong_password: return 401;
    case Code::account_locked: return 429;
    case Code::not_allowed:
    case Code::password_must_change:
    case Code::step_up_needed: return 403;
    case Code::not_found:
    case Code::unknown_report: return 404;
    case Code::differs:
    case Code::effects_moved:
    case Code::already_open:

    case Code::already_reversed:
    case Code::already_matched:
    case Code::document_used:
    case Code::invoice_used:
    case Code::already_received:
    case Code::already_handed_over:
    case Code::wrong_step:
    case Code::has_dependants:
    case Code::posting_overlaps:
    case Code::wrong_order:
    case Code::sheet_locked:
    case Code::sheet_unchanged:
    case Code::leave_overlaps: return 409;
    case Code::already_paid: return 409;
    case Code::stale_figures: return 409;
    case Code::figures_moving: return 409;
    case Code::revision_moved: return 412;
    case Code::revision_missing: return 428;
    case Code::busy:
    case Code::read_only:
    case Code::clock_skewed: return 503;
    case Code::disk_low: return 507;
    default: return 422;
  }
}

std::string problem_json(const Refusal& refusal, int status, std::string_view instance) {
  JsonWriter out;
  std::string code(name_of(refusal.code));
  out.begin_object().field("type", "urn:zhucun:problem:" + code).field("title", refusal.detail);
  out.key("status").number(std::int64_t{status});
  out.field("detail", refusal.hint.empty() ? refusal.detail : refusal.detail + "。" + refusal.hint);
  if (!instance.empty()) out.field("instance", instance);
  out.field("code", code);
  if (!refusal.clause.empty()) out.field("clause", refusal.clause);
  if (!refusal.pointer.empty()) out.field("pointer", refusal.pointer);
  if (!refusal.hint.empty()) out.field("hint", refusal.hint);
  if (!refusal.errors.empty()) {
    out.key("errors").begin_array();
    for (const auto& error : refusal.errors) {
      out.begin_object().field("pointer", error.pointer).field("code", name_of(error.code));
      out.field("detail", error.detail).field("hint", error.hint).end_object();
    }
    out.end_array();
  }
  return out.end_object().take();
}

std::string refusal_text(const Refusal& refusal) {
  std::string out = "拒绝 [" + std::string(name_of(refusal.code)) + "] " + refusal.detail;
  if (!refusal.pointer.empty()) out += "（" + refusal.pointer + "）";
  if (!refusal.clause.empty()) out += " 依据 " + refusal.clause;
  if (refusal.errors.size() > 1) {
    for (const auto& error : refusal.errors) {
      out +=
          "\n  - " + error.pointer + " [" + std::string(name_of(error.code)) + "] " + error.detail;
      if (!error.hint.empty()) out += "；" + error.hint;
    }
  } else if (!refusal.hint.empty()) {
    out += "\n修正：" + refusal.hint;
  }
  return out + "\n";
}

}  // namespace zhucun::exporting
