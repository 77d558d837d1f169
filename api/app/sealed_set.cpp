#include "api/app/sealed_set.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace zhucun::app {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t chunk_size = 1 << 20;
constexpr std::string_view head_line = "zhucun-backup 1";
constexpr std::string_view body_line = "sealed";
constexpr const char* manifest_name = "manifest";
constexpr const char* verified_name = "verified";

std::string_view name_of(SetKind kind) {
  return kind == SetKind::book ? "book" : "keys";
}

vault::Key key_of(SetKind kind, const vault::MasterKey& master) {
  return master.for_purpose(kind == SetKind::book ? "backup" : "backup-keys");
}

std::string bound_of(const std::string& id, const std::string& name, std::uint64_t chunk,
                     bool last) {
  return "zhucun-backup" + std::string(1, '\0') + id + '\0' + name + '\0' + std::to_string(chunk) +
         (last ? " last" : " more");
}

std::string number_text(std::uint32_t value) {
  std::string out(4, '\0');
  for (int i = 0; i < 4; ++i) out[i] = static_cast<char>(value >> (24 - 8 * i));
  return out;
}

std::uint32_t number_at(std::string_view bytes) {
  std::uint32_t out = 0;
  for (int i = 0; i < 4; ++i) out = out << 8 | static_cast<unsigned char>(bytes[i]);
  return out;
}

std::string file_name(std::size_t index) {
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%06zu.sealed", index + 1);
  return out.data();
}

[[noreturn]] void damaged(const fs::path& where, const std::string& what) {
  throw log::DamagedBook("备份 " + where.string() + " " + what +
                         "。这份备份不能用：换另一份备份，并检查存放它的磁盘。");
}

template <typename T>
T number_of(std::string_view text) {
  T value{};
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

log::Hash hash_of(std::string_view hex) {
  log::Hash out{};
  if (hex.size() != 2 * out.size()) return out;
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::from_chars(hex.data() + 2 * i, hex.data() + 2 * i + 2, out[i], 16);
  }
  return out;
}

// Cuts off and gives what stands before `separator`; the whole when there is none.
std::string_view cut(std::string_view& text, char separator) {
  auto end = text.find(separator);
  std::string_view out = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return out;
}

std::string head_text(const Manifest& m) {
  return std::string(head_line) + "\nname " + m.name + "\nset " + std::string(name_of(m.kind)) +
         "\nid " + m.id + "\nkey " + m.key + "\n";
}

std::string body_text(const Manifest& m) {
  const Summary& book = m.book;
  std::string out = "made " + std::to_string(m.made.micros) + "\nprogram " + m.program + "\ncity " +
                    book.city + "\ntitle " + book.title + "\nhash " +
                    std::string(log::name_of(book.hash)) + "\nfirst " + log::to_hex(book.first) +
                    "\nposition " + std::to_string(book.head.position.value) + "\nroot " +
                    log::to_hex(book.head.root) + "\nchain " + log::to_hex(book.head.chain) +
                    "\nepoch " + std::to_string(book.head.epoch) + "\nrecorded " +
                    std::to_string(book.recorded.micros) + "\ndigest " + book.digest + "\n";
  for (const auto& [type, count] : book.totals)
    out += "total " + std::to_string(count) + " " + type + "\n";
  for (const auto& file : m.files) {
    out += "file " + std::to_string(file.size) + " " + log::to_hex(file.content) + " " + file.name +
           "\n";
  }
  return out;
}

