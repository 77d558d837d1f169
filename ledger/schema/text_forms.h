// Inside ledger/schema only: what a text field may hold, by its reference kind.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/schema/schema.h"

namespace zhucun::schema {

// What is wrong with a text in such a field and how to repair it; nothing when it is fine.
std::optional<std::pair<std::string, std::string>> text_fault(Reference reference,
                                                              std::string_view text);
// Whether the bytes are UTF-8 without overlong forms, surrogates or control characters but \n and
// \t.
bool is_clean_text(std::string_view text);

}  // namespace zhucun::schema
