// Setting and verifying passwords: what is counted, delayed, locked, and what outsiders learn.
#include <algorithm>
#include <cstdio>
#include <thread>

#include "tests/unit/accounts_fixture.h"

namespace zhucun::accounts {
namespace {

using namespace testing;

TEST_F(AccountSecrets, ASetPasswordIsVerifiedAndReplaced) {
  Secrets& secrets = fresh();
  auto& passwords = secrets.passwords();
  EXPECT_FALSE(passwords.has("li"));
  ASSERT_TRUE(passwords.set("li", good, PasswordKind::lasting, noon));
  EXPECT_TRUE(passwords.has("li"));
  auto right = passwords.verify("li", good, later(seconds(1)));
  ASSERT_TRUE(right);
  EXPECT_FALSE(right->must_change);
  EXPECT_EQ(right->set_at, noon);
  EXPECT_EQ(code_of(passwords.set("li", good, PasswordKind::lasting, noon)),
            Code::password_unchanged);
  EXPECT_EQ(code_of(passwords.set("li", "short", PasswordKind::lasting, noon)),
            Code::password_length);
  ASSERT_TRUE(passwords.set("li", other, PasswordKind::lasting, noon));
  EXPECT_EQ(code_of(passwords.verify("li", good, later(minutes(1)))), Code::wrong_password);
  EXPECT_TRUE(passwords.verify("li", other, later(minutes(2))));
  EXPECT_TRUE(again().passwords().verify("li", other, later(minutes(3)))) << "after a restart";
}

TEST_F(AccountSecrets, OneTimePasswordsMustBeChangedAndExpire) {
  auto& passwords = fresh().passwords();
  std::string sheet = Passwords::make_one_time("li");
  ASSERT_TRUE(passwords.set("li", sheet, PasswordKind::one_time, noon));
  auto right = passwords.verify("li", sheet, later(hours(7 * 24)));
  ASSERT_TRUE(right);
  EXPECT_TRUE(right->must_change);
  RecordedTime late = later(hours(7 * 24) + seconds(1));
  EXPECT_EQ(code_of(passwords.verify("li", sheet, late)), Code::password_expired);
  EXPECT_EQ(code_of(passwords.verify("li", good, late)), Code::wrong_password)
      << "only who knows it learns that it has expired";
  ASSERT_TRUE(passwords.set("li", good, PasswordKind::lasting, late));
  EXPECT_FALSE(passwords.verify("li", good, late)->must_change);
}

TEST_F(AccountSecrets, FiveFailuresLockForFifteenMinutes) {
  SecretSettings settings = cheap();
  settings.passwords.delay = microseconds(0);
  auto& passwords = fresh(settings).passwords();
  ASSERT_TRUE(passwords.set("li", good, PasswordKind::lasting, noon));
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(code_of(passwords.verify("li", other, later(seconds(i)))), Code::wrong_password);
  EXPECT_EQ(passwords.evaluations(), 5u);
  // The right one is not even looked at, until fifteen minutes after the fifth failure.
  EXPECT_EQ(code_of(passwords.verify("li", good, later(seconds(5)))), Code::account_locked);
  auto& restarted = again(settings).passwords();
  RecordedTime end = later(minutes(15) + seconds(4));
  EXPECT_EQ(code_of(restarted.verify("li", good, later(microseconds(-1), end))),
            Code::account_locked)
      << "the lock survives a restart";
  EXPECT_EQ(restarted.evaluations(), 0u);
  EXPECT_TRUE(restarted.verify("li", good, end));
  // A success forgets the failures.
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 4; ++i)
      EXPECT_EQ(code_of(restarted.verify("li", other, end)), Code::wrong_password);
    EXPECT_TRUE(restarted.verify("li", good, end));
  }
  // Four failures grow old one by one.
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(code_of(restarted.verify("li", other, later(minutes(4 * i), end))),
              Code::wrong_password);
}

