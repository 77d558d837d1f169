// Writes JSON text piece by piece: commas and escapes are its business, order is the caller's.
// One writer per document; not thread-safe. Refuses nothing: an unbalanced document is the caller's
// error.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace zhucun {

std::string json_quoted(std::string_view text);

class JsonWriter {
 public:
  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);
  JsonWriter& text(std::string_view value) { return raw(json_quoted(value)); }
  JsonWriter& number(std::int64_t value) { return raw(std::to_string(value)); }
  JsonWriter& number(std::uint64_t value) { return raw(std::to_string(value)); }
  JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }
  JsonWriter& null() { return raw("null"); }
  // A value that is JSON already.
  JsonWriter& raw(std::string_view json);

  JsonWriter& field(std::string_view name, std::string_view value) { return key(name).text(value); }

  const std::string& str() const { return out_; }
  std::string take() { return std::move(out_); }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void separate();

  std::string out_;
  bool first_ = true;
  bool after_key_ = false;
};

}  // namespace zhucun
