@0xf7ddfc14eafe2257;
# The life of the book itself: its start, where and when each area goes live, the opening signed.
using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("zhucun::event");
using import "annotations.capnp".zh;
using import "annotations.capnp".clause;
using import "annotations.capnp".key;
using import "annotations.capnp".reversal;
using import "annotations.capnp".by;
using import "annotations.capnp".place;
using import "annotations.capnp".unit;
using import "annotations.capnp".is;
using import "annotations.capnp".optional;

struct BookOpened $zh("建账") $reversal(none) {
  # The first event of every book. Its date is the book's start: acts before it enter as opening facts.
  city  @0 :Text $zh("市") $is(division);
  title @1 :Text $zh("账簿名称");
  demo  @2 :Bool $zh("演示账") $optional;
}

enum DutyGroup {
  unknown @0    $zh("未说明");
  duties @1     $zh("履职");
  attendance @2 $zh("考勤");
  funds @3      $zh("工作经费");
  allowances @4 $zh("补助");
  all @5        $zh("全部");
}

struct GoLiveSet $zh("启用") $key(["division", "group"])
    $by(["cityOffice", "countyOffice"]) $place("division") $reversal(fact) {
  # From this day the group of duties counts in the area; periods that ended before read 启用前.
  division @0 :Text $zh("地区") $is(division);
  group    @1 :DutyGroup $zh("业务");
  from     @2 :Int32 = -2147483648 $zh("启用日") $unit(date);
}

struct OpeningSigned $zh("期初签认") $key(["division"])
    $by(["countyOffice"]) $place("division") $reversal(fact) {
  # A county signs its opening; its opening entries can no longer be revised.
  division @0 :Text $zh("县市区") $is(division);
  document @1 :Text $zh("签认文号") $is(document) $optional;
}

struct BookRestored $zh("账簿恢复") $reversal(none) {
  # The first event of a book that came from a backup: what followed this position is not in it.
  backup   @0 :Text $zh("备份");
  position @1 :UInt64 $zh("恢复到的序号") $is(position);
  document @2 :Text $zh("文号") $is(document) $optional;
}

struct BookEvent $zh("账簿") {
  union {
    bookOpened    @0 :BookOpened;
    goLiveSet     @1 :GoLiveSet;
    openingSigned @2 :OpeningSigned;
    bookRestored  @3 :BookRestored;
  }
}
