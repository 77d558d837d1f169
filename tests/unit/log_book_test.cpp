// A book on disk: opening, closing, locks, readers beside a writer, tampering found and located.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "ledger/log/event_log.h"
#include "ledger/log/head_file.h"
#include "ledger/log/store.h"
#include "tests/unit/log_fixture.h"

namespace zhucun::log::testing {
namespace {

namespace fs = std::filesystem;

class LogBook : public ::testing::Test {
 protected:
  std::unique_ptr<EventLog> open(OpenMode mode = OpenMode::write) { return open_book(path_, mode); }

  ScratchFolder folder_;
  std::string path_ = folder_.at("book");
};

TEST_F(LogBook, ReopensWhereItStopped) {
  Head before;
  {
    auto log = create_book(path_, HashKind::sm3);
    grow(*log, 300);
    before = log->head();
    log->close_clean();
  }
  for (int round = 0; round < 2; ++round) {
    auto log = open();
    EXPECT_EQ(log->hash_kind(), HashKind::sm3);
    EXPECT_EQ(log->head(), before);
    EXPECT_EQ(log->replay([](const Record&) {}), before);
    if (round == 1) log->close_clean();  // the first round ends as a crash would
  }
}

// A book from before there were sealed values has one family less: read as it is, complete once
// written to.
TEST_F(LogBook, ABookWithoutTheSealedShelfOpensAsItIs) {
  Head before;
  {
    auto log = create_book(path_, HashKind::sha256);
    grow(*log, 20);
    log->close_clean();
    before = log->head();
  }
  {
    std::vector<std::string> names;
    ASSERT_TRUE(rocksdb::DB::ListColumnFamilies({}, path_ + "/store", &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const auto& name : names) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* db = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open({}, path_ + "/store", families, &handles, &db).ok());
    for (auto* handle : handles) {
      if (handle->GetName() == "sealed") {
        EXPECT_TRUE(db->DropColumnFamily(handle).ok());
      }
      EXPECT_TRUE(db->DestroyColumnFamilyHandle(handle).ok());
    }
    EXPECT_TRUE(db->Close().ok());
    delete db;
  }
  EXPECT_EQ(open(OpenMode::read_only)->head().root, before.root);
  EXPECT_FALSE(open(OpenMode::read_only)->sealed("v"));
  auto log = open();
  EXPECT_EQ(log->head().root, before.root);
  NewRecord record{{}, std::vector<std::uint64_t>(2, 7)};
  SidePut sealed{"v", "x", Shelf::sealed};
  EXPECT_EQ(log->append(log->head().position, {&record, 1}, {&sealed, 1}).outcome,
            AppendOutcome::done);
  EXPECT_EQ(log->sealed("v"), "x");
}

TEST_F(LogBook, SurvivesManyShortLives) {
  std::uint64_t size = 0;
  create_book(path_, HashKind::sha256);
  for (std::uint64_t i = 1; i < 25; ++i) {
    auto log = open();
    ASSERT_EQ(log->head().position.value, size);
    ASSERT_EQ(grow(*log, i * 3).outcome, AppendOutcome::done);
    size += i * 3;
    if (i % 2 == 0) log->close_clean();
  }
  auto log = open();
  EXPECT_TRUE(log->verify().sound());
  Hasher hasher(HashKind::sha256);
  EXPECT_EQ(log->head().root, reference_root(leaves_for(size, hasher), 0, size, hasher));
}

TEST_F(LogBook, RefusesPlacesThatAreNoBook) {
  EXPECT_THROW(open(), IoFailure);
  EXPECT_THROW(open(OpenMode::read_only), IoFailure);
  fs::create_directory(path_);
  EXPECT_THROW(open(), IoFailure);
  std::ofstream(path_ + "/letter.txt") << "not a book";
  EXPECT_THROW(create_book(path_, HashKind::sha256), IoFailure);
  fs::remove(path_ + "/letter.txt");
  EXPECT_NO_THROW(create_book(path_, HashKind::sha256)->close_clean());
  EXPECT_THROW(create_book(path_, HashKind::sha256), IoFailure);
}

TEST_F(LogBook, NamesTheProcessThatHoldsIt) {
  auto log = create_book(path_, HashKind::sha256);
  try {
    open();
    FAIL() << "opened twice";
  } catch (const LockedBook& locked) {
    EXPECT_EQ(locked.process, ::getpid());
    EXPECT_EQ(locked.exit_code, 75);
    EXPECT_NE(std::string(locked.what()).find(std::to_string(::getpid())), std::string::npos);
  }
  log->close_clean();
  EXPECT_NO_THROW(open());
}

TEST_F(LogBook, NamesAnotherProcessThatHoldsIt) {
  create_book(path_, HashKind::sha256)->close_clean();
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const std::string lock_path = path_ + "/LOCK";
  const std::string owner_path = path_ + "/book.pid";
  const pid_t child = ::fork();
  if (child == 0) {
    // Between fork and exit only calls that a signal handler may make.
    const int fd = ::open(lock_path.c_str(), O_RDWR);
    struct flock lock {};
    lock.l_type = F_WRLCK;
    const bool held = ::fcntl(fd, F_SETLK, &lock) == 0;
    char c = held ? 'y' : 'n';
    if (::write(ready[1], &c, 1) == 1) ::pause();
    ::_exit(0);
  }
  char c = 0;
  ASSERT_EQ(::read(ready[0], &c, 1), 1);
  ASSERT_EQ(c, 'y');
  std::ofstream(owner_path) << child << "\n";
  try {
    open();
    ADD_FAILURE() << "opened although locked";
  } catch (const LockedBook& locked) {
    EXPECT_EQ(locked.process, child);
  }
  EXPECT_NO_THROW(open(OpenMode::read_only));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_NO_THROW(open());
}

TEST_F(LogBook, RefusesANewerBook) {
  create_book(path_, HashKind::sha256)->close_clean();
  std::string bytes;
  for (unsigned copy = 0; copy < 4; ++copy) {
    std::string page = encode_page({}, copy);
    page[11] = 2;  // the format number
    const Hash checksum =
        Hasher(HashKind::sha256).digest(bytes_of(page.substr(0, head_page_size - 32)));
    page.replace(head_page_size - 32, 32, reinterpret_cast<const char*>(checksum.data()), 32);
    bytes += page;
  }
  std::ofstream(path_ + "/HEAD", std::ios::binary) << bytes;
  EXPECT_THROW(open(), NewerFormat);
  EXPECT_THROW(open(OpenMode::read_only), NewerFormat);
}

TEST_F(LogBook, ARestoredBookRaisesItsEpoch) {
  create_book(path_, HashKind::sha256)->close_clean();
  BookOptions options;
  options.restored = true;
  open_book(path_, OpenMode::write, options)->close_clean();
  EXPECT_EQ(open()->head().epoch, 1u);
}

TEST_F(LogBook, ReadersSeeTheHeadBesideAWriter) {
  auto writer = create_book(path_, HashKind::sha256);
  grow(*writer, 10);
  auto early = open(OpenMode::read_only);
  grow(*writer, 300);
  auto late = open(OpenMode::read_only);
  EXPECT_EQ(early->head().position, Position{10});
  EXPECT_EQ(late->head(), writer->head());
  EXPECT_TRUE(late->verify().sound());
  EXPECT_EQ(late->append({310}, records_for({311}, {311}), {}).outcome, AppendOutcome::unknown);
  EXPECT_EQ(grow(*writer, 1).outcome, AppendOutcome::done);
  late->close_clean();
  EXPECT_TRUE(early->verify().sound());
}

TEST_F(LogBook, ReadersOpenAgainAndAgainWhileTheWriterFlushes) {
  BookOptions options;
  options.memtable_bytes = 64 << 10;
  auto writer = create_book(path_, HashKind::sha256, options);
  std::atomic<bool> done = false;
  int opened = 0;
  std::thread reader([&] {
    // At least once, however late this thread comes to run.
    while (!done || opened == 0) {
      const Head acked = writer->head();
      auto log = open(OpenMode::read_only);
      EXPECT_GE(log->head().position, acked.position);
      log->replay([](const Record& record) { EXPECT_TRUE(is_record_for(record)); });
      ++opened;
    }
  });
  for (int i = 0; i < 150; ++i) grow(*writer, 40);
  done = true;
  reader.join();
  EXPECT_GT(opened, 0);
}

TEST_F(LogBook, AStepThatThrowsKillsTheLog) {
  int left = -1;
  BookOptions options;
  options.on_step = [&](int) {
    if (left > 0 && --left == 0) throw std::runtime_error("stop");
  };
  for (int step = 1; step <= 4; ++step) {
    const std::string path = folder_.at("step-" + std::to_string(step));
    left = -1;
    auto log = create_book(path, HashKind::sha256, options);
    grow(*log, 5);
    left = step;
    EXPECT_THROW(grow(*log, 5), std::runtime_error);
    EXPECT_TRUE(log->failure());
    EXPECT_EQ(grow(*log, 5).outcome, AppendOutcome::unknown);
    log->close_clean();  // does not mark a dead log clean
    log.reset();
    log = open_book(path, OpenMode::write);
    EXPECT_EQ(log->head().position.value, step == 1 ? 5u : 10u);
    EXPECT_TRUE(log->verify().sound());
  }
}

// What an insider with the files and our own code could do. Each case spoils a fresh copy.
class LogTampering : public LogBook {
 protected:
  LogTampering() {
    auto log = create_book(folder_.at("golden"), HashKind::sha256);
    for (int i = 0; i < 10; ++i) grow(*log, 100);
    head_ = log->head();
    log->close_clean();
  }

