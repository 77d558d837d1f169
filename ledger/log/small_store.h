// A small synced key-value store on RocksDB, beside a book's log: keys/ (the vault's) and secrets/
// (the accounts') are such. No history and no proofs: a value is what was last written.
//
// Since RocksDB opens "OK" with files missing, each batch carries a sum over all keys and values,
// and a file MARK counts the synced writes. A store that does not add up, or has fewer writes, is
// refused: no revoked session and no old password comes back unseen. (Only a whole folder of
// yesterday does; a witness must tell that.) Opening reads the whole store once.
//
// One owner writes; others may open it read-only meanwhile. Any thread may call anything. Throws
// DamagedBook for files that are not whole, LockedBook, ReadOnlyPlace and IoFailure for the place.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rocksdb {
class DB;
}

namespace zhucun::log {

enum class SmallStoreMode : std::uint8_t { create, write, read_only };

class SmallStore {
 public:
  // `create` makes the folder, which must not hold a store yet.
  SmallStore(const std::string& path, SmallStoreMode mode);
  ~SmallStore();
  SmallStore(const SmallStore&) = delete;
  SmallStore& operator=(const SmallStore&) = delete;

  static bool exists(const std::string& path);

  struct Put {
    std::string key;
    std::string value;  // empty = the key is removed
  };
  // All or nothing. Durable on return when `synced`, else with the next synced write or sync().
  void write(std::span<const Put> puts, bool synced = true);
  void sync();
  std::optional<std::string> get(std::string_view key) const;
  // Every key that begins with `prefix`, ascending, until `each` returns false.
  void each(std::string_view prefix,
            const std::function<bool(std::string_view key, std::string_view value)>& each) const;
  // What was removed or overwritten leaves the disk: memory to tables, tables rewritten, logs gone.
  void scrub();
  // A copy of the store as of now in a folder that must not exist; hard links where it can.
  void checkpoint(const std::string& path) const;
  // Reads every block and compares it with its checksum. Throws DamagedBook.
  void verify() const;
  const std::string& path() const { return path_; }

 private:
  class Mark;
  using Sum = std::array<std::uint8_t, 32>;

  void check_sum(std::uint64_t written);
  static void add(Sum& sum, std::string_view key, std::string_view value);

  std::string path_;
  std::mutex writing_;  // the mark says what was synced, so one write at a time
  std::unique_ptr<Mark> mark_;
  Sum sum_{};  // the writer's, over all that is in the store
  std::unique_ptr<rocksdb::DB> db_;
};

}  // namespace zhucun::log
