// The work fund of the demo city: the planted mistakes are found and nothing else is; every balance
// agrees with every other; a county that is paid by allotment has no receipt gap.
#include <gtest/gtest.h>

#include <iostream>
#include <nlohmann/json.hpp>
#include <set>

#include "api/app/ledger.h"
#include "tests/property/finding_kinds.h"
#include "tools/demo/demo.h"

namespace zhucun {
namespace {

constexpr std::uint64_t seeds[]{1, 2, 3};

struct City {
  demo::Made made;
  std::unique_ptr<app::Ledger> ledger;
};

City city_of(std::uint64_t seed) {
  City out;
  demo::Options options;
  options.villages = 60;
  options.seed = seed;
  options.disk_floor = 0;
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

projections::Table table_of(app::Ledger& ledger, const std::string& name,
                            const app::Parameters& parameters) {
  auto table = ledger.report(name, parameters);
  if (!table) {
    ADD_FAILURE() << name << "：" << table.error().detail;
    return {};
  }
  return std::move(*table);
}

std::size_t column(const projections::Table& table, const std::string& name) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].name == name) return i;
  }
  ADD_FAILURE() << "no column " << name;
  return 0;
}

std::string text(const projections::Cell& cell) {
  const auto* value = std::get_if<std::string>(&cell.value);
  return value ? *value : "";
}
std::int64_t number(const projections::Cell& cell) {
  const auto* value = std::get_if<std::int64_t>(&cell.value);
  return value ? *value : 0;
}

// kind|place of every row of a report, as its keys name them.
std::multiset<std::string> found(const projections::Table& table,
                                 const std::set<std::string>& kinds) {
  std::multiset<std::string> out;
  std::size_t kind = column(table, "kind");
  for (const auto& row : table.rows) {
    if (!kinds.contains(text(row.cells[kind]))) continue;
    auto bar = row.key.find('|');
    out.insert(row.key.substr(0, row.key.find('|', bar + 1)));
  }
  return out;
}

const std::set<std::string> gap_kinds{
    "allotment_short",  "receipt_short",    "receipt_unallotted", "transfer_unconfirmed",
    "transfer_differs", "transfer_waiting", "overdrawn",          "advance_open"};
class DemoFund : public testing::TestWithParam<std::uint64_t> {};

TEST_P(DemoFund, PlantedMistakesAreFoundExactly) {
  City city = city_of(GetParam());
  std::multiset<std::string> findings;
  std::map<int, std::multiset<std::string>> gaps;
  std::size_t planted = 0;
  for (const auto& one : nlohmann::json::parse(city.made.planted_funds_json)) {
    std::string key = one["kind"].get<std::string>() + "|" + one["place"].get<std::string>();
    (one["report"] == "findings" ? findings : gaps[one["year"].get<int>()]).insert(key);
    ++planted;
  }
  auto told = table_of(*city.ledger, "findings", {{"asOf", city.made.last_day}});
  EXPECT_EQ(found(told, fund_kinds), findings);
  for (int year : {2025, 2026}) {
    std::string as_of = year == 2025 ? "2025-12-31" : city.made.last_day;
    auto table =
        table_of(*city.ledger, "fund_gaps", {{"period", std::to_string(year)}, {"asOf", as_of}});
    EXPECT_EQ(found(table, gap_kinds), gaps[year]) << year;
  }
  std::cout << "seed " << GetParam() << "：埋设 " << planted << " 项，" << told.rows.size()
            << " 行与条款不符事项\n";
}

TEST_P(DemoFund, EveryBalanceAgrees) {
  City city = city_of(GetParam());
  std::size_t lines = 0;
  for (const char* as_of : {"2025-01-31", "2025-06-30", "2025-12-31", "2026-06-30"}) {
    auto trial = table_of(*city.ledger, "trial_balance", {{"asOf", as_of}});
    EXPECT_EQ(number(trial.totals->cells[column(trial, "debit")]),
              number(trial.totals->cells[column(trial, "credit")]));
    for (const char* year : {"2025", "2026"}) {
      app::Parameters asked{{"asOf", as_of}, {"period", year}};
      auto balances = table_of(*city.ledger, "fund_balances", asked);
      std::int64_t money = number(balances.totals->cells[column(balances, "cash")]) +
                           number(balances.totals->cells[column(balances, "quota")]);
      for (const char* by : {"county", "township", "village"}) {
        asked["by"] = by;
        auto bridge = table_of(*city.ledger, "fund_bridge", asked);
        EXPECT_EQ(number(bridge.totals->cells[column(bridge, "balance")]), money) << by;
        lines += bridge.rows.size();
        if (std::string(by) != "county") continue;
        // A county that is paid by allotment: no receipts and no gap of receipts.
        std::size_t mode = column(bridge, "mode");
        std::size_t gap = column(bridge, "receiptGap");
        for (const auto& row : bridge.rows) {
          if (text(row.cells[mode]) != "指标") continue;
          EXPECT_EQ(row.cells[gap].why, "指标方式不适用");
        }
      }
    }
  }
  EXPECT_GT(lines, 100u);
}

INSTANTIATE_TEST_SUITE_P(Seeds, DemoFund, testing::ValuesIn(seeds));

}  // namespace
}  // namespace zhucun
