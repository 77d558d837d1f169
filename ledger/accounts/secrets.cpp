#include "ledger/accounts/secrets.h"

#include <filesystem>
#include <iterator>

namespace zhucun::accounts {

Secrets::Secrets(const std::string& folder, log::SmallStoreMode mode, SecretSettings settings)
    : store_(folder, mode),
      passwords_(store_, settings.hash, settings.passwords),
      sessions_(store_, mode != log::SmallStoreMode::read_only, settings.sessions),
      keys_(store_) {
  if (mode == log::SmallStoreMode::create)
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
}

void Secrets::cut_off(const std::string& account) {
  auto gone = sessions_.removal(account);
  auto keys = keys_.removal(account);
  gone.insert(gone.end(), std::make_move_iterator(keys.begin()),
              std::make_move_iterator(keys.end()));
  if (!gone.empty()) store_.write(gone);
}

void Secrets::remove(const std::string& account) {
  cut_off(account);
  store_.write(passwords_.removal(account));
  store_.scrub();
}

}  // namespace zhucun::accounts
