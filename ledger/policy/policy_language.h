// Reads policy documents: TOML text in, checked Document or all its errors out.
//
// A document is a head and rows: [[reading]], [[duty]], [[clause]] and the others of row_kinds().
// Any value of a row may depend on a reading: { reading = "id", by = { option = value, ... } },
// nested where two readings meet; `active` switches a whole row. Pure; any thread.
//
// Refuses with policy_invalid and one FieldError per mistake, in the order of the text:
// malformed (no TOML; only the first, since nothing after it can be trusted), unknown_field,
// missing_field, bad_value. Each detail opens with file:line:column and quotes the line; each
// pointer is the JSON pointer of the value in the document; each hint says how to repair it.
#pragma once

#include <string>
#include <string_view>

#include "ledger/base/refusal.h"
#include "ledger/policy/document.h"

namespace zhucun::policy {

// The newest language this program reads. A document of a newer one is refused by that name.
inline constexpr int newest_language = 1;

// `name` is the file name for messages, no path.
Result<Document> read_document(std::string_view text, std::string_view name);

// The defaults of a document's own readings.
Choices defaults_of(const Document& document);

// The errors of a lower document against the readings of the layers above it: names and options
// that nobody has. Empty when all are known.
std::vector<FieldError> foreign_reading_errors(const Document& document,
                                               const std::vector<Reading>& known);

}  // namespace zhucun::policy
