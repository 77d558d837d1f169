// The facts of days on duty and leave as reports read them; see facts.h.
#pragma once

#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "attendance.capnp.h"
#include "ledger/base/marks.h"
#include "ledger/domain/attendance_sheet.h"
#include "ledger/domain/party_ref.h"

namespace zhucun::domain {

struct SheetLine {
  PartyRef person;
  MonthMarks marks;
};

struct SheetContent {
  Position position;  // of the event that entered or corrected it
  std::vector<SheetLine> lines;

  const MonthMarks* of(PartyRef person) const {
    for (const SheetLine& line : lines) {
      if (line.person == person) return &line.marks;
    }
    return nullptr;
  }
};

struct SheetCorrection {
  Position position;
  std::vector<SheetLine> before;  // of those who changed
  std::vector<SheetLine> after;
  std::string reason;
  std::string document;
};

struct SheetFact {
  std::vector<SheetStep> steps;
  std::vector<SheetContent> contents;  // by position; a correction's holds everybody
  std::vector<SheetCorrection> corrections;

  const SheetContent* content(Position position) const {
    for (const SheetContent& one : contents) {
      if (one.position == position) return &one;
    }
    return nullptr;
  }
};

struct SheetKey {
  DivisionCode village;
  Date month;  // its first day
  auto operator<=>(const SheetKey&) const = default;
};

// Days counted before the book held sheets.
struct OpeningDays {
  Position position;
  Date stated;
  int half_days = 0;
  Date through;
};

struct LeaveFact {
  PartyRef person;
  event::LeaveKind kind = event::LeaveKind::UNKNOWN;
  Span span;
  Date approved;
  PartyRef by;
  std::string slip;
  Position position;
  Position returned_at;   // the event of the return
  Date returned;          // the first day back
  Position cancelled_at;  // the event that took it back before it was taken
  Date cancelled;
};

struct AttendanceFacts {
  std::map<SheetKey, SheetFact> sheets;
  std::map<std::pair<PartyRef, int>, OpeningDays> opening_days;  // by person and year
  std::map<Position, LeaveFact> leaves;
  std::unordered_map<std::uint32_t, std::vector<Position>> leaves_by_person;
};

}  // namespace zhucun::domain
