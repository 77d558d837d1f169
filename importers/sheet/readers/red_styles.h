// Red twins of a workbook's cell formats: each the same format with a red fill. Changes the text of
// styles.xml and nothing else in it. Pure; one thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zhucun::sheet {

class RedStyles {
 public:
  // Views the text of styles.xml, which must outlive it. A workbook without fills or formats has
  // no red: then cells keep their own.
  explicit RedStyles(std::string_view xml);

  // The number of the red twin of a cell format.
  std::uint32_t of(std::uint32_t style);
  // The new text, or nothing when no twin was asked for.
  std::optional<std::string> text() const;

 private:
  struct Place {
    std::size_t open_begin = 0, open_end = 0;  // the tag of the list
    std::size_t close = 0;                     // its closing tag
    std::vector<std::string_view> children;
  };
  static std::optional<Place> find_list(std::string_view xml, std::string_view name);
  std::string opened(const Place& place, std::size_t count) const;

  std::string_view xml_;
  std::string prefix_;
  std::optional<Place> fills_, formats_;
  std::map<std::uint32_t, std::uint32_t> twins_;
  std::string added_;  // the new formats
};

}  // namespace zhucun::sheet
