// People's details, who has seen them, attachments, and the health of the book.
#include <charconv>

#include "api/http/handlers.h"
#include "api/http/identity.h"
#include "api/http/json_body.h"
#include "ledger/schema/json_writer.h"
#include "ledger/schema/schema.h"

namespace zhucun::http {

namespace {

constexpr std::uint64_t access_default = 50;
constexpr std::uint64_t access_max = 500;

Response sheet_response(const app::PersonSheet& sheet) {
  Response out;
  out.position = sheet.position;
  JsonWriter json;
  json.begin_object().field("person", sheet.person).field("mergedInto", sheet.merged_into);
  json.key("fields").begin_array();
  for (const auto& field : sheet.fields) {
    json.begin_object().field("field", field.field).field("title", field.title);
    json.field("value", field.value).key("full").boolean(field.full);
    json.field("why", field.why).end_object();
  }
  out.body = json.end_array().end_object().take();
  return out;
}

void write_texts(JsonWriter& out, std::string_view name, const std::vector<std::string>& texts) {
  out.key(name).begin_array();
  for (const auto& text : texts) out.text(text);
  out.end_array();
}

bool is_attachment_name(const std::string& name) {
  return name.size() == 64 && name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

Result<Response> read_person(Service& service, const Request& request) {
  auto sheet = service.ledger.person(request.parameter("person"), request.viewer);
  if (!sheet) return refuse(std::move(sheet.error()));
  return sheet_response(*sheet);
}

Result<Response> unmask_person(Service& service, const Request& request) {
  auto body = JsonBody::read(request.body, {"fields", "reason"});
  if (!body) return refuse(std::move(body.error()));
  auto sheet = service.ledger.unmask(request.parameter("person"), body->texts("fields"),
                                     body->text("reason"), request.viewer);
  if (!sheet) return refuse(std::move(sheet.error()));
  return sheet_response(*sheet);
}

Result<Response> read_access(Service& service, const Request& request) {
  if (!request.viewer.may(domain::Deed::read_access))
    return refuse(app::not_your_business(request.viewer, "查看访问记录"));
  auto before = whole_parameter(request, "before", 0, std::uint64_t{1} << 62);
  if (!before) return refuse(std::move(before.error()));
  auto limit = whole_parameter(request, "limit", access_default, access_max);
  if (!limit) return refuse(std::move(limit.error()));
  JsonWriter out;
  out.begin_object().key("records").begin_array();
  std::uint64_t count = 0;
  Position last;
  if (const auto* access = service.ledger.access()) {
    access->read({*before}, [&](Position position, RecordedTime time, const auto& record) {
      out.begin_object().key("number").number(position.value);
      out.field("time", schema::recorded_text(time)).field("account", record.account);
      out.field("desk", record.desk).field("deed", book::name_of(record.deed));
      out.field("what", record.what).field("reason", record.reason).field("peer", record.peer);
      write_texts(out, "people", record.people);
      out.key("peopleCount").number(record.count);
      write_texts(out, "fields", record.fields);
      out.end_object();
      last = position;
      return ++count < *limit;
    });
  }
  out.end_array().key("next").number(last.value > 1 && count == *limit ? last.value : 0);
  Response response;
  response.body = out.end_object().take();
  return response;
}

Result<Response> put_attachment(Service& service, const Request& request) {
  if (!request.viewer.unguarded && !request.viewer.desk)
    return refuse(app::not_your_business(request.viewer, "上传附件"));
  auto* files = service.ledger.book().files();
  if (!files || !service.ledger.book().vault()) {
    return refuse({Code::vault_missing,
                   "这本账没有密钥库，附件无处封存",
                   "用 --key-file 指定主密钥后重启服务",
                   "",
                   "",
                   {}});
  }
  if (request.body.empty())
    return refuse({Code::missing_field, "文件是空的", "选一个有内容的文件", "", "", {}});
  Response out;
  out.status = 201;
  JsonWriter json;
  json.begin_object().field("attachment", files->put(request.body));
  json.key("bytes").number(static_cast<std::uint64_t>(request.body.size()));
  out.body = json.end_object().take();
  return out;
}

Result<Response> read_attachment(Service& service, const Request& request) {
  std::string name = request.parameter("attachment");
  auto* files = service.ledger.book().files();
  if (!files || !is_attachment_name(name)) return refuse(app::not_yours("附件"));
  auto positions = service.ledger.book().read([&](const domain::Facts& facts) {
    auto found = facts.attachments.find(name);
    return found == facts.attachments.end() ? std::vector<Position>() : found->second;
  });
  bool visible = false;
  for (Position position : positions)
    visible |= service.ledger.event_json(position, request.viewer).has_value();
  auto plain = visible ? files->get(name) : std::nullopt;
  if (!plain) return refuse(app::not_yours("附件"));
  Response out;
  out.type = "application/octet-stream";
  out.headers.emplace_back("Content-Disposition",
                           "attachment; filename=\"" + name.substr(0, 12) + "\"");
  out.body = std::move(*plain);
  return out;
}

Result<Response> read_health(Service& service, const Request& request) {
  if (!request.viewer.may(domain::Deed::see_health))
    return refuse(app::not_your_business(request.viewer, "查看账簿状况"));
  book::Health health = service.ledger.book().health();
  JsonWriter out;
  out.begin_object().key("writable").boolean(health.writable).field("trouble", health.trouble);
  out.field("vaultTrouble", health.vault_trouble);
  out.key("position").number(health.head.position.value);
  out.field("root", log::to_hex(health.head.root)).key("epoch").number(health.head.epoch);
  out.field("hash", service.ledger.book().hash_kind() == log::HashKind::sm3 ? "SM3" : "SHA-256");
  out.key("freeBytes").number(health.free_space);
  out.field("lastRecorded", schema::recorded_text(health.last_recorded));
  out.field("now", schema::recorded_text(service.ledger.book().now()));
  out.key("openMillis").number(static_cast<std::int64_t>(health.open_seconds * 1000));
  std::uint64_t seen =
      service.ledger.access() ? service.ledger.access()->log().head().position.value : 0;
  out.key("accessRecords").number(seen);
  // The views are one fold of the log: they stand where the facts stand.
  auto views =
      service.ledger.book().read([](const domain::Facts& facts) { return facts.position; });
  out.key("viewsPosition").number(views.value);
  if (auto backup = service.last_backup()) {
    out.key("lastBackup").begin_object().field("name", backup->name);
    out.key("position").number(backup->position.value);
    out.field("time", schema::recorded_text(backup->made)).end_object();
  }
  Response response;
  response.position = health.head.position;
  response.body = out.end_object().take();
  return response;
}

}  // namespace zhucun::http
