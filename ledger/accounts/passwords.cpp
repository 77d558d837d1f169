#include "ledger/accounts/passwords.h"

#include <algorithm>

#include "ledger/accounts/password_rules.h"
#include "ledger/accounts/record.h"
#include "ledger/accounts/text.h"
#include "ledger/vault/seal.h"

namespace zhucun::accounts {

namespace {

constexpr std::string_view password_prefix = "p/";
constexpr std::string_view failures_prefix = "f/";

RecordedTime after(RecordedTime time, std::chrono::microseconds span) {
  return {time.micros + span.count()};
}

// Names are stored as digests here: anybody may send one, of any length.
std::string name_of(const std::string& account) {
  return digest("failures", account);
}

Refusal locked(RecordedTime until, RecordedTime now) {
  std::int64_t seconds = (until.micros - now.micros + 999'999) / 1'000'000;
  std::string when = seconds < 60 ? std::to_string(seconds) + " 秒"
                                  : std::to_string((seconds + 59) / 60) + " 分钟";
  return {Code::account_locked,
          "密码输错多次，" + when + "内不再核对",
          "过 " + when + "再试，或请管理员重发一次性密码",
          "",
          "",
          {}};
}

Refusal wrong() {
  return {Code::wrong_password, "账号或密码不正确", "核对后重新输入", "", "", {}};
}

}  // namespace

Passwords::Passwords(log::SmallStore& store, HashSettings hash, PasswordLimits limits)
    : store_(store), limits_(limits), hasher_(hash) {
  load_failures();
}

std::string Passwords::make_one_time(std::string_view account) {
  // 32 characters: a byte's lowest five bits choose one of them evenly.
  static constexpr std::string_view letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  static_assert(letters.size() == 32);
  while (true) {
    std::string out;
    for (char byte : vault::random_bytes(16)) {
      if (out.size() % 5 == 4) out.push_back('-');
      out.push_back(letters[static_cast<unsigned char>(byte) % letters.size()]);
    }
    if (!password_fault(account, out)) return out;
  }
}

std::optional<Passwords::Stored> Passwords::read(const std::string& account) const {
  auto bytes = store_.get(std::string(password_prefix) + account);
  if (!bytes) return std::nullopt;
  RecordReader reader(*bytes);
  Stored out;
  out.hash = reader.text();
  out.kind = static_cast<PasswordKind>(reader.number());
  out.set_at = reader.time();
  reader.end();
  return out;
}

void Passwords::write(const std::string& account, const Stored& stored) {
  RecordWriter record;
  record.text(stored.hash).number(static_cast<std::uint64_t>(stored.kind)).time(stored.set_at);
  log::SmallStore::Put put{std::string(password_prefix) + account, record.take()};
  store_.write({&put, 1});
}

bool Passwords::has(const std::string& account) const {
  return read(account).has_value();
}

bool Passwords::must_change(const std::string& account) const {
  auto stored = read(account);
  return stored && stored->kind == PasswordKind::one_time;
}

Result<void> Passwords::set(const std::string& account, std::string_view password,
                            PasswordKind kind, RecordedTime now) {
  if (auto fault = password_fault(account, password)) return refuse(std::move(*fault));
  if (auto before = read(account)) {
    auto same = hasher_.verify(password, before->hash);
    if (!same) return refuse(same.error());
    if (*same)
      return refuse({Code::password_unchanged,
                     "新密码与现在的相同",
                     "换一个没有用过的密码",
                     "/password",
                     "",
                     {}});
  }
  auto hash = hasher_.hash(password);
  if (!hash) return refuse(hash.error());
  {
    std::lock_guard lock(writing_);
    write(account, {std::move(*hash), kind, now});
  }
  forget(name_of(account));
  return {};
}

Result<RightPassword> Passwords::verify(const std::string& account, std::string_view password,
                                        RecordedTime now) {
  std::string name = name_of(account);
  if (auto refusal = admit(name, now)) return refuse(std::move(*refusal));
  auto stored = read(account);
  auto right = stored ? hasher_.verify(password, stored->hash) : hasher_.verify_nobody(password);
  if (!right) {
    take_back(name, now);
    return refuse(right.error());
  }
  if (!*right) return refuse(wrong());
  // It may have been replaced or removed meanwhile.
  auto still = read(account);
  if (!still || still->hash != stored->hash) return refuse(wrong());
  bool one_time = stored->kind == PasswordKind::one_time;
  if (one_time && now > after(stored->set_at, limits_.one_time_lasts))
    return refuse(
        {Code::password_expired, "一次性密码已经过期", "请管理员重发一次性密码", "", "", {}});
  forget(name);
  if (!hasher_.is_current(stored->hash)) rehash(account, password, *stored);
  return RightPassword{one_time, stored->set_at};
}

// The next sign-in tries again when there is no place for it now.
void Passwords::rehash(const std::string& account, std::string_view password,
                       const Stored& stored) {
  auto hash = hasher_.hash(password);
  if (!hash) return;
  std::lock_guard lock(writing_);
  auto still = read(account);
  if (still && still->hash == stored.hash)
    write(account, {std::move(*hash), stored.kind, stored.set_at});
}

std::vector<log::SmallStore::Put> Passwords::removal(const std::string& account) {
  forget(name_of(account));
  return {{std::string(password_prefix) + account, ""}};
}

void Passwords::load_failures() {
  store_.each(failures_prefix, [this](std::string_view key, std::string_view value) {
    RecordReader reader(value);
    Failures failures(reader.number());
    for (auto& time : failures) time = reader.time();
    reader.end();
    failures_.emplace(key.substr(failures_prefix.size()), std::move(failures));
    return true;
  });
}

// Drops what no longer counts. A time from the future is that of a clock which was set back since.
void Passwords::settle(Failures& failures, RecordedTime now) const {
  for (auto& time : failures) time = std::min(time, now);
  bool full = failures.size() >= limits_.failures_max;
  if (full && now >= after(failures.back(), limits_.lock)) failures.clear();
  if (full) return;
  std::erase_if(failures, [&](RecordedTime time) { return now >= after(time, limits_.window); });
}

std::optional<Refusal> Passwords::waiting(const Failures& failures, RecordedTime now) const {
  if (failures.empty()) return std::nullopt;
  RecordedTime until = failures.back();
  if (failures.size() >= limits_.failures_max)
    until = after(until, limits_.lock);
  else if (failures.size() >= 2)
    until = after(until, limits_.delay * (1 << std::min<std::size_t>(failures.size() - 2, 10)));
  if (now >= until) return std::nullopt;
  return locked(until, now);
}

std::optional<Refusal> Passwords::admit(const std::string& name, RecordedTime now) {
  std::lock_guard lock(failures_lock_);
  sweep(now);
  Failures& failures = failures_[name];
  settle(failures, now);
  if (auto refusal = waiting(failures, now)) return refusal;
  failures.push_back(now);
  write_failures(name, failures);
  return std::nullopt;
}

void Passwords::take_back(const std::string& name, RecordedTime now) {
  std::lock_guard lock(failures_lock_);
  auto found = failures_.find(name);
  if (found == failures_.end()) return;
  auto mine = std::find(found->second.begin(), found->second.end(), now);
  if (mine != found->second.end()) found->second.erase(mine);
  write_failures(name, found->second);
}

void Passwords::forget(const std::string& name) {
  std::lock_guard lock(failures_lock_);
  if (failures_.erase(name) > 0) write_failures(name, {});
}

void Passwords::write_failures(const std::string& name, const Failures& failures) {
  log::SmallStore::Put put{std::string(failures_prefix) + name, ""};
  if (!failures.empty()) {
    RecordWriter record;
    record.number(failures.size());
    for (RecordedTime time : failures) record.time(time);
    put.value = record.take();
  }
  store_.write({&put, 1});
}

// As many are kept as were evaluated within the last half hour: there is a hash behind each.
void Passwords::sweep(RecordedTime now) {
  if (failures_.size() < sweep_at_) return;
  std::vector<log::SmallStore::Put> gone;
  std::erase_if(failures_, [&](const auto& one) {
    Failures left = one.second;
    settle(left, now);
    if (!left.empty()) return false;
    gone.push_back({std::string(failures_prefix) + one.first, ""});
    return true;
  });
  if (!gone.empty()) store_.write(gone);
  sweep_at_ = std::max<std::size_t>(1024, 2 * failures_.size());
}

}  // namespace zhucun::accounts
