// The one door: retries, dry runs, revisions, groups, and what happens when the place fails.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "tests/harness/tiny_book.h"

namespace zhucun {
namespace {

using harness::draft;
using harness::must;

const Date day = make_date(2024, 1, 1);

std::string person(const std::string& id) {
  return draft("personRegistered", day, "\"person\":\"" + id + "\"");
}

std::string start(const std::string& person, const std::string& village = "610801001001") {
  return draft("postingStarted", day,
               "\"person\":\"" + person + "\",\"unit\":\"U1\",\"village\":\"" + village +
                   "\",\"role\":\"member\"");
}

std::string unit() {
  return draft(
      "unitRegistered", day,
      R"("unit":"U1","name":"甲","level":"city","kind":"government","seat":"610800000000")");
}

Result<book::Outcome> submit(app::Ledger& ledger, const std::string& json,
                             app::SubmitOptions options) {
  if (options.actor.empty()) options.actor = "test";
  return ledger.submit(json, options);
}

TEST(Book, ARetryIsNothingNewAndAnswersTheSamePosition) {
  auto tiny = harness::tiny_book();
  auto first = must(*tiny.ledger, "[" + person("P1") + "," + person("P2") + "]", "k");
  auto second = must(*tiny.ledger, "[" + person("P1") + "," + person("P2") + "]", "k");
  EXPECT_TRUE(first.events[1].is_new);
  EXPECT_FALSE(second.events[1].is_new);
  EXPECT_EQ(first.events[1].position, second.events[1].position);
  EXPECT_EQ(first.position, second.position);
  auto other = submit(*tiny.ledger, "[" + person("P3") + "]", {.key = "k"});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, Code::idempotency_key_reused);
}

TEST(Book, ABatchIsAllOrNothing) {
  auto tiny = harness::tiny_book();
  auto before = tiny.ledger->book().position();
  auto digest = tiny.ledger->book().live_digest();
  auto refused = submit(*tiny.ledger, "[" + person("P1") + "," + start("P1") + "]", {.key = "b"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::unknown_unit);
  EXPECT_EQ(refused.error().pointer, "/events/1/data/unit");
  EXPECT_EQ(tiny.ledger->book().position(), before);
  EXPECT_EQ(tiny.ledger->book().live_digest(), digest);
  // The person of the refused batch is not known to the writer either.
  auto again = submit(*tiny.ledger, "[" + unit() + "," + start("P1") + "]", {.key = "c"});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Code::unknown_person);
}

TEST(Book, ADryRunLeavesNoTraceAndItsDigestGuardsTheConfirmation) {
  auto tiny = harness::tiny_book();
  must(*tiny.ledger, unit(), "u");
  auto dry = submit(*tiny.ledger, person("P1"), {.key = "d", .dry_run = true});
  ASSERT_TRUE(dry);
  auto position = tiny.ledger->book().position();
  EXPECT_FALSE(dry->effects.empty());
  must(*tiny.ledger, person("P1"), "someone-else");
  auto moved = submit(*tiny.ledger, person("P1"), {.key = "d", .expect = dry->effects});
  ASSERT_FALSE(moved);
  EXPECT_EQ(moved.error().code, Code::effects_moved);
  EXPECT_EQ(tiny.ledger->book().position().value, position.value + 1);
  auto second = submit(*tiny.ledger, person("P2"), {.key = "e", .dry_run = true});
  auto confirmed = submit(*tiny.ledger, person("P2"), {.key = "e", .expect = second->effects});
  ASSERT_TRUE(confirmed) << confirmed.error().detail;
}

TEST(Book, AnExistingSubjectIsNamedWithItsRevision) {
  auto tiny = harness::tiny_book();
  must(*tiny.ledger, "[" + unit() + "," + person("P1") + "," + start("P1") + "]", "s");
  auto revision = tiny.ledger->book().revision_of("posting:P1");
  EXPECT_GT(revision.value, 0u);
  std::string end = draft("postingEnded", day, R"("person":"P1","ground":"health")");
  auto missing = submit(*tiny.ledger, end, {.key = "x", .revision_required = true});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Code::revision_missing);
  auto stale = submit(*tiny.ledger, end, {.key = "x", .revision = Position{1}});
  ASSERT_FALSE(stale);
  EXPECT_EQ(stale.error().code, Code::revision_moved);
  EXPECT_TRUE(submit(*tiny.ledger, end, {.key = "x", .revision = revision}));
  // The same request again is a retry, not a stale write.
  auto retry = submit(*tiny.ledger, end, {.key = "x", .revision = revision});
  ASSERT_TRUE(retry) << retry.error().detail;
  EXPECT_FALSE(retry->events[0].is_new);
}

