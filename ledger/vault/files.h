// Attachments: files sealed under the book's files key, each named by the hash of its sealed bytes,
// so that anyone can check that it is whole and only the book can read it. Written before the event
// that names it; what no event names is swept after a while. Any thread. Throws log::IoFailure.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/vault/seal.h"

namespace zhucun::vault {

class Files {
 public:
  // `key` is empty for a reader that only checks.
  Files(std::filesystem::path folder, std::optional<Key> key, Cipher cipher);

  // Durable on return: written aside, synced, renamed, folder synced. The name, 64 hex digits.
  std::string put(std::string_view plain);
  bool has(const std::string& name) const;
  // Nothing when there is no such file. Throws DamagedBook when its bytes are not what its name
  // says.
  std::optional<std::string> get(const std::string& name) const;
  // Removes what nobody names and was last written before `older_than`; gives how many.
  std::size_t sweep(const std::function<bool(const std::string&)>& is_named,
                    std::filesystem::file_time_type older_than);
  // The names of files whose bytes do not fit them.
  std::vector<std::string> damaged() const;

 private:
  std::filesystem::path folder_;
  std::optional<Key> key_;
  Cipher cipher_;
};

}  // namespace zhucun::vault
