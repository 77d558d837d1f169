// The numbers of papers in one spelling, so that 榆财农〔2026〕3号, 榆财农[2026]3号 and
// 榆财农(2026) 3号 are one. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace zhucun::domain {

// Brackets of every form become [ ], full-width letters and digits become narrow, white space goes.
std::string one_spelling(std::string_view number);

}  // namespace zhucun::domain
