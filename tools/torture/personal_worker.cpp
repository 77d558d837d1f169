// Records people's details with an attachment each, made to be killed: at one step of the commit
// protocol, after an attachment was written, or from outside at any moment. Prints each person only
// after the event was acknowledged.
//   personal_worker BOOK ROUND STEP     STEP 0 = after an attachment, -1 = only from outside
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <string>

#include "api/app/clock.h"
#include "api/app/house.h"

namespace {

using namespace zhucun;

void say(const std::string& text) {
  std::string line = text + "\n";
  if (write(STDOUT_FILENO, line.data(), line.size()) < 0) _exit(3);
}

void submit(app::Ledger& ledger, const std::string& id, const std::string& json) {
  app::SubmitOptions options;
  options.key = id;
  options.actor = "torture";
  if (auto outcome = ledger.submit(json, options); !outcome) {
    std::fprintf(stderr, "refused: %s\n", outcome.error().detail.c_str());
    _exit(4);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  std::string round = argv[2];
  int wanted = std::stoi(argv[3]);
  std::atomic<bool> armed{false};
  app::HouseOptions options;
  options.book.disk_floor = 0;
  options.book.log.on_step = [&](int step) {
    if (armed && step == wanted) raise(SIGKILL);
  };
  app::House house = app::open_house(argv[1], std::make_shared<app::SystemClock>(), options);
  app::Ledger& ledger = *house.ledger;
  say("open");
  for (int i = 0;; ++i) {
    std::string person = "R" + round + "-" + std::to_string(i);
    submit(
        ledger, person,
        R"({"type":"personRegistered","date":"2024-01-01","data":{"person":")" + person + "\"}}");
    std::string file = ledger.book().files()->put("附件 " + person);
    armed = i == 2;
    if (armed && wanted == 0) raise(SIGKILL);
    submit(ledger, person + "-details",
           R"({"type":"personDetailsRecorded","date":"2024-01-01","attachments":[")" + file +
               R"("],"data":{"person":")" + person + R"(","name":"试)" + person + "\"}}");
    say(person);
  }
}
