// Inside ledger/schema only: how the annotations are found on dynamic schemas.
#pragma once

#include <capnp/dynamic.h>
#include <capnp/schema.h>

#include "ledger/schema/schema.h"

namespace zhucun::schema {

// Where an event type lives: the union member of Body, and the union member of its family.
struct EventPlace {
  capnp::StructSchema::Field family;
  capnp::StructSchema::Field event;
  capnp::StructSchema type;
};

const std::vector<EventPlace>& places();  // same order as catalogue()

// The same order as FieldInfo: the dynamic field of a field of an event.
capnp::StructSchema body_schema();

// The payload of a body; nothing for an envelope without one.
struct Payload {
  std::size_t index;  // in catalogue() and places()
  capnp::DynamicStruct::Reader data;
};
std::optional<Payload> payload_of(event::Body::Reader body);
// Whether a field holds anything that somebody said.
bool is_said(const FieldInfo& field, capnp::DynamicValue::Reader value);

}  // namespace zhucun::schema
