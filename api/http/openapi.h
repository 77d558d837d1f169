// The OpenAPI 3.1 document, made from the route list, the parameter list, the wire schemas and the
// schema's own definitions of events. Pure; any thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace zhucun::http {

std::string openapi_json();

// The JSON Schemas of answers by name, in wire_schemas.cpp.
const std::vector<std::pair<std::string, std::string>>& wire_schemas();

}  // namespace zhucun::http
