// Recorded events as plain values, for whoever writes them into sheets or says them again.
#include "ledger/schema/json_writer.h"
#include "ledger/schema/reflection.h"

namespace zhucun::schema {

namespace {

using capnp::DynamicList;
using capnp::DynamicStruct;
using capnp::DynamicValue;

std::vector<SaidField> fields_in(const std::vector<FieldInfo>& fields, DynamicStruct::Reader from);

std::string text_of(DynamicValue::Reader value) {
  auto text = value.as<capnp::Text>();
  return {text.begin(), text.size()};
}

std::int64_t number_of(DynamicValue::Reader value) {
  return value.getType() == DynamicValue::UINT
             ? static_cast<std::int64_t>(value.as<std::uint64_t>())
             : value.as<std::int64_t>();
}

SaidField field_in(const FieldInfo& field, DynamicValue::Reader value) {
  SaidField out{&field, {}, {}};
  switch (field.kind) {
    case FieldKind::text: out.value = text_of(value); break;
    case FieldKind::boolean: out.value = value.as<bool>(); break;
    case FieldKind::date: out.value = to_text(*from_stored(value.as<std::int32_t>())); break;
    case FieldKind::integer:
    case FieldKind::fen: out.value = number_of(value); break;
    case FieldKind::enumeration: {
      auto one = value.as<capnp::DynamicEnum>();
      KJ_IF_MAYBE (known, one.getEnumerant()) {
        out.value = std::string(known->getProto().getName().cStr());
      } else {
        out.value = std::string("unknown");
      }
      break;
    }
    case FieldKind::text_list:
    case FieldKind::integer_list: {
      std::vector<std::string> items;
      for (auto item : value.as<DynamicList>()) {
        items.push_back(field.kind == FieldKind::text_list ? text_of(item)
                                                           : std::to_string(number_of(item)));
      }
      out.value = std::move(items);
      break;
    }
    case FieldKind::struct_list:
      for (auto item : value.as<DynamicList>())
        out.rows.push_back(fields_in(field.members, item.as<DynamicStruct>()));
      break;
    case FieldKind::data: break;  // always derived
  }
  return out;
}

std::vector<SaidField> fields_in(const std::vector<FieldInfo>& fields, DynamicStruct::Reader from) {
  std::vector<SaidField> out;
  for (const auto& field : fields) {
    if (field.derived) continue;
    auto value = from.get(field.name.c_str());
    if (is_said(field, value)) out.push_back(field_in(field, value));
  }
  return out;
}

void write(JsonWriter& out, const SaidField& one) {
  out.key(one.field->name);
  if (one.field->kind == FieldKind::struct_list) {
    out.begin_array();
    for (const auto& row : one.rows) {
      out.begin_object();
      for (const auto& member : row) write(out, member);
      out.end_object();
    }
    out.end_array();
  } else if (const auto* text = std::get_if<std::string>(&one.value)) {
    out.text(*text);
  } else if (const auto* number = std::get_if<std::int64_t>(&one.value)) {
    out.number(*number);
  } else if (const auto* flag = std::get_if<bool>(&one.value)) {
    out.boolean(*flag);
  } else {
    out.begin_array();
    for (const auto& item : std::get<std::vector<std::string>>(one.value)) {
      if (one.field->kind == FieldKind::integer_list)
        out.raw(item);
      else
        out.text(item);
    }
    out.end_array();
  }
}

}  // namespace

Said said_in(event::Body::Reader body) {
  Said out;
  out.envelope = fields_in(envelope(), DynamicStruct::Reader(body));
  if (auto payload = payload_of(body)) {
    out.type = &catalogue()[payload->index];
    out.data = fields_in(out.type->fields, payload->data);
  }
  return out;
}

std::string draft_again(event::Body::Reader body) {
  Said said = said_in(body);
  JsonWriter out;
  out.begin_object().field("type", said.type ? said.type->name : "");
  for (const auto& one : said.envelope) {
    const std::string& name = one.field->name;
    if (name != "id" && name != "actor" && name != "source" && name != "correlation")
      write(out, one);
  }
  out.key("data").begin_object();
  for (const auto& one : said.data) write(out, one);
  return out.end_object().end_object().take();
}

}  // namespace zhucun::schema
