#include "ledger/log/place.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace zhucun::log {

namespace {

constexpr const char* lock_name = "LOCK";
constexpr const char* owner_name = "book.pid";

rocksdb::IOOptions io() {
  return {};
}

bool says(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

void throw_io(const rocksdb::Status& status, const std::string& doing, const std::string& path) {
  const std::string text = status.ToString();
  const std::string what = doing + "失败：" + path + "（" + text + "）。";
  if (says(text, "Read-only file system") || says(text, "Permission denied")) {
    throw ReadOnlyPlace(what + "请检查该文件夹的写权限，或把文件系统重新挂载为可写。");
  }
  if (status.IsNoSpace() || says(text, "No space left")) {
    throw IoFailure(what + "磁盘已满：请腾出空间后重新打开账本。");
  }
  throw IoFailure(what + "请检查磁盘与挂载（dmesg、smartctl），排除故障后重新打开账本。");
}

Place::Place(std::shared_ptr<rocksdb::FileSystem> file_system, std::string path)
    : file_system_(std::move(file_system)), path_(std::move(path)) {
  if (!file_system_) file_system_ = rocksdb::FileSystem::Default();
  while (path_.size() > 1 && path_.back() == '/') path_.pop_back();
}

bool Place::exists(std::string_view name) const {
  const rocksdb::IOStatus status = file_system_->FileExists(at(name), io(), nullptr);
  if (status.ok()) return true;
  if (status.IsNotFound()) return false;
  throw_io(status, "查看文件", at(name));
}

bool Place::folder_exists() const {
  const rocksdb::IOStatus status = file_system_->FileExists(path_, io(), nullptr);
  if (status.ok()) return true;
  if (status.IsNotFound()) return false;
  throw_io(status, "查看文件夹", path_);
}

std::vector<std::string> Place::children(std::string_view folder) const {
  const std::string path = folder.empty() ? path_ : at(folder);
  std::vector<std::string> names;
  check_io(file_system_->GetChildren(path, io(), &names, nullptr), "列出文件夹", path);
  std::erase_if(names, [](const std::string& name) { return name == "." || name == ".."; });
  std::ranges::sort(names);
  return names;
}

std::optional<std::string> Place::read_file(std::string_view name) const {
  const std::string path = at(name);
  std::unique_ptr<rocksdb::FSSequentialFile> file;
  const rocksdb::IOStatus opened =
      file_system_->NewSequentialFile(path, rocksdb::FileOptions(), &file, nullptr);
  if (opened.IsNotFound() || opened.IsPathNotFound()) return std::nullopt;
  check_io(opened, "打开文件", path);
  std::string bytes;
  std::string scratch(64 * 1024, '\0');
  for (;;) {
    rocksdb::Slice got;
    check_io(file->Read(scratch.size(), io(), &got, scratch.data(), nullptr), "读取文件", path);
    if (got.empty()) return bytes;
    bytes.append(got.data(), got.size());
  }
}

void Place::write_file(const std::string& path, std::string_view bytes, bool sync) const {
  std::unique_ptr<rocksdb::FSWritableFile> file;
  check_io(file_system_->NewWritableFile(path, rocksdb::FileOptions(), &file, nullptr), "新建文件",
           path);
  check_io(file->Append(rocksdb::Slice(bytes.data(), bytes.size()), io(), nullptr), "写入文件",
           path);
  if (sync) check_io(file->Fsync(io(), nullptr), "同步文件", path);
  check_io(file->Close(io(), nullptr), "关闭文件", path);
}

void Place::replace_file(std::string_view name, std::string_view bytes) const {
  const std::string path = at(name);
  const std::string fresh = path + ".new";
  write_file(fresh, bytes, true);
  check_io(file_system_->RenameFile(fresh, path, io(), nullptr), "替换文件", path);
  const auto slash = name.rfind('/');
  sync_folder(slash == std::string_view::npos ? std::string_view{} : name.substr(0, slash));
}

void Place::write_note(std::string_view name, std::string_view bytes) const {
  write_file(at(name), bytes, false);
}

void Place::copy_file(std::string_view from, std::string_view to) const {
  const std::optional<std::string> bytes = read_file(from);
  if (!bytes) throw IoFailure("复制文件失败：" + at(from) + " 不存在。请检查磁盘。");
  write_file(at(to), *bytes, true);
}

void Place::remove_file(std::string_view name) const {
  check_io(file_system_->DeleteFile(at(name), io(), nullptr), "删除文件", at(name));
}

void Place::make_folder(std::string_view name) const {
  const std::string path = name.empty() ? path_ : at(name);
  check_io(file_system_->CreateDirIfMissing(path, io(), nullptr), "新建文件夹", path);
}

void Place::remove_folder(std::string_view name) const {
  for (const std::string& child : children(name)) remove_file(std::string(name) + "/" + child);
  check_io(file_system_->DeleteDir(at(name), io(), nullptr), "删除文件夹", at(name));
}

void Place::sync_folder(std::string_view name) const {
  const std::string path = name.empty() ? path_ : at(name);
  std::unique_ptr<rocksdb::FSDirectory> folder;
  check_io(file_system_->NewDirectory(path, io(), &folder, nullptr), "打开文件夹", path);
  check_io(folder->Fsync(io(), nullptr), "同步文件夹", path);
}

void Place::sync_parent() const {
  const auto slash = path_.rfind('/');
  const std::string parent = slash == std::string::npos ? "." : path_.substr(0, slash + 1);
  std::unique_ptr<rocksdb::FSDirectory> folder;
  check_io(file_system_->NewDirectory(parent, io(), &folder, nullptr), "打开文件夹", parent);
  check_io(folder->Fsync(io(), nullptr), "同步文件夹", parent);
}

std::uint64_t Place::free_space() const {
  std::uint64_t bytes = 0;
  check_io(file_system_->GetFreeSpace(path_, io(), &bytes, nullptr), "查询剩余空间", path_);
  return bytes;
}

BookLock::BookLock(const Place& place) : place_(place) {
  const std::string path = place.at(lock_name);
  const rocksdb::IOStatus status = place.file_system()->LockFile(path, io(), &lock_, nullptr);
  if (status.ok()) {
    try {
      place.write_note(owner_name, std::to_string(::getpid()) + "\n");
    } catch (...) {
      place.file_system()->UnlockFile(lock_, io(), nullptr).PermitUncheckedError();
      throw;
    }
    return;
  }
  // RocksDB words a lock that is held in one of two ways; all else is a failure of the place.
  const std::string text = status.ToString();
  if (!says(text, "lock hold by current process") && !says(text, "While lock file")) {
    throw_io(status, "锁定账本", path);
  }
  std::int64_t holder = 0;
  if (const auto note = place.read_file(owner_name)) {
    std::from_chars(note->data(), note->data() + note->size(), holder);
  }
  throw LockedBook("账本 " + place.path() + " 正由进程 " +
                       (holder ? std::to_string(holder) : std::string("（号码不详）")) +
                       " 写入。请等它结束，或停止该进程后再试；只读命令可以照常使用。",
                   holder);
}

BookLock::~BookLock() {
  if (lock_) place_.file_system()->UnlockFile(lock_, io(), nullptr).PermitUncheckedError();
}

}  // namespace zhucun::log
