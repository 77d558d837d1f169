// Specs: texts that an official can read, run against a book in memory.
//
//   spec    A report handed over late stays late                                     [7.2.2]
//   covers  team-report-township                    rows of the policy that this spec shows
//   given   2025-01-01 postingStarted person=P1 ...  must be accepted
//   when    2025-08-03 reportHandedOver from=team:... to=... as=first
//   then    accepted | known | refused CODE [clause] words of the message
//   today   2025-09-01                              else the latest day that was named
//   report  duty_compliance period=2025-07 columns=group,expected,late
//   ----
//   lines of cells, until an empty line
//
// A spec starts with the shipped register, calendar and policy of Yulin from 2024-01-01; a first
// line `book city=... start=... policy=a.toml register=none` chooses otherwise. `as=NAME` keeps an
// event's position, `@NAME` uses it. With ZHUCUN_UPDATE_SPECS=1 expected blocks are written anew in
// place.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace zhucun::harness {

struct SpecResult {
  std::vector<std::string> failures;  // file:line and what differed
  int specs = 0;
};

// What all specs of a folder show, for the tests that ask whether anything is without one.
struct SpecInventory {
  std::set<std::string> rows;    // policy rows named by `covers`
  std::set<std::string> codes;   // refusal codes that a spec expects
  std::set<std::string> events;  // event types that a spec lets in
  std::set<std::string> reports;
};

SpecResult run_spec_file(const std::string& path);
SpecInventory inventory_of(const std::string& folder);

}  // namespace zhucun::harness
