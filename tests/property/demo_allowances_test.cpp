// The allowances of the demo city: every line that is not settled is one that the city knows of,
// with its sum; what was planted by name is found where the reports must show it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "api/app/ledger.h"
#include "tools/demo/demo.h"

namespace zhucun {
namespace {

using Words = std::set<std::string>;
using Row = std::map<std::string, std::string>;  // cells by column; an empty one has its reason

class DemoAllowances : public testing::TestWithParam<std::uint64_t> {
 protected:
  void SetUp() override {
    demo::Options options;
    options.villages = 60;
    options.seed = GetParam();
    options.disk_floor = 0;
    std::unique_ptr<book::Book> book;
    auto made = demo::make_in(options, book);
    ASSERT_TRUE(made) << made.error().detail << " " << made.error().hint;
    last_day_ = made->last_day;
    planted_ = nlohmann::json::parse(made->planted_allowances_json);
    ledger_ = std::make_unique<app::Ledger>(std::move(book));
  }

  // Rows by key.
  std::map<std::string, Row> rows(const std::string& name, const std::string& period = "") {
    app::Parameters asked{{"asOf", last_day_}};
    if (!period.empty()) asked["period"] = period;
    std::map<std::string, Row> out;
    auto table = ledger_->report(name, asked);
    if (!table) {
      ADD_FAILURE() << name << "：" << table.error().detail;
      return out;
    }
    for (const auto& row : table->rows) {
      Row& cells = out[row.key];
      for (std::size_t i = 0; i < row.cells.size(); ++i)
        cells[table->columns[i].name] = text(row.cells[i]);
    }
    return out;
  }
  static std::string text(const projections::Cell& cell) {
    if (const auto* words = std::get_if<std::string>(&cell.value)) return *words;
    if (const auto* number = std::get_if<std::int64_t>(&cell.value)) return std::to_string(*number);
    return cell.why;
  }
  std::map<std::string, Row> lines() {
    std::map<std::string, Row> out;
    for (const char* year : {"2024", "2025", "2026"}) out.merge(rows("allowance_due", year));
    return out;
  }

  // The named cases of a kind, each field joined by bars.
  std::multiset<std::string> cases(const std::string& kind,
                                   const std::vector<const char*>& fields) const {
    std::multiset<std::string> out;
    for (const auto& one : planted_["cases"]) {
      if (one["kind"] != kind) continue;
      std::string key;
      for (const char* field : fields) {
        bool is_text = one[field].is_string();
        key += "|" + (is_text ? one[field].get<std::string>() : one[field].dump());
      }
      out.insert(key.substr(1));
    }
    return out;
  }
  std::multiset<std::string> benefits(const std::string& kind, const std::string& year,
                                      const std::vector<const char*>& fields) {
    std::multiset<std::string> out;
    for (const auto& [key, row] : rows("benefits", year)) {
      if (row.at("kind") != kind || row.at("status") != "missing") continue;
      std::string words;
      for (const char* field : fields) words += (words.empty() ? "" : "|") + row.at(field);
      out.insert(words);
    }
    return out;
  }

