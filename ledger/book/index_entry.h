// What stands in the log's index under an event id and under a natural key: where, and with what
// content.
#pragma once

#include <string>
#include <string_view>

#include "ledger/base/ids.h"
#include "ledger/log/hash.h"

namespace zhucun::book {

struct IndexEntry {
  Position position;
  log::Hash content;
};

std::string encoded(const IndexEntry& entry);
IndexEntry decoded(std::string_view bytes);

}  // namespace zhucun::book
