// A client and its book in one process, made to be killed: registers people from several threads
// and prints each id only after it was acknowledged. What was printed must be found again after
// kill -9.
//   kill_worker BOOK ROUND THREADS
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "api/app/clock.h"
#include "api/app/ledger.h"
#include "api/app/opening.h"

namespace {

using namespace zhucun;

// One write per line, straight to the pipe: what the reader has seen was acknowledged before.
void acknowledge(const std::string& id) {
  std::string line = id + "\n";
  if (write(STDOUT_FILENO, line.data(), line.size()) < 0) _exit(3);
}

void register_people(app::Ledger& ledger, const std::string& round, int thread) {
  for (int i = 0;; ++i) {
    std::string id = "R" + round + "-" + std::to_string(thread) + "-" + std::to_string(i);
    app::SubmitOptions options;
    options.key = id;
    options.actor = "torture";
    std::string json =
        R"({"type":"personRegistered","date":"2024-01-01","data":{"person":")" + id + "\"}}";
    auto outcome = ledger.submit(json, options);
    if (!outcome) {
      std::fprintf(stderr, "refused: %s\n", outcome.error().detail.c_str());
      _exit(4);
    }
    acknowledge(id);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  book::Options options;
  options.disk_floor = 0;
  app::Ledger ledger(
      app::open_book(argv[1], log::OpenMode::write, std::make_shared<app::SystemClock>(), options));
  acknowledge("open");
  std::vector<std::thread> threads;
  for (int i = 0; i < std::stoi(argv[3]); ++i) {
    threads.emplace_back([&, i] { register_people(ledger, argv[2], i); });
  }
  for (auto& thread : threads) thread.join();
}
