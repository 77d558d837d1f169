// Sessions, API keys and the store under them: what ends at once, what survives, what is on disk.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <random>
#include <set>
#include <thread>

#include "tests/unit/accounts_fixture.h"

namespace zhucun::accounts {
namespace {

using namespace testing;

TEST_F(AccountSecrets, SessionsEndByIdlenessAndAge) {
  auto& sessions = fresh().sessions();
  std::string id = sessions.create({"li", "10.0.0.7:5000", "Chrome"}, noon);
  EXPECT_EQ(id.size(), 64u);
  auto found = sessions.find(id, later(minutes(14)));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->account, "li");
  EXPECT_EQ(found->peer, "10.0.0.7:5000");
  EXPECT_TRUE(sessions.find(id, later(minutes(28)))) << "use keeps it alive";
  EXPECT_FALSE(sessions.find(id, later(minutes(43))));
  EXPECT_FALSE(sessions.find(id, later(minutes(29)))) << "over is over";
  std::string busy = sessions.create({"li", "", ""}, noon);
  int used = 0;
  for (minutes at{10}; sessions.find(busy, later(at)); at += minutes(10)) ++used;
  EXPECT_EQ(used, 47) << "eight hours, whatever the use";
  std::string ahead = sessions.create({"li", "", ""}, later(hours(1)));
  EXPECT_FALSE(sessions.find(ahead, noon)) << "a clock that was set back";
  for (std::string wrong : {"", "x", "00000000000000000000000000000000"})
    EXPECT_FALSE(sessions.find(wrong, noon));
}

TEST_F(AccountSecrets, SessionsSurviveARestart) {
  fresh();
  std::string id = secrets_->sessions().create({"li", "p", "a"}, noon);
  std::string ended = secrets_->sessions().create({"li", "p", "a"}, noon);
  EXPECT_TRUE(secrets_->sessions().find(id, later(minutes(10))));
  EXPECT_TRUE(secrets_->sessions().end(ended));
  EXPECT_FALSE(secrets_->sessions().end(ended));
  again();
  EXPECT_TRUE(secrets_->sessions().find(id, later(minutes(24)))) << "the last use was on disk";
  EXPECT_FALSE(secrets_->sessions().find(ended, later(minutes(1))));
}

TEST_F(AccountSecrets, TheLastUseIsWrittenOnceAMinute) {
  auto& secrets = fresh();
  std::string id = secrets.sessions().create({"li", "", ""}, noon);
  std::set<std::string> written;
  for (int second = 0; second < 180; ++second) {
    ASSERT_TRUE(secrets.sessions().find(id, later(seconds(second))));
    secrets.store().each("s/", [&](std::string_view, std::string_view value) {
      written.emplace(value);
      return true;
    });
  }
  EXPECT_EQ(written.size(), 3u) << "made, and at one and two minutes";
}

TEST_F(AccountSecrets, SessionsAreListedAndRevokedByName) {
  auto& sessions = fresh().sessions();
  std::string first = sessions.create({"li", "p1", "Chrome\r\nX: y"}, noon);
  std::string second = sessions.create({"li", "p2", std::string(500, 'x')}, later(seconds(1)));
  std::string theirs = sessions.create({"wu", "p3", ""}, noon);
  auto mine = sessions.of("li", later(seconds(2)));
  ASSERT_EQ(mine.size(), 2u);
  EXPECT_EQ(mine[0].peer, "p1");
  EXPECT_EQ(mine[0].agent, "Chrome??X: y");
  EXPECT_EQ(mine[1].agent.size(), 160u);
  EXPECT_FALSE(sessions.find(mine[0].name, noon)) << "a name opens nothing";
  EXPECT_FALSE(sessions.revoke("wu", mine[0].name)) << "another's session";
  EXPECT_TRUE(sessions.revoke("li", mine[0].name));
  EXPECT_FALSE(sessions.find(first, later(seconds(2))));
  EXPECT_TRUE(sessions.find(second, later(seconds(2))));
  std::string third = sessions.create({"li", "", ""}, later(seconds(2)));
  EXPECT_EQ(sessions.revoke_all("li", third), 1u);
  EXPECT_FALSE(sessions.find(second, later(seconds(3))));
  EXPECT_TRUE(sessions.find(third, later(seconds(3))));
  EXPECT_EQ(sessions.revoke_all("li"), 1u);
  EXPECT_TRUE(sessions.of("li", later(seconds(3))).empty());
  EXPECT_TRUE(sessions.find(theirs, later(seconds(3))));
}

TEST_F(AccountSecrets, AnAccountHasSixteenSessionsAtMost) {
  auto& sessions = fresh().sessions();
  std::vector<std::string> ids;
  for (int i = 0; i < 20; ++i) ids.push_back(sessions.create({"li", "", ""}, later(seconds(i))));
  EXPECT_EQ(sessions.of("li", later(seconds(20))).size(), 16u);
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(sessions.find(ids[static_cast<std::size_t>(i)], later(seconds(20))).has_value(),
              i >= 4);
}

TEST_F(AccountSecrets, DangerousActsNeedTheLastPasswordWithinFiveMinutes) {
  auto& sessions = fresh().sessions();
  std::string id = sessions.create({"li", "", ""}, noon);
  auto open = [&](minutes at) {
    return sessions.stepped_up(*sessions.find(id, later(at)), later(at));
  };
  EXPECT_TRUE(open(minutes(4)));
  EXPECT_FALSE(open(minutes(5)));
  EXPECT_TRUE(sessions.mark_password(id, later(minutes(6))));
  EXPECT_TRUE(open(minutes(10)));
  EXPECT_FALSE(open(minutes(11)));
  EXPECT_FALSE(sessions.mark_password("unknown", later(minutes(6))));
  EXPECT_FALSE(sessions.mark_password(id, later(hours(8)))) << "it is over";
}

TEST_F(AccountSecrets, NoSessionIsAcceptedAfterItsEnd) {
  auto& secrets = fresh();
  auto& sessions = secrets.sessions();
  std::mt19937 random(7);
  const int trials = 1'000;
  int accepted = 0;
  std::vector<std::string> over;
  for (int i = 0; i < trials; ++i) {
    RecordedTime now = later(seconds(i));
    std::string account = "a" + std::to_string(i % 50);
    std::string id = sessions.create({account, "", ""}, now);
    ASSERT_TRUE(sessions.find(id, now));
    // Another thread uses it all the while: a touch must not bring it back.
    std::atomic<bool> done{false};
    std::thread user([&] {
      while (!done) (void)sessions.find(id, later(minutes(1), now));
    });
    switch (random() % 4) {
      case 0: sessions.end(id); break;
      case 1: secrets.cut_off(account); break;
      case 2: sessions.revoke_all(account); break;
      default: sessions.revoke(account, hex_of(digest("session", id)).substr(0, 16));
    }
    if (sessions.find(id, later(minutes(1), now))) ++accepted;
    done = true;
    user.join();
    if (sessions.find(id, later(minutes(1), now))) ++accepted;
    over.push_back(id);
  }
  EXPECT_EQ(accepted, 0);
  auto& restarted = again().sessions();
  for (int i = 0; i < trials; ++i) {
    if (restarted.find(over[static_cast<std::size_t>(i)], later(seconds(i)))) ++accepted;
  }
  EXPECT_EQ(accepted, 0);
  std::printf("counted: %d sessions ended under use, %d accepted after it or after a restart\n",
              trials, accepted);
}

TEST_F(AccountSecrets, IdsAreUniqueAndSpread) {
  SecretSettings settings = cheap();
  settings.sessions.per_account_max = 1;
  auto& sessions = fresh(settings).sessions();
  std::set<std::string> seen;
  std::vector<int> ones(256);
  const int count = 2'000;
  for (int i = 0; i < count; ++i) {
    std::string id = sessions.create({"li", "", ""}, noon);
    ASSERT_TRUE(seen.insert(id).second);
    for (std::size_t bit = 0; bit < 256; ++bit) {
      int digit = std::stoi(id.substr(bit / 4, 1), nullptr, 16);
      ones[bit] += digit >> (bit % 4) & 1;
    }
  }
  // Each bit is set half the time: 1000 of 2000, with a standard deviation of 22.
  auto [least, most] = std::minmax_element(ones.begin(), ones.end());
  EXPECT_GT(*least, 860);
  EXPECT_LT(*most, 1140);
  std::printf("counted: %d session ids, all different, each of 256 bits set %d to %d times\n",
              count, *least, *most);
}

// --- keys

TEST_F(AccountSecrets, KeysOpenUntilTheirDay) {
  auto& keys = fresh().keys();
  Date today = business_day(noon);
  auto made =
      keys.create({"li", "导出程序", {"finance division:610802000000"}, today + Days{1}}, noon);
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->secret.starts_with("zk_" + made->key.id + "."));
  auto found = keys.find(made->secret, noon);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->account, "li");
  EXPECT_EQ(found->title, "导出程序");
  EXPECT_EQ(found->desks, std::vector<std::string>{"finance division:610802000000"});
  // Noon of the 15th; the last moment of the 16th in UTC+8 is 36 hours on.
  EXPECT_TRUE(keys.find(made->secret, later(hours(36) - microseconds(1))));
  EXPECT_FALSE(keys.find(made->secret, later(hours(36))));
  std::string wrong = made->secret;
  wrong.back() = wrong.back() == '0' ? '1' : '0';
  EXPECT_FALSE(keys.find(wrong, noon));
  for (std::string bad : {std::string(), std::string("zk_"), made->key.id, made->secret + "0",
                          "zk_0000000000000000" + made->secret.substr(19)})
    EXPECT_FALSE(keys.find(bad, noon));
  auto& restarted = again().keys();
  EXPECT_EQ(restarted.find(made->secret, noon)->desks, found->desks);
  EXPECT_FALSE(restarted.revoke("wu", made->key.id)) << "another's key";
  EXPECT_TRUE(restarted.revoke("li", made->key.id));
  EXPECT_FALSE(restarted.revoke("li", made->key.id));
  EXPECT_FALSE(restarted.find(made->secret, noon));
  EXPECT_FALSE(again().keys().find(made->secret, noon));
}

