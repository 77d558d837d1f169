// PowerFs: a disk in memory that knows what was synced, loses power, and can be told to fail.
//
// Every file keeps its live bytes, its durable bytes and the writes between them; every folder
// keeps its live entries, its durable entries and the changes between them. image() is what a
// disk could hold after the power went at this moment: durable state plus whichever unsynced
// changes the mode lets through. A failed sync drops its writes for good: a later sync of the same
// file does not bring them back (what Linux does to dirty pages after EIO).
// Threads: any; one mutex guards the disk. `on_change` is called outside of it.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace zhucun::log::testing {

enum class Cut : std::uint8_t {
  drop_all,       // nothing unsynced survives
  keep_all,       // everything survives: a killed process
  random_subset,  // any of the unsynced writes, in order
  torn,           // a prefix of the writes, the last one cut at a sector
  zeroed,         // all writes arrive, but one page of them is zeros
  entries_only,   // folder changes survive, file contents do not
};
inline constexpr Cut all_cuts[] = {Cut::drop_all, Cut::keep_all, Cut::random_subset,
                                   Cut::torn,     Cut::zeroed,   Cut::entries_only};

class PowerFs : public rocksdb::FileSystemWrapper {
 public:
  using Io = const rocksdb::IOOptions&;
  using Debug = rocksdb::IODebugContext*;
  using Status = rocksdb::IOStatus;
  using Opts = const rocksdb::FileOptions&;
  using Path = const std::string&;

  PowerFs() : FileSystemWrapper(rocksdb::FileSystem::Default()) { entries_["/"] = nullptr; }
  const char* Name() const override { return "PowerFs"; }

  // Called before every change (write, sync, create, rename, remove) with its description.
  std::function<void(const std::string& change)> on_change;

  // Fails the n-th change from now on, counted from 1, once or for good. 0 = never.
  void fail_at(std::uint64_t n, bool sticky, Status status) {
    std::lock_guard lock(mutex_);
    changes_ = 0;
    fail_at_ = n;
    sticky_ = sticky;
    failure_ = std::move(status);
    fired_ = false;
  }
  bool fired() const {
    std::lock_guard lock(mutex_);
    return fired_;
  }
  std::uint64_t changes() const {
    std::lock_guard lock(mutex_);
    return changes_;
  }

  // The disk after losing power now. Everything on the image is durable.
  std::shared_ptr<PowerFs> image(Cut cut, std::uint64_t seed) const;

