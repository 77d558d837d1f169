#include "ledger/log/small_store.h"

#include <rocksdb/db.h>
#include <rocksdb/utilities/checkpoint.h>
#include <rocksdb/write_batch.h>

#include <filesystem>

#include "ledger/log/failure.h"
#include "ledger/log/place.h"
#include "ledger/log/rocks_options.h"

namespace zhucun::log {

namespace {

constexpr std::size_t cache_bytes = 8 << 20;

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

SmallStore::SmallStore(const std::string& path, SmallStoreMode mode) : path_(path) {
  bool create = mode == SmallStoreMode::create;
  const Place place(nullptr, path);
  if (create) {
    place.make_folder("");
    place.sync_parent();
  }
  rocksdb::Options options(db_options(create, false),
                           family_options(rocksdb::NewLRUCache(cache_bytes), false));
  options.write_buffer_size = 4 << 20;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = mode == SmallStoreMode::read_only
                                     ? rocksdb::DB::OpenForReadOnly(options, path_, &db)
                                     : rocksdb::DB::Open(options, path_, &db);
  if (!status.ok() && create) throw_io(status, "新建存储", path_);
  if (!status.ok()) throw_open(status, path_);
  db_.reset(db);
}

SmallStore::~SmallStore() {
  if (db_) db_->Close().PermitUncheckedError();
}

bool SmallStore::exists(const std::string& path) {
  return std::filesystem::exists(path + "/CURRENT");
}

void SmallStore::write(std::span<const Put> puts, bool synced) {
  rocksdb::WriteBatch batch(0, 0, 8, 0);
  for (const Put& put : puts) {
    check_io(put.value.empty() ? batch.Delete(put.key) : batch.Put(put.key, put.value), "写入存储",
             path_);
  }
  rocksdb::WriteOptions options;
  options.sync = synced;
  check_io(db_->Write(options, &batch), "写入存储", path_);
}

void SmallStore::sync() {
  check_io(db_->FlushWAL(true), "同步存储", path_);
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
  for (it->Seek(slice(prefix)); it->Valid() && it->key().starts_with(slice(prefix)); it->Next()) {
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

void SmallStore::checkpoint(const std::string& path) const {
  rocksdb::Checkpoint* made = nullptr;
  check_io(rocksdb::Checkpoint::Create(db_.get(), &made), "复制存储", path_);
  std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  check_io(checkpoint->CreateCheckpoint(path), "复制存储", path);
}

}  // namespace zhucun::log
