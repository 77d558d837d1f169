#include "ledger/accounts/password_hash.h"

#include <argon2.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <charconv>
#include <optional>
#include <stdexcept>

#include "ledger/accounts/text.h"
#include "ledger/log/failure.h"
#include "ledger/vault/seal.h"

namespace zhucun::accounts {

namespace {

constexpr std::size_t salt_bytes = 16;
constexpr std::size_t hash_bytes = 32;
constexpr std::string_view argon2_prefix = "$argon2id$";
constexpr std::string_view sm3_prefix = "$pbkdf2-hmac-sm3$i=";

std::string pbkdf2_sm3(std::string_view password, std::string_view salt, std::uint32_t iterations) {
  std::string out(hash_bytes, '\0');
  int done =
      PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()),
                        reinterpret_cast<const unsigned char*>(salt.data()),
                        static_cast<int>(salt.size()), static_cast<int>(iterations), EVP_sm3(),
                        static_cast<int>(out.size()), reinterpret_cast<unsigned char*>(out.data()));
  if (done != 1) throw std::runtime_error("OpenSSL 缺少 SM3，或内存不足");
  return out;
}

// "600000$<salt hex>$<hash hex>", behind the prefix.
struct Sm3Parts {
  std::uint32_t iterations = 0;
  std::string salt_hex;
  std::string hash_hex;
};

std::optional<Sm3Parts> sm3_parts(std::string_view stored) {
  Sm3Parts out;
  stored.remove_prefix(sm3_prefix.size());
  auto [end, error] = std::from_chars(stored.data(), stored.data() + stored.size(), out.iterations);
  stored.remove_prefix(static_cast<std::size_t>(end - stored.data()));
  bool whole = error == std::errc{} && out.iterations > 0 &&
               stored.size() == 2 + 2 * salt_bytes + 2 * hash_bytes && stored.front() == '$' &&
               stored[1 + 2 * salt_bytes] == '$';
  if (!whole) return std::nullopt;
  out.salt_hex = stored.substr(1, 2 * salt_bytes);
  out.hash_hex = stored.substr(2 + 2 * salt_bytes);
  return out;
}

// Constant in time over what differs.
bool equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

[[noreturn]] void damaged() {
  throw log::DamagedBook("账号存储 secrets/ 中有一个密码摘要不完整。请停止使用，并从备份恢复。");
}

bool matches(std::string_view password, const std::string& stored) {
  if (stored.starts_with(argon2_prefix)) {
    int done = argon2id_verify(stored.c_str(), password.data(), password.size());
    if (done == ARGON2_OK) return true;
    if (done == ARGON2_VERIFY_MISMATCH) return false;
    if (done == ARGON2_DECODING_FAIL) damaged();
    throw std::runtime_error(std::string("argon2id 失败：") + argon2_error_message(done));
  }
  if (!stored.starts_with(sm3_prefix)) damaged();
  auto parts = sm3_parts(stored);
  if (!parts) damaged();
  // The salt is the text of its digits: nothing has to be decoded.
  return equal(hex_of(pbkdf2_sm3(password, parts->salt_hex, parts->iterations)), parts->hash_hex);
}

// One of the places of a hasher while it lives.
class Taken {
 public:
  using Places = std::counting_semaphore<PasswordHasher::at_once>;
  Taken(Places& places, std::chrono::milliseconds longest)
      : places_(places), granted_(places.try_acquire_for(longest)) {}
  ~Taken() {
    if (granted_) places_.release();
  }
  Taken(const Taken&) = delete;
  bool granted() const { return granted_; }

 private:
  Places& places_;
  bool granted_;
};

Refusal too_many() {
  return {Code::busy, "同时登录的人太多", "过几秒再试", "", "", {}};
}

}  // namespace

PasswordHasher::PasswordHasher(HashSettings settings)
    : settings_(settings), nobody_(make(vault::random_bytes(hash_bytes))) {}

std::string PasswordHasher::prefix() const {
  if (settings_.algorithm == PasswordAlgorithm::pbkdf2_hmac_sm3)
    return std::string(sm3_prefix) + std::to_string(settings_.iterations) + "$";
  return std::string(argon2_prefix) + "v=19$m=" + std::to_string(settings_.memory_kib) +
         ",t=" + std::to_string(settings_.passes) + ",p=" + std::to_string(settings_.lanes) + "$";
}

std::string PasswordHasher::make(std::string_view password) const {
  std::string salt = vault::random_bytes(salt_bytes);
  if (settings_.algorithm == PasswordAlgorithm::pbkdf2_hmac_sm3) {
    std::string digits = hex_of(salt);
    return prefix() + digits + "$" + hex_of(pbkdf2_sm3(password, digits, settings_.iterations));
  }
  std::string out(argon2_encodedlen(settings_.passes, settings_.memory_kib, settings_.lanes,
                                    salt_bytes, hash_bytes, Argon2_id),
                  '\0');
  int done = argon2id_hash_encoded(settings_.passes, settings_.memory_kib, settings_.lanes,
                                   password.data(), password.size(), salt.data(), salt.size(),
                                   hash_bytes, out.data(), out.size());
  if (done != ARGON2_OK)
    throw std::runtime_error(std::string("argon2id 失败：") + argon2_error_message(done));
  out.resize(out.find('\0'));
  return out;
}

Result<std::string> PasswordHasher::hash(std::string_view password) {
  Taken place(places_, settings_.wait_longest);
  if (!place.granted()) return refuse(too_many());
  return make(password);
}

Result<bool> PasswordHasher::verify(std::string_view password, const std::string& stored) {
  Taken place(places_, settings_.wait_longest);
  if (!place.granted()) return refuse(too_many());
  ++evaluations_;
  return matches(password, stored);
}

Result<bool> PasswordHasher::verify_nobody(std::string_view password) {
  auto found = verify(password, nobody_);
  return found ? Result<bool>(false) : found;
}

bool PasswordHasher::is_current(const std::string& stored) const {
  return stored.starts_with(prefix());
}

}  // namespace zhucun::accounts
