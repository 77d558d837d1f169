// Backups of a book under load, each restored and equal to the book cut there; restores to any
// position; what a backup refuses.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <random>
#include <thread>

#include "api/app/backup_schedule.h"
#include "api/app/restore.h"
#include "tests/fault/whole_book.h"

namespace zhucun::harness {
namespace {

class BackupOfABook : public ::testing::Test {
 protected:
  fs::path at(const std::string& name) { return folder_.at(name); }

  void make_book(int people) {
    book_ = tiny_book_over(log::create_book(at("book").string(), log::HashKind::sha256));
    grow_whole(at("book"), *book_.ledger, "A", people);
  }

  app::BackupOptions options() {
    app::BackupOptions out;
    out.book = at("book");
    out.destination = at("backups");
    return out;
  }

  app::Backup backup(const app::BackupOptions& options) {
    const log::EventLog* live = book_.ledger ? &book_.ledger->book().log() : nullptr;
    auto made = app::backup_book(options, live, key_, clock_);
    if (!made) throw std::runtime_error(made.error().detail);
    return *made;
  }

  Result<app::Restored> restore(const fs::path& from, const std::string& to,
                                std::optional<Position> position = {}) {
    app::RestoreOptions restore;
    restore.from = from;
    restore.book = at(to);
    restore.to_position = position;
    return app::restore_book(restore, key_, std::make_shared<app::SystemClock>());
  }