void read_line(Manifest& m, std::string_view line) {
  const std::string_view what = cut(line, ' ');
  Summary& book = m.book;
  if (what == "made") m.made = {number_of<std::int64_t>(line)};
  if (what == "program") m.program = line;
  if (what == "city") book.city = line;
  if (what == "title") book.title = line;
  if (what == "hash")
    book.hash =
        line == log::name_of(log::HashKind::sm3) ? log::HashKind::sm3 : log::HashKind::sha256;
  if (what == "first") book.first = hash_of(line);
  if (what == "position") {
    book.head.position = {number_of<std::uint64_t>(line)};
    book.head.tree_size = book.head.position.value;
  }
  if (what == "root") book.head.root = hash_of(line);
  if (what == "chain") book.head.chain = hash_of(line);
  if (what == "epoch") book.head.epoch = number_of<std::uint64_t>(line);
  if (what == "recorded") book.recorded = {number_of<std::int64_t>(line)};
  if (what == "digest") book.digest = line;
  if (what == "total") {
    auto count = number_of<std::uint64_t>(cut(line, ' '));
    book.totals[std::string(line)] = count;
  }
  if (what == "file") {
    SealedFile file;
    file.size = number_of<std::uint64_t>(cut(line, ' '));
    file.content = hash_of(cut(line, ' '));
    file.name = line;
    m.files.push_back(std::move(file));
  }
}

std::string verified_text(const Manifest& manifest, const vault::MasterKey& master) {
  std::string said =
      "verified " + manifest.id + " " + std::to_string(manifest.book.head.position.value);
  vault::Key mac =
      vault::keyed_hash(log::HashKind::sha256, key_of(manifest.kind, master), "note " + said);
  return said + " " + log::to_hex(mac) + "\n";
}

// A name in a manifest becomes a path: only what files_of can have put there.
bool is_plain_name(const std::string& name) {
  return !name.empty() && name.front() != '/' && name.find("..") == std::string::npos &&
         name.find('\\') == std::string::npos;
}

}  // namespace

std::string seal_file(vault::Cipher cipher, const vault::Key& key, const std::string& id,
                      const std::string& name, std::string_view plain) {
  std::string out;
  for (std::uint64_t chunk = 0;; ++chunk) {
    bool last = plain.size() <= chunk_size;
    std::string sealed = vault::seal(cipher, key, bound_of(id, name, chunk, last),
                                     plain.substr(0, std::min(plain.size(), chunk_size)));
    out += number_text(static_cast<std::uint32_t>(sealed.size())) + sealed;
    if (last) return out;
    plain.remove_prefix(chunk_size);
  }
}

std::optional<std::string> unseal_file(const vault::Key& key, const std::string& id,
                                       const std::string& name, std::string_view sealed) {
  std::string out;
  for (std::uint64_t chunk = 0;; ++chunk) {
    if (sealed.size() < 4) return std::nullopt;
    std::size_t size = number_at(sealed);
    sealed.remove_prefix(4);
    if (sealed.size() < size) return std::nullopt;
    bool last = sealed.size() == size;
    auto plain = vault::unseal(key, bound_of(id, name, chunk, last), sealed.substr(0, size));
    if (!plain) return std::nullopt;
    out += *plain;
    if (last) return out;
    sealed.remove_prefix(size);
  }
}

std::string manifest_text(const Manifest& manifest, const vault::MasterKey& master) {
  std::string head = head_text(manifest);
  return head + std::string(body_line) + "\n" +
         seal_file(vault::cipher_of(manifest.book.hash), key_of(manifest.kind, master), manifest.id,
                   head, body_text(manifest));
}

Result<Manifest> parse_manifest(std::string_view text, const vault::MasterKey& master,
                                const fs::path& where) {
  Manifest out;
  std::string_view rest = text;
  if (cut(rest, '\n') != head_line) {
    return refuse({Code::backup_unfinished,
                   where.string() + " 不是驻村账的备份，或由更新的程序写成",
                   "指明 zhucun backup 写出的文件夹（里面有 manifest），或改用更新的 zhucun",
                   "",
                   "",
                   {}});
  }
  for (std::string_view line = cut(rest, '\n'); line != body_line; line = cut(rest, '\n')) {
    if (rest.empty()) damaged(where, "的清单不完整");
    const std::string_view what = cut(line, ' ');
    if (what == "name") out.name = line;
    if (what == "set") out.kind = line == "keys" ? SetKind::keys : SetKind::book;
    if (what == "id") out.id = line;
    if (what == "key") out.key = line;
  }
  if (out.key != master.name()) {
    return refuse(
        {Code::wrong_key,
         "备份 " + out.name + " 是用密钥 " + out.key + " 封存的，给出的密钥是 " + master.name(),
         "用 --key-file 指明封存时的密钥文件",
         "",
         "",
         {}});
  }
  // Bound to the head as it stands there: what it says and how.
  const std::string head(text.substr(0, text.size() - rest.size() - body_line.size() - 1));
  auto body = unseal_file(key_of(out.kind, master), out.id, head, rest);
  if (!body) damaged(where, "的清单解不开：内容被改动");
  for (std::string_view lines = *body; !lines.empty();) read_line(out, cut(lines, '\n'));
  return out;
}

