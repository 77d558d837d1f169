@0xfa753ba4a802fa97;
# What a village's team takes on, and the work of relocated households. [6]
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
using Role = import "posting.capnp".Role;

enum TaskField {
  unknown @0    $zh("未说明");
  partyBranch @1 $zh("建强村党组织");
  prosperity @2 $zh("推进强村富民");
  governance @3 $zh("提升治理水平");
  service @4    $zh("为民办事服务");
}

struct TaskSet $zh("工作任务列入清单") $clause(["6.p2"]) $key(["village", "title", "date"])
    $by(["cityOffice", "countyOffice", "township", "team"]) $place("village") $reversal(fact) {
  village     @0 :Text $zh("村（社区）") $is(village);
  kind        @1 :TaskField $zh("职责");
  title       @2 :Text $zh("任务");
  goal        @3 :Text $zh("目标");
  role        @4 :Role $zh("侧重的职务") $optional;
  responsible @5 :Text $zh("责任人") $is(person) $optional;
  due         @6 :Int32 = -2147483648 $zh("完成期限") $unit(date);
}

enum TaskState {
  unknown @0  $zh("未说明");
  underway @1 $zh("进行中");
  done @2     $zh("已完成");
  dropped @3  $zh("已终止");
}

struct TaskProgressed $zh("工作任务进展") $clause(["6.p2"]) $key(["task", "date"])
    $by(["cityOffice", "countyOffice", "township", "team"]) $place("village") $reversal(fact) {
  task    @0 :UInt64 $zh("任务序号") $is(position);
  village @1 :Text $zh("村（社区）") $is(village);
  state   @2 :TaskState $zh("情况");
  note    @3 :Text $zh("进展或理由");
}

struct EmploymentStated $zh("搬迁家庭就业统计") $clause(["6.4"]) $key(["village", "date"])
    $by(["cityOffice", "countyOffice", "township", "team"]) $place("village") $reversal(fact) {
  # Sums only: no household is named.
  village  @0 :Text $zh("安置村（社区）") $is(village);
  labour   @1 :Int32 $zh("有劳动力的搬迁户数");
  employed @2 :Int32 $zh("至少1人稳定就业的户数");
  document @3 :Text $zh("统计依据") $is(document) $optional;
}

struct TaskEvent $zh("工作任务") {
  union {
    none             @0 :Void;
    taskSet          @1 :TaskSet;
    taskProgressed   @2 :TaskProgressed;
    employmentStated @3 :EmploymentStated;
  }
}
