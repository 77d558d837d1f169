#include "ledger/book/rewriter.h"

#include "ledger/book/book.h"
#include "ledger/book/index_entry.h"
#include "ledger/book/sealing.h"

namespace zhucun::book {

namespace {

constexpr std::size_t group_records = 8192;
constexpr std::size_t group_bytes = 16 << 20;

}  // namespace

void Rewriter::add(const log::Record& record) {
  log::NewRecord copy;
  copy.recorded = record.recorded;
  copy.body.assign(record.body.begin(), record.body.end());
  Prepared prepared = prepare(copy.body, fresh_.hash_kind());
  each_index_entry(
      prepared, schema::read(copy.body), record.position, fresh_.hash_kind(),
      [this](const std::string& key, const std::string& value) { index_[key] = value; });
  bytes_ += copy.body.size() * sizeof(copy.body[0]);
  records_.push_back(std::move(copy));
  if (records_.size() >= group_records || bytes_ >= group_bytes) flush();
}

void Rewriter::add_sealed(std::string_view key, std::string_view value) {
  sealed_.push_back({std::string(key), std::string(value), log::Shelf::sealed});
}

void Rewriter::finish() {
  if (!records_.empty()) flush();
}

void Rewriter::flush() {
  std::vector<log::SidePut> side = std::move(sealed_);
  sealed_.clear();
  for (auto& [key, value] : index_) side.push_back({key, value});
  log::Receipt receipt = fresh_.append(fresh_.head().position, records_, side);
  if (receipt.outcome != log::AppendOutcome::done) {
    throw log::IoFailure("写入新账本失败：" + receipt.reason);
  }
  records_.clear();
  index_.clear();
  bytes_ = 0;
}

bool is_sealed_by(std::string_view key, std::string_view value, Position to) {
  auto position = position_of_sealed(key, value);
  return !position || *position <= to;
}

void rewrite(const log::EventLog& from, Position to, log::EventLog& fresh) {
  Rewriter rewriter(fresh);
  from.each_sealed([&](std::string_view key, std::string_view value) {
    if (is_sealed_by(key, value, to)) rewriter.add_sealed(key, value);
    return true;
  });
  from.read({1}, to, [&](const log::Record& record) {
    rewriter.add(record);
    return true;
  });
  rewriter.finish();
}

}  // namespace zhucun::book
