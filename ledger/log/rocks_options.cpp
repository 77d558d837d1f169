#include "ledger/log/rocks_options.h"

#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

namespace zhucun::log {

// As RELIABILITY.md, "Exact options". Point-in-time recovery throws away what follows a damaged
// log record and opens OK: safe only because HEAD says how far the log must reach.
rocksdb::DBOptions db_options(bool create, bool salvage) {
  rocksdb::DBOptions options;
  options.create_if_missing = create;
  options.create_missing_column_families = create;
  options.error_if_exists = create;
  options.paranoid_checks = true;
  options.wal_recovery_mode = salvage ? rocksdb::WALRecoveryMode::kSkipAnyCorruptedRecords
                                      : rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  // Also for salvage: without it a reader of a store whose list names logs would have to clear that
  // list, and RocksDB 7.8.3 aborts there. A store with a listed log missing is mended on a copy.
  options.track_and_verify_wals_in_manifest = true;
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

}  // namespace zhucun::log
