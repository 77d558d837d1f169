// Counts the start tags of one name in raw XML, without the parser that delivers the cells: the
// other side of the proof that every cell was read. Any prefix counts; comments and CDATA do not.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace zhucun::sheet {

class ElementCount {
 public:
  void feed(std::string_view piece);
  std::uint64_t cells() const { return cells_; }
  std::uint64_t rows() const { return rows_; }

 private:
  enum class Where : std::uint8_t { text, name, comment, cdata };
  void end_name();
  std::string name_;  // of the tag that is being read; its first bytes are enough
  std::string tail_;  // the last two bytes, where a comment or CDATA may end
  Where where_ = Where::text;
  std::uint64_t cells_ = 0;
  std::uint64_t rows_ = 0;
};

}  // namespace zhucun::sheet
