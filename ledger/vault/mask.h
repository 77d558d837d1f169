// How a personal value is shown to whoever may know that it is there but not what it says. Pure.
#pragma once

#include <string>
#include <string_view>

namespace zhucun::vault {

// By the field's name in the schema; a field without a rule of its own is hidden whole.
std::string masked(std::string_view field, std::string_view value);

}  // namespace zhucun::vault
