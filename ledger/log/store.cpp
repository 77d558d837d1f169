#include "ledger/log/store.h"

#include <rocksdb/cache.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include <cstring>
#include <utility>

#include "ledger/log/bytes.h"

namespace zhucun::log {

namespace {

constexpr const char* family_names[] = {"default", "index", "tree", "meta", "sealed"};
constexpr const char* tip_key = "tip";
constexpr std::size_t tip_size = 8 + 32 + 32;

// Tells the log when RocksDB stops itself: from then on nothing may be written.
class ErrorListener : public rocksdb::EventListener {
 public:
  explicit ErrorListener(std::function<void(const std::string&)> tell) : tell_(std::move(tell)) {}
  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status* status) override {
    tell_(status->ToString());
  }

 private:
  std::function<void(const std::string&)> tell_;
};

// As RELIABILITY.md, "Exact options". Point-in-time recovery throws away what follows a damaged
// log record and opens OK: safe only because HEAD says how far the log must reach.
rocksdb::DBOptions db_options(StoreMode mode) {
  rocksdb::DBOptions options;
  options.create_if_missing = mode == StoreMode::create;
  options.create_missing_column_families = mode == StoreMode::create;
  options.error_if_exists = mode == StoreMode::create;
  options.paranoid_checks = true;
  options.wal_recovery_mode = mode == StoreMode::salvage
                                  ? rocksdb::WALRecoveryMode::kSkipAnyCorruptedRecords
                                  : rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  options.track_and_verify_wals_in_manifest = mode != StoreMode::salvage;
  options.verify_sst_unique_id_in_manifest = true;
  options.flush_verify_memtable_count = true;
  options.max_open_files = -1;
  options.max_file_opening_threads = 2;  // the default of 16 costs more than a book's files take
  options.skip_checking_sst_file_sizes_on_db_open = false;
  options.recycle_log_file_num = 0;
  options.manual_wal_flush = false;
  options.wal_compression = rocksdb::kNoCompression;
  options.avoid_flush_during_recovery = false;
  options.avoid_flush_during_shutdown = false;
  options.use_fsync = false;
  options.allow_mmap_writes = false;
  options.allow_mmap_reads = false;
  options.enable_pipelined_write = false;
  options.unordered_write = false;
  options.two_write_queues = false;
  options.allow_2pc = false;
  options.atomic_flush = false;
  options.best_efforts_recovery = false;
  options.max_bgerror_resume_count = 0;
  options.write_dbid_to_manifest = true;
  options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  options.max_total_wal_size = 64ull << 20;
  options.bytes_per_sync = 1 << 20;
  options.max_background_jobs = 2;
  options.keep_log_file_num = 20;
  options.max_log_file_size = 16ull << 20;
  options.max_manifest_file_size = 16ull << 20;
  return options;
}

rocksdb::ColumnFamilyOptions family_options(const std::shared_ptr<rocksdb::Cache>& cache,
                                            bool whole_keys) {
  rocksdb::ColumnFamilyOptions options;
  options.force_consistency_checks = true;
  options.paranoid_file_checks = true;
  options.check_flush_compaction_key_order = true;
  options.memtable_protection_bytes_per_key = 8;
  options.compression = rocksdb::kLZ4Compression;
  options.max_write_buffer_number = 2;
  rocksdb::BlockBasedTableOptions table;
  table.block_size = 32 << 10;
  table.checksum = rocksdb::kXXH3;
  table.format_version = 5;
  table.verify_compression = true;
  table.detect_filter_construct_corruption = true;
  table.block_cache = cache;
  if (whole_keys) {
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10, false));
    table.whole_key_filtering = true;
    options.memtable_whole_key_filtering = true;
    options.memtable_prefix_bloom_size_ratio = 0.02;  // 0 would switch the filter off
  }
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

rocksdb::ReadOptions checked_read() {
  rocksdb::ReadOptions options;
  options.verify_checksums = true;
  return options;
}

std::string tile_key(TileId id) {
  return std::string(1, static_cast<char>(id.level)) + be_u64(id.index);
}

rocksdb::Slice slice(std::string_view text) {
  return {text.data(), text.size()};
}

