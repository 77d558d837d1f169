// What can still be read of a damaged book. The book itself is never written to: its store is
// copied into a scratch folder, read there as it is, and, where that shows gaps, mended and read
// again.
//
// Nothing read here is proven: whoever uses it compares leaf hashes, chain and root with a HEAD or
// with a backup. One thread. Throws IoFailure when the scratch place fails; damage is an answer.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/log/event_log.h"

namespace zhucun::log {

class Store;

class Salvage {
 public:
  // `scratch` must not exist yet; it holds copies of the store until the object is destroyed.
  Salvage(const std::string& book, const std::string& scratch);
  ~Salvage();
  Salvage(const Salvage&) = delete;
  Salvage& operator=(const Salvage&) = delete;

  // The newest valid page of HEAD, or nothing when all four are invalid.
  const std::optional<Head>& head() const { return head_; }
  // From HEAD, else from the store; nothing when neither says it.
  std::optional<HashKind> hash_kind() const { return kind_; }
  // The end of the log as the store's last batch says it; only the records can vouch for it.
  const std::optional<Head>& tip() const { return tip_; }
  // What was found broken, one Chinese sentence each.
  const std::vector<std::string>& troubles() const { return troubles_; }

  // As it is, and mended if that was tried: the same position may be readable in one and not in the
  // other, or differ.
  std::size_t copies() const { return copies_.size(); }
  // Every record of a copy that can be read, ascending; gaps are left out. Until `each` says false.
  void each_record(std::size_t copy, Position from,
                   const std::function<bool(const Record&)>& each) const;
  void each_sealed(const std::function<void(std::string_view, std::string_view)>& each) const;

 private:
  void read_head(const std::string& book);
  bool open_copy(const std::string& path, const std::string& what);
  bool complete(std::size_t copy) const;

  std::string scratch_;
  std::optional<Head> head_;
  std::optional<Head> tip_;
  std::optional<HashKind> kind_;
  std::vector<std::string> troubles_;
  std::vector<std::unique_ptr<Store>> copies_;
};

}  // namespace zhucun::log
