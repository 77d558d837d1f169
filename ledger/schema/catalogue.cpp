#include <stdexcept>
#include <unordered_map>

#include "annotations.capnp.h"
#include "ledger/schema/reflection.h"

namespace zhucun::schema {

namespace {

using capnp::StructSchema;
using Annotations = capnp::List<capnp::schema::Annotation>::Reader;

std::optional<capnp::schema::Value::Reader> annotation(Annotations annotations, std::uint64_t id) {
  for (auto one : annotations) {
    if (one.getId() == id) return one.getValue();
  }
  return std::nullopt;
}

std::string text_of(Annotations annotations, std::uint64_t id) {
  auto value = annotation(annotations, id);
  return value ? std::string(value->getText().cStr()) : std::string();
}

std::vector<std::string> texts_of(Annotations annotations, std::uint64_t id) {
  std::vector<std::string> out;
  if (auto value = annotation(annotations, id)) {
    for (auto text : value->getList().getAs<capnp::List<capnp::Text>>())
      out.emplace_back(text.cStr());
  }
  return out;
}

Reference reference_of(Annotations annotations) {
  auto value = annotation(annotations, event::IS_ANNOTATION);
  return value ? static_cast<Reference>(value->getEnum()) : Reference::none;
}

event::Unit unit_of(Annotations annotations) {
  auto value = annotation(annotations, event::UNIT_ANNOTATION);
  return value ? static_cast<event::Unit>(value->getEnum()) : event::Unit::UNKNOWN;
}

FieldInfo field_info(StructSchema::Field field);

void describe_list(FieldInfo& info, capnp::ListSchema list) {
  if (list.whichElementType() == capnp::schema::Type::TEXT) {
    info.kind = FieldKind::text_list;
    return;
  }
  if (list.whichElementType() == capnp::schema::Type::UINT64) {
    info.kind = FieldKind::integer_list;
    return;
  }
  if (list.whichElementType() != capnp::schema::Type::STRUCT) {
    throw std::logic_error("schema: only lists of text, number or struct are known: " + info.name);
  }
  info.kind = FieldKind::struct_list;
  for (auto member : list.getStructElementType().getFields()) {
    info.members.push_back(field_info(member));
  }
}

void describe_type(FieldInfo& info, capnp::Type type, event::Unit unit) {
  switch (type.which()) {
    case capnp::schema::Type::TEXT: info.kind = FieldKind::text; return;
    case capnp::schema::Type::DATA: info.kind = FieldKind::data; return;
    case capnp::schema::Type::BOOL: info.kind = FieldKind::boolean; return;
    case capnp::schema::Type::ENUM: {
      info.kind = FieldKind::enumeration;
      for (auto one : type.asEnum().getEnumerants()) {
        if (one.getOrdinal() == 0) continue;  // unknown @0 is never a value that people choose
        info.options.push_back({one.getProto().getName().cStr(),
                                text_of(one.getProto().getAnnotations(), event::ZH_ANNOTATION)});
      }
      return;
    }
    case capnp::schema::Type::LIST: describe_list(info, type.asList()); return;
    default: break;
  }
  info.kind = unit == event::Unit::DATE  ? FieldKind::date
              : unit == event::Unit::FEN ? FieldKind::fen
                                         : FieldKind::integer;
}

FieldInfo field_info(StructSchema::Field field) {
  auto annotations = field.getProto().getAnnotations();
  FieldInfo info;
  info.name = field.getProto().getName().cStr();
  info.title = text_of(annotations, event::ZH_ANNOTATION);
  info.reference = reference_of(annotations);
  info.derived = annotation(annotations, event::DERIVED_ANNOTATION).has_value();
  info.personal = annotation(annotations, event::PERSONAL_ANNOTATION).has_value();
  info.required = !info.derived && !annotation(annotations, event::OPTIONAL_ANNOTATION).has_value();
  info.clauses = texts_of(annotations, event::CLAUSE_ANNOTATION);
  describe_type(info, field.getType(), unit_of(annotations));
  return info;
}

Reversal reversal_of(Annotations annotations) {
  auto value = annotation(annotations, event::REVERSAL_ANNOTATION);
  switch (value ? static_cast<event::Reversal>(value->getEnum()) : event::Reversal::UNKNOWN) {
    case event::Reversal::FACT: return Reversal::fact;
    case event::Reversal::SUM: return Reversal::sum;
    case event::Reversal::NONE: return Reversal::none;
    case event::Reversal::UNKNOWN: break;
  }
  throw std::logic_error("schema: an event type does not say how it is reversed");
}

EventInfo event_info(const EventPlace& place) {
  auto annotations = place.type.getProto().getAnnotations();
  EventInfo info;
  info.name = place.event.getProto().getName().cStr();
  info.title = text_of(annotations, event::ZH_ANNOTATION);
  info.family = place.family.getProto().getName().cStr();
  info.clauses = texts_of(annotations, event::CLAUSE_ANNOTATION);
  info.key = texts_of(annotations, event::KEY_ANNOTATION);
  info.subject = text_of(annotations, event::SUBJECT_ANNOTATION);
  info.by = texts_of(annotations, event::BY_ANNOTATION);
  info.place = text_of(annotations, event::PLACE_ANNOTATION);
  info.reversal = reversal_of(annotations);
  for (auto field : place.type.getFields()) info.fields.push_back(field_info(field));
  return info;
}

std::vector<EventPlace> find_places() {
  std::vector<EventPlace> out;
  for (auto family : body_schema().getUnionFields()) {
    if (family.getType().which() != capnp::schema::Type::STRUCT) continue;
    for (auto one : family.getType().asStruct().getUnionFields()) {
      if (one.getType().which() != capnp::schema::Type::STRUCT) continue;
      out.push_back({family, one, one.getType().asStruct()});
    }
  }
  return out;
}

}  // namespace

capnp::StructSchema body_schema() {
  return capnp::Schema::from<event::Body>();
}

const std::vector<EventPlace>& places() {
  static const std::vector<EventPlace> all = find_places();
  return all;
}

const std::vector<EventInfo>& catalogue() {
  static const std::vector<EventInfo> all = [] {
    std::vector<EventInfo> out;
    for (const auto& place : places()) out.push_back(event_info(place));
    return out;
  }();
  return all;
}

const std::vector<FieldInfo>& envelope() {
  static const std::vector<FieldInfo> all = [] {
    std::vector<FieldInfo> out;
    for (auto field : body_schema().getNonUnionFields()) out.push_back(field_info(field));
    return out;
  }();
  return all;
}

const EventInfo* find_event(std::string_view name) {
  for (const auto& info : catalogue()) {
    if (info.name == name) return &info;
  }
  return nullptr;
}

EnumOption enumerant(capnp::EnumSchema schema, std::uint16_t value) {
  for (auto one : schema.getEnumerants()) {
    if (one.getOrdinal() == value)
      return {one.getProto().getName().cStr(),
              text_of(one.getProto().getAnnotations(), event::ZH_ANNOTATION)};
  }
  return {};
}

}  // namespace zhucun::schema
