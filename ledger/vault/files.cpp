#include "ledger/vault/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "ledger/log/failure.h"

namespace zhucun::vault {

namespace {

constexpr std::string_view bound = "attachment";
constexpr std::string_view unfinished = ".part";

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& what) {
  throw log::IoFailure("附件 " + path.string() + " " + what + "：" + std::strerror(errno) +
                       "。请检查磁盘空间和写权限。");
}

void write_synced(const std::filesystem::path& path, std::string_view bytes) {
  int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) fail(path, "写不进去");
  for (std::size_t done = 0; done < bytes.size();) {
    auto wrote = ::write(fd, bytes.data() + done, bytes.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) {
      ::close(fd);
      fail(path, "写不进去");
    }
    done += static_cast<std::size_t>(wrote);
  }
  bool synced = ::fsync(fd) == 0;
  ::close(fd);
  if (!synced) fail(path, "不能同步到磁盘");
}

void sync_folder(const std::filesystem::path& folder) {
  int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  bool synced = fd >= 0 && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  if (!synced) fail(folder, "不能同步到磁盘");
}

std::string name_of(std::string_view sealed) {
  return log::to_hex(log::Hasher(log::HashKind::sha256).digest(log::bytes_of(sealed)));
}

std::optional<std::string> bytes_in(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

}  // namespace

Files::Files(std::filesystem::path folder, std::optional<Key> key, Cipher cipher)
    : folder_(std::move(folder)), key_(std::move(key)), cipher_(cipher) {}

std::string Files::put(std::string_view plain) {
  if (!key_) throw std::logic_error("files: no key to seal with");
  if (!std::filesystem::exists(folder_)) {
    std::filesystem::create_directories(folder_);
    sync_folder(folder_.parent_path());
  }
  std::string sealed = seal(cipher_, *key_, bound, plain);
  std::string name = name_of(sealed);
  auto aside = folder_ / (name + std::string(unfinished));
  write_synced(aside, sealed);
  std::error_code error;
  std::filesystem::rename(aside, folder_ / name, error);
  if (error) {
    errno = error.value();
    fail(aside, "不能改名");
  }
  sync_folder(folder_);
  return name;
}

bool Files::has(const std::string& name) const {
  return std::filesystem::is_regular_file(folder_ / name);
}

std::optional<std::string> Files::get(const std::string& name) const {
  auto sealed = bytes_in(folder_ / name);
  if (!sealed) return std::nullopt;
  auto plain = name_of(*sealed) == name && key_ ? unseal(*key_, bound, *sealed) : std::nullopt;
  if (!plain) {
    throw log::DamagedBook("附件 " + name +
                           " 的内容与散列值不符。请从备份恢复 files/ 下的这个文件。");
  }
  return plain;
}

std::size_t Files::sweep(const std::function<bool(const std::string&)>& is_named,
                         std::filesystem::file_time_type older_than) {
  std::size_t removed = 0;
  if (!std::filesystem::exists(folder_)) return removed;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    std::string name = entry.path().filename().string();
    if (is_named(name) || entry.last_write_time() >= older_than) continue;
    if (std::filesystem::remove(entry.path())) ++removed;
  }
  return removed;
}

std::vector<std::string> Files::damaged() const {
  std::vector<std::string> out;
  if (!std::filesystem::exists(folder_)) return out;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    std::string name = entry.path().filename().string();
    if (name.ends_with(unfinished)) continue;
    auto sealed = bytes_in(entry.path());
    if (!sealed || name_of(*sealed) != name) out.push_back(name);
  }
  return out;
}

}  // namespace zhucun::vault
