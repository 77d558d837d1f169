// The personal fields of a body, and whose an event is.
#include <capnp/message.h>

#include <algorithm>

#include "ledger/schema/reflection.h"

namespace zhucun::schema {

namespace {

std::string text_of(capnp::DynamicValue::Reader value) {
  if (value.getType() == capnp::DynamicValue::UINT)
    return std::to_string(value.as<std::uint64_t>());
  auto text = value.as<capnp::Text>();
  return {text.begin(), text.size()};
}

}  // namespace

std::vector<PersonalValue> personal_values(event::Body::Reader body) {
  std::vector<PersonalValue> out;
  auto payload = payload_of(body);
  if (!payload) return out;
  for (const auto& field : catalogue()[payload->index].fields) {
    if (!field.personal) continue;
    std::string value = text_of(payload->data.get(field.name.c_str()));
    if (!value.empty()) out.push_back({field.name, std::move(value)});
  }
  return out;
}

std::string owner_of(event::Body::Reader body) {
  auto payload = payload_of(body);
  if (!payload) return {};
  const auto& fields = catalogue()[payload->index].fields;
  if (std::none_of(fields.begin(), fields.end(), [](const auto& f) { return f.personal; }))
    return {};
  for (const auto& field : fields) {
    if (field.reference == Reference::person) return text_of(payload->data.get(field.name.c_str()));
  }
  return {};
}

Words with_personal(event::Body::Reader body, const std::vector<PersonalValue>& values) {
  auto payload = payload_of(body);
  capnp::MallocMessageBuilder message;
  message.setRoot(body);
  auto copy = message.getRoot<event::Body>();
  const EventPlace& place = places()[payload->index];
  auto data = capnp::DynamicStruct::Builder(copy)
                  .get(place.family)
                  .as<capnp::DynamicStruct>()
                  .get(place.event)
                  .as<capnp::DynamicStruct>();
  for (const auto& one : values) {
    data.set(one.field.c_str(), capnp::Text::Reader(one.value.c_str(), one.value.size()));
  }
  return finish(copy.asReader());
}

std::optional<PlaceOf> place_of(event::Body::Reader body) {
  auto payload = payload_of(body);
  if (!payload) return std::nullopt;
  const EventInfo& info = catalogue()[payload->index];
  if (info.place.empty()) return std::nullopt;
  for (const auto& field : info.fields) {
    if (field.name == info.place)
      return PlaceOf{field.reference, text_of(payload->data.get(field.name.c_str()))};
  }
  return std::nullopt;
}

}  // namespace zhucun::schema
