// The catalogue as Markdown for people and as JSON Schema for machines.
#include <algorithm>

#include "ledger/schema/json_writer.h"
#include "ledger/schema/schema.h"

namespace zhucun::schema {

namespace {

std::string joined_text(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : std::string(between)) + part;
  return out;
}

std::string kind_text(const FieldInfo& field) {
  switch (field.kind) {
    case FieldKind::text: return "文字";
    case FieldKind::boolean: return "是/否";
    case FieldKind::integer: return "整数";
    case FieldKind::date: return "日期";
    case FieldKind::fen: return "金额（分）";
    case FieldKind::enumeration: {
      std::string out;
      for (const auto& option : field.options) {
        out += (out.empty() ? "" : "、") + option.name + "＝" + option.title;
      }
      return out;
    }
    case FieldKind::text_list: return "文字列表";
    case FieldKind::integer_list: return "整数列表";
    case FieldKind::struct_list: {
      std::string out;
      for (const auto& member : field.members) out += (out.empty() ? "" : "、") + member.name;
      return "列表（" + out + "）";
    }
    case FieldKind::data: return "字节";
  }
  return "";
}

std::string reference_text(Reference reference) {
  switch (reference) {
    case Reference::none: return "";
    case Reference::division: return "区划代码";
    case Reference::county: return "县市区代码";
    case Reference::township: return "乡镇代码";
    case Reference::village: return "村（社区）代码";
    case Reference::unit: return "单位编号";
    case Reference::person: return "人员编号";
    case Reference::party: return "类别:编号";
    case Reference::period: return "期间";
    case Reference::position: return "序号";
    case Reference::document: return "文号";
    case Reference::reading: return "口径编号";
    case Reference::account: return "账号";
    case Reference::scope: return "范围，如 division:610802000000、unit:U12";
    case Reference::attachment: return "附件散列值";
    case Reference::policy_key: return "政策里的类型或科目";
    case Reference::allowance_item: return "政策里的补助项目";
    case Reference::pay_standard: return "政策里的补助标准";
  }
  return "";
}

void write_type(JsonWriter& out, const FieldInfo& field);

void write_object(JsonWriter& out, const std::vector<FieldInfo>& fields) {
  out.field("type", "object").key("additionalProperties").boolean(false);
  out.key("properties").begin_object();
  for (const auto& field : fields) {
    if (field.derived) continue;
    out.key(field.name).begin_object();
    out.field("title", field.title);
    write_type(out, field);
    out.end_object();
  }
  out.end_object();
  out.key("required").begin_array();
  for (const auto& field : fields) {
    if (field.required) out.text(field.name);
  }
  out.end_array();
}

void write_text_pattern(JsonWriter& out, Reference reference) {
  switch (reference) {
    case Reference::division:
    case Reference::county:
    case Reference::township:
    case Reference::village: out.field("pattern", "^[0-9]{12}$"); return;
    case Reference::unit:
    case Reference::person:
    case Reference::account:
    case Reference::reading: out.field("pattern", "^[0-9A-Za-z._-]{1,64}$"); return;
    case Reference::attachment: out.field("pattern", "^[0-9a-f]{64}$"); return;
    case Reference::scope: out.field("pattern", "^(division|unit|team|person):.+$"); return;
    case Reference::party:
      out.field("pattern", "^(office|township|team|village|unit|memberUnit|group|person):.+$");
      return;
    case Reference::period:
      out.field("pattern", "^[0-9]{4}(H[12]|Q[1-4]|W[0-9]{2}|-[0-9]{2}(-[0-9]{2})?|-[0-9]{4})?$");
      return;
    case Reference::none:
    case Reference::position:
    case Reference::document:
    case Reference::policy_key:
    case Reference::allowance_item:
    case Reference::pay_standard: return;
  }
}

void write_type(JsonWriter& out, const FieldInfo& field) {
  switch (field.kind) {
    case FieldKind::text:
      out.field("type", "string");
      write_text_pattern(out, field.reference);
      return;
    case FieldKind::boolean: out.field("type", "boolean"); return;
    case FieldKind::integer: out.field("type", "integer"); return;
    case FieldKind::fen:
      out.field("type", "integer").field("description", "金额，单位：分");
      return;
    case FieldKind::date: out.field("type", "string").field("format", "date"); return;
    case FieldKind::enumeration:
      out.field("type", "string").key("enum").begin_array();
      for (const auto& option : field.options) out.text(option.name);
      out.end_array().key("oneOf").begin_array();
      for (const auto& option : field.options) {
        out.begin_object().field("const", option.name).field("title", option.title).end_object();
      }
      out.end_array();
      return;
    case FieldKind::text_list:
      out.field("type", "array").key("items").begin_object().field("type", "string");
      write_text_pattern(out, field.reference);
      out.end_object();
      return;
    case FieldKind::integer_list:
      out.field("type", "array").key("items").begin_object().field("type", "integer");
      out.key("minimum").number(std::int64_t{0}).end_object();
      return;
    case FieldKind::struct_list:
      out.field("type", "array").key("items").begin_object();
      write_object(out, field.members);
      out.end_object();
      return;
    case FieldKind::data: out.field("type", "string"); return;
  }
}

// A draft of one type: the envelope with this type's data. The ledger or the caller's key gives id
// and actor; x-by names the desks that may record it.
void write_draft(JsonWriter& out, const EventInfo& info) {
  out.key(info.name).begin_object();
  out.field("title", info.title).field("type", "object").key("additionalProperties").boolean(false);
  out.key("x-by").begin_array();
  for (const auto& desk : info.by) out.text(desk);
  out.end_array();
  out.key("properties").begin_object();
  out.key("type").begin_object().field("const", info.name).end_object();
  for (const auto& field : envelope()) {
    out.key(field.name).begin_object().field("title", field.title);
    write_type(out, field);
    out.end_object();
  }
  out.key("data").begin_object();
  write_object(out, info.fields);
  out.end_object().end_object();
  out.key("required").begin_array().text("type").text("date").text("data").end_array();
  out.end_object();
}

}  // namespace

