#include <algorithm>

#include "api/http/handlers.h"
#include "api/http/policy_rows.h"
#include "ledger/policy/names.h"
#include "ledger/schema/json_writer.h"

namespace zhucun::http {

namespace {

std::string_view level_name(DivisionLevel level) {
  switch (level) {
    case DivisionLevel::province: return "province";
    case DivisionLevel::city: return "city";
    case DivisionLevel::county: return "county";
    case DivisionLevel::township: return "township";
    case DivisionLevel::village: return "village";
    case DivisionLevel::unknown: break;
  }
  return "unknown";
}

std::string_view period_name(PeriodKind kind) {
  for (const auto& named : policy::names<PeriodKind>()) {
    if (named.value == kind) return named.name;
  }
  return "";
}

void write_division(JsonWriter& out, const domain::Facts& facts, DivisionCode code, Date day) {
  const auto& fact = facts.divisions.at(code);
  auto children = facts.children.find(code);
  std::uint64_t count = children == facts.children.end() ? 0 : children->second.size();
  out.begin_object().field("code", to_text(code)).field("name", facts.division_name(code, day));
  out.field("level", level_name(fact.level)).key("childCount").number(count);
  if (!fact.parent.empty()) out.field("parent", to_text(fact.parent));
  if (fact.merged_on <= day) {
    out.field("mergedOn", to_text(fact.merged_on)).field("mergedInto", to_text(fact.merged_into));
  }
  out.end_object();
}

std::string divisions_json(const domain::Facts& facts, DivisionCode parent, Date day) {
  JsonWriter out;
  out.begin_object().field("asOf", to_text(day)).key("position").number(facts.position.value);
  out.key("division");
  write_division(out, facts, parent, day);
  std::vector<DivisionCode> above;
  for (auto at = facts.divisions.find(parent); at != facts.divisions.end();) {
    DivisionCode next = at->second.parent;
    at = next.empty() || above.size() > 8 ? facts.divisions.end() : facts.divisions.find(next);
    if (at != facts.divisions.end()) above.insert(above.begin(), next);
  }
  out.key("path").begin_array();
  for (DivisionCode code : above) write_division(out, facts, code, day);
  out.end_array().key("children").begin_array();
  auto found = facts.children.find(parent);
  std::vector<DivisionCode> children;
  if (found != facts.children.end()) children = found->second;
  std::sort(children.begin(), children.end());
  for (DivisionCode code : children) write_division(out, facts, code, day);
  return out.end_array().end_object().take();
}

template <typename E>
void write_names(JsonWriter& out, std::string_view key, const std::vector<E>& values) {
  out.key(key).begin_array();
  for (E value : values) out.text(policy::name_of(value));
  out.end_array();
}

std::string month_day(const std::pair<unsigned, unsigned>& at) {
  auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return two(at.first) + "-" + two(at.second);
}

void write_duty(JsonWriter& out, const policy::DutyRow& duty) {
  out.begin_object();
  write_cited(out, duty);
  out.field("actor", policy::name_of(duty.actor)).field("act", policy::name_of(duty.act));
  if (duty.meeting != policy::MeetingKind::unknown)
    out.field("meeting", policy::name_of(duty.meeting));
  write_names(out, "leaders", duty.leaders);
  write_names(out, "levels", duty.levels);
  write_names(out, "trainings", duty.trainings);
  out.field("to", policy::name_of(duty.to)).field("per", policy::name_of(duty.per));
  out.key("every");
  if (duty.every) {
    out.begin_object().field("kind", period_name(duty.every->kind));
    out.key("count").number(std::int64_t{duty.every->count}).end_object();
  } else {
    out.null();
  }
  out.key("atLeast").number(std::int64_t{duty.at_least});
  out.field("form", policy::name_of(duty.form));
  out.field("deliverable", policy::name_of(duty.deliverable));
  out.field("owed", policy::name_of(duty.owed));
  out.key("due").begin_object().key("daysAfter").number(std::int64_t{duty.due.days_after});
  if (duty.due.window_first) out.field("windowFirst", month_day(*duty.due.window_first));
  if (duty.due.window_last) out.field("windowLast", month_day(*duty.due.window_last));
  out.end_object().end_object();
}

void write_staffing(JsonWriter& out, const policy::StaffingRow& row) {
  out.begin_object();
  write_cited(out, row);
  out.field("villageKind", row.village_kind).field("attribute", row.attribute);
  out.key("countyDecides").boolean(row.county_decides).key("minimum").begin_object();
  for (const auto& [role, count] : row.minimum)
    out.key(policy::name_of(role)).number(std::int64_t{count});
  out.end_object().end_object();
}

void write_fund(JsonWriter& out, const policy::FundRow& row) {
  out.begin_object();
  write_cited(out, row);
  out.field("seat", policy::name_of(row.seat)).key("amount").number(row.amount.value);
  out.key("topUp").boolean(row.top_up).key("shares").begin_object();
  for (const auto& share : row.shares)
    out.key(policy::name_of(share.level)).number(std::int64_t{share.weight});
  out.end_object();
  if (!row.top_up) out.field("remainder", policy::name_of(row.remainder));
  out.field("partYear", policy::name_of(row.part_year));
  out.field("firstYear", policy::name_of(row.first_year));
  out.field("vacant", policy::name_of(row.vacant));
  out.field("kindWithoutTeam", policy::name_of(row.kind_without_team));
  out.field("pots", policy::name_of(row.pots));
  if (row.plausible) {
    out.key("plausible").begin_object().key("atLeast").number(row.plausible->at_least.value);
    out.key("atMost").number(row.plausible->at_most.value).end_object();
  }
  out.end_object();
}

void write_fund_step(JsonWriter& out, const policy::FundStepRow& row) {
  out.begin_object();
  write_cited(out, row);
  out.field("step", policy::name_of(row.step)).field("from", policy::name_of(row.from));
  out.field("to", policy::name_of(row.to)).key("due").begin_object();
  if (row.due.month_day) out.field("monthDay", month_day(*row.due.month_day));
  if (row.due.days_after) out.key("daysAfter").number(std::int64_t{*row.due.days_after});
  out.end_object().end_object();
}

void write_fund_use(JsonWriter& out, const policy::FundUseRow& row) {
  out.begin_object();
  write_cited(out, row);
  out.field("head", row.head).field("use", policy::name_of(row.use)).end_object();
}

void write_reading(JsonWriter& out, const policy::Reading& reading) {
  out.begin_object();
  write_cited(out, reading);
  out.field("question", reading.question).key("options").begin_array();
  for (const auto& option : reading.options) {
    out.begin_object().field("id", option.id).field("text", option.text).end_object();
  }
  out.end_array().field("default", reading.default_option).field("chosen", reading.chosen);
  out.field("ruling", reading.ruling).field("pending", reading.pending).end_object();
}

void write_clauses(JsonWriter& out, const std::vector<policy::ClauseRow>& clauses) {
  out.key("clauses").begin_array();
  for (const auto& row : clauses) {
    out.begin_object();
    write_cited(out, row);
    out.field("treatment", policy::name_of(row.treatment)).field("reason", row.reason);
    out.end_object();
  }
  out.end_array();
}

std::string policy_json(Service& service, const domain::Facts& facts, const policy::Policy& policy,
                        Date day) {
  JsonWriter out;
  out.begin_object().field("asOf", to_text(day)).key("position").number(facts.position.value);
  out.field("digest", policy.digest).key("documents").begin_array();
  for (const auto& adopted : facts.policies.documents()) {
    const DocumentHead& head = service.head_of(adopted);
    bool holds = adopted.effective <= day &&
                 std::find(policy.documents.begin(), policy.documents.end(), head.number) !=
                     policy.documents.end();
    out.begin_object().field("number", head.number).field("title", head.title);
    out.field("issuer", head.issuer).field("area", head.area);
    out.field("effective", to_text(adopted.effective)).key("inForce").boolean(holds);
    out.key("position").number(adopted.position.value).end_object();
  }
  out.end_array().key("duties").begin_array();
  for (const auto& duty : policy.duties) write_duty(out, duty);
  out.end_array().key("staffing").begin_array();
  for (const auto& row : policy.staffing) write_staffing(out, row);
  out.end_array().key("funds").begin_array();
  for (const auto& row : policy.funds) write_fund(out, row);
  out.end_array().key("fundSteps").begin_array();
  for (const auto& row : policy.fund_steps) write_fund_step(out, row);
  out.end_array().key("fundUses").begin_array();
  for (const auto& row : policy.fund_uses) write_fund_use(out, row);
  out.end_array();
  write_attendance_rows(out, policy);
  out.key("readings").begin_array();
  for (const auto& reading : policy.readings) write_reading(out, reading);
  out.end_array();
  write_clauses(out, policy.clauses);
  out.key("voided").begin_array();
  for (const auto& row : policy.voided) {
    out.begin_object().field("row", row.row).field("document", row.document);
    out.field("by", row.by).field("clause", row.clause).field("reason", row.reason).end_object();
  }
  return out.end_array().end_object().take();
}

}  // namespace

Result<Response> read_divisions(Service& service, const Request& request) {
  auto day = date_parameter(request, "asOf");
  if (!day) return refuse(std::move(day.error()));
  std::string text = request.parameter("parent");
  auto asked = parse_division(text);
  if (!text.empty() && !asked) return refuse(bad_parameter("parent", text, "填12位区划代码"));
  Date as_of = day->value_or(service.ledger.book().today());
  return service.ledger.book().read([&](const domain::Facts& facts) -> Result<Response> {
    if (facts.city.empty())
      return refuse({Code::book_not_open, "这本账还没有建账", "先用 zhucun init 建账", "", "", {}});
    DivisionCode parent = asked.value_or(facts.city);
    if (!facts.divisions.contains(parent)) {
      return refuse({Code::not_found,
                     "没有登记区划 " + to_text(parent),
                     "不带 parent 可读到本市各县",
                     "",
                     "",
                     {}});
    }
    Response out;
    out.position = facts.position;
    out.body = divisions_json(facts, parent, as_of);
    return out;
  });
}

Result<Response> read_policy(Service& service, const Request& request) {
  auto day = date_parameter(request, "asOf");
  if (!day) return refuse(std::move(day.error()));
  Date as_of = day->value_or(service.ledger.book().today());
  Response out;
  service.ledger.with_policy(as_of, [&](const domain::Facts& facts, const policy::Policy& policy) {
    out.position = facts.position;
    out.body = policy_json(service, facts, policy, as_of);
  });
  return out;
}

}  // namespace zhucun::http
