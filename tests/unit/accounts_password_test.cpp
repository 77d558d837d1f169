// How passwords are hashed, and which ones may be chosen.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <set>
#include <thread>

#include "ledger/accounts/password_rules.h"
#include "tests/unit/accounts_fixture.h"

namespace zhucun::accounts {
namespace {

using namespace testing;

TEST(PasswordHash, NamesItsAlgorithmAndParameters) {
  HashSettings argon;
  PasswordHasher hasher(argon);
  std::string stored = *hasher.hash(good);
  EXPECT_TRUE(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << stored;
  EXPECT_TRUE(*hasher.verify(good, stored));
  EXPECT_FALSE(*hasher.verify(good + " ", stored));
  EXPECT_NE(*hasher.hash(good), stored) << "every hash has a salt of its own";

  HashSettings chinese;
  chinese.algorithm = PasswordAlgorithm::pbkdf2_hmac_sm3;
  PasswordHasher sm3(chinese);
  std::string national = *sm3.hash(good);
  EXPECT_TRUE(national.starts_with("$pbkdf2-hmac-sm3$i=600000$")) << national;
  EXPECT_TRUE(*sm3.verify(good, national));
  EXPECT_FALSE(*sm3.verify(other, national));
  // Each still verifies what the other made.
  EXPECT_TRUE(*sm3.verify(good, stored));
  EXPECT_TRUE(*hasher.verify(good, national));
  EXPECT_TRUE(hasher.is_current(stored));
  EXPECT_FALSE(hasher.is_current(national));
  EXPECT_FALSE(sm3.is_current(stored));
}

// A value computed with Python's hashlib.pbkdf2_hmac("sm3", ...), so that another program can
// check.
TEST(PasswordHash, Sm3IsTheStandardOne) {
  HashSettings chinese;
  chinese.algorithm = PasswordAlgorithm::pbkdf2_hmac_sm3;
  chinese.iterations = 1000;
  PasswordHasher hasher(chinese);
  std::string stored =
      "$pbkdf2-hmac-sm3$i=1000$00112233445566778899aabbccddeeff$"
      "3a5deff720b3af94a92c098f81272e10d5c1347e6c5e932ea49469c183235703";
  EXPECT_TRUE(*hasher.verify("correct horse", stored));
  EXPECT_FALSE(*hasher.verify("correct hors", stored));
}

TEST(PasswordHash, WhatIsNoHashIsDamage) {
  PasswordHasher hasher(cheap().hash);
  for (std::string stored : {"", "plain", "$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$c2FsdA",
                             "$pbkdf2-hmac-sm3$i=", "$pbkdf2-hmac-sm3$i=0$00$00",
                             "$pbkdf2-hmac-sm3$i=5$00", "$2b$12$abcdefghijklmnopqrstuv"})
    EXPECT_THROW((void)hasher.verify(good, stored), log::DamagedBook) << stored;
}

TEST(PasswordHash, TwoAtOnceAndTheNextAreRefusedAfterAWait) {
  HashSettings slow;
  slow.memory_kib = 64 * 1024;
  slow.passes = 12;
  slow.wait_longest = milliseconds(10);
  PasswordHasher hasher(slow);
  std::string stored = *hasher.hash(good);
  std::atomic<int> done{0};
  std::atomic<int> busy{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      auto found = hasher.verify(good, stored);
      if (found)
        ++done;
      else
        ++(found.error().code == Code::busy ? busy : done);
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(done + busy, 6);
  EXPECT_GE(busy, 1);
  EXPECT_EQ(hasher.evaluations(), static_cast<std::uint64_t>(done.load()));
}

TEST(PasswordHash, CostsAsStated) {
  for (auto algorithm : {PasswordAlgorithm::argon2id, PasswordAlgorithm::pbkdf2_hmac_sm3}) {
    HashSettings settings;
    settings.algorithm = algorithm;
    PasswordHasher hasher(settings);
    std::vector<double> times;
    for (int i = 0; i < 9; ++i) {
      auto started = std::chrono::steady_clock::now();
      (void)hasher.hash(good);
      times.push_back(
          std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started)
              .count());
    }
    std::sort(times.begin(), times.end());
    std::printf("measured: %s, one hash, median %.1f ms\n",
                algorithm == PasswordAlgorithm::argon2id ? "argon2id 19 MiB t=2 p=1"
                                                         : "PBKDF2-HMAC-SM3 600000",
                times[times.size() / 2]);
    EXPECT_GT(times.front(), 2) << "too cheap to hold off guesses";
  }
}

// --- rules

TEST(PasswordRules, WeakOnesAreRefusedWithARepair) {
  struct Case {
    std::string account;
    std::string password;
    Code code;
  };
  const std::vector<Case> cases{
      {"li", "short", Code::password_length},
      {"li", "elevenchars", Code::password_length},
      {"li", "十一个汉字的密码太短了", Code::password_length},
      {"li", std::string(129, 'x'), Code::password_length},
      {"li", "corn-Yard!\xff\xfe blue", Code::bad_value},
      {"li", std::string("corn-Yard!\0blue 47", 18), Code::bad_value},
      {"li", "corn-Yard!\tblue 47", Code::bad_value},
      {"zhangsan", "ZhangSan-corn!yard", Code::password_has_name},
      {"张三丰", "corn张三丰yard!blue", Code::password_has_name},
      {"zhangsan@yulin.gov.cn", "zhangsan@yulin", Code::password_has_name},
      {"li", "aaaaaaaaaaaaaaaa", Code::password_common},
      {"li", "123456789012", Code::password_common},
      {"li", "13987520364971", Code::password_common},
      {"li", "612701198503121234", Code::password_common},
      {"li", "qwertyuiop[]", Code::password_common},
      {"li", "1qaz2wsx3edc", Code::password_common},
      {"li", "!QAZ@WSX#EDC", Code::password_common},
      {"li", "abcdefghijklmnop", Code::password_common},
      {"li", "ponmlkjihgfedcba", Code::password_common},
      {"li", "Password1234", Code::password_common},
      {"li", "P@ssw0rd2024!!", Code::password_common},
      {"li", "Zhucun@2024!", Code::password_common},
      {"li", "zhucunzhang2025", Code::password_common},
      {"li", "Yulin@Zhucun2024", Code::password_common},
      {"li", "ｙｕｌｉｎ＠２０２４２０２５", Code::password_common},
      {"li", "榆林驻村工作队第一书记2024", Code::password_common},
      {"li", "abc!abc!abc!abc!", Code::password_common},
      {"li", "Admin@123456", Code::password_common},
      {"li", "woaini520woaini", Code::password_common},
  };
  for (const auto& one : cases) {
    auto fault = password_fault(one.account, one.password);
    ASSERT_TRUE(fault) << one.password << " worth " << password_worth(*code_points(one.password));
    EXPECT_EQ(fault->code, one.code) << one.password;
    EXPECT_FALSE(fault->detail.empty());
    EXPECT_FALSE(fault->hint.empty());
    EXPECT_EQ(fault->detail.find(one.password), std::string::npos) << "a refusal is logged";
    EXPECT_NE(name_of(fault->code), "unknown");
  }
  std::printf("counted: %zu weak passwords refused\n", cases.size());
}

TEST(PasswordRules, GoodOnesPass) {
  for (std::string password : {good, other, std::string("correct horse battery staple"),
                               std::string("我家门前有两棵枣树和一口井"),
                               std::string("k7#mQ2vX9pLw"), std::string("twelve-Gates&one")})
    EXPECT_FALSE(password_fault("li", password)) << password;
  std::string long_one;
  for (int i = 0; i < 128; ++i) long_one += static_cast<char>('a' + i * i * 7 % 26);
  EXPECT_FALSE(password_fault("li", long_one)) << "128 characters are allowed";
}

TEST(PasswordRules, OneTimePasswordsAreFitAndUnique) {
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) {
    std::string password = Passwords::make_one_time("li");
    ASSERT_EQ(password.size(), 19u);
    ASSERT_TRUE(seen.insert(password).second);
  }
  std::printf("counted: %zu one-time passwords, all different\n", seen.size());
}

TEST(PasswordRules, TextIsCutBetweenCharacters) {
  EXPECT_EQ(shortened("驻村账", 7), "驻村");
  EXPECT_EQ(shortened("a\r\nb\xff", 10), "a??b?");
  EXPECT_FALSE(code_points("\xed\xa0\x80")) << "a surrogate";
  EXPECT_FALSE(code_points("\xc0\xae")) << "an overlong form";
  EXPECT_FALSE(code_points("\xe9\xa9")) << "a part of a character";
  EXPECT_EQ(code_points("驻")->size(), 1u);
}

}  // namespace
}  // namespace zhucun::accounts
