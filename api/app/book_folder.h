// The folder of a book as a whole: the log, and the stores that lie beside it. Any of the latter
// may be absent.
//
//   BOOK/HEAD, store/   the log            access/   a second log: who looked at personal data
//   keys/, secrets/     small stores       files/    attachments, sealed, each named by its hash
//
// One thread per call. Throws the failures of the log.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "ledger/log/event_log.h"

namespace zhucun::app {

namespace folder {
inline constexpr const char* access = "access";
inline constexpr const char* keys = "keys";
inline constexpr const char* secrets = "secrets";
inline constexpr const char* files = "files";
}  // namespace folder

using Progress = std::function<void(const std::string&)>;

// What a book says of itself; two copies of one book at one position say the same.
struct Summary {
  std::string city;
  std::string title;
  log::HashKind hash = log::HashKind::sha256;
  log::Head head;
  log::Hash first{};                            // leaf of the first record: which book this is
  RecordedTime recorded;                        // of the last record
  std::string digest;                           // of the facts, folded anew
  std::map<std::string, std::uint64_t> totals;  // events by type
};

// Folds the whole log: chain, digest, totals.
Summary summarise(const std::filesystem::path& book);
// In what two summaries differ, in Chinese; empty when they are equal but for epoch and stop flag.
std::string difference(const Summary& expected, const Summary& found);

// Reads and checks everything beside the log, as far as it is there. Damage is listed, not thrown.
struct SideReport {
  std::vector<std::string> damages;
  std::uint64_t stores = 0;
  std::uint64_t files = 0;
};
SideReport verify_beside(const std::filesystem::path& book, log::HashKind kind);

// A whole copy of a log that may be written to meanwhile, at rest: opened through the usual check
// and closed. `live` is the log itself or empty, which opens the folder read-only. `to` must not
// exist.
void copy_log(const std::filesystem::path& from, const log::EventLog* live,
              const std::filesystem::path& to);
// A copy of a small store as of now.
void copy_small_store(const std::filesystem::path& from, const std::filesystem::path& to);
bool has_log(const std::filesystem::path& folder);

// The files that make up a book at rest, relative to its folder, sorted; without locks, notes and
// keys.
std::vector<std::string> files_of(const std::filesystem::path& book);
std::vector<std::string> files_of_keys(const std::filesystem::path& book);

// Whether an attachment's bytes are those that its name promises.
bool is_intact(const std::filesystem::path& attachment, log::HashKind kind);

std::string read_whole(const std::filesystem::path& file);
// Written, synced; the folder above is made. Not atomic.
void write_synced(const std::filesystem::path& file, std::string_view bytes);
void sync_folder(const std::filesystem::path& folder);

}  // namespace zhucun::app
