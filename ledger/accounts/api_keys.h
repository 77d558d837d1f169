// Keys by which programs act for an account, within some of its desks and until a day.
//
// The secret is "zk_" + id + "." + 64 hex digits, shown once and kept as a hash. A desk is the text
// by which the caller names one; what it allows is judged by the caller at every use. Revoking
// holds at once. A read-only store serves find and list as they were when it was opened. Any
// thread. Throws log::Failure for the place.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/date.h"
#include "ledger/base/ids.h"
#include "ledger/base/refusal.h"
#include "ledger/log/small_store.h"

namespace zhucun::accounts {

inline constexpr int key_days_max = 366;
inline constexpr std::size_t keys_per_account_max = 50;

struct ApiKey {
  std::string id;  // 16 hex digits
  std::string account;
  std::string title;               // what it is for
  std::vector<std::string> desks;  // which of the account's desks it may use
  RecordedTime created;
  Date expires;  // the last day on which it opens anything, UTC+8
};

struct NewApiKey {
  std::string account;
  std::string title;
  std::vector<std::string> desks;
  Date expires;
};

struct MadeApiKey {
  ApiKey key;
  std::string secret;  // told only here
};

class ApiKeys {
 public:
  explicit ApiKeys(log::SmallStore& store);

  // Refuses: missing_field (title, desks), bad_value (a title or desk too long, a day that is past
  // or further off than key_days_max, more keys than an account may have).
  Result<MadeApiKey> create(const NewApiKey& wanted, RecordedTime now);
  // Nothing when it is unknown, revoked, expired or has another secret.
  std::optional<ApiKey> find(std::string_view secret, RecordedTime now) const;
  // The expired ones too, by when they were made.
  std::vector<ApiKey> of(const std::string& account) const;
  // False when the account has no such key.
  bool revoke(const std::string& account, const std::string& id);

  // Ends all of an account; what that takes out of the store.
  std::vector<log::SmallStore::Put> removal(const std::string& account);

 private:
  struct Held {
    ApiKey key;
    std::string hash;
  };
  void load();
  std::optional<Refusal> fault_in(const NewApiKey& wanted, RecordedTime now) const;

  log::SmallStore& store_;
  mutable std::mutex lock_;
  std::map<std::string, Held, std::less<>> keys_;  // by id
};

}  // namespace zhucun::accounts
