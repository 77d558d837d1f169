// What is owed in the demo city, worked out from its story by READING.md alone: no code of the
// engine takes part, so that what was planted can judge the engine. One Owed is one duty of one
// actor (addressee, subject, leader) in one period; its fate says what will come of it. Pure; built
// and used by one thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/demo/city.h"

namespace zhucun::demo {

enum class Duty : std::uint8_t {
  team_township,
  team_unit,
  team_county,
  group_report,
  member_report,
  hearing,
  special_meeting,
  guidance,
  care,
  spot_check,
  supervision,
  city_meeting,
  county_meeting,
  demonstration,
  rotation,
  two_excellences,
  commendation,
};
inline constexpr std::size_t duty_count = 17;

// The id of the policy's row.
const char* row_of(Duty duty);
inline bool is_report(Duty duty) {
  return duty <= Duty::member_report;
}

enum class Leader : std::uint8_t { none, principal, in_charge };

// What comes of something owed. Everything up to merged stays on time.
enum class Fate : std::uint8_t {
  fulfilled,
  returned_again_in_time,  // returned, and handed over again before the end
  reversed_again_in_time,  // entered wrong, taken back, entered right
  merged,                  // done by the unit that was merged since
  late,
  returned_late,  // returned, and handed over again after the end
  reversed_late,  // the first entry was taken back, the right one is late
  missing,
  wrong_addressee,
  wrong_period,
  wrong_form,
  wrong_actor,
  wrong_kind,
  wrong_leader,
  wrong_window,
  returned,
  reversed,
  left_before_class,
};

const char* name_of(Fate fate);    // the planted kind
const char* status_of(Fate fate);  // as the engine should find it
const char* note_of(Fate fate);

struct Owed {
  Duty duty = Duty::team_township;
  Leader leader = Leader::none;
  Fate fate = Fate::fulfilled;
  std::uint16_t period = 0;  // in City::periods
  Who actor;
  Who to;
  Who subject;
  Index unit = nobody;     // the unit that sent, before mergers: it acts until it is merged
  Index village = nobody;  // where
};

// Noted, but not owed: shows why an instance is not applicable or before go-live.
struct NotOwed {
  const char* kind;
  const char* status;
  const char* note;
  Owed instance;
};

struct Expectations {
  std::vector<Owed> owed;
  std::vector<NotOwed> not_owed;
};

Expectations all_owed(const City& city);

}  // namespace zhucun::demo
