// Sealing, keys, masks and files: what opens, what does not, and what stays behind.
#include "ledger/vault/vault.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "ledger/vault/files.h"
#include "ledger/vault/mask.h"

namespace zhucun::vault {
namespace {

class VaultTest : public testing::TestWithParam<log::HashKind> {
 protected:
  void SetUp() override {
    std::string name = std::filesystem::temp_directory_path() / "zhucun-vault-XXXXXX";
    folder_ = mkdtemp(name.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string keys() const { return (folder_ / "keys").string(); }

  std::filesystem::path folder_;
  MasterKey master_ = MasterKey::random();
};

INSTANTIATE_TEST_SUITE_P(Ciphers, VaultTest,
                         testing::Values(log::HashKind::sha256, log::HashKind::sm3));

TEST_P(VaultTest, WhatIsSealedOpensUnderItsOwnNameAlone) {
  Vault vault(keys(), log::SmallStoreMode::create, master_, GetParam());
  ValueName name{"P1", "e1", "idNumber"};
  std::string sealed = vault.seal_value(name, "00000019850312001X");
  EXPECT_EQ(vault.open_value(name, sealed), "00000019850312001X");
  EXPECT_EQ(sealed.find("19850312"), std::string::npos);
  EXPECT_FALSE(vault.open_value({"P1", "e2", "idNumber"}, sealed));
  EXPECT_FALSE(vault.open_value({"P1", "e1", "phone"}, sealed));
  vault.seal_value({"P2", "e1", "idNumber"}, "x");
  EXPECT_FALSE(vault.open_value({"P2", "e1", "idNumber"}, sealed));
  int opened = 0;
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string touched = sealed;
    touched[i] = static_cast<char>(touched[i] ^ 1);
    opened += vault.open_value(name, touched).has_value();
  }
  std::printf("counted: %zu bytes touched one by one, %d opened\n", sealed.size(), opened);
  EXPECT_EQ(opened, 0);
}

TEST_P(VaultTest, CommitmentsAreTheSameEachTimeAndTellNothingAcrossEventsAndPeople) {
  Vault vault(keys(), log::SmallStoreMode::create, master_, GetParam());
  auto once = vault.commit({"P1", "e1", "name"}, "试甲");
  ASSERT_TRUE(once);
  EXPECT_EQ(vault.commit({"P1", "e1", "name"}, "试甲"), once);
  EXPECT_NE(vault.commit({"P1", "e2", "name"}, "试甲"), once);
  EXPECT_NE(vault.commit({"P2", "e1", "name"}, "试甲"), once);
  EXPECT_NE(vault.commit({"P1", "e1", "name"}, "试乙"), once);
  EXPECT_EQ(vault.blind("idNumber", "1"), vault.blind("idNumber", "1"));
  EXPECT_NE(vault.blind("idNumber", "1"), vault.blind("idNumber", "2"));
}

TEST_P(VaultTest, KeysOutliveTheProcessAndNeedTheirMaster) {
  ValueName name{"P1", "e1", "name"};
  std::string sealed;
  {
    Vault vault(keys(), log::SmallStoreMode::create, master_, GetParam());
    sealed = vault.seal_value(name, "试甲");
    vault.sync();
  }
  Vault again(keys(), log::SmallStoreMode::write, master_, GetParam());
  EXPECT_EQ(again.open_value(name, sealed), "试甲");
  Vault reader(keys(), log::SmallStoreMode::read_only, master_, GetParam());
  EXPECT_EQ(reader.open_value(name, sealed), "试甲");
  EXPECT_THROW(Vault(keys(), log::SmallStoreMode::read_only, MasterKey::random(), GetParam()),
               KeyFailure);
}

TEST_P(VaultTest, KeysOfAnotherBookAreRefused) {
  Vault vault(keys(), log::SmallStoreMode::create, master_, GetParam());
  log::Hash ours{};
  ours[0] = 1;
  vault.bind(ours);
  vault.bind(ours);
  log::Hash theirs{};
  EXPECT_THROW(vault.bind(theirs), KeyFailure);
}

TEST_P(VaultTest, ADestroyedKeyOpensNothingAndIsNeverMadeAgain) {
  ValueName name{"P1", "e1", "name"};
  std::string sealed;
  {
    Vault vault(keys(), log::SmallStoreMode::create, master_, GetParam());
    sealed = vault.seal_value(name, "试甲");
    vault.destroy("P1");
    EXPECT_FALSE(vault.open_value(name, sealed));
    EXPECT_FALSE(vault.commit(name, "试甲"));
  }
  Vault again(keys(), log::SmallStoreMode::write, master_, GetParam());
  EXPECT_TRUE(again.is_destroyed("P1"));
  EXPECT_FALSE(again.open_value(name, sealed));
}

TEST_P(VaultTest, AFileIsNamedByItsSealedBytesAndSweptWhenNobodyNamesIt) {
  Files files(folder_ / "files", random_key(), cipher_of(GetParam()));
  std::string kept = files.put("会议记录");
  std::string orphan = files.put("没有事件写明的附件");
  EXPECT_EQ(files.get(kept), "会议记录");
  EXPECT_FALSE(files.get(std::string(64, '0')));
  std::ofstream(folder_ / "files" / (std::string(64, 'b') + ".part")) << "half";
  auto later = std::filesystem::file_time_type::clock::now() + std::chrono::hours(1);
  EXPECT_EQ(files.sweep([&](const std::string& name) { return name == kept; }, later), 2u);
  EXPECT_TRUE(files.has(kept));
  EXPECT_FALSE(files.has(orphan));
  EXPECT_TRUE(files.damaged().empty());
  std::ofstream(folder_ / "files" / kept, std::ios::app) << "x";
  EXPECT_EQ(files.damaged(), std::vector<std::string>{kept});
  EXPECT_THROW(files.get(kept), log::DamagedBook);
}

TEST(Mask, EachFieldHidesWhatIdentifies) {
  EXPECT_EQ(masked("name", "试甲乙"), "试**");
  EXPECT_EQ(masked("idNumber", "610802198503121234"), "610***********1234");
  EXPECT_EQ(masked("phone", "13800001234"), "138****1234");
  EXPECT_EQ(masked("bankCard", "9999000000000001234"), "***************1234");
  EXPECT_EQ(masked("birthDate", "1985-03-12"), "1985******");
  EXPECT_EQ(masked("health", "健康"), "***");
  EXPECT_EQ(masked("name", "试"), "*");
  EXPECT_EQ(masked("idNumber", "12345"), "*****");
}

TEST(Master, AFileThatOthersMayReadOrThatIsNoKeyIsRefused) {
  std::string name = std::filesystem::temp_directory_path() / "zhucun-master-XXXXXX";
  std::filesystem::path folder = mkdtemp(name.data());
  auto made = MasterKey::read_or_make(folder / "key");
  EXPECT_EQ(MasterKey::read(folder / "key").name(), made.name());
  std::filesystem::permissions(folder / "key", std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  EXPECT_THROW(MasterKey::read(folder / "key"), KeyFailure);
  std::ofstream(folder / "other") << "no key";
  std::filesystem::permissions(folder / "other", std::filesystem::perms::owner_read);
  EXPECT_THROW(MasterKey::read(folder / "other"), KeyFailure);
  EXPECT_THROW(MasterKey::read(folder / "nowhere"), KeyFailure);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace zhucun::vault
