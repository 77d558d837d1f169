// Restoring: a new folder with the whole of a backup, or with the book cut at a position or an
// instant. Never over anything that is there.
//
// The book is built in NEW.restoring, which bears a mark that every opening refuses, and gets its
// name last. Its epoch is one higher than the backup's, and its first new event says who restored
// what. A cut concerns the events: attachments, accounts and the access log come as they were
// backed up. Damage of the backup throws log::DamagedBook.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "api/app/backup.h"

namespace zhucun::app {

struct RestoreOptions {
  std::filesystem::path from;
  std::filesystem::path keys_from;  // empty = without the person keys
  std::filesystem::path book;       // must not exist, or be an empty folder
  std::optional<Position> to_position;
  std::optional<RecordedTime> to_instant;
  std::string actor;
  std::string document;
  Progress progress = [](const std::string&) {};
};

struct Restored {
  Manifest manifest;
  Position position;  // the last event that came from the backup
  Position end;       // with the event that tells of the restore
  log::Hash root{};   // at `position`
  std::uint64_t epoch = 0;
  bool with_keys = false;
  double seconds = 0;
};

// Refuses, first match wins: bad_parameter, folder_taken, what read_manifest refuses,
// other_book (keys of another backup), beyond_backup.
Result<Restored> restore_book(const RestoreOptions& options, const vault::MasterKey& master,
                              std::shared_ptr<Clock> clock);

// Why a new book cannot be made there; it is said how far a book that stands there has got.
std::optional<Refusal> folder_fault(const std::filesystem::path& book, Position coming);

// Raises the epoch of a book just built and appends bookRestored. Returns the new end.
log::Head say_restored(const std::filesystem::path& book, const std::string& backup,
                       const std::string& actor, const std::string& document,
                       std::shared_ptr<Clock> clock);

// The folder in which a book is built: NEW.restoring with its mark. `done` gives it its name.
class Building {
 public:
  explicit Building(const std::filesystem::path& book);
  ~Building();
  Building(const Building&) = delete;
  Building& operator=(const Building&) = delete;
  const std::filesystem::path& path() const { return path_; }
  void done();

 private:
  std::filesystem::path book_;
  std::filesystem::path path_;
  bool done_ = false;
};

}  // namespace zhucun::app
