#include <algorithm>

#include "api/http/handlers.h"
#include "api/http/policy_rows.h"
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
  out.end_array();
  write_rows(out, policy);
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