// An I/O error may pass; whatever else RocksDB says about its own files means they are not whole.
[[noreturn]] void throw_read(const rocksdb::Status& status, const std::string& path,
                             Position from = {}, Position to = {}) {
  if (status.IsIOError() && !status.IsPathNotFound()) throw_io(status, "读取存储", path);
  std::string where;
  if (from.value != 0) {
    where = "位置 " + std::to_string(from.value) +
            (to == from ? "" : " 至 " + std::to_string(to.value)) + " 附近";
  }
  throw DamagedBook("存储损坏：" + path + where + "（" + status.ToString() +
                        "）。请停止使用，运行 zhucun verify 定位，并从备份恢复。",
                    from, to);
}

}  // namespace

Store::Store(const Place& place, StoreMode mode, StoreSettings settings)
    : path_(place.at(store_name)) {
  rocksdb::DBOptions options = db_options(mode);
  if (place.file_system() != rocksdb::FileSystem::Default()) {
    env_ = rocksdb::NewCompositeEnv(place.file_system());
    options.env = env_.get();
  }
  listener_ = std::make_shared<ErrorListener>(std::move(settings.on_error));
  options.listeners.push_back(listener_);
  const auto cache = rocksdb::NewLRUCache(256ull << 20);
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const char* name : family_names) {
    auto family = family_options(cache, std::string_view(name) == "index");
    family.write_buffer_size = settings.memtable_bytes;
    families.emplace_back(name, std::move(family));
  }
  rocksdb::DB* db = nullptr;
  const bool writable = mode == StoreMode::create || mode == StoreMode::write;
  const rocksdb::Status status =
      writable ? rocksdb::DB::Open(options, path_, families, &families_, &db)
               : rocksdb::DB::OpenForReadOnly(options, path_, families, &families_, &db);
  if (!status.ok() && mode == StoreMode::create) throw_io(status, "新建存储", path_);
  if (!status.ok()) throw_read(status, path_);
  db_.reset(db);
}

Store::~Store() {
  if (db_) close().PermitUncheckedError();
}

rocksdb::Status Store::flush() {
  return db_->Flush(rocksdb::FlushOptions(), families_);
}

rocksdb::Status Store::close() {
  for (auto* family : families_) db_->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  families_.clear();
  const rocksdb::Status status = db_->Close();
  db_.reset();
  return status;
}

Store::Batch::Batch(Store& store) : store_(store), batch_(0, 0, 8, 0) {}

// A put into a batch in memory fails only for a fault of ours, such as a value beyond 4 GiB.
void Store::Batch::check(const rocksdb::Status& status) {
  if (!status.ok()) throw std::invalid_argument("写入批次无效：" + status.ToString());
}

void Store::Batch::put_event(Position position, std::string_view recorded_and_body) {
  std::uint8_t key[8];
  put_u64(key, position.value);
  check(batch_.Put(store_.families_[events], {reinterpret_cast<const char*>(key), 8},
                   slice(recorded_and_body)));
}

void Store::Batch::put_tile(TileId id, const Tile& tile) {
  check(batch_.Put(store_.families_[tree], tile_key(id),
                   {reinterpret_cast<const char*>(tile.data()), tile.size() * sizeof(Hash)}));
}

void Store::Batch::put_tip(const Tip& tip) {
  std::uint8_t value[tip_size];
  put_u64(value, tip.position.value);
  std::memcpy(value + 8, tip.root.data(), 32);
  std::memcpy(value + 40, tip.chain.data(), 32);
  check(batch_.Put(store_.families_[meta_family], tip_key,
                   {reinterpret_cast<const char*>(value), tip_size}));
}

void Store::Batch::put_side(const SidePut& entry) {
  auto* family = store_.families_[entry.shelf == Shelf::index ? index_family : sealed_family];
  check(entry.value.empty() ? batch_.Delete(family, entry.key)
                            : batch_.Put(family, entry.key, entry.value));
}

void Store::Batch::put_meta(std::string_view key, std::string_view value) {
  check(batch_.Put(store_.families_[meta_family], slice(key), slice(value)));
}

rocksdb::Status Store::Batch::write() {
  rocksdb::WriteOptions options;
  options.sync = true;
  options.disableWAL = false;
  return store_.db_->Write(options, &batch_);
}

std::optional<std::string> Store::get(Family family, std::string_view key) const {
  std::string value;
  const rocksdb::Status status = db_->Get(checked_read(), families_[family], slice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) throw_read(status, path_);
  return value;
}

std::optional<std::string> Store::meta(std::string_view key) const {
  return get(meta_family, key);
}

std::optional<std::string> Store::index(std::string_view key) const {
  return get(index_family, key);
}

std::optional<std::string> Store::sealed(std::string_view key) const {
  return get(sealed_family, key);
}

