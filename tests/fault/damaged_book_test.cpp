// Books damaged in every kind of file: what is served afterwards is what it was, or there is an
// error; and the doctor, given a backup, makes the book whole again.
//
// The quick tier runs some hundreds of cases, ZHUCUN_LONG=1 two thousand.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "api/app/doctor.h"
#include "api/app/opening.h"
#include "tests/fault/whole_book.h"

namespace zhucun::harness {
namespace {

// The kind of a file, by which cases are spread evenly.
std::string kind_of(const std::string& name) {
  auto slash = name.rfind('/');
  std::string folder = slash == std::string::npos ? "" : name.substr(0, slash + 1);
  std::string file = name.substr(slash == std::string::npos ? 0 : slash + 1);
  if (folder.starts_with("files/")) return "files/";
  if (file.ends_with(".sst") || file.ends_with(".log"))
    return folder + file.substr(file.size() - 3);
  return folder + file.substr(0, file.find('-'));
}

struct Counts {
  int cases = 0;
  int unharmed = 0;
  int refused = 0;
  int silent = 0;
  int healed = 0;
};

class DamagedBooks : public ::testing::Test {
 protected:
  // Two states of one history: stopped cleanly, and killed with live logs. `older` is what the
  // folder was like half-way, for stale files.
  DamagedBooks() {
    const fs::path live = at("live");
    TinyBook book = tiny_book_over(log::create_book(live.string(), log::HashKind::sha256));
    grow_whole(live, *book.ledger, "A", 15);
    book.ledger->book().close();
    book = {};
    fs::copy(live, at("older"), fs::copy_options::recursive);
    {
      auto again = open(live);
      grow_whole(live, *again, "B", 15);
      again->book().close();
    }
    {
      auto again = open(live);
      grow_whole(live, *again, "C", 15);
      fs::copy(live, at("killed"), fs::copy_options::recursive);
      again->book().close();
    }
    fs::copy(live, at("clean"), fs::copy_options::recursive);
    app::BackupOptions options;
    options.book = live;
    options.destination = at("backups");
    options.keys_destination = at("keysets");
    auto made = app::backup_book(options, nullptr, key_, clock_);
    if (!made) throw std::runtime_error(made.error().detail);
    backup_ = *made;
    beside_ = beside(live);
  }

  fs::path at(const std::string& name) { return folder_.at(name); }

  static std::unique_ptr<app::Ledger> open(const fs::path& book) {
    book::Options options;
    options.disk_floor = 0;
    auto clock = std::make_shared<app::ManualClock>(noon(make_date(2024, 1, 1)));
    return std::make_unique<app::Ledger>(
        app::open_book(book, log::OpenMode::write, clock, options));
  }

  static std::vector<std::string> files_in(const fs::path& book) {
    std::vector<std::string> out = app::files_of(book);
    for (const auto& name : app::files_of_keys(book)) out.push_back(name);
    return out;
  }

  std::string pick(const std::vector<std::string>& files, std::size_t turn) {
    std::vector<std::string> kinds;
    for (const auto& name : files) kinds.push_back(kind_of(name));
    std::ranges::sort(kinds);
    kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
    kinds_ = std::max(kinds_, kinds.size());
    std::vector<std::string> of_kind;
    for (const auto& name : files) {
      if (kind_of(name) == kinds[turn % kinds.size()]) of_kind.push_back(name);
    }
    return of_kind[random_() % of_kind.size()];
  }

