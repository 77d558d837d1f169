// kill -9 around events with personal data: no event without its key, nothing acknowledged lost, no
// attachment left that nobody names.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <random>
#include <set>
#include <sstream>
#include <thread>

#include "tests/harness/tiny_house.h"

namespace zhucun {
namespace {

constexpr unsigned seed = 20240702;

// Runs the worker until it dies; gives what it acknowledged.
std::set<std::string> run_worker(const std::string& book, int round, int step, int kill_after_ms) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  std::string number = std::to_string(round);
  std::string at = std::to_string(step);
  pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    execl(ZHUCUN_PERSONAL_WORKER, "personal_worker", book.c_str(), number.c_str(), at.c_str(),
          nullptr);
    _exit(127);
  }
  close(ends[1]);
  std::string said;
  char buffer[4096];
  bool killed = false;
  for (ssize_t got; (got = read(ends[0], buffer, sizeof buffer)) > 0;) {
    said.append(buffer, static_cast<std::size_t>(got));
    if (step >= 0 || killed || said.find("open\n") == std::string::npos) continue;
    std::this_thread::sleep_for(std::chrono::milliseconds(kill_after_ms));
    kill(child, SIGKILL);
    killed = true;
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "round " << round;
  std::set<std::string> out;
  std::istringstream lines(said);
  for (std::string line; std::getline(lines, line);)
    if (line != "open") out.insert(line);
  return out;
}

struct Found {
  int events = 0;
  int unreadable = 0;
  int missing_files = 0;
  std::set<std::string> people;
};

Found look(app::Ledger& ledger) {
  Found out;
  ledger.book().read([&](const domain::Facts& facts) {
    for (const auto& [person, fact] : facts.people) {
      if (fact.details.empty()) continue;
      ++out.events;
      out.people.insert(person);
      auto name = ledger.book().detail(facts, person, "name");
      out.unreadable += name.value != "试" + person;
    }
    for (const auto& [file, positions] : facts.attachments)
      out.missing_files += !ledger.book().files()->has(file);
  });
  return out;
}

TEST(PersonalKill, NoEventWithoutItsKeyAndNoOrphanAfterTheSweep) {
  harness::TinyHouse tiny;
  tiny.close();
  std::mt19937 random(seed);
  std::set<std::string> acknowledged;
  int kills = 0;
  auto one = [&](int step) {
    for (const auto& person :
         run_worker(tiny.folder().string(), ++kills, step, static_cast<int>(random() % 60)))
      acknowledged.insert(person);
  };
  for (int times = 0; times < 10; ++times) {
    for (int step :
         {0, static_cast<int>(log::step_before_batch), static_cast<int>(log::step_before_head),
          static_cast<int>(log::step_before_head_sync), static_cast<int>(log::step_before_ack)})
      one(step);
  }
  for (int times = 0; times < 50; ++times) one(-1);
  tiny.open();
  Found found = look(tiny.ledger());
  int lost = 0;
  for (const auto& person : acknowledged) lost += !found.people.contains(person);
  auto later = std::filesystem::file_time_type::clock::now() + std::chrono::hours(1);
  auto named = [&](const std::string& name) {
    return tiny.ledger().book().read(
        [&](const domain::Facts& facts) { return facts.attachments.contains(name); });
  };
  std::size_t swept = tiny.ledger().book().files()->sweep(named, later);
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry :
       std::filesystem::directory_iterator(tiny.folder() / "files"))
    ++files;
  std::size_t wanted = tiny.ledger().book().read(
      [](const domain::Facts& facts) { return facts.attachments.size(); });
  std::printf(
      "counted: %d kills around personal events (seed %u), %zu acknowledged, %d lost, "
      "%d events, %d without their key, %zu orphans swept, %d attachments missing\n",
      kills, seed, acknowledged.size(), lost, found.events, found.unreadable, swept,
      found.missing_files);
  EXPECT_EQ(lost, 0);
  EXPECT_EQ(found.unreadable, 0);
  EXPECT_EQ(found.missing_files, 0);
  EXPECT_EQ(files, wanted);
  EXPECT_GT(swept, 0u) << "no kill left an orphan: the sweep was not tried";
  EXPECT_TRUE(tiny.ledger().book().log().verify().sound());
}

}  // namespace
}  // namespace zhucun
