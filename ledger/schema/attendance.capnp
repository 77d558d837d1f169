@0xc41d39aba3906a49;
# Days on duty and leave: month sheets in three states, leave and return. [7.2.3]
using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("zhucun::event");
using import "annotations.capnp".zh;
using import "annotations.capnp".clause;
using import "annotations.capnp".key;
using import "annotations.capnp".subject;
using import "annotations.capnp".reversal;
using import "annotations.capnp".by;
using import "annotations.capnp".place;
using import "annotations.capnp".unit;
using import "annotations.capnp".is;
using import "annotations.capnp".derived;
using import "annotations.capnp".optional;

struct MarkRow $zh("一人一月") {
  # One word a day, blanks between them: 在 a whole day, 在病 forenoon and afternoon, - not said.
  person @0 :Text $zh("人员") $is(person);
  marks  @1 :Text $zh("逐日标记");
}

struct AttendanceEntered $zh("考勤填报") $clause(["7.2.3"]) $subject("attendance:village,month")
    $by(["cityOffice", "countyOffice", "township", "team"]) $place("by") $reversal(fact) {
  # The sheet of one village and month. Entered again it replaces what was entered, until it is checked.
  village @0 :Text $zh("村") $is(village);
  month   @1 :Text $zh("月份") $is(period);
  by      @2 :Text $zh("填报单位") $is(party);
  rows    @3 :List(MarkRow) $zh("考勤");
}

struct AttendanceChecked $zh("考勤审核") $clause(["7.2.3"]) $subject("attendance:village,month")
    $by(["cityOffice", "countyOffice", "township"]) $place("by") $reversal(fact) {
  village @0 :Text $zh("村") $is(village);
  month   @1 :Text $zh("月份") $is(period);
  by      @2 :Text $zh("审核单位") $is(party);
  sheet   @3 :UInt64 $zh("所审考勤表序号") $is(position);   # the version that was looked at
}

struct AttendanceConfirmed $zh("考勤审定") $clause(["7.2.3"]) $subject("attendance:village,month")
    $by(["cityOffice", "countyOffice", "township"]) $place("by") $reversal(fact) {
  # Locks the sheet: from here on it is only corrected.
  village @0 :Text $zh("村") $is(village);
  month   @1 :Text $zh("月份") $is(period);
  by      @2 :Text $zh("审定单位") $is(party);
  sheet   @3 :UInt64 $zh("所审考勤表序号") $is(position);
}

struct AttendanceReturned $zh("考勤退回") $clause(["7.2.3"]) $subject("attendance:village,month")
    $by(["cityOffice", "countyOffice", "township"]) $place("by") $reversal(fact) {
  # A returned sheet counts nothing until it is entered again; a returned correction leaves what was confirmed.
  village @0 :Text $zh("村") $is(village);
  month   @1 :Text $zh("月份") $is(period);
  by      @2 :Text $zh("退回单位") $is(party);
  sheet   @3 :UInt64 $zh("所退考勤表序号") $is(position);
  reason  @4 :Text $zh("原因");
}

struct AttendanceCorrected $zh("考勤更正") $clause(["7.2.3"]) $subject("attendance:village,month")
    $by(["cityOffice", "countyOffice", "township", "team"]) $place("by") $reversal(fact) {
  # Of a confirmed sheet. What was confirmed stays in force until the correction is checked and confirmed.
  village  @0 :Text $zh("村") $is(village);
  month    @1 :Text $zh("月份") $is(period);
  by       @2 :Text $zh("更正单位") $is(party);
  rows     @3 :List(MarkRow) $zh("更正后");        # those who change, the whole month
  reason   @4 :Text $zh("原因");
  document @5 :Text $zh("更正依据") $is(document);
  before   @6 :List(MarkRow) $zh("更正前") $derived;
}

struct OpeningDaysStated $zh("期初驻村天数") $clause(["7.2.3"]) $key(["person", "year"])
    $by(["cityOffice", "countyOffice", "township"]) $place("person") $reversal(fact) {
  # Days counted in the year before the book held sheets; sheets count from the day after.
  person  @0 :Text $zh("人员") $is(person);
  year    @1 :Int16 $zh("年度");
  days    @2 :Int16 $zh("已驻村整天数") $unit(day);
  half    @3 :Bool $zh("另有半天") $optional;
  through @4 :Int32 = -2147483648 $zh("截至日") $unit(date);
}

enum LeaveKind {
  unknown @0     $zh("未说明");
  personal @1    $zh("事假");
  sick @2        $zh("病假");
  annual @3      $zh("年休假");
  marriage @4    $zh("婚假");
  maternity @5   $zh("产假");
  bereavement @6 $zh("丧假");
  other @7       $zh("其他假");
}

struct LeaveApproved $zh("准假") $clause(["7.2.3"]) $key(["person", "first"]) $subject("leave:person")
    $by(["cityOffice", "countyOffice", "township", "unit", "team"]) $place("person") $reversal(fact) {
  # Its date is the day of approval. With a slip number it states an approval on paper, without one it is given here.
  person @0 :Text $zh("人员") $is(person);
  kind   @1 :LeaveKind $zh("类别");
  first  @2 :Int32 = -2147483648 $zh("起始日") $unit(date);
  last   @3 :Int32 = -2147483648 $zh("截止日") $unit(date);
  by     @4 :Text $zh("批准单位") $is(party);       # team: its leader approves
  slip   @5 :Text $zh("假条编号") $is(document) $optional;
}

struct LeaveReturned $zh("销假") $clause(["7.2.3"]) $key(["leave"]) $subject("leave:person")
    $by(["cityOffice", "countyOffice", "township", "unit", "team"]) $place("person") $reversal(fact) {
  # Its date is the first day back in the village.
  person @0 :Text $zh("人员") $is(person);
  leave  @1 :UInt64 $zh("准假序号") $is(position);
}

struct LeaveCancelled $zh("撤销准假") $clause(["7.2.3"]) $key(["leave"]) $subject("leave:person")
    $by(["cityOffice", "countyOffice", "township", "unit", "team"]) $place("person") $reversal(fact) {
  # A leave that was never taken.
  person @0 :Text $zh("人员") $is(person);
  leave  @1 :UInt64 $zh("准假序号") $is(position);
  reason @2 :Text $zh("原因");
}

struct AttendanceEvent $zh("考勤与请销假") {
  union {
    none                @0 :Void;
    attendanceEntered   @1 :AttendanceEntered;
    attendanceChecked   @2 :AttendanceChecked;
    attendanceConfirmed @3 :AttendanceConfirmed;
    attendanceReturned  @4 :AttendanceReturned;
    attendanceCorrected @5 :AttendanceCorrected;
    openingDaysStated   @6 :OpeningDaysStated;
    leaveApproved       @7 :LeaveApproved;
    leaveReturned       @8 :LeaveReturned;
    leaveCancelled      @9 :LeaveCancelled;
  }
}
