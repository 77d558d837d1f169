// Putting a book together from what a damaged one and its backups still hold. Used by the doctor.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/app/sealed_set.h"
#include "ledger/log/salvage.h"

namespace zhucun::app {

struct OpenBackup {
  Manifest manifest;
  std::filesystem::path folder;        // unpacked
  std::unique_ptr<log::EventLog> log;  // of that folder
};

// Which source gives which position, from 0; -1 where none has it.
struct Assembly {
  log::Head anchor;
  std::vector<int> source;
  std::vector<log::Hash> leaf;
  bool proven = false;  // complete, and chain and root are the anchor's
};

class Sources {
 public:
  // Hashes every record that can be read. The salvage and the backups outlive it.
  Sources(const log::Salvage& salvage, const std::vector<OpenBackup>& backups, log::HashKind kind);

  // The records up to the anchor, by preference from backups, then the other way round.
  Assembly assemble(const log::Head& anchor) const;
  // Whether the damaged book itself has the record with this leaf at index `at` (position - 1).
  bool salvaged(std::uint64_t at, const log::Hash& leaf) const;
  // Writes HEAD and store of a new book into a folder. The assembly must be proven.
  void write(const Assembly& assembly, const std::filesystem::path& into) const;

 private:
  using Leaves = std::vector<std::optional<log::Hash>>;
  Assembly assemble(const log::Head& anchor, const std::vector<int>& order) const;
  void each(int source, Position from, const std::function<bool(const log::Record&)>& f) const;

  const log::Salvage& salvage_;
  const std::vector<OpenBackup>& backups_;
  log::HashKind kind_;
  std::vector<Leaves> leaves_;  // copies of the salvage first, then backups
};

// What a backup has beside the log and the book has lost altogether.
bool missing_beside(const std::filesystem::path& book, const std::vector<OpenBackup>& backups,
                    std::vector<std::string>& troubles);

// Fills access/, secrets/, keys/ and files/ of a new book: from the damaged one what is sound, else
// from the first backup that has it. `said` tells what came from a backup and what came from none.
struct BesideFolders {
  std::filesystem::path damaged;
  std::filesystem::path fresh;
  std::filesystem::path keys_from;
  log::HashKind kind;
};
void heal_beside(const BesideFolders& folders, const std::vector<OpenBackup>& backups,
                 const vault::MasterKey* master, std::vector<std::string>& said);

}  // namespace zhucun::app