  void tamper(const std::function<void(Store&, Store::Batch&)>& change) {
    fs::remove_all(path_);
    fs::copy(folder_.at("golden"), path_, fs::copy_options::recursive);
    const Place place({}, path_);
    Store store(place, StoreMode::write, {});
    Store::Batch batch(store);
    change(store, batch);
    ASSERT_TRUE(batch.write().ok());
  }

  // The stored form of another position's record: well made, but not what was hashed.
  static std::string value_of(std::uint64_t position) {
    const NewRecord record = record_for(position);
    std::string value(8, '\0');
    for (std::size_t i = 0; i < 8; ++i) {
      value[i] = static_cast<char>(record.recorded.micros >> (56 - 8 * i));
    }
    return value.append(reinterpret_cast<const char*>(record.body.data()), record.body.size() * 8);
  }

  void expect_located(Position first, Position last) {
    auto log = open();
    const VerifyReport report = log->verify();
    ASSERT_FALSE(report.sound());
    EXPECT_EQ(report.damages.front().first, first) << report.damages.front().what;
    EXPECT_EQ(report.damages.front().last, last) << report.damages.front().what;
    EXPECT_EQ(report.damages.size(), 1u);
  }

  Head head_;
};

TEST_F(LogTampering, AnEditedRecordIsLocated) {
  for (const std::uint64_t at : {1u, 255u, 256u, 257u, 700u}) {
    tamper([&](Store&, Store::Batch& batch) { batch.put_event({at}, value_of(at + 1)); });
    expect_located({at}, {at});
    try {
      open()->replay([](const Record&) {});
      ADD_FAILURE() << "replayed a forged record";
    } catch (const DamagedBook& damaged) {
      EXPECT_EQ(damaged.first, Position{at});
      EXPECT_EQ(damaged.last, Position{at});
    }
  }
}

TEST_F(LogTampering, SwappedRecordsAreLocated) {
  tamper([](Store&, Store::Batch& batch) {
    batch.put_event({40}, value_of(41));
    batch.put_event({41}, value_of(40));
  });
  expect_located({40}, {41});
}

TEST_F(LogTampering, AnEditInTheOpenTileShutsTheBook) {
  tamper([](Store&, Store::Batch& batch) { batch.put_event({900}, value_of(7)); });
  for (const OpenMode mode : {OpenMode::write, OpenMode::read_only}) {
    try {
      open(mode);
      ADD_FAILURE() << "opened with a forged tail";
    } catch (const DamagedBook& damaged) {
      EXPECT_LE(damaged.first, Position{900});
      EXPECT_GE(damaged.last, Position{900});
    }
  }
}

TEST_F(LogTampering, AnEditWithItsTileShutsTheBook) {
  tamper([](Store& store, Store::Batch& batch) {
    batch.put_event({300}, value_of(7));
    Hasher hasher(HashKind::sha256);
    Tile tile = *store.tile({0, 1});
    const NewRecord record = record_for(7);
    tile[300 - 257] = hasher.leaf({300}, record.recorded, record.body);
    batch.put_tile({0, 1}, tile);
  });
  EXPECT_THROW(open(), DamagedBook);
}

TEST_F(LogTampering, ARecordTooManyIsRefused) {
  tamper([](Store&, Store::Batch& batch) { batch.put_event({1001}, value_of(1001)); });
  EXPECT_THROW(open(), DamagedBook);
  // Forged with a tip, it is only an event that nobody acknowledged, but its chain must be right.
  tamper([&](Store&, Store::Batch& batch) {
    batch.put_event({1001}, value_of(1001));
    batch.put_tip({{1001}, head_.root, head_.chain});
  });
  EXPECT_THROW(open(), DamagedBook);
}

TEST_F(LogTampering, WholeEventsBeyondHeadAreTakenOver) {
  Head longer;
  {
    tamper([](Store&, Store::Batch&) {});
    auto log = open();
    grow(*log, 30);
    longer = log->head();
  }
  // An older HEAD put back: it says a clean stop, after which nothing may follow. A reader refuses;
  // a writer finds whole events and puts HEAD right.
  fs::copy_file(folder_.at("golden") + "/HEAD", path_ + "/HEAD",
                fs::copy_options::overwrite_existing);
  EXPECT_THROW(open(OpenMode::read_only), DamagedBook);
  EXPECT_EQ(open()->head(), longer);
  EXPECT_EQ(open(OpenMode::read_only)->head(), longer);
}

TEST_F(LogTampering, AnOlderCopyOfTheWholeStoreIsRefused) {
  tamper([](Store&, Store::Batch&) {});
  {
    auto log = open();
    grow(*log, 30);
    log->close_clean();
  }
  fs::remove_all(path_ + "/store");
  fs::copy(folder_.at("golden") + "/store", path_ + "/store", fs::copy_options::recursive);
  try {
    open();
    FAIL() << "opened a rolled-back store";
  } catch (const DamagedBook& damaged) {
    EXPECT_EQ(damaged.first, Position{1001});
    EXPECT_EQ(damaged.last, Position{1030});
  }
}

}  // namespace
}  // namespace zhucun::log::testing
