// The handles of PowerFs: what RocksDB and the log hold while a file or folder is open. Part of
// log_power_fs.h, which includes it at its end; see there for threads and the rules of the disk.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "tests/fault/log_power_fs.h"

namespace zhucun::log::testing {

class PowerFs::Reader : public rocksdb::FSSequentialFile, public rocksdb::FSRandomAccessFile {
 public:
  Reader(const PowerFs& disk, FilePtr file) : disk_(disk), file_(std::move(file)) {}
  Status Read(std::size_t n, Io io, rocksdb::Slice* out, char* scratch, Debug debug) override {
    const Status status = std::as_const(*this).Read(at_, n, io, out, scratch, debug);
    at_ += out->size();
    return status;
  }
  Status Read(std::uint64_t offset, std::size_t n, Io, rocksdb::Slice* out, char* scratch,
              Debug) const override {
    std::lock_guard lock(disk_.mutex_);
    const std::string& bytes = file_->live;
    const std::size_t from = std::min<std::size_t>(offset, bytes.size());
    const std::size_t count = std::min(n, bytes.size() - from);
    std::copy_n(bytes.data() + from, count, scratch);
    *out = rocksdb::Slice(scratch, count);
    return Status::OK();
  }
  Status Skip(std::uint64_t n) override {
    at_ += n;
    return Status::OK();
  }
  Status InvalidateCache(std::size_t, std::size_t) override { return Status::OK(); }
  bool use_direct_io() const override { return false; }
  std::size_t GetRequiredBufferAlignment() const override { return 4096; }
  rocksdb::Temperature GetTemperature() const override { return rocksdb::Temperature::kUnknown; }

 private:
  const PowerFs& disk_;
  FilePtr file_;
  std::uint64_t at_ = 0;
};

class PowerFs::Appender : public rocksdb::FSWritableFile {
 public:
  Appender(PowerFs& disk, FilePtr file, std::string path)
      : disk_(disk), file_(std::move(file)), path_(std::move(path)), size_(file_->live.size()) {}
  using rocksdb::FSWritableFile::Append;
  Status Append(const rocksdb::Slice& data, Io, Debug) override {
    const Status status = disk_.write(file_, size_, data.ToString(), path_);
    if (status.ok()) size_ += data.size();
    return status;
  }
  Status Append(const rocksdb::Slice& data, Io io, const rocksdb::DataVerificationInfo&,
                Debug debug) override {
    return Append(data, io, debug);
  }
  Status Truncate(std::uint64_t size, Io, Debug) override {
    size_ = size;
    return disk_.truncate(file_, size, path_);
  }
  Status Close(Io, Debug) override { return Status::OK(); }
  Status Flush(Io, Debug) override { return Status::OK(); }
  Status Sync(Io, Debug) override { return disk_.sync(file_, path_); }
  std::uint64_t GetFileSize(Io, Debug) override { return size_; }

 private:
  PowerFs& disk_;
  FilePtr file_;
  std::string path_;
  std::size_t size_;
};

class PowerFs::Overwriter : public rocksdb::FSRandomRWFile {
 public:
  Overwriter(PowerFs& disk, FilePtr file, std::string path)
      : disk_(disk), file_(std::move(file)), path_(std::move(path)) {}
  Status Write(std::uint64_t offset, const rocksdb::Slice& data, Io, Debug) override {
    return disk_.write(file_, offset, data.ToString(), path_);
  }
  Status Read(std::uint64_t offset, std::size_t n, Io io, rocksdb::Slice* out, char* scratch,
              Debug debug) const override {
    return std::as_const(*std::make_unique<Reader>(disk_, file_))
        .Read(offset, n, io, out, scratch, debug);
  }
  Status Flush(Io, Debug) override { return Status::OK(); }
  Status Sync(Io, Debug) override { return disk_.sync(file_, path_); }
  Status Close(Io, Debug) override { return Status::OK(); }

 private:
  PowerFs& disk_;
  FilePtr file_;
  std::string path_;
};

class PowerFs::Folder : public rocksdb::FSDirectory {
 public:
  Folder(PowerFs& disk, std::string path) : disk_(disk), path_(std::move(path)) {}
  Status Fsync(Io, Debug) override { return disk_.sync_folder(path_); }
  Status Close(Io, Debug) override { return Status::OK(); }

 private:
  PowerFs& disk_;
  std::string path_;
};

inline PowerFs::Status PowerFs::NewSequentialFile(Path path, Opts,
                                                  std::unique_ptr<rocksdb::FSSequentialFile>* out,
                                                  Debug) {
  const FilePtr file = find(path);
  if (!file) return Status::PathNotFound(path);
  *out = std::make_unique<Reader>(*this, file);
  return Status::OK();
}

inline PowerFs::Status PowerFs::NewRandomAccessFile(
    Path path, Opts, std::unique_ptr<rocksdb::FSRandomAccessFile>* out, Debug) {
  const FilePtr file = find(path);
  if (!file) return Status::PathNotFound(path);
  *out = std::make_unique<Reader>(*this, file);
  return Status::OK();
}

inline PowerFs::Status PowerFs::NewWritableFile(Path path, Opts,
                                                std::unique_ptr<rocksdb::FSWritableFile>* out,
                                                Debug) {
  const auto file = std::make_shared<File>();
  if (Status failed = link(tidy(path), file); !failed.ok()) return failed;
  *out = std::make_unique<Appender>(*this, file, tidy(path));
  return Status::OK();
}

inline PowerFs::Status PowerFs::ReopenWritableFile(Path path, Opts opts,
                                                   std::unique_ptr<rocksdb::FSWritableFile>* out,
                                                   Debug debug) {
  const FilePtr file = find(path);
  if (!file) return NewWritableFile(path, opts, out, debug);
  *out = std::make_unique<Appender>(*this, file, tidy(path));
  return Status::OK();
}

inline PowerFs::Status PowerFs::NewRandomRWFile(Path path, Opts,
                                                std::unique_ptr<rocksdb::FSRandomRWFile>* out,
                                                Debug) {
  const FilePtr file = find(path);
  if (!file) return Status::PathNotFound(path);
  *out = std::make_unique<Overwriter>(*this, file, tidy(path));
  return Status::OK();
}

inline PowerFs::Status PowerFs::NewDirectory(Path path, Io,
                                             std::unique_ptr<rocksdb::FSDirectory>* out, Debug) {
  if (!find_entry(path)) return Status::PathNotFound(path);
  *out = std::make_unique<Folder>(*this, tidy(path));
  return Status::OK();
}

}  // namespace zhucun::log::testing
