// The encoding of a text file: by its mark, else strict UTF-8, else strict GB18030; nothing is
// guessed. The one file that knows ICU is encoding.cpp. Pure; any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "ledger/base/refusal.h"

namespace zhucun::sheet {

struct Encoding {
  std::string name;      // UTF-8, GB18030, UTF-16LE or UTF-16BE
  std::size_t mark = 0;  // bytes of the byte order mark
};

// Refuses file_refused, with the line, when no encoding fits every byte.
Result<Encoding> encoding_of(std::string_view bytes);

// Gives the text in pieces of UTF-8, without the mark; a piece may end within a character. The
// bytes must be valid in this encoding. Stops when `take` answers false.
void decode(std::string_view bytes, const Encoding& encoding,
            const std::function<bool(std::string_view piece)>& take);

// One short text of a Windows code page, such as 936, in UTF-8; what does not fit is U+FFFD.
std::string from_code_page(std::string_view bytes, unsigned page);

// Opens the converters once, so that nothing need be loaded later, in the sandbox.
void warm_encodings();

}  // namespace zhucun::sheet
