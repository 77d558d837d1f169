// The passwords of accounts, and how often they were guessed wrongly.
//
// Every attempt is counted, synced, before it is evaluated and forgotten when it was right: neither
// many at once nor a crash buys a further guess. Five within fifteen minutes lock the account for
// fifteen; between them stand growing delays. While locked or delayed nothing is evaluated. A name
// that no account has is counted, locked, delayed and answered exactly alike, at the same cost.
// Any thread; needs a store that can be written. Throws log::Failure for the place.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/accounts/password_hash.h"
#include "ledger/base/ids.h"
#include "ledger/log/small_store.h"

namespace zhucun::accounts {

struct PasswordLimits {
  std::size_t failures_max = 5;
  std::chrono::microseconds window = std::chrono::minutes(15);  // in which failures add up
  std::chrono::microseconds lock = std::chrono::minutes(15);    // after the last of them
  // Between the second failure and the next attempt; twice as long after each further one.
  std::chrono::microseconds delay = std::chrono::seconds(1);
  std::chrono::microseconds one_time_lasts = std::chrono::days(7);
};

// A one-time password comes from a printed sheet: it expires, and must be changed when used.
enum class PasswordKind : std::uint8_t { lasting, one_time };

struct RightPassword {
  bool must_change = false;
  RecordedTime set_at;
};

class Passwords {
 public:
  Passwords(log::SmallStore& store, HashSettings hash, PasswordLimits limits);

  // Sixteen random characters in groups, none of which looks like another.
  static std::string make_one_time(std::string_view account);

  // Sets or replaces it and forgets the failures. Refuses what password_fault refuses,
  // password_unchanged, busy.
  Result<void> set(const std::string& account, std::string_view password, PasswordKind kind,
                   RecordedTime now);
  bool has(const std::string& account) const;
  // It is a one-time password: nothing else may be done before it is changed.
  bool must_change(const std::string& account) const;

  // Refuses: account_locked, wrong_password, password_expired (right, but one-time and too old),
  // busy (not counted).
  Result<RightPassword> verify(const std::string& account, std::string_view password,
                               RecordedTime now);

  // What a removal of the account takes out of the store; forgets its failures.
  std::vector<log::SmallStore::Put> removal(const std::string& account);

  std::uint64_t evaluations() const { return hasher_.evaluations(); }

 private:
  struct Stored {
    std::string hash;
    PasswordKind kind = PasswordKind::lasting;
    RecordedTime set_at;
  };
  using Failures = std::vector<RecordedTime>;

  std::optional<Stored> read(const std::string& account) const;
  void write(const std::string& account, const Stored& stored);
  void load_failures();
  // Counts an attempt, or says why it may not be made now.
  std::optional<Refusal> admit(const std::string& name, RecordedTime now);
  std::optional<Refusal> waiting(const Failures& failures, RecordedTime now) const;
  void settle(Failures& failures, RecordedTime now) const;
  void take_back(const std::string& name, RecordedTime now);
  void forget(const std::string& name);
  void write_failures(const std::string& name, const Failures& failures);
  void sweep(RecordedTime now);
  void rehash(const std::string& account, std::string_view password, const Stored& stored);

  log::SmallStore& store_;
  PasswordLimits limits_;
  PasswordHasher hasher_;
  std::mutex writing_;  // of password records
  std::mutex failures_lock_;
  std::unordered_map<std::string, Failures> failures_;  // by digest of the account's name
  std::size_t sweep_at_ = 1024;
};

}  // namespace zhucun::accounts
