#include "api/http/handlers.h"
#include "api/http/openapi.h"
#include "ledger/schema/json_writer.h"
#include "ledger/schema/schema.h"
#include "projections/report.h"

namespace zhucun::http {

namespace {

// The words of the schema for a group of duties, in the schema's own order.
const schema::EnumOption& duty_group(event::DutyGroup group) {
  static const std::vector<schema::EnumOption> options = [] {
    for (const auto& field : schema::find_event("goLiveSet")->fields) {
      if (field.name == "group") return field.options;
    }
    return std::vector<schema::EnumOption>();
  }();
  static const schema::EnumOption unknown{"unknown", "未说明"};
  auto at = static_cast<std::size_t>(group);
  return at >= 1 && at <= options.size() ? options[at - 1] : unknown;
}

void write_go_live(JsonWriter& out, const domain::Facts& facts, Date today) {
  out.key("goLive").begin_array();
  for (const auto& [key, facts_of] : facts.go_live) {
    if (facts_of.empty()) continue;
    const auto& group = duty_group(key.second);
    out.begin_object().field("division", to_text(key.first));
    out.field("name", facts.division_name(key.first, today));
    out.field("group", group.name).field("groupTitle", group.title);
    out.field("from", to_text(facts_of.rbegin()->second.from)).end_object();
  }
  out.end_array();
}

void write_policies(Service& service, JsonWriter& out, const domain::Facts& facts,
                    const policy::Policy& policy) {
  out.key("policies").begin_array();
  for (const auto& number : policy.documents) {
    out.begin_object().field("number", number);
    for (const auto& adopted : facts.policies.documents()) {
      const DocumentHead& head = service.head_of(adopted);
      if (head.number != number) continue;
      out.field("title", head.title).field("effective", to_text(adopted.effective));
      break;
    }
    out.end_object();
  }
  out.end_array();
}

// Why nothing can be entered, in words; empty when all is well.
std::string trouble_of(const book::Health& health) {
  if (!health.trouble.empty()) return health.trouble;
  return health.writable ? "" : "账以只读方式打开，不能登记";
}

}  // namespace

Result<Response> read_book(Service& service, const Request&) {
  Date today = service.ledger.book().today();
  book::Health health = service.ledger.book().health();
  Response response;
  JsonWriter out;
  service.ledger.with_policy(today, [&](const domain::Facts& facts, const policy::Policy& policy) {
    response.position = facts.position;
    out.begin_object().field("title", facts.title);
    out.field("city", facts.city.empty() ? "" : to_text(facts.city));
    out.field("cityName", facts.city.empty() ? "" : facts.division_name(facts.city, today));
    out.key("demo").boolean(facts.demo).key("open").boolean(!facts.city.empty());
    out.field("start", facts.city.empty() ? "" : to_text(facts.start));
    out.key("position").number(facts.position.value);
    out.key("lastDate");
    // A book without a single act has no last business day.
    if (facts.last_date.time_since_epoch().count() == 0)
      out.null();
    else
      out.text(to_text(facts.last_date));
    out.field("today", to_text(today));
    write_go_live(out, facts, today);
    write_policies(service, out, facts, policy);
    std::uint64_t ruled = 0;
    for (const auto& reading : policy.readings) ruled += !reading.ruling.empty();
    out.key("readings").begin_object();
    out.key("count").number(static_cast<std::uint64_t>(policy.readings.size()));
    out.key("ruled").number(ruled).end_object();
  });
  out.key("writable").boolean(health.writable).field("trouble", trouble_of(health));
  response.body = out.end_object().take();
  return response;
}

Result<Response> is_live(Service&, const Request&) {
  Response out;
  out.body = R"({"live":true})";
  return out;
}

Result<Response> is_ready(Service& service, const Request& request) {
  std::string trouble = trouble_of(service.ledger.book().health());
  if (service.stopping) trouble = "服务正在停止";
  if (!trouble.empty())
    return fault_response({503, "not_ready", trouble, "按提示处理后重启服务"}, request.path);
  Response out;
  out.body = R"({"ready":true})";
  return out;
}

Result<Response> read_metrics(Service& service, const Request&) {
  Response out;
  out.type = "text/plain; version=0.0.4; charset=utf-8";
  out.body = service.metrics.text(service.ledger.book(), *service.front, service.long_polls);
  return out;
}

Result<Response> read_schema(Service&, const Request&) {
  static const std::string text = schema::catalogue_json_schema();
  Response out;
  out.type = "application/schema+json; charset=utf-8";
  out.body = text;
  return out;
}

Result<Response> read_openapi(Service&, const Request&) {
  static const std::string text = openapi_json();
  Response out;
  out.body = text;
  return out;
}

}  // namespace zhucun::http
