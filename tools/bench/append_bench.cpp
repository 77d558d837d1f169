#include <rocksdb/db.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>

#include "api/app/clock.h"
#include "api/app/opening.h"
#include "tools/bench/bench.h"

namespace zhucun::bench {

namespace {

namespace fs = std::filesystem;
using Seconds = std::chrono::duration<double>;

struct Load {
  int clients;
  int outstanding;
  const char* name;
};

// Ready requests: one spot-check-sized event each, encoded and hashed before any clock starts.
std::vector<book::Prepared> ready_events(std::size_t count, std::size_t from) {
  std::vector<book::Prepared> out;
  out.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    std::string number = std::to_string(from + i);
    std::string json = R"({"id":"bench-)" + number +
                       R"(","type":"meetingHeld","date":"2024-01-01","actor":"bench",)" +
                       R"("data":{"host":"unit:U1","kind":"other","topic":"会议)" + number +
                       R"(","minutes":"纪要)" + number + "\"}}";
    // All meetings of one host, kind and day share a natural key; here each event shall be new.
    auto words = schema::draft_from_json(json, {});
    auto prepared = book::prepare(std::move(*words), log::HashKind::sha256);
    prepared.natural_key = "k" + number;
    out.push_back(std::move(prepared));
  }
  return out;
}

app::InitOptions tiny_city() {
  app::InitOptions init;
  init.city = {990100000000};
  init.title = "bench";
  init.start = make_date(2024, 1, 1);
  init.actor = "bench";
  init.register_csv = "code,name,level,parent\n990100000000,市,city,\n";
  init.register_source = "bench";
  return init;
}

