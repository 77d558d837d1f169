#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>

#include "api/app/clock.h"
#include "api/app/ledger.h"
#include "api/app/opening.h"
#include "tools/bench/bench.h"

namespace zhucun::bench {

namespace {

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

double peak_mib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  }
  return 0;
}

// One report of the whole city, asked anew for 60 days and five times more for each.
void measure(app::Ledger& ledger, const std::string& report, app::Parameters parameters, Date day) {
  std::vector<double> anew, again;
  std::size_t rows = 0;
  for (int i = 0; i < 60; ++i) {
    // Another as-of day each time, so that nothing is remembered from the call before.
    parameters["asOf"] = to_text(day + Days{i});
    auto start = std::chrono::steady_clock::now();
    auto table = ledger.report(report, parameters);
    anew.push_back(milliseconds_since(start));
    for (int k = 0; k < 5; ++k) {
      start = std::chrono::steady_clock::now();
      table = ledger.report(report, parameters);
      again.push_back(milliseconds_since(start));
    }
    rows = table ? table->rows.size() : 0;
  }
  std::printf(
      "%s %s, whole city, %zu rows: judged anew p50 %.1f p99 %.1f ms (%zu calls); "
      "live p50 %.1f p99 %.1f ms (%zu calls)\n",
      report.c_str(), parameters["period"].c_str(), rows, median(anew), quantile(anew, 0.99),
      anew.size(), median(again), quantile(again, 0.99), again.size());
}

}  // namespace

void read(const std::string& book, const std::string& period, const std::string& as_of) {
  book::Options options;
  options.disk_floor = 0;
  auto start = std::chrono::steady_clock::now();
  app::Ledger ledger(
      app::open_book(book, log::OpenMode::write, std::make_shared<app::SystemClock>(), options));
  double opened = milliseconds_since(start) / 1000;
  double replayed = ledger.book().health().open_seconds;
  auto events = static_cast<double>(ledger.book().position().value);
  std::printf(
      "open: %.0f events in %.2f s, replay into state and views %.2f s = %.2f M events/s, peak "
      "memory %.0f MiB\n",
      events, opened, replayed, events / replayed / 1e6, peak_mib());
  measure(ledger, "duty_compliance", {{"period", period}, {"by", "county"}}, *parse_date(as_of));
  std::string month = period.substr(0, 4) + "-10";
  measure(ledger, "allowance_due", {{"period", month}}, *parse_date(as_of));
  measure(ledger, "fund_due", {{"period", period.substr(0, 4)}}, *parse_date(as_of));
  std::printf("peak memory after the reports %.0f MiB\n", peak_mib());
}

}  // namespace zhucun::bench
