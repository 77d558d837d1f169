// The code that a paper bears, by which anybody with the book can check that it shows what the book
// said. Pure but for the book's tree; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/book/book.h"
#include "projections/table.h"

namespace zhucun::app {

// Position "-" the first 20 hex digits of H(root || address || line break || value): the log's tree
// root at the table's position, what was asked, and the table's lines with its totals. The hash is
// the book's own. Names that stand beside ids are no part of the value.
std::string verification_code(const book::Book& book, const projections::Table& table);

// The position that a code was made at; nothing when it is no code.
std::optional<Position> position_of_code(std::string_view code);

}  // namespace zhucun::app
