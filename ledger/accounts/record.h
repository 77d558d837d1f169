// The bytes of one value in a small store such as secrets/: a version, then numbers and length-led
// texts, big-endian. Reading past the end or leaving bytes over means that the store is not whole:
// DamagedBook. Values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/base/ids.h"
#include "ledger/log/bytes.h"
#include "ledger/log/failure.h"

namespace zhucun::accounts {

inline constexpr char record_version = 1;

class RecordWriter {
 public:
  RecordWriter() : bytes_(1, record_version) {}
  RecordWriter& number(std::uint64_t value) {
    bytes_ += log::be_u64(value);
    return *this;
  }
  RecordWriter& time(RecordedTime value) {
    return number(static_cast<std::uint64_t>(value.micros));
  }
  RecordWriter& text(std::string_view value) {
    number(value.size());
    bytes_.append(value);
    return *this;
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class RecordReader {
 public:
  // `store` is how people know it.
  explicit RecordReader(std::string_view bytes, std::string_view store = "账号存储 secrets/")
      : left_(bytes), store_(store) {
    if (take(1).front() != record_version) damaged();
  }
  std::uint64_t number() { return log::get_u64(take(8).data()); }
  RecordedTime time() { return {static_cast<std::int64_t>(number())}; }
  std::string text() { return std::string(take(number())); }
  void end() const {
    if (!left_.empty()) damaged();
  }

 private:
  [[noreturn]] void damaged() const {
    throw log::DamagedBook(std::string(store_) + " 中有一条记录不完整。请停止使用，并从备份恢复。");
  }
  std::string_view take(std::uint64_t count) {
    if (count > left_.size()) damaged();
    std::string_view out = left_.substr(0, count);
    left_.remove_prefix(count);
    return out;
  }
  std::string_view left_;
  std::string_view store_;
};

}  // namespace zhucun::accounts
