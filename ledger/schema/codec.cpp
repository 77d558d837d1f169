// The one TU that knows nlohmann: JSON drafts to bodies, with every error of a draft at once.
#include <nlohmann/json.hpp>
#include <set>

#include "ledger/schema/reflection.h"
#include "ledger/schema/text_forms.h"

namespace zhucun::schema {

namespace {

using nlohmann::json;
using Errors = std::vector<FieldError>;

constexpr std::size_t list_length_max = 20'000;

void wrong(Errors& errors, Code code, const std::string& pointer, std::string detail,
           std::string hint) {
  errors.push_back({code, pointer, std::move(detail), std::move(hint)});
}

std::string escaped(std::string_view token) {
  std::string out;
  for (char c : token) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out.push_back(c);
  }
  return out;
}

std::string option_names(const FieldInfo& field) {
  std::string out;
  for (const auto& option : field.options) {
    out += (out.empty() ? "" : "、") + option.name + "（" + option.title + "）";
  }
  return out;
}

std::optional<std::string> clean_text(const FieldInfo& field, const json& value,
                                      const std::string& pointer, Errors& errors) {
  if (!value.is_string()) {
    wrong(errors, Code::bad_value, pointer, field.title + "应为文字", "用引号括起来");
    return std::nullopt;
  }
  auto text = value.get<std::string>();
  if (field.personal && text.starts_with(commitment_prefix)) {
    wrong(errors, Code::bad_value, pointer, field.title + "不能以 sealed: 开头",
          "填原文，封存由系统完成");
    return std::nullopt;
  }
  if (auto fault = text_fault(field.reference, text)) {
    wrong(errors, Code::bad_value, pointer, field.title + "：" + fault->first, fault->second);
    return std::nullopt;
  }
  return text;
}

std::optional<std::int64_t> whole_number(const FieldInfo& field, const json& value,
                                         capnp::Type type, const std::string& pointer,
                                         Errors& errors) {
  std::int64_t low = 0;
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
  switch (type.which()) {
    case capnp::schema::Type::INT16:
      low = std::numeric_limits<std::int16_t>::min();
      high = std::numeric_limits<std::int16_t>::max();
      break;
    case capnp::schema::Type::INT32:
      low = std::numeric_limits<std::int32_t>::min();
      high = std::numeric_limits<std::int32_t>::max();
      break;
    case capnp::schema::Type::INT64: low = std::numeric_limits<std::int64_t>::min(); break;
    default: break;
  }
  bool fits = value.is_number_integer() &&
              (!value.is_number_unsigned() ||
               value.get<std::uint64_t>() <=
                   static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
  if (fits) {
    auto number = value.get<std::int64_t>();
    if (number >= low && number <= high) return number;
  }
  std::string unit = field.kind == FieldKind::fen ? "（单位：分）" : "";
  wrong(errors, Code::bad_value, pointer, field.title + "应为整数" + unit,
        "填不带小数和引号的整数，不超出范围");
  return std::nullopt;
}

bool is_blank(const json& value) {
  return value.is_null() ||
         (value.is_string() &&
          value.get_ref<const std::string&>().find_first_not_of(" \t\n　") == std::string::npos) ||
         (value.is_array() && value.empty());
}

void fill_struct(capnp::DynamicStruct::Builder to, const std::vector<FieldInfo>& fields,
                 const json& from, const std::string& pointer, Errors& errors);

void fill_text_list(capnp::DynamicStruct::Builder to, const FieldInfo& field, const json& value,
                    const std::string& pointer, Errors& errors) {
  if (!value.is_array() || value.size() > list_length_max) {
    wrong(errors, Code::bad_value, pointer, field.title + "应为列表",
          "写成 [..., ...]，不超过2万项");
    return;
  }
  auto list =
      to.init(field.name.c_str(), static_cast<unsigned>(value.size())).as<capnp::DynamicList>();
  std::vector<std::string> seen;
  for (unsigned i = 0; i < value.size(); ++i) {
    std::string at = pointer + "/" + std::to_string(i);
    auto text = clean_text(field, value[i], at, errors);
    if (!text) continue;
    if (text->empty()) wrong(errors, Code::missing_field, at, field.title + "有空项", "删去空项");
    seen.push_back(*text);
    list.set(i, capnp::Text::Reader(text->c_str(), text->size()));
  }
  std::sort(seen.begin(), seen.end());
  if (auto twice = std::adjacent_find(seen.begin(), seen.end()); twice != seen.end()) {
    wrong(errors, Code::bad_value, pointer, field.title + "重复：" + *twice, "每项只列一次");
  }
}

void fill_integer_list(capnp::DynamicStruct::Builder to, const FieldInfo& field, const json& value,
                       const std::string& pointer, Errors& errors) {
  if (!value.is_array() || value.size() > list_length_max) {
    wrong(errors, Code::bad_value, pointer, field.title + "应为列表",
          "写成 [..., ...]，不超过2万项");
    return;
  }
  auto list =
      to.init(field.name.c_str(), static_cast<unsigned>(value.size())).as<capnp::DynamicList>();
  std::set<std::int64_t> seen;
  for (unsigned i = 0; i < value.size(); ++i) {
    std::string at = pointer + "/" + std::to_string(i);
    auto number = whole_number(field, value[i], capnp::schema::Type::UINT64, at, errors);
    if (!number) continue;
    if (!seen.insert(*number).second) {
      wrong(errors, Code::bad_value, at, field.title + "重复：" + std::to_string(*number),
            "每项只列一次");
    }
    list.set(i, *number);
  }
}

void fill_field(capnp::DynamicStruct::Builder to, const FieldInfo& field, const json& value,
                const std::string& pointer, Errors& errors) {
  const char* name = field.name.c_str();
  switch (field.kind) {
    case FieldKind::text:
      if (auto text = clean_text(field, value, pointer, errors)) {
        to.set(name, capnp::Text::Reader(text->c_str(), text->size()));
      }
      return;
    case FieldKind::boolean:
      if (value.is_boolean()) {
        to.set(name, value.get<bool>());
      } else {
        wrong(errors, Code::bad_value, pointer, field.title + "应为是或否", "填 true 或 false");
      }
      return;
    case FieldKind::date: {
      auto date = value.is_string() ? parse_date(value.get<std::string>()) : std::nullopt;
      if (date) {
        to.set(name, to_stored(date));
      } else {
        wrong(
            errors, Code::bad_value, pointer,
            field.title + "不是日期：" + value.dump(-1, ' ', false, json::error_handler_t::replace),
            "写成 2025-07-09，日期须存在");
      }
      return;
    }
    case FieldKind::integer:
    case FieldKind::fen: {
      auto type = to.getSchema().getFieldByName(name).getType();
      if (auto number = whole_number(field, value, type, pointer, errors)) to.set(name, *number);
      return;
    }
    case FieldKind::enumeration: {
      auto text = value.is_string() ? value.get<std::string>() : std::string();
      for (const auto& option : field.options) {
        if (option.name != text) continue;
        to.set(name, capnp::Text::Reader(text.c_str(), text.size()));
        return;
      }
      wrong(
          errors, Code::bad_value, pointer,
          field.title + "没有这一项：" + value.dump(-1, ' ', false, json::error_handler_t::replace),
          "可填 " + option_names(field));
      return;
    }
    case FieldKind::text_list: fill_text_list(to, field, value, pointer, errors); return;
    case FieldKind::integer_list: fill_integer_list(to, field, value, pointer, errors); return;
    case FieldKind::struct_list: {
      if (!value.is_array() || value.size() > list_length_max) {
        wrong(errors, Code::bad_value, pointer, field.title + "应为列表", "写成 [{...}, ...]");
        return;
      }
      auto list = to.init(name, static_cast<unsigned>(value.size())).as<capnp::DynamicList>();
      for (unsigned i = 0; i < value.size(); ++i) {
        fill_struct(list[i].as<capnp::DynamicStruct>(), field.members, value[i],
                    pointer + "/" + std::to_string(i), errors);
      }
      return;
    }
    case FieldKind::data:
      break;  // only derived fields hold raw bytes, and those are refused before
  }
}

void fill_struct(capnp::DynamicStruct::Builder to, const std::vector<FieldInfo>& fields,
                 const json& from, const std::string& pointer, Errors& errors) {
  if (!from.is_object()) {
    wrong(errors, Code::bad_value, pointer, "应为对象", "写成 {\"字段\": 值}");
    return;
  }
  for (const auto& [name, value] : from.items()) {
    auto known = std::find_if(fields.begin(), fields.end(),
                              [&name = name](const FieldInfo& f) { return f.name == name; });
    std::string at = pointer + "/" + escaped(name);
    if (known == fields.end()) {
      wrong(errors, Code::unknown_field, at, "没有字段 " + name, "字段名见 zhucun schema");
    } else if (known->derived) {
      wrong(errors, Code::derived_field, at, known->title + "由系统填写", "删去此字段");
    } else if (!is_blank(value)) {
      fill_field(to, *known, value, at, errors);
    }
  }
  for (const auto& field : fields) {
    if (!field.required) continue;
    auto given = from.find(field.name);
    if (given == from.end() || is_blank(*given)) {
      wrong(errors, Code::missing_field, pointer + "/" + field.name, "缺少" + field.title,
            "补填" + field.title);
    }
  }
}

tl::unexpected<Refusal> refuse_form(const Errors& errors) {
  Refusal refusal{.code = errors.front().code,
                  .detail = errors.front().detail,
                  .hint = errors.front().hint,
                  .pointer = errors.front().pointer,
                  .clause = "",
                  .errors = errors};
  return refuse(std::move(refusal));
}

void fill_envelope(event::Body::Builder body, const json& draft, const DraftDefaults& defaults,
                   const std::string& pointer, Errors& errors) {
  json envelope_part = json::object();
  for (const auto& [name, value] : draft.items()) {
    if (name != "type" && name != "data") envelope_part[name] = value;
  }
  auto use_default = [&](const char* name, const std::string& value) {
    auto given = envelope_part.find(name);
    if ((given == envelope_part.end() || is_blank(*given)) && !value.empty())
      envelope_part[name] = value;
  };
  use_default("id", defaults.id);
  use_default("actor", defaults.actor);
  use_default("source", defaults.source);
  fill_struct(capnp::DynamicStruct::Builder(body), envelope(), envelope_part, pointer, errors);
}

Result<Words> draft_of(const json& draft, const DraftDefaults& defaults,
                       const std::string& pointer) {
  if (!draft.is_object()) {
    return refuse({Code::malformed,
                   "事件应为对象",
                   "写成 {\"type\": ..., \"date\": ..., \"data\": {...}}",
                   pointer,
                   "",
                   {}});
  }
  auto type = draft.find("type");
  const EventInfo* info =
      type != draft.end() && type->is_string() ? find_event(type->get<std::string>()) : nullptr;
  if (!info) {
    std::string said =
        type == draft.end() ? "" : type->dump(-1, ' ', false, json::error_handler_t::replace);
    return refuse({Code::unknown_event_type,
                   "没有这种事件：" + said,
                   "事件类型见 zhucun schema",
                   pointer + "/type",
                   "",
                   {}});
  }
  const EventPlace& place = places()[static_cast<std::size_t>(info - catalogue().data())];
  capnp::MallocMessageBuilder message;
  auto body = message.initRoot<event::Body>();
  Errors errors;
  fill_envelope(body, draft, defaults, pointer, errors);
  auto data = draft.find("data");
  auto payload = capnp::DynamicStruct::Builder(body)
                     .init(place.family)
                     .as<capnp::DynamicStruct>()
                     .init(place.event)
                     .as<capnp::DynamicStruct>();
  fill_struct(payload, info->fields, data == draft.end() ? json::object() : *data,
              pointer + "/data", errors);
  if (!errors.empty()) return refuse_form(errors);
  return finish(body.asReader());
}

tl::unexpected<Refusal> refuse_syntax(const json::parse_error& error) {
  return refuse({Code::malformed,
                 "不是合法的 JSON：第 " + std::to_string(error.byte) + " 字节处读不下去",
                 "检查引号、逗号、括号是否成对，文件是否为 UTF-8",
                 "",
                 "",
                 {}});
}

}  // namespace

Result<Words> draft_from_json(std::string_view text, const DraftDefaults& defaults,
                              const std::string& pointer) {
  try {
    return draft_of(json::parse(text), defaults, pointer);
  } catch (const json::parse_error& error) {
    return refuse_syntax(error);
  }
}

Result<std::vector<Words>> drafts_from_json(std::string_view text, const DraftDefaults& defaults) {
  json parsed;
  try {
    parsed = json::parse(text);
  } catch (const json::parse_error& error) {
    return refuse_syntax(error);
  }
  std::string base;
  json list = json::array();
  if (parsed.is_array()) {
    list = std::move(parsed);
  } else if (parsed.is_object() && parsed.contains("events")) {
    if (parsed.size() != 1 || !parsed["events"].is_array()) {
      return refuse({Code::malformed,
                     "多个事件应写成 {\"events\": [...]}",
                     "去掉其他字段",
                     "/events",
                     "",
                     {}});
    }
    list = parsed["events"];
    base = "/events";
  } else {
    list.push_back(std::move(parsed));
  }
  if (list.empty()) return refuse({Code::malformed, "没有事件", "至少写一个事件", base, "", {}});
  bool single = list.size() == 1 && base.empty();
  std::vector<Words> out;
  Errors errors;
  for (std::size_t i = 0; i < list.size(); ++i) {
    DraftDefaults mine = defaults;
    if (!mine.id.empty()) mine.id += "/" + std::to_string(i + 1);
    auto draft = draft_of(list[i], mine, single ? "" : base + "/" + std::to_string(i));
    if (draft) {
      out.push_back(std::move(*draft));
    } else if (draft.error().errors.empty()) {
      const Refusal& r = draft.error();
      errors.push_back({r.code, r.pointer, r.detail, r.hint});
    } else {
      errors.insert(errors.end(), draft.error().errors.begin(), draft.error().errors.end());
    }
  }
  if (!errors.empty()) return refuse_form(errors);
  return out;
}

}  // namespace zhucun::schema
