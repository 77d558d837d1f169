// Bodies as words: reading, finishing, content, keys, and their JSON.
#include <capnp/serialize.h>

#include <algorithm>

#include "ledger/schema/json_writer.h"
#include "ledger/schema/reflection.h"

namespace zhucun::schema {

namespace {

using capnp::DynamicList;
using capnp::DynamicStruct;
using capnp::DynamicValue;

std::string_view view(capnp::Text::Reader text) {
  return {text.begin(), text.size()};
}

std::string hex_of(capnp::Data::Reader data) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (auto byte : data) {
    out.push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 15]);
  }
  return out;
}

void write_fields(JsonWriter& out, const std::vector<FieldInfo>& fields,
                  DynamicStruct::Reader from);

void write_value(JsonWriter& out, const FieldInfo& field, DynamicValue::Reader value) {
  switch (field.kind) {
    case FieldKind::text: out.text(view(value.as<capnp::Text>())); return;
    case FieldKind::boolean: out.boolean(value.as<bool>()); return;
    case FieldKind::date: out.text(to_text(*from_stored(value.as<std::int32_t>()))); return;
    case FieldKind::integer:
    case FieldKind::fen:
      if (value.getType() == DynamicValue::UINT) {
        out.number(value.as<std::uint64_t>());
      } else {
        out.number(value.as<std::int64_t>());
      }
      return;
    case FieldKind::enumeration: {
      auto one = value.as<capnp::DynamicEnum>();
      KJ_IF_MAYBE (known, one.getEnumerant()) {
        out.text(known->getProto().getName().cStr());
      } else {
        out.text("unknown");  // written by a newer program: shown, never dropped
      }
      return;
    }
    case FieldKind::text_list:
      out.begin_array();
      for (auto item : value.as<DynamicList>()) out.text(view(item.as<capnp::Text>()));
      out.end_array();
      return;
    case FieldKind::integer_list:
      out.begin_array();
      for (auto item : value.as<DynamicList>()) out.number(item.as<std::uint64_t>());
      out.end_array();
      return;
    case FieldKind::struct_list:
      out.begin_array();
      for (auto item : value.as<DynamicList>()) {
        out.begin_object();
        write_fields(out, field.members, item.as<DynamicStruct>());
        out.end_object();
      }
      out.end_array();
      return;
    case FieldKind::data: out.text(hex_of(value.as<capnp::Data>())); return;
  }
}

void write_fields(JsonWriter& out, const std::vector<FieldInfo>& fields,
                  DynamicStruct::Reader from) {
  for (const auto& field : fields) {
    auto value = from.get(field.name.c_str());
    if (!is_said(field, value)) continue;
    out.key(field.name);
    write_value(out, field, value);
  }
}

// A value inside a natural key or subject, as text.
std::string key_text(event::Body::Reader body, const Payload& payload, const EventInfo& info,
                     const std::string& name) {
  if (name == "date") return to_text(from_stored(body.getDate()).value_or(Date{}));
  auto field = std::find_if(info.fields.begin(), info.fields.end(),
                            [&](const FieldInfo& f) { return f.name == name; });
  JsonWriter out;
  write_value(out, *field, payload.data.get(name.c_str()));
  return out.take();
}

}  // namespace

bool is_said(const FieldInfo& field, DynamicValue::Reader value) {
  switch (field.kind) {
    case FieldKind::text: return value.as<capnp::Text>().size() > 0;
    case FieldKind::boolean: return value.as<bool>();
    case FieldKind::date: return value.as<std::int32_t>() != no_date_days;
    case FieldKind::integer: return field.required || value.as<std::int64_t>() != 0;
    case FieldKind::fen: return field.required || value.as<std::int64_t>() != 0;
    case FieldKind::enumeration: return value.as<capnp::DynamicEnum>().getRaw() != 0;
    case FieldKind::text_list:
    case FieldKind::integer_list:
    case FieldKind::struct_list: return value.as<DynamicList>().size() > 0;
    case FieldKind::data: return value.as<capnp::Data>().size() > 0;
  }
  return true;
}

