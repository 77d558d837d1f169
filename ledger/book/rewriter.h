// Writing known records into a fresh log: point-in-time restore and healing.
//
// The records keep their stamps and bodies, so leaves, chain and root equal those of the book they
// come from; the index is worked out from them anew. One thread. Throws what the log throws, and
// log::IoFailure when an append fails.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/log/event_log.h"

namespace zhucun::book {

class Rewriter {
 public:
  // `fresh` is empty, open for writing, and outlives the rewriter.
  explicit Rewriter(log::EventLog& fresh) : fresh_(fresh) {}

  // The next record, in the order of positions. Its body must have been proven by its hash.
  void add(const log::Record& record);
  // A sealed value, to be written with the records that are still to come.
  void add_sealed(std::string_view key, std::string_view value);
  // Writes what is still waiting.
  void finish();

 private:
  void flush();

  log::EventLog& fresh_;
  std::vector<log::NewRecord> records_;
  std::map<std::string, std::string> index_;  // the last word on a key within the group counts
  std::vector<log::SidePut> sealed_;
  std::size_t bytes_ = 0;
};

// Copies the records 1..to and what belongs to them from one log into another, fresh one.
void rewrite(const log::EventLog& from, Position to, log::EventLog& fresh);

// Whether an entry of the sealed shelf belongs to a book cut at `to`: each names its position, and
// one that does not is kept.
bool is_sealed_by(std::string_view key, std::string_view value, Position to);

}  // namespace zhucun::book