void Store::each_sealed(const std::function<bool(std::string_view, std::string_view)>& each) const {
  std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(checked_read(), families_[sealed_family]));
  for (it->SeekToFirst(); it->Valid(); it->Next()) {
    if (!each({it->key().data(), it->key().size()}, {it->value().data(), it->value().size()}))
      return;
  }
  if (!it->status().ok()) throw_read(it->status(), path_);
}

std::optional<Tile> Store::tile(TileId id) const {
  const auto value = get(tree, tile_key(id));
  if (!value || value->size() != tile_width * sizeof(Hash)) return std::nullopt;
  Tile tile(tile_width);
  std::memcpy(tile.data(), value->data(), value->size());
  return tile;
}

Tip Store::tip() const {
  Tip tip;
  const auto value = meta(tip_key);
  if (!value) return tip;
  if (value->size() != tip_size) {
    throw DamagedBook("存储损坏：" + path_ + " 的末尾记录长度不对。请从备份恢复。");
  }
  tip.position = {get_u64(value->data())};
  std::memcpy(tip.root.data(), value->data() + 8, 32);
  std::memcpy(tip.chain.data(), value->data() + 40, 32);
  return tip;
}

Position Store::last_event() const {
  std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(checked_read(), families_[events]));
  it->SeekToLast();
  if (!it->Valid()) {
    if (!it->status().ok()) throw_read(it->status(), path_);
    return {};
  }
  if (it->key().size() != 8) {
    throw DamagedBook("存储损坏：" + path_ + " 含有不是位置的键。请从备份恢复。");
  }
  return {get_u64(it->key().data())};
}

std::uint64_t Store::table_files() const {
  std::vector<rocksdb::LiveFileMetaData> files;
  db_->GetLiveFilesMetaData(&files);
  return files.size();
}

Scan::Scan(const Store& store, Position from, Position to)
    : store_(store),
      expected_(from),
      to_(to),
      upper_key_(be_u64(to.value + 1)),
      upper_(upper_key_),
      buffer_(64) {
  rocksdb::ReadOptions options = checked_read();
  options.iterate_upper_bound = &upper_;
  // A long scan should neither push everything else out of the cache nor read block by block.
  if (to.value - from.value >= 1000) {
    options.fill_cache = false;
    options.readahead_size = 2 << 20;
  }
  iterator_.reset(store.db_->NewIterator(options, store.families_[Store::events]));
}

bool Scan::next() {
  if (expected_ > to_) return false;
  if (positioned_) {
    iterator_->Next();
  } else {
    iterator_->Seek(be_u64(expected_.value));
    positioned_ = true;
  }
  if (!iterator_->Valid()) refuse_end();
  const rocksdb::Slice key = iterator_->key();
  const Position found{key.size() == 8 ? get_u64(key.data()) : 0};
  if (found != expected_) refuse_gap(found);
  const rocksdb::Slice value = iterator_->value();
  if (value.size() < 8 || value.size() % 8 != 0) refuse_gap({found.value + 1});
  words_ = value.size() / 8 - 1;
  if (buffer_.size() < words_ + 3) buffer_.resize(words_ + 3);
  auto* bytes = reinterpret_cast<std::uint8_t*>(buffer_.data());
  bytes[7] = 0x00;
  put_u64(bytes + 8, found.value);
  std::memcpy(bytes + 16, value.data(), value.size());
  expected_.value += 1;
  return true;
}

Record Scan::record() const {
  const auto recorded = static_cast<std::int64_t>(get_u64(buffer_.data() + 2));
  return {{expected_.value - 1}, {recorded}, {buffer_.data() + 3, words_}};
}

std::span<const std::uint8_t> Scan::leaf_message() const {
  return {reinterpret_cast<const std::uint8_t*>(buffer_.data()) + 7, 17 + words_ * 8};
}

void Scan::resume(Position after) {
  expected_ = {after.value + 1};
  positioned_ = false;
}

void Scan::refuse_gap(Position found) const {
  const Position last = found > expected_ ? Position{found.value - 1} : expected_;
  throw DamagedBook("账本缺失事件：" + store_.path_ + " 中位置 " + std::to_string(expected_.value) +
                        " 至 " + std::to_string(last.value) + " 没有可读的记录。请从备份恢复。",
                    expected_, last);
}

void Scan::refuse_end() const {
  if (!iterator_->status().ok())
    throw_read(iterator_->status(), store_.path_, expected_, expected_);
  refuse_gap({to_.value + 1});
}

}  // namespace zhucun::log
