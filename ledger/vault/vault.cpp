#include "ledger/vault/vault.h"

#include <cstring>

namespace zhucun::vault {

namespace {

// Names in keys/: what a key is for, a slash, whose it is.
constexpr std::string_view person_prefix = "person/";
constexpr std::string_view destroyed_prefix = "destroyed/";
constexpr const char* book_name = "book";
constexpr const char* index_name = "index";
constexpr const char* files_name = "files";

std::string person_entry(std::string_view person) {
  return std::string(person_prefix) + std::string(person);
}

std::string text_of(const Key& key) {
  return {reinterpret_cast<const char*>(key.data()), key.size()};
}

// Parts that cannot run into each other.
std::string framed(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (auto part : parts) out += std::to_string(part.size()) + ":" + std::string(part);
  return out;
}

std::string bound_of(const ValueName& name) {
  return framed({"value", name.person, name.event_id, name.field});
}

}  // namespace

Vault::Vault(const std::string& folder, log::SmallStoreMode mode, const MasterKey& master,
             log::HashKind kind)
    : kind_(kind),
      writable_(mode != log::SmallStoreMode::read_only),
      wrapping_(master.for_purpose("person-keys")) {
  bool create = mode == log::SmallStoreMode::create;
  store_ = std::make_unique<log::SmallStore>(folder, mode);
  index_key_ = book_key(index_name, create);
  files_key_ = book_key(files_name, create);
  if (create) store_->sync();
}

Key Vault::book_key(const std::string& name, bool create) {
  if (create) {
    Key key = random_key();
    log::SmallStore::Put put{name, wrapped(name, key)};
    store_->write({&put, 1});
    return key;
  }
  auto bytes = store_->get(name);
  if (!bytes) {
    throw KeyFailure("密钥库 " + store_->path() + " 不完整：缺少 " + name +
                     "。请从密钥备份恢复 keys/。");
  }
  auto key = unwrapped(name, *bytes);
  if (!key) {
    throw KeyFailure("主密钥与密钥库 " + store_->path() +
                     " 不配。请用 --key-file 指定建账时的主密钥文件，或从密钥备份恢复 keys/。");
  }
  return *key;
}

void Vault::bind(const log::Hash& first_leaf) {
  std::string ours(reinterpret_cast<const char*>(first_leaf.data()), first_leaf.size());
  auto bound = store_->get(book_name);
  if (!bound && !writable_) return;  // the next writer ties them
  if (!bound) {
    log::SmallStore::Put put{book_name, ours};
    store_->write({&put, 1});
    return;
  }
  if (*bound == ours) return;
  throw KeyFailure("密钥库 " + store_->path() +
                   " 属于另一本账。请放回本账的 keys/，或从本账的密钥备份恢复。");
}

std::string Vault::wrapped(const std::string& name, const Key& key) const {
  return seal(cipher(), wrapping_, framed({"key", name}), text_of(key));
}

std::optional<Key> Vault::unwrapped(const std::string& name, std::string_view bytes) const {
  auto plain = unseal(wrapping_, framed({"key", name}), bytes);
  if (!plain || plain->size() != sizeof(Key)) return std::nullopt;
  Key key;
  std::memcpy(key.data(), plain->data(), key.size());
  wipe(*plain);
  return key;
}

std::optional<Key> Vault::key_of(const std::string& person) const {
  std::lock_guard lock(lock_);
  if (auto found = known_.find(person); found != known_.end()) return found->second;
  auto bytes = store_->get(person_entry(person));
  if (!bytes) return std::nullopt;
  auto key = unwrapped(person_entry(person), *bytes);
  if (!key) throw KeyFailure("密钥库 " + store_->path() + " 中 " + person + " 的密钥损坏。");
  known_.emplace(person, *key);
  return key;
}

std::optional<Key> Vault::key_of_or_new(const std::string& person) {
  if (auto key = key_of(person)) return key;
  if (is_destroyed(person)) return std::nullopt;
  std::lock_guard lock(lock_);
  if (auto found = known_.find(person); found != known_.end()) return found->second;
  Key key = random_key();
  log::SmallStore::Put put{person_entry(person), wrapped(person_entry(person), key)};
  store_->write({&put, 1}, false);
  unsynced_ = true;
  known_.emplace(person, key);
  return key;
}

std::optional<std::string> Vault::commit(const ValueName& name, std::string_view value) {
  auto key = key_of_or_new(name.person);
  if (!key) return std::nullopt;
  std::string message =
      text_of(keyed_hash(kind_, *key, framed({"salt", name.event_id, name.field})));
  message += value;
  std::string out = log::to_hex(log::Hasher(kind_).digest(log::bytes_of(message)));
  wipe(message);
  return out;
}

std::string Vault::seal_value(const ValueName& name, std::string_view value) {
  auto key = key_of_or_new(name.person);
  if (!key) throw std::logic_error("vault: sealing under a destroyed key");
  return seal(cipher(), *key, bound_of(name), value);
}

std::optional<std::string> Vault::open_value(const ValueName& name, std::string_view sealed) const {
  auto key = key_of(name.person);
  if (!key) return std::nullopt;
  return unseal(*key, bound_of(name), sealed);
}

std::string Vault::blind(std::string_view field, std::string_view value) const {
  return text_of(keyed_hash(kind_, index_key_, framed({field, value})));
}

void Vault::sync() {
  std::lock_guard lock(lock_);
  if (!unsynced_) return;
  store_->sync();
  unsynced_ = false;
}

void Vault::destroy(const std::string& person) {
  std::lock_guard lock(lock_);
  log::SmallStore::Put puts[] = {{person_entry(person), ""},
                                 {std::string(destroyed_prefix) + person, "1"}};
  store_->write(puts);
  if (auto found = known_.find(person); found != known_.end()) {
    wipe(found->second);
    known_.erase(found);
  }
  store_->scrub();
}

bool Vault::is_destroyed(const std::string& person) const {
  return store_->get(std::string(destroyed_prefix) + person).has_value();
}

}  // namespace zhucun::vault
