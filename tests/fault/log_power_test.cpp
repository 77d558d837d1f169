// Power cuts at every sync boundary and between them, and a disk that fails its n-th change for
// every n: no acknowledged event may be lost, and nothing unwritten may be acknowledged.
//
// The disk is simulated (log_power_fs.h); real drives that lie about syncs are beyond its reach.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <deque>
#include <map>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "ledger/log/event_log.h"
#include "tests/fault/log_power_fs.h"
#include "tests/unit/log_fixture.h"

namespace zhucun::log::testing {
namespace {

constexpr const char* book = "/book";

std::string group_key(Position last) {
  return "group-" + std::to_string(last.value);
}

// What the outside world knows: what it asked for, and what it was promised.
struct Promises {
  std::atomic<bool> created = false;
  std::atomic<std::uint64_t> acked = 0;
  std::atomic<std::uint64_t> issued = 0;
};

struct Shape {
  int sessions = 3;
  int groups = 12;
  std::uint64_t group_max = 80;
};

BookOptions options_on(const std::shared_ptr<PowerFs>& disk) {
  BookOptions options;
  options.file_system = disk;
  options.memtable_bytes = 64 << 10;  // the smallest RocksDB takes: flushes fall between appends
  return options;
}

// Fills a book in several sessions, of which every second one ends without closing. Ends early,
// as the real writer would, when an append is not done; lets the log's exceptions through.
void work(const BookOptions& options, const Shape& shape, Promises& promises) {
  std::mt19937_64 random(7);
  for (int session = 0; session < shape.sessions; ++session) {
    auto log = session == 0 ? create_book(book, HashKind::sha256, options)
                            : open_book(book, OpenMode::write, options);
    promises.created = true;
    for (int group = 0; group < shape.groups; ++group) {
      const Position head = log->head().position;
      const Position last{head.value + 1 + random() % shape.group_max};
      promises.issued = last.value;
      const SidePut side{group_key(last), "here"};
      const Receipt receipt =
          log->append(head, records_for({head.value + 1}, last), std::span(&side, 1));
      if (receipt.outcome != AppendOutcome::done) {
        EXPECT_EQ(receipt.outcome, AppendOutcome::unknown);
        EXPECT_EQ(log->append(head, records_for({head.value + 1}, last), {}).outcome,
                  AppendOutcome::unknown)
            << "a dead log was written again";
        return;
      }
      promises.acked = last.value;
    }
    if (session % 2 == 0) log->close_clean();
  }
}

// Everything promised is there, nothing is there that was not asked for, all of it is sound.
// Returns what is wrong, or nothing.
std::string check_book(EventLog& log, std::uint64_t acked, std::uint64_t issued) {
  const Head head = log.head();
  if (head.position.value < acked) return "lost: " + std::to_string(head.position.value);
  if (head.position.value > issued) return "invented: " + std::to_string(head.position.value);
  std::uint64_t wrong = 0;
  log.replay([&](const Record& record) { wrong += is_record_for(record) ? 0 : 1; });
  if (wrong > 0) return std::to_string(wrong) + " records altered";
  const VerifyReport report = log.verify();
  if (!report.sound()) return "unsound: " + report.damages.front().what;
  return {};
}

// A group comes back whole or not at all: the head is the end of one, and its index entry is there.
std::string check_group(EventLog& log) {
  const Position last = log.head().position;
  if (last.value == 0 || log.index(group_key(last))) return {};
  return "head inside a group: " + std::to_string(last.value);
}

// What HEAD alone vouches for, before a writer's open takes over whatever lies beyond it.
std::string check_head(const std::shared_ptr<PowerFs>& disk, std::uint64_t acked) {
  const auto log = open_book(book, OpenMode::read_only, options_on(disk));
  if (log->head().position.value >= acked) return {};
  return "HEAD behind its promise: " + std::to_string(log->head().position.value);
}

// A disk as it was found after a cut, with the promises made until then.
struct Image {
  std::shared_ptr<PowerFs> disk;
  std::string change;
  bool created = false;
  std::uint64_t acked = 0;
  std::uint64_t issued = 0;
};

class Tally {
 public:
  void check(const Image& image, bool go_on) {
    ++images;
    std::string wrong;
    try {
      if (go_on && image.created) wrong = check_head(image.disk, image.acked);
      const auto start = std::chrono::steady_clock::now();
      auto log = open_book(book, OpenMode::write, options_on(image.disk));
      const std::chrono::duration<double, std::milli> took =
          std::chrono::steady_clock::now() - start;
      opens_.push_back(took.count());
      if (wrong.empty()) wrong = check_book(*log, image.acked, image.issued);
      if (wrong.empty()) wrong = check_group(*log);
      if (wrong.empty() && go_on) wrong = use_further(std::move(log), image);
    } catch (const Failure& failure) {
      // A book whose making was cut short has promised nothing and may be refused.
      if (image.created) wrong = failure.what();
    }
    if (wrong.empty()) return;
    ++failures;
    if (failures <= 5)
      ADD_FAILURE() << "cut before: " << image.change << ", acked " << image.acked << ", issued "
                    << image.issued << ": " << wrong;
  }
  double open_p99() {
    std::ranges::sort(opens_);
    return opens_.empty() ? 0 : opens_[opens_.size() * 99 / 100];
  }
  std::size_t images = 0;
  std::size_t failures = 0;

