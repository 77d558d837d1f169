// Two thousand statement lines with noise against the book: no automatic match is wrong, and
// undoing every match restores the facts to the line.
#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <random>

#include "ledger/domain/fund_fold.h"
#include "tests/harness/tiny_book.h"

namespace zhucun {
namespace {

using harness::draft;

constexpr int lines_count = 2000;
constexpr unsigned seed = 532;
constexpr const char* county = "610801000000";

std::string digest_of(app::Ledger& ledger) {
  std::string all;
  ledger.book().read([&](const domain::Facts& facts) {
    domain::dump_fund(facts.fund, [&](std::string_view line) { all += std::string(line) + "\n"; });
    return 0;
  });
  return all;
}

struct Scene {
  harness::TinyBook tiny = harness::tiny_book();
  std::map<std::uint64_t, std::uint64_t> truth;  // line -> item
  int noisy = 0;

  std::uint64_t submit(const std::string& type, Date day, const std::string& data) {
    static int number = 0;
    auto outcome =
        harness::must(*tiny.ledger, draft(type, day, data), "m" + std::to_string(++number));
    return outcome.events.back().position.value;
  }
};

// 〔2024〕 becomes [2024], (2024) or stays.
std::string spelt(std::string number, unsigned way) {
  if (way % 3 == 0) return number;
  const char* open = way % 3 == 1 ? "[" : "(";
  const char* close = way % 3 == 1 ? "]" : ")";
  number.replace(number.find("〔"), 3, open);
  number.replace(number.find("〕"), 3, close);
  return number;
}

void fill(Scene& scene, std::mt19937& random) {
  Date day = make_date(2024, 1, 2);
  scene.tiny.clock->set(harness::noon(make_date(2026, 12, 1)));
  std::string holder = "\"holder\":\"" + std::string(county) + "\",";
  scene.submit("fundAccountSet", day, holder + R"("fundYear":2024,"mode":"direct","pots":"two")");
  for (int i = 0; i < lines_count; ++i) {
    if (i % 4 == 0) day += Days{1};
    // Few different amounts, so that an amount alone says nothing.
    std::int64_t amount = static_cast<std::int64_t>(random() % 40 + 1) * 50'000;
    std::string number = "榆财支〔2024〕" + std::to_string(1000 + i) + "号";
    std::uint64_t item =
        scene.submit("fundsReceived", day,
                     holder + R"("level":"city","fundYear":2024,"document":")" + number +
                         R"(","lines":[{"fund":"team","amount":)" + std::to_string(amount) + "}]");
    std::string reference = spelt(number, random());
    std::int64_t told = amount;
    bool noisy = random() % 20 == 0;
    if (noisy) {
      ++scene.noisy;
      switch (random() % 5) {
        case 0:
          reference = "榆财支〔2024〕" + std::to_string(1000 + random() % lines_count) + "号";
          break;
        case 1: told += 50'000; break;
        case 2: reference.clear(); break;
        case 3: reference = "9"; break;
        case 4: reference = std::to_string(1000 + i); break;
      }
    }
    std::uint64_t line =
        scene.submit("statementLineRecorded", day + Days{static_cast<int>(random() % 4)},
                     holder + "\"sequence\":\"" + std::to_string(i) +
                         R"(","direction":"into","amount":)" + std::to_string(told) +
                         (reference.empty() ? "" : ",\"reference\":\"" + reference + "\""));
    scene.truth[line] = item;
  }
}

TEST(FundMatching, NoAutomaticMatchIsWrongAndUndoRestores) {
  std::mt19937 random(seed);
  Scene scene;
  fill(scene, random);
  auto table = scene.tiny.ledger->report(
      "match_proposals", {{"division", county}, {"kind", "exact"}, {"asOf", "2026-12-01"}});
  ASSERT_TRUE(table) << table.error().detail;
  int matched = 0;
  int wrong = 0;
  std::string all;
  for (const auto& row : table->rows) {
    auto bar = row.key.find('|');
    std::uint64_t line = std::stoull(row.key.substr(0, bar));
    std::uint64_t item = std::stoull(row.key.substr(bar + 1));
    ++matched;
    wrong += scene.truth.at(line) == item ? 0 : 1;
    all += (all.empty() ? "[" : ",") +
           draft("linesMatched", make_date(2026, 12, 1),
                 "\"holder\":\"" + std::string(county) + "\",\"lines\":[" + std::to_string(line) +
                     "],\"items\":[" + std::to_string(item) + R"(],"reason":"唯一")");
  }
  std::cout << "seed " << seed << "：" << lines_count << " 行，噪声 " << scene.noisy
            << " 行，自动勾对 " << matched << " 行（" << matched * 1000 / lines_count / 10.0
            << "%），错 " << wrong << " 行\n";
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(matched, lines_count * 9 / 10);

  std::string before = digest_of(*scene.tiny.ledger);
  auto accepted = harness::must(*scene.tiny.ledger, all + "]", "accept");
  EXPECT_NE(digest_of(*scene.tiny.ledger), before);
  std::string undo;
  for (const auto& one : accepted.events) {
    undo += (undo.empty() ? "[" : ",") +
            draft("eventReversed", make_date(2026, 12, 1),
                  "\"target\":" + std::to_string(one.position.value) + R"(,"reason":"撤销")");
  }
  harness::must(*scene.tiny.ledger, undo + "]", "undo");
  EXPECT_EQ(digest_of(*scene.tiny.ledger), before);
}

}  // namespace
}  // namespace zhucun
