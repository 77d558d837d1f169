// Random histories through the door of a small book: rebuilt = live, any prefix replays, a reversal
// restores, known-at = a book cut there, roll-ups sum to the city, adopting a policy folds nothing.
#include <gtest/gtest.h>

#include <random>

#include "tests/harness/tiny_book.h"

namespace zhucun {
namespace {

using harness::draft;

constexpr int histories = 40;
constexpr int steps = 160;

// Makes one legal or illegal step after another; what the book refuses leaves no trace.
class Historian {
 public:
  explicit Historian(unsigned seed) : random_(seed), tiny_(harness::tiny_book()) {
    for (const char* code : {"610800000000", "610801000000", "610802000000"}) {
      submit("officeFormed", "\"division\":\"" + std::string(code) + "\",\"name\":\"办公室\"");
    }
    submit("goLiveSet", R"("division":"610800000000","group":"duties","from":"2024-01-01")");
    for (int i = 0; i < 4; ++i) {
      submit("unitRegistered", "\"unit\":\"U" + std::to_string(i) +
                                   "\",\"name\":\"单位\",\"level\":\"" +
                                   (i % 2 ? "county" : "city") +
                                   "\",\"kind\":\"government\",\"seat\":\"610801000000\"");
    }
    for (int i = 0; i < 12; ++i)
      submit("personRegistered", "\"person\":\"P" + std::to_string(i) + "\"");
  }

  void step() {
    if (random_() % 3 == 0) {
      day_ += Days{static_cast<int>(random_() % 12)};
      tiny_.clock->set(harness::noon(day_));
    }
    switch (random_() % 9) {
      case 0:
      case 1:
        submit("postingStarted", "\"person\":\"" + person() + "\",\"unit\":\"" + unit() +
                                     "\",\"village\":\"" + village() + "\",\"role\":\"" +
                                     (random_() % 3 ? "member" : "firstSecretary") + "\"");
        return;
      case 2: submit("postingEnded", "\"person\":\"" + person() + R"(","ground":"health")"); return;
      case 3: {
        std::string v = village();
        submit("reportHandedOver",
               "\"from\":\"team:" + v + "\",\"to\":[\"township:" + v.substr(0, 9) +
                   "000\"],\"periods\":[\"" + period_of({PeriodKind::month}, day_).key +
                   "\"],\"form\":\"oral\",\"content\":\"工作\"");
        return;
      }
      case 4:
        submit("hearingHeld", "\"unit\":\"" + unit() + "\",\"residents\":[\"" + person() + "\"]");
        return;
      case 5:
        submit("guidanceVisitMade",
               "\"unit\":\"" + unit() + R"(","leader":"principal","village":")" + village() + "\"");
        return;
      case 6:
        submit("spotCheckMade",
               "\"township\":\"610801001000\",\"villages\":[\"" + village() + R"("],"found":"好")");
        return;
      case 7:
        submit("eventReversed", "\"target\":" + std::to_string(1 + random_() % position()) +
                                    R"(,"reason":"录错","withDependants":true)");
        return;
      default:
        submit("villageKindSet", "\"village\":\"" + village() + R"(","kind":"formerly_poor")");
        return;
    }
  }

  app::Ledger& ledger() { return *tiny_.ledger; }
  Date day() const { return day_; }
  std::uint64_t position() { return tiny_.ledger->book().position().value; }
  std::mt19937& random() { return random_; }

 private:
  void submit(const std::string& type, const std::string& data) {
    app::SubmitOptions options;
    options.key = "h" + std::to_string(++number_);
    (void)tiny_.ledger->submit(draft(type, day_, data), options);
  }
  std::string person() { return "P" + std::to_string(random_() % 12); }
  std::string unit() { return "U" + std::to_string(random_() % 4); }
  std::string village() {
    return "61080" + std::to_string(1 + random_() % 2) + "00" + std::to_string(1 + random_() % 2) +
           "00" + std::to_string(1 + random_() % 4);
  }

