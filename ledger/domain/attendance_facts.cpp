// The fold of month sheets and leave into facts, its undoing, and its lines in a dump.
#include "ledger/domain/attendance_facts.h"

#include <algorithm>

#include "ledger/domain/facts_parts.h"
#include "ledger/domain/text.h"

namespace zhucun::domain {

namespace {

template <typename E>
SheetKey key_of(E e) {
  return {division(e.getVillage()), parse_period(view(e.getMonth()))->span.first};
}

template <typename E>
SheetFact& sheet_of(Facts& facts, E e) {
  return facts.attendance.sheets[key_of(e)];
}

template <typename E>
void add_step(Facts& facts, const At& at, E e, StepKind kind) {
  sheet_of(facts, e).steps.push_back({at.position, at.date, kind, at.actor});
}

template <typename E>
void drop(Facts& facts, const At& at, E e) {
  SheetFact& sheet = sheet_of(facts, e);
  auto here = [&at](const auto& one) { return one.position == at.position; };
  std::erase_if(sheet.steps, here);
  std::erase_if(sheet.contents, here);
  std::erase_if(sheet.corrections, here);
  if (sheet.steps.empty()) facts.attendance.sheets.erase(key_of(e));
}

std::vector<SheetLine> lines_of(Facts& facts, capnp::List<event::MarkRow>::Reader rows) {
  std::vector<SheetLine> out;
  out.reserve(rows.size());
  for (auto row : rows) {
    out.push_back({facts.parties.intern(PartyKind::person, view(row.getPerson())),
                   parse_month_marks(view(row.getMarks()))});
  }
  return out;
}

template <typename E>
LeaveFact* leave_of(Facts& facts, E e) {
  auto found = facts.attendance.leaves.find({e.getLeave()});
  return found == facts.attendance.leaves.end() ? nullptr : &found->second;
}

}  // namespace

void fold(Facts& facts, const At& at, event::AttendanceEntered::Reader e) {
  SheetFact& sheet = sheet_of(facts, e);
  sheet.steps.push_back({at.position, at.date, StepKind::entered, at.actor});
  sheet.contents.push_back({at.position, lines_of(facts, e.getRows())});
}
void fold(Facts& facts, const At& at, event::AttendanceChecked::Reader e) {
  add_step(facts, at, e, StepKind::checked);
}
void fold(Facts& facts, const At& at, event::AttendanceConfirmed::Reader e) {
  add_step(facts, at, e, StepKind::confirmed);
}
void fold(Facts& facts, const At& at, event::AttendanceReturned::Reader e) {
  add_step(facts, at, e, StepKind::returned);
}

// The new version holds everybody: what was confirmed, with the corrected rows over it.
void fold(Facts& facts, const At& at, event::AttendanceCorrected::Reader e) {
  SheetFact& sheet = sheet_of(facts, e);
  SheetStanding before = standing_of(sheet.steps);
  SheetCorrection correction{at.position, lines_of(facts, e.getBefore()),
                             lines_of(facts, e.getRows()), copy(e.getReason()),
                             copy(e.getDocument())};
  SheetContent content{at.position, {}};
  if (const auto* settled = sheet.content(before.settled.content.position)) {
    content.lines = settled->lines;
  }
  for (const SheetLine& line : correction.after) {
    auto mine = std::find_if(content.lines.begin(), content.lines.end(),
                             [&](const SheetLine& one) { return one.person == line.person; });
    if (mine == content.lines.end()) {
      content.lines.push_back(line);
    } else {
      *mine = line;
    }
  }
  add_step(facts, at, e, StepKind::corrected);
  sheet.contents.push_back(std::move(content));
  sheet.corrections.push_back(std::move(correction));
}

void fold(Facts& facts, const At& at, event::OpeningDaysStated::Reader e) {
  auto person = facts.parties.intern(PartyKind::person, view(e.getPerson()));
  facts.attendance.opening_days[{person, e.getYear()}] = {
      at.position, at.date, 2 * e.getDays() + (e.getHalf() ? 1 : 0),
      from_stored(e.getThrough()).value_or(at.date)};
}

void fold(Facts& facts, const At& at, event::LeaveApproved::Reader e) {
  LeaveFact leave;
  leave.person = facts.parties.intern(PartyKind::person, view(e.getPerson()));
  leave.kind = e.getKind();
  leave.span = {from_stored(e.getFirst()).value_or(at.date),
                from_stored(e.getLast()).value_or(at.date)};
  leave.approved = at.date;
  leave.by = facts.parties.intern(view(e.getBy()));
  leave.slip = copy(e.getSlip());
  leave.position = at.position;
  facts.attendance.leaves_by_person[leave.person.value].push_back(at.position);
  facts.attendance.leaves[at.position] = std::move(leave);
}
void fold(Facts& facts, const At& at, event::LeaveReturned::Reader e) {
  if (LeaveFact* leave = leave_of(facts, e)) {
    leave->returned_at = at.position;
    leave->returned = at.date;
  }
}
void fold(Facts& facts, const At& at, event::LeaveCancelled::Reader e) {
  if (LeaveFact* leave = leave_of(facts, e)) {
    leave->cancelled_at = at.position;
    leave->cancelled = at.date;
  }
}

void take_back(Facts& facts, const At& at, event::AttendanceEntered::Reader e) {
  drop(facts, at, e);
}
void take_back(Facts& facts, const At& at, event::AttendanceChecked::Reader e) {
  drop(facts, at, e);
}
void take_back(Facts& facts, const At& at, event::AttendanceConfirmed::Reader e) {
  drop(facts, at, e);
}
void take_back(Facts& facts, const At& at, event::AttendanceReturned::Reader e) {
  drop(facts, at, e);
}
void take_back(Facts& facts, const At& at, event::AttendanceCorrected::Reader e) {
  drop(facts, at, e);
}
void take_back(Facts& facts, const At&, event::OpeningDaysStated::Reader e) {
  auto person = facts.parties.intern(PartyKind::person, view(e.getPerson()));
  facts.attendance.opening_days.erase({person, e.getYear()});
}
void take_back(Facts& facts, const At& at, event::LeaveApproved::Reader e) {
  auto person = facts.parties.intern(PartyKind::person, view(e.getPerson()));
  std::erase(facts.attendance.leaves_by_person[person.value], at.position);
  facts.attendance.leaves.erase(at.position);
}
void take_back(Facts& facts, const At&, event::LeaveReturned::Reader e) {
  if (LeaveFact* leave = leave_of(facts, e)) leave->returned_at = {};
}
void take_back(Facts& facts, const At&, event::LeaveCancelled::Reader e) {
  if (LeaveFact* leave = leave_of(facts, e)) leave->cancelled_at = {};
}

void dump_attendance(const Facts& facts, const std::function<void(std::string_view)>& line) {
  auto number = [](Position position) { return std::to_string(position.value); };
  for (const auto& [key, sheet] : facts.attendance.sheets) {
    std::string out = "sheet " + to_text(key.village) + " " + to_text(key.month);
    for (const SheetStep& step : sheet.steps) {
      out += " " + number(step.position) + ":" + std::to_string(static_cast<int>(step.kind)) + ":" +
             to_text(step.date) + ":" + step.actor;
    }
    for (const SheetContent& content : sheet.contents) {
      std::vector<std::string> people;
      for (const SheetLine& one : content.lines) {
        people.push_back(facts.parties.id(one.person) + "=" + to_text(one.marks, 31));
      }
      std::sort(people.begin(), people.end());
      out += " | " + number(content.position);
      for (const auto& person : people) out += " " + person;
    }
    for (const SheetCorrection& one : sheet.corrections) {
      out += " | " + number(one.position) + " " + one.document + " " + one.reason;
    }
    line(out);
  }
  std::vector<std::string> openings;
  for (const auto& [key, one] : facts.attendance.opening_days) {
    openings.push_back("openingDays " + facts.parties.id(key.first) + " " +
                       std::to_string(key.second) + " " + std::to_string(one.half_days) + " " +
                       to_text(one.through) + " " + number(one.position));
  }
  std::sort(openings.begin(), openings.end());
  for (const auto& one : openings) line(one);
  for (const auto& [position, leave] : facts.attendance.leaves) {
    line("leave " + number(position) + " " + facts.parties.id(leave.person) + " " +
         std::to_string(static_cast<int>(leave.kind)) + " " + to_text(leave.span.first) + ".." +
         to_text(leave.span.last) + " " + to_text(leave.approved) + " " +
         facts.parties.id(leave.by) + " " + leave.slip + " " +
         (leave.returned_at.value ? to_text(leave.returned) : "-") + " " +
         (leave.cancelled_at.value ? to_text(leave.cancelled) : "-"));
  }
}

}  // namespace zhucun::domain
