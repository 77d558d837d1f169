#include "ledger/vault/seal.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <memory>
#include <stdexcept>

namespace zhucun::vault {

namespace {

constexpr std::size_t gcm_nonce_bytes = 12;
constexpr std::size_t gcm_tag_bytes = 16;
constexpr std::size_t cbc_nonce_bytes = 16;
constexpr std::size_t sm3_bytes = 32;

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
struct FreeMac {
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

void must(bool done) {
  if (!done) throw std::runtime_error("OpenSSL 缺少所需的密码算法，或内存不足");
}

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

Key hmac(const char* digest, const Key& key, std::string_view message) {
  static EVP_MAC* algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  must(algorithm != nullptr);
  std::unique_ptr<EVP_MAC_CTX, FreeMac> context(EVP_MAC_CTX_new(algorithm));
  must(context != nullptr);
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, const_cast<char*>(digest), 0),
      OSSL_PARAM_construct_end()};
  Key out{};
  std::size_t length = 0;
  must(EVP_MAC_init(context.get(), key.data(), key.size(), parameters) == 1 &&
       EVP_MAC_update(context.get(), bytes(message), message.size()) == 1 &&
       EVP_MAC_final(context.get(), out.data(), &length, out.size()) == 1 && length == out.size());
  return out;
}

// What is authenticated besides the sealed bytes, with its length, so that no two splits look
// alike.
std::string framed(std::string_view bound, std::string_view rest) {
  std::string out = std::to_string(bound.size()) + ":";
  out.append(bound);
  out.append(rest);
  return out;
}

std::string seal_gcm(const Key& key, std::string_view bound, std::string_view plain) {
  std::string nonce = random_bytes(gcm_nonce_bytes);
  std::string body(plain.size(), '\0');
  std::string tag(gcm_tag_bytes, '\0');
  CipherContext context(EVP_CIPHER_CTX_new());
  int length = 0;
  must(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(), bytes(nonce)) ==
       1);
  must(EVP_EncryptUpdate(context.get(), nullptr, &length, bytes(bound),
                         static_cast<int>(bound.size())) == 1);
  must(EVP_EncryptUpdate(context.get(), bytes(body), &length, bytes(plain),
                         static_cast<int>(plain.size())) == 1);
  must(EVP_EncryptFinal_ex(context.get(), bytes(body) + length, &length) == 1);
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, gcm_tag_bytes, tag.data()) == 1);
  return nonce + body + tag;
}

std::optional<std::string> unseal_gcm(const Key& key, std::string_view bound,
                                      std::string_view sealed) {
  if (sealed.size() < gcm_nonce_bytes + gcm_tag_bytes) return std::nullopt;
  std::string_view nonce = sealed.substr(0, gcm_nonce_bytes);
  std::string tag(sealed.substr(sealed.size() - gcm_tag_bytes));
  std::string_view body =
      sealed.substr(gcm_nonce_bytes, sealed.size() - gcm_nonce_bytes - gcm_tag_bytes);
  std::string plain(body.size(), '\0');
  CipherContext context(EVP_CIPHER_CTX_new());
  int length = 0;
  must(EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(), bytes(nonce)) ==
       1);
  must(EVP_DecryptUpdate(context.get(), nullptr, &length, bytes(bound),
                         static_cast<int>(bound.size())) == 1);
  must(EVP_DecryptUpdate(context.get(), bytes(plain), &length, bytes(body),
                         static_cast<int>(body.size())) == 1);
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, gcm_tag_bytes, tag.data()) == 1);
  if (EVP_DecryptFinal_ex(context.get(), bytes(plain) + length, &length) != 1) return std::nullopt;
  return plain;
}

// SM4 takes 16 bytes; what encrypts and what authenticates are two keys.
const EVP_CIPHER* sm4_cbc() {
  static EVP_CIPHER* cipher = EVP_CIPHER_fetch(nullptr, "SM4-CBC", nullptr);
  must(cipher != nullptr);
  return cipher;
}

std::string run_sm4(const Key& key, std::string_view nonce, std::string_view in, bool encrypt) {
  Key cipher_key = hmac("SM3", key, "sm4-cbc");
  std::string out(in.size() + 16, '\0');
  CipherContext context(EVP_CIPHER_CTX_new());
  int length = 0;
  int last = 0;
  must(EVP_CipherInit_ex(context.get(), sm4_cbc(), nullptr, cipher_key.data(), bytes(nonce),
                         encrypt ? 1 : 0) == 1);
  must(EVP_CipherUpdate(context.get(), bytes(out), &length, bytes(in),
                        static_cast<int>(in.size())) == 1);
  must(EVP_CipherFinal_ex(context.get(), bytes(out) + length, &last) == 1);
  out.resize(static_cast<std::size_t>(length + last));
  wipe(cipher_key);
  return out;
}

std::string sm4_tag(const Key& key, std::string_view bound, std::string_view nonce_and_body) {
  Key tag = hmac("SM3", hmac("SM3", key, "hmac-sm3"), framed(bound, nonce_and_body));
  return {reinterpret_cast<const char*>(tag.data()), tag.size()};
}

std::string seal_sm4(const Key& key, std::string_view bound, std::string_view plain) {
  std::string out = random_bytes(cbc_nonce_bytes);
  out += run_sm4(key, out, plain, true);
  return out + sm4_tag(key, bound, out);
}

std::optional<std::string> unseal_sm4(const Key& key, std::string_view bound,
                                      std::string_view sealed) {
  if (sealed.size() < cbc_nonce_bytes + 16 + sm3_bytes) return std::nullopt;
  std::string_view body = sealed.substr(0, sealed.size() - sm3_bytes);
  std::string expected = sm4_tag(key, bound, body);
  if (CRYPTO_memcmp(expected.data(), sealed.data() + body.size(), sm3_bytes) != 0)
    return std::nullopt;
  return run_sm4(key, body.substr(0, cbc_nonce_bytes), body.substr(cbc_nonce_bytes), false);
}

}  // namespace

Key random_key() {
  Key key{};
  must(RAND_bytes(key.data(), static_cast<int>(key.size())) == 1);
  return key;
}

std::string random_bytes(std::size_t count) {
  std::string out(count, '\0');
  must(RAND_bytes(bytes(out), static_cast<int>(count)) == 1);
  return out;
}

std::string seal(Cipher cipher, const Key& key, std::string_view bound, std::string_view plain) {
  std::string out(1, static_cast<char>(cipher));
  return out + (cipher == Cipher::aes_256_gcm ? seal_gcm(key, bound, plain)
                                              : seal_sm4(key, bound, plain));
}

std::optional<std::string> unseal(const Key& key, std::string_view bound, std::string_view sealed) {
  if (sealed.empty()) return std::nullopt;
  switch (static_cast<Cipher>(sealed.front())) {
    case Cipher::aes_256_gcm: return unseal_gcm(key, bound, sealed.substr(1));
    case Cipher::sm4_cbc_hmac_sm3: return unseal_sm4(key, bound, sealed.substr(1));
  }
  return std::nullopt;
}

Key keyed_hash(log::HashKind kind, const Key& key, std::string_view message) {
  return hmac(kind == log::HashKind::sm3 ? "SM3" : "SHA256", key, message);
}

Key derived_key(const Key& key, std::string_view purpose) {
  return hmac("SHA256", key, framed("zhucun", purpose));
}

void wipe(Key& key) {
  OPENSSL_cleanse(key.data(), key.size());
}

void wipe(std::string& text) {
  OPENSSL_cleanse(text.data(), text.size());
}

}  // namespace zhucun::vault
