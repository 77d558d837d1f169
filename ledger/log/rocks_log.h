// The log on RocksDB with a HEAD file beside it. Made by open_book.cpp, which checks the two
// against each other; here is what happens between opening and closing. See event_log.h for
// threads and failures.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ledger/log/event_log.h"
#include "ledger/log/head_file.h"
#include "ledger/log/place.h"
#include "ledger/log/store.h"
#include "ledger/log/tree.h"

namespace zhucun::log {

// Why nothing may be written any more. Shared with RocksDB's own threads, which may find out first.
class Health {
 public:
  // The first reason stays.
  void die(const std::string& reason);
  std::optional<std::string> reason() const;

 private:
  mutable std::mutex mutex_;
  std::optional<std::string> reason_;
};

class RocksLog : public EventLog {
 public:
  // What the opening has found and checked. lock and head_file are empty when read-only; members
  // are destroyed last to first, so the lock outlives the store.
  struct Parts {
    std::unique_ptr<Place> place;
    std::unique_ptr<BookLock> lock;
    std::shared_ptr<Health> health;
    std::unique_ptr<Store> store;
    std::optional<HeadFile> head_file;
    HashKind kind = HashKind::sha256;
    Head head;
    Tree tree;
    std::function<void(int)> on_step;
  };
  explicit RocksLog(Parts parts);

  Receipt append(Position expected, std::span<const NewRecord> records,
                 std::span<const SidePut> side) override;
  Head head() const override;
  HashKind hash_kind() const override { return parts_.kind; }
  void read(Position from, Position to,
            const std::function<bool(const Record&)>& each) const override;
  Head replay(const std::function<void(const Record&)>& each) const override;
  std::optional<std::string> index(std::string_view key) const override;
  std::optional<std::string> sealed(std::string_view key) const override;
  void each_sealed(
      const std::function<bool(std::string_view, std::string_view)>& each) const override;
  std::vector<Hash> inclusion_proof(Position leaf, std::uint64_t tree_size) const override;
  std::vector<Hash> consistency_proof(std::uint64_t from, std::uint64_t to) const override;
  Hash root_at(std::uint64_t tree_size) const override;
  Hash leaf_hash(Position position) const override;
  bool wait_for(Position after, std::chrono::milliseconds longest) const override;
  VerifyReport verify() const override;
  void copy_to(const std::string& folder) const override;
  std::uint64_t free_space() const override;
  std::optional<std::string> failure() const override;
  void close_clean() override;

 private:
  // The log as one reader sees it: head and tree of the same moment.
  struct View {
    Head head;
    Tree tree;
  };

  void step(int number) const;
  const Store& store() const;
  View view() const;
  TileSource tiles() const;
  Receipt dead_receipt() const;
  View fill(Store::Batch& batch, std::span<const NewRecord> records);
  void commit(Store::Batch& batch, const Head& head);
  [[noreturn]] void refuse_replayed(const Head& head) const;

  Parts parts_;
  Hasher hasher_;                      // the writer's
  std::vector<std::uint8_t> scratch_;  // the writer's: leaf prefix, stamp, body
  mutable std::mutex mutex_;           // guards parts_.head and parts_.tree
  mutable std::condition_variable grown_;
};

// The stored tile, or DamagedBook naming the positions below it.
Tile tile_or_damaged(const Store& store, TileId id);

}  // namespace zhucun::log
