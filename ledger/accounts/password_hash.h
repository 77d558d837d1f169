// Slow hashes of passwords: argon2id, or PBKDF2-HMAC-SM3 where the book must use Chinese
// algorithms.
//
// The text that is stored names algorithm and parameters ("$argon2id$v=19$m=19456,t=2,p=1$...",
// "$pbkdf2-hmac-sm3$i=600000$..."), so that a changed setting still verifies what is older. Each
// hash takes memory and a core for tens of milliseconds: at most `at_once` run together, who waits
// longer than `wait_longest` is refused busy. Any thread. Throws std::runtime_error when the
// library fails, which is a fault of the installation, and DamagedBook for a stored text that is
// none.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <semaphore>
#include <string>
#include <string_view>

#include "ledger/base/refusal.h"

namespace zhucun::accounts {

enum class PasswordAlgorithm : std::uint8_t { argon2id, pbkdf2_hmac_sm3 };

struct HashSettings {
  PasswordAlgorithm algorithm = PasswordAlgorithm::argon2id;
  // argon2id
  std::uint32_t memory_kib = 19 * 1024;
  std::uint32_t passes = 2;
  std::uint32_t lanes = 1;
  // PBKDF2
  std::uint32_t iterations = 600'000;
  std::chrono::milliseconds wait_longest{5'000};
};

class PasswordHasher {
 public:
  static constexpr std::ptrdiff_t at_once = 2;

  explicit PasswordHasher(HashSettings settings);

  // Refuses: busy.
  Result<std::string> hash(std::string_view password);
  Result<bool> verify(std::string_view password, const std::string& stored);
  // As costly as a verification of a password hashed with today's settings, and never true.
  Result<bool> verify_nobody(std::string_view password);
  // Whether a stored text was made with today's settings.
  bool is_current(const std::string& stored) const;

  // Passwords that were compared with a hash since the start; a refused one is not counted.
  std::uint64_t evaluations() const { return evaluations_; }

 private:
  std::string make(std::string_view password) const;
  std::string prefix() const;

  HashSettings settings_;
  std::counting_semaphore<at_once> places_{at_once};
  std::atomic<std::uint64_t> evaluations_{0};
  std::string nobody_;
};

}  // namespace zhucun::accounts
