// Damage to a stopped book's files: live write-ahead logs deleted, truncated and flipped, HEAD
// pages spoiled. Every case must open with all acknowledged events, or refuse and name them.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>

#include "ledger/log/event_log.h"
#include "ledger/log/head_file.h"
#include "tests/unit/log_fixture.h"

namespace zhucun::log::testing {
namespace {

namespace fs = std::filesystem;

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void spill(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

// A book in which `acked` events were acknowledged, as kill -9 leaves it: copied under the nose of
// a running writer, with an earlier session in table files and a later one in the live log.
class LogWal : public ::testing::Test {
 protected:
  LogWal() {
    {
      auto log = create_book(folder_.at("golden"), HashKind::sha256);
      for (int i = 0; i < 10; ++i) grow(*log, 30);
    }
    auto log = open_book(folder_.at("golden"), OpenMode::write);
    for (int i = 0; i < 40; ++i) grow(*log, 1 + static_cast<unsigned>(i) % 9);
    acked_ = log->head().position;
    fs::copy(folder_.at("golden"), folder_.at("killed"), fs::copy_options::recursive);
    log->close_clean();
    for (const auto& entry : fs::directory_iterator(folder_.at("killed") + "/store")) {
      if (entry.path().extension() == ".log" && entry.file_size() > 0) {
        wal_ = entry.path().filename();
      }
    }
  }

  // A fresh copy of the golden book to spoil.
  fs::path copy_of(const std::string& which) {
    const fs::path path = folder_.at("case");
    fs::remove_all(path);
    fs::copy(folder_.at(which), path, fs::copy_options::recursive);
    return path;
  }

  // Opens the spoiled book and judges the outcome.
  void judge(const fs::path& book, const std::string& what) {
    ++cases_;
    try {
      auto log = open_book(book, OpenMode::write);
      const Head head = log->replay([](const Record& record) {
        EXPECT_TRUE(is_record_for(record)) << record.position.value;
      });
      ++opened_;
      if (head.position < acked_) {
        ++silent_;
        ADD_FAILURE() << what << ": silently lost " << head.position.value + 1;
      }
    } catch (const DamagedBook& damaged) {
      ++refused_;
      EXPECT_GE(damaged.first, Position{1}) << what << ": " << damaged.what();
      EXPECT_LE(damaged.first, damaged.last) << what << ": " << damaged.what();
      EXPECT_EQ(damaged.last, acked_) << what << ": " << damaged.what();
      EXPECT_EQ(damaged.exit_code, 78);
    }
  }

  ScratchFolder folder_;
  Position acked_;
  fs::path wal_;
  int cases_ = 0;
  int opened_ = 0;
  int refused_ = 0;
  int silent_ = 0;
};

TEST_F(LogWal, DamageToTheLiveLogIsNeverSilent) {
  const std::string bytes = slurp(fs::path(folder_.at("killed")) / "store" / wal_);
  ASSERT_GT(bytes.size(), 10'000u);
  std::mt19937_64 random(11);
  {
    const fs::path book = copy_of("killed");
    fs::remove(book / "store" / wal_);
    judge(book, "deleted");
  }
  for (int i = 0; i < 60; ++i) {
    const fs::path book = copy_of("killed");
    const std::size_t size = bytes.size() * static_cast<unsigned>(i) / 60;
    fs::resize_file(book / "store" / wal_, size);
    judge(book, "truncated to " + std::to_string(size));
    EXPECT_EQ(slurp(book / "store" / wal_), bytes.substr(0, size)) << "a refusal changed the log";
  }
  for (int i = 0; i < 139; ++i) {
    const fs::path book = copy_of("killed");
    const std::size_t at = random() % bytes.size();
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ (1 << random() % 8));
    spill(book / "store" / wal_, flipped);
    judge(book, "flipped at " + std::to_string(at));
  }
  std::printf(
      "[ FIGURES  ] live log damaged: %d cases, opened whole %d, refused by position %d, "
      "silent losses %d\n",
      cases_, opened_, refused_, silent_);
  EXPECT_EQ(cases_, 200);
  EXPECT_EQ(silent_, 0);
  EXPECT_GT(refused_, 190);
}

// A refused book can be refused again, and is whole again once the lost file is back.
TEST_F(LogWal, ARefusalHarmsNothing) {
  const fs::path book = copy_of("killed");
  const std::string bytes = slurp(book / "store" / wal_);
  fs::remove(book / "store" / wal_);
  std::string first_message;
  for (int i = 0; i < 3; ++i) {
    try {
      open_book(book, OpenMode::write);
      FAIL() << "opened without its log";
    } catch (const DamagedBook& damaged) {
      if (first_message.empty()) first_message = damaged.what();
      EXPECT_EQ(first_message, damaged.what());
      EXPECT_EQ(damaged.first, Position{301});
    }
  }
  spill(book / "store" / wal_, bytes);
  judge(book, "the log is back");
  EXPECT_EQ(opened_, 1);
}

TEST_F(LogWal, TableFilesFlippedAreNeverSilent) {
  std::mt19937_64 random(12);
  std::vector<fs::path> tables;
  for (const auto& entry : fs::directory_iterator(folder_.at("killed") + "/store")) {
    if (entry.path().extension() == ".sst") tables.push_back(entry.path().filename());
  }
  ASSERT_FALSE(tables.empty());
  int found = 0;
  for (int i = 0; i < 60; ++i) {
    const fs::path book = copy_of("killed");
    const fs::path table = book / "store" / tables[random() % tables.size()];
    std::string bytes = slurp(table);
    const std::size_t at = random() % bytes.size();
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8));
    spill(table, bytes);
    try {
      auto log = open_book(book, OpenMode::write);
      found += log->verify().sound() ? 0 : 1;
    } catch (const DamagedBook&) {
      ++found;
    }
  }
  std::printf("[ FIGURES  ] table files flipped: 60 cases, found at opening or by verify: %d\n",
              found);
  EXPECT_EQ(found, 60);
}

class LogHead : public LogWal {
 protected:
  static void spoil(const fs::path& book, std::size_t page, std::size_t at) {
    std::string bytes = slurp(book / head_name);
    bytes[page * head_page_size + at] ^= 0x10;
    spill(book / head_name, bytes);
  }
};

TEST_F(LogHead, AnyOneSpoiledPageIsHealedAfterAKill) {
  for (std::size_t page = 0; page < 4; ++page) {
    for (std::size_t at : {0ul, 20ul, 60ul, 2000ul, 4095ul}) {
      const fs::path book = copy_of("killed");
      spoil(book, page, at);
      judge(book, "HEAD page " + std::to_string(page));
      // The opening wrote four sound copies.
      EXPECT_NO_THROW(newest_page(slurp(book / head_name), "case"));
    }
  }
  EXPECT_EQ(opened_, 20);
}

TEST_F(LogHead, AnyOneSpoiledPageIsRefusedAfterACleanStop) {
  for (std::size_t page = 0; page < 4; ++page) {
    for (std::size_t at : {0ul, 20ul, 60ul, 2000ul, 4095ul}) {
      const fs::path book = copy_of("golden");
      spoil(book, page, at);
      EXPECT_THROW(open_book(book, OpenMode::write), DamagedBook) << page << " at " << at;
      EXPECT_THROW(open_book(book, OpenMode::read_only), DamagedBook) << page << " at " << at;
    }
  }
}

TEST_F(LogHead, AWholeSpoiledGenerationFallsBackToTheOther) {
  for (std::size_t generation : {0u, 1u}) {
    const fs::path book = copy_of("killed");
    spoil(book, generation * 2, 100);
    spoil(book, generation * 2 + 1, 100);
    judge(book, "HEAD generation " + std::to_string(generation));
  }
  EXPECT_EQ(opened_, 2);
}

TEST_F(LogHead, MisdirectedPagesDoNotCount) {
  const fs::path book = copy_of("killed");
  std::string bytes = slurp(book / head_name);
  const std::string page = bytes.substr(0, head_page_size);
  for (std::size_t i = 1; i < 4; ++i) bytes.replace(i * head_page_size, head_page_size, page);
  bytes[100] ^= 1;
  spill(book / head_name, bytes);
  EXPECT_THROW(open_book(book, OpenMode::write), DamagedBook);
}

TEST_F(LogHead, WithoutAnyValidCopyTheBookStaysShut) {
  for (const char* which : {"killed", "golden"}) {
    const fs::path book = copy_of(which);
    for (std::size_t page = 0; page < 4; ++page) spoil(book, page, 3);
    EXPECT_THROW(open_book(book, OpenMode::write), DamagedBook);
    spill(book / head_name, "");
    EXPECT_THROW(open_book(book, OpenMode::write), DamagedBook);
    fs::remove(book / head_name);
    EXPECT_THROW(open_book(book, OpenMode::write), DamagedBook);
  }
}

TEST_F(LogHead, AHeadFromAnotherBookIsFound) {
  create_book(folder_.at("other"), HashKind::sha256)->close_clean();
  {
    auto other = open_book(folder_.at("other"), OpenMode::write);
    auto records = records_for({1}, {5});
    records[0].recorded.micros += 1;
    other->append({0}, records, {});
    other->close_clean();
  }
  const fs::path book = copy_of("golden");
  fs::copy_file(folder_.at("other") + "/HEAD", book / head_name,
                fs::copy_options::overwrite_existing);
  EXPECT_THROW(open_book(book, OpenMode::write), DamagedBook);
}

TEST_F(LogHead, OldCopiesOfLogsAreBounded) {
  const fs::path book = copy_of("killed");
  for (int i = 0; i < 6; ++i) {
    auto log = open_book(book, OpenMode::write);
    grow(*log, 1);
  }
  std::size_t copies = 0;
  for (const auto& entry : fs::directory_iterator(book / "wal-copies")) {
    EXPECT_TRUE(fs::exists(entry.path() / "complete"));
    ++copies;
  }
  EXPECT_EQ(copies, 3u);
}

}  // namespace
}  // namespace zhucun::log::testing
