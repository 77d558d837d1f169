// Small questions about bytes and text that several readers ask. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace zhucun::sheet {

// The length of the longest prefix that is valid UTF-8: no surrogates, nothing overlong.
std::size_t valid_utf8_prefix(std::string_view bytes);
inline bool is_utf8(std::string_view bytes) {
  return valid_utf8_prefix(bytes) == bytes.size();
}

// Appends one code point; what is none becomes U+FFFD.
void append_utf8(std::string& out, std::uint32_t point);

// Undoes _x000D_: how OOXML writes characters that XML cannot hold. _x005F_ is the underscore.
std::string unescaped(std::string text);

// Text for people: what is no UTF-8 or a control character becomes U+FFFD, long texts are cut.
std::string printable(std::string_view text);

std::string_view trimmed(std::string_view text);

// Many texts in few blocks of memory.
class TextTable {
 public:
  void add(std::string_view text);
  std::size_t size() const { return places_.size(); }
  std::string_view at(std::size_t index) const;
  std::size_t bytes() const { return bytes_; }

 private:
  struct At {
    std::uint32_t block;
    std::uint32_t offset;
    std::uint32_t length;
  };
  std::vector<std::string> blocks_;
  std::vector<At> places_;
  std::size_t bytes_ = 0;
};

}  // namespace zhucun::sheet
