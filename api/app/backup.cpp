#include "api/app/backup.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>

#include "api/app/instant.h"
#include "ledger/log/small_store.h"

namespace zhucun::app {

namespace fs = std::filesystem;

namespace {

constexpr const char* note_name = "last-backup";
constexpr std::int64_t day_micros = std::int64_t{86'400} * 1'000'000;

using Seconds = std::chrono::duration<double>;

double since(std::chrono::steady_clock::time_point start) {
  return Seconds(std::chrono::steady_clock::now() - start).count();
}

std::uint64_t size_of(const fs::path& folder) {
  std::uint64_t out = 0;
  std::error_code none;
  for (const auto& entry : fs::recursive_directory_iterator(folder, none)) {
    std::error_code gone;  // a file of a book at work may go at any time
    std::uint64_t size = entry.file_size(gone);
    if (!gone && entry.is_regular_file(gone)) out += size;
  }
  return out;
}

// The copy and its restored twin stand side by side, the sealed one at the destination.
std::optional<Refusal> space_fault(const fs::path& place, std::uint64_t needed) {
  std::error_code error;
  std::uint64_t free = fs::space(place, error).available;
  if (error || free >= needed) return std::nullopt;
  return Refusal{Code::disk_low,
                 place.string() + " 剩余 " + std::to_string(free >> 20) + " MiB，备份需要约 " +
                     std::to_string(needed >> 20) + " MiB",
                 "腾出空间，或换一个目的地",
                 "",
                 "",
                 {}};
}

bool lies_inside(const fs::path& inner, const fs::path& outer) {
  auto in = fs::weakly_canonical(inner);
  auto out = fs::weakly_canonical(outer);
  auto [a, b] = std::mismatch(out.begin(), out.end(), in.begin(), in.end());
  return a == out.end();
}

std::optional<Refusal> place_fault(const BackupOptions& options) {
  auto taken = [](const std::string& detail, const std::string& hint) {
    return Refusal{Code::folder_taken, detail, hint, "", "", {}};
  };
  if (!options.keys_destination.empty() &&
      (lies_inside(options.keys_destination, options.destination) ||
       lies_inside(options.destination, options.keys_destination))) {
    return taken("密钥备份 " + options.keys_destination.string() + " 和账簿备份 " +
                     options.destination.string() + " 放在了一起",
                 "密钥另放一处（另一块盘更好）：谁拿走备份，都不能同时拿到密钥");
  }
  if (lies_inside(options.destination, options.book) ||
      lies_inside(options.keys_destination, options.book)) {
    return taken("备份不能放在账簿文件夹 " + options.book.string() + " 里面",
                 "换一个文件夹，最好在另一块盘上");
  }
  return std::nullopt;
}

// Log first, keys last: a person's key is synced before the event that needs it.
void copy_parts(const BackupOptions& options, const log::EventLog* live, const fs::path& stage) {
  options.progress("复制账簿");
  const fs::path book = stage / "book";
  copy_log(options.book, live, book);
  if (has_log(options.book / folder::access)) {
    copy_log(options.book / folder::access, nullptr, book / folder::access);
  }
  if (fs::exists(options.book / folder::secrets)) {
    copy_small_store(options.book / folder::secrets, book / folder::secrets);
  }
  if (fs::exists(options.book / folder::files)) {
    fs::create_directory_symlink(fs::absolute(options.book / folder::files), book / folder::files);
  }
  if (!options.keys_destination.empty() && fs::exists(options.book / folder::keys)) {
    fs::create_directories(stage / "keys");
    copy_small_store(options.book / folder::keys, stage / "keys" / folder::keys);
  }
}

struct Kept {
  Manifest manifest;
  fs::path folder;
};

// The finished sets of this book under a destination, newest first. Foreign folders are not ours to
// judge.
std::vector<Kept> sets_of(const fs::path& destination, const Summary& book,
                          const vault::MasterKey& master) {
  std::vector<Kept> out;
  for (const auto& entry : fs::directory_iterator(destination)) {
    if (!entry.is_directory() || entry.path().extension() == ".unfinished") continue;
    try {
      auto manifest = read_manifest(entry.path(), master);
      if (manifest && manifest->book.first == book.first)
        out.push_back({std::move(*manifest), entry.path()});
    } catch (const log::DamagedBook&) {
      // Stays for whoever looks into it; it counts for nothing.
    }
  }
  std::ranges::sort(out, [](const Kept& a, const Kept& b) {
    return std::pair(a.manifest.made, a.manifest.name) >
           std::pair(b.manifest.made, b.manifest.name);
  });
  return out;
}

void remove_old(const BackupOptions& options, const vault::MasterKey& master, Backup& out) {
  auto remove = [&out](const Kept& one) {
    fs::remove_all(one.folder);
    out.removed.push_back(one.folder.string());
  };
  std::vector<std::string> gone;
  unsigned kept = 0;
  if (options.keep > 0) {
    for (const Kept& one : sets_of(options.destination, out.manifest.book, master)) {
      if (!is_verified(one.manifest, master, one.folder) || ++kept <= options.keep) continue;
      remove(one);
      gone.push_back(one.manifest.id);
    }
  }
  if (options.keys_destination.empty() || !fs::exists(options.keys_destination)) return;
  RecordedTime oldest{out.manifest.made.micros - key_set_days_max * day_micros};
  for (const Kept& one : sets_of(options.keys_destination, out.manifest.book, master)) {
    bool orphan = std::ranges::find(gone, one.manifest.id) != gone.end();
    if (orphan || one.manifest.made < oldest) remove(one);
  }
}

void write_note(const fs::path& book, const Manifest& manifest) {
  const fs::path fresh = book / (std::string(note_name) + ".new");
  write_synced(fresh, "name " + manifest.name + "\nposition " +
                          std::to_string(manifest.book.head.position.value) + "\nmade " +
                          std::to_string(manifest.made.micros) + "\n");
  fs::rename(fresh, book / note_name);
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw log::IoFailure("新建文件夹失败：" + folder.string() + "（" + error.message() +
                         "）。请检查路径与权限。");
  }
}

// Restores and compares; what differs makes the backup worthless.
void compare_restored(const Manifest& manifest, const vault::MasterKey& master, const fs::path& set,
                      const fs::path& into, const Progress& progress) {
  unpack_set(manifest, master, set, into, progress);
  progress("校验备份：重建并比对");
  auto report = log::open_book(into.string(), log::OpenMode::read_only)->verify();
  std::string differs = report.sound() ? difference(manifest.book, summarise(into))
                                       : "链或树（" + report.damages.front().what + "）";
  auto beside = verify_beside(into, manifest.book.hash);
  if (differs.empty() && !beside.damages.empty()) differs = beside.damages.front();
  if (differs.empty()) return;
  throw log::DamagedBook("备份 " + set.string() + " 恢复后与清单不符：" + differs +
                         "。这份备份不能用：检查磁盘，重新备份。");
}

}  // namespace

Scratch::Scratch(const fs::path& folder) : path_(folder) {
  make_folder(path_);
  const fs::path lock = path_ / "LOCK";
  lock_ = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0 || ::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    if (lock_ >= 0) ::close(lock_);
    throw log::LockedBook(
        "文件夹 " + path_.string() + " 正被另一个备份、校验或恢复使用。请等它结束后再试。", 0);
  }
  // What a run that was cut off has left behind.
  for (const auto& entry : fs::directory_iterator(path_)) {
    if (entry.path() != lock) fs::remove_all(entry.path());
  }
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  ::close(lock_);
}

