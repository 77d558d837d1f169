// What stands in the log's index under an event id and under a natural key: where, and with what
// content. All of it can be worked out from the records again.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "ledger/base/ids.h"
#include "ledger/log/hash.h"
#include "ledger/schema/schema.h"

namespace zhucun::book {

struct IndexEntry {
  Position position;
  log::Hash content;
};

std::string encoded(const IndexEntry& entry);
IndexEntry decoded(std::string_view bytes);

// The index key of an actor's event id.
std::string id_key_of(std::string_view actor, std::string_view id);

struct Prepared;
// The entries that a record brings: its id, its natural key, and an empty value for the natural key
// that a reversal frees. `prepared` is what the record was made from; prepare(body) gives the same.
void each_index_entry(const Prepared& prepared, event::Body::Reader recorded, Position position,
                      log::HashKind kind,
                      const std::function<void(const std::string&, const std::string&)>& put);

}  // namespace zhucun::book