TEST_F(AccountSecrets, WrongKeysAreRefused) {
  auto& keys = fresh().keys();
  Date today = business_day(noon);
  NewApiKey right{"li", "导出", {"desk"}, today};
  auto refused = [&](auto change) {
    NewApiKey wanted = right;
    change(wanted);
    auto made = keys.create(wanted, noon);
    return made ? std::string()
                : made.error().pointer + " " + std::string(name_of(made.error().code));
  };
  EXPECT_EQ(refused([](auto& key) { key.title = ""; }), "/title missing_field");
  EXPECT_EQ(refused([](auto& key) { key.title = std::string(61, 'x'); }), "/title bad_value");
  EXPECT_EQ(refused([](auto& key) { key.title = "\xff"; }), "/title bad_value");
  EXPECT_EQ(refused([](auto& key) { key.desks.clear(); }), "/desks missing_field");
  EXPECT_EQ(refused([](auto& key) { key.desks = {""}; }), "/desks bad_value");
  EXPECT_EQ(refused([](auto& key) { key.desks.assign(51, "d"); }), "/desks bad_value");
  EXPECT_EQ(refused([](auto& key) { key.expires -= Days{1}; }), "/expires bad_value");
  EXPECT_EQ(refused([](auto& key) { key.expires += Days{367}; }), "/expires bad_value");
  for (int i = 0; i < 50; ++i) ASSERT_EQ(refused([](auto&) {}), "");
  EXPECT_EQ(refused([](auto&) {}), " bad_value") << "fifty are enough";
  EXPECT_EQ(keys.of("li").size(), 50u);
  EXPECT_TRUE(keys.of("wu").empty());
}

