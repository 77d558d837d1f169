// Making and opening a book: the check that what RocksDB found again is what HEAD acknowledged.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <thread>
#include <utility>

#include "ledger/log/bytes.h"
#include "ledger/log/event_log.h"
#include "ledger/log/head_file.h"
#include "ledger/log/place.h"
#include "ledger/log/rocks_log.h"
#include "ledger/log/store.h"

namespace zhucun::log {

namespace {

constexpr const char* copies_name = "wal-copies";
constexpr const char* copies_complete = "complete";
constexpr std::size_t copies_kept = 3;
constexpr int snapshot_tries = 10;
constexpr std::chrono::milliseconds snapshot_pause{20};

std::string range_text(Position first, Position last) {
  return "位置 " + std::to_string(first.value) + " 至 " + std::to_string(last.value);
}

bool is_wal(const std::string& name) {
  return name.ends_with(".log") && name.find_first_not_of("0123456789") == name.size() - 4;
}

// Point-in-time recovery drops whatever follows damage, so the bytes are put aside first. Copies
// are named by HEAD's sequence: a crash loop keeps the first, most complete copy.
void copy_wals(const Place& place, std::uint64_t sequence) {
  const std::string number = std::to_string(sequence);
  const std::string folder =
      std::string(copies_name) + "/" + std::string(20 - number.size(), '0') + number;
  if (place.exists(folder + "/" + copies_complete)) return;
  place.make_folder(copies_name);
  place.make_folder(folder);
  for (const std::string& name : place.children(store_name)) {
    if (is_wal(name)) place.copy_file(std::string(store_name) + "/" + name, folder + "/" + name);
  }
  place.replace_file(folder + "/" + copies_complete, "");
  place.sync_folder(copies_name);
  place.sync_folder("");
  std::vector<std::string> kept = place.children(copies_name);
  for (std::size_t i = 0; i + copies_kept < kept.size(); ++i) {
    place.remove_folder(std::string(copies_name) + "/" + kept[i]);
  }
}

[[noreturn]] void refuse_lost(const Place& place, Position first, Position last,
                              const std::string& why) {
  throw DamagedBook(
      "账本 " + place.path() + " 丢失了已确认的事件：" + range_text(first, last) + "（HEAD 记到 " +
          std::to_string(last.value) + "，" + why +
          "）。账本未被改动。请停止使用，保留整个文件夹（含 wal-copies），从备份恢复。",
      first, last);
}

// The store would not even open: tells which acknowledged positions a forgiving reader still finds.
[[noreturn]] void refuse_unopened(const Place& place, const Head& head, const std::string& why) {
  Position first_missing{1};
  Position last_missing = head.position;
  bool all_readable = false;
  try {
    Store store(place, StoreMode::salvage, {});
    Position lowest = head.position;
    Position highest{0};
    for (Position at{1}; at <= head.position;) {
      Scan scan(store, at, head.position);
      try {
        while (scan.next()) {
        }
        break;
      } catch (const DamagedBook& gap) {
        lowest = std::min(lowest, scan.expected());
        highest = std::max({highest, scan.expected(), gap.last});
        at = {std::max(scan.expected().value, gap.last.value) + 1};
      }
    }
    all_readable = highest.value == 0;
    if (!all_readable) {
      first_missing = lowest;
      last_missing = highest;
    }
  } catch (const Failure&) {
    // Nothing can be read: all of it is in doubt, as first_missing..last_missing say.
  }
  const std::string what = all_readable ? "记录尚可读出，但存储不能正常打开：" : "不能读出：";
  throw DamagedBook("账本 " + place.path() + " 的存储损坏，" +
                        range_text(first_missing, last_missing) + " " + what + why +
                        " 请保留整个文件夹，从备份恢复。",
                    first_missing, last_missing);
}

using StoreOpener = std::unique_ptr<Store>(const Place&, StoreMode, const Head&,
                                           const StoreSettings&);

std::unique_ptr<Store> open_store(const Place& place, StoreMode mode, const Head&,
                                  const StoreSettings& settings) {
  return std::make_unique<Store>(place, mode, settings);
}

// As open_store, but a refusal names positions.
std::unique_ptr<Store> open_or_name(const Place& place, StoreMode mode, const Head& head,
                                    const StoreSettings& settings) {
  try {
    return open_store(place, mode, head, settings);
  } catch (const DamagedBook& damaged) {
    refuse_unopened(place, head, damaged.what());
  }
}

StoreSettings settings_for(const RocksLog::Parts& parts, const BookOptions& options) {
  StoreSettings settings;
  settings.memtable_bytes = options.memtable_bytes;
  settings.on_error = [health = parts.health](const std::string& reason) {
    health->die("存储在后台出错：" + reason + "。");
  };
  return settings;
}

void check_meta(const Place& place, const Store& store, HashKind kind) {
  const auto format = store.meta("format");
  const auto hash = store.meta("hash");
  if (!format || format->size() != 4 || !hash || hash->size() != 1) {
    throw DamagedBook("账本 " + place.path() + " 的存储缺少格式号或散列种类。请从备份恢复。");
  }
  if (get_u32(format->data()) > book_format) {
    throw NewerFormat("账本 " + place.path() + " 由更新的程序写成。请用更新版本的 zhucun 打开。");
  }
  if (static_cast<HashKind>((*hash)[0]) != kind) {
    throw DamagedBook("账本 " + place.path() +
                      " 的 HEAD 与存储的散列种类不同：两者不属于同一本账。请从备份恢复。");
  }
}

struct Recovered {
  Head head;
  Tree tree;
};

// Compares what the store holds with HEAD, and takes over what lies beyond it: written, perhaps
// never acknowledged, but whole. `read_only` stops at HEAD instead.
Recovered recover(const Place& place, const Store& store, const HeadPage& page, bool read_only) {
  check_meta(place, store, page.hash);
  const Head& head = page.head;
  const Position found = store.last_event();
  const Tip tip = store.tip();
  if (found < head.position) {
    refuse_lost(place, {found.value + 1}, head.position,
                "存储只恢复到 " + std::to_string(found.value));
  }
  if (tip.position != found) {
    const auto [low, high] = std::minmax(tip.position, found);
    throw DamagedBook("账本 " + place.path() + " 的存储前后不一致：事件到 " +
                          std::to_string(found.value) + "，末尾记录为 " +
                          std::to_string(tip.position.value) + "。请从备份恢复。",
                      {low.value + 1}, high);
  }
  // After a clean stop nothing follows HEAD. A writer that has just begun is seen at the next try;
  // a writing open takes over what follows and puts HEAD right.
  if (read_only && head.clean_stop && found > head.position) {
    throw DamagedBook(
        "账本 " + place.path() + " 的 HEAD 比存储旧：HEAD 到 " +
            std::to_string(head.position.value) + "，存储到 " + std::to_string(found.value) +
            "。请用 zhucun serve 打开一次（会核对并补齐 HEAD），再运行 zhucun verify。",
        {head.position.value + 1}, found);
  }
  Hasher hasher(page.hash);
  const Position last = read_only ? head.position : found;
  const std::uint64_t tiled = head.tree_size / tile_width * tile_width;
  Tile tail;
  const auto source = [&](TileId id) { return tile_or_damaged(store, id); };
  Scan scan(store, {tiled + 1}, last);
  while (tiled + tail.size() < head.tree_size && scan.next()) {
    tail.push_back(hasher.digest(scan.leaf_message()));
  }
  Recovered result{head, Tree::rebuilt(head.tree_size, tail, hasher, source)};
  if (head.tree_size != head.position.value || result.tree.root(hasher) != head.root) {
    throw DamagedBook("账本 " + place.path() + " 的树根与 HEAD 不符：" +
                          range_text({tail.empty() ? 1 : tiled + 1}, head.position) +
                          " 之中或其散列被改动。请运行 zhucun verify 定位，并从备份恢复。",
                      {tail.empty() ? 1 : tiled + 1}, head.position);
  }
  while (scan.next()) {
    const Hash leaf = hasher.digest(scan.leaf_message());
    result.head.chain = hasher.link(result.head.chain, leaf);
    result.tree.add(leaf, hasher, [](TileId, const Tile&) {});
  }
  result.head.position = last;
  result.head.tree_size = result.tree.size();
  result.head.root = result.tree.root(hasher);
  if (!read_only && last.value > 0 &&
      (result.head.chain != tip.chain || result.head.root != tip.root)) {
    throw DamagedBook("账本 " + place.path() + " 在 HEAD 之后的事件与其链不符：" +
                          range_text({head.position.value + 1}, last) + "。请从备份恢复。",
                      {head.position.value + 1}, last);
  }
  return result;
}

std::unique_ptr<EventLog> open_writer(RocksLog::Parts parts, const BookOptions& options) {
  const Place& place = *parts.place;
  const auto step = [&](int number) {
    if (options.on_step) options.on_step(number);
  };
  const StoreSettings settings = settings_for(parts, options);
  parts.lock = std::make_unique<BookLock>(place);
  const HeadPage page = HeadFile::load(place);
  if (!page.head.clean_stop) {
    step(step_open_before_wal_copies);
    copy_wals(place, page.sequence);
  }
  {
    // Looks before it leaps: a writing open would drop damaged bytes for good, a reading one not,
    // so a refused book stays as it was found (but for the copies).
    const auto probe = open_or_name(place, StoreMode::read_only, page.head, settings);
    recover(place, *probe, page, false);
  }
  step(step_open_before_store);
  parts.store = open_or_name(place, StoreMode::write, page.head, settings);
  Recovered recovered = recover(place, *parts.store, page, false);
  recovered.head.clean_stop = false;
  if (options.restored) recovered.head.epoch += 1;
  step(step_open_before_head);
  parts.head_file.emplace(place, HeadPage{recovered.head, page.hash, page.sequence});
  parts.kind = page.hash;
  parts.head = recovered.head;
  parts.tree = std::move(recovered.tree);
  return std::make_unique<RocksLog>(std::move(parts));
}

// A writer may be at work: HEAD is read first, so a whole snapshot reaches at least as far; one
// that does not, or does not open, fell between two of the writer's steps and is taken again.
std::unique_ptr<EventLog> open_reader(RocksLog::Parts parts, const BookOptions& options) {
  const StoreSettings settings = settings_for(parts, options);
  for (int tries = 1;; ++tries) {
    try {
      const HeadPage page = HeadFile::load(*parts.place);
      StoreOpener* open = tries == snapshot_tries ? open_or_name : open_store;
      parts.store = open(*parts.place, StoreMode::read_only, page.head, settings);
      Recovered recovered = recover(*parts.place, *parts.store, page, true);
      parts.kind = page.hash;
      parts.head = recovered.head;
      parts.tree = std::move(recovered.tree);
      return std::make_unique<RocksLog>(std::move(parts));
    } catch (const DamagedBook&) {
      if (tries == snapshot_tries) throw;
    } catch (const IoFailure&) {
      if (tries == snapshot_tries) throw;
    }
    parts.store.reset();
    std::this_thread::sleep_for(snapshot_pause);
  }
}

}  // namespace

std::unique_ptr<EventLog> open_book(const std::string& path, OpenMode mode,
                                    const BookOptions& options) {
  RocksLog::Parts parts;
  parts.place = std::make_unique<Place>(options.file_system, path);
  parts.health = std::make_shared<Health>();
  parts.on_step = options.on_step;
  if (!parts.place->folder_exists() ||
      (!parts.place->exists(head_name) && !parts.place->exists(store_name))) {
    throw IoFailure("没有账本：" + parts.place->path() +
                    "。请检查 --book 的路径，或用 zhucun init 新建。");
  }
  if (!options.restored && parts.place->exists(restoring_name)) {
    throw DamagedBook("账本 " + parts.place->path() +
                      " 没有恢复完：恢复中途停止，内容不全。请删除这个文件夹，再运行一次 "
                      "zhucun restore。");
  }
  if (mode == OpenMode::read_only) return open_reader(std::move(parts), options);
  return open_writer(std::move(parts), options);
}

std::unique_ptr<EventLog> create_book(const std::string& path, HashKind kind,
                                      const BookOptions& options) {
  const auto step = [&](int number) {
    if (options.on_step) options.on_step(number);
  };
  const Place place(options.file_system, path);
  if (place.folder_exists() && !place.children("").empty()) {
    throw IoFailure("不能新建账本：文件夹 " + place.path() + " 不为空。请换一个空文件夹。");
  }
  place.make_folder("");
  place.sync_parent();
  {
    const BookLock lock(place);
    step(step_create_before_store);
    Store store(place, StoreMode::create, {});
    Store::Batch batch(store);
    std::uint8_t format[4];
    put_u32(format, book_format);
    batch.put_meta("format", {reinterpret_cast<const char*>(format), sizeof format});
    batch.put_meta("hash", std::string(1, static_cast<char>(kind)));
    batch.put_meta("created", be_u64(static_cast<std::uint64_t>(options.created.micros)));
    check_io(batch.write(), "写入新账本", place.path());
    check_io(store.close(), "关闭新账本", place.path());
    place.sync_folder("");
    // HEAD comes last: without it the folder is an unfinished beginning and holds no promise.
    step(step_create_before_head);
    HeadPage page;
    page.hash = kind;
    page.head.root = Hasher(kind).digest({});
    page.head.clean_stop = true;
    page.head.epoch = options.epoch;
    HeadFile(place, page);
  }
  return open_book(path, OpenMode::write, options);
}

}  // namespace zhucun::log
