// The contract of EventLog, told once and held to by every maker of it.
#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <stdexcept>
#include <thread>

#include "ledger/log/event_log.h"
#include "ledger/log/proof.h"
#include "tests/unit/log_fixture.h"

namespace zhucun::log::testing {
namespace {

struct InMemory {
  std::unique_ptr<EventLog> make(HashKind kind) { return make_memory_log(kind); }
};

struct OnRocks {
  ScratchFolder folder;
  std::unique_ptr<EventLog> make(HashKind kind) {
    return create_book(folder.at("book-" + std::string(name_of(kind))), kind);
  }
};

template <typename Maker>
class LogConformance : public ::testing::Test {
 protected:
  Maker maker_;
  std::unique_ptr<EventLog> log_ = maker_.make(HashKind::sha256);
};

using Makers = ::testing::Types<InMemory, OnRocks>;
TYPED_TEST_SUITE(LogConformance, Makers);

TYPED_TEST(LogConformance, StartsEmpty) {
  const Head head = this->log_->head();
  EXPECT_EQ(head.position, Position{0});
  EXPECT_EQ(head.tree_size, 0u);
  EXPECT_EQ(head.chain, Hash{});
  EXPECT_EQ(head.root, Hasher(HashKind::sha256).digest({}));
  EXPECT_FALSE(this->log_->failure());
  EXPECT_TRUE(this->log_->verify().sound());
  EXPECT_EQ(this->log_->replay([](const Record&) { FAIL(); }), head);
  EXPECT_GT(this->log_->free_space(), 0u);
}

TYPED_TEST(LogConformance, AppendsGroupsAndReadsThemBack) {
  const Receipt one = grow(*this->log_, 1);
  EXPECT_EQ(one.outcome, AppendOutcome::done);
  EXPECT_EQ(one.first, Position{1});
  EXPECT_EQ(one.last, Position{1});
  EXPECT_EQ(one.head, this->log_->head());
  EXPECT_TRUE(one.reason.empty());
  const Receipt many = grow(*this->log_, 600);
  EXPECT_EQ(many.first, Position{2});
  EXPECT_EQ(many.last, Position{601});

  std::uint64_t next = 1;
  this->log_->read({0}, {1'000'000}, [&](const Record& record) {
    EXPECT_EQ(record.position.value, next++);
    EXPECT_TRUE(is_record_for(record));
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(record.body.data()) % 8, 0u);
    return true;
  });
  EXPECT_EQ(next, 602u);
}

TYPED_TEST(LogConformance, ReadsARangeAndStopsWhenTold) {
  grow(*this->log_, 50);
  std::vector<std::uint64_t> seen;
  this->log_->read({10}, {12}, [&](const Record& r) {
    seen.push_back(r.position.value);
    return true;
  });
  EXPECT_EQ(seen, (std::vector<std::uint64_t>{10, 11, 12}));
  seen.clear();
  this->log_->read({49}, {60}, [&](const Record& r) {
    seen.push_back(r.position.value);
    return false;
  });
  EXPECT_EQ(seen, (std::vector<std::uint64_t>{49}));
  this->log_->read({51}, {60}, [](const Record&) {
    ADD_FAILURE() << "beyond the head";
    return true;
  });
  this->log_->read({12}, {10}, [](const Record&) {
    ADD_FAILURE() << "a range that runs backwards";
    return true;
  });
}

TYPED_TEST(LogConformance, KeepsBodiesOfAnySize) {
  std::vector<NewRecord> records(3);
  records[1].body.assign(100'000, 0xABCDEF);
  records[2].body = {1};
  records[2].recorded = {-5};
  ASSERT_EQ(this->log_->append({0}, records, {}).outcome, AppendOutcome::done);
  std::vector<std::size_t> sizes;
  std::int64_t recorded = 0;
  this->log_->read({1}, {3}, [&](const Record& r) {
    sizes.push_back(r.body.size());
    recorded = r.recorded.micros;
    return true;
  });
  EXPECT_EQ(sizes, (std::vector<std::size_t>{0, 100'000, 1}));
  EXPECT_EQ(recorded, -5);
}

TYPED_TEST(LogConformance, AnswersConflictAndWritesNothing) {
  grow(*this->log_, 3);
  const Head before = this->log_->head();
  for (std::uint64_t wrong : {0u, 2u, 4u}) {
    const auto records = records_for({4}, {4});
    const SidePut side{"key", "value"};
    const Receipt receipt = this->log_->append({wrong}, records, {&side, 1});
    EXPECT_EQ(receipt.outcome, AppendOutcome::conflict);
    EXPECT_EQ(receipt.head, before);
    EXPECT_FALSE(receipt.reason.empty());
  }
  EXPECT_EQ(this->log_->head(), before);
  EXPECT_FALSE(this->log_->index("key"));
}

TYPED_TEST(LogConformance, AppendsNothingAsNothing) {
  grow(*this->log_, 3);
  const Head before = this->log_->head();
  const Receipt receipt = this->log_->append({3}, {}, {});
  EXPECT_EQ(receipt.outcome, AppendOutcome::done);
  EXPECT_EQ(receipt.last, Position{3});
  EXPECT_EQ(this->log_->head(), before);
  const SidePut side{"key", "value"};
  EXPECT_THROW(this->log_->append({3}, {}, {&side, 1}), std::invalid_argument);
}

TYPED_TEST(LogConformance, IndexFollowsTheRecords) {
  using Puts = std::vector<SidePut>;
  EXPECT_FALSE(this->log_->index("a"));
  this->log_->append({0}, records_for({1}, {1}), Puts{{"a", "1"}, {std::string("b\0c", 3), "2"}});
  EXPECT_EQ(this->log_->index("a"), "1");
  EXPECT_EQ(this->log_->index(std::string_view("b\0c", 3)), "2");
  EXPECT_FALSE(this->log_->index("b"));
  this->log_->append({1}, records_for({2}, {2}), Puts{{"a", ""}, {"b", "3"}});
  EXPECT_FALSE(this->log_->index("a"));
  EXPECT_EQ(this->log_->index("b"), "3");
}

TYPED_TEST(LogConformance, HeadIsTheTreeAndTheChainOfTheRecords) {
  for (HashKind kind : {HashKind::sha256, HashKind::sm3}) {
    auto log = kind == HashKind::sha256 ? std::move(this->log_) : this->maker_.make(kind);
    EXPECT_EQ(log->hash_kind(), kind);
    Hasher hasher(kind);
    const std::vector<Hash> leaves = leaves_for(1100, hasher);
    Hash chain{};
    std::uint64_t linked = 0;
    for (std::uint64_t step : {1u, 1u, 1u, 252u, 1u, 1u, 255u, 256u, 257u, 75u}) {
      ASSERT_EQ(grow(*log, step).outcome, AppendOutcome::done);
      const Head head = log->head();
      for (; linked < head.position.value; ++linked) chain = hasher.link(chain, leaves[linked]);
      EXPECT_EQ(head.tree_size, head.position.value);
      EXPECT_EQ(head.root, reference_root(leaves, 0, head.tree_size, hasher));
      EXPECT_EQ(head.chain, chain);
    }
    EXPECT_EQ(log->head().position, Position{1100});
    for (std::uint64_t at : {1u, 255u, 256u, 257u, 1024u, 1025u, 1100u}) {
      EXPECT_EQ(log->leaf_hash({at}), leaves[at - 1]) << at;
      EXPECT_EQ(log->root_at(at), reference_root(leaves, 0, at, hasher)) << at;
    }
  }
}

TYPED_TEST(LogConformance, ProofsOfRandomSizesVerifyAndForgedOnesDoNot) {
  std::mt19937_64 random(20240301);
  Hasher hasher(HashKind::sha256);
  while (this->log_->head().position.value < 1500) grow(*this->log_, 1 + random() % 400);
  const std::uint64_t size = this->log_->head().tree_size;
  for (int i = 0; i < 300; ++i) {
    const std::uint64_t to = 1 + random() % size;
    const std::uint64_t from = random() % (to + 1);
    const Position leaf{1 + random() % to};
    const InclusionClaim in{leaf, this->log_->leaf_hash(leaf), to, this->log_->root_at(to)};
    std::vector<Hash> proof = this->log_->inclusion_proof(leaf, to);
    EXPECT_TRUE(proves_inclusion(in, proof, hasher)) << leaf.value << " in " << to;
    const ConsistencyClaim grown{from, this->log_->root_at(from), to, this->log_->root_at(to)};
    const std::vector<Hash> path = this->log_->consistency_proof(from, to);
    EXPECT_TRUE(proves_consistency(grown, path, hasher)) << from << " to " << to;
    if (!proof.empty()) {
      proof[random() % proof.size()][random() % 32] ^= 1;
      EXPECT_FALSE(proves_inclusion(in, proof, hasher));
    }
  }
}

TYPED_TEST(LogConformance, TreeRefusesWhatLiesBeyondTheHead) {
  grow(*this->log_, 10);
  EXPECT_THROW(this->log_->root_at(11), std::out_of_range);
  EXPECT_THROW(this->log_->leaf_hash({11}), std::out_of_range);
  EXPECT_THROW(this->log_->leaf_hash({0}), std::out_of_range);
  EXPECT_THROW(this->log_->inclusion_proof({5}, 4), std::out_of_range);
  EXPECT_THROW(this->log_->inclusion_proof({5}, 11), std::out_of_range);
  EXPECT_THROW(this->log_->consistency_proof(6, 5), std::out_of_range);
  EXPECT_THROW(this->log_->consistency_proof(5, 11), std::out_of_range);
}

TYPED_TEST(LogConformance, ReplayGivesEveryRecordOnceAndTheHead) {
  grow(*this->log_, 700);
  std::uint64_t next = 1;
  const Head head = this->log_->replay([&](const Record& record) {
    EXPECT_EQ(record.position.value, next++);
    EXPECT_TRUE(is_record_for(record));
  });
  EXPECT_EQ(next, 701u);
  EXPECT_EQ(head, this->log_->head());
  const VerifyReport report = this->log_->verify();
  EXPECT_TRUE(report.sound());
  EXPECT_EQ(report.records, 700u);
  EXPECT_EQ(report.tiles, 2u);
}

TYPED_TEST(LogConformance, WaitsForGrowth) {
  using std::chrono::milliseconds;
  EXPECT_FALSE(this->log_->wait_for({0}, milliseconds(5)));
  std::thread writer([&] {
    std::this_thread::sleep_for(milliseconds(20));
    grow(*this->log_, 1);
  });
  EXPECT_TRUE(this->log_->wait_for({0}, milliseconds(20'000)));
  writer.join();
  EXPECT_TRUE(this->log_->wait_for({0}, milliseconds(0)));
}

TYPED_TEST(LogConformance, ReadersSeeWholeGroupsWhileTheWriterWrites) {
  std::atomic<bool> done = false;
  std::atomic<int> checks = 0;
  std::thread reader([&] {
    Hasher hasher(HashKind::sha256);
    // At least once, however late this thread comes to run.
    while (!done || checks == 0) {
      const Head head = this->log_->head();
      EXPECT_EQ(head.position.value % 10, 0u);
      EXPECT_EQ(this->log_->root_at(head.tree_size), head.root);
      std::uint64_t next = 1;
      this->log_->read({1}, head.position, [&](const Record& record) {
        EXPECT_TRUE(is_record_for(record));
        return record.position.value == next++;
      });
      EXPECT_EQ(next, head.position.value + 1);
      if (head.tree_size > 0) {
        const Position leaf{head.tree_size / 2 + 1};
        const InclusionClaim claim{leaf, this->log_->leaf_hash(leaf), head.tree_size, head.root};
        EXPECT_TRUE(
            proves_inclusion(claim, this->log_->inclusion_proof(leaf, head.tree_size), hasher));
      }
      ++checks;
    }
  });
  for (int i = 0; i < 100; ++i) grow(*this->log_, 10);
  done = true;
  reader.join();
  EXPECT_GT(checks, 0);
}

TYPED_TEST(LogConformance, AClosedLogCannotBeWritten) {
  grow(*this->log_, 2);
  this->log_->close_clean();
  this->log_->close_clean();
  EXPECT_TRUE(this->log_->head().clean_stop);
  EXPECT_TRUE(this->log_->failure());
  const Receipt receipt = this->log_->append({2}, records_for({3}, {3}), {});
  EXPECT_EQ(receipt.outcome, AppendOutcome::unknown);
  EXPECT_FALSE(receipt.reason.empty());
}

}  // namespace
}  // namespace zhucun::log::testing