// Runs `clients` threads that each keep `outstanding` requests waiting, for a while; events per
// second.
template <typename Submit, typename Wait>
double drive(const Load& load, double seconds, const std::vector<book::Prepared>& events,
             Submit&& submit, Wait&& wait) {
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> done = 0;
  auto start = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  for (int c = 0; c < load.clients; ++c) {
    threads.emplace_back([&] {
      std::deque<decltype(submit(events[0]))> waiting;
      while (Seconds(std::chrono::steady_clock::now() - start).count() < seconds) {
        while (waiting.size() < static_cast<std::size_t>(load.outstanding)) {
          std::size_t mine = next.fetch_add(1);
          if (mine >= events.size()) break;
          waiting.push_back(submit(events[mine]));
        }
        if (waiting.empty()) break;
        wait(waiting.front());
        waiting.pop_front();
        ++done;
      }
      for (auto& one : waiting) {
        wait(one);
        ++done;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  return static_cast<double>(done) / Seconds(std::chrono::steady_clock::now() - start).count();
}

// The bare thing: one writer thread, one WriteBatch and one sync a group, no hashes, no HEAD, no
// rules.
class BareGroupCommit {
 public:
  explicit BareGroupCommit(const std::string& folder) {
    rocksdb::Options options;
    options.create_if_missing = true;
    options.compression = rocksdb::kLZ4Compression;
    rocksdb::DB* db = nullptr;
    if (!rocksdb::DB::Open(options, folder, &db).ok()) throw std::runtime_error("bench: no place");
    db_.reset(db);
    writer_ = std::thread([this] { run(); });
  }
  ~BareGroupCommit() {
    {
      std::lock_guard lock(lock_);
      stopping_ = true;
    }
    wakes_.notify_all();
    writer_.join();
  }

  struct Ticket {
    const book::Prepared* event;
    std::atomic<bool> done = false;
  };
  std::shared_ptr<Ticket> submit(const book::Prepared& event) {
    auto ticket = std::make_shared<Ticket>();
    ticket->event = &event;
    std::lock_guard lock(lock_);
    queue_.push_back(ticket);
    wakes_.notify_one();
    return ticket;
  }

 private:
  void run() {
    std::deque<std::shared_ptr<Ticket>> group;
    while (true) {
      {
        std::unique_lock lock(lock_);
        wakes_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        group.swap(queue_);
      }
      rocksdb::WriteBatch batch;
      for (const auto& ticket : group) {
        std::uint64_t key = __builtin_bswap64(++position_);
        const auto& body = ticket->event->body;
        batch.Put({reinterpret_cast<const char*>(&key), 8},
                  {reinterpret_cast<const char*>(body.data()), body.size() * 8});
        batch.Put(ticket->event->id_key, "0123456789012345678901234567890123456789");
        batch.Put(ticket->event->natural_key, "0123456789012345678901234567890123456789");
      }
      rocksdb::WriteOptions sync;
      sync.sync = true;
      if (!db_->Write(sync, &batch).ok()) throw std::runtime_error("bench: write failed");
      for (const auto& ticket : group) {
        ticket->done = true;
        ticket->done.notify_all();
      }
      group.clear();
    }
  }

  std::unique_ptr<rocksdb::DB> db_;
  std::mutex lock_;
  std::condition_variable wakes_;
  std::deque<std::shared_ptr<Ticket>> queue_;
  bool stopping_ = false;
  std::uint64_t position_ = 0;
  std::thread writer_;
};

double bare(const std::string& folder, const Load& load, double seconds,
            const std::vector<book::Prepared>& events) {
  fs::remove_all(folder);
  BareGroupCommit commit(folder);
  return drive(
      load, seconds, events, [&](const book::Prepared& e) { return commit.submit(e); },
      [](auto& ticket) { ticket->done.wait(false); });
}

double through_book(const std::string& folder, const Load& load, double seconds,
                    const std::vector<book::Prepared>& events) {
  fs::remove_all(folder);
  book::Options options;
  options.disk_floor = 0;
  auto made = app::init_book(folder, tiny_city(), std::make_shared<app::SystemClock>(), options);
  if (!made) throw std::runtime_error(made.error().detail);
  book::Book& book = **made;
  auto unit = schema::draft_from_json(
      R"({"id":"u","type":"unitRegistered","date":"2024-01-01","actor":"bench",)"
      R"("data":{"unit":"U1","name":"甲","level":"city","kind":"other","seat":"990100000000"}})",
      {});
  book::Request request;
  request.drafts.push_back(book::prepare(std::move(*unit), log::HashKind::sha256));
  if (!book.submit(std::move(request))) throw std::runtime_error("bench: no unit");
  return drive(
      load, seconds, events,
      [&](const book::Prepared& e) {
        book::Request one;
        one.drafts.push_back(e);
        return book.submit_later(std::move(one));
      },
      [](book::Book::Ticket& ticket) {
        if (!ticket.wait()) throw std::runtime_error("bench: refused");
      });
}

// RocksDB's own grouping: each of 64 threads syncs its own put.
double rocks_own(const std::string& folder, double seconds,
                 const std::vector<book::Prepared>& events) {
  fs::remove_all(folder);
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* raw = nullptr;
  if (!rocksdb::DB::Open(options, folder, &raw).ok()) throw std::runtime_error("bench: no place");
  std::unique_ptr<rocksdb::DB> db(raw);
  rocksdb::WriteOptions sync;
  sync.sync = true;
  return drive(
      {64, 1, ""}, seconds, events,
      [&](const book::Prepared& e) {
        return db->Put(sync, e.id_key,
                       {reinterpret_cast<const char*>(e.body.data()), e.body.size() * 8});
      },
      [](rocksdb::Status& status) {
        if (!status.ok()) throw std::runtime_error("bench: write failed");
      });
}

}  // namespace

void append(const std::string& folder, int rounds, double seconds) {
  const std::vector<Load> loads{{1, 1, "1"}, {8, 1, "8"}, {64, 1, "64"}, {8, 64, "8x64"}};
  auto events = ready_events(600'000, 0);
  std::printf("append: %zu-byte bodies, %d interleaved rounds of %.1f s, medians in events/s\n",
              events[0].body.size() * 8, rounds, seconds);
  std::map<std::string, std::vector<double>> through, against, ratio;
  std::vector<double> own, own_ratio;
  for (int round = 0; round < rounds; ++round) {
    for (const auto& load : loads) {
      double a = bare(folder, load, seconds, events);
      double b = through_book(folder, load, seconds, events);
      against[load.name].push_back(a);
      through[load.name].push_back(b);
      ratio[load.name].push_back(b / a);
    }
    own.push_back(rocks_own(folder, seconds, events));
    own_ratio.push_back(through["64"].back() / own.back());
  }
  fs::remove_all(folder);
  for (const auto& load : loads) {
    std::printf("| %s clients | bare %.0f | book.submit %.0f | ratio %.2f (%.2f-%.2f) |\n",
                load.name, median(against[load.name]), median(through[load.name]),
                median(ratio[load.name]), quantile(ratio[load.name], 0),
                quantile(ratio[load.name], 1));
  }
  std::printf(
      "| 64 threads, RocksDB's own sync writes | %.0f | book.submit 64 | ratio %.2f (%.2f-%.2f) "
      "|\n",
      median(own), median(own_ratio), quantile(own_ratio, 0), quantile(own_ratio, 1));
}

}  // namespace zhucun::bench
