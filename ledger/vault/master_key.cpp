#include "ledger/vault/master_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>

namespace zhucun::vault {

namespace {

constexpr std::string_view prefix = "zhucun-key-1:";

// A descriptor that closes itself.
struct Descriptor {
  explicit Descriptor(int value) : fd(value) {}
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
  Descriptor(const Descriptor&) = delete;
  int fd;
};

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& what) {
  throw KeyFailure("密钥文件 " + file.string() + " " + what);
}

std::optional<Key> parsed(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  if (!line.starts_with(prefix)) return std::nullopt;
  line.remove_prefix(prefix.size());
  Key key{};
  if (line.size() != 2 * key.size()) return std::nullopt;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const char* at = line.data() + 2 * i;
    auto [end, error] = std::from_chars(at, at + 2, key[i], 16);
    if (error != std::errc{} || end != at + 2) return std::nullopt;
  }
  return key;
}

}  // namespace

MasterKey MasterKey::random() {
  return MasterKey(random_key());
}

MasterKey MasterKey::read(const std::filesystem::path& file) {
  Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (in.fd < 0) {
    fail(file, errno == ENOENT
                   ? "不存在。个人信息和备份要用它解开：用 --key-file 指明建账时的密钥文件"
                   : std::string("打不开：") + std::strerror(errno));
  }
  struct stat status {};
  if (::fstat(in.fd, &status) == 0 && (status.st_mode & 077) != 0)
    fail(file, "其他用户也能读取。请执行 chmod 600 后再用");
  std::array<char, 256> buffer{};
  auto got = ::read(in.fd, buffer.data(), buffer.size());
  auto key = got <= 0 ? std::nullopt : parsed({buffer.data(), static_cast<std::size_t>(got)});
  explicit_bzero(buffer.data(), buffer.size());
  if (!key) fail(file, "不是驻村账的密钥文件（应为一行 zhucun-key-1:…）");
  return MasterKey(*key);
}

MasterKey MasterKey::read_or_make(const std::filesystem::path& file) {
  if (std::filesystem::exists(file)) return read(file);
  Key key = random_key();
  std::string line(prefix);
  line += log::to_hex(key) + "\n";
  Descriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  bool written = out.fd >= 0 &&
                 ::write(out.fd, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
                 ::fsync(out.fd) == 0;
  wipe(line);
  if (!written) fail(file, std::string("写不下去：") + std::strerror(errno));
  auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  Descriptor parent(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (parent.fd < 0 || ::fsync(parent.fd) != 0) fail(file, "所在文件夹不能同步到磁盘");
  return MasterKey(key);
}

std::string MasterKey::name() const {
  return log::to_hex(for_purpose("name")).substr(0, 8);
}

}  // namespace zhucun::vault