  Status NewSequentialFile(Path path, Opts, std::unique_ptr<rocksdb::FSSequentialFile>* out,
                           Debug) override;
  Status NewRandomAccessFile(Path path, Opts, std::unique_ptr<rocksdb::FSRandomAccessFile>* out,
                             Debug) override;
  Status NewWritableFile(Path path, Opts, std::unique_ptr<rocksdb::FSWritableFile>* out,
                         Debug) override;
  Status ReopenWritableFile(Path path, Opts, std::unique_ptr<rocksdb::FSWritableFile>* out,
                            Debug) override;
  Status ReuseWritableFile(Path, Path, Opts, std::unique_ptr<rocksdb::FSWritableFile>*,
                           Debug) override {
    return Status::NotSupported("ReuseWritableFile");
  }
  Status NewRandomRWFile(Path path, Opts, std::unique_ptr<rocksdb::FSRandomRWFile>* out,
                         Debug) override;
  Status NewMemoryMappedFileBuffer(Path,
                                   std::unique_ptr<rocksdb::MemoryMappedFileBuffer>*) override {
    return Status::NotSupported("mmap");
  }
  Status NewDirectory(Path path, Io, std::unique_ptr<rocksdb::FSDirectory>* out, Debug) override;
  Status FileExists(Path path, Io, Debug) override {
    std::lock_guard lock(mutex_);
    return entries_.contains(tidy(path)) ? Status::OK() : Status::NotFound(path);
  }
  Status GetChildren(Path path, Io, std::vector<std::string>* names, Debug) override {
    std::lock_guard lock(mutex_);
    const std::string folder = tidy(path);
    if (!entries_.contains(folder)) return Status::NotFound(path);
    names->clear();
    for (const auto& [name, file] : entries_) {
      if (name != "/" && parent(name) == folder) names->push_back(name.substr(name.rfind('/') + 1));
    }
    return Status::OK();
  }
  Status GetChildrenFileAttributes(Path path, Io io, std::vector<rocksdb::FileAttributes>* out,
                                   Debug debug) override {
    return FileSystem::GetChildrenFileAttributes(path, io, out, debug);
  }
  Status DeleteFile(Path path, Io, Debug) override { return remove(path); }
  Status DeleteDir(Path path, Io, Debug) override { return remove(path); }
  Status Truncate(Path path, std::size_t size, Io, Debug) override {
    const FilePtr file = find(path);
    return file ? truncate(file, size, path) : Status::PathNotFound(path);
  }
  Status CreateDir(Path path, Io, Debug) override {
    if (find_entry(path)) return Status::IOError("exists", path);
    return link(tidy(path), nullptr);
  }
  Status CreateDirIfMissing(Path path, Io io, Debug debug) override {
    return find_entry(path) ? Status::OK() : CreateDir(path, io, debug);
  }
  Status GetFileSize(Path path, Io, std::uint64_t* size, Debug) override {
    const FilePtr file = find(path);
    if (!file) return Status::PathNotFound(path);
    std::lock_guard lock(mutex_);
    *size = file->live.size();
    return Status::OK();
  }
  Status GetFileModificationTime(Path, Io, std::uint64_t* time, Debug) override {
    *time = 0;
    return Status::OK();
  }
  Status RenameFile(Path from, Path to, Io, Debug) override;
  Status LinkFile(Path, Path, Io, Debug) override { return Status::NotSupported("LinkFile"); }
  Status NumFileLinks(Path, Io, std::uint64_t*, Debug) override {
    return Status::NotSupported("NumFileLinks");
  }
  Status AreFilesSame(Path a, Path b, Io, bool* same, Debug) override {
    *same = tidy(a) == tidy(b);
    return Status::OK();
  }
  Status LockFile(Path path, Io, rocksdb::FileLock** lock, Debug) override;
  Status UnlockFile(rocksdb::FileLock* lock, Io, Debug) override;
  Status GetAbsolutePath(Path path, Io, std::string* out, Debug) override {
    *out = path;
    return Status::OK();
  }
  Status IsDirectory(Path path, Io, bool* is, Debug) override {
    std::lock_guard lock(mutex_);
    const auto found = entries_.find(tidy(path));
    if (found == entries_.end()) return Status::NotFound(path);
    *is = !found->second;
    return Status::OK();
  }
  Status GetFreeSpace(Path, Io, std::uint64_t* bytes, Debug) override {
    *bytes = 1ull << 40;
    return Status::OK();
  }
  // RocksDB's diary would only be noise among the changes.
  Status NewLogger(Path, Io, std::shared_ptr<rocksdb::Logger>* out, Debug) override {
    *out = std::make_shared<Silence>();
    return Status::OK();
  }

 private:
  struct Write {
    std::size_t offset = 0;
    std::string bytes;
    bool truncates = false;  // to offset
    bool lost = false;       // its sync failed
  };
  struct File {
    std::string live;
    std::string durable;
    std::vector<Write> pending;
  };
  using FilePtr = std::shared_ptr<File>;
  // One atomic change of a folder: an entry gone, an entry new, or both (a rename).
  struct EntryChange {
    std::string gone;
    std::string added;
    FilePtr file;
  };
  using Entries = std::map<std::string, FilePtr>;  // no file = a folder
  struct Lock : rocksdb::FileLock {
    std::string path;
  };
  class Silence : public rocksdb::Logger {
   public:
    using Logger::Logv;
    void Logv(const char*, va_list) override {}
    std::size_t GetLogFileSize() const override { return 0; }
  };
  class Reader;
  class Appender;
  class Overwriter;
  class Folder;

