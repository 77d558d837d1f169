#include "ledger/log/salvage.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "ledger/log/head_file.h"
#include "ledger/log/store.h"

namespace zhucun::log {

namespace {

namespace fs = std::filesystem;

void copy_files(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_directories(to, error);
  if (error) throw IoFailure("新建文件夹失败：" + to.string() + "（" + error.message() + "）。");
  for (const auto& entry : fs::directory_iterator(from, error)) {
    const std::string name = entry.path().filename();
    if (!entry.is_regular_file() || name == "LOCK" || fs::exists(to / name)) continue;
    fs::copy_file(entry.path(), to / name, error);
    if (error) {
      throw IoFailure("复制文件失败：" + entry.path().string() + "（" + error.message() +
                      "）。请检查磁盘与剩余空间。");
    }
  }
}

}  // namespace

std::optional<Head> read_head(const std::string& path) {
  unsigned invalid = 0;
  const auto bytes = Place(nullptr, path).read_file(head_name);
  const auto page = bytes ? newest_valid_page(*bytes, path, invalid) : std::nullopt;
  return page ? std::optional(page->head) : std::nullopt;
}

Salvage::Salvage(const std::string& book, const std::string& scratch) : scratch_(scratch) {
  read_head(book);
  const fs::path store = fs::path(book) / store_name;
  if (!fs::is_directory(store)) {
    troubles_.push_back("没有 store 文件夹，事件全部缺失");
    return;
  }
  const std::string as_is = scratch_ + "/as-is";
  copy_files(store, as_is + "/" + store_name);
  if (open_copy(as_is, "存储不能照原样打开") && complete(0)) return;
  const std::string mended = scratch_ + "/mended";
  copy_files(store, mended + "/" + store_name);
  std::error_code none;
  std::set<fs::path> kept;
  for (const auto& entry : fs::directory_iterator(fs::path(book) / "wal-copies", none)) {
    kept.insert(entry.path());
  }
  // The newest first: an older copy of the same log is no longer than it.
  for (auto it = kept.rbegin(); it != kept.rend(); ++it) {
    if (it->filename() == "complete") continue;
    copy_files(*it, mended + "/" + store_name);
    fs::remove(mended + "/" + store_name + "/complete", none);
  }
  try {
    mend_store(Place(nullptr, mended));
  } catch (const Failure& failure) {
    troubles_.push_back(std::string("存储修不好：") + failure.what());
    return;
  }
  open_copy(mended, "修补后的存储仍不能打开");
}

Salvage::~Salvage() {
  copies_.clear();
  std::error_code ignored;
  fs::remove_all(scratch_, ignored);
}

void Salvage::read_head(const std::string& book) {
  const Place place(nullptr, book);
  try {
    const std::optional<std::string> bytes = place.read_file(head_name);
    if (!bytes) {
      troubles_.push_back("没有 HEAD 文件");
      return;
    }
    unsigned invalid = 0;
    const std::optional<HeadPage> page = newest_valid_page(*bytes, book, invalid);
    if (invalid > 0) troubles_.push_back("HEAD 有 " + std::to_string(invalid) + " 份副本无效");
    if (!page) return;
    head_ = page->head;
    kind_ = page->hash;
  } catch (const IoFailure& failure) {
    troubles_.push_back(failure.what());
  }
}

bool Salvage::open_copy(const std::string& path, const std::string& what) {
  try {
    auto store = std::make_unique<Store>(Place(nullptr, path), StoreMode::salvage, StoreSettings{});
    if (!kind_) {
      const auto hash = store->meta("hash");
      if (hash && hash->size() == 1) kind_ = static_cast<HashKind>((*hash)[0]);
    }
    copies_.push_back(std::move(store));
    const Tip tip = copies_.back()->tip();
    if (!tip_ || tip_->position < tip.position) {
      tip_ = Head{tip.position, tip.position.value, tip.root, tip.chain, 0, false};
    }
    return true;
  } catch (const Failure& failure) {
    troubles_.push_back(what + "：" + failure.what());
  }
  return false;
}

bool Salvage::complete(std::size_t copy) const {
  if (!head_) return false;
  std::uint64_t next = 1;
  each_record(copy, {1}, [&](const Record& record) { return record.position.value == next++; });
  return next > head_->position.value;
}

void Salvage::each_record(std::size_t copy, Position from,
                          const std::function<bool(const Record&)>& each) const {
  const Store& store = *copies_[copy];
  Position last = head_ ? head_->position : Position{};
  try {
    last = std::max(last, store.last_event());
  } catch (const Failure&) {
    // The last block is bad: what HEAD names is all that can be asked for.
  }
  for (Position at = from; at <= last;) {
    Scan scan(store, at, last);
    Position behind;
    try {
      while (scan.next()) {
        if (!each(scan.record())) return;
      }
      return;
    } catch (const DamagedBook& gap) {
      behind = gap.last;
    } catch (const IoFailure&) {
      // A block that cannot be read: tried again behind it.
    }
    at = {std::max(scan.expected().value, behind.value) + 1};
  }
}

void Salvage::each_sealed(
    const std::function<void(std::string_view, std::string_view)>& each) const {
  for (const auto& store : copies_) {
    try {
      store->each_sealed([&](std::string_view key, std::string_view value) {
        each(key, value);
        return true;
      });
    } catch (const Failure&) {
      // What follows a bad block is left to the other copies and to the backup.
    }
  }
}

}  // namespace zhucun::log
