// The options under which every RocksDB of a book runs: the log's store and the small stores beside
// it. As RELIABILITY.md, "Exact options". Values; any thread.
#pragma once

#include <rocksdb/cache.h>
#include <rocksdb/options.h>

#include <memory>

namespace zhucun::log {

rocksdb::DBOptions db_options(bool create, bool salvage);
// `whole_keys`: the family is asked for single keys that are often absent.
rocksdb::ColumnFamilyOptions family_options(const std::shared_ptr<rocksdb::Cache>& cache,
                                            bool whole_keys);
rocksdb::ReadOptions checked_read();

}  // namespace zhucun::log
