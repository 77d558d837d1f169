// A small JSON object as the account routes take it: texts and lists of texts, nothing else. Events
// go through the schema instead. Values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/refusal.h"

namespace zhucun::http {

class JsonBody {
 public:
  // Refuses what is no object of texts and lists of texts, and fields that are not among `known`.
  static Result<JsonBody> read(const std::string& json, const std::vector<std::string>& known);

  // Empty when it was not given.
  std::string text(const std::string& name) const;
  std::vector<std::string> texts(const std::string& name) const;
  // The first of these that is missing or empty.
  std::optional<Refusal> missing(const std::vector<std::string>& needed) const;

 private:
  std::map<std::string, std::vector<std::string>> fields_;
};

}  // namespace zhucun::http
