// What the tests of the log share: a scratch folder, records made from numbers, a slow reference
// for the tree and the chain.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <bit>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "ledger/log/event_log.h"

namespace zhucun::log::testing {

// A folder that vanishes with the test.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "zhucun-log-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~ScratchFolder() { std::filesystem::remove_all(path_); }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  std::string at(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// The record that belongs at a position: anyone who knows the position can check the bytes.
inline NewRecord record_for(std::uint64_t position) {
  NewRecord record;
  record.recorded = {static_cast<std::int64_t>(1'700'000'000'000'000 + position)};
  record.body.resize(1 + position % 7);
  for (std::size_t i = 0; i < record.body.size(); ++i) {
    record.body[i] = position * 0x9E3779B97F4A7C15ull + i;
  }
  return record;
}

inline bool is_record_for(const Record& record) {
  const NewRecord wanted = record_for(record.position.value);
  return record.recorded == wanted.recorded &&
         std::vector(record.body.begin(), record.body.end()) == wanted.body;
}

inline std::vector<NewRecord> records_for(Position first, Position last) {
  std::vector<NewRecord> records;
  for (std::uint64_t i = first.value; i <= last.value; ++i) records.push_back(record_for(i));
  return records;
}

// Grows the log by `count` records in one group.
inline Receipt grow(EventLog& log, std::uint64_t count) {
  const Position head = log.head().position;
  return log.append(head, records_for({head.value + 1}, {head.value + count}), {});
}

// MTH of RFC 9162, 2.1.1, written as the RFC writes it.
inline Hash reference_root(const std::vector<Hash>& leaves, std::size_t from, std::size_t to,
                           Hasher& hasher) {
  if (from == to) return hasher.digest({});
  if (to - from == 1) return leaves[from];
  const std::size_t k = std::bit_floor(to - from - 1);
  return hasher.node(reference_root(leaves, from, from + k, hasher),
                     reference_root(leaves, from + k, to, hasher));
}

inline std::vector<Hash> leaves_for(std::uint64_t count, Hasher& hasher) {
  std::vector<Hash> leaves;
  for (std::uint64_t i = 1; i <= count; ++i) {
    const NewRecord record = record_for(i);
    leaves.push_back(hasher.leaf({i}, record.recorded, record.body));
  }
  return leaves;
}

}  // namespace zhucun::log::testing
