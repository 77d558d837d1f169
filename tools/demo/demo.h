// A demo city: the real villages of the shipped register, synthetic units and people (ids only),
// and two years of acts that enter through the same door as a user's. The span is fixed and
// independent of the machine's clock; the same options give the same book, to the byte.
//
// scale 1 is a city's ordinary life; 34 gives 3 M events for 1,300 villages and two years.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "ledger/base/refusal.h"

namespace zhucun::book {
class Book;
}

namespace zhucun::demo {

struct Options {
  std::string folder;  // empty = a book in memory (for tests), see make_in
  std::uint32_t villages = 1300;
  std::uint32_t years = 2;  // from 2024-07-01
  std::uint64_t seed = 1;
  std::uint32_t scale = 1;  // acts are repeated so many times, for benches
  std::uint64_t disk_floor = std::uint64_t{2} << 30;
  bool payouts = true;  // some units pay through the book; no sheet carries those steps
  std::function<void(const std::string&)> progress;
};

struct Made {
  std::string planted_json;        // what was planted: one JSON array, apart from the book
  std::string planted_funds_json;  // likewise, of the work fund: {report, kind, place, document}
  std::string planted_attendance_json;  // likewise, of month sheets and leave
  std::string planted_allowances_json;  // of allowances: {lines, cases}, see allowances.h
  std::string planted_oversight_json;   // of oversight, assessment and tasks, see telling.h
  std::string summary;                  // Chinese, one line
  std::uint64_t events = 0;
  std::uint64_t villages = 0;
  std::uint64_t people = 0;
  std::uint64_t units = 0;
  std::uint64_t planted = 0;  // duties that are meant to be missing or late
  std::string last_day;       // the story's end: judge as of it
};

// Makes the book in its folder and closes it. A refusal of any event is a bug of the demo and comes
// back as it is, naming the event.
Result<Made> make(const Options& options);

// The same, and leaves the book open in `book`; in memory when the options name no folder.
Result<Made> make_in(const Options& options, std::unique_ptr<book::Book>& book);

}  // namespace zhucun::demo
