// What the tests of accounts share: a secrets folder that vanishes, cheap settings, moments.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <string>

#include "ledger/accounts/secrets.h"
#include "ledger/accounts/text.h"
#include "ledger/base/clock.h"
#include "tests/unit/log_fixture.h"

namespace zhucun::accounts::testing {

using log::SmallStoreMode;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

inline const RecordedTime noon{1'721'016'000'000'000};  // 2024-07-15 12:00 UTC+8
inline const std::string good = "corn-Yard!blue 47 渡口";
inline const std::string other = "pear-Roof?grey 83 石桥";

inline RecordedTime later(microseconds span, RecordedTime from = noon) {
  return {from.micros + span.count()};
}

// As cheap as the algorithms allow.
inline SecretSettings cheap() {
  SecretSettings out;
  out.hash.memory_kib = 8;
  out.hash.passes = 1;
  out.hash.iterations = 100;
  return out;
}

class AccountSecrets : public ::testing::Test {
 protected:
  Secrets& open(SmallStoreMode mode, SecretSettings settings = cheap()) {
    secrets_.reset();
    secrets_ = std::make_unique<Secrets>(folder(), mode, settings);
    return *secrets_;
  }
  Secrets& fresh(SecretSettings settings = cheap()) {
    return open(SmallStoreMode::create, settings);
  }
  Secrets& again(SecretSettings settings = cheap()) {
    return open(SmallStoreMode::write, settings);
  }
  std::string folder() const { return scratch_.at("secrets"); }

  // Whether any file of the folder holds these bytes.
  bool on_disk(const std::string& bytes) const {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      std::string all{std::istreambuf_iterator<char>(file), {}};
      if (all.find(bytes) != std::string::npos) return true;
    }
    return false;
  }

  log::testing::ScratchFolder scratch_;
  std::unique_ptr<Secrets> secrets_;
};

template <typename T>
Code code_of(const Result<T>& result) {
  EXPECT_FALSE(result.has_value());
  return result ? Code::malformed : result.error().code;
}

}  // namespace zhucun::accounts::testing
