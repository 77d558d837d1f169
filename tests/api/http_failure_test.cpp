// When the world fails: a disk that breaks, a book that is closed to writing, workers all taken,
// readers that do not read. Nothing of it may name a file or a function to the client.
#include <thread>

#include "tests/api/api_world.h"

namespace zhucun::tests {
namespace {

// A log in memory that fails when it is told to.
class BreakingLog : public log::EventLog {
 public:
  std::atomic<bool> append_fails{false};
  std::atomic<bool> read_fails{false};
  std::atomic<bool> index_throws{false};

  log::Receipt append(Position expected, std::span<const log::NewRecord> records,
                      std::span<const log::SidePut> side) override {
    if (!append_fails) return inner_->append(expected, records, side);
    log::Receipt out;
    out.head = inner_->head();
    out.reason = "磁盘写入失败 (secret: /var/lib/book/000012.log)";
    return out;
  }
  log::Head head() const override { return inner_->head(); }
  log::HashKind hash_kind() const override { return inner_->hash_kind(); }
  void read(Position from, Position to,
            const std::function<bool(const log::Record&)>& each) const override {
    if (read_fails) throw log::IoFailure("读不出 (secret: /var/lib/book/000007.sst)");
    inner_->read(from, to, each);
  }
  log::Head replay(const std::function<void(const log::Record&)>& each) const override {
    return inner_->replay(each);
  }
  std::optional<std::string> index(std::string_view key) const override {
    return inner_->index(key);
  }
  std::optional<std::string> sealed(std::string_view key) const override {
    return inner_->sealed(key);
  }
  void each_sealed(
      const std::function<bool(std::string_view, std::string_view)>& each) const override {
    inner_->each_sealed(each);
  }
  std::vector<log::Hash> inclusion_proof(Position leaf, std::uint64_t size) const override {
    return inner_->inclusion_proof(leaf, size);
  }
  std::vector<log::Hash> consistency_proof(std::uint64_t from, std::uint64_t to) const override {
    return inner_->consistency_proof(from, to);
  }
  log::Hash root_at(std::uint64_t size) const override { return inner_->root_at(size); }
  log::Hash leaf_hash(Position position) const override { return inner_->leaf_hash(position); }
  bool wait_for(Position after, std::chrono::milliseconds longest) const override {
    if (index_throws) throw std::logic_error("secret: wait_for");
    return inner_->wait_for(after, longest);
  }
  log::VerifyReport verify() const override { return inner_->verify(); }
  void copy_to(const std::string& folder) const override { inner_->copy_to(folder); }
  std::uint64_t free_space() const override { return free_; }
  std::optional<std::string> failure() const override { return inner_->failure(); }
  void close_clean() override { inner_->close_clean(); }

  std::atomic<std::uint64_t> free_{std::uint64_t{8} << 30};

 private:
  std::unique_ptr<log::EventLog> inner_ = log::make_memory_log(log::HashKind::sha256);
};

class Broken : public Api {
 protected:
  void SetUp() override { open(log::OpenMode::write); }
  void TearDown() override { server_.reset(); }

  void open(log::OpenMode mode) {
    server_.reset();
    auto log = std::make_unique<BreakingLog>();
    log_ = log.get();
    own_ = std::make_unique<app::Ledger>(
        std::make_unique<book::Book>(std::move(log), world().clock, mode));
    ledger_ = own_.get();
    serve();
    if (mode != log::OpenMode::write) return;
    Answer opened = submit(
        "open", draft("bookOpened", "2024-01-01", {{"city", "610800000000"}, {"title", "坏盘"}}));
    ASSERT_EQ(opened.status, 201) << opened.body;
  }
  Answer register_person(const std::string& id) {
    return submit(id, draft("personRegistered", "2024-02-01", {{"person", id}}));
  }
  // What the last request left in the log of the service.
  std::string logged_error() {
    server_->stop();
    std::lock_guard lock(records_lock_);
    return records_.empty() ? "" : records_.back().error;
  }

