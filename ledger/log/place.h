// The folder of a book, reached only through RocksDB's FileSystem port.
//
// Everything the log itself writes (HEAD, copies of write-ahead logs, the owner's id) goes the same
// way as RocksDB's own bytes, so that one simulated disk sees and can fail all of it. Value-like;
// the writer's thread. Throws IoFailure or ReadOnlyPlace for whatever the disk refuses.
#pragma once

#include <rocksdb/file_system.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/log/failure.h"

namespace zhucun::log {

// Turns a failed status into the exception a person can act on. `doing` is a Chinese verb phrase.
[[noreturn]] void throw_io(const rocksdb::Status& status, const std::string& doing,
                           const std::string& path);
inline void check_io(const rocksdb::Status& status, const char* doing, const std::string& path) {
  if (!status.ok()) throw_io(status, doing, path);
}

class Place {
 public:
  Place(std::shared_ptr<rocksdb::FileSystem> file_system, std::string path);

  const std::string& path() const { return path_; }
  const std::shared_ptr<rocksdb::FileSystem>& file_system() const { return file_system_; }
  std::string at(std::string_view name) const { return path_ + "/" + std::string(name); }

  bool exists(std::string_view name) const;
  bool folder_exists() const;
  std::vector<std::string> children(std::string_view folder) const;  // sorted, without . and ..
  // The whole file, or nothing when there is none.
  std::optional<std::string> read_file(std::string_view name) const;
  // Write-temp, fsync, rename, fsync of the folder: the file is the old one or the new one.
  void replace_file(std::string_view name, std::string_view bytes) const;
  // Not synced: for notes whose loss does no harm.
  void write_note(std::string_view name, std::string_view bytes) const;
  void copy_file(std::string_view from, std::string_view to) const;  // synced, but not its folder
  void remove_file(std::string_view name) const;
  void make_folder(std::string_view name) const;    // existing is fine
  void remove_folder(std::string_view name) const;  // with its files
  void sync_folder(std::string_view name) const;
  void sync_parent() const;  // makes the folder of the book itself durable
  std::uint64_t free_space() const;

 private:
  void write_file(const std::string& path, std::string_view bytes, bool sync) const;

  std::shared_ptr<rocksdb::FileSystem> file_system_;
  std::string path_;
};

// Held by the one process that writes a book, until destroyed.
class BookLock {
 public:
  // Throws LockedBook naming the holder, or what check_io throws.
  explicit BookLock(const Place& place);
  ~BookLock();
  BookLock(const BookLock&) = delete;
  BookLock& operator=(const BookLock&) = delete;

 private:
  const Place& place_;
  rocksdb::FileLock* lock_ = nullptr;
};

}  // namespace zhucun::log
