#include "ledger/log/store.h"

#include <rocksdb/cache.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "ledger/log/bytes.h"
#include "ledger/log/rocks_options.h"

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
  rocksdb::DBOptions options = db_options(mode == StoreMode::create, mode == StoreMode::salvage);
  if (place.file_system() != rocksdb::FileSystem::Default()) {
    env_ = rocksdb::NewCompositeEnv(place.file_system());
    options.env = env_.get();
  }
  listener_ = std::make_shared<ErrorListener>(std::move(settings.on_error));
  options.listeners.push_back(listener_);
  const auto cache = rocksdb::NewLRUCache(256ull << 20);
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  // A book from before a shelf existed is read without it, and gets it when it is written to.
  std::vector<std::string> there;
  if (mode == StoreMode::write) options.create_missing_column_families = true;
  if (mode == StoreMode::read_only || mode == StoreMode::salvage) {
    // A reader that finds no id in the list of files would have to write one: RocksDB aborts there.
    options.write_dbid_to_manifest = false;
    const rocksdb::Status listed = rocksdb::DB::ListColumnFamilies(options, path_, &there);
    if (!listed.ok()) throw_read(listed, path_);
  }
  for (const char* name : family_names) {
    if (!there.empty() && std::find(there.begin(), there.end(), name) == there.end()) continue;
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
  // A family that is not there keeps its place, empty.
  auto opened = families_.begin();
  std::vector<rocksdb::ColumnFamilyHandle*> all;
  for (const char* name : family_names) {
    const bool here = opened != families_.end() && (*opened)->GetName() == name;
    all.push_back(here ? *opened++ : nullptr);
  }
  families_ = std::move(all);
}

Store::~Store() {
  if (db_) close().PermitUncheckedError();
}

rocksdb::Status Store::flush() {
  return db_->Flush(rocksdb::FlushOptions(), families_);
}

rocksdb::Status Store::close() {
  for (auto* family : families_) {
    if (family) db_->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }
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
  if (!families_[family]) return std::nullopt;
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
  if (!families_[sealed_family]) return;
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

void mend_store(const Place& place) {
  const rocksdb::DBOptions options = db_options(false, true);
  const auto cache = rocksdb::NewLRUCache(32ull << 20);
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const char* name : family_names) {
    families.emplace_back(name, family_options(cache, std::string_view(name) == "index"));
  }
  const std::string path = place.at(store_name);
  const rocksdb::Status status =
      rocksdb::RepairDB(path, options, families, rocksdb::ColumnFamilyOptions());
  if (!status.ok()) throw_read(status, path);
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