// --- the whole store

TEST_F(AccountSecrets, AnotherProcessReadsWhatWasSynced) {
  auto& secrets = fresh();
  auto made = secrets.keys().create({"li", "命令行", {"desk"}, business_day(noon)}, noon);
  auto gone = secrets.keys().create({"li", "撤销的", {"desk"}, business_day(noon)}, noon);
  ASSERT_TRUE(secrets.keys().revoke("li", gone->key.id));
  std::string id = secrets.sessions().create({"li", "", ""}, noon);
  EXPECT_THROW(Secrets(folder(), SmallStoreMode::write, cheap()), log::LockedBook);
  Secrets reader(folder(), SmallStoreMode::read_only, cheap());
  EXPECT_EQ(reader.keys().find(made->secret, noon)->account, "li");
  EXPECT_FALSE(reader.keys().find(gone->secret, noon));
  EXPECT_TRUE(reader.sessions().find(id, later(minutes(5))));
  EXPECT_FALSE(reader.sessions().find(id, later(minutes(30))));
  EXPECT_TRUE(secrets.sessions().find(id, later(minutes(5)))) << "the reader changed nothing";
}

TEST_F(AccountSecrets, NothingStandsInPlainOnTheDisk) {
  auto& secrets = fresh();
  std::vector<std::string> told;
  for (int i = 0; i < 40; ++i) {
    std::string account = "account" + std::to_string(i);
    std::string sheet = Passwords::make_one_time(account);
    ASSERT_TRUE(secrets.passwords().set(account, sheet, PasswordKind::one_time, noon));
    ASSERT_TRUE(secrets.passwords().verify(account, sheet, noon));
    std::string chosen = good + Passwords::make_one_time(account);
    ASSERT_TRUE(secrets.passwords().set(account, chosen, PasswordKind::lasting, noon));
    std::string guess = Passwords::make_one_time(account);
    EXPECT_FALSE(secrets.passwords().verify(account, guess, noon));
    std::string id = secrets.sessions().create({account, "peer", "agent"}, noon);
    auto made = secrets.keys().create({account, "t", {"desk"}, business_day(noon)}, noon);
    std::string secret = made->secret.substr(made->secret.find('.') + 1);
    for (const auto& text : {sheet, chosen, guess, id, secret}) told.push_back(text);
  }
  auto found = [&] {
    return std::count_if(told.begin(), told.end(), [&](const auto& t) { return on_disk(t); });
  };
  EXPECT_TRUE(on_disk("account39")) << "the scan sees what was written";
  EXPECT_EQ(found(), 0);
  secrets_.reset();
  EXPECT_EQ(found(), 0);
  auto rights = std::filesystem::status(folder()).permissions();
  EXPECT_EQ(rights, std::filesystem::perms::owner_all);
  std::printf("counted: %zu passwords, session ids and key secrets, 0 found on disk\n",
              told.size());
}

