#include "ledger/accounts/sessions.h"

#include <algorithm>

#include "ledger/accounts/record.h"
#include "ledger/accounts/text.h"
#include "ledger/vault/seal.h"

namespace zhucun::accounts {

namespace {

constexpr std::string_view prefix = "s/";
constexpr std::size_t id_bytes = 32;
constexpr std::size_t name_digits = 16;
constexpr std::size_t peer_bytes_max = 64;
constexpr std::size_t agent_bytes_max = 160;
constexpr std::chrono::microseconds touch_every = std::chrono::minutes(1);
constexpr std::chrono::microseconds sweep_every = std::chrono::minutes(1);
constexpr std::chrono::microseconds skew_max = std::chrono::minutes(1);

std::string hash_of(std::string_view id) {
  return digest("session", id);
}

std::string key_of(const std::string& hash) {
  return std::string(prefix) + hash;
}

}  // namespace

Sessions::Sessions(log::SmallStore& store, bool writable, SessionSettings settings)
    : store_(store), writable_(writable), settings_(settings) {
  load();
}

void Sessions::load() {
  store_.each(prefix, [this](std::string_view key, std::string_view value) {
    std::string hash(key.substr(prefix.size()));
    RecordReader reader(value);
    Session session;
    session.name = hex_of(hash).substr(0, name_digits);
    session.account = reader.text();
    session.peer = reader.text();
    session.agent = reader.text();
    session.created = reader.time();
    session.used = reader.time();
    session.password_given = reader.time();
    reader.end();
    RecordedTime used = session.used;
    sessions_.emplace(std::move(hash), Held{std::move(session), used});
    return true;
  });
}

log::SmallStore::Put Sessions::record_of(const std::string& hash, const Session& session) {
  RecordWriter record;
  record.text(session.account).text(session.peer).text(session.agent);
  record.time(session.created).time(session.used).time(session.password_given);
  return {key_of(hash), record.take()};
}

bool Sessions::is_over(const Session& session, RecordedTime now) const {
  return now.micros >= session.used.micros + settings_.idle.count() ||
         now.micros >= session.created.micros + settings_.absolute.count() ||
         now.micros + skew_max.count() < session.used.micros;
}

template <typename Ends>
std::vector<log::SmallStore::Put> Sessions::take(Ends ends) {
  std::vector<log::SmallStore::Put> gone;
  std::erase_if(sessions_, [&](const auto& one) {
    if (!ends(one.first, one.second.session)) return false;
    gone.push_back({key_of(one.first), ""});
    return true;
  });
  return gone;
}

// Sessions that are over go; of an account that has its share, the one unused for longest.
void Sessions::make_room(const std::string& account, RecordedTime now) {
  std::vector<log::SmallStore::Put> gone;
  if (now.micros >= swept_.micros + sweep_every.count()) {
    gone = take([&](const auto&, const Session& session) { return is_over(session, now); });
    swept_ = now;
  }
  std::vector<std::pair<RecordedTime, std::string>> mine;
  for (const auto& [hash, held] : sessions_) {
    if (held.session.account == account) mine.emplace_back(held.session.used, hash);
  }
  std::sort(mine.begin(), mine.end());
  for (std::size_t i = 0; i + settings_.per_account_max <= mine.size(); ++i) {
    sessions_.erase(mine[i].second);
    gone.push_back({key_of(mine[i].second), ""});
  }
  if (!gone.empty()) store_.write(gone);
}

std::string Sessions::create(const NewSession& wanted, RecordedTime now) {
  std::string id = hex_of(vault::random_bytes(id_bytes));
  std::string hash = hash_of(id);
  Session session;
  session.name = hex_of(hash).substr(0, name_digits);
  session.account = wanted.account;
  session.peer = shortened(wanted.peer, peer_bytes_max);
  session.agent = shortened(wanted.agent, agent_bytes_max);
  session.created = session.used = session.password_given = now;
  std::lock_guard lock(lock_);
  make_room(wanted.account, now);
  auto put = record_of(hash, session);
  store_.write({&put, 1});
  sessions_.emplace(std::move(hash), Held{std::move(session), now});
  return id;
}

std::optional<Session> Sessions::find(std::string_view id, RecordedTime now) {
  std::string hash = hash_of(id);
  std::lock_guard lock(lock_);
  auto found = sessions_.find(hash);
  if (found == sessions_.end()) return std::nullopt;
  Held& held = found->second;
  if (is_over(held.session, now)) {
    sessions_.erase(found);
    log::SmallStore::Put gone{key_of(hash), ""};
    if (writable_) store_.write({&gone, 1});
    return std::nullopt;
  }
  held.session.used = std::max(held.session.used, now);
  if (writable_ && now.micros >= held.written.micros + touch_every.count()) {
    auto put = record_of(hash, held.session);
    store_.write({&put, 1}, false);
    held.written = now;
  }
  return held.session;
}

std::vector<Session> Sessions::of(const std::string& account, RecordedTime now) const {
  std::vector<Session> out;
  std::lock_guard lock(lock_);
  for (const auto& [hash, held] : sessions_) {
    if (held.session.account == account && !is_over(held.session, now)) out.push_back(held.session);
  }
  std::sort(out.begin(), out.end(), [](const Session& a, const Session& b) {
    return std::tie(a.created, a.name) < std::tie(b.created, b.name);
  });
  return out;
}

bool Sessions::mark_password(std::string_view id, RecordedTime now) {
  std::string hash = hash_of(id);
  std::lock_guard lock(lock_);
  auto found = sessions_.find(hash);
  if (found == sessions_.end() || is_over(found->second.session, now)) return false;
  found->second.session.password_given = now;
  auto put = record_of(hash, found->second.session);
  store_.write({&put, 1});
  return true;
}

bool Sessions::stepped_up(const Session& session, RecordedTime now) const {
  return now.micros < session.password_given.micros + settings_.step_up.count();
}

// Memory first: a revoke that cannot be written still holds while the process runs, and throws.
bool Sessions::end(std::string_view id) {
  std::string hash = hash_of(id);
  std::lock_guard lock(lock_);
  if (sessions_.erase(hash) == 0) return false;
  log::SmallStore::Put gone{key_of(hash), ""};
  store_.write({&gone, 1});
  return true;
}

bool Sessions::revoke(const std::string& account, const std::string& name) {
  std::lock_guard lock(lock_);
  auto gone = take([&](const auto&, const Session& session) {
    return session.account == account && session.name == name;
  });
  if (!gone.empty()) store_.write(gone);
  return !gone.empty();
}

std::size_t Sessions::revoke_all(const std::string& account, std::string_view except_id) {
  std::string kept = except_id.empty() ? "" : hash_of(except_id);
  std::lock_guard lock(lock_);
  auto gone = take([&](const std::string& hash, const Session& session) {
    return session.account == account && hash != kept;
  });
  if (!gone.empty()) store_.write(gone);
  return gone.size();
}

std::vector<log::SmallStore::Put> Sessions::removal(const std::string& account) {
  std::lock_guard lock(lock_);
  return take([&](const auto&, const Session& session) { return session.account == account; });
}

}  // namespace zhucun::accounts
