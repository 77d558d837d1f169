// The old compound file (OLE 2): a small file system in a file, in which XLS, DOC and encrypted
// XLSX files come. Every offset is checked; chains that run in circles end at the file's size.
// Pure; any thread. Views the bytes, which must outlive it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zhucun::sheet {

class OleFile {
 public:
  // Nothing when the file is cut short or its tables contradict each other.
  static std::optional<OleFile> open(std::string_view bytes);

  bool has(std::string_view name) const;  // a stream or storage anywhere in the file
  // The bytes of a stream, or nothing when it is absent or damaged.
  std::optional<std::string> stream(std::string_view name) const;

 private:
  struct Entry {
    std::string name;  // in UTF-8
    std::uint8_t kind;
    std::uint32_t start;
    std::uint64_t size;
  };
  std::optional<std::string> chain(std::uint32_t sector, std::uint64_t size) const;
  std::optional<std::string> small_chain(std::uint32_t sector, std::uint64_t size) const;
  std::optional<std::string_view> sector(std::uint32_t index) const;
  bool read_allocation();
  bool read_directory();

  std::string_view bytes_;
  std::size_t sector_bytes_ = 512;
  std::vector<std::uint32_t> next_;        // the allocation table
  std::vector<std::uint32_t> small_next_;  // that of the small sectors
  std::string small_;                      // their bytes
  std::vector<Entry> entries_;
};

}  // namespace zhucun::sheet
