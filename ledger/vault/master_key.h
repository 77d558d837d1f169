// The master key: it wraps every other key of a book and never lies in the book's folder.
//
// One line of text in a file that only its owner may read: "zhucun-key-1:" and 64 hex digits. Lost
// = personal data and sealed backups are lost, the ledger is not. Given by --key-file, or by the
// service manager as the credential "zhucun-key". Throws KeyFailure (exit 78).
#pragma once

#include <filesystem>
#include <string>

#include "ledger/log/failure.h"
#include "ledger/vault/seal.h"

namespace zhucun::vault {

struct KeyFailure : log::Failure {
  explicit KeyFailure(const std::string& message) : Failure(78, message) {}
};

class MasterKey {
 public:
  // A file that others may read, or that holds something else, is refused.
  static MasterKey read(const std::filesystem::path& file);
  // Makes a new one, synced, readable by its owner alone. An existing file is read instead.
  static MasterKey read_or_make(const std::filesystem::path& file);
  static MasterKey random();

  // A key for one purpose, such as "person-keys" or "backup".
  Key for_purpose(std::string_view purpose) const { return derived_key(key_, purpose); }
  // Eight hex digits by which people tell keys apart; says nothing about the key.
  std::string name() const;

 private:
  explicit MasterKey(const Key& key) : key_(key) {}
  Key key_;
};

}  // namespace zhucun::vault