Result<Backup> backup_book(const BackupOptions& options, const log::EventLog* live,
                           const vault::MasterKey& master, Clock& clock) {
  if (!has_log(options.book)) {
    throw log::IoFailure("没有账本：" + options.book.string() + "。请检查 --book 的路径。");
  }
  if (auto fault = place_fault(options)) return refuse(*fault);
  auto started = std::chrono::steady_clock::now();
  make_folder(options.destination);
  Scratch scratch(options.book / "backup.tmp");
  Backup out;
  out.bytes = size_of(options.book);
  if (auto fault = space_fault(options.destination, out.bytes + out.bytes / 8))
    return refuse(*fault);
  if (auto fault = space_fault(options.book, 3 * out.bytes)) return refuse(*fault);
  copy_parts(options, live, scratch.path());
  const fs::path stage = scratch.path() / "book";
  options.progress("重建摘要");
  Manifest manifest;
  manifest.book = summarise(stage);
  manifest.made = clock.now();
  manifest.id = log::to_hex(log::bytes_of(vault::random_bytes(16)));
  manifest.name = manifest.book.city + "-" + compact_text(manifest.made) + "-" +
                  std::to_string(manifest.book.head.position.value);
  while (fs::exists(options.destination / manifest.name)) manifest.name += "b";
  out.folder = options.destination / manifest.name;
  Manifest keys = manifest;
  write_set(manifest, master, stage, files_of(stage), out.folder, options.progress);
  if (fs::exists(scratch.path() / "keys")) {
    keys.kind = SetKind::keys;
    out.keys = options.keys_destination / manifest.name;
    make_folder(options.keys_destination);
    write_set(keys, master, scratch.path() / "keys", files_of_keys(scratch.path() / "keys"),
              out.keys, options.progress);
  }
  out.seconds_copying = since(started);
  started = std::chrono::steady_clock::now();
  fs::remove_all(stage);
  compare_restored(manifest, master, out.folder, scratch.path() / "restored", options.progress);
  mark_verified(manifest, master, out.folder);
  if (!out.keys.empty()) {
    unpack_set(keys, master, out.keys, scratch.path() / "restored", options.progress);
    log::SmallStore((scratch.path() / "restored" / folder::keys).string(),
                    log::SmallStoreMode::read_only)
        .verify();
    mark_verified(keys, master, out.keys);
  }
  out.seconds_verifying = since(started);
  out.manifest = std::move(manifest);
  write_note(options.book, out.manifest);
  remove_old(options, master, out);
  return out;
}