TEST(Book, OfManyWritersAtOneRevisionExactlyOneWins) {
  auto tiny = harness::tiny_book();
  must(*tiny.ledger, unit(), "u");
  constexpr int races = 200;
  int double_wins = 0;
  for (int race = 0; race < races; ++race) {
    std::string id = "R" + std::to_string(race);
    must(*tiny.ledger, "[" + person(id) + "," + start(id) + "]", id);
    auto revision = tiny.ledger->book().revision_of("posting:" + id);
    std::atomic<int> won = 0;
    std::vector<std::thread> writers;
    for (int i = 0; i < 4; ++i) {
      writers.emplace_back([&, i] {
        std::string end = draft("postingEnded", day,
                                "\"person\":\"" + id + "\",\"ground\":\"health\",\"document\":\"" +
                                    std::to_string(i) + "\"");
        if (submit(*tiny.ledger, end, {.key = id + "-" + std::to_string(i), .revision = revision}))
          ++won;
      });
    }
    for (auto& writer : writers) writer.join();
    double_wins += won != 1;
  }
  EXPECT_EQ(double_wins, 0);
  std::printf("counted: %d races of 4 writers, %d without exactly one winner\n", races,
              double_wins);
}

TEST(Book, ConcurrentRequestsEachTakeEffectOnce) {
  auto tiny = harness::tiny_book();
  auto before = tiny.ledger->book().position().value;
  constexpr int threads = 8;
  constexpr int each = 300;
  std::vector<std::thread> clients;
  for (int t = 0; t < threads; ++t) {
    clients.emplace_back([&, t] {
      for (int i = 0; i < each; ++i) {
        std::string id = std::to_string(t) + "-" + std::to_string(i);
        must(*tiny.ledger, person(id), id);
        must(*tiny.ledger, person(id), id);
      }
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(tiny.ledger->book().position().value, before + threads * each);
  EXPECT_EQ(tiny.ledger->book().live_digest(), tiny.ledger->book().rebuilt_digest());
}

TEST(Book, ALowDiskAdmitsNothing) {
  auto folder =
      std::filesystem::temp_directory_path() / ("zhucun-disk-" + std::to_string(getpid()));
  std::filesystem::remove_all(folder);
  {
    auto clock = std::make_shared<app::ManualClock>(harness::noon(day));
    book::Options options;
    options.disk_floor = ~std::uint64_t{0};
    app::Ledger ledger(
        std::make_unique<book::Book>(log::create_book(folder.string(), log::HashKind::sha256),
                                     clock, log::OpenMode::write, options));
    auto refused = submit(ledger, person("P1"), {.key = "k"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::disk_low);
    EXPECT_FALSE(ledger.book().health().writable);
  }
  std::filesystem::remove_all(folder);
}

// A wall clock that is set while the monotonic one runs on.
class SkewedClock : public Clock {
 public:
  RecordedTime now() override { return {harness::noon(day).micros + skew}; }
  std::chrono::microseconds monotonic() override { return std::chrono::microseconds{1'000'000}; }
  std::int64_t skew = 0;
};

TEST(Book, ASkewedClockAdmitsNothing) {
  auto clock = std::make_shared<SkewedClock>();
  book::Options options;
  options.disk_floor = 0;
  app::Ledger ledger(std::make_unique<book::Book>(log::make_memory_log(log::HashKind::sha256),
                                                  clock, log::OpenMode::write, options));
  clock->skew = std::int64_t{61} * 1'000'000;
  auto refused = submit(ledger, person("P1"), {.key = "k"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::clock_skewed);
  clock->skew = 0;
  auto closed = submit(ledger, person("P1"), {.key = "k"});
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().code, Code::book_not_open);
}

TEST(Book, AfterAFailedWriteNothingIsEverWrittenAgain) {
  auto folder =
      std::filesystem::temp_directory_path() / ("zhucun-fail-" + std::to_string(getpid()));
  std::filesystem::remove_all(folder);
  bool fail = false;
  log::BookOptions options;
  options.on_step = [&fail](int step) {
    if (fail && step == log::step_before_head) throw std::runtime_error("the disk is gone");
  };
  auto tiny =
      harness::tiny_book_over(log::create_book(folder.string(), log::HashKind::sha256, options));
  fail = true;
  EXPECT_THROW((void)submit(*tiny.ledger, person("P1"), {.key = "k"}), log::IoFailure);
  fail = false;
  auto after = submit(*tiny.ledger, person("P2"), {.key = "l"});
  ASSERT_FALSE(after);
  EXPECT_EQ(after.error().code, Code::read_only);
  tiny.ledger.reset();
  // The open check decides what is in the book; the same request again has exactly one effect.
  auto again = harness::tiny_book_over(log::open_book(folder.string(), log::OpenMode::write));
  must(*again.ledger, person("P1"), "k");
  auto count =
      again.ledger->book().read([](const domain::Facts& facts) { return facts.people.size(); });
  EXPECT_EQ(count, 1u);
  again.ledger.reset();
  std::filesystem::remove_all(folder);
}

TEST(Book, RecordedTimesOnlyRiseAndKnownAtFindsTheMoment) {
  auto tiny = harness::tiny_book();
  must(*tiny.ledger, person("P1"), "a");
  auto position = tiny.ledger->book().position();
  tiny.clock->set(
      harness::noon(make_date(2023, 1, 1)));  // set back by a year: order must not change
  auto skewed = submit(*tiny.ledger, person("P2"), {.key = "b"});
  tiny.clock->set(harness::noon(make_date(2024, 3, 1)));
  must(*tiny.ledger, person("P3"), "c");
  EXPECT_EQ(tiny.ledger->book().position_at(harness::noon(make_date(2024, 2, 1))).value,
            position.value + (skewed ? 1 : 0));
}

}  // namespace
}  // namespace zhucun
