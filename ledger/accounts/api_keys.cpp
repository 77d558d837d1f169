#include "ledger/accounts/api_keys.h"

#include <algorithm>

#include "ledger/accounts/record.h"
#include "ledger/accounts/text.h"
#include "ledger/base/clock.h"
#include "ledger/vault/seal.h"

namespace zhucun::accounts {

namespace {

constexpr std::string_view prefix = "k/";
constexpr std::string_view mark = "zk_";
constexpr std::size_t id_digits = 16;
constexpr std::size_t secret_digits = 64;
constexpr std::size_t title_characters_max = 60;
constexpr std::size_t desk_bytes_max = 200;
constexpr std::size_t desks_max = 50;

std::string key_of(std::string_view id) {
  return std::string(prefix) + std::string(id);
}

Refusal wrong(Code code, std::string detail, std::string hint, std::string pointer) {
  return {code, std::move(detail), std::move(hint), std::move(pointer), "", {}};
}

}  // namespace

ApiKeys::ApiKeys(log::SmallStore& store) : store_(store) {
  load();
}

void ApiKeys::load() {
  store_.each(prefix, [this](std::string_view key, std::string_view value) {
    RecordReader reader(value);
    Held held;
    held.key.id = key.substr(prefix.size());
    held.hash = reader.text();
    held.key.account = reader.text();
    held.key.title = reader.text();
    held.key.created = reader.time();
    held.key.expires = Date{Days{static_cast<std::int64_t>(reader.number())}};
    for (std::uint64_t left = reader.number(); left > 0; --left)
      held.key.desks.push_back(reader.text());
    reader.end();
    std::string id = held.key.id;
    keys_.emplace(std::move(id), std::move(held));
    return true;
  });
}

std::optional<Refusal> ApiKeys::fault_in(const NewApiKey& wanted, RecordedTime now) const {
  auto title = code_points(wanted.title);
  if (wanted.title.empty())
    return wrong(Code::missing_field, "没有写密钥的用途", "写明由哪个程序使用", "/title");
  if (!title || title->size() > title_characters_max)
    return wrong(Code::bad_value, "密钥的用途太长或含有错误的字符", "用不多于 60 个字写明用途",
                 "/title");
  if (wanted.desks.empty())
    return wrong(Code::missing_field, "没有写密钥可用的岗位", "至少写一个本账号的岗位", "/desks");
  bool long_desk = std::any_of(wanted.desks.begin(), wanted.desks.end(), [](const auto& desk) {
    return desk.empty() || desk.size() > desk_bytes_max;
  });
  if (long_desk || wanted.desks.size() > desks_max)
    return wrong(Code::bad_value, "岗位写得不对或太多", "写本账号的岗位，不多于 50 个", "/desks");
  Date today = business_day(now);
  if (wanted.expires < today || wanted.expires > today + Days{key_days_max})
    return wrong(Code::bad_value, "到期日 " + to_text(wanted.expires) + " 不能用",
                 "写今天至 " + to_text(today + Days{key_days_max}) + " 之间的日期", "/expires");
  auto mine = std::count_if(keys_.begin(), keys_.end(), [&](const auto& one) {
    return one.second.key.account == wanted.account;
  });
  if (static_cast<std::size_t>(mine) >= keys_per_account_max)
    return wrong(Code::bad_value, "这个账号的密钥已有 " + std::to_string(mine) + " 个",
                 "先撤销不用的密钥", "");
  return std::nullopt;
}

Result<MadeApiKey> ApiKeys::create(const NewApiKey& wanted, RecordedTime now) {
  std::string id = hex_of(vault::random_bytes(id_digits / 2));
  std::string secret = hex_of(vault::random_bytes(secret_digits / 2));
  Held held{{id, wanted.account, wanted.title, wanted.desks, now, wanted.expires},
            digest("api key", secret)};
  RecordWriter record;
  record.text(held.hash).text(wanted.account).text(wanted.title).time(now);
  record.number(static_cast<std::uint64_t>(wanted.expires.time_since_epoch().count()));
  record.number(wanted.desks.size());
  for (const auto& desk : wanted.desks) record.text(desk);
  log::SmallStore::Put put{key_of(id), record.take()};
  std::lock_guard lock(lock_);
  if (auto fault = fault_in(wanted, now)) return refuse(std::move(*fault));
  store_.write({&put, 1});
  MadeApiKey out{held.key, std::string(mark) + id + "." + secret};
  keys_.emplace(std::move(id), std::move(held));
  return out;
}

std::optional<ApiKey> ApiKeys::find(std::string_view secret, RecordedTime now) const {
  if (secret.size() != mark.size() + id_digits + 1 + secret_digits || !secret.starts_with(mark) ||
      secret[mark.size() + id_digits] != '.')
    return std::nullopt;
  // What is compared is a hash: how long that takes says nothing about the secret.
  std::string hash = digest("api key", secret.substr(mark.size() + id_digits + 1));
  std::lock_guard lock(lock_);
  auto found = keys_.find(secret.substr(mark.size(), id_digits));
  if (found == keys_.end() || found->second.hash != hash) return std::nullopt;
  if (business_day(now) > found->second.key.expires) return std::nullopt;
  return found->second.key;
}

std::vector<ApiKey> ApiKeys::of(const std::string& account) const {
  std::vector<ApiKey> out;
  {
    std::lock_guard lock(lock_);
    for (const auto& [id, held] : keys_) {
      if (held.key.account == account) out.push_back(held.key);
    }
  }
  std::sort(out.begin(), out.end(), [](const ApiKey& a, const ApiKey& b) {
    return std::tie(a.created, a.id) < std::tie(b.created, b.id);
  });
  return out;
}

bool ApiKeys::revoke(const std::string& account, const std::string& id) {
  std::lock_guard lock(lock_);
  auto found = keys_.find(id);
  if (found == keys_.end() || found->second.key.account != account) return false;
  keys_.erase(found);
  log::SmallStore::Put gone{key_of(id), ""};
  store_.write({&gone, 1});
  return true;
}

std::vector<log::SmallStore::Put> ApiKeys::removal(const std::string& account) {
  std::vector<log::SmallStore::Put> gone;
  std::lock_guard lock(lock_);
  std::erase_if(keys_, [&](const auto& one) {
    if (one.second.key.account != account) return false;
    gone.push_back({key_of(one.first), ""});
    return true;
  });
  return gone;
}

}  // namespace zhucun::accounts