 private:
  // The recovered book is a book like any other: it takes appends, closes and opens again.
  static std::string use_further(std::unique_ptr<EventLog> log, const Image& image) {
    if (grow(*log, 3).outcome != AppendOutcome::done) return "no append after recovery";
    const Head head = log->head();
    log->close_clean();
    log.reset();
    log = open_book(book, OpenMode::read_only, options_on(image.disk));
    if (log->head().position != head.position || log->head().root != head.root) {
      return "other head after reopening";
    }
    return check_book(*log, head.position.value, head.position.value);
  }

  std::vector<double> opens_;
};

bool is_boundary(const std::string& change) {
  return change.starts_with("sync") || change.starts_with("rename");
}

// Runs the workload once and takes an image before every boundary, and before some other changes.
std::deque<Image> cut_everywhere(Cut cut, const Shape& shape, std::size_t& boundaries) {
  auto disk = std::make_shared<PowerFs>();
  Promises promises;
  std::mutex mutex;
  std::deque<Image> images;
  std::mt19937_64 random(static_cast<unsigned>(cut) + 1);
  disk->on_change = [&](const std::string& change) {
    std::lock_guard lock(mutex);
    if (!is_boundary(change) && random() % 3 != 0) return;
    boundaries += is_boundary(change) ? 1 : 0;
    // The promises are read first: one made while the image is taken is not held against it.
    Image image{nullptr, change, promises.created, promises.acked, 0};
    image.disk = disk->image(cut, random());
    image.issued = promises.issued;
    images.push_back(std::move(image));
  };
  work(options_on(disk), shape, promises);
  disk->on_change = nullptr;
  images.push_back({disk->image(cut, 1), "the end", true, promises.acked, promises.issued});
  return images;
}

TEST(LogPower, NoCutLosesAnAcknowledgedEvent) {
  Tally tally;
  std::size_t boundaries = 0;
  for (const Cut cut : all_cuts) {
    std::deque<Image> images = cut_everywhere(cut, {}, boundaries);
    for (std::size_t i = 0; !images.empty(); ++i) {
      tally.check(images.front(), i % 4 == 0);
      images.pop_front();
    }
  }
  std::printf(
      "[ FIGURES  ] power cuts: %zu (%zu at sync boundaries), failures: %zu, "
      "open p99 %.1f ms\n",
      tally.images, boundaries, tally.failures, tally.open_p99());
  EXPECT_EQ(tally.failures, 0u);
  EXPECT_GT(boundaries, 200u);
}

TEST(LogPower, RecoveryCanItselfBeCut) {
  Tally tally;
  std::size_t boundaries = 0;
  for (const Cut first : {Cut::drop_all, Cut::torn, Cut::random_subset}) {
    std::deque<Image> images = cut_everywhere(first, {2, 6, 60}, boundaries);
    for (std::size_t i = 0; i < images.size(); i += 12) {
      const Image& image = images[i];
      if (!image.created) continue;
      std::deque<Image> inner;
      std::mutex mutex;
      std::mt19937_64 random(i);
      image.disk->on_change = [&](const std::string& change) {
        std::lock_guard lock(mutex);
        const Cut cut = all_cuts[random() % std::size(all_cuts)];
        inner.push_back({image.disk->image(cut, random()), "in recovery, " + change, true,
                         image.acked, image.issued});
      };
      open_book(book, OpenMode::write, options_on(image.disk));
      image.disk->on_change = nullptr;
      for (const Image& cut : inner) tally.check(cut, false);
    }
  }
  std::printf("[ FIGURES  ] power cuts during recovery: %zu, failures: %zu\n", tally.images,
              tally.failures);
  EXPECT_EQ(tally.failures, 0u);
  EXPECT_GT(tally.images, 100u);
}

// White-box kill points: what the disk holds when the process dies, or the power goes, between two
// steps of the protocol.
TEST(LogPower, EveryStepOfTheProtocolCanBeTheLast) {
  Tally tally;
  std::map<int, int> visits;
  std::deque<Image> images;
  auto disk = std::make_shared<PowerFs>();
  Promises promises;
  BookOptions options = options_on(disk);
  options.on_step = [&](int step) {
    ++visits[step];
    for (const Cut cut : {Cut::keep_all, Cut::drop_all, Cut::torn}) {
      images.push_back({disk->image(cut, images.size()), "step " + std::to_string(step),
                        promises.created, promises.acked, promises.issued});
    }
  };
  work(options, {5, 6, 60}, promises);
  for (const Image& image : images) tally.check(image, false);
  for (const int step : {1, 2, 3, 4, 10, 11, 12, 20, 21, 30, 31})
    EXPECT_GT(visits[step], 0) << step;
  std::printf("[ FIGURES  ] kill points: %zu steps, %zu cuts there, failures: %zu\n", visits.size(),
              tally.images, tally.failures);
  EXPECT_EQ(tally.failures, 0u);
}

struct Fault {
  const char* name;
  bool sticky;
  rocksdb::IOStatus status;
};

// One run with the n-th change failing. True when the workload never met the fault.
bool run_with_fault(const Fault& fault, std::uint64_t n, std::atomic<int>& failures) {
  auto disk = std::make_shared<PowerFs>();
  disk->fail_at(n, fault.sticky, fault.status);
  Promises promises;
  try {
    work(options_on(disk), {2, 5, 70}, promises);
  } catch (const Failure&) {
    // Refusing loudly is allowed at any step; what was promised before must still hold.
    if (!disk->fired()) throw;
  }
  const bool clean = !disk->fired();
  disk->fail_at(0, false, rocksdb::IOStatus::OK());
  std::string wrong;
  const auto examine = [&](const std::shared_ptr<PowerFs>& on, const char* when) {
    if (!wrong.empty()) return;
    try {
      auto log = open_book(book, OpenMode::write, options_on(on));
      wrong = check_book(*log, promises.acked, promises.issued);
      if (wrong.empty()) wrong = check_group(*log);
      promises.acked = std::max<std::uint64_t>(promises.acked, log->head().position.value);
    } catch (const Failure& failure) {
      if (promises.created) wrong = failure.what();
    }
    if (!wrong.empty()) wrong = std::string(when) + ": " + wrong;
  };
  // The power goes at once; or the program restarts first, is believed, and then the power goes.
  examine(disk->image(Cut::drop_all, n), "cut after the fault");
  examine(disk, "restarted after the fault");
  examine(disk->image(Cut::drop_all, n), "cut after the restart");
  if (!wrong.empty() && ++failures <= 5) {
    ADD_FAILURE() << fault.name << " at change " << n << ", " << wrong;
  }
  return clean;
}

TEST(LogPower, NoFailingWriteLosesOrForgesAnAcknowledgement) {
  const Fault faults[] = {
      {"EIO once", false, rocksdb::IOStatus::IOError("Input/output error")},
      {"EIO for good", true, rocksdb::IOStatus::IOError("Input/output error")},
      {"ENOSPC once", false, rocksdb::IOStatus::NoSpace("No space left on device")},
      {"EROFS for good", true, rocksdb::IOStatus::IOError("Read-only file system")},
  };
  // RocksDB sleeps a second after every failed flush; side by side the runs sleep together.
  constexpr int workers = 8;
  rocksdb::Env::Default()->SetBackgroundThreads(workers, rocksdb::Env::HIGH);
  std::atomic<int> failures = 0;
  for (const Fault& fault : faults) {
    std::atomic<std::uint64_t> next = 1;
    std::atomic<std::uint64_t> first_clean = 2000;
    std::vector<std::thread> threads;
    for (int i = 0; i < workers; ++i) {
      threads.emplace_back([&] {
        for (std::uint64_t n = next++; n < first_clean; n = next++) {
          if (!run_with_fault(fault, n, failures)) continue;
          std::uint64_t known = first_clean;
          while (n < known && !first_clean.compare_exchange_weak(known, n)) {
          }
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    std::printf("[ FIGURES  ] %s: failpoints enumerated: %llu, until the workload ran clean\n",
                fault.name, static_cast<unsigned long long>(first_clean - 1));
    EXPECT_GT(first_clean, 50u);
    EXPECT_LT(first_clean, 2000u);
  }
  EXPECT_EQ(failures, 0);
}

}  // namespace
}  // namespace zhucun::log::testing
