#include "api/http/policy_rows.h"

#include "ledger/policy/names.h"

namespace zhucun::http {

namespace {

template <typename E>
std::string_view word(E value) {
  for (const auto& named : policy::names<E>()) {
    if (named.value == value) return named.name;
  }
  return "";
}

template <typename E>
void write_words(JsonWriter& out, std::string_view key, const std::vector<E>& values) {
  out.key(key).begin_array();
  for (E value : values) out.text(word(value));
  out.end_array();
}

void write_within(JsonWriter& out, std::string_view key, const std::optional<int>& days) {
  if (days) out.key(key).number(std::int64_t{*days});
}

void write_row(JsonWriter& out, const policy::PresenceRow& row) {
  out.field("per", word(row.per)).key("atLeast").number(std::int64_t{row.at_least});
  out.field("unit", word(row.unit));
  write_words(out, "counts", row.counts);
  out.key("weekends").boolean(row.weekends).key("proRata").boolean(row.pro_rata);
  write_words(out, "loweredBy", row.lowered_by);
}

void write_row(JsonWriter& out, const policy::AttendanceRow& row) {
  write_words(out, "enteredBy", row.entered_by);
  out.field("checkedBy", word(row.checked_by)).field("confirmedBy", word(row.confirmed_by));
  write_within(out, "enteredWithin", row.entered_within);
  write_within(out, "checkedWithin", row.checked_within);
  write_within(out, "confirmedWithin", row.confirmed_within);
  out.field("blankWeekend", word(row.blank_weekend));
}

void write_row(JsonWriter& out, const policy::LeaveLadderRow& row) {
  out.key("steps").begin_array();
  for (const auto& step : row.steps) {
    out.begin_object().key("from").number(std::int64_t{step.from});
    out.field("approver", word(step.approver));
    write_words(out, "notified", step.notified);
    out.end_object();
  }
  out.end_array();
}

void write_row(JsonWriter& out, const policy::ThresholdRow& row) {
  out.key("overDays").number(std::int64_t{row.over_days});
  out.field("measure", word(row.measure)).field("consequence", word(row.consequence));
}

template <typename RowType>
void write_rows(JsonWriter& out, std::string_view key, const std::vector<RowType>& rows) {
  out.key(key).begin_array();
  for (const auto& row : rows) {
    out.begin_object();
    write_cited(out, row);
    write_row(out, row);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

void write_cited(JsonWriter& out, const policy::Cited& row) {
  out.field("id", row.id).field("title", row.title).field("clause", row.clause.text);
  out.field("quote", row.quote).field("document", row.document).field("area", to_text(row.area));
  out.key("except").begin_array();
  for (DivisionCode code : row.except) out.text(to_text(code));
  out.end_array().key("readings").begin_array();
  for (const auto& id : row.readings) out.text(id);
  out.end_array();
}

void write_attendance_rows(JsonWriter& out, const policy::Policy& policy) {
  write_rows(out, "presence", policy.presence);
  write_rows(out, "attendance", policy.attendance);
  write_rows(out, "leaveLadders", policy.leave_ladders);
  write_rows(out, "thresholds", policy.thresholds);
}

}  // namespace zhucun::http