  // Spoils one file; says how, or nothing when its bytes came out the same.
  std::string spoil(const fs::path& book, const std::string& name) {
    const fs::path file = book / name;
    const std::string bytes = app::read_whole(file);
    std::string changed = bytes;
    std::string how;
    const std::size_t place = bytes.empty() ? 0 : random_() % bytes.size();
    switch (random_() % 5) {
      case 0:
        how = "flip at " + std::to_string(place);
        if (!bytes.empty()) changed[place] = static_cast<char>(bytes[place] ^ (1 << random_() % 8));
        break;
      case 1:
        how = "truncate to " + std::to_string(place);
        changed.resize(place);
        break;
      case 2:
        how = "delete";
        fs::remove(file);
        return name + " " + how;
      case 3:
        how = "zero at " + std::to_string(place);
        for (std::size_t i = place; i < std::min(bytes.size(), place + 512); ++i) changed[i] = 0;
        break;
      default: {
        how = "stale";
        // The same file as it was, else another file of its kind, as a misdirected write leaves it.
        fs::path other = at("older") / name;
        for (const auto& candidate : files_in(at("older"))) {
          if (fs::exists(other)) break;
          if (kind_of(candidate) == kind_of(name)) other = at("older") / candidate;
        }
        if (fs::exists(other)) changed = app::read_whole(other);
        break;
      }
    }
    if (changed == bytes) return "";
    spill(file, changed);
    return name + " " + how;
  }

  // What the damaged book serves: throws log::Failure where it says that it is damaged.
  void expect_served(const fs::path& book, const std::string& what, Counts& counts) {
    bool right = true;
    auto note = [&](bool same, const char* part) {
      if (!same) ADD_FAILURE() << what << ": another answer from " << part;
      right = right && same;
    };
    try {
      const std::string kept = at("kept").string();
      fs::copy(book, kept, fs::copy_options::recursive);
      auto served = open(kept);
      Position last = backup_.manifest.book.head.position;
      note(served->book().position() == last, "position");
      note(served->book().live_digest() == backup_.manifest.book.digest, "digest");
      note(served->book().log().head().root == backup_.manifest.book.head.root, "root");
      served->book().close();
      std::map<std::string, std::string> found = beside(kept);
      // An attachment that is gone is an error to whoever asks for it, not another answer.
      for (const auto& [name, content] : beside_) {
        if (name.starts_with("files/") && !found.contains(name))
          throw log::DamagedBook("attachment gone");
      }
      note(found == beside_, "what lies beside");
      auto log = log::open_book(kept, log::OpenMode::read_only);
      if (!log->verify().sound()) throw log::DamagedBook("verify");
      if (!app::verify_beside(kept, log->hash_kind()).damages.empty())
        throw log::DamagedBook("verify beside");
      counts.unharmed += right;
    } catch (const log::Failure&) {
      ++counts.refused;
    }
    counts.silent += !right;
    fs::remove_all(at("kept"));
  }

  void expect_healed(const fs::path& book, const std::string& what, Counts& counts) {
    app::DoctorOptions options;
    options.book = book;
    options.backups = {backup_.folder};
    options.keys_from = backup_.keys;
    options.heal = at("healed");
    auto seen = app::examine(options, &key_, std::make_shared<app::SystemClock>());
    ASSERT_TRUE(seen) << what << ": " << seen.error().detail;
    bool healed = seen->healed_to == backup_.manifest.book.head.position && seen->missing.empty();
    if (healed) {
      Position last = *seen->healed_to;
      auto log = log::open_book(at("healed").string(), log::OpenMode::read_only);
      healed = log->root_at(last.value) == backup_.manifest.book.head.root &&
               digest_cut(*log, last) == backup_.manifest.book.digest && log->verify().sound() &&
               beside(at("healed")) == beside_;
    }
    std::string troubles;
    for (const auto& one : seen->troubles) troubles += one + "\n";
    EXPECT_TRUE(healed) << what << "\n" << troubles;
    counts.healed += healed;
    fs::remove_all(at("healed"));
  }

