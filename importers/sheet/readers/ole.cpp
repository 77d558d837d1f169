#include "importers/sheet/readers/ole.h"

#include "importers/sheet/readers/little_endian.h"
#include "importers/sheet/readers/text_tools.h"

namespace zhucun::sheet {
namespace {

constexpr std::uint32_t last_sector = 0xfffffffa;  // above: end, free, tables
constexpr std::uint64_t small_below = 4096;
constexpr std::size_t small_bytes = 64, entry_bytes = 128, header_bytes = 512;
constexpr std::uint32_t header_tables = 109;
constexpr std::size_t entries_max = 4096;

std::uint32_t word(std::string_view bytes, std::uint64_t at) {
  return number_at<std::uint32_t>(bytes, at).value_or(0xffffffff);
}

void append_words(std::vector<std::uint32_t>& out, std::string_view bytes) {
  for (std::size_t at = 0; at + 4 <= bytes.size(); at += 4) out.push_back(word(bytes, at));
}

}  // namespace

std::optional<OleFile> OleFile::open(std::string_view bytes) {
  OleFile file;
  file.bytes_ = bytes;
  if (bytes.size() < header_bytes) return std::nullopt;
  auto shift = number_at<std::uint16_t>(bytes, 30).value_or(0);
  if (shift != 9 && shift != 12) return std::nullopt;
  file.sector_bytes_ = std::size_t{1} << shift;
  if (!file.read_allocation() || !file.read_directory()) return std::nullopt;
  return file;
}

std::optional<std::string_view> OleFile::sector(std::uint32_t index) const {
  std::uint64_t at = (std::uint64_t{index} + 1) * sector_bytes_;
  if (index >= last_sector || at >= bytes_.size()) return std::nullopt;
  // The last sector may be shorter than the others in files of careless writers.
  return bytes_.substr(at, sector_bytes_);
}

bool OleFile::read_allocation() {
  std::vector<std::uint32_t> tables;
  append_words(tables, bytes_.substr(76, header_tables * 4));
  std::uint32_t more = word(bytes_, 68);
  std::uint64_t most = bytes_.size() / sector_bytes_ + 1;
  for (std::uint64_t step = 0; more < last_sector; ++step) {
    auto extra = sector(more);
    if (!extra || step > most) return false;
    append_words(tables, extra->substr(0, sector_bytes_ - 4));
    more = word(*extra, sector_bytes_ - 4);
  }
  for (auto table : tables) {
    if (table >= last_sector) continue;
    auto part = sector(table);
    if (!part || next_.size() > most + sector_bytes_) return false;
    append_words(next_, *part);
  }
  return !next_.empty();
}

bool OleFile::read_directory() {
  // The directory has no size of its own: as long as its chain is.
  auto directory = chain(word(bytes_, 48), ~std::uint64_t{0});
  if (!directory || directory->size() / entry_bytes > entries_max * 4) return false;
  for (std::size_t at = 0; at + entry_bytes <= directory->size(); at += entry_bytes) {
    std::string_view record = std::string_view(*directory).substr(at, entry_bytes);
    Entry entry{"", static_cast<std::uint8_t>(record[66]), word(record, 116),
                number_at<std::uint64_t>(record, 120).value_or(0)};
    if (sector_bytes_ == 512) entry.size &= 0xffffffff;
    auto length = number_at<std::uint16_t>(record, 64).value_or(0);
    for (std::size_t i = 0; i + 2 < length && i < 62; i += 2) {
      append_utf8(entry.name, *number_at<std::uint16_t>(record, i));
    }
    if (entry.kind == 0) continue;
    entries_.push_back(std::move(entry));
    if (entries_.size() > entries_max) return false;
  }
  if (entries_.empty()) return false;
  auto small_table = word(bytes_, 60);
  if (small_table < last_sector) {
    auto table = chain(small_table, ~std::uint64_t{0});
    auto content = chain(entries_.front().start, entries_.front().size);
    if (!table || !content) return false;
    append_words(small_next_, *table);
    small_ = std::move(*content);
  }
  return true;
}

std::optional<std::string> OleFile::chain(std::uint32_t index, std::uint64_t size) const {
  std::string out;
  // A chain that runs in a circle grows beyond the file.
  while (index < last_sector && out.size() < size) {
    auto part = sector(index);
    if (!part || index >= next_.size() || out.size() > bytes_.size()) return std::nullopt;
    out += *part;
    index = next_[index];
  }
  if (size != ~std::uint64_t{0}) {
    if (out.size() < size) return std::nullopt;
    out.resize(size);
  }
  return out;
}

std::optional<std::string> OleFile::small_chain(std::uint32_t index, std::uint64_t size) const {
  std::string out;
  while (index < last_sector && out.size() < size) {
    std::uint64_t at = std::uint64_t{index} * small_bytes;
    if (at >= small_.size() || index >= small_next_.size() || out.size() > small_.size()) {
      return std::nullopt;
    }
    out += std::string_view(small_).substr(at, small_bytes);
    index = small_next_[index];
  }
  if (out.size() < size) return std::nullopt;
  out.resize(size);
  return out;
}

bool OleFile::has(std::string_view name) const {
  for (const auto& entry : entries_) {
    if (entry.name == name) return true;
  }
  return false;
}

std::optional<std::string> OleFile::stream(std::string_view name) const {
  for (const auto& entry : entries_) {
    if (entry.name != name || entry.kind != 2) continue;
    return entry.size < small_below ? small_chain(entry.start, entry.size)
                                    : chain(entry.start, entry.size);
  }
  return std::nullopt;
}

}  // namespace zhucun::sheet
