@0xe9d3260ae9bf0e9f;
# What is adopted: policies, rulings on readings, holiday tables.
using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("zhucun::event");
using import "annotations.capnp".zh;
using import "annotations.capnp".key;
using import "annotations.capnp".reversal;
using import "annotations.capnp".by;
using import "annotations.capnp".unit;
using import "annotations.capnp".is;
using import "annotations.capnp".optional;

struct PolicyAdopted $zh("政策采用") $key(["number", "from"])
    $by(["cityOffice"]) $reversal(fact) {
  # The document verbatim; it may hold from a day in the past. Nothing posted is rewritten by it.
  number @0 :Text $zh("文号") $is(document);
  from   @1 :Int32 = -2147483648 $zh("施行日") $unit(date);
  text   @2 :Text $zh("政策参数（TOML）");
}

struct RulingMade $zh("口径认定") $key(["reading", "from"])
    $by(["cityOffice"]) $reversal(fact) {
  # Where the text is silent: which option holds, who decided, with which paper.
  reading   @0 :Text $zh("口径") $is(reading);
  option    @1 :Text $zh("选项");
  decidedBy @2 :Text $zh("认定单位");
  document  @3 :Text $zh("文号") $is(document);
  from      @4 :Int32 = -2147483648 $zh("适用自") $unit(date);
}

enum DayKind {
  unknown @0 $zh("未说明");
  holiday @1 $zh("放假");
  inLieu @2  $zh("调休放假");
  workday @3 $zh("上班");
}

struct CalendarDay $zh("日期") {
  date @0 :Int32 = -2147483648 $zh("日期") $unit(date);
  kind @1 :DayKind $zh("类别");
  name @2 :Text $zh("节日") $optional;
}

struct CalendarAdopted $zh("节假日安排采用") $key(["year", "notice"])
    $by(["cityOffice"]) $reversal(fact) {
  # One year's table with the number of the State Council's notice; a later adoption of the year replaces it.
  year   @0 :Int16 $zh("年度");
  notice @1 :Text $zh("通知文号") $is(document);
  days   @2 :List(CalendarDay) $zh("安排");
}

struct PolicyEvent $zh("政策与日历") {
  union {
    policyAdopted   @0 :PolicyAdopted;
    rulingMade      @1 :RulingMade;
    calendarAdopted @2 :CalendarAdopted;
  }
}