void write_set(Manifest& manifest, const vault::MasterKey& master, const fs::path& from,
               const std::vector<std::string>& names, const fs::path& to,
               const Progress& progress) {
  const fs::path fresh = to.string() + ".unfinished";
  fs::remove_all(fresh);
  const vault::Key key = key_of(manifest.kind, master);
  const vault::Cipher cipher = vault::cipher_of(manifest.book.hash);
  log::Hasher hasher(log::HashKind::sha256);
  manifest.key = master.name();
  manifest.program = ZHUCUN_VERSION;
  for (std::size_t i = 0; i < names.size(); ++i) {
    progress("封存 " + std::to_string(i + 1) + "/" + std::to_string(names.size()));
    std::string plain = read_whole(from / names[i]);
    manifest.files.push_back({names[i], plain.size(), hasher.digest(log::bytes_of(plain))});
    write_synced(fresh / file_name(i), seal_file(cipher, key, manifest.id, names[i], plain));
  }
  write_synced(fresh / manifest_name, manifest_text(manifest, master));
  sync_folder(fresh);
  std::error_code error;
  fs::rename(fresh, to, error);
  if (error) {
    throw log::IoFailure("备份写完但改不了名：" + fresh.string() + "（" + error.message() + "）。");
  }
  sync_folder(to.parent_path());
}

Result<Manifest> read_manifest(const fs::path& set, const vault::MasterKey& master) {
  if (!fs::exists(set)) {
    return refuse({Code::not_found,
                   "没有备份 " + set.string(),
                   "核对路径：备份在 --dest 的文件夹里，每份一个文件夹",
                   "",
                   "",
                   {}});
  }
  if (!fs::exists(set / manifest_name)) {
    return refuse({Code::backup_unfinished,
                   "备份 " + set.string() + " 没有写完（缺清单 manifest）",
                   "换一份写完的备份；没有写完的可以删除",
                   "",
                   "",
                   {}});
  }
  return parse_manifest(read_whole(set / manifest_name), master, set);
}

void unpack_set(const Manifest& manifest, const vault::MasterKey& master, const fs::path& set,
                const fs::path& to, const Progress& progress) {
  const vault::Key key = key_of(manifest.kind, master);
  log::Hasher hasher(log::HashKind::sha256);
  for (std::size_t i = 0; i < manifest.files.size(); ++i) {
    progress("解封 " + std::to_string(i + 1) + "/" + std::to_string(manifest.files.size()));
    const SealedFile& file = manifest.files[i];
    const std::string sealed_name = file_name(i);
    if (!fs::exists(set / sealed_name))
      damaged(set, "缺少 " + sealed_name + "（" + file.name + "）");
    auto plain = unseal_file(key, manifest.id, file.name, read_whole(set / sealed_name));
    bool same = plain && plain->size() == file.size &&
                hasher.digest(log::bytes_of(*plain)) == file.content && is_plain_name(file.name);
    if (!same) damaged(set, "的 " + sealed_name + "（" + file.name + "）内容被改动");
    write_synced(to / file.name, *plain);
    sync_folder((to / file.name).parent_path());
  }
}

void mark_verified(const Manifest& manifest, const vault::MasterKey& master, const fs::path& set) {
  write_synced(set / verified_name, verified_text(manifest, master));
  sync_folder(set);
}

bool is_verified(const Manifest& manifest, const vault::MasterKey& master, const fs::path& set) {
  return fs::exists(set / verified_name) &&
         read_whole(set / verified_name) == verified_text(manifest, master);
}

}  // namespace zhucun::app