  static std::string tidy(std::string path) {
    while (path.size() > 1 && path.back() == '/') path.pop_back();
    for (auto at = path.find("//"); at != std::string::npos; at = path.find("//"))
      path.erase(at, 1);
    return path;
  }
  static std::string parent(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == 0 ? "/" : path.substr(0, slash);
  }
  static void apply(std::string& bytes, const Write& write) {
    if (write.truncates) {
      bytes.resize(write.offset);
      return;
    }
    if (bytes.size() < write.offset + write.bytes.size()) {
      bytes.resize(write.offset + write.bytes.size());
    }
    bytes.replace(write.offset, write.bytes.size(), write.bytes);
  }
  static void apply(Entries& entries, const EntryChange& change) {
    if (!change.gone.empty()) entries.erase(change.gone);
    if (!change.added.empty()) entries[change.added] = change.file;
  }

  // Announces a change; the failure when it is this one's turn to fail.
  Status begin(const std::string& change) {
    if (on_change) on_change(change);
    std::lock_guard lock(mutex_);
    ++changes_;
    const bool fails = fail_at_ != 0 && (changes_ == fail_at_ || (sticky_ && changes_ > fail_at_));
    if (!fails) return Status::OK();
    fired_ = true;
    return failure_;
  }

  FilePtr find(Path path) const {
    std::lock_guard lock(mutex_);
    const auto found = entries_.find(tidy(path));
    return found == entries_.end() ? nullptr : found->second;
  }
  bool find_entry(Path path) const {
    std::lock_guard lock(mutex_);
    return entries_.contains(tidy(path));
  }
  Status link(const std::string& path, FilePtr file) {
    if (Status failed = begin("create " + path); !failed.ok()) return failed;
    std::lock_guard lock(mutex_);
    if (!entries_.contains(parent(path))) return Status::PathNotFound(path);
    change_entries(parent(path), {"", path, std::move(file)});
    return Status::OK();
  }
  Status remove(Path path) {
    if (!find_entry(path)) return Status::PathNotFound(path);
    if (Status failed = begin("remove " + path); !failed.ok()) return failed;
    std::lock_guard lock(mutex_);
    change_entries(parent(tidy(path)), {tidy(path), "", nullptr});
    return Status::OK();
  }
  void change_entries(const std::string& folder, EntryChange change) {
    apply(entries_, change);
    entry_changes_[folder].push_back(std::move(change));
  }
  Status write(const FilePtr& file, std::size_t offset, std::string bytes, Path path) {
    const Status failed = begin("write " + path);
    std::lock_guard lock(mutex_);
    // A failed write may have written some of its bytes.
    if (!failed.ok()) bytes.resize(bytes.size() / 2);
    file->pending.push_back({offset, std::move(bytes)});
    apply(file->live, file->pending.back());
    return failed;
  }
  Status truncate(const FilePtr& file, std::size_t size, Path path) {
    if (Status failed = begin("truncate " + path); !failed.ok()) return failed;
    std::lock_guard lock(mutex_);
    if (file->live.size() == size) return Status::OK();
    file->pending.push_back({size, "", true});
    apply(file->live, file->pending.back());
    return Status::OK();
  }
  Status sync(const FilePtr& file, Path path) {
    const Status failed = begin("sync " + path);
    std::lock_guard lock(mutex_);
    if (!failed.ok()) {
      for (Write& write : file->pending) write.lost = true;
      return failed;
    }
    for (const Write& write : file->pending) {
      if (!write.lost) apply(file->durable, write);
    }
    // What a failed sync dropped is gone from the disk, though the cache may still show it.
    std::erase_if(file->pending, [](const Write& write) { return !write.lost; });
    return Status::OK();
  }
  Status sync_folder(const std::string& folder) {
    if (Status failed = begin("sync folder " + folder); !failed.ok()) return failed;
    std::lock_guard lock(mutex_);
    for (const EntryChange& change : entry_changes_[folder]) apply(durable_entries_, change);
    entry_changes_[folder].clear();
    return Status::OK();
  }
  static std::string after_cut(const File& file, Cut cut, std::mt19937_64& random);

