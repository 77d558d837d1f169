// Days on duty and leave in the demo city: who was where on which half day, who was on leave, and
// what the clerks make of it, with what is meant to go wrong. No code of the engine takes part but
// the marks themselves. Built once by one thread; afterwards only read.
#pragma once

#include <string>
#include <vector>

#include "attendance.capnp.h"
#include "ledger/base/marks.h"
#include "tools/demo/diary.h"

namespace zhucun::demo {

struct SheetLine {
  Index person = nobody;
  MonthMarks marks;
};

// What one entry or correction of a month sheet says.
struct SheetPage {
  Index village = nobody;
  Date month;
  std::vector<SheetLine> lines;
};

struct LeaveSlip {
  Index stay = nobody;
  event::LeaveKind kind = event::LeaveKind::PERSONAL;
  Span span;
  Who by;
  bool on_paper = true;
  int late_days = 0;    // the return
  bool returns = true;  // somebody records it
  bool cancelled = false;
};

struct Opening {
  Index stay = nobody;
  int half_days = 0;
  Date through;
};

// Something that the findings or the sheet report must show, and nothing else of its kind.
struct PlantedDay {
  std::string kind;  // of the finding, or "sheet_" and the state that the month was left in
  Index village = nobody;
  Index person = nobody;  // nobody: of the sheet
  Date since;             // for a sheet the month's first day
};

struct Attendance {
  std::vector<SheetPage> pages;
  std::vector<LeaveSlip> leaves;
  std::vector<Opening> openings;
  std::vector<PlantedDay> planted;
};

// Plans it all and writes it into the diary, after the postings have been written.
Attendance write_attendance(const City& city, Random random, Diary& diary);
// Who makes an entry: a sheet passes through the hands of three people.
std::string actor_of(const Entry& entry, const std::string& clerk);
// Fills the payload of an entry about a sheet or a leave; `about` as in drafts.h.
void fill_attendance(const City& city, const Attendance& attendance, const Entry& entry,
                     Position about, event::AttendanceEvent::Builder out);
// One JSON array: {kind, village, person, since}.
std::string planted_json(const City& city, const Attendance& attendance);

// The sample of one county's own rules that a demo book adopts.
inline constexpr const char* sample_policy = "yuyang-leave-sample.toml";

}  // namespace zhucun::demo
