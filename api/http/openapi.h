// The OpenAPI 3.1 document, made from the route list, the parameter list, the wire schemas and the
// schema's own definitions of events. Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace zhucun::http {

std::string openapi_json();

// The JSON Schemas of answers by name, in wire_schemas.cpp.
struct WireSchema {
  std::string_view name;
  std::string_view schema;
};
std::span<const WireSchema> wire_schemas();

}  // namespace zhucun::http
