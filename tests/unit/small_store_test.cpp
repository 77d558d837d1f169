// The small store: what was written is there, and a store that lost something is not opened.
#include "ledger/log/small_store.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/log_fixture.h"

namespace zhucun::log::testing {
namespace {

namespace fs = std::filesystem;

class SmallStoreOnDisk : public ::testing::Test {
 protected:
  void put(SmallStore& store, std::string key, std::string value) {
    std::vector<SmallStore::Put> puts{{std::move(key), std::move(value)}};
    store.write(puts);
  }
  std::size_t count(const SmallStore& store) {
    std::size_t out = 0;
    store.each({}, [&](std::string_view, std::string_view) { return ++out > 0; });
    return out;
  }
  ScratchFolder folder_;
  std::string path_ = folder_.at("store");
};

TEST_F(SmallStoreOnDisk, AddsUpThroughPutsOverwritesAndRemovals) {
  {
    SmallStore store(path_, SmallStoreMode::create);
    EXPECT_EQ(count(store), 0u);
    put(store, "a", "1");
    put(store, "b", "2");
    put(store, "a", "3");
    put(store, "b", "");
    std::vector<SmallStore::Put> twice{{"c", "1"}, {"c", ""}, {"c", "2"}, {"d", ""}};
    store.write(twice, false);
    store.sync();
  }
  {
    SmallStore store(path_, SmallStoreMode::write);
    EXPECT_EQ(store.get("a"), "3");
    EXPECT_FALSE(store.get("b"));
    EXPECT_EQ(store.get("c"), "2");
    EXPECT_EQ(count(store), 2u) << "the store's own entry is not shown";
    store.scrub();
    store.verify();
    store.checkpoint(folder_.at("copy"));
    put(store, "e", "5");
  }
  EXPECT_EQ(count(SmallStore(path_, SmallStoreMode::read_only)), 3u);
  EXPECT_EQ(count(SmallStore(folder_.at("copy"), SmallStoreMode::read_only)), 2u);
}

TEST_F(SmallStoreOnDisk, NothingThatWasSyncedMayBeMissing) {
  {
    SmallStore store(path_, SmallStoreMode::create);
    put(store, "session", "live");
  }
  fs::copy(path_, folder_.at("older"));
  {
    SmallStore store(path_, SmallStoreMode::write);
    put(store, "session", "revoked");
  }
  auto refused = [&](const std::string& what) {
    for (auto mode : {SmallStoreMode::read_only, SmallStoreMode::write}) {
      EXPECT_THROW(SmallStore(path_, mode), DamagedBook) << what;
    }
  };
  fs::copy(path_, folder_.at("good"));
  auto reset = [&] {
    fs::remove_all(path_);
    fs::copy(folder_.at("good"), path_);
  };
  int logs = 0;
  for (const auto& entry : fs::directory_iterator(folder_.at("good"))) {
    if (entry.path().extension() != ".log" || entry.file_size() == 0) continue;
    ++logs;
    fs::remove(fs::path(path_) / entry.path().filename());
    refused("log gone");
    reset();
  }
  EXPECT_EQ(logs, 1);
  fs::remove(path_ + "/MARK");
  refused("MARK gone");
  reset();
  // Yesterday's files under today's mark.
  fs::remove_all(path_);
  fs::copy(folder_.at("older"), path_);
  fs::copy_file(folder_.at("good") + "/MARK", path_ + "/MARK",
                fs::copy_options::overwrite_existing);
  refused("older files");
  reset();
  EXPECT_EQ(SmallStore(path_, SmallStoreMode::read_only).get("session"), "revoked");
}

TEST_F(SmallStoreOnDisk, OneTornPageOfTheMarkIsNoHarm) {
  {
    SmallStore store(path_, SmallStoreMode::create);
    put(store, "a", "1");
    put(store, "b", "2");
  }
  for (std::size_t page : {0u, 1u}) {
    fs::remove_all(folder_.at("torn"));
    fs::copy(path_, folder_.at("torn"));
    {
      std::fstream file(folder_.at("torn") + "/MARK", std::ios::in | std::ios::out);
      file.seekp(static_cast<std::streamoff>(page * 4096 + 20));
      file.put('x');
    }
    EXPECT_EQ(count(SmallStore(folder_.at("torn"), SmallStoreMode::read_only)), 2u);
  }
}

}  // namespace
}  // namespace zhucun::log::testing