TEST_F(AccountSecrets, BetweenFailuresStandGrowingDelays) {
  auto& passwords = fresh().passwords();
  ASSERT_TRUE(passwords.set("li", good, PasswordKind::lasting, noon));
  auto failed = [&](milliseconds at) { return code_of(passwords.verify("li", other, later(at))); };
  EXPECT_EQ(failed(milliseconds(0)), Code::wrong_password);
  EXPECT_EQ(failed(milliseconds(0)), Code::wrong_password);
  EXPECT_EQ(failed(milliseconds(999)), Code::account_locked);
  EXPECT_EQ(failed(milliseconds(1000)), Code::wrong_password);
  EXPECT_EQ(failed(milliseconds(2999)), Code::account_locked);
  EXPECT_EQ(failed(milliseconds(3000)), Code::wrong_password);
  EXPECT_EQ(failed(milliseconds(6999)), Code::account_locked);
  auto right = passwords.verify("li", good, later(seconds(7)));
  EXPECT_TRUE(right) << "what was refused for a delay did not count";
  EXPECT_EQ(passwords.evaluations(), 5u);
}

TEST_F(AccountSecrets, ResettingAPasswordUnlocks) {
  SecretSettings settings = cheap();
  settings.passwords.delay = microseconds(0);
  auto& passwords = fresh(settings).passwords();
  ASSERT_TRUE(passwords.set("li", good, PasswordKind::lasting, noon));
  for (int i = 0; i < 6; ++i) (void)passwords.verify("li", other, noon);
  EXPECT_EQ(code_of(passwords.verify("li", good, noon)), Code::account_locked);
  std::string sheet = Passwords::make_one_time("li");
  ASSERT_TRUE(passwords.set("li", sheet, PasswordKind::one_time, noon));
  EXPECT_TRUE(passwords.verify("li", sheet, noon));
}

TEST_F(AccountSecrets, AClockSetBackLocksNobodyForLonger) {
  SecretSettings settings = cheap();
  settings.passwords.delay = microseconds(0);
  auto& passwords = fresh(settings).passwords();
  ASSERT_TRUE(passwords.set("li", good, PasswordKind::lasting, noon));
  for (int i = 0; i < 5; ++i) (void)passwords.verify("li", other, later(hours(24 * 365)));
  EXPECT_EQ(code_of(passwords.verify("li", good, noon)), Code::account_locked);
  EXPECT_TRUE(passwords.verify("li", good, later(minutes(15))));
}

// Ten thousand guesses, spread over two hours, one thread.
TEST_F(AccountSecrets, TenThousandGuessesAreMostlyNotEvaluated) {
  auto& passwords = fresh().passwords();
  ASSERT_TRUE(passwords.set("li", good, PasswordKind::lasting, noon));
  for (const std::string account : {"li", "nobody"}) {
    std::uint64_t before = passwords.evaluations();
    int wrong = 0;
    for (int i = 0; i < 10'000; ++i) {
      auto found =
          passwords.verify(account, other + std::to_string(i), later(milliseconds(720) * i));
      ASSERT_FALSE(found);
      if (found.error().code == Code::wrong_password) ++wrong;
    }
    // From a first guess to the next fifteen minutes after the fifth: eight rounds fit into the
    // two hours.
    std::uint64_t evaluated = passwords.evaluations() - before;
    EXPECT_EQ(evaluated, static_cast<std::uint64_t>(wrong));
    EXPECT_EQ(evaluated, 8u * 5u);
    std::printf("counted: 10000 guesses at %s in 2 h, %llu evaluated\n",
                account == "li" ? "an account" : "an unknown name",
                static_cast<unsigned long long>(evaluated));
  }
}

TEST_F(AccountSecrets, GuessesAtOnceBuyNoFurtherOne) {
  auto& passwords = fresh().passwords();
  ASSERT_TRUE(passwords.set("li", good, PasswordKind::lasting, noon));
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 1250; ++i) {
        auto at = later(milliseconds(i * 10 + t));  // all within fifteen minutes
        EXPECT_FALSE(passwords.verify("li", other + std::to_string(i), at));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_LE(passwords.evaluations(), 5u);
  EXPECT_GE(passwords.evaluations(), 2u);
  std::printf("counted: 10000 guesses by 8 threads within 15 min, %llu evaluated\n",
              static_cast<unsigned long long>(passwords.evaluations()));
}

