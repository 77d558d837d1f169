#include "api/http/openapi.h"

#include <algorithm>

#include "api/http/routes.h"
#include "ledger/schema/json_writer.h"
#include "ledger/schema/schema.h"

namespace zhucun::http {

namespace {

void write_parameter(JsonWriter& out, const ParameterInfo& info) {
  constexpr std::string_view places[] = {"path", "query", "header"};
  out.begin_object().field("name", info.name);
  out.field("in", places[static_cast<std::size_t>(info.where)]);
  out.key("required").boolean(info.required).field("description", info.about);
  out.key("schema").raw(info.schema).end_object();
}

void write_ref(JsonWriter& out, std::string_view group, std::string_view name) {
  out.begin_object();
  out.field("$ref", "#/components/" + std::string(group) + "/" + std::string(name)).end_object();
}

void write_media(JsonWriter& out, std::string_view type, std::string_view schema) {
  out.key(type).begin_object().key("schema");
  write_ref(out, "schemas", schema);
  out.end_object();
}

void write_text_media(JsonWriter& out, std::string_view type) {
  out.key(type).begin_object().key("schema").raw(R"({"type":"string"})").end_object();
}

void write_content(JsonWriter& out, const Route& route) {
  out.key("content").begin_object();
  if (route.gives == Gives::text) {
    write_text_media(out, "text/plain");
  } else if (route.gives == Gives::bytes) {
    write_text_media(out, "application/octet-stream");
  } else {
    write_media(out, "application/json", route.schema);
    if (route.gives == Gives::table) {
      write_text_media(out, "text/csv");
      write_text_media(out, xlsx_type);
    }
    if (route.gives == Gives::table || route.gives == Gives::events)
      write_text_media(out, "application/x-ndjson");
  }
  out.end_object();
}

void write_good_answer(JsonWriter& out, const Route& route, std::string_view status,
                       std::string_view description) {
  out.key(status).begin_object().field("description", description);
  out.key("headers").begin_object().key("Ledger-Position");
  write_ref(out, "headers", "LedgerPosition");
  if (route.id == "readSubject") {
    out.key("ETag");
    write_ref(out, "headers", "ETag");
  }
  out.end_object();
  write_content(out, route);
  out.end_object();
}

void write_body(JsonWriter& out, const Route& route) {
  if (route.takes == Takes::nothing) return;
  out.key("requestBody").begin_object().key("required").boolean(true);
  out.field("description", "至多 " + std::to_string(body_max(route) >> 20) + " MiB");
  out.key("content").begin_object();
  if (route.takes == Takes::json)
    write_media(out, "application/json", route.body);
  else if (route.takes == Takes::bytes)
    write_text_media(out, "application/octet-stream");
  else
    write_text_media(out, "application/x-ndjson");
  out.end_object().end_object();
}

void write_operation(JsonWriter& out, const Route& route) {
  std::string method = route.method;
  std::transform(method.begin(), method.end(), method.begin(),
                 [](char c) { return static_cast<char>(c | 32); });
  out.key(method).begin_object();
  out.field("operationId", route.id).field("summary", route.summary);
  out.key("parameters").begin_array();
  for (const auto* info : parameters_of(route)) write_ref(out, "parameters", info->id);
  out.end_array();
  write_body(out, route);
  out.key("responses").begin_object();
  write_good_answer(out, route, "200", route.takes == Takes::nothing ? "答复" : "没有新的事件");
  if (route.takes != Takes::nothing) {
    write_good_answer(out, route, "201", "已登记");
    for (auto status : {"400", "409", "411", "412", "413", "415", "422", "428", "503", "507"}) {
      out.key(status);
      write_ref(out, "responses", "Problem");
    }
  }
  out.key("default");
  write_ref(out, "responses", "Problem");
  out.end_object();
  if (route.listener == Listener::metrics) {
    out.key("servers").raw(R"([{"url":"http://127.0.0.1:8321","description":"第二个端口"}])");
  }
  out.end_object();
}

void write_paths(JsonWriter& out) {
  std::vector<std::string> paths;
  for (const auto& route : routes()) {
    if (std::find(paths.begin(), paths.end(), route.path) == paths.end())
      paths.push_back(route.path);
  }
  out.key("paths").begin_object();
  for (const auto& path : paths) {
    out.key(path).begin_object();
    for (const auto& route : routes()) {
      if (route.path == path) write_operation(out, route);
    }
    out.end_object();
  }
  out.end_object();
}

void write_schemas(JsonWriter& out) {
  out.key("schemas").begin_object();
  for (const auto& [name, schema] : wire_schemas()) out.key(name).raw(schema);
  out.key("Draft").begin_object().field("description", "一个事件的草稿，按 type 区分");
  out.key("oneOf").begin_array();
  for (const auto& info : schema::catalogue()) write_ref(out, "schemas", info.name);
  out.end_array().end_object();
  // The schema's definitions are one object; its members join ours.
  std::string events = schema::json_schema_definitions();
  out.raw(std::string_view(events).substr(1, events.size() - 2));
  out.end_object();
}

}  // namespace

std::string openapi_json() {
  JsonWriter out;
  out.begin_object().field("openapi", "3.1.0");
  out.key("info").begin_object().field("title", "驻村账接口").field("version", "1");
  out.field("description",
            "驻村第一书记和工作队的事件账。每个答复带 Ledger-Position；拒绝用 RFC 9457 "
            "的 application/problem+json；只在本机提供服务。");
  out.end_object();
  out.key("servers").raw(R"([{"url":"/"}])");
  write_paths(out);
  out.key("components").begin_object();
  out.key("parameters").begin_object();
  for (const auto& info : parameters()) {
    out.key(info.id);
    write_parameter(out, info);
  }
  out.end_object();
  out.key("headers").raw(
      R"({"LedgerPosition":{"description":"答复所依据的序号","schema":{"type":"integer"}},)"
      R"("ETag":{"description":"对象的版本，用于 If-Match","schema":{"type":"string"}}})");
  out.key("responses")
      .raw(R"({"Problem":{"description":"拒绝（RFC 9457）","content":{"application/problem+json":)"
           R"({"schema":{"$ref":"#/components/schemas/Problem"}}}}})");
  write_schemas(out);
  return out.end_object().end_object().take();
}

}  // namespace zhucun::http
