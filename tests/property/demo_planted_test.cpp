// The demo city against the engine: what was planted is found, nothing else is; the same options
// give the same book; any prefix of the book replays.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "api/app/clock.h"
#include "api/app/ledger.h"
#include "tests/property/finding_kinds.h"
#include "tools/demo/demo.h"

namespace zhucun {
namespace {

demo::Options small(std::uint64_t seed, std::uint32_t villages = 60) {
  demo::Options options;
  options.villages = villages;
  options.seed = seed;
  options.disk_floor = 0;
  return options;
}

struct City {
  demo::Made made;
  std::unique_ptr<app::Ledger> ledger;
};

City city_of(const demo::Options& options) {
  City out;
  std::unique_ptr<book::Book> book;
  auto made = demo::make_in(options, book);
  if (!made) {
    ADD_FAILURE() << made.error().detail << " " << made.error().hint;
    return out;
  }
  out.made = std::move(*made);
  out.ledger = std::make_unique<app::Ledger>(std::move(book));
  return out;
}

// duty|actor|to|subject|leader|period, as duty_list names its rows.
std::set<std::string> planted(const demo::Made& made, const std::string& status) {
  std::set<std::string> out;
  for (const auto& one : nlohmann::json::parse(made.planted_json)) {
    if (one["status"] != status) continue;
    std::string key;
    for (const char* field : {"duty", "actor", "to", "subject", "leader", "period"}) {
      key += (key.empty() ? "" : "|") + one[field].get<std::string>();
    }
    EXPECT_TRUE(out.insert(key).second) << "planted twice: " << key;
  }
  return out;
}

std::set<std::string> found(app::Ledger& ledger, const std::string& as_of,
                            const std::string& status) {
  std::set<std::string> out;
  for (const char* year : {"2024", "2025", "2026"}) {
    auto table =
        ledger.report("duty_list", {{"period", year}, {"status", status}, {"asOf", as_of}});
    if (!table) {
      ADD_FAILURE() << table.error().detail;
      continue;
    }
    for (const auto& row : table->rows) out.insert(row.key);
  }
  return out;
}

std::vector<std::string> without(const std::set<std::string>& all,
                                 const std::set<std::string>& known) {
  std::vector<std::string> out;
  for (const auto& one : all) {
    if (!known.contains(one) && out.size() < 40) out.push_back(one);
  }
  return out;
}

class DemoPlanted : public testing::TestWithParam<std::uint64_t> {};

TEST_P(DemoPlanted, IsExactlyWhatTheEngineFinds) {
  City city = city_of(small(GetParam()));
  ASSERT_TRUE(city.ledger);
  std::cout << city.made.summary << "\n";
  for (const char* status : {"missing", "late"}) {
    auto meant = planted(city.made, status);
    auto seen = found(*city.ledger, city.made.last_day, status);
    std::cout << status << ": planted " << meant.size() << ", found " << seen.size() << "\n";
    EXPECT_GT(meant.size(), 10u);
    EXPECT_THAT(without(meant, seen), testing::IsEmpty()) << "planted, not found";
    EXPECT_THAT(without(seen, meant), testing::IsEmpty()) << "found, not planted";
  }
  for (const char* status : {"onTime", "notApplicable", "beforeGoLive"}) {
    auto meant = planted(city.made, status);
    auto seen = found(*city.ledger, city.made.last_day, status);
    std::cout << status << ": noted " << meant.size() << "\n";
    EXPECT_GT(meant.size(), 0u);
    EXPECT_THAT(without(meant, seen), testing::IsEmpty()) << "noted, not found";
  }
}

// Of month sheets and leave: kind|village|person|since, as the findings name theirs.
TEST_P(DemoPlanted, AttendanceIsExactlyWhatTheEngineFinds) {
  City city = city_of(small(GetParam()));
  ASSERT_TRUE(city.ledger);
  std::set<std::string> meant;
  std::set<std::string> sheets_meant;
  for (const auto& one : nlohmann::json::parse(city.made.planted_attendance_json)) {
    auto field = [&one](const char* name) { return one[name].get<std::string>(); };
    if (field("kind").starts_with("sheet_")) {
      sheets_meant.insert(field("kind").substr(6) + "|" + field("village") + "|" +
                          field("since").substr(0, 7));
    } else {
      meant.insert(field("kind") + "|" + field("village") + "|" + field("person") + "|" +
                   field("since"));
    }
  }
  std::set<std::string> seen;
  auto findings = city.ledger->report("findings", {{"asOf", city.made.last_day}});
  ASSERT_TRUE(findings) << findings.error().detail;
  for (const auto& row : findings->rows) {
    std::string kind = row.key.substr(0, row.key.find('|'));
    EXPECT_TRUE(fund_kinds.contains(kind) || attendance_kinds.contains(kind) ||
                life_kinds.contains(kind) || pay_kinds.contains(kind) ||
                oversight_kinds.contains(kind))
        << "planted by no page: " << kind;
    if (attendance_kinds.contains(kind)) seen.insert(row.key.substr(0, row.key.rfind('|')));
  }
  std::set<std::string> sheets_seen;
  for (const char* year : {"2024", "2025", "2026"}) {
    auto table =
        city.ledger->report("attendance_sheets", {{"period", year}, {"asOf", city.made.last_day}});
    ASSERT_TRUE(table) << table.error().detail;
    for (const auto& row : table->rows) {
      auto state = std::get<std::string>(row.cells[6].value);
      if (state != "confirmed") sheets_seen.insert(state + "|" + row.key);
    }
  }
  std::cout << "findings " << meant.size() << ", sheets not confirmed " << sheets_meant.size()
            << "\n";
  EXPECT_GT(meant.size(), 40u);
  EXPECT_THAT(without(meant, seen), testing::IsEmpty()) << "planted, not found";
  EXPECT_THAT(without(seen, meant), testing::IsEmpty()) << "found, not planted";
  EXPECT_THAT(without(sheets_meant, sheets_seen), testing::IsEmpty()) << "planted, not found";
  EXPECT_THAT(without(sheets_seen, sheets_meant), testing::IsEmpty()) << "found, not planted";
}

INSTANTIATE_TEST_SUITE_P(Seeds, DemoPlanted, testing::Values(1, 2, 3));

// kind|place|person, for statements kind|unit|since.
std::multiset<std::string> planted_findings(const demo::Made& made) {
  std::multiset<std::string> out;
  for (const auto& one : nlohmann::json::parse(made.planted_json)) {
    if (one["status"] != "finding") continue;
    auto text = [&one](const char* field) { return one[field].get<std::string>(); };
    out.insert(text("kind") + "|" +
               (text("since").empty() ? text("place") + "|" + text("person")
                                      : "unit:" + text("unit") + "|" + text("since")));
  }
  return out;
}

std::multiset<std::string> findings_of(app::Ledger& ledger, const std::string& as_of) {
  std::multiset<std::string> out;
  auto table = ledger.report("findings", {{"asOf", as_of}});
  if (!table) {
    ADD_FAILURE() << table.error().detail;
    return out;
  }
  std::size_t owner = 0;
  for (std::size_t i = 0; i < table->columns.size(); ++i) {
    if (table->columns[i].name == "owner") owner = i;
  }
  for (const auto& row : table->rows) {
    // kind|place|person|since|event
    std::vector<std::string> parts(1);
    for (char c : row.key) {
      if (c == '|')
        parts.emplace_back();
      else
        parts.back() += c;
    }
    if (!life_kinds.contains(parts[0])) continue;
    bool statement = parts[0] == "pay_unstated";
    out.insert(statement ? parts[0] + "|" + std::get<std::string>(row.cells[owner].value) + "|" +
                               parts[3].substr(0, 4)
                         : parts[0] + "|" + parts[1] + "|" + parts[2]);
  }
  return out;
}

std::vector<std::string> beyond(const std::multiset<std::string>& all,
                                const std::multiset<std::string>& known) {
  std::vector<std::string> out;
  std::set_difference(all.begin(), all.end(), known.begin(), known.end(), std::back_inserter(out));
  if (out.size() > 40) out.resize(40);
  return out;
}

// The residents' lives: what was planted against a clause is found, nothing else is.
TEST_P(DemoPlanted, FindingsAreExactlyThose) {
  City city = city_of(small(GetParam(), 120));
  ASSERT_TRUE(city.ledger);
  auto meant = planted_findings(city.made);
  auto seen = findings_of(*city.ledger, city.made.last_day);
  std::map<std::string, int> kinds;
  for (const auto& one : meant) ++kinds[one.substr(0, one.find('|'))];
  for (const auto& [kind, count] : kinds) std::cout << kind << " " << count << "\n";
  EXPECT_GT(kinds.size(), 12u);
  EXPECT_THAT(beyond(meant, seen), testing::IsEmpty()) << "planted, not found";
  EXPECT_THAT(beyond(seen, meant), testing::IsEmpty()) << "found, not planted";
}

// Every way of failing occurs somewhere, so that none can be wrong unseen.
TEST(DemoCity, PlantsEveryKind) {
  std::map<std::string, int> kinds;
  for (std::uint64_t seed : {1, 2, 3}) {
    City city = city_of(small(seed));
    ASSERT_TRUE(city.ledger);
    for (const auto& one : nlohmann::json::parse(city.made.planted_json)) {
      ++kinds[one["kind"].get<std::string>()];
    }
  }
  for (const char* kind : {"late",
                           "returned_late",
                           "reversed_late",
                           "missing",
                           "wrong_addressee",
                           "wrong_period",
                           "wrong_form",
                           "wrong_actor",
                           "wrong_kind",
                           "wrong_leader",
                           "wrong_window",
                           "returned",
                           "reversed",
                           "left_before_class",
                           "returned_again_in_time",
                           "reversed_again_in_time",
                           "merged",
                           "new_team",
                           "arrived_after_last_class",
                           "before_go_live"}) {
    EXPECT_GT(kinds[kind], 0) << kind;
  }
}

TEST(DemoCity, IsTheSameForTheSameOptions) {
  City one = city_of(small(7));
  City same = city_of(small(7));
  City other = city_of(small(8));
  ASSERT_TRUE(one.ledger && same.ledger && other.ledger);
  EXPECT_EQ(one.ledger->book().log().head().root, same.ledger->book().log().head().root);
  EXPECT_EQ(one.ledger->book().log().head().chain, same.ledger->book().log().head().chain);
  EXPECT_EQ(one.made.planted_json, same.made.planted_json);
  EXPECT_NE(one.ledger->book().log().head().root, other.ledger->book().log().head().root);
}

std::string dumped(const domain::Facts& facts) {
  std::string out;
  domain::dump(facts, [&out](std::string_view line) { (out += line) += '\n'; });
  return out;
}

// A book that holds just the first events opens, and shows what the whole one showed then.
TEST(DemoCity, AnyPrefixReplays) {
  City city = city_of(small(4, 20));
  ASSERT_TRUE(city.ledger);
  const book::Book& whole = city.ledger->book();
  EXPECT_EQ(whole.live_digest(), whole.rebuilt_digest());
  std::uint64_t all = whole.position().value;
  for (std::uint64_t part : {1, 3, 7, 11, 16, 19, 20}) {
    Position cut{std::max<std::uint64_t>(1, all * part / 20)};
    auto log = log::make_memory_log(whole.hash_kind());
    whole.log().read({1}, cut, [&](const log::Record& record) {
      log::NewRecord one{record.recorded, {record.body.begin(), record.body.end()}};
      Position before{record.position.value - 1};
      EXPECT_EQ(log->append(before, {&one, 1}, {}).outcome, log::AppendOutcome::done);
      return !testing::Test::HasFailure();
    });
    auto clock = std::make_shared<app::ManualClock>(RecordedTime{1});
    book::Options options;
    options.disk_floor = 0;
    book::Book prefix(std::move(log), clock, log::OpenMode::write, options);
    EXPECT_EQ(prefix.log().head().root, whole.log().root_at(cut.value)) << cut.value;
    auto then = whole.facts_at(cut);
    EXPECT_EQ(prefix.read([](const domain::Facts& facts) { return dumped(facts); }), dumped(*then))
        << cut.value;
  }
}

}  // namespace
}  // namespace zhucun
