// Inside the book: what one pass of the writer gathers before it writes.
#pragma once

#include "ledger/book/book.h"

namespace zhucun::book {

// What one pass of the writer gathers before it writes: later requests see the earlier ones'
// entries.
struct Book::Group {
  Position base;
  Date today;
  RecordedTime now;
  std::vector<log::NewRecord> records;
  Journal<std::string, std::string> index;   // entries not yet written; empty value = freed
  Journal<std::string, std::string> sealed;  // likewise of the sealed shelf
  std::vector<std::string> erased;           // people whose keys are to be destroyed

  Position next() const { return {base.value + records.size() + 1}; }
};

}  // namespace zhucun::book
