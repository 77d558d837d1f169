// Looks at a zip file's directory before anything is unpacked, and turns down what is built to do
// harm: bombs, overlapping or hidden parts, names that lead out, links, encryption.
//
// Pure; any thread. Refuses file_unreadable (no end, lists that contradict each other),
// file_refused (the rest), file_too_large.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/refusal.h"

namespace zhucun::sheet {

// 128 sheets with a drawing, comments, their two relations and printer settings each.
inline constexpr std::size_t zip_entries_max = 1024;
// 200,000 rows of 12 columns come to some 140 MiB of XML.
inline constexpr std::uint64_t zip_bytes_max = std::uint64_t{512} << 20;
// Sheets of repeated cells reach 60; deflate itself ends at 1032, and a bomb comes near to that.
inline constexpr std::uint64_t zip_ratio_max = 200;
// Small parts may be as repetitive as they like.
inline constexpr std::uint64_t zip_ratio_free_bytes = std::uint64_t{1} << 20;

struct ZipEntry {
  std::string name;
  std::uint64_t packed = 0;
  std::uint64_t size = 0;
  std::uint64_t offset = 0;  // of the local header
  std::uint64_t record = 0;  // of its record in the directory
};

struct ZipListing {
  std::vector<ZipEntry> entries;  // in the order of the directory
  std::uint64_t directory = 0;    // where the directory begins
};

Result<ZipListing> check_zip(std::string_view bytes);

}  // namespace zhucun::sheet
