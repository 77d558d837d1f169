#include "api/app/book_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <thread>

#include "api/app/clock.h"
#include "ledger/book/book.h"
#include "ledger/log/small_store.h"

namespace zhucun::app {

namespace fs = std::filesystem;

namespace {

constexpr int copy_tries = 10;

[[noreturn]] void fail(const fs::path& path, const std::string& doing) {
  throw log::IoFailure(doing + "失败：" + path.string() + "（" + std::strerror(errno) +
                       "）。请检查磁盘、权限与剩余空间。");
}

bool is_attachment(const std::string& name) {
  return name.size() == 64 && name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// RocksDB's own notes and locks are no part of what it stores.
bool is_stored(const std::string& name) {
  return name != "LOCK" && !name.starts_with("LOG");
}

void add_files(std::vector<std::string>& out, const fs::path& book, const std::string& folder) {
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(book / folder, none)) {
    const std::string name = entry.path().filename();
    bool wanted = folder == folder::files ? is_attachment(name) : is_stored(name);
    if (entry.is_regular_file() && wanted) out.push_back(folder + "/" + name);
  }
}

void add_totals(Summary& out, const log::EventLog& log) {
  log.read({1}, log.head().position, [&](const log::Record& record) {
    const auto* type = schema::type_of(schema::read(record.body.data()));
    ++out.totals[type ? type->name : "unknown"];
    out.recorded = record.recorded;
    return true;
  });
}

void check_store(const fs::path& store, SideReport& out) {
  if (!fs::exists(store)) return;
  ++out.stores;
  try {
    log::SmallStore(store.string(), log::SmallStoreMode::read_only).verify();
  } catch (const log::Failure& failure) {
    out.damages.emplace_back(failure.what());
  }
}

}  // namespace

bool has_log(const fs::path& folder) {
  return fs::exists(folder / "HEAD") || fs::exists(folder / "store");
}

Summary summarise(const fs::path& book) {
  Summary out;
  log::BookOptions options;
  options.restored =
      true;  // reads alone, so the epoch stays; the folder may still be in the making
  auto log = log::open_book(book.string(), log::OpenMode::read_only, options);
  out.head = log->head();
  out.hash = log->hash_kind();
  if (out.head.position.value > 0) out.first = log->leaf_hash({1});
  add_totals(out, *log);
  book::Book folded(std::move(log), std::make_shared<SystemClock>(), log::OpenMode::read_only);
  folded.read([&](const domain::Facts& facts) {
    out.city = facts.city.empty() ? "" : to_text(facts.city);
    out.title = facts.title;
  });
  // A book that has just been opened was folded from nothing.
  out.digest = folded.live_digest();
  return out;
}

std::string difference(const Summary& expected, const Summary& found) {
  std::string out;
  auto say = [&out](const char* what) { out += (out.empty() ? "" : "、") + std::string(what); };
  if (expected.first != found.first) say("首条记录");
  if (expected.head.position != found.head.position) say("序号");
  if (expected.head.root != found.head.root) say("树根");
  if (expected.head.chain != found.head.chain) say("链");
  if (expected.digest != found.digest) say("重建摘要");
  if (expected.totals != found.totals) say("各类事件数");
  if (expected.city != found.city || expected.title != found.title) say("账簿名称");
  return out;
}

bool is_intact(const fs::path& attachment, log::HashKind kind) {
  log::Hash hash = log::Hasher(kind).digest(log::bytes_of(read_whole(attachment)));
  return log::to_hex(hash) == attachment.filename().string();
}

SideReport verify_beside(const fs::path& book, log::HashKind kind) {
  SideReport out;
  if (fs::exists(book / folder::access)) {
    ++out.stores;
    try {
      auto log = log::open_book((book / folder::access).string(), log::OpenMode::read_only);
      for (const auto& damage : log->verify().damages) {
        out.damages.push_back("access/ 序号 " + std::to_string(damage.first.value) + " 至 " +
                              std::to_string(damage.last.value) + "：" + damage.what);
      }
    } catch (const log::Failure& failure) {
      out.damages.emplace_back(failure.what());
    }
  }
  check_store(book / folder::keys, out);
  check_store(book / folder::secrets, out);
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(book / folder::files, none)) {
    if (!is_attachment(entry.path().filename())) continue;
    ++out.files;
    if (is_intact(entry.path(), kind)) continue;
    out.damages.push_back("附件 " + entry.path().string() + " 与它的名字不符：内容被改动");
  }
  return out;
}

void copy_log(const fs::path& from, const log::EventLog* live, const fs::path& to) {
  for (int tries = 1;; ++tries) {
    try {
      if (live) {
        live->copy_to(to.string());
      } else {
        log::open_book(from.string(), log::OpenMode::read_only)->copy_to(to.string());
      }
      // What the writer has written beyond the head is taken over here, as at every opening.
      log::open_book(to.string(), log::OpenMode::write)->close_clean();
      fs::remove_all(to / "wal-copies");
      return;
    } catch (const log::Failure&) {
      // A reader's copy may fall between two steps of the writer; damage shows at every try.
      if (live || tries == copy_tries) throw;
    }
    fs::remove_all(to);
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
}

void copy_small_store(const fs::path& from, const fs::path& to) {
  log::SmallStore source(from.string(), log::SmallStoreMode::read_only);
  log::SmallStore copy(to.string(), log::SmallStoreMode::create);
  std::vector<log::SmallStore::Put> puts;
  source.each({}, [&](std::string_view key, std::string_view value) {
    puts.push_back({std::string(key), std::string(value)});
    return true;
  });
  copy.write(puts);
}

std::vector<std::string> files_of(const fs::path& book) {
  std::vector<std::string> out;
  if (fs::exists(book / "HEAD")) out.emplace_back("HEAD");
  add_files(out, book, "store");
  if (fs::exists(book / folder::access / "HEAD")) out.emplace_back("access/HEAD");
  add_files(out, book, std::string(folder::access) + "/store");
  add_files(out, book, folder::secrets);
  add_files(out, book, folder::files);
  std::ranges::sort(out);
  return out;
}

std::vector<std::string> files_of_keys(const fs::path& book) {
  std::vector<std::string> out;
  add_files(out, book, folder::keys);
  std::ranges::sort(out);
  return out;
}

std::string read_whole(const fs::path& file) {
  int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) fail(file, "打开文件");
  std::string out;
  std::string buffer(1 << 20, '\0');
  ssize_t got = 0;
  while ((got = ::read(fd, buffer.data(), buffer.size())) > 0) {
    out.append(buffer.data(), static_cast<std::size_t>(got));
  }
  ::close(fd);
  if (got < 0) fail(file, "读取文件");
  return out;
}

void write_synced(const fs::path& file, std::string_view bytes) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  if (error) throw log::IoFailure("新建文件夹失败：" + file.parent_path().string());
  int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) fail(file, "新建文件");
  while (!bytes.empty()) {
    ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written <= 0) break;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  bool synced = bytes.empty() && ::fsync(fd) == 0;
  int why = errno;
  ::close(fd);
  errno = why;
  if (!synced) fail(file, "写入文件");
}

void sync_folder(const fs::path& folder) {
  int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  bool synced = fd >= 0 && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  if (!synced) fail(folder, "同步文件夹");
}

}  // namespace zhucun::app
