// Backups: sealed copies of a book, each restored and compared before it counts.
//
// A backup is a folder DEST/NAME (see sealed_set.h); the person keys go to KEYS/NAME as a set of
// their own, because a key that was destroyed must not live on in old backups: key sets older than
// 30 days are removed. A backup may be taken of a book that is being written, by the process that
// writes it (`live`) or by another. One backup of a book at a time: LockedBook.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "api/app/sealed_set.h"
#include "ledger/base/clock.h"

namespace zhucun::app {

constexpr int key_set_days_max = 30;

struct BackupOptions {
  std::filesystem::path book;
  std::filesystem::path destination;
  std::filesystem::path keys_destination;  // empty = the keys are not backed up
  unsigned keep = 0;                       // newest verified backups of this book; 0 = all
  std::string actor{};                     // for the note only
  Progress progress = [](const std::string&) {};
};

struct Backup {
  Manifest manifest;
  std::filesystem::path folder;
  std::filesystem::path keys;        // empty when no key set was written
  std::vector<std::string> removed;  // names of older backups and key sets
  std::uint64_t bytes = 0;           // plain
  double seconds_copying = 0;        // copy and seal
  double seconds_verifying = 0;      // restore into the scratch place and compare
};

// `live`: the log when this process writes the book, else nothing. Refuses folder_taken when the
// keys would lie with the backup.
Result<Backup> backup_book(const BackupOptions& options, const log::EventLog* live,
                           const vault::MasterKey& master, Clock& clock);

// Restores a backup into a scratch place and compares it with its manifest. Throws DamagedBook when
// they differ. `book`, when given, must be the one that was backed up.
Result<Manifest> verify_backup(const std::filesystem::path& backup, const vault::MasterKey& master,
                               const std::filesystem::path& scratch,
                               const std::filesystem::path& book, const Progress& progress);

// The last verified backup of a book, from a note in its folder, for the health page.
struct LastBackup {
  std::string name;
  Position position;
  RecordedTime made;
};
std::optional<LastBackup> last_backup(const std::filesystem::path& book);

// A scratch place beside a book, held by one process and gone afterwards.
class Scratch {
 public:
  explicit Scratch(const std::filesystem::path& folder);
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  int lock_ = -1;
};

}  // namespace zhucun::app
