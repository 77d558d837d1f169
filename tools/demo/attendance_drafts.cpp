// Drafts of month sheets and leave.
#include "tools/demo/attendance.h"

namespace zhucun::demo {

namespace {

std::string month_key(const City& city, const Entry& entry) {
  return city.periods[entry.period].key;
}

template <typename Builder>
void fill_sheet(const City& city, const Entry& entry, Builder out) {
  out.setVillage(city.id_of(entry.parties.front()).c_str());
  out.setMonth(month_key(city, entry).c_str());
  out.setBy(city.text_of(entry.actor).c_str());
}

template <typename Builder>
void fill_rows(const City& city, const Attendance& attendance, const Entry& entry, Builder out) {
  const SheetPage& page = attendance.pages[entry.page];
  Span month = city.periods[entry.period].span;
  auto days = static_cast<unsigned>((month.last - month.first).count() + 1);
  auto rows = out.initRows(static_cast<unsigned>(page.lines.size()));
  for (unsigned i = 0; i < rows.size(); ++i) {
    rows[i].setPerson(city.id_of({PartyKind::person, page.lines[i].person}).c_str());
    rows[i].setMarks(to_text(page.lines[i].marks, days).c_str());
  }
}

void fill_leave(const City& city, const Attendance& attendance, const Entry& entry,
                event::LeaveApproved::Builder out) {
  const LeaveSlip& slip = attendance.leaves[entry.link];
  out.setPerson(city.id_of(entry.actor).c_str());
  out.setKind(slip.kind);
  out.setFirst(to_stored(slip.span.first));
  out.setLast(to_stored(slip.span.last));
  out.setBy(city.text_of(slip.by).c_str());
  if (slip.on_paper) {
    out.setSlip(("示例假字〔" + std::to_string(year_of(entry.day)) + "〕" +
                 std::to_string(entry.words % 900 + 1) + "号")
                    .c_str());
  }
}

}  // namespace

std::string actor_of(const Entry& entry, const std::string& clerk) {
  switch (entry.type) {
    case EntryType::sheet_entered:
    case EntryType::sheet_corrected: return clerk + "-a";
    case EntryType::sheet_checked:
    case EntryType::sheet_returned: return clerk + "-b";
    default: return clerk;
  }
}

void fill_attendance(const City& city, const Attendance& attendance, const Entry& entry,
                     Position about, event::AttendanceEvent::Builder out) {
  switch (entry.type) {
    case EntryType::opening_days: {
      const Opening& opening = attendance.openings[entry.link];
      auto one = out.initOpeningDaysStated();
      one.setPerson(city.id_of(entry.actor).c_str());
      one.setYear(static_cast<std::int16_t>(year_of(opening.through)));
      one.setDays(static_cast<std::int16_t>(opening.half_days / 2));
      one.setHalf(opening.half_days % 2 != 0);
      one.setThrough(to_stored(opening.through));
      return;
    }
    case EntryType::sheet_entered: {
      auto one = out.initAttendanceEntered();
      fill_sheet(city, entry, one);
      fill_rows(city, attendance, entry, one);
      return;
    }
    case EntryType::sheet_corrected: {
      auto one = out.initAttendanceCorrected();
      fill_sheet(city, entry, one);
      fill_rows(city, attendance, entry, one);
      one.setReason("与值班记录不一致");
      one.setDocument(("示例更正〔" + std::to_string(year_of(entry.day)) + "〕1号").c_str());
      return;
    }
    case EntryType::sheet_checked: {
      auto one = out.initAttendanceChecked();
      fill_sheet(city, entry, one);
      one.setSheet(about.value);
      return;
    }
    case EntryType::sheet_confirmed: {
      auto one = out.initAttendanceConfirmed();
      fill_sheet(city, entry, one);
      one.setSheet(about.value);
      return;
    }
    case EntryType::sheet_returned: {
      auto one = out.initAttendanceReturned();
      fill_sheet(city, entry, one);
      one.setSheet(about.value);
      one.setReason("与抽查记录不一致");
      return;
    }
    case EntryType::leave_approved:
      fill_leave(city, attendance, entry, out.initLeaveApproved());
      return;
    case EntryType::leave_returned: {
      auto one = out.initLeaveReturned();
      one.setPerson(city.id_of(entry.actor).c_str());
      one.setLeave(about.value);
      return;
    }
    default: {
      auto one = out.initLeaveCancelled();
      one.setPerson(city.id_of(entry.actor).c_str());
      one.setLeave(about.value);
      one.setReason("工作需要，未休");
      return;
    }
  }
}

}  // namespace zhucun::demo
