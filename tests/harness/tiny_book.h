// A book in memory (or over any log) with a small register, for tests that need a door and no city.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/app/clock.h"
#include "api/app/ledger.h"
#include "api/app/opening.h"

namespace zhucun::harness {

// City 610800000000 with the shipped policy and two counties, four townships and sixteen villages
// of its own.
app::InitOptions tiny_options();

struct TinyBook {
  std::shared_ptr<app::ManualClock> clock;
  std::unique_ptr<app::Ledger> ledger;
};

// Opened on 2024-01-01; the clock stands at noon of that day.
TinyBook tiny_book(log::HashKind hash = log::HashKind::sha256);
TinyBook tiny_book_over(std::unique_ptr<log::EventLog> log);

RecordedTime noon(Date day);
// One draft as JSON; `data` is the inside of its object.
std::string draft(const std::string& type, Date date, const std::string& data,
                  const std::string& id = "");
// Submits and expects success; gives the outcome.
book::Outcome must(app::Ledger& ledger, const std::string& json, const std::string& key);

}  // namespace zhucun::harness