  mutable std::mutex mutex_;
  Entries entries_;
  Entries durable_entries_{{"/", nullptr}};
  std::map<std::string, std::vector<EntryChange>> entry_changes_;  // by folder
  std::set<std::string> locks_;
  std::uint64_t changes_ = 0;
  std::uint64_t fail_at_ = 0;
  bool sticky_ = false;
  bool fired_ = false;
  Status failure_;
};

inline PowerFs::Status PowerFs::RenameFile(Path from, Path to, Io, Debug) {
  const FilePtr file = find(from);
  if (!file) return Status::PathNotFound(from);
  if (Status failed = begin("rename " + from + " to " + to); !failed.ok()) return failed;
  std::lock_guard lock(mutex_);
  change_entries(parent(tidy(to)), {tidy(from), tidy(to), file});
  return Status::OK();
}

inline PowerFs::Status PowerFs::LockFile(Path path, Io, rocksdb::FileLock** lock, Debug) {
  if (!find_entry(path)) {
    if (Status failed = link(tidy(path), std::make_shared<File>()); !failed.ok()) return failed;
  }
  std::lock_guard guard(mutex_);
  if (!locks_.insert(tidy(path)).second) {
    return Status::IOError("lock hold by current process", path);
  }
  auto held = std::make_unique<Lock>();
  held->path = tidy(path);
  *lock = held.release();
  return Status::OK();
}

inline PowerFs::Status PowerFs::UnlockFile(rocksdb::FileLock* lock, Io, Debug) {
  const std::unique_ptr<Lock> held(static_cast<Lock*>(lock));
  std::lock_guard guard(mutex_);
  locks_.erase(held->path);
  return Status::OK();
}

inline std::string PowerFs::after_cut(const File& file, Cut cut, std::mt19937_64& random) {
  std::string bytes = file.durable;
  std::vector<Write> writes;
  for (const Write& write : file.pending) {
    if (!write.lost) writes.push_back(write);
  }
  if (cut == Cut::drop_all || cut == Cut::entries_only || writes.empty()) return bytes;
  const std::size_t kept = cut == Cut::torn ? random() % writes.size() : writes.size();
  for (std::size_t i = 0; i < kept; ++i) {
    if (cut != Cut::random_subset || random() % 2 == 0) apply(bytes, writes[i]);
  }
  if (cut == Cut::torn) {
    Write last = writes[kept];
    last.bytes.resize(std::min<std::size_t>(last.bytes.size(), random() % 17 * 512));
    apply(bytes, last);
  }
  if (cut == Cut::zeroed) {
    const Write& hit = writes[random() % writes.size()];
    if (!hit.bytes.empty() && hit.offset < bytes.size()) {
      const std::size_t page = (hit.offset + random() % hit.bytes.size()) / 4096 * 4096;
      const std::size_t from = std::max(page, hit.offset);
      const std::size_t to = std::min({page + 4096, hit.offset + hit.bytes.size(), bytes.size()});
      if (from < to) std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(from), to - from, 0);
    }
  }
  return bytes;
}

inline std::shared_ptr<PowerFs> PowerFs::image(Cut cut, std::uint64_t seed) const {
  std::mt19937_64 random(seed);
  std::lock_guard lock(mutex_);
  auto after = std::make_shared<PowerFs>();
  Entries entries = durable_entries_;
  for (const auto& [folder, changes] : entry_changes_) {
    std::size_t kept = changes.size();
    if (cut == Cut::drop_all) kept = 0;
    if (cut == Cut::random_subset || cut == Cut::torn) kept = random() % (changes.size() + 1);
    for (std::size_t i = 0; i < kept; ++i) apply(entries, changes[i]);
  }
  for (const auto& [path, file] : entries) {
    // An entry below a folder that did not survive is out of reach.
    if (path != "/" && !entries.contains(parent(path))) continue;
    FilePtr copy;
    if (file) {
      copy = std::make_shared<File>();
      copy->durable = after_cut(*file, cut, random);
      copy->live = copy->durable;
    }
    after->entries_[path] = copy;
  }
  after->durable_entries_ = after->entries_;
  return after;
}

}  // namespace zhucun::log::testing

#include "tests/fault/log_power_files.h"
