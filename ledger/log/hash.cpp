#include "ledger/log/hash.h"

#include <openssl/evp.h>

#include <cstring>
#include <stdexcept>

#include "ledger/log/bytes.h"

namespace zhucun::log {

std::string_view name_of(HashKind kind) {
  return kind == HashKind::sm3 ? "SM3" : "SHA-256";
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (std::uint8_t byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

struct Hasher::State {
  EVP_MD* algorithm = nullptr;
  EVP_MD_CTX* context = nullptr;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    EVP_MD_CTX_free(context);
    EVP_MD_free(algorithm);
  }

  void start() { check(EVP_DigestInit_ex2(context, algorithm, nullptr)); }
  void add(const void* data, std::size_t size) { check(EVP_DigestUpdate(context, data, size)); }
  Hash finish() {
    Hash hash;
    unsigned size = 0;
    check(EVP_DigestFinal_ex(context, hash.data(), &size));
    return hash;
  }

  // A failing digest means a broken installation; a wrong hash must never be stored.
  static void check(int ok) {
    if (ok != 1) throw std::runtime_error("OpenSSL 散列计算失败：请检查本机 OpenSSL 3 的安装");
  }
};

Hasher::Hasher(HashKind kind) : kind_(kind), state_(std::make_unique<State>()) {
  state_->algorithm = EVP_MD_fetch(nullptr, kind == HashKind::sm3 ? "SM3" : "SHA256", nullptr);
  state_->context = EVP_MD_CTX_new();
  if (!state_->algorithm || !state_->context) {
    throw std::runtime_error("OpenSSL 不提供 " + std::string(name_of(kind)) +
                             "：请安装带默认 provider 的 OpenSSL 3");
  }
}

Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

Hash Hasher::digest(std::span<const std::uint8_t> bytes) {
  state_->start();
  state_->add(bytes.data(), bytes.size());
  return state_->finish();
}

Hash Hasher::leaf(Position position, RecordedTime recorded, std::span<const std::uint64_t> body) {
  std::uint8_t head[17] = {0x00};
  put_u64(head + 1, position.value);
  put_u64(head + 9, static_cast<std::uint64_t>(recorded.micros));
  state_->start();
  state_->add(head, sizeof head);
  state_->add(body.data(), body.size_bytes());
  return state_->finish();
}

Hash Hasher::node(const Hash& left, const Hash& right) {
  std::uint8_t bytes[65];
  bytes[0] = 0x01;
  std::memcpy(bytes + 1, left.data(), 32);
  std::memcpy(bytes + 33, right.data(), 32);
  return digest(bytes);
}

Hash Hasher::link(const Hash& chain, const Hash& leaf) {
  std::uint8_t bytes[64];
  std::memcpy(bytes, chain.data(), 32);
  std::memcpy(bytes + 32, leaf.data(), 32);
  return digest(bytes);
}

}  // namespace zhucun::log