std::string recorded_text(RecordedTime recorded) {
  std::int64_t shifted = recorded.micros + std::int64_t{8} * 3600 * 1'000'000;
  std::int64_t in_day = ((shifted % 86'400'000'000) + 86'400'000'000) % 86'400'000'000;
  auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  std::string micros = std::to_string(in_day % 1'000'000);
  micros.insert(0, 6 - micros.size(), '0');
  Date day{std::chrono::floor<Days>(std::chrono::microseconds{shifted})};
  return to_text(day) + "T" + two(in_day / 3'600'000'000) + ":" + two(in_day / 60'000'000 % 60) +
         ":" + two(in_day / 1'000'000 % 60) + "." + micros + "+08:00";
}

std::optional<Payload> payload_of(event::Body::Reader body) {
  DynamicStruct::Reader root(body);
  KJ_IF_MAYBE (family, root.which()) {
    auto value = root.get(*family);
    if (value.getType() != DynamicValue::STRUCT) return std::nullopt;
    auto inner = value.as<DynamicStruct>();
    KJ_IF_MAYBE (one, inner.which()) {
      for (std::size_t i = 0; i < places().size(); ++i) {
        if (places()[i].event == *one) return Payload{i, inner.get(*one).as<DynamicStruct>()};
      }
    }
  }
  return std::nullopt;
}

event::Body::Reader read(const std::uint64_t* words) {
  return capnp::readMessageUnchecked<event::Body>(reinterpret_cast<const capnp::word*>(words));
}

event::Body::Reader read(const Words& words) {
  return read(words.data());
}

const EventInfo* type_of(event::Body::Reader body) {
  auto payload = payload_of(body);
  return payload ? &catalogue()[payload->index] : nullptr;
}

Words finish(event::Body::Reader body) {
  auto canonical = capnp::canonicalize(body);
  Words words(canonical.size());
  std::copy_n(reinterpret_cast<const std::uint64_t*>(canonical.begin()), canonical.size(),
              words.begin());
  return words;
}

std::string to_json(event::Body::Reader body, Position position,
                    std::optional<RecordedTime> recorded) {
  JsonWriter out;
  out.begin_object();
  if (position.value != 0) out.key("position").number(position.value);
  if (recorded) out.field("recorded", recorded_text(*recorded));
  auto payload = payload_of(body);
  out.field("type", payload ? catalogue()[payload->index].name : "unknown");
  write_fields(out, envelope(), DynamicStruct::Reader(body));
  out.key("data").begin_object();
  if (payload) write_fields(out, catalogue()[payload->index].fields, payload->data);
  out.end_object().end_object();
  return out.take();
}

Words content_of(event::Body::Reader body) {
  capnp::MallocMessageBuilder message;
  message.setRoot(body);
  auto copy = message.getRoot<event::Body>();
  copy.setId("");
  copy.setActor("");
  copy.setOnBehalf("");
  copy.setEnteredFor("");
  copy.setSource("");
  copy.setCorrelation("");
  if (auto payload = payload_of(body)) {
    const EventPlace& place = places()[payload->index];
    for (const auto& field : catalogue()[payload->index].fields) {
      if (!field.derived) continue;
      capnp::DynamicStruct::Builder(copy)
          .get(place.family)
          .as<DynamicStruct>()
          .get(place.event)
          .as<DynamicStruct>()
          .clear(field.name.c_str());
    }
  }
  return finish(copy.asReader());
}

std::string natural_key(event::Body::Reader body) {
  auto payload = payload_of(body);
  if (!payload || catalogue()[payload->index].key.empty()) return {};
  const EventInfo& info = catalogue()[payload->index];
  std::string out = info.name;
  for (const auto& name : info.key) out += "|" + key_text(body, *payload, info, name);
  return out;
}

std::string subject_of(event::Body::Reader body) {
  auto payload = payload_of(body);
  if (!payload || catalogue()[payload->index].subject.empty()) return {};
  const EventInfo& info = catalogue()[payload->index];
  auto colon = info.subject.find(':');
  std::string out = info.subject.substr(0, colon);
  std::string_view fields = std::string_view(info.subject).substr(colon + 1);
  for (char joint = ':'; !fields.empty(); joint = '@') {
    std::string name(fields.substr(0, fields.find(',')));
    fields.remove_prefix(std::min(fields.size(), name.size() + 1));
    std::string value = key_text(body, *payload, info, name);
    if (value.size() > 2 && value.front() == '"') value = value.substr(1, value.size() - 2);
    out += joint + value;
  }
  return out;
}

}  // namespace zhucun::schema
