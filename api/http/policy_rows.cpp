#include "api/http/policy_rows.h"

#include "ledger/policy/names.h"

namespace zhucun::http {

namespace {

using policy::name_of;

template <typename E>
void write_words(JsonWriter& out, std::string_view key, const std::vector<E>& values) {
  out.key(key).begin_array();
  for (E value : values) out.text(name_of(value));
  out.end_array();
}

void write_number(JsonWriter& out, std::string_view key, const std::optional<int>& n) {
  if (n) out.key(key).number(std::int64_t{*n});
}

std::string month_day(const std::pair<unsigned, unsigned>& at) {
  auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return two(at.first) + "-" + two(at.second);
}

// For each kind of row: the name of its list, and what it says besides what every row carries.

std::string_view list_of(const policy::StaffingRow*) {
  return "staffing";
}
void write_row(JsonWriter& out, const policy::StaffingRow& row) {
  out.field("villageKind", row.village_kind).field("attribute", row.attribute);
  out.key("countyDecides").boolean(row.county_decides).key("minimum").begin_object();
  for (const auto& [role, count] : row.minimum) write_number(out, name_of(role), count);
  out.end_object();
}

std::string_view list_of(const policy::DutyRow*) {
  return "duties";
}
void write_row(JsonWriter& out, const policy::DutyRow& duty) {
  out.field("actor", name_of(duty.actor)).field("act", name_of(duty.act));
  if (duty.meeting != policy::MeetingKind::unknown) out.field("meeting", name_of(duty.meeting));
  write_words(out, "leaders", duty.leaders);
  write_words(out, "levels", duty.levels);
  write_words(out, "trainings", duty.trainings);
  out.field("to", name_of(duty.to)).field("per", name_of(duty.per)).key("every");
  if (duty.every) {
    out.begin_object().field("kind", name_of(duty.every->kind));
    out.key("count").number(std::int64_t{duty.every->count}).end_object();
  } else {
    out.null();
  }
  write_number(out, "atLeast", duty.at_least);
  out.field("form", name_of(duty.form)).field("deliverable", name_of(duty.deliverable));
  out.field("owed", name_of(duty.owed)).key("due").begin_object();
  write_number(out, "daysAfter", duty.due.days_after);
  if (duty.due.window_first) out.field("windowFirst", month_day(*duty.due.window_first));
  if (duty.due.window_last) out.field("windowLast", month_day(*duty.due.window_last));
  out.end_object();
}

std::string_view list_of(const policy::FundRow*) {
  return "funds";
}
void write_row(JsonWriter& out, const policy::FundRow& row) {
  out.field("seat", name_of(row.seat)).key("amount").number(row.amount.value);
  out.key("topUp").boolean(row.top_up).key("shares").begin_object();
  for (const auto& share : row.shares)
    out.key(name_of(share.level)).number(std::int64_t{share.weight});
  out.end_object();
  if (!row.top_up) out.field("remainder", name_of(row.remainder));
  out.field("partYear", name_of(row.part_year)).field("firstYear", name_of(row.first_year));
  out.field("vacant", name_of(row.vacant));
  out.field("kindWithoutTeam", name_of(row.kind_without_team)).field("pots", name_of(row.pots));
  if (row.plausible) {
    out.key("plausible").begin_object().key("atLeast").number(row.plausible->at_least.value);
    out.key("atMost").number(row.plausible->at_most.value).end_object();
  }
}

std::string_view list_of(const policy::FundStepRow*) {
  return "fundSteps";
}
void write_row(JsonWriter& out, const policy::FundStepRow& row) {
  out.field("step", name_of(row.step)).field("from", name_of(row.from));
  out.field("to", name_of(row.to)).key("due").begin_object();
  if (row.due.month_day) out.field("monthDay", month_day(*row.due.month_day));
  write_number(out, "daysAfter", row.due.days_after);
  out.end_object();
}

std::string_view list_of(const policy::FundUseRow*) {
  return "fundUses";
}
void write_row(JsonWriter& out, const policy::FundUseRow& row) {
  out.field("head", row.head).field("use", name_of(row.use));
}

std::string_view list_of(const policy::PresenceRow*) {
  return "presence";
}
void write_row(JsonWriter& out, const policy::PresenceRow& row) {
  out.field("per", name_of(row.per)).field("unit", name_of(row.unit));
  write_number(out, "atLeast", row.at_least);
  write_words(out, "counts", row.counts);
  out.key("weekends").boolean(row.weekends).key("proRata").boolean(row.pro_rata);
  write_words(out, "loweredBy", row.lowered_by);
}

std::string_view list_of(const policy::AttendanceRow*) {
  return "attendance";
}
void write_row(JsonWriter& out, const policy::AttendanceRow& row) {
  write_words(out, "enteredBy", row.entered_by);
  out.field("checkedBy", name_of(row.checked_by)).field("confirmedBy", name_of(row.confirmed_by));
  write_number(out, "enteredWithin", row.entered_within);
  write_number(out, "checkedWithin", row.checked_within);
  write_number(out, "confirmedWithin", row.confirmed_within);
  out.field("blankWeekend", name_of(row.blank_weekend));
}

std::string_view list_of(const policy::LeaveLadderRow*) {
  return "leaveLadders";
}
void write_row(JsonWriter& out, const policy::LeaveLadderRow& row) {
  out.key("steps").begin_array();
  for (const auto& step : row.steps) {
    out.begin_object().field("approver", name_of(step.approver));
    write_number(out, "from", step.from);
    write_words(out, "notified", step.notified);
    out.end_object();
  }
  out.end_array();
}

std::string_view list_of(const policy::ThresholdRow*) {
  return "thresholds";
}
void write_row(JsonWriter& out, const policy::ThresholdRow& row) {
  write_number(out, "overDays", row.over_days);
  out.field("measure", name_of(row.measure)).field("consequence", name_of(row.consequence));
}

std::string_view list_of(const policy::EligibilityRow*) {
  return "eligibility";
}
void write_row(JsonWriter& out, const policy::EligibilityRow& row) {
  write_words(out, "roles", row.roles);
  out.field("effect", name_of(row.effect)).field("attribute", name_of(row.attribute));
  if (row.years > 0) write_number(out, "years", row.years);
  write_words(out, "staff", row.staff);
  write_words(out, "unitKinds", row.unit_kinds);
  out.key("villages").begin_array();
  for (const auto& key : row.villages) out.text(key);
  out.end_array();
}

std::string_view list_of(const policy::ApprovalChainRow*) {
  return "approvalChains";
}
void write_row(JsonWriter& out, const policy::ApprovalChainRow& row) {
  write_words(out, "roles", row.roles);
  write_words(out, "steps", row.steps);
  out.field("lead", name_of(row.lead));
  write_words(out, "with", row.with);
  write_words(out, "gates", row.gates);
  out.field("higher", name_of(row.higher));
}

std::string_view list_of(const policy::TermRow*) {
  return "terms";
}
void write_row(JsonWriter& out, const policy::TermRow& row) {
  write_words(out, "roles", row.roles);
  write_number(out, "years", row.years);
}

std::string_view list_of(const policy::HandoverRow*) {
  return "handovers";
}
void write_row(JsonWriter& out, const policy::HandoverRow& row) {
  write_number(out, "workingDays", row.working_days);
  out.key("startCounts").boolean(row.start_counts);
  write_words(out, "grounds", row.grounds);
}

std::string_view list_of(const policy::LeavingRow*) {
  return "leavings";
}
void write_row(JsonWriter& out, const policy::LeavingRow& row) {
  write_words(out, "grounds", row.grounds);
  out.key("allowed").boolean(row.allowed);
}

std::string_view list_of(const policy::RecallRow*) {
  return "recalls";
}
void write_row(JsonWriter& out, const policy::RecallRow& row) {
  out.field("ground", name_of(row.ground));
  write_words(out, "grades", row.grades);
  out.field("level", name_of(row.level)).field("higher", name_of(row.higher));
  out.key("reselect").boolean(row.reselect);
}

std::string_view list_of(const policy::AllowanceRow*) {
  return "allowances";
}
void write_row(JsonWriter& out, const policy::AllowanceRow& row) {
  out.field("per", name_of(row.per)).field("rateBy", name_of(row.rate_by));
  write_words(out, "levels", row.levels);
  if (row.rate_by == policy::RateBy::fixed) {
    out.key("amount").number(row.amount.value);
  } else {
    out.field("standard", row.standard);
  }
  if (row.per == policy::PayPer::day) {
    write_words(out, "days", row.days);
    out.field("halfDay", name_of(row.half_day)).field("travelDay", name_of(row.travel_day));
  }
  if (row.per == policy::PayPer::month) {
    out.field("partMonth", name_of(row.part_month)).field("rateChange", name_of(row.rate_change));
    out.field("monthPayer", name_of(row.month_payer));
  }
  if (row.month_at_most) out.key("monthAtMost").number(row.month_at_most->value);
}

std::string_view list_of(const policy::BenefitRow*) {
  return "benefits";
}
void write_row(JsonWriter& out, const policy::BenefitRow& row) {
  out.field("benefit", name_of(row.benefit));
  if (row.benefit == policy::Benefit::health_check) out.field("owed", name_of(row.owed));
}

std::string_view list_of(const policy::PayoutRow*) {
  return "payouts";
}
void write_row(JsonWriter& out, const policy::PayoutRow& row) {
  out.field("lump", name_of(row.lump)).field("advance", name_of(row.advance));
  write_number(out, "persons", row.persons);
  write_number(out, "advanceMonth", row.advance_month);
  out.field("stateFirms", name_of(row.state_firms)).field("arrears", name_of(row.arrears));
}

std::string_view list_of(const policy::AssessmentRow*) {
  return "assessments";
}
void write_row(JsonWriter& out, const policy::AssessmentRow& row) {
  out.field("kind", name_of(row.kind)).field("served", name_of(row.served));
  write_number(out, "months", row.months);
  out.key("hearsUnit").boolean(row.hears_unit);
  write_words(out, "voices", row.voices);
  out.field("level", name_of(row.level)).field("higher", name_of(row.higher));
}

std::string_view list_of(const policy::OfficeRow*) {
  return "offices";
}
void write_row(JsonWriter& out, const policy::OfficeRow& row) {
  write_words(out, "levels", row.levels);
  write_words(out, "departments", row.departments);
}

std::string_view list_of(const policy::GroupLeaderRow*) {
  return "groupLeaders";
}
void write_row(JsonWriter& out, const policy::GroupLeaderRow& row) {
  out.key("countyRank").boolean(row.county_rank);
  out.key("fromLeadUnit").boolean(row.from_lead_unit);
}

std::string_view list_of(const policy::InterviewRow*) {
  return "interviews";
}
void write_row(JsonWriter& out, const policy::InterviewRow& row) {
  out.field("ground", name_of(row.ground));
  for (const auto& [key, list] :
       {std::pair{"findings", &row.findings}, std::pair{"duties", &row.duties}}) {
    out.key(key).begin_array();
    for (const auto& one : *list) out.text(one);
    out.end_array();
  }
  out.key("noSupport").boolean(row.no_support);
  out.field("level", name_of(row.level)).field("higher", name_of(row.higher));
}

std::string_view list_of(const policy::WhilePostedRow*) {
  return "whilePosted";
}
void write_row(JsonWriter& out, const policy::WhilePostedRow& row) {
  out.field("conduct", name_of(row.conduct));
  write_words(out, "roles", row.roles);
  out.key("partyMembers").boolean(row.party_members);
}

std::string_view list_of(const policy::ClauseRow*) {
  return "clauses";
}
void write_row(JsonWriter& out, const policy::ClauseRow& row) {
  out.field("treatment", name_of(row.treatment)).field("reason", row.reason);
}

std::string_view list_of(const policy::Reading*) {
  return "readings";
}
void write_row(JsonWriter& out, const policy::Reading& reading) {
  out.field("question", reading.question).key("options").begin_array();
  for (const auto& option : reading.options)
    out.begin_object().field("id", option.id).field("text", option.text).end_object();
  out.end_array().field("default", reading.default_option).field("chosen", reading.chosen);
  out.field("ruling", reading.ruling).field("pending", reading.pending);
}

void write_cited(JsonWriter& out, const policy::Cited& row) {
  out.field("id", row.id).field("title", row.title).field("clause", row.clause.text);
  out.field("quote", row.quote).field("document", row.document).field("area", to_text(row.area));
  out.key("except").begin_array();
  for (DivisionCode code : row.except) out.text(to_text(code));
  out.end_array().key("readings").begin_array();
  for (const auto& id : row.readings) out.text(id);
  out.end_array();
}

template <typename RowType>
void write_list(JsonWriter& out, const std::vector<RowType>& rows) {
  out.key(list_of(static_cast<const RowType*>(nullptr))).begin_array();
  for (const auto& row : rows) {
    out.begin_object();
    write_cited(out, row);
    write_row(out, row);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

void write_rows(JsonWriter& out, const policy::Policy& policy) {
  policy.each([&](const auto& rows) { write_list(out, rows); });
  write_list(out, policy.readings);
}

}  // namespace zhucun::http
