// Sealing: bytes that only the holder of a key can read, and that show when they were changed.
//
// AES-256-GCM, or SM4-CBC with HMAC-SM3 over the whole (OpenSSL 3.0 has no SM4-GCM); the first byte
// of what is sealed names the cipher. `bound` is authenticated with it but not held in it: the
// same bytes under another name do not open. Pure but for the random nonce; any thread. Throws
// std::runtime_error when OpenSSL lacks an algorithm, which is a fault of the installation.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/log/hash.h"

namespace zhucun::vault {

using Key = std::array<std::uint8_t, 32>;

// The numbers are on disk.
enum class Cipher : std::uint8_t { aes_256_gcm = 1, sm4_cbc_hmac_sm3 = 2 };

// A book made with SM3 seals with SM4.
inline Cipher cipher_of(log::HashKind kind) {
  return kind == log::HashKind::sm3 ? Cipher::sm4_cbc_hmac_sm3 : Cipher::aes_256_gcm;
}

Key random_key();
std::string random_bytes(std::size_t count);

std::string seal(Cipher cipher, const Key& key, std::string_view bound, std::string_view plain);
// Nothing when the key, the binding or a byte is wrong.
std::optional<std::string> unseal(const Key& key, std::string_view bound, std::string_view sealed);

// HMAC with the book's hash: salts, blind indexes, and keys derived from keys by purpose.
Key keyed_hash(log::HashKind kind, const Key& key, std::string_view message);
Key derived_key(const Key& key, std::string_view purpose);

// Forgets a key's bytes for certain.
void wipe(Key& key);
void wipe(std::string& text);

}  // namespace zhucun::vault
