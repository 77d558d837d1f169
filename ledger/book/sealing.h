// From a draft in plain to what the log may hold of it: commitments in the event, sealed values
// beside it. Decide sees the draft, the log sees this.
#pragma once

#include <optional>
#include <string>

#include "ledger/base/refusal.h"
#include "ledger/book/book.h"

namespace zhucun::book {

// Where sealed values lie. Every key or value names the position it belongs to, so that a copy of
// the book up to a position can tell which are its own.
std::string value_key(Position position, std::string_view field);
std::string blind_key(std::string_view blind);
struct BlindEntry {
  Position position;
  std::string person;
};
std::string encoded(const BlindEntry& entry);
BlindEntry decoded_blind(std::string_view bytes);
// The position that an entry of the sealed shelf belongs to.
std::optional<Position> position_of_sealed(std::string_view key, std::string_view value);

// Fills in committed, sealed, blind and content of a draft with personal fields; leaves others as
// they are. Refuses: vault_missing, person_retired.
std::optional<Refusal> seal_personal(Prepared& draft, vault::Vault* vault, log::HashKind kind);

// An id number as it is compared: no spaces, capital X.
std::string plain_id_number(std::string_view text);

}  // namespace zhucun::book
