#include "api/http/json_body.h"

#include <Poco/Dynamic/Var.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include <algorithm>
#include <optional>

namespace zhucun::http {

namespace {

constexpr std::size_t depth_max = 3;

Refusal wrong(std::string detail, std::string hint, std::string pointer = "") {
  return {Code::malformed, std::move(detail), std::move(hint), std::move(pointer), "", {}};
}

std::optional<std::vector<std::string>> texts_of(const Poco::Dynamic::Var& value) {
  if (value.isString()) return std::vector<std::string>{value.convert<std::string>()};
  if (value.type() != typeid(Poco::JSON::Array::Ptr)) return std::nullopt;
  std::vector<std::string> out;
  for (const auto& one : *value.extract<Poco::JSON::Array::Ptr>()) {
    if (!one.isString()) return std::nullopt;
    out.push_back(one.convert<std::string>());
  }
  return out;
}

}  // namespace

Result<JsonBody> JsonBody::read(const std::string& json, const std::vector<std::string>& known) {
  JsonBody out;
  try {
    Poco::JSON::Parser parser;
    parser.setDepth(depth_max);
    auto parsed = parser.parse(json);
    if (parsed.type() != typeid(Poco::JSON::Object::Ptr))
      return refuse(wrong("正文不是 JSON 对象", "写成 {\"字段\":\"值\"}"));
    for (const auto& [name, value] : *parsed.extract<Poco::JSON::Object::Ptr>()) {
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        return refuse({Code::unknown_field, "没有字段 " + name, "去掉它", "/" + name, "", {}});
      }
      auto texts = texts_of(value);
      if (!texts) return refuse(wrong(name + " 不是文字", "写成文字或文字的列表", "/" + name));
      out.fields_[name] = std::move(*texts);
    }
  } catch (const Poco::Exception&) {
    return refuse(wrong("正文不是 JSON", "检查引号和括号"));
  }
  return out;
}

std::string JsonBody::text(const std::string& name) const {
  auto found = fields_.find(name);
  return found == fields_.end() || found->second.empty() ? "" : found->second.front();
}

std::vector<std::string> JsonBody::texts(const std::string& name) const {
  auto found = fields_.find(name);
  return found == fields_.end() ? std::vector<std::string>() : found->second;
}

std::optional<Refusal> JsonBody::missing(const std::vector<std::string>& needed) const {
  for (const auto& name : needed) {
    if (!text(name).empty()) continue;
    return Refusal{Code::missing_field, "没有填 " + name, "补上 " + name, "/" + name, "", {}};
  }
  return std::nullopt;
}

}  // namespace zhucun::http
