// Small helpers on text and bytes that every part of the accounts uses. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace zhucun::accounts {

// The code points of UTF-8; nothing when it is not well formed. [RFC 3629, 4]
std::optional<std::u32string> code_points(std::string_view text);

// Not more than `most` bytes, cut between characters; a wrong byte or a control character is '?'.
std::string shortened(std::string_view text, std::size_t most);

std::string hex_of(std::string_view bytes);
// SHA-256 of purpose and text, so that a hash of one kind of secret is none of another.
std::string digest(std::string_view purpose, std::string_view text);

}  // namespace zhucun::accounts