  std::string last_day_;
  nlohmann::json planted_;
  std::unique_ptr<app::Ledger> ledger_;
};

TEST_P(DemoAllowances, EveryLineThatIsNotSettledIsKnown) {
  std::set<std::string> meant;
  std::map<std::string, int> kinds;
  for (const auto& one : planted_["lines"]) {
    auto field = [&one](const char* name) { return one[name].get<std::string>(); };
    bool unknown = field("status") == "unknown";
    meant.insert(field("person") + "|" + field("month") + "|" + field("item") + "|" +
                 field("unit") + " " + field("status") + " " + (unknown ? "" : one["open"].dump()));
    ++kinds[field("status")];
  }
  std::set<std::string> seen;
  auto all = lines();
  for (const auto& [key, row] : all) {
    const std::string& status = row.at("status");
    if (status == "paid" || status == "nothing") continue;
    seen.insert(key + " " + status + " " + (status == "unknown" ? "" : row.at("open")));
  }
  for (const auto& [kind, count] : kinds) std::cout << kind << " " << count << "\n";
  std::cout << "lines " << all.size() << "\n";
  EXPECT_EQ(seen, meant);
  EXPECT_GT(all.size(), 10'000u);
  for (const char* kind : {"payable", "supplement", "recover", "unknown", "provisional", "transit"})
    EXPECT_GT(kinds[kind], 0) << kind;
}

TEST_P(DemoAllowances, PaymentsThatWentWrongAreFound) {
  auto all = lines();
  for (const char* kind : {"double_claim", "paid_twice", "held", "arrears", "supplement_owed"}) {
    const char* status = kind == std::string("held")              ? "held"
                         : kind == std::string("arrears")         ? "payable"
                         : kind == std::string("supplement_owed") ? "supplement"
                                                                  : "recover";
    for (const std::string& one : cases(kind, {"person", "month", "unit"})) {
      std::size_t found = 0;
      for (const auto& [key, row] : all) {
        std::string person = one.starts_with("|") ? "" : key.substr(0, key.find('|'));
        std::string is = person + "|" + row.at("month") + "|" + row.at("unit");
        if (is == one && row.at("status") == status) ++found;
      }
      EXPECT_GT(found, 0u) << kind << " " << one;
    }
  }
  auto arrears = rows("allowance_arrears");
  for (const std::string& unit : cases("arrears", {"unit"})) {
    ASSERT_TRUE(arrears.contains(unit));
    EXPECT_GT(std::stoll(arrears[unit]["open"]), 0) << unit;
  }
  EXPECT_EQ(cases("arrears", {"unit"}).size(), 2u);
  EXPECT_EQ(cases("double_claim", {"unit"}).size(), 1u);
  EXPECT_EQ(cases("paid_twice", {"unit"}).size(), 1u);
  std::multiset<std::string> rests;
  for (const char* year : {"2024", "2025", "2026"}) {
    for (const auto& [key, row] : rows("allowance_paid", year)) {
      if (row.at("item") == "未分摊") rests.insert(row.at("person") + "|" + row.at("amount"));
    }
  }
  EXPECT_EQ(rests, cases("lump_rest", {"person", "fen"}));
  EXPECT_FALSE(rests.empty());
}

TEST_P(DemoAllowances, WhatCannotBeReckonedSaysWhy) {
  std::map<std::string, Words> places;
  for (const auto& [key, row] : lines()) {
    if (row.at("status") != "unknown") continue;
    if (row.at("item") == "transport-county") places["tier_missing"].insert(row.at("township"));
    if (row.at("item") == "return-fare") places["fare_missing"].insert(row.at("county"));
    EXPECT_NE(row.at("due").find(row.at("item") == "living-allowance" ? "考勤" : "缺"),
              std::string::npos)
        << key << " " << row.at("due");
  }
  for (const char* kind : {"tier_missing", "fare_missing"}) {
    EXPECT_EQ(cases(kind, {"unit"}).size(), 1u) << kind;
    EXPECT_EQ(places[kind].size(), 1u) << kind;
  }
}

TEST_P(DemoAllowances, BenefitsThatAreWantingAreExactlyThose) {
  for (const char* year : {"2024", "2025"}) {
    bool planted = year == std::string("2025");
    std::multiset<std::string> none;
    EXPECT_EQ(benefits("health-check", year, {"unit", "person"}),
              planted ? cases("health_check_missing", {"unit", "person"}) : none);
    EXPECT_EQ(benefits("accident-insurance", year, {"unit", "person"}),
              planted ? cases("insurance_gap", {"unit", "person"}) : none);
  }
  EXPECT_TRUE(benefits("accident-insurance", "2026", {"unit", "person"}).empty());
  EXPECT_EQ(benefits("living-conditions", "2025", {"unit", "due"}),
            cases("living_cost_unrefunded", {"unit", "fen"}));
  EXPECT_EQ(benefits("injury-benefits", "2025", {"unit", "person"}),
            cases("injury_unconsoled", {"unit", "person"}));
  EXPECT_FALSE(cases("insurance_gap", {"unit"}).empty());
  EXPECT_FALSE(cases("living_cost_unrefunded", {"unit"}).empty());
  EXPECT_EQ(cases("injury_unconsoled", {"unit"}).size(), 1u);
}

TEST_P(DemoAllowances, PayoutsStandWhereTheyWereLeft) {
  std::set<std::string> meant;
  for (const auto& [kind, state] :
       std::map<std::string, std::string>{{"payout_drafted", "drafted"},
                                          {"payout_approved", "approved"},
                                          {"payout_released", "released"},
                                          {"payout_answered", "settled"},
                                          {"payout_failed", "settled"}})
    for (const std::string& unit : cases(kind, {"unit"})) meant.insert(unit + " " + state);
  std::set<std::string> seen;
  std::int64_t returned = 0;
  for (const auto& [key, row] : rows("payout_batches")) {
    seen.insert(row.at("unit") + " " + row.at("status"));
    returned += std::stoll(row.at("returned"));
  }
  EXPECT_EQ(seen, meant);
  EXPECT_EQ(meant.size(), 5u);
  EXPECT_GT(returned, 0);
}

// Whole month's telecom for one day, a thirtieth of the transport; a month shared by two units.
TEST_P(DemoAllowances, OneDayAndAChangeOfUnit) {
  auto all = lines();
  auto whole = cases("one_day", {"person", "month"});
  ASSERT_EQ(whole.size(), 1u);
  std::string key = *whole.begin() + "|telecom-allowance|" + *cases("one_day", {"unit"}).begin();
  ASSERT_TRUE(all.contains(key)) << key;
  EXPECT_EQ(all[key]["due"], "10000");
  auto changed = cases("unit_change", {"person", "month"});
  ASSERT_EQ(changed.size(), 1u);
  std::map<std::string, int> units;
  for (const auto& [line, row] : all) {
    if (line.starts_with(*changed.begin() + "|")) ++units[row.at("item")];
  }
  EXPECT_EQ(units["telecom-allowance"], 1);
  EXPECT_EQ(units["transport-county"], 2);
  EXPECT_EQ(units["living-allowance"], 2);
}

INSTANTIATE_TEST_SUITE_P(Seeds, DemoAllowances, testing::Values(1, 2, 3));

}  // namespace
}  // namespace zhucun