  MemoryFolder folder_;
  TinyBook book_;
  vault::MasterKey key_ = vault::MasterKey::random();
  app::SystemClock clock_;
};

TEST_F(BackupOfABook, FiftyUnderLoadAreEachRestoredAndEqual) {
  make_book(10);
  std::atomic<bool> stop{false};
  std::atomic<std::uint64_t> written{0};
  std::vector<std::thread> writers;
  for (int thread = 0; thread < 2; ++thread) {
    writers.emplace_back([&, thread] {
      for (int i = 0; !stop; ++i) {
        register_person(*book_.ledger, "W" + std::to_string(thread) + "-" + std::to_string(i));
        ++written;
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
      }
    });
  }
  constexpr int backups = 50;
  std::vector<app::Backup> made;
  for (int i = 0; i < backups; ++i) made.push_back(backup(options()));
  stop = true;
  for (auto& writer : writers) writer.join();
  const log::EventLog& log = book_.ledger->book().log();
  int equal = 0;
  for (const auto& one : made) {
    auto restored = restore(one.folder, "restored");
    ASSERT_TRUE(restored) << restored.error().detail;
    auto again = log::open_book(at("restored").string(), log::OpenMode::read_only);
    Position last = one.manifest.book.head.position;
    bool same = again->root_at(last.value) == log.root_at(last.value) &&
                digest_cut(*again, last) == digest_cut(log, last) &&
                one.manifest.book.digest == digest_cut(log, last) && again->verify().sound();
    EXPECT_TRUE(same) << one.folder;
    equal += same;
    again.reset();
    fs::remove_all(at("restored"));
  }
  EXPECT_LT(made.front().manifest.book.head.position, made.back().manifest.book.head.position);
  EXPECT_GT(written, 100u);
  std::printf(
      "counted: %d backups under load (%llu events written meanwhile), %d restored and equal\n",
      backups, static_cast<unsigned long long>(written.load()), equal);
}

TEST_F(BackupOfABook, ACopyByAnotherProcessIsAsGood) {
  make_book(10);
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    for (int i = 0; !stop; ++i) {
      register_person(*book_.ledger, "W" + std::to_string(i));
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  });
  for (int i = 0; i < 10; ++i) {
    auto made = app::backup_book(options(), nullptr, key_, clock_);
    ASSERT_TRUE(made) << made.error().detail;
    Position last = made->manifest.book.head.position;
    EXPECT_EQ(made->manifest.book.head.root, book_.ledger->book().log().root_at(last.value));
  }
  stop = true;
  writer.join();
}

TEST_F(BackupOfABook, AHundredPositionsAreEachTheBookCutThere) {
  make_book(200);
  auto made = backup(options());
  const log::EventLog& log = book_.ledger->book().log();
  std::mt19937_64 random(100);
  int equal = 0;
  for (int i = 0; i < 100; ++i) {
    Position to{1 + random() % log.head().position.value};
    auto restored = restore(made.folder, "cut", to);
    ASSERT_TRUE(restored) << to.value << " " << restored.error().detail;
    EXPECT_EQ(restored->position, to);
    auto cut = log::open_book(at("cut").string(), log::OpenMode::read_only);
    bool same = cut->root_at(to.value) == log.root_at(to.value) &&
                digest_cut(*cut, to) == digest_cut(log, to) &&
                restored->root == cut->root_at(to.value);
    // One event tells of the restore, and nothing else follows.
    same = same && restored->end.value == to.value + 1 && cut->head().position == restored->end &&
           cut->head().epoch == 1 && cut->verify().sound();
    EXPECT_TRUE(same) << to.value;
    equal += same;
    cut.reset();
    fs::remove_all(at("cut"));
  }
  std::printf("counted: 100 random positions (seed 100) of %llu, %d equal to the book cut there\n",
              static_cast<unsigned long long>(log.head().position.value), equal);
}

// The index of a cut book is that of a book which never went further: ids and natural keys are
// known, and what was reversed is free.
TEST_F(BackupOfABook, ACutBookKnowsItsIdsAndKeys) {
  make_book(20);
  const std::string live = draft("goLiveSet", make_date(2024, 1, 1),
                                 "\"division\":\"610800000000\",\"group\":\"duties\",\"from\":"
                                 "\"2024-01-01\"",
                                 "golive");
  auto said = must(*book_.ledger, live, "golive");
  must(*book_.ledger,
       draft("eventReversed", make_date(2024, 1, 1),
             "\"target\":" + std::to_string(said.position.value) + ",\"reason\":\"误\"", "undo"),
       "undo");
  auto made = backup(options());
  const log::EventLog& log = book_.ledger->book().log();
  for (std::uint64_t back : {0u, 1u}) {
    Position to{log.head().position.value - back};
    ASSERT_TRUE(restore(made.folder, "cut", to));
    auto cut = log::open_book(at("cut").string(), log::OpenMode::read_only);
    std::uint64_t compared = 0;
    log.read({1}, to, [&](const log::Record& record) {
      auto prepared = book::prepare({record.body.begin(), record.body.end()}, log.hash_kind());
      EXPECT_TRUE(cut->index(prepared.id_key)) << record.position.value;
      EXPECT_EQ(cut->index(prepared.id_key), log.index(prepared.id_key));
      bool freed = record.position == said.position;
      if (!prepared.natural_key.empty() && !freed) {
        EXPECT_EQ(cut->index(prepared.natural_key), log.index(prepared.natural_key));
      }
      if (freed) {
        EXPECT_EQ(cut->index(prepared.natural_key).has_value(), back == 1);
      }
      ++compared;
      return true;
    });
    EXPECT_EQ(compared, to.value);
    cut.reset();
    fs::remove_all(at("cut"));
  }
}

TEST_F(BackupOfABook, WhatLiesBesideComesBackAndKeysApart) {
  make_book(12);
  auto with_keys = options();
  with_keys.keys_destination = at("keys");
  auto made = backup(with_keys);
  app::RestoreOptions back;
  back.from = made.folder;
  back.keys_from = made.keys;
  back.book = at("again");
  auto restored = app::restore_book(back, key_, std::make_shared<app::SystemClock>());
  ASSERT_TRUE(restored) << restored.error().detail;
  EXPECT_TRUE(restored->with_keys);
  EXPECT_EQ(beside(at("again")), beside(at("book")));
  // Nothing of the person keys lies with the backup, nothing plain in either.
  for (const auto& where : {at("backups"), at("keys")}) {
    for (const auto& entry : fs::recursive_directory_iterator(where)) {
      if (!entry.is_regular_file()) continue;
      std::string bytes = app::read_whole(entry.path());
      for (const char* plain : {"wrapped key", "hash of", "personRegistered", "aaaaaaaa"})
        EXPECT_EQ(bytes.find(plain), std::string::npos) << entry.path() << " " << plain;
    }
  }
  auto book_files = app::read_manifest(made.folder, key_)->files;
  for (const auto& file : book_files) EXPECT_FALSE(file.name.starts_with("keys/")) << file.name;
  ASSERT_TRUE(app::last_backup(at("book")));
  EXPECT_EQ(app::last_backup(at("book"))->name, made.manifest.name);
  EXPECT_EQ(app::last_backup(at("book"))->position, made.manifest.book.head.position);
}

TEST_F(BackupOfABook, OldOnesGoAndKeySetsGoAfterThirtyDays) {
  make_book(3);
  auto some = options();
  some.keep = 3;
  some.keys_destination = at("keys");
  app::ManualClock clock(noon(make_date(2024, 3, 1)));
  auto count = [](const fs::path& folder) {
    return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
  };
  for (int i = 0; i < 5; ++i) {
    clock.set(noon(make_date(2024, 3, 1) + Days{i}));
    ASSERT_TRUE(app::backup_book(some, &book_.ledger->book().log(), key_, clock));
    EXPECT_EQ(count(at("backups")), std::min(i + 1, 3));
    EXPECT_EQ(count(at("keys")), std::min(i + 1, 3));
  }
  clock.set(noon(make_date(2024, 4, 4)));
  auto made = app::backup_book(some, &book_.ledger->book().log(), key_, clock);
  ASSERT_TRUE(made);
  EXPECT_EQ(count(at("backups")), 3);
  EXPECT_EQ(count(at("keys")), 2) << "of 5 March and 4 April; that of 4 March is 31 days old";
}

TEST_F(BackupOfABook, ScheduledOnesAreTakenWhileTheBookIsOpen) {
  make_book(3);
  std::atomic<int> well{0};
  {
    app::BackupSchedule schedule(book_.ledger->book(), options(), key_, std::chrono::seconds{1},
                                 std::make_shared<app::SystemClock>(),
                                 [&](bool good, const std::string& text) {
                                   EXPECT_TRUE(good) << text;
                                   ++well;
                                 });
    for (int i = 0; i < 200 && well < 2; ++i) {
      register_person(*book_.ledger, "S" + std::to_string(i));
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
  }
  EXPECT_GE(well, 2);
}

TEST_F(BackupOfABook, RefusalsLeaveNothingBehind) {
  make_book(5);
  auto made = backup(options());
  auto code_of = [](const auto& result) { return result ? Code::busy : result.error().code; };
  // Over a newer book: both positions are named.
  auto over = restore(made.folder, "book");
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error().code, Code::folder_taken);
  std::string last = std::to_string(made.manifest.book.head.position.value);
  EXPECT_NE(over.error().detail.find("里面的账到序号 " + last), std::string::npos);
  // A wrong key, a position beyond, an unfinished backup, a stranger's folder.
  app::RestoreOptions wrong;
  wrong.from = made.folder;
  wrong.book = at("new");
  auto clock = std::make_shared<app::SystemClock>();
  EXPECT_EQ(code_of(app::restore_book(wrong, vault::MasterKey::random(), clock)), Code::wrong_key);
  EXPECT_EQ(code_of(restore(made.folder, "new", Position{1'000'000})), Code::beyond_backup);
  wrong.to_instant = RecordedTime{clock_.now().micros + 3'600'000'000};
  EXPECT_EQ(code_of(app::restore_book(wrong, key_, clock)), Code::beyond_backup);
  fs::create_directories(at("unfinished"));
  EXPECT_EQ(code_of(restore(at("unfinished"), "new")), Code::backup_unfinished);
  EXPECT_EQ(code_of(restore(at("nowhere"), "new")), Code::not_found);
  EXPECT_FALSE(fs::exists(at("new")));
  EXPECT_FALSE(fs::exists(at("new.restoring")));
  // A backup of another book.
  {
    auto other = tiny_book_over(log::create_book(at("other").string(), log::HashKind::sha256));
    register_person(*other.ledger, "Z");
  }
  auto other =
      app::verify_backup(made.folder, key_, at("scratch"), at("other"), options().progress);
  EXPECT_EQ(code_of(other), Code::other_book);
  // Keys beside the backup.
  auto together = options();
  together.keys_destination = at("backups") / "keys";
  EXPECT_EQ(code_of(app::backup_book(together, nullptr, key_, clock_)), Code::folder_taken);
}

TEST_F(BackupOfABook, AHalfRestoredFolderIsNotOpened) {
  make_book(5);
  auto made = backup(options());
  ASSERT_TRUE(restore(made.folder, "whole"));
  spill(at("whole") / log::restoring_name, "");
  for (auto mode : {log::OpenMode::write, log::OpenMode::read_only}) {
    try {
      log::open_book(at("whole").string(), mode);
      FAIL() << "a half-restored book was opened";
    } catch (const log::DamagedBook& damaged) {
      EXPECT_NE(std::string(damaged.what()).find("没有恢复完"), std::string::npos);
    }
  }
  fs::create_directories(at("new.restoring"));
  auto again = restore(made.folder, "new");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Code::folder_taken);
}

TEST_F(BackupOfABook, AnyChangedByteOfABackupIsFound) {
  make_book(6);
  auto made = backup(options());
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(made.folder)) files.push_back(entry.path());
  std::ranges::sort(files);
  std::mt19937_64 random(7);
  int refused = 0;
  int verified_note = 0;
  constexpr int cases = 200;
  for (int i = 0; i < cases; ++i) {
    const fs::path file = files[random() % files.size()];
    const std::string bytes = app::read_whole(file);
    std::string changed = bytes;
    std::size_t place = random() % bytes.size();
    switch (random() % 4) {
      case 0: changed[place] = static_cast<char>(changed[place] ^ (1 << random() % 8)); break;
      case 1: changed.resize(place); break;
      case 2: changed = app::read_whole(files[random() % files.size()]); break;
      default: fs::remove(file); break;
    }
    if (changed != bytes) spill(file, changed);
    bool whole = fs::exists(file) && app::read_whole(file) == bytes;
    bool found = false;
    try {
      auto manifest = app::verify_backup(made.folder, key_, at("scratch"), "", options().progress);
      found = !manifest || !app::is_verified(*manifest, key_, made.folder);
    } catch (const log::DamagedBook&) {
      found = true;
    }
    EXPECT_EQ(found, !whole) << file << " case " << i;
    refused += found;
    verified_note += whole;
    spill(file, bytes);
  }
  std::printf("counted: %d changes to a backup (seed 7), %d found, %d changed nothing\n", cases,
              refused, verified_note);
}

}  // namespace
}  // namespace zhucun::harness