std::string json_schema_definitions() {
  JsonWriter out;
  out.begin_object();
  for (const auto& info : catalogue()) write_draft(out, info);
  out.end_object();
  return out.take();
}

std::string catalogue_json_schema() {
  JsonWriter out;
  out.begin_object();
  out.field("$schema", "https://json-schema.org/draft/2020-12/schema");
  out.field("title", "驻村账事件");
  out.key("oneOf").begin_array();
  for (const auto& info : catalogue()) {
    out.begin_object().field("$ref", "#/$defs/" + info.name).end_object();
  }
  out.end_array().key("$defs").raw(json_schema_definitions()).end_object();
  return out.take();
}

std::string catalogue_markdown() {
  std::string out = "# 事件目录\n\n每个事件另有公共字段：\n\n";
  auto table = [&out](const std::vector<FieldInfo>& fields) {
    out += "| 字段 | 名称 | 类型 | 必填 |\n|---|---|---|---|\n";
    for (const auto& field : fields) {
      std::string reference = reference_text(field.reference);
      out += "| " + field.name + " | " + field.title + " | " + kind_text(field) +
             (reference.empty() ? "" : "：" + reference) + " | " +
             (field.derived    ? "系统填写"
              : field.required ? "是"
                               : "") +
             " |\n";
    }
    out += "\n";
  };
  table(envelope());
  for (const auto& info : catalogue()) {
    out += "## " + info.name + "（" + info.title + "）\n\n";
    if (!info.clauses.empty()) out += "依据：" + joined_text(info.clauses, "、") + "。";
    if (!info.key.empty()) out += "唯一键：" + joined_text(info.key, "、") + "。";
    out += info.reversal == Reversal::none ? "不可冲销。\n\n" : "可冲销。\n\n";
    table(info.fields);
  }
  return out;
}

}  // namespace zhucun::schema