Result<Manifest> verify_backup(const fs::path& backup, const vault::MasterKey& master,
                               const fs::path& scratch, const fs::path& book,
                               const Progress& progress) {
  auto manifest = read_manifest(backup, master);
  if (!manifest) return manifest;
  if (manifest->kind != SetKind::book) {
    return refuse({Code::backup_unfinished,
                   backup.string() + " 是密钥备份，不是账簿备份",
                   "指明 --dest 里的备份",
                   "",
                   "",
                   {}});
  }
  Scratch place(scratch);
  const fs::path restored = place.path() / "restored";
  compare_restored(*manifest, master, backup, restored, progress);
  if (book.empty()) return manifest;
  auto log = log::open_book(book.string(), log::OpenMode::read_only);
  auto copy = log::open_book(restored.string(), log::OpenMode::read_only);
  std::uint64_t common = std::min(log->head().tree_size, copy->head().tree_size);
  if (common == 0 || log->root_at(common) != copy->root_at(common)) {
    return refuse({Code::other_book,
                   "备份 " + manifest->name + "（" + manifest->book.title + "）不是账簿 " +
                       book.string() + " 的备份，或两者在序号 " + std::to_string(common) +
                       " 之前已经分岔",
                   "核对 --book 和 --backup 的路径",
                   "",
                   "",
                   {}});
  }
  return manifest;
}

std::optional<LastBackup> last_backup(const fs::path& book) {
  if (!fs::exists(book / note_name)) return std::nullopt;
  LastBackup out;
  std::string text = read_whole(book / note_name);
  auto after = [&text](const std::string& word) {
    auto from = text.find(word);
    if (from == std::string::npos) return std::string();
    from += word.size();
    return text.substr(from, text.find('\n', from) - from);
  };
  out.name = after("name ");
  std::string position = after("\nposition ");
  std::string made = after("\nmade ");
  std::from_chars(position.data(), position.data() + position.size(), out.position.value);
  std::from_chars(made.data(), made.data() + made.size(), out.made.micros);
  return out.name.empty() ? std::nullopt : std::optional(out);
}

}  // namespace zhucun::app
