// Tags as they stand in the bytes, for changing a part of XML and keeping the rest to the byte.
// Only for XML that a parser has already found well formed and without DOCTYPE. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace zhucun::sheet {

struct Tag {
  enum class Kind { open, close, empty };
  Kind kind = Kind::open;
  std::size_t begin = 0;  // of the <
  std::size_t end = 0;    // behind the >
  std::string_view text;  // from < to >
  std::string_view local;
  std::string_view prefix;  // with its colon, or empty
};

// The first tag at or behind a place; comments, CDATA and instructions are passed over.
std::optional<Tag> next_tag(std::string_view xml, std::size_t at);
// The tag that closes an open tag, or the tag itself when it is empty.
std::optional<Tag> closing(std::string_view xml, const Tag& open);

// An attribute's raw value in the text of a tag; nothing when absent.
std::optional<std::string_view> attribute_in(std::string_view tag, std::string_view name);
// The tag with an attribute set or added.
std::string with_attribute(std::string_view tag, std::string_view name, std::string_view value);
std::string without_attribute(std::string_view tag, std::string_view name);

// Text as it stands in an element of a sheet: escaped, what XML cannot hold as _x0001_.
std::string escaped_text(std::string_view text);

}  // namespace zhucun::sheet
