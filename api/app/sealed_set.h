// A set of sealed files: one folder of a backup, and its manifest.
//
//   SET/manifest          lines of text: a plain head that names backup and key, then a sealed body
//   SET/000001.sealed ... each file in chunks of 1 MiB, each chunk sealed by itself
//   SET/verified          a note with a keyed hash, once the set was restored and compared
//
// Every chunk is bound to the set's id, the file's name, its own number and whether it is the last,
// so nothing can be swapped, cut or put in another order unseen. The manifest is written last: a
// folder without one is unfinished. One thread. Damage throws log::DamagedBook; a wrong key or an
// unfinished set is a refusal.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "api/app/book_folder.h"
#include "ledger/base/refusal.h"
#include "ledger/vault/master_key.h"

namespace zhucun::app {

enum class SetKind : std::uint8_t { book, keys };

struct SealedFile {
  std::string name;  // in the book's folder, such as store/000012.sst
  std::uint64_t size = 0;
  log::Hash content{};  // SHA-256 of the plain bytes
};

struct Manifest {
  std::string name;  // of the backup: city, time and position
  SetKind kind = SetKind::book;
  std::string id;   // 16 random bytes in hex, the same in a backup's book and keys
  std::string key;  // name of the master key
  RecordedTime made;
  std::string program;
  Summary book;
  std::vector<SealedFile> files;
};

// The sealed bytes of one file, and back; nothing when any byte, the key or the binding is wrong.
std::string seal_file(vault::Cipher cipher, const vault::Key& key, const std::string& id,
                      const std::string& name, std::string_view plain);
std::optional<std::string> unseal_file(const vault::Key& key, const std::string& id,
                                       const std::string& name, std::string_view sealed);

std::string manifest_text(const Manifest& manifest, const vault::MasterKey& master);
// `where` is for the messages.
Result<Manifest> parse_manifest(std::string_view text, const vault::MasterKey& master,
                                const std::filesystem::path& where);

// Seals the files of `from` into the new folder `to`, under NAME.unfinished until all is synced.
void write_set(Manifest& manifest, const vault::MasterKey& master,
               const std::filesystem::path& from, const std::vector<std::string>& names,
               const std::filesystem::path& to, const Progress& progress);
Result<Manifest> read_manifest(const std::filesystem::path& set, const vault::MasterKey& master);
// Unseals all files of a set into a folder, comparing each with the manifest.
void unpack_set(const Manifest& manifest, const vault::MasterKey& master,
                const std::filesystem::path& set, const std::filesystem::path& to,
                const Progress& progress);

void mark_verified(const Manifest& manifest, const vault::MasterKey& master,
                   const std::filesystem::path& set);
bool is_verified(const Manifest& manifest, const vault::MasterKey& master,
                 const std::filesystem::path& set);

}  // namespace zhucun::app
