// RocksDB as the log uses it: its options, its five column families, and ordered scans.
//
// events (the default family): 8-byte position -> 8-byte recorded time || body. index: whole keys,
// with a bloom filter. tree: 1-byte level || 8-byte tile index -> 256 hashes. meta: a few names.
// sealed: personal values under the vault's keys. Nothing is ever deleted from events, tree or
// meta. Owned by one log; reads from any thread, writes from the writer's. Throws DamagedBook and
// IoFailure; write() returns its status.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/listener.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/log/event_log.h"
#include "ledger/log/place.h"
#include "ledger/log/tree.h"

namespace zhucun::log {

inline constexpr const char* store_name = "store";

enum class StoreMode : std::uint8_t {
  create,
  write,
  read_only,
  salvage,  // read-only, skipping damaged log records: only to tell which positions are left
};

// The end of the log as the last batch wrote it, in that batch: what the records must add up to.
struct Tip {
  Position position;
  Hash root{};
  Hash chain{};
};

struct StoreSettings {
  // Called from any thread, once RocksDB stops itself.
  std::function<void(const std::string&)> on_error = [](const std::string&) {};
  std::size_t memtable_bytes = std::size_t{64} << 20;
};

class Store {
 public:
  Store(const Place& place, StoreMode mode, StoreSettings settings);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // One batch; the order of puts does not matter. Used by the writer only.
  class Batch {
   public:
    explicit Batch(Store& store);
    void put_event(Position position, std::string_view recorded_and_body);
    void put_tile(TileId id, const Tile& tile);
    void put_tip(const Tip& tip);
    void put_side(const SidePut& entry);
    void put_meta(std::string_view key, std::string_view value);
    rocksdb::Status write();  // synced

   private:
    static void check(const rocksdb::Status& status);
    Store& store_;
    rocksdb::WriteBatch batch_;
  };

  std::optional<std::string> meta(std::string_view key) const;
  std::optional<std::string> index(std::string_view key) const;
  std::optional<std::string> sealed(std::string_view key) const;
  void each_sealed(const std::function<bool(std::string_view, std::string_view)>& each) const;
  std::optional<Tile> tile(TileId id) const;
  Tip tip() const;              // position 0 when nothing was appended
  Position last_event() const;  // 0 when there is none
  rocksdb::DB& db() const { return *db_; }
  std::uint64_t table_files() const;
  // Closing alone keeps what lies in the write-ahead log there, and the next open would read it
  // twice; a clean stop puts it into tables first.
  rocksdb::Status flush();
  // No other call afterwards.
  rocksdb::Status close();

 private:
  friend class Scan;
  enum Family : std::size_t { events, index_family, tree, meta_family, sealed_family };
  std::optional<std::string> get(Family family, std::string_view key) const;

  std::string path_;
  std::unique_ptr<rocksdb::Env> env_;  // empty when RocksDB's default one serves
  std::shared_ptr<rocksdb::EventListener> listener_;
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;
};

// Rebuilds the lists of a store's files from whatever table files and logs lie there. Changes the
// folder: only ever used on a copy. Throws DamagedBook when nothing can be made of it.
void mend_store(const Place& place);

// Walks from..to in order. The record's bytes lie in one reused buffer, with the leaf prefix and
// the stamp before the body, so that hashing a leaf is one call over `leaf_message`.
class Scan {
 public:
  Scan(const Store& store, Position from, Position to);
  Scan(const Scan&) = delete;
  Scan& operator=(const Scan&) = delete;

  // The next record; false after `to`. Throws DamagedBook at a gap or a bad block.
  bool next();
  Record record() const;
  std::span<const std::uint8_t> leaf_message() const;
  // After DamagedBook: goes on behind position `after`, for verification.
  void resume(Position after);
  Position expected() const { return expected_; }

 private:
  [[noreturn]] void refuse_gap(Position found) const;
  [[noreturn]] void refuse_end() const;

  const Store& store_;
  Position expected_;
  Position to_;
  std::string upper_key_;
  rocksdb::Slice upper_;
  std::unique_ptr<rocksdb::Iterator> iterator_;
  bool positioned_ = false;
  std::vector<std::uint64_t> buffer_;  // [0] ends in the prefix 0x00, [1..2] stamp, [3..] body
  std::size_t words_ = 0;              // of the body
};

}  // namespace zhucun::log
