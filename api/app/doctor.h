// The doctor of a damaged book: what is lost by position, what backups can heal, and a new book
// made of the sound records of both, proven by hash. The damaged folder is only read.
//
// The anchor is what the records must add up to: the newest valid HEAD, else the store's own last
// batch or the farthest backup; a backup that reaches beyond HEAD is preferred to it. Records are
// taken from wherever they can be read, and count only when chain and root come out as the anchor
// says. Throws log::IoFailure; damage is an answer.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "api/app/backup.h"

namespace zhucun::app {

struct DoctorOptions {
  std::filesystem::path book;
  std::vector<std::filesystem::path> backups;
  std::filesystem::path keys_from;  // key set for a keys/ that is damaged; empty = none
  std::filesystem::path heal;       // the new book; empty = only look
  std::string actor;
  Progress progress = [](const std::string&) {};
};

struct Range {
  Position first;
  Position last;
};

struct Diagnosis {
  std::vector<std::string> troubles;  // of the log, of what lies beside it, of the backups
  bool damaged = false;               // the book itself; a backup that does not fit is no damage
  std::string anchor;                 // by what was judged, in Chinese; empty when there is nothing
  Position end;                       // of the anchor
  std::vector<Range> lost;            // not readable, or altered, in the damaged book
  std::vector<Range> missing;         // of those, in none of the backups either
  bool proven = false;                // what was put together has the anchor's chain and root
  std::vector<std::string> healed;    // what else the new book got from a backup
  std::optional<Position> healed_to;  // end of the new book's old records, when one was made
};

// Refuses a new book's folder that is taken, and backups sealed with another key.
Result<Diagnosis> examine(const DoctorOptions& options, const vault::MasterKey* master,
                          std::shared_ptr<Clock> clock);

}  // namespace zhucun::app
