// HEAD: the anchor outside RocksDB that says up to where the log was acknowledged.
//
// 16 KiB: two generations of two copies, each copy on its own 4 KiB page. A group overwrites both
// copies of the older generation and syncs once, so a torn write can only hurt the generation that
// nobody was promised yet. Needed since RocksDB opens "OK" with all synced events gone when its
// live write-ahead log is deleted, truncated or flipped (measured, DESIGN.md section 4).
// Opening and clean stops replace the whole file by rename, which also moves it to fresh blocks.
// Owned by the writer's thread. Throws DamagedBook, NewerFormat and what Place throws.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "ledger/log/event_log.h"
#include "ledger/log/place.h"

namespace zhucun::log {

constexpr std::uint32_t book_format = 1;
constexpr std::size_t head_page_size = 4096;
constexpr std::size_t head_file_size = 4 * head_page_size;
inline constexpr const char* head_name = "HEAD";

// What one page says.
struct HeadPage {
  Head head;
  HashKind hash = HashKind::sha256;
  std::uint64_t sequence = 0;  // grows by one per generation written; the largest is the newest
};

std::string encode_page(const HeadPage& page, unsigned copy);

// The newest valid page of a HEAD file's bytes. Refuses as DESIGN.md section 4 says: no valid
// copy, or a copy that is not valid although the last stop was clean.
HeadPage newest_page(std::string_view bytes, const std::string& path);
// The same without refusing, for salvage: nothing when no copy is valid. `invalid` counts those
// that are not.
std::optional<HeadPage> newest_valid_page(std::string_view bytes, const std::string& path,
                                          unsigned& invalid);

class HeadFile {
 public:
  // Reads HEAD without opening it for writing. No file, or an empty folder: DamagedBook.
  static HeadPage load(const Place& place);

  // Writes a whole new file with all four copies alike, and opens it for overwriting.
  HeadFile(const Place& place, HeadPage page);
  ~HeadFile();
  HeadFile(HeadFile&&) noexcept = default;
  HeadFile& operator=(HeadFile&&) noexcept = default;

  // Overwrites the older generation and syncs; `before_sync` is a step for tests.
  void overwrite(const Head& head, const std::function<void()>& before_sync);
  // All four copies anew, by rename; afterwards the file is closed.
  void finish(const Head& head);

 private:
  void replace();

  const Place* place_;
  HeadPage page_;
  std::unique_ptr<rocksdb::FSRandomRWFile> file_;
};

}  // namespace zhucun::log