TEST_F(AccountSecrets, ARemovedAccountLeavesNothing) {
  auto& secrets = fresh();
  for (const std::string account : {"departing", "staying"}) {
    ASSERT_TRUE(secrets.passwords().set(account, good, PasswordKind::lasting, noon));
    EXPECT_FALSE(secrets.passwords().verify(account, other, noon));
  }
  std::string hash = *secrets.store().get("p/departing");
  hash = hash.substr(hash.rfind('$'), 40);
  std::string id = secrets.sessions().create({"departing", "", ""}, noon);
  std::string stays = secrets.sessions().create({"staying", "", ""}, noon);
  auto key = secrets.keys().create({"departing", "t", {"d"}, business_day(noon)}, noon);
  ASSERT_TRUE(on_disk(hash));
  secrets.remove("departing");
  EXPECT_FALSE(secrets.passwords().has("departing"));
  EXPECT_EQ(code_of(secrets.passwords().verify("departing", good, later(minutes(1)))),
            Code::wrong_password);
  EXPECT_FALSE(secrets.sessions().find(id, noon));
  EXPECT_FALSE(secrets.keys().find(key->secret, noon));
  EXPECT_FALSE(on_disk(hash)) << "off the disk, not only out of sight";
  EXPECT_TRUE(secrets.sessions().find(stays, noon));
  EXPECT_TRUE(secrets.passwords().verify("staying", good, later(minutes(1))));
}

TEST_F(AccountSecrets, CutOffEndsSessionsAndKeysButNotThePassword) {
  auto& secrets = fresh();
  ASSERT_TRUE(secrets.passwords().set("li", good, PasswordKind::lasting, noon));
  std::string id = secrets.sessions().create({"li", "", ""}, noon);
  auto key = secrets.keys().create({"li", "t", {"d"}, business_day(noon)}, noon);
  secrets.cut_off("li");
  EXPECT_FALSE(secrets.sessions().find(id, noon));
  EXPECT_FALSE(secrets.keys().find(key->secret, noon));
  EXPECT_TRUE(secrets.passwords().verify("li", good, noon));
  auto& restarted = again();
  EXPECT_FALSE(restarted.sessions().find(id, noon));
  EXPECT_FALSE(restarted.keys().find(key->secret, noon));
}

}  // namespace
}  // namespace zhucun::accounts
