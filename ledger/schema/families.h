// Families of events that tell of something done or decided on its day, and so may not lie before
// the book unless an opening brings them. The rest sets the book up.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace zhucun::schema {

inline constexpr std::array<std::string_view, 9> happening_families{
    "posting",   "work",      "fund",       "attendance", "selection",
    "allowance", "oversight", "assessment", "task"};

inline bool happens(std::string_view family) {
  return std::find(happening_families.begin(), happening_families.end(), family) !=
         happening_families.end();
}

}  // namespace zhucun::schema
