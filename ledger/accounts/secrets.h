// The secrets of those who sign in, in a book's folder secrets/: passwords, sessions, API keys.
// None of them is ever an event.
//
// One process writes; others may open the folder read-only meanwhile to look up an API key or a
// session, and see what was synced before. Any thread. Throws log::Failure for the place.
#pragma once

#include <string>

#include "ledger/accounts/api_keys.h"
#include "ledger/accounts/passwords.h"
#include "ledger/accounts/sessions.h"

namespace zhucun::accounts {

struct SecretSettings {
  HashSettings hash;
  PasswordLimits passwords;
  SessionSettings sessions;
};

class Secrets {
 public:
  // `create` makes the folder, readable by its owner alone.
  Secrets(const std::string& folder, log::SmallStoreMode mode, SecretSettings settings = {});

  Passwords& passwords() { return passwords_; }
  Sessions& sessions() { return sessions_; }
  ApiKeys& keys() { return keys_; }

  // Ends every session and key of an account that may no longer act; its password stays.
  void cut_off(const std::string& account);
  // Takes all secrets of an account out of the store and off the disk.
  void remove(const std::string& account);

  // The store, for a backup's checkpoint.
  const log::SmallStore& store() const { return store_; }

 private:
  log::SmallStore store_;
  Passwords passwords_;
  Sessions sessions_;
  ApiKeys keys_;
};

}  // namespace zhucun::accounts
