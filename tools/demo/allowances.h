// Allowances of the demo city: what residents are owed by its own simple arithmetic, what their
// units paid, and what is meant to go wrong. No code of the engine takes part. Money is fen; a
// month is its first day. Built once by one thread; afterwards only read.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "allowance.capnp.h"
#include "tools/demo/attendance.h"

namespace zhucun::demo {

// In the order of the policy.
enum class Item : std::uint8_t {
  living,
  county_transport,
  travel_transport,
  return_fare,
  telecom,
  unused_leave,
  all,  // of a lump: whatever is due
};
const char* id_of(Item item);

struct Trip {
  Index stay = nobody;
  Span days;
};

struct PaidItem {
  Item item = Item::all;
  Date first;
  Date last;
  std::int64_t fen = 0;
};

// One payment to one person.
struct PaySlip {
  Index unit = nobody;
  Index person = nobody;
  Date day;
  std::string voucher;
  bool supplement = false;
  std::vector<PaidItem> lines;
};

// A line of the table of what is due that is neither paid in full nor nothing.
struct PlantedLine {
  std::string person;
  std::string month;
  std::string item;
  std::string unit;
  std::string status;
  std::int64_t open = 0;  // nothing to be said of it where the status is unknown
};

// What was planted by name: its kind, and whom it concerns.
struct PlantedCase {
  std::string kind;
  std::string unit;
  std::string person;  // or empty
  std::string month;   // or a year, or empty
  std::string item;    // or empty
  std::int64_t fen = 0;
};

// How far a payout through the system gets.
enum class PayoutStage : std::uint8_t { drafted, approved, released, answered, one_failed };
struct UnitPayout {
  Index unit = nobody;
  std::string batch;
  std::string through;
  PayoutStage stage = PayoutStage::answered;
};

struct Allowances {
  std::vector<Trip> trips;
  std::vector<PaySlip> slips;
  std::vector<UnitPayout> payouts;
  std::vector<PlantedLine> lines;
  std::vector<PlantedCase> cases;
};

// Plans it all and writes it into the diary, after the month sheets.
Allowances write_allowances(const City& city, const Attendance& attendance, Random random,
                            Diary& diary);
void fill_allowance(const City& city, const Allowances& allowances, const Entry& entry,
                    event::AllowanceEvent::Builder out);
// One object: {lines: [...], cases: [...]}.
std::string planted_json(const Allowances& allowances);

}  // namespace zhucun::demo
