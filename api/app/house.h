// Everything that stands in a book's folder, opened together: the book with its vault and files,
// the access log, the secrets of those who sign in. What a book lacks it does without, and says so.
//
// The master key: the file that was named, else FOLDER.key, else the service manager's credential
// "zhucun-key". Throws what the log, the vault and the stores throw.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/app/ledger.h"
#include "ledger/accounts/secrets.h"

namespace zhucun::app {

struct HouseOptions {
  std::filesystem::path key_file;  // empty = where it usually is
  log::OpenMode mode = log::OpenMode::write;
  book::Options book;
  accounts::SecretSettings secrets;
};

struct House {
  std::unique_ptr<Ledger> ledger;
  std::unique_ptr<accounts::Secrets> secrets;  // nothing while nobody ever signed in
};

House open_house(const std::filesystem::path& folder, std::shared_ptr<Clock> clock,
                 HouseOptions options);

// Where the master key of a book is expected; may not exist.
std::filesystem::path usual_key_file(const std::filesystem::path& folder);
// The master key: the file that was named, else the usual one, else the service manager's.
std::optional<vault::MasterKey> find_master(const std::filesystem::path& folder,
                                            const std::filesystem::path& named);
// Makes keys/ for a book that has none. `lost` = the old ones are gone and personal data with them.
void make_keys(const std::filesystem::path& folder, const vault::MasterKey& master,
               const log::EventLog& log);

// What stands on the sheet that is printed and handed over: shown once.
struct SheetLine {
  std::string account;
  std::string title;
  std::string password;  // one-time; must be changed at the first sign-in
};

struct CeremonyNames {
  std::string system;
  std::string security;
  std::string audit;
  std::string document;
};
// Makes the three administrators, and their one-time passwords before them: a crash between the two
// leaves passwords of accounts that do not exist, never accounts that nobody can enter.
Result<std::vector<SheetLine>> hold_ceremony(Ledger& ledger, accounts::Secrets& secrets,
                                             const CeremonyNames& names, const std::string& key);
// A one-time password for an account that has none yet or lost its own; who gave it out is written
// down in the access log.
Result<SheetLine> one_time_password(Ledger& ledger, accounts::Secrets& secrets,
                                    const std::string& account, const Viewer& by);

}  // namespace zhucun::app