  BreakingLog* log_ = nullptr;
  std::unique_ptr<app::Ledger> own_;
};

TEST_F(Broken, AFailedWriteIs503AndEndsWriting) {
  log_->append_fails = true;
  Answer failed = register_person("A1");
  EXPECT_EQ(failed.status, 503);
  EXPECT_EQ(code_of(failed), "log_failed");
  EXPECT_EQ(failed.body.find("secret"), std::string::npos) << failed.body;
  EXPECT_EQ(failed.header("content-type"), "application/problem+json; charset=utf-8");
  log_->append_fails = false;
  Answer later = register_person("A2");
  EXPECT_EQ(later.status, 503);
  EXPECT_EQ(code_of(later), "read_only");
  EXPECT_EQ(get("/v1/events/1").status, 200) << "reading goes on";
  Answer ready = get("/healthz/ready");
  EXPECT_EQ(ready.status, 503);
  EXPECT_EQ(code_of(ready), "not_ready");
  EXPECT_EQ(get_json("/v1/book")["writable"], false);
}

TEST_F(Broken, AFailedReadIs503AndIsLogged) {
  log_->read_fails = true;
  Answer failed = get("/v1/events/1");
  EXPECT_EQ(failed.status, 503);
  EXPECT_EQ(failed.body.find("secret"), std::string::npos);
  EXPECT_NE(logged_error().find("secret"), std::string::npos);
}

TEST_F(Broken, OurOwnFaultIs500AndIsLogged) {
  log_->index_throws = true;
  Answer failed = get("/v1/events?after=99&wait=1");
  EXPECT_EQ(failed.status, 500);
  EXPECT_EQ(code_of(failed), "internal");
  EXPECT_EQ(failed.body.find("secret"), std::string::npos);
  EXPECT_NE(logged_error().find("secret"), std::string::npos);
}

TEST_F(Broken, AFullDiskIs507) {
  log_->free_ = 1 << 20;
  std::this_thread::sleep_for(std::chrono::milliseconds(250));
  Answer refused = register_person("D1");
  EXPECT_EQ(refused.status, 507);
  EXPECT_EQ(code_of(refused), "disk_low");
  EXPECT_EQ(get("/healthz/ready").status, 503);
  log_->free_ = std::uint64_t{8} << 30;
  std::this_thread::sleep_for(std::chrono::milliseconds(250));
  EXPECT_EQ(register_person("D1").status, 201);
}

TEST_F(Broken, AnEmptyOrReadOnlyBookSaysSo) {
  open(log::OpenMode::read_only);
  EXPECT_EQ(get_json("/v1/book")["open"], false);
  EXPECT_EQ(code_of(get("/v1/reports/roster")), "book_not_open");
  EXPECT_EQ(code_of(get("/v1/divisions")), "book_not_open");
  EXPECT_EQ(get("/v1/policy").status, 200);
  EXPECT_EQ(get_json("/v1/events")["events"].size(), 0u);
  Answer refused = register_person("R1");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(code_of(refused), "read_only");
  Answer ready = get("/healthz/ready");
  EXPECT_EQ(ready.status, 503);
  EXPECT_NE(ready.body.find("只读"), std::string::npos);
}

TEST_F(Api, WhenAllWorkersAreTakenTheNextIsToldSo) {
  http::HttpOptions options;
  options.threads = 1;
  options.front.queued_max = 1;
  serve(options);
  std::string poll = "GET /v1/events?wait=2&after=99999999 HTTP/1.1\r\nHost: localhost\r\n\r\n";
  RawClient working(port());
  working.send(poll);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  RawClient queued(port());
  queued.send(poll);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  Answer third = get("/v1/book");
  EXPECT_EQ(third.status, 503);
  EXPECT_EQ(code_of(third), "busy");
  EXPECT_EQ(third.header("retry-after"), "1");
  EXPECT_EQ(working.read().status, 200);
  EXPECT_EQ(queued.read().status, 200);
}

TEST_F(Api, AReaderWhoDoesNotReadIsLeft) {
  http::HttpOptions options;
  options.threads = 1;
  options.socket.send_deadline = std::chrono::milliseconds(300);
  serve(options);
  RawClient deaf(port(), 4096);
  std::string page = "GET /v1/events?limit=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n";
  std::string all;
  for (int i = 0; i < 40; ++i) all += page;
  deaf.send(all);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  auto started = std::chrono::steady_clock::now();
  EXPECT_EQ(get("/healthz/live").status, 200);
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(2));
  auto given_up = [this] {
    std::lock_guard lock(records_lock_);
    return std::any_of(records_.begin(), records_.end(), [](const auto& record) {
      return record.error.find("not taken") != std::string::npos;
    });
  };
  for (int i = 0; i < 100 && !given_up(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_TRUE(given_up());
}

}  // namespace
}  // namespace zhucun::tests
