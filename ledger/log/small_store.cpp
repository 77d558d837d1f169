#include "ledger/log/small_store.h"

#include <rocksdb/db.h>
#include <rocksdb/utilities/checkpoint.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <thread>
#include <utility>

#include "ledger/log/bytes.h"
#include "ledger/log/failure.h"
#include "ledger/log/hash.h"
#include "ledger/log/place.h"
#include "ledger/log/rocks_options.h"

namespace zhucun::log {

namespace {

constexpr std::size_t cache_bytes = 8 << 20;
constexpr const char* mark_name = "MARK";
constexpr std::string_view mark_magic = "zhucunSM";
constexpr std::size_t mark_page_size = 4096;
// The store's own entry: the sum after the batch that wrote it. No user's key begins with a zero.
constexpr std::string_view sum_key{"\0sum", 4};

[[noreturn]] void throw_open(const rocksdb::Status& status, const std::string& path) {
  if (status.IsIOError() && status.ToString().find("lock") != std::string::npos) {
    throw LockedBook("存储 " + path + " 正被另一个进程使用。请停止占用它的进程后再试。", 0);
  }
  if (status.IsIOError() && !status.IsPathNotFound()) throw_io(status, "打开存储", path);
  throw DamagedBook("存储损坏：" + path + "（" + status.ToString() +
                    "）。请停止使用，并从备份恢复。");
}

void must_read(const rocksdb::Status& status, const std::string& path) {
  if (status.ok()) return;
  if (status.IsIOError()) throw_io(status, "读取存储", path);
  throw DamagedBook("存储损坏：" + path + "（" + status.ToString() + "）。请从备份恢复。");
}

rocksdb::Slice slice(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

// Two pages, overwritten in turn, so that a torn write spares the other. The numbers are RocksDB's
// own: one per key written.
class SmallStore::Mark {
 public:
  explicit Mark(std::string path) : place_(nullptr, std::move(path)) {}

  void create() {
    place_.replace_file(mark_name, page(0) + page(1));
    open();
  }
  // What must be there at least. Read before the store is opened: a writer may be at work.
  std::uint64_t read() {
    const auto bytes = place_.read_file(mark_name);
    std::optional<std::uint64_t> newest;
    for (std::uint64_t i = 0; bytes && i < 2; ++i) {
      const std::string_view found = std::string_view(*bytes).substr(
          std::min(bytes->size(), i * mark_page_size), mark_page_size);
      if (found.size() != mark_page_size || !found.starts_with(mark_magic)) continue;
      const std::uint64_t turn = get_u64(found.data() + 8);
      const std::uint64_t written = get_u64(found.data() + 16);
      if (turn % 2 != i || found != page(turn, written)) continue;
      if (newest && turn < turn_) continue;
      turn_ = turn;
      newest = written;
    }
    if (!newest) {
      throw DamagedBook("存储 " + place_.path() +
                        " 的 MARK 文件缺失或无效，不知道写到了哪里。请从备份恢复。");
    }
    return *newest;
  }
  void open() {
    check_io(place_.file_system()->NewRandomRWFile(place_.at(mark_name), rocksdb::FileOptions(),
                                                   &file_, nullptr),
             "打开 MARK", place_.at(mark_name));
  }
  void advance(std::uint64_t written) {
    turn_ += 1;
    const std::string path = place_.at(mark_name);
    check_io(file_->Write(turn_ % 2 * mark_page_size, page(turn_, written), {}, nullptr),
             "写入 MARK", path);
    check_io(file_->Sync({}, nullptr), "同步 MARK", path);
  }

 private:
  static std::string page(std::uint64_t turn, std::uint64_t written = 0) {
    std::string bytes = std::string(mark_magic) + be_u64(turn) + be_u64(written);
    const Hash checksum = Hasher(HashKind::sha256).digest(bytes_of(bytes));
    bytes.append(reinterpret_cast<const char*>(checksum.data()), checksum.size());
    bytes.resize(mark_page_size);
    return bytes;
  }

  Place place_;
  std::uint64_t turn_ = 1;
  std::unique_ptr<rocksdb::FSRandomRWFile> file_;
};

namespace {

// A reader may fall between two steps of the writer, and tries again.
rocksdb::Status open_store(const rocksdb::Options& options, const std::string& path,
                           SmallStoreMode mode, rocksdb::DB** db) {
  if (mode != SmallStoreMode::read_only) return rocksdb::DB::Open(options, path, db);
  rocksdb::Status status;
  for (int tries = 0; tries < 10; ++tries) {
    status = rocksdb::DB::OpenForReadOnly(options, path, db);
    if (status.ok()) break;
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  return status;
}

}  // namespace

SmallStore::SmallStore(const std::string& path, SmallStoreMode mode)
    : path_(path), mark_(std::make_unique<Mark>(path)) {
  bool create = mode == SmallStoreMode::create;
  const Place place(nullptr, path);
  if (create) {
    place.make_folder("");
    place.sync_parent();
  }
  rocksdb::Options options(db_options(create, false),
                           family_options(rocksdb::NewLRUCache(cache_bytes), false));
  options.write_buffer_size = 4 << 20;
  // As in store.cpp: a reader must not be made to write an id.
  if (mode == SmallStoreMode::read_only) options.write_dbid_to_manifest = false;
  const std::uint64_t written = create ? 0 : mark_->read();
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = open_store(options, path_, mode, &db);
  if (!status.ok() && create) throw_io(status, "新建存储", path_);
  if (!status.ok()) throw_open(status, path_);
  db_.reset(db);
  check_sum(written);
  if (create) mark_->create();
  if (mode == SmallStoreMode::write) mark_->open();
}

SmallStore::~SmallStore() {
  if (db_) db_->Close().PermitUncheckedError();
}

bool SmallStore::exists(const std::string& path) {
  // A store that lost one of the two is damaged, and must not be made anew over what is left.
  return std::filesystem::exists(path + "/CURRENT") || std::filesystem::exists(path + "/MARK");
}

// A sum that does not depend on the order: adding a pair twice takes it out again.
void SmallStore::add(Sum& sum, std::string_view key, std::string_view value) {
  std::string pair = be_u64(key.size());
  pair.append(key).append(value);
  const Hash hash = Hasher(HashKind::sha256).digest(bytes_of(pair));
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] ^= hash[i];
}

void SmallStore::check_sum(std::uint64_t written) {
  const std::uint64_t found = db_->GetLatestSequenceNumber();
  if (found < written) {
    throw DamagedBook("存储 " + path_ + " 丢失了已写入的内容（应有 " + std::to_string(written) +
                      " 次写入，只找回 " + std::to_string(found) +
                      " 次）。请停止使用，并从备份恢复。");
  }
  each({}, [this](std::string_view key, std::string_view value) {
    add(sum_, key, value);
    return true;
  });
  const std::string sum(reinterpret_cast<const char*>(sum_.data()), sum_.size());
  std::string kept;
  const rocksdb::Status status = db_->Get(checked_read(), slice(sum_key), &kept);
  if (!status.IsNotFound()) must_read(status, path_);
  // An empty store that was never written to has no sum yet.
  if (status.IsNotFound() ? sum_ == Sum{} : kept == sum) return;
  throw DamagedBook("存储 " + path_ +
                    " 的内容与它的总和不符：有文件缺失或是旧的。请停止使用，并从备份恢复。");
}

void SmallStore::write(std::span<const Put> puts, bool synced) {
  std::lock_guard lock(writing_);
  rocksdb::WriteBatch batch(0, 0, 8, 0);
  Sum sum = sum_;
  std::map<std::string_view, std::string_view> said;  // in this batch; the last word counts
  for (const Put& put : puts) {
    const auto before = said.find(put.key);
    const auto old = before == said.end() ? get(put.key) : std::string(before->second);
    if (old && !old->empty()) add(sum, put.key, *old);
    if (!put.value.empty()) add(sum, put.key, put.value);
    said[put.key] = put.value;
    check_io(put.value.empty() ? batch.Delete(put.key) : batch.Put(put.key, put.value), "写入存储",
             path_);
  }
  check_io(batch.Put(slice(sum_key), {reinterpret_cast<const char*>(sum.data()), sum.size()}),
           "写入存储", path_);
  rocksdb::WriteOptions options;
  options.sync = synced;
  check_io(db_->Write(options, &batch), "写入存储", path_);
  sum_ = sum;
  if (synced) mark_->advance(db_->GetLatestSequenceNumber());
}

void SmallStore::sync() {
  std::lock_guard lock(writing_);
  check_io(db_->FlushWAL(true), "同步存储", path_);
  mark_->advance(db_->GetLatestSequenceNumber());
}

std::optional<std::string> SmallStore::get(std::string_view key) const {
  std::string value;
  const rocksdb::Status status = db_->Get(checked_read(), slice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  must_read(status, path_);
  return value;
}

void SmallStore::each(std::string_view prefix,
                      const std::function<bool(std::string_view, std::string_view)>& each) const {
  std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(checked_read()));
  for (it->Seek(slice(prefix)); it->Valid() && it->key().ToStringView().starts_with(prefix);
       it->Next()) {
    if (it->key() == slice(sum_key)) continue;
    if (!each({it->key().data(), it->key().size()}, {it->value().data(), it->value().size()}))
      return;
  }
  must_read(it->status(), path_);
}

void SmallStore::scrub() {
  check_io(db_->Flush(rocksdb::FlushOptions()), "整理存储", path_);
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  check_io(db_->CompactRange(options, nullptr, nullptr), "整理存储", path_);
}

void SmallStore::verify() const {
  must_read(db_->VerifyChecksum(checked_read()), path_);
  must_read(db_->VerifyFileChecksums(checked_read()), path_);
  each({}, [](std::string_view, std::string_view) { return true; });
}

void SmallStore::checkpoint(const std::string& path) const {
  const auto mark = Place(nullptr, path_).read_file(mark_name);
  rocksdb::Checkpoint* made = nullptr;
  check_io(rocksdb::Checkpoint::Create(db_.get(), &made), "复制存储", path_);
  std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  check_io(checkpoint->CreateCheckpoint(path), "复制存储", path);
  const Place copy(nullptr, path);
  if (mark) copy.replace_file(mark_name, *mark);
}

}  // namespace zhucun::log
