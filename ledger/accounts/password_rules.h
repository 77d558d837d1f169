// What a password must be: 12 to 128 characters, not about its account, not easy to guess.
//
// Guessable is measured, not listed: a password is cut into the cheapest pieces (common words,
// runs, keyboard walks, years, repeats, single characters), and a word counts little however long
// it is. Below eight pieces' worth it is refused. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/refusal.h"

namespace zhucun::accounts {

inline constexpr std::size_t password_characters_min = 12;
inline constexpr std::size_t password_characters_max = 128;
inline constexpr int password_worth_min = 8;

// Refuses, first match wins: bad_value (not UTF-8, control characters), password_length,
// password_has_name, password_common.
std::optional<Refusal> password_fault(std::string_view account, std::string_view password);

// The least that its pieces count: one per character that is in no piece.
int password_worth(const std::u32string& characters);

// Separated by white space.
std::string_view common_words();

}  // namespace zhucun::accounts
