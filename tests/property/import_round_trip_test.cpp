// A whole demo city leaves as workbooks and comes back into an empty book through import alone:
// every report says the same, cell by cell.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>

#include "api/app/extract.h"
#include "api/app/house.h"
#include "api/app/import_run.h"
#include "api/app/opening.h"
#include "api/export/workbook_writer.h"
#include "projections/report.h"
#include "tests/harness/tiny_house.h"
#include "tools/demo/demo.h"
#include "tools/demo/furnish.h"

namespace zhucun {
namespace {

namespace fs = std::filesystem;

struct Books {
  fs::path root;
  std::shared_ptr<app::ManualClock> clock;
  app::House source;
  app::House target;
  Date last_day;

  explicit Books(std::uint32_t villages) {
    std::string name = fs::temp_directory_path() / "zhucun-round-XXXXXX";
    root = mkdtemp(name.data());
    demo::Options options;
    options.folder = (root / "source").string();
    options.villages = villages;
    options.disk_floor = 0;
    options.payouts = false;
    auto made = demo::make(options);
    if (!made) throw std::runtime_error(made.error().detail);
    last_day = *parse_date(made->last_day);
    clock = std::make_shared<app::ManualClock>(harness::noon(last_day));
    source = open("source");
    if (auto named = demo::name_people(source, nullptr); !named)
      throw std::runtime_error(named.error().detail);
    auto init = app::shipped_options({610800000000});
    auto start = source.ledger->book().read([&](const domain::Facts& facts) {
      init.title = facts.title;
      return facts.start;
    });
    init.start = start;
    init.actor = "clerk-610800";
    init.demo = true;
    book::Options limits;
    limits.disk_floor = 0;
    auto empty = app::init_book(root / "target", init, clock, limits);
    if (!empty) throw std::runtime_error(empty.error().detail);
    vault::MasterKey::read_or_make(root / "target.key");
    empty->reset();
    target = open("target");
  }
  ~Books() {
    source = {};
    target = {};
    fs::remove_all(root);
  }
  app::House open(const std::string& name) {
    vault::MasterKey::read_or_make(root / (name + ".key"));
    app::HouseOptions opening;
    opening.book.disk_floor = 0;
    return app::open_house(root / name, clock, opening);
  }
};

app::Viewer city_desk() {
  app::Viewer out;
  out.account = "city";
  out.desk = domain::Desk{};
  out.desk->role = event::DeskRole::CITY_OFFICE;
  out.desk->scope = Scope{ScopeKind::division, "610800000000"};
  return out;
}

// A cell of a table as text; positions of the one book as those of the other.
std::string cell_text(const projections::Table& table, std::size_t column,
                      const projections::Cell& cell,
                      const std::map<std::uint64_t, Position>& moved) {
  if (table.columns[column].kind == projections::CellKind::position) {
    const auto* number = std::get_if<std::int64_t>(&cell.value);
    auto to = number ? moved.find(static_cast<std::uint64_t>(*number)) : moved.end();
    if (to != moved.end()) return std::to_string(to->second.value);
  }
  return projections::shown(cell, table.columns[column].kind);
}

TEST(ImportRoundTrip, AWholeCityComesBackThroughImportAlone) {
  Books books(24);
  auto viewer = city_desk();
  auto extract = app::extract_book(*books.source.ledger, viewer);
  std::vector<app::ImportSource> files;
  for (const auto& one : extract.workbooks)
    files.push_back({one.name, exporting::write_workbook(one.plan)});
  auto local = app::Viewer::unguarded_one("importer");
  app::ImportOptions options;
  options.sandbox.program = ZHUCUN_SHEETS;
  auto plan = app::plan_import(*books.target.ledger, files, options, local, {});
  app::ImportRun run(*books.target.ledger, plan, options, local);
  auto rehearsed = run.rehearse({});
  auto faults = app::faults_of(plan, rehearsed, true);
  for (std::size_t i = 0; i < std::min<std::size_t>(faults.size(), 20); ++i) {
    ADD_FAILURE() << plan.files[faults[i].file].name << " " << faults[i].place.sheet << " "
                  << faults[i].place.row << "/" << faults[i].place.column << " "
                  << name_of(faults[i].code) << " " << faults[i].detail;
  }
  auto results = run.record(rehearsed, {});
  std::size_t wrong = 0;
  for (const auto& result : results) {
    if (result.state != app::RowState::wrong) continue;
    if (++wrong <= 20) ADD_FAILURE() << result.refusal.detail << " " << result.refusal.pointer;
  }
  std::map<std::uint64_t, Position> moved = run.moved();
  std::uint64_t tables = 0;
  std::uint64_t cells = 0;
  std::uint64_t different = 0;
  for (const auto& report : projections::reports()) {
    for (const char* period : {"", "2025", "2025Q3", "2026-03"}) {
      app::Parameters parameters{{"asOf", to_text(books.last_day)}};
      if (*period) parameters["period"] = period;
      auto before = books.source.ledger->report(report.name, parameters);
      auto after = books.target.ledger->report(report.name, parameters);
      ASSERT_EQ(before.has_value(), after.has_value()) << report.name << " " << period;
      if (!before) continue;
      ++tables;
      EXPECT_EQ(before->rows.size(), after->rows.size()) << report.name << " " << period;
      for (std::size_t r = 0; r < std::min(before->rows.size(), after->rows.size()); ++r) {
        for (std::size_t c = 0; c < before->columns.size(); ++c) {
          ++cells;
          std::string one = cell_text(*before, c, before->rows[r].cells[c], moved);
          std::string other = cell_text(*after, c, after->rows[r].cells[c], {});
          if (one == other) continue;
          if (++different <= 20)
            ADD_FAILURE() << report.name << " " << period << " " << before->rows[r].key << " "
                          << before->columns[c].name << ": " << one << " | " << other;
        }
      }
    }
  }
  std::printf(
      "counted: %llu events in %zu workbooks (%llu by no sheet), %zu rows recorded; %llu "
      "tables, %llu cells, %llu different\n",
      static_cast<unsigned long long>(extract.events), extract.workbooks.size(),
      static_cast<unsigned long long>(extract.left_out.size()), results.size(),
      static_cast<unsigned long long>(tables), static_cast<unsigned long long>(cells),
      static_cast<unsigned long long>(different));
  EXPECT_EQ(different, 0u);
  EXPECT_GT(cells, 10'000u);
}

}  // namespace
}  // namespace zhucun