  std::mt19937 random_;
  harness::TinyBook tiny_;
  Date day_ = make_date(2024, 1, 1);
  int number_ = 0;
};

std::string text_of(const projections::Table& table) {
  std::string out;
  for (const auto& row : table.rows) {
    out += row.key;
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      out += "|" + shown(row.cells[i], table.columns[i].kind);
    out += "\n";
  }
  return out;
}

std::string compliance(app::Ledger& ledger, app::Parameters parameters) {
  parameters["period"] = "2024";
  auto table = ledger.report("duty_compliance", parameters);
  return table ? text_of(*table) : table.error().detail;
}

std::string digest_at(app::Ledger& ledger, Position position) {
  std::string out;
  domain::dump(*ledger.book().facts_at(position),
               [&out](std::string_view line) { out += std::string(line) + "\n"; });
  return out;
}

TEST(BookProperty, RebuiltIsLiveAndAnyPrefixReplays) {
  for (unsigned seed = 1; seed <= histories; ++seed) {
    Historian historian(seed);
    std::vector<std::pair<Position, std::string>> seen;
    for (int i = 0; i < steps; ++i) {
      historian.step();
      if (i % 40 == 7) {
        Position at{historian.position()};
        std::string live;
        historian.ledger().book().read([&](const domain::Facts& facts) {
          domain::dump(facts, [&live](std::string_view line) { live += std::string(line) + "\n"; });
          return 0;
        });
        seen.emplace_back(at, live);
      }
    }
    EXPECT_EQ(historian.ledger().book().live_digest(), historian.ledger().book().rebuilt_digest())
        << "seed " << seed;
    for (const auto& [at, live] : seen)
      EXPECT_EQ(digest_at(historian.ledger(), at), live) << "seed " << seed;
  }
  std::printf("counted: %d histories of %d steps\n", histories, steps);
}

TEST(BookProperty, KnownAtIsABookCutThere) {
  for (unsigned seed = 101; seed <= 110; ++seed) {
    Historian historian(seed);
    std::vector<std::pair<std::uint64_t, std::string>> then;
    for (int i = 0; i < steps; ++i) {
      historian.step();
      if (i % 50 == 20) {
        then.emplace_back(
            historian.position(),
            compliance(historian.ledger(), {{"by", "actor+period"}, {"asOf", "2024-12-31"}}));
      }
    }
    for (const auto& [position, table] : then) {
      app::Parameters parameters{
          {"by", "actor+period"}, {"asOf", "2024-12-31"}, {"knownAt", std::to_string(position)}};
      EXPECT_EQ(compliance(historian.ledger(), parameters), table)
          << "seed " << seed << " position " << position;
    }
  }
}

// Taking the last accepted event back gives the facts as they were before it.
TEST(BookProperty, AReversalRestores) {
  int reversed = 0;
  for (unsigned seed = 201; seed <= 230; ++seed) {
    Historian historian(seed);
    for (int i = 0; i < 60; ++i) historian.step();
    for (int i = 0; i < 40; ++i) {
      Position before{historian.position()};
      historian.step();
      Position after{historian.position()};
      if (after.value != before.value + 1) continue;
      app::SubmitOptions options;
      options.key = "undo" + std::to_string(i);
      auto undone = historian.ledger().submit(
          draft("eventReversed", historian.day(),
                "\"target\":" + std::to_string(after.value) + ",\"reason\":\"撤\""),
          options);
      if (!undone) continue;
      ++reversed;
      EXPECT_EQ(digest_at(historian.ledger(), {historian.position()}),
                digest_at(historian.ledger(), before))
          << "seed " << seed << " position " << after.value;
    }
  }
  EXPECT_GT(reversed, 200);
  std::printf("counted: %d reversals\n", reversed);
}

TEST(BookProperty, RollUpsSum) {
  for (unsigned seed = 301; seed <= 310; ++seed) {
    Historian historian(seed);
    for (int i = 0; i < steps; ++i) historian.step();
    std::vector<std::vector<std::int64_t>> sums;
    for (const char* by : {"actor", "township", "county", "city", "actor+period"}) {
      auto table = historian.ledger().report(
          "duty_compliance", {{"period", "2024"}, {"by", by}, {"asOf", "2024-12-31"}});
      ASSERT_TRUE(table);
      std::vector<std::int64_t> sum(8, 0);
      for (const auto& row : table->rows) {
        for (std::size_t i = 0; i < 8; ++i)
          sum[i] += std::get<std::int64_t>(row.cells[6 + i].value);
      }
      for (std::size_t i = 0; i < 8; ++i)
        EXPECT_EQ(sum[i], std::get<std::int64_t>(table->totals->cells[6 + i].value));
      // Expected = on time + late + missing + in progress, and a rate cannot pass 100 %.
      EXPECT_EQ(sum[0], sum[2] + sum[3] + sum[4] + sum[5]);
      sums.push_back(sum);
    }
    for (const auto& sum : sums) EXPECT_EQ(sum, sums.front()) << "seed " << seed;
  }
}

TEST(BookProperty, AdoptingABackDatedRulingFoldsNothingButItself) {
  Historian historian(7);
  for (int i = 0; i < steps; ++i) historian.step();
  auto facts = [&] {
    std::string out;
    historian.ledger().book().read([&](const domain::Facts& f) {
      domain::dump(f, [&out](std::string_view line) {
        if (!line.starts_with("policies ")) out += std::string(line) + "\n";
      });
      return 0;
    });
    return out;
  };
  auto before = facts();
  auto table = compliance(historian.ledger(), {{"asOf", "2024-12-31"}});
  std::string ruling = R"("reading":"spot-check-per","option":"team","decidedBy":"市驻村办",)"
                       R"("document":"文","from":"2024-01-01")";
  harness::must(historian.ledger(), draft("rulingMade", historian.day(), ruling), "ruling");
  EXPECT_EQ(facts(), before);
  EXPECT_NE(compliance(historian.ledger(), {{"asOf", "2024-12-31"}}), table);
}

}  // namespace
}  // namespace zhucun