TEST_F(AccountSecrets, RestartsBuyNoFurtherGuess) {
  fresh();
  ASSERT_TRUE(secrets_->passwords().set("li", good, PasswordKind::lasting, noon));
  std::uint64_t evaluated = 0;
  for (int i = 0; i < 30; ++i) {
    auto& passwords = again().passwords();
    EXPECT_FALSE(passwords.verify("li", other, later(seconds(10 * i))));
    evaluated += passwords.evaluations();
  }
  EXPECT_EQ(evaluated, 5u);
}

TEST_F(AccountSecrets, UnknownNamesAnswerAndCostTheSame) {
  SecretSettings settings;  // the shipped cost
  auto& passwords = fresh(settings).passwords();
  std::vector<double> known;
  std::vector<double> unknown;
  auto timed = [&](const std::string& account, RecordedTime at, std::vector<double>& times) {
    auto started = std::chrono::steady_clock::now();
    auto found = passwords.verify(account, other, at);
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started)
            .count());
    return found.error();
  };
  for (int i = 0; i < 25; ++i) {
    std::string number = std::to_string(i);
    ASSERT_TRUE(passwords.set("k" + number, good, PasswordKind::lasting, noon));
    for (int k = 0; k < 7; ++k) {
      std::vector<double> quick;
      bool evaluated = k < 5;
      auto at = later(seconds(evaluated ? 10 * k : 60));
      Refusal one = timed("k" + number, at, evaluated ? known : quick);
      Refusal two = timed("u" + number, at, evaluated ? unknown : quick);
      EXPECT_EQ(one.code, evaluated ? Code::wrong_password : Code::account_locked);
      EXPECT_EQ(one.code, two.code);
      EXPECT_EQ(one.detail, two.detail);
      EXPECT_EQ(one.hint, two.hint);
    }
  }
  std::sort(known.begin(), known.end());
  std::sort(unknown.begin(), unknown.end());
  double a = known[known.size() / 2];
  double b = unknown[unknown.size() / 2];
  std::printf("measured: a wrong password %.2f ms, an unknown name %.2f ms (medians of %zu)\n", a,
              b, known.size());
  EXPECT_LT(std::abs(a - b), 0.35 * std::max(a, b));
}

TEST_F(AccountSecrets, AChangedSettingStillVerifiesAndRehashes) {
  fresh();
  ASSERT_TRUE(secrets_->passwords().set("li", good, PasswordKind::lasting, noon));
  ASSERT_TRUE(secrets_->passwords().set("wu", other, PasswordKind::lasting, noon));
  SecretSettings national = cheap();
  national.hash.algorithm = PasswordAlgorithm::pbkdf2_hmac_sm3;
  auto& changed = again(national);
  ASSERT_TRUE(changed.passwords().verify("li", good, noon));
  EXPECT_TRUE(changed.store().get("p/li")->find("$pbkdf2-hmac-sm3$i=100$") != std::string::npos);
  EXPECT_TRUE(changed.store().get("p/wu")->find("$argon2id$") != std::string::npos)
      << "nobody has signed in there";
  EXPECT_TRUE(changed.passwords().verify("li", good, noon));
  EXPECT_EQ(changed.passwords().verify("li", good, noon)->set_at, noon);
  auto& back = again();
  EXPECT_TRUE(back.passwords().verify("li", good, noon));
  EXPECT_TRUE(back.passwords().verify("wu", other, noon));
}

TEST_F(AccountSecrets, SprayedNamesDoNotFillTheStore) {
  auto& secrets = fresh();
  for (int i = 0; i < 3000; ++i)
    (void)secrets.passwords().verify("name" + std::to_string(i), other, later(seconds(i)));
  std::size_t kept = 0;
  secrets.store().each("f/", [&](std::string_view key, std::string_view) {
    EXPECT_EQ(key.size(), 2u + 32u);
    ++kept;
    return true;
  });
  EXPECT_LT(kept, 2100u);
  EXPECT_GE(kept, 900u) << "those of the last fifteen minutes";
}

}  // namespace
}  // namespace zhucun::accounts
