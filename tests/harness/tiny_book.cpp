#include "tests/harness/tiny_book.h"

#include <stdexcept>

namespace zhucun::harness {

app::InitOptions tiny_options() {
  app::InitOptions init = app::shipped_options({610800000000});
  init.start = make_date(2024, 1, 1);
  init.title = "tiny";
  init.register_source = "test";
  std::string csv = "code,name,level,parent\n610800000000,市,city,\n";
  for (int county : {1, 2}) {
    std::uint64_t code = 610800000000 + static_cast<std::uint64_t>(county) * 1'000'000;
    csv += std::to_string(code) + ",县" + std::to_string(county) + ",county,610800000000\n";
    for (std::uint64_t township = 1; township <= 2; ++township) {
      std::uint64_t town = code + township * 1'000;
      csv += std::to_string(town) + ",镇,township," + std::to_string(code) + "\n";
      for (std::uint64_t village = 1; village <= 4; ++village) {
        csv += std::to_string(town + village) + ",村,village," + std::to_string(town) + "\n";
      }
    }
  }
  init.register_csv = csv;
  return init;
}

RecordedTime noon(Date day) {
  return {(day.time_since_epoch().count() * 24 + 4) * std::int64_t{3600} * 1'000'000};
}

TinyBook tiny_book_over(std::unique_ptr<log::EventLog> log) {
  TinyBook out;
  out.clock = std::make_shared<app::ManualClock>(noon(make_date(2024, 1, 1)));
  book::Options options;
  options.disk_floor = 0;
  bool empty = log->head().position.value == 0;
  out.ledger = std::make_unique<app::Ledger>(
      std::make_unique<book::Book>(std::move(log), out.clock, log::OpenMode::write, options));
  if (!empty) return out;
  auto drafts = app::opening_drafts(tiny_options());
  std::string all;
  for (const auto& one : *drafts) all += (all.empty() ? "[" : ",") + one;
  must(*out.ledger, all + "]", "open");
  return out;
}

TinyBook tiny_book(log::HashKind hash) {
  return tiny_book_over(log::make_memory_log(hash));
}

std::string draft(const std::string& type, Date date, const std::string& data,
                  const std::string& id) {
  return "{" + (id.empty() ? "" : "\"id\":\"" + id + "\",") + "\"type\":\"" + type +
         "\",\"date\":\"" + to_text(date) + "\",\"actor\":\"test\",\"data\":{" + data + "}}";
}

book::Outcome must(app::Ledger& ledger, const std::string& json, const std::string& key) {
  app::SubmitOptions options;
  options.key = key;
  auto outcome = ledger.submit(json, options);
  if (!outcome) throw std::runtime_error(outcome.error().detail + " " + outcome.error().pointer);
  return *outcome;
}

}  // namespace zhucun::harness
