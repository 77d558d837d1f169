// The part of JSON Schema 2020-12 that our documents use, as a check. Pure.
#pragma once

#include <nlohmann/json.hpp>
#include <regex>
#include <string>

namespace zhucun::tests {

using nlohmann::json;

inline bool is_of_type(const std::string& type, const json& value) {
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "boolean") return value.is_boolean();
  if (type == "array") return value.is_array();
  if (type == "object") return value.is_object();
  return type == "null" && value.is_null();
}

std::string shape_fault(const json& document, const json& schema, const json& value,
                        const std::string& at = "");

inline std::string object_fault(const json& document, const json& schema, const json& value,
                                const std::string& at) {
  for (const auto& name : schema.value("required", json::array())) {
    if (!value.contains(name.get<std::string>())) return at + " lacks " + name.get<std::string>();
  }
  const json properties = schema.value("properties", json::object());
  for (const auto& [name, member] : value.items()) {
    if (properties.contains(name)) {
      auto fault = shape_fault(document, properties[name], member, at + "/" + name);
      if (!fault.empty()) return fault;
    } else if (schema.contains("additionalProperties")) {
      const json& other = schema["additionalProperties"];
      if (other == false) return at + " has " + name;
      if (other.is_object()) {
        auto fault = shape_fault(document, other, member, at + "/" + name);
        if (!fault.empty()) return fault;
      }
    }
  }
  return "";
}

// Empty, or where and how the value differs from its schema.
inline std::string shape_fault(const json& document, const json& schema, const json& value,
                               const std::string& at) {
  if (schema.contains("$ref")) {
    std::string ref = schema["$ref"];
    return shape_fault(document, document.at(json::json_pointer(ref.substr(1))), value, at);
  }
  if (schema.contains("oneOf")) {
    int fits = 0;
    for (const auto& one : schema["oneOf"])
      fits += shape_fault(document, one, value, at).empty() ? 1 : 0;
    if (fits != 1) return at + " fits " + std::to_string(fits) + " alternatives";
  }
  if (schema.contains("const") && schema["const"] != value) return at + " is not the constant";
  if (schema.contains("enum")) {
    bool known = false;
    for (const auto& one : schema["enum"]) known |= one == value;
    if (!known) return at + " is not in the enum: " + value.dump();
  }
  if (schema.contains("type")) {
    const json& types = schema["type"];
    bool fits = types.is_string() && is_of_type(types, value);
    for (const auto& one : types.is_array() ? types : json::array()) fits |= is_of_type(one, value);
    if (!fits) return at + " has another type: " + value.dump().substr(0, 60);
  }
  if (value.is_string() && schema.contains("pattern") &&
      !std::regex_search(value.get<std::string>(),
                         std::regex(schema["pattern"].get<std::string>())))
    return at + " does not match its pattern: " + value.dump();
  if (value.is_object()) return object_fault(document, schema, value, at);
  if (value.is_array() && schema.contains("items")) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      auto fault = shape_fault(document, schema["items"], value[i], at + "/" + std::to_string(i));
      if (!fault.empty()) return fault;
    }
  }
  return "";
}

}  // namespace zhucun::tests
