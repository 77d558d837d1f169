#include "ledger/log/head_file.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/log/bytes.h"

namespace zhucun::log {

namespace {

constexpr std::string_view magic = "zhucunHD";
constexpr std::size_t checked_size = head_page_size - 32;

// Always SHA-256, in SM3 books too: the checksum finds accidents, the tree finds forgers.
Hash checksum_of(std::string_view page) {
  return Hasher(HashKind::sha256).digest(bytes_of(page.substr(0, checked_size)));
}

// The page's content, or nothing when its checksum or its place is wrong.
std::optional<HeadPage> decode_page(std::string_view page, unsigned copy, const std::string& path) {
  if (page.size() != head_page_size || !page.starts_with(magic)) return std::nullopt;
  const Hash checksum = checksum_of(page);
  if (std::memcmp(checksum.data(), page.data() + checked_size, checksum.size()) != 0) {
    return std::nullopt;
  }
  const std::uint32_t format = get_u32(page.data() + 8);
  if (format > book_format) {
    throw NewerFormat("账本 " + path + " 的格式号是 " + std::to_string(format) +
                      "，本程序只认识到 " + std::to_string(book_format) +
                      "。请用更新版本的 zhucun 打开。");
  }
  // A page in another page's place was misdirected by the disk, however sound its bytes.
  if (static_cast<std::uint8_t>(page[14]) != copy) return std::nullopt;
  HeadPage result;
  result.hash = static_cast<HashKind>(page[12]);
  result.head.clean_stop = page[13] != 0;
  result.sequence = get_u64(page.data() + 16);
  result.head.position = {get_u64(page.data() + 24)};
  result.head.tree_size = get_u64(page.data() + 32);
  result.head.epoch = get_u64(page.data() + 40);
  std::memcpy(result.head.root.data(), page.data() + 48, 32);
  std::memcpy(result.head.chain.data(), page.data() + 80, 32);
  return result;
}

std::string both_copies(const HeadPage& page, unsigned generation) {
  return encode_page(page, generation * 2) + encode_page(page, generation * 2 + 1);
}

}  // namespace

std::string encode_page(const HeadPage& page, unsigned copy) {
  std::string bytes(head_page_size, '\0');
  auto* out = reinterpret_cast<std::uint8_t*>(bytes.data());
  std::memcpy(out, magic.data(), magic.size());
  put_u32(out + 8, book_format);
  out[12] = static_cast<std::uint8_t>(page.hash);
  out[13] = page.head.clean_stop ? 1 : 0;
  out[14] = static_cast<std::uint8_t>(copy);
  put_u64(out + 16, page.sequence);
  put_u64(out + 24, page.head.position.value);
  put_u64(out + 32, page.head.tree_size);
  put_u64(out + 40, page.head.epoch);
  std::memcpy(out + 48, page.head.root.data(), 32);
  std::memcpy(out + 80, page.head.chain.data(), 32);
  const Hash checksum = checksum_of(bytes);
  std::memcpy(out + checked_size, checksum.data(), checksum.size());
  return bytes;
}

namespace {

std::optional<HeadPage> newest_of(std::string_view bytes, const std::string& path,
                                  std::vector<unsigned>& invalid) {
  std::optional<HeadPage> newest;
  for (unsigned copy = 0; copy < 4; ++copy) {
    const std::size_t offset = copy * head_page_size;
    const auto page = offset < bytes.size()
                          ? decode_page(bytes.substr(offset, head_page_size), copy, path)
                          : std::nullopt;
    if (!page) {
      invalid.push_back(copy + 1);
    } else if (!newest || page->sequence > newest->sequence) {
      newest = page;
    }
  }
  return newest;
}

}  // namespace

std::optional<HeadPage> newest_valid_page(std::string_view bytes, const std::string& path,
                                          unsigned& invalid) {
  std::vector<unsigned> copies;
  const auto newest = newest_of(bytes, path, copies);
  invalid = static_cast<unsigned>(copies.size());
  return newest;
}

HeadPage newest_page(std::string_view bytes, const std::string& path) {
  std::vector<unsigned> copies;
  const std::optional<HeadPage> newest = newest_of(bytes, path, copies);
  std::string invalid;
  for (const unsigned copy : copies) {
    invalid += (invalid.empty() ? "" : "、") + std::to_string(copy);
  }
  if (!newest) {
    throw DamagedBook("账本 " + path +
                      " 的 HEAD 四份副本全部无效，无法知道哪些事件已经确认。"
                      "请从最近的备份恢复，或请人用 zhucun verify 的结果与纸上签名的账首核对。");
  }
  const bool all_sound = invalid.empty() && bytes.size() == head_file_size;
  if (newest->head.clean_stop && !all_sound) {
    throw DamagedBook("账本 " + path + " 上次正常关闭，但 HEAD 第 " +
                      (invalid.empty() ? "末尾" : invalid) +
                      " 份副本无效：磁盘在停机期间改变了内容。请检查磁盘，并从备份恢复 HEAD "
                      "或整个账本；位置 1 至 " +
                      std::to_string(newest->head.position.value) + " 的事件尚未发现缺失。");
  }
  return *newest;
}

HeadPage HeadFile::load(const Place& place) {
  const std::optional<std::string> bytes = place.read_file(head_name);
  if (!bytes) {
    throw DamagedBook(
        "账本 " + place.path() +
        " 没有 HEAD 文件，无法知道哪些事件已经确认。若初始化中断，请删除该文件夹后重新 "
        "zhucun init；否则请从备份恢复。");
  }
  return newest_page(*bytes, place.path());
}

HeadFile::HeadFile(const Place& place, HeadPage page) : place_(&place), page_(std::move(page)) {
  replace();
  const std::string path = place.at(head_name);
  check_io(place.file_system()->NewRandomRWFile(path, rocksdb::FileOptions(), &file_, nullptr),
           "打开 HEAD", path);
}

HeadFile::~HeadFile() = default;

void HeadFile::replace() {
  // The generations alternate by the parity of their sequence, so one of them is even.
  HeadPage older = page_;
  older.sequence += 1;
  HeadPage newer = page_;
  newer.sequence += 2;
  const HeadPage& first = older.sequence % 2 == 0 ? older : newer;
  const HeadPage& second = older.sequence % 2 == 0 ? newer : older;
  place_->replace_file(head_name, both_copies(first, 0) + both_copies(second, 1));
  page_ = newer;
}

void HeadFile::overwrite(const Head& head, const std::function<void()>& before_sync) {
  page_.head = head;
  page_.sequence += 1;
  const auto generation = static_cast<unsigned>(page_.sequence % 2);
  const std::string bytes = both_copies(page_, generation);
  const std::string path = place_->at(head_name);
  check_io(file_->Write(generation * 2 * head_page_size, bytes, {}, nullptr), "写入 HEAD", path);
  before_sync();
  check_io(file_->Sync({}, nullptr), "同步 HEAD", path);
}

void HeadFile::finish(const Head& head) {
  page_.head = head;
  check_io(file_->Close({}, nullptr), "关闭 HEAD", place_->at(head_name));
  file_.reset();
  replace();
}

}  // namespace zhucun::log
