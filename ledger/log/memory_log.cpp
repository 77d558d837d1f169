// The twin in memory: the contract of EventLog and nothing else, for simulations and for reading.
#include <condition_variable>
#include <deque>
#include <limits>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>

#include "ledger/log/event_log.h"
#include "ledger/log/tree.h"
#include "ledger/log/verifier.h"

namespace zhucun::log {

namespace {

class MemoryLog : public EventLog {
 public:
  explicit MemoryLog(HashKind kind) : hasher_(kind) { head_.root = hasher_.digest({}); }

  Receipt append(Position expected, std::span<const NewRecord> records,
                 std::span<const SidePut> side) override {
    std::unique_lock lock(mutex_);
    Receipt receipt;
    receipt.head = head_;
    if (closed_) {
      receipt.reason = "账本已关闭，请重新打开后再写。";
      return receipt;
    }
    if (expected != head_.position) {
      receipt.outcome = AppendOutcome::conflict;
      receipt.reason = "账本末尾是 " + std::to_string(head_.position.value) + "，不是 " +
                       std::to_string(expected.value) + "：请按最新内容重新判断后再写。";
      return receipt;
    }
    if (records.empty() && !side.empty()) throw std::invalid_argument("索引须随记录一起写入");
    for (const NewRecord& record : records) add(record);
    for (const SidePut& entry : side) {
      auto& shelf = entry.shelf == Shelf::index ? index_ : sealed_;
      if (entry.value.empty()) {
        shelf.erase(entry.key);
      } else {
        shelf.insert_or_assign(entry.key, entry.value);
      }
    }
    head_.root = tree_.root(hasher_);
    receipt.outcome = AppendOutcome::done;
    receipt.first = {expected.value + 1};
    receipt.last = head_.position;
    receipt.head = head_;
    lock.unlock();
    grown_.notify_all();
    return receipt;
  }

  Head head() const override {
    std::shared_lock lock(mutex_);
    return head_;
  }

  HashKind hash_kind() const override { return hasher_.kind(); }

  void read(Position from, Position to,
            const std::function<bool(const Record&)>& each) const override {
    const Position last = std::min(to, head().position);
    for (std::uint64_t at = std::max<std::uint64_t>(from.value, 1); at <= last.value; ++at) {
      const NewRecord& record = record_at({at});
      if (!each({{at}, record.recorded, record.body})) return;
    }
  }

  Head replay(const std::function<void(const Record&)>& each) const override {
    const Head head = this->head();
    read({1}, head.position, [&](const Record& record) {
      each(record);
      return true;
    });
    return head;
  }

  std::optional<std::string> index(std::string_view key) const override {
    return found_in(index_, key);
  }

  std::optional<std::string> sealed(std::string_view key) const override {
    return found_in(sealed_, key);
  }

  void each_sealed(
      const std::function<bool(std::string_view, std::string_view)>& each) const override {
    std::shared_lock lock(mutex_);
    for (const auto& [key, value] : sealed_) {
      if (!each(key, value)) return;
    }
  }

  std::vector<Hash> inclusion_proof(Position leaf, std::uint64_t tree_size) const override {
    std::shared_lock lock(mutex_);
    Hasher hasher(hasher_.kind());
    return tree_.inclusion(leaf, tree_size, hasher, source());
  }

  std::vector<Hash> consistency_proof(std::uint64_t from, std::uint64_t to) const override {
    std::shared_lock lock(mutex_);
    Hasher hasher(hasher_.kind());
    return tree_.consistency(from, to, hasher, source());
  }

  Hash root_at(std::uint64_t tree_size) const override {
    std::shared_lock lock(mutex_);
    Hasher hasher(hasher_.kind());
    return tree_.root_at(tree_size, hasher, source());
  }

  Hash leaf_hash(Position position) const override {
    std::shared_lock lock(mutex_);
    return tree_.leaf(position, source());
  }

  bool wait_for(Position after, std::chrono::milliseconds longest) const override {
    std::shared_lock lock(mutex_);
    return grown_.wait_for(lock, longest, [&] { return head_.position > after; });
  }

  VerifyReport verify() const override {
    std::shared_lock lock(mutex_);
    Verifier verifier(head_, hasher_.kind(), tree_, [this](TileId id) -> std::optional<Tile> {
      const auto found = tiles_.find(id);
      if (found == tiles_.end()) return std::nullopt;
      return found->second;
    });
    Hasher hasher(hasher_.kind());
    for (std::size_t i = 0; i < records_.size(); ++i) {
      verifier.leaf(hasher.leaf({i + 1}, records_[i].recorded, records_[i].body));
    }
    return verifier.finish();
  }

  void copy_to(const std::string&) const override {
    throw std::logic_error("内存里的账没有文件可以复制");
  }
  std::uint64_t free_space() const override { return std::numeric_limits<std::uint64_t>::max(); }

  std::optional<std::string> failure() const override {
    std::shared_lock lock(mutex_);
    if (closed_) return "账本已关闭。";
    return std::nullopt;
  }

  void close_clean() override {
    std::unique_lock lock(mutex_);
    closed_ = true;
    head_.clean_stop = true;
  }

 private:
  void add(const NewRecord& record) {
    head_.position.value += 1;
    head_.tree_size += 1;
    const Hash leaf = hasher_.leaf(head_.position, record.recorded, record.body);
    head_.chain = hasher_.link(head_.chain, leaf);
    tree_.add(leaf, hasher_, [this](TileId id, const Tile& tile) { tiles_[id] = tile; });
    records_.push_back(record);
  }

  // A deque never moves its elements, so the reference outlives the lock.
  const NewRecord& record_at(Position position) const {
    std::shared_lock lock(mutex_);
    return records_[position.value - 1];
  }

  TileSource source() const {
    return [this](TileId id) { return tiles_.at(id); };
  }

  mutable std::shared_mutex mutex_;
  mutable std::condition_variable_any grown_;
  Hasher hasher_;
  std::deque<NewRecord> records_;
  using Entries = std::map<std::string, std::string, std::less<>>;
  std::optional<std::string> found_in(const Entries& entries, std::string_view key) const {
    std::shared_lock lock(mutex_);
    const auto found = entries.find(key);
    if (found == entries.end()) return std::nullopt;
    return found->second;
  }

  Entries index_;
  Entries sealed_;
  std::map<TileId, Tile> tiles_;
  Tree tree_;
  Head head_;
  bool closed_ = false;
};

}  // namespace

std::unique_ptr<EventLog> make_memory_log(HashKind kind) {
  return std::make_unique<MemoryLog>(kind);
}

}  // namespace zhucun::log
