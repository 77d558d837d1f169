// Who is signed in. A session's id is 256 random bits, shown once to its browser and kept here as
// a hash; lists name it by the hash's first digits.
//
// It ends by idleness, by age, or at once when revoked: the next find no longer knows it. The last
// use goes to disk once a minute at most, unsynced; all else is synced. A clock that was set back
// by more than a minute ends what it cannot date. Any thread. Throws log::Failure for the place.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/base/ids.h"
#include "ledger/log/small_store.h"

namespace zhucun::accounts {

struct SessionSettings {
  std::chrono::microseconds idle = std::chrono::minutes(15);
  std::chrono::microseconds absolute = std::chrono::hours(8);
  std::chrono::microseconds step_up = std::chrono::minutes(5);
  std::size_t per_account_max = 16;  // the one unused for longest goes for a new one
};

struct Session {
  std::string name;  // 16 hex digits; tells sessions apart and opens nothing
  std::string account;
  std::string peer;   // where it was made
  std::string agent;  // what browser made it, shortened
  RecordedTime created;
  RecordedTime used;
  RecordedTime password_given;  // the last time its password was entered
};

struct NewSession {
  std::string account;
  std::string peer;
  std::string agent;
};

class Sessions {
 public:
  // In a read-only store sessions are found as they were written; nothing else is done.
  Sessions(log::SmallStore& store, bool writable, SessionSettings settings);

  // The id, which is told only here. Its password has just been given.
  std::string create(const NewSession& session, RecordedTime now);
  std::optional<Session> find(std::string_view id, RecordedTime now);
  std::vector<Session> of(const std::string& account, RecordedTime now) const;

  // The password was entered again: dangerous acts are open for `step_up`. False: no such session.
  bool mark_password(std::string_view id, RecordedTime now);
  bool stepped_up(const Session& session, RecordedTime now) const;

  // Signing out. False when there was none.
  bool end(std::string_view id);
  bool revoke(const std::string& account, const std::string& name);
  // All of an account but the one with this id; how many there were.
  std::size_t revoke_all(const std::string& account, std::string_view except_id = {});

  // Ends all of an account; what that takes out of the store.
  std::vector<log::SmallStore::Put> removal(const std::string& account);

 private:
  struct Held {
    Session session;
    RecordedTime written;  // the last use that is on disk
  };
  using ByHash = std::unordered_map<std::string, Held>;

  void load();
  bool is_over(const Session& session, RecordedTime now) const;
  static log::SmallStore::Put record_of(const std::string& hash, const Session& session);
  // Takes out of memory those that `ends`; the caller writes what it returns. Holds the lock.
  template <typename Ends>
  std::vector<log::SmallStore::Put> take(Ends ends);
  void make_room(const std::string& account, RecordedTime now);

  log::SmallStore& store_;
  const bool writable_;
  const SessionSettings settings_;
  mutable std::mutex lock_;
  ByHash sessions_;
  RecordedTime swept_;
};

}  // namespace zhucun::accounts
