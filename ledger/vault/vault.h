// The vault: one key per person, under which everything personal is sealed.
//
// The keys lie in a small store of their own (keys/), each wrapped by the master key; the sealed
// values lie beside the events (Shelf::sealed), in the same batch. An event holds only a
// commitment, H(salt || value) with salt = HMAC(person's key, event id || field): a retry gives the
// same bytes, a reader who guesses learns nothing without the key, and nobody can once the key is
// destroyed. Any thread. Throws KeyFailure (78) for keys that are not this book's or not this
// master key's, and what SmallStore throws.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/log/small_store.h"
#include "ledger/vault/master_key.h"
#include "ledger/vault/seal.h"

namespace zhucun::vault {

// Which value: of whom, in which event, of which field.
struct ValueName {
  std::string person;
  std::string event_id;
  std::string field;
};

class Vault {
 public:
  // Opens keys/ in the folder, or makes it where there is none and `mode` is create.
  Vault(const std::string& folder, log::SmallStoreMode mode, const MasterKey& master,
        log::HashKind kind);

  // Ties the keys to the book whose first event has this leaf hash; refuses those of another.
  void bind(const log::Hash& first_leaf);

  // The commitment that stands in the event; the person's key is made where there is none yet.
  // Nothing when the person's key was destroyed.
  std::optional<std::string> commit(const ValueName& name, std::string_view value);
  std::string seal_value(const ValueName& name, std::string_view value);
  // Nothing when the key is gone or the bytes are not what was sealed.
  std::optional<std::string> open_value(const ValueName& name, std::string_view sealed) const;
  // By which one and the same id number is found again without being read.
  std::string blind(std::string_view field, std::string_view value) const;

  // Every key made so far is durable. Before the events that need it. [DESIGN 4]
  void sync();
  // The key is gone for good, also from the disk.
  void destroy(const std::string& person);
  bool is_destroyed(const std::string& person) const;

  // For files that belong to the book and not to one person.
  Key files_key() const { return files_key_; }
  Cipher cipher() const { return cipher_of(kind_); }
  void copy_to(const std::string& folder) const { store_->checkpoint(folder); }

 private:
  std::optional<Key> key_of(const std::string& person) const;
  std::optional<Key> key_of_or_new(const std::string& person);
  Key book_key(const std::string& name, bool create);
  std::string wrapped(const std::string& name, const Key& key) const;
  std::optional<Key> unwrapped(const std::string& name, std::string_view bytes) const;

  log::HashKind kind_;
  bool writable_;
  Key wrapping_;
  std::unique_ptr<log::SmallStore> store_;
  Key index_key_{};
  Key files_key_{};
  mutable std::mutex lock_;
  mutable std::map<std::string, Key, std::less<>> known_;
  bool unsynced_ = false;
};

}  // namespace zhucun::vault
