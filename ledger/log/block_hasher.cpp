#include "ledger/log/block_hasher.h"

#include <utility>

namespace zhucun::log {

namespace {

constexpr std::size_t block_bytes = 256 << 10;
constexpr std::size_t blocks_waiting_max = 4;

}  // namespace

BlockHasher::BlockHasher(HashKind kind) : worker_([this, kind] { work(kind); }) {}

BlockHasher::~BlockHasher() {
  if (!worker_.joinable()) return;
  {
    std::lock_guard lock(mutex_);
    abandoned_ = true;
    ended_ = true;
  }
  changed_.notify_all();
  worker_.join();
}

void BlockHasher::add(std::span<const std::uint8_t> message) {
  filling_.bytes.insert(filling_.bytes.end(), message.begin(), message.end());
  filling_.ends.push_back(filling_.bytes.size());
  if (filling_.bytes.size() >= block_bytes) hand_over();
}

void BlockHasher::hand_over() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.size() < blocks_waiting_max || failure_; });
  if (failure_) {
    filling_ = {};  // nobody will hash it; finish() tells
    return;
  }
  waiting_.push_back(std::exchange(filling_, {}));
  if (!spare_.empty()) {
    filling_ = std::move(spare_.back());
    spare_.pop_back();
  }
  lock.unlock();
  changed_.notify_all();
}

Hash BlockHasher::finish() {
  hand_over();
  {
    std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
  worker_.join();
  if (failure_) std::rethrow_exception(failure_);
  return chain_;
}

void BlockHasher::work(HashKind kind) {
  try {
    Hasher hasher(kind);
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return !waiting_.empty() || ended_; });
      if (abandoned_ || waiting_.empty()) return;
      Block block = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      changed_.notify_all();
      hash(block, hasher);
      block.bytes.clear();
      block.ends.clear();
      lock.lock();
      spare_.push_back(std::move(block));
    }
  } catch (...) {
    std::lock_guard lock(mutex_);
    failure_ = std::current_exception();
  }
  changed_.notify_all();
}

void BlockHasher::hash(const Block& block, Hasher& hasher) {
  std::size_t begin = 0;
  for (const std::size_t end : block.ends) {
    chain_ = hasher.link(chain_, hasher.digest({block.bytes.data() + begin, end - begin}));
    begin = end;
  }
}

}  // namespace zhucun::log
