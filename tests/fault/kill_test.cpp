// kill -9 at random moments under load: nothing acknowledged is lost, nothing is there twice.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <random>
#include <set>
#include <thread>

#include "api/app/clock.h"
#include "api/app/opening.h"
#include "ledger/schema/schema.h"

namespace zhucun {
namespace {

constexpr int kills = 500;
constexpr unsigned seed = 20240701;

app::InitOptions tiny_city() {
  app::InitOptions init;
  init.city = {990100000000};
  init.title = "torture";
  init.start = make_date(2024, 1, 1);
  init.actor = "torture";
  init.register_csv = "code,name,level,parent\n990100000000,示范市,city,\n";
  init.register_source = "test";
  return init;
}

struct Child {
  pid_t pid = 0;
  int out = -1;
};

Child start_worker(const std::string& book, int round) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  // A large pipe, so that the worker is not held back by its reader.
  fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
  std::string number = std::to_string(round);
  Child child;
  child.pid = fork();
  if (child.pid == 0) {
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    execl(ZHUCUN_KILL_WORKER, "kill_worker", book.c_str(), number.c_str(), "4", nullptr);
    _exit(127);
  }
  close(ends[1]);
  child.out = ends[0];
  return child;
}

// Whole lines only: a line cut by the kill was not acknowledged to anybody.
std::vector<std::string> rest_of(int out) {
  std::string text;
  char buffer[65536];
  for (ssize_t n = 0; (n = read(out, buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(n));
  close(out);
  std::vector<std::string> lines;
  std::size_t from = 0;
  for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', from)) {
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

TEST(Kill, NothingAcknowledgedIsLostAndNothingIsThereTwice) {
  auto folder =
      std::filesystem::temp_directory_path() / ("zhucun-kill-" + std::to_string(getpid()));
  std::filesystem::remove_all(folder);
  {
    book::Options options;
    options.disk_floor = 0;
    auto made = app::init_book(folder, tiny_city(), std::make_shared<app::SystemClock>(), options);
    ASSERT_TRUE(made) << made.error().detail;
  }
  std::mt19937 random(seed);
  std::set<std::string> acknowledged;
  for (int round = 0; round < kills; ++round) {
    Child child = start_worker(folder.string(), round);
    // The load starts when the book is open; then any moment of the next ones may be the last.
    char first[5];
    ASSERT_EQ(read(child.out, first, 5), 5) << "round " << round << ": the book did not open";
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 30'000));
    kill(child.pid, SIGKILL);
    waitpid(child.pid, nullptr, 0);
    for (auto& line : rest_of(child.out)) acknowledged.insert(std::move(line));
  }
  auto log = log::open_book(folder.string(), log::OpenMode::read_only);
  std::multiset<std::string> found;
  log->replay([&](const log::Record& record) {
    auto body = schema::read(record.body.data());
    if (body.isPosting()) {
      auto person = body.getPosting().getPersonRegistered().getPerson();
      found.emplace(person.begin(), person.size());
    }
  });
  std::size_t lost = 0;
  std::size_t twice = 0;
  for (const auto& id : acknowledged) lost += !found.contains(id);
  for (const auto& id : found) twice += found.count(id) > 1;
  EXPECT_EQ(lost, 0u);
  EXPECT_EQ(twice, 0u);
  EXPECT_TRUE(log->verify().sound());
  std::printf("counted: %d kills (seed %u), %zu acknowledged, %zu found, %zu lost, %zu twice\n",
              kills, seed, acknowledged.size(), found.size(), lost, twice);
  log.reset();
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace zhucun