  MemoryFolder folder_;
  vault::MasterKey key_ = vault::MasterKey::random();
  app::SystemClock clock_;
  std::mt19937_64 random_{2024};
  app::Backup backup_;
  std::map<std::string, std::string> beside_;
  std::size_t kinds_ = 0;
};

TEST_F(DamagedBooks, NoSilentWrongAnswerAndAllHealedFromABackup) {
  const int cases = std::getenv("ZHUCUN_LONG") ? 2000 : 200;
  Counts counts;
  for (int i = 0; counts.cases < cases; ++i) {
    const char* state = i % 2 == 0 ? "clean" : "killed";
    const fs::path book = at("case");
    fs::copy(at(state), book, fs::copy_options::recursive);
    std::string name = pick(files_in(book), static_cast<std::size_t>(i / 2));
    std::string what = spoil(book, name);
    if (!what.empty()) {
      what = std::string(state) + " " + what;
      ++counts.cases;
      int refused = counts.refused;
      expect_served(book, what, counts);
      if (counts.refused > refused) expect_healed(book, what, counts);
    }
    fs::remove_all(book);
  }
  EXPECT_EQ(counts.silent, 0);
  EXPECT_EQ(counts.healed, counts.refused);
  EXPECT_GT(counts.refused, cases / 3);
  EXPECT_EQ(counts.unharmed + counts.refused, counts.cases);
  std::printf(
      "counted: %d damaged books (seed 2024, %zu kinds of file), %d silent wrong answers, %d "
      "unharmed, %d refused, of these %d healed from a backup\n",
      counts.cases, kinds_, counts.silent, counts.unharmed, counts.refused, counts.healed);
}

// Without a backup the doctor names what is lost, and with an older one what is still missing.
TEST_F(DamagedBooks, WhatIsLostIsSaidByPosition) {
  const fs::path book = at("case");
  fs::copy(at("killed"), book, fs::copy_options::recursive);
  for (const auto& name : files_in(book)) {
    if (name.starts_with("store/") && name.ends_with(".log")) fs::remove(book / name);
  }
  fs::remove_all(book / "wal-copies");
  app::DoctorOptions options;
  options.book = book;
  auto seen = app::examine(options, nullptr, std::make_shared<app::SystemClock>());
  ASSERT_TRUE(seen);
  Position last = backup_.manifest.book.head.position;
  ASSERT_EQ(seen->lost.size(), 1u);
  EXPECT_EQ(seen->lost[0].last, last);
  EXPECT_EQ(seen->lost[0].first.value, last.value - 14) << "the fifteen of the last session";
  ASSERT_EQ(seen->missing.size(), 1u);
  EXPECT_TRUE(seen->damaged);
  EXPECT_FALSE(seen->proven);
  // A heal that cannot be complete writes nothing.
  options.heal = at("healed");
  seen = app::examine(options, nullptr, std::make_shared<app::SystemClock>());
  ASSERT_TRUE(seen);
  EXPECT_FALSE(seen->healed_to);
  EXPECT_FALSE(fs::exists(at("healed")));
  EXPECT_FALSE(fs::exists(at("healed.restoring")));
}

TEST_F(DamagedBooks, WithoutHeadTheBackupSpeaks) {
  const fs::path book = at("case");
  fs::copy(at("killed"), book, fs::copy_options::recursive);
  fs::remove(book / "HEAD");
  fs::remove_all(book / "store");
  app::DoctorOptions options;
  options.book = book;
  options.backups = {backup_.folder};
  options.heal = at("healed");
  auto seen = app::examine(options, &key_, std::make_shared<app::SystemClock>());
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->anchor, "备份 " + backup_.manifest.name);
  EXPECT_EQ(seen->healed_to, backup_.manifest.book.head.position);
}

// The records must add up to the HEAD that is there: another book's do not.
TEST_F(DamagedBooks, ABackupOfAnotherBookHealsNothing) {
  const fs::path book = at("case");
  {
    TinyBook other = tiny_book_over(log::create_book(book.string(), log::HashKind::sm3));
    register_person(*other.ledger, "Q");
    other.ledger->book().close();
  }
  fs::remove_all(book / "store");
  app::DoctorOptions options;
  options.book = book;
  options.backups = {backup_.folder};
  options.heal = at("healed");
  auto seen = app::examine(options, &key_, std::make_shared<app::SystemClock>());
  ASSERT_TRUE(seen);
  EXPECT_FALSE(seen->healed_to);
}

}  // namespace
}  // namespace zhucun::harness
