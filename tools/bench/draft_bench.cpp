// Every team's year of drafted reports: 12 months, 4 quarters, 2 half-years each; every figure that
// another report also says is compared with it. [7.2.2, 8.3]
#include <chrono>
#include <cstdio>
#include <map>
#include <set>

#include "api/app/clock.h"
#include "api/app/ledger.h"
#include "api/app/opening.h"
#include "tools/bench/bench.h"

namespace zhucun::bench {

namespace {

using projections::Cell;
using projections::Table;

std::string text_of(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell.value)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&cell.value)) return std::to_string(*number);
  return "";
}

std::size_t column_of(const Table& table, const std::string& name) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].name == name) return i;
  }
  std::fprintf(stderr, "no column %s in %s\n", name.c_str(), table.title.c_str());
  std::exit(1);
}

class Drafts {
 public:
  Drafts(app::Ledger& ledger, int year, std::string as_of)
      : ledger_(ledger), year_(year), as_of_(std::move(as_of)) {}

  // How many differ.
  std::size_t run() {
    Span year{make_date(year_, 1, 1), make_date(year_, 12, 31)};
    std::vector<double> times;
    std::set<std::string> teams;
    for (auto kind : {PeriodKind::month, PeriodKind::quarter, PeriodKind::half_year}) {
      for (const Period& period : periods_starting_in({kind}, year)) {
        expect_from(period);
        for (const auto& [village, done] : duties_) teams.insert(village);
        for (const auto& [village, done] : duties_) compare(village, period, times);
      }
    }
    entries(teams.size());
    std::printf(
        "drafted reports: %zu teams of %d, %zu drafts, %zu figures compared with their "
        "reports, %zu differ; a draft p50 %.2f p99 %.2f ms\n",
        teams.size(), year_, times.size(), compared_, differ_, median(times),
        quantile(times, 0.99));
    return differ_;
  }

 private:
  Table asked(const std::string& report, app::Parameters parameters) {
    parameters.try_emplace("asOf", as_of_);
    auto table = ledger_.report(report, parameters);
    if (table) return std::move(*table);
    std::fprintf(stderr, "%s: %s\n", report.c_str(), table.error().detail.c_str());
    std::exit(1);
  }

  // What the other reports say of every village in the period.
  void expect_from(const Period& period) {
    duties_.clear(), posts_.clear(), checks_.clear(), tasks_.clear();
    Table duties = asked("duty_list", {{"period", period.key}});
    auto actor = column_of(duties, "actor");
    auto expected = column_of(duties, "expected");
    auto done = column_of(duties, "actual");
    for (const auto& row : duties.rows) {
      std::string who = text_of(row.cells[actor]);
      if (!who.starts_with("team:") || text_of(row.cells[expected]) == "0") continue;
      duties_[who.substr(5)] += std::stoll(text_of(row.cells[done]));
    }
    Table roster = asked("roster", {{"asOf", to_text(period.span.last)}});
    auto village = column_of(roster, "village");
    auto role = column_of(roster, "role");
    for (const auto& row : roster.rows)
      ++posts_[text_of(row.cells[village]) + "|" + text_of(row.cells[role])];
    Table checks = asked("check_coverage", {{"period", period.key}});
    auto spot = column_of(checks, "spotChecks");
    auto looked = column_of(checks, "supervisions");
    for (const auto& row : checks.rows)
      checks_[row.key] = {text_of(row.cells[spot]), text_of(row.cells[looked])};
    Table tasks = asked("tasks", {{"asOf", to_text(period.span.last)}});
    auto status = column_of(tasks, "status");
    auto last = column_of(tasks, "last");
    auto where = column_of(tasks, "village");
    for (const auto& row : tasks.rows) {
      bool ended = text_of(row.cells[status]).starts_with("done");
      auto day = row.cells[last].value;
      if (!ended || !std::holds_alternative<std::int64_t>(day)) continue;
      Date on = Date{Days{static_cast<std::int32_t>(std::get<std::int64_t>(day))}};
      if (period.span.contains(on)) ++tasks_[text_of(row.cells[where])];
    }
  }

  void compare(const std::string& village, const Period& period, std::vector<double>& times) {
    auto start = std::chrono::steady_clock::now();
    Table draft = asked("report_draft", {{"actor", "team:" + village}, {"period", period.key}});
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
            .count());
    std::map<std::string, std::string> said;
    for (const auto& row : draft.rows) {
      std::string text = text_of(row.cells[1]);
      for (const char* what : {"在派第一书记", "在派工作队员", "期内到期的义务", "接受乡镇抽查",
                               "接受县级督查", "期内完成任务"}) {
        if (text.find(what) != std::string::npos) said[what] = text_of(row.cells[2]);
      }
    }
    std::string at = village + " " + period.key;
    same(at, "在派第一书记", said, std::to_string(posts_[village + "|第一书记"]));
    same(at, "在派工作队员", said, std::to_string(posts_[village + "|工作队员"]));
    same(at, "期内到期的义务", said, std::to_string(duties_[village]));
    same(at, "接受乡镇抽查", said, checks_[village].first);
    same(at, "接受县级督查", said, checks_[village].second);
    same(at, "期内完成任务", said, std::to_string(tasks_[village]));
  }

  // What is not said is zero.
  void same(const std::string& at, const char* what, std::map<std::string, std::string>& said,
            std::string wanted) {
    ++compared_;
    std::string draft = said.contains(what) ? said[what] : "0";
    if (wanted.empty()) wanted = "0";
    if (draft == wanted) return;
    if (++differ_ <= 20)
      std::printf("%s %s: draft %s, report %s\n", at.c_str(), what, draft.c_str(), wanted.c_str());
  }

  void entries(std::size_t teams) {
    Table saved = asked("entries_saved", {{"period", std::to_string(year_)}, {"by", "actor"}});
    std::int64_t entries = 0;
    std::int64_t served = 0;
    for (const auto& row : saved.rows) {
      if (!row.key.starts_with("team:")) continue;
      entries += std::stoll(text_of(row.cells[2]));
      served += std::stoll(text_of(row.cells[3]));
    }
    auto each = [teams](std::int64_t sum) {
      return teams == 0 ? 0 : static_cast<double>(sum) / static_cast<double>(teams);
    };
    std::printf("teams' entries of %d: %lld for %lld duties served, %.1f for %.1f a team\n", year_,
                static_cast<long long>(entries), static_cast<long long>(served), each(entries),
                each(served));
  }

  app::Ledger& ledger_;
  int year_;
  std::string as_of_;
  std::map<std::string, std::int64_t> duties_;  // done, by village
  std::map<std::string, int> posts_;            // by village and role
  std::map<std::string, std::pair<std::string, std::string>> checks_;
  std::map<std::string, int> tasks_;
  std::size_t compared_ = 0;
  std::size_t differ_ = 0;
};

}  // namespace

std::size_t drafts(const std::string& book, int year, const std::string& as_of) {
  book::Options options;
  options.disk_floor = 0;
  app::Ledger ledger(
      app::open_book(book, log::OpenMode::write, std::make_shared<app::SystemClock>(), options));
  return Drafts(ledger, year, as_of).run();
}

}  // namespace zhucun::bench
