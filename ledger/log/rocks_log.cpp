#include "ledger/log/rocks_log.h"

#include <rocksdb/utilities/checkpoint.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <utility>

#include "ledger/log/block_hasher.h"
#include "ledger/log/bytes.h"
#include "ledger/log/verifier.h"

namespace zhucun::log {

void Health::die(const std::string& reason) {
  std::lock_guard lock(mutex_);
  if (!reason_) reason_ = reason;
}

std::optional<std::string> Health::reason() const {
  std::lock_guard lock(mutex_);
  return reason_;
}

Tile tile_or_damaged(const Store& store, TileId id) {
  if (auto tile = store.tile(id)) return *std::move(tile);
  const std::uint64_t leaves = std::uint64_t{1} << (tile_height * (id.level + 1));
  const Position first{id.index * leaves + 1};
  const Position last{(id.index + 1) * leaves};
  throw DamagedBook("散列树缺少第 " + std::to_string(id.level) + " 层第 " +
                        std::to_string(id.index) + " 块（位置 " + std::to_string(first.value) +
                        " 至 " + std::to_string(last.value) + "）。请从备份恢复。",
                    first, last);
}

RocksLog::RocksLog(Parts parts) : parts_(std::move(parts)), hasher_(parts_.kind) {
  if (!parts_.on_step) parts_.on_step = [](int) {};
}

// A test may stop the world here by throwing; whatever was under way is then in doubt.
void RocksLog::step(int number) const {
  try {
    parts_.on_step(number);
  } catch (...) {
    parts_.health->die("测试在第 " + std::to_string(number) + " 步中止。");
    throw;
  }
}

const Store& RocksLog::store() const {
  if (!parts_.store) throw std::logic_error("账本已经关闭，不能再读。");
  return *parts_.store;
}

RocksLog::View RocksLog::view() const {
  std::lock_guard lock(mutex_);
  return {parts_.head, parts_.tree};
}

TileSource RocksLog::tiles() const {
  return [this](TileId id) { return tile_or_damaged(store(), id); };
}

Receipt RocksLog::dead_receipt() const {
  Receipt receipt;
  receipt.head = head();
  receipt.reason = parts_.health->reason().value_or("") +
                   "此前的写入是否落盘未知：请重新打开账本核对，不要直接重试。";
  return receipt;
}

RocksLog::View RocksLog::fill(Store::Batch& batch, std::span<const NewRecord> records) {
  // Only this thread changes head and tree, so it may read them without the lock.
  View next{parts_.head, parts_.tree};
  const TileSink sink = [&](TileId id, const Tile& tile) { batch.put_tile(id, tile); };
  for (const NewRecord& record : records) {
    next.head.position.value += 1;
    const std::size_t body_size = record.body.size() * 8;
    scratch_.resize(17 + body_size);
    scratch_[0] = 0x00;
    put_u64(scratch_.data() + 1, next.head.position.value);
    put_u64(scratch_.data() + 9, static_cast<std::uint64_t>(record.recorded.micros));
    if (body_size > 0) std::memcpy(scratch_.data() + 17, record.body.data(), body_size);
    const Hash leaf = hasher_.digest(scratch_);
    next.head.chain = hasher_.link(next.head.chain, leaf);
    next.tree.add(leaf, hasher_, sink);
    const std::string_view message(reinterpret_cast<const char*>(scratch_.data()), scratch_.size());
    batch.put_event(next.head.position, message.substr(9));
  }
  next.head.tree_size = next.tree.size();
  next.head.root = next.tree.root(hasher_);
  next.head.clean_stop = false;
  batch.put_tip({next.head.position, next.head.root, next.head.chain});
  return next;
}

// Batch, then HEAD, each synced. Throws when a write fails; the log is then dead.
void RocksLog::commit(Store::Batch& batch, const Head& head) {
  step(step_before_batch);
  try {
    const rocksdb::Status status = batch.write();
    if (!status.ok()) throw_io(status, "写入事件", parts_.place->at(store_name));
    step(step_before_head);
    parts_.head_file->overwrite(head, [this] { step(step_before_head_sync); });
  } catch (const std::exception& failure) {
    parts_.health->die(failure.what());
    throw;
  }
  step(step_before_ack);
}

Receipt RocksLog::append(Position expected, std::span<const NewRecord> records,
                         std::span<const SidePut> side) {
  if (!parts_.head_file) parts_.health->die("账本以只读方式打开或已经关闭，不能写入。");
  if (parts_.health->reason()) return dead_receipt();
  Receipt receipt;
  receipt.head = parts_.head;
  if (expected != parts_.head.position) {
    receipt.outcome = AppendOutcome::conflict;
    receipt.reason = "账本末尾是 " + std::to_string(parts_.head.position.value) + "，不是 " +
                     std::to_string(expected.value) + "：请按最新内容重新判断后再写。";
    return receipt;
  }
  if (records.empty() && !side.empty()) throw std::invalid_argument("索引须随记录一起写入");
  receipt.first = {expected.value + 1};
  if (!records.empty()) {
    Store::Batch batch(*parts_.store);
    View next = fill(batch, records);
    for (const SidePut& entry : side) batch.put_side(entry);
    try {
      commit(batch, next.head);
    } catch (const Failure&) {
      return dead_receipt();
    }
    {
      std::lock_guard lock(mutex_);
      parts_.head = next.head;
      std::swap(parts_.tree, next.tree);
    }
    grown_.notify_all();
  }
  receipt.outcome = AppendOutcome::done;
  receipt.last = parts_.head.position;
  receipt.head = parts_.head;
  return receipt;
}

Head RocksLog::head() const {
  std::lock_guard lock(mutex_);
  return parts_.head;
}

void RocksLog::read(Position from, Position to,
                    const std::function<bool(const Record&)>& each) const {
  const Position first{std::max<std::uint64_t>(from.value, 1)};
  const Position last = std::min(to, head().position);
  if (first > last) return;
  Scan scan(store(), first, last);
  while (scan.next()) {
    if (!each(scan.record())) return;
  }
}

Head RocksLog::replay(const std::function<void(const Record&)>& each) const {
  const Head head = this->head();
  if (head.position.value == 0) return head;
  Scan scan(store(), {1}, head.position);
  BlockHasher hasher(parts_.kind);
  while (scan.next()) {
    hasher.add(scan.leaf_message());
    each(scan.record());
  }
  if (hasher.finish() != head.chain) refuse_replayed(head);
  return head;
}

// The chain says that something was altered, but not where; the tree does.
void RocksLog::refuse_replayed(const Head& head) const {
  const VerifyReport report = verify();
  Damage damage{{1}, head.position, "链与 HEAD 不符"};
  if (!report.sound()) damage = report.damages.front();
  throw DamagedBook("账本 " + parts_.place->path() + " 的事件被改动：位置 " +
                        std::to_string(damage.first.value) + " 至 " +
                        std::to_string(damage.last.value) + "，" + damage.what +
                        "。请停止使用，保留现场，并从备份恢复。",
                    damage.first, damage.last);
}

std::optional<std::string> RocksLog::index(std::string_view key) const {
  return store().index(key);
}

std::optional<std::string> RocksLog::sealed(std::string_view key) const {
  return store().sealed(key);
}

void RocksLog::each_sealed(
    const std::function<bool(std::string_view, std::string_view)>& each) const {
  store().each_sealed(each);
}

std::vector<Hash> RocksLog::inclusion_proof(Position leaf, std::uint64_t tree_size) const {
  Hasher hasher(parts_.kind);
  return view().tree.inclusion(leaf, tree_size, hasher, tiles());
}

std::vector<Hash> RocksLog::consistency_proof(std::uint64_t from, std::uint64_t to) const {
  Hasher hasher(parts_.kind);
  return view().tree.consistency(from, to, hasher, tiles());
}

Hash RocksLog::root_at(std::uint64_t tree_size) const {
  Hasher hasher(parts_.kind);
  return view().tree.root_at(tree_size, hasher, tiles());
}

Hash RocksLog::leaf_hash(Position position) const {
  return view().tree.leaf(position, tiles());
}

bool RocksLog::wait_for(Position after, std::chrono::milliseconds longest) const {
  std::unique_lock lock(mutex_);
  return grown_.wait_for(lock, longest, [&] { return parts_.head.position > after; });
}

VerifyReport RocksLog::verify() const {
  const View seen = view();
  Verifier verifier(seen.head, parts_.kind, seen.tree, [this](TileId id) -> std::optional<Tile> {
    try {
      return store().tile(id);
    } catch (const Failure&) {
      return std::nullopt;  // reported as missing, which is what it is to a reader
    }
  });
  if (seen.head.position.value > 0) {
    Hasher hasher(parts_.kind);
    Scan scan(store(), {1}, seen.head.position);
    for (;;) {
      try {
        if (!scan.next()) break;
        verifier.leaf(hasher.digest(scan.leaf_message()));
      } catch (const DamagedBook&) {
        verifier.lost(scan.expected(), scan.expected(), "记录缺失或所在数据块损坏");
        scan.resume(scan.expected());
      } catch (const IoFailure&) {
        verifier.lost(scan.expected(), scan.expected(), "记录所在数据块读不出来");
        scan.resume(scan.expected());
      }
    }
  }
  rocksdb::ReadOptions options;
  options.verify_checksums = true;
  options.fill_cache = false;
  options.readahead_size = 2 << 20;
  for (const rocksdb::Status& status :
       {store().db().VerifyChecksum(options), store().db().VerifyFileChecksums(options)}) {
    if (!status.ok()) verifier.note({{}, {}, "存储文件校验不符：" + status.ToString()});
  }
  VerifyReport report = verifier.finish();
  report.files = store().table_files();
  return report;
}

// A reader has nothing to flush: its copy takes the write-ahead logs as they lie there.
void RocksLog::copy_to(const std::string& folder) const {
  const Head head = this->head();
  const Place copy(parts_.place->file_system(), folder);
  copy.make_folder("");
  rocksdb::Checkpoint* made = nullptr;
  check_io(rocksdb::Checkpoint::Create(&store().db(), &made), "复制存储", folder);
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  const bool writer = parts_.lock != nullptr;
  check_io(checkpoint->CreateCheckpoint(copy.at(store_name),
                                        writer ? 0 : std::numeric_limits<std::uint64_t>::max()),
           "复制存储", folder);
  HeadPage page;
  page.head = head;
  page.head.clean_stop = false;
  page.hash = parts_.kind;
  HeadFile(copy, page);
  copy.sync_parent();
}

std::uint64_t RocksLog::free_space() const {
  return parts_.place->free_space();
}

std::optional<std::string> RocksLog::failure() const {
  if (auto reason = parts_.health->reason()) return reason;
  if (!parts_.head_file) return "账本以只读方式打开或已经关闭，不能写入。";
  return std::nullopt;
}

void RocksLog::close_clean() {
  if (!parts_.head_file || parts_.health->reason()) return;
  step(step_close_before_store);
  rocksdb::Status status = parts_.store->flush();
  const rocksdb::Status closed = parts_.store->close();
  parts_.store.reset();
  if (status.ok()) status = closed;
  const auto reason = parts_.health->reason();
  if (!status.ok() || reason) {
    parts_.health->die(status.ToString());
    throw_io(status.ok() ? rocksdb::Status::IOError(*reason) : status, "关闭存储",
             parts_.place->at(store_name));
  }
  step(step_close_before_head);
  Head last = parts_.head;
  last.clean_stop = true;
  try {
    parts_.head_file->finish(last);
  } catch (const Failure& failure) {
    parts_.health->die(failure.what());
    throw;
  }
  parts_.head_file.reset();
  parts_.lock.reset();
  std::lock_guard lock(mutex_);
  parts_.head = last;
}

}  // namespace zhucun::log
