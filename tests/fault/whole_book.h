// A book with everything that can lie in its folder, for tests that back it up and damage it.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "api/app/backup.h"
#include "ledger/book/rewriter.h"
#include "ledger/log/small_store.h"
#include "tests/harness/tiny_book.h"
#include "tests/unit/log_fixture.h"

namespace zhucun::harness {

namespace fs = std::filesystem;

// A scratch folder in memory where there is such a place: what is shown here is what the bytes are
// good for, not what the disk does, and each book is synced many times.
class MemoryFolder {
 public:
  MemoryFolder() {
    fs::path base = fs::is_directory("/dev/shm") ? "/dev/shm" : fs::temp_directory_path();
    std::string pattern = (base / "zhucun-whole-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~MemoryFolder() { fs::remove_all(path_); }
  MemoryFolder(const MemoryFolder&) = delete;
  MemoryFolder& operator=(const MemoryFolder&) = delete;
  std::string at(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

inline void spill(const fs::path& path, std::string_view bytes) {
  app::write_synced(path, bytes);
}

// Digest of the facts of a log cut at a position, by a way that shares nothing with backups: the
// records go into a log in memory and are folded there.
inline std::string digest_cut(const log::EventLog& from, Position to) {
  auto memory = log::make_memory_log(from.hash_kind());
  std::vector<log::NewRecord> records;
  from.read({1}, to, [&](const log::Record& record) {
    records.push_back({record.recorded, {record.body.begin(), record.body.end()}});
    return true;
  });
  memory->append({0}, records, {});
  book::Book folded(std::move(memory), std::make_shared<app::SystemClock>(),
                    log::OpenMode::read_only);
  return folded.live_digest();
}

// What stands beside the log, as a reader gets it: a name for everything, with its content.
inline std::map<std::string, std::string> beside(const fs::path& book) {
  std::map<std::string, std::string> out;
  for (const char* name : {app::folder::keys, app::folder::secrets}) {
    log::SmallStore store((book / name).string(), log::SmallStoreMode::read_only);
    store.each({}, [&](std::string_view key, std::string_view value) {
      out[std::string(name) + "/" + std::string(key)] = value;
      return true;
    });
  }
  auto access = log::open_book((book / app::folder::access).string(), log::OpenMode::read_only);
  out["access"] = log::to_hex(access->replay([](const log::Record&) {}).root);
  for (const auto& entry : fs::directory_iterator(book / app::folder::files)) {
    if (entry.path().filename().string().size() != 64) continue;
    if (!app::is_intact(entry.path(), log::HashKind::sha256))
      throw log::DamagedBook("attachment " + entry.path().string());
    out["files/" + entry.path().filename().string()] = app::read_whole(entry.path());
  }
  return out;
}

inline void register_person(app::Ledger& ledger, const std::string& person) {
  must(ledger,
       draft("personRegistered", make_date(2024, 1, 1), "\"person\":\"" + person + "\"", person),
       person);
}

// Grows every part of a book by a number of entries under names that begin with `tag`.
inline void grow_whole(const fs::path& book, app::Ledger& ledger, const std::string& tag,
                       int count) {
  auto mode = [&](const char* name) {
    return log::SmallStore::exists((book / name).string()) ? log::SmallStoreMode::write
                                                           : log::SmallStoreMode::create;
  };
  log::SmallStore keys((book / app::folder::keys).string(), mode(app::folder::keys));
  log::SmallStore secrets((book / app::folder::secrets).string(), mode(app::folder::secrets));
  const std::string access_path = (book / app::folder::access).string();
  auto access = fs::exists(access_path) ? log::open_book(access_path, log::OpenMode::write)
                                        : log::create_book(access_path, log::HashKind::sha256);
  for (int i = 0; i < count; ++i) {
    std::string name = tag + std::to_string(i);
    register_person(ledger, name);
    std::vector<log::SmallStore::Put> put{{"person/" + name, "wrapped key of " + name}};
    keys.write(put);
    put.front() = {"account/" + name, "hash of " + name};
    secrets.write(put);
    log::testing::grow(*access, 3);
    if (i % 5 != 0) continue;
    std::string attachment(static_cast<std::size_t>(2000 + 700 * i), static_cast<char>('a' + i));
    attachment += tag;
    log::Hash hash = log::Hasher(log::HashKind::sha256).digest(log::bytes_of(attachment));
    spill(book / app::folder::files / log::to_hex(hash), attachment);
  }
  access->close_clean();
}

}  // namespace zhucun::harness
