@0xbe5ee287203e6dbe;
# Who looks into what, and what comes of it: check plans, rectification, reminders, interviews, organisation. [7.2.3, 8.1, 8.3]
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
using Department = import "selection.capnp".Department;
using Opinion = import "selection.capnp".Opinion;

struct CheckPlanAdopted $zh("抽查督查计划") $clause(["7.2.3"]) $key(["division", "period"])
    $by(["cityOffice", "countyOffice", "township"]) $place("division") $reversal(fact) {
  # Which villages are visited in a period, drawn from the log by a seed that was published before.
  division @0 :Text $zh("乡镇（街道）或县市区") $is(division);
  period   @1 :Text $zh("期间") $is(period);
  seed     @2 :Text $zh("抽取种子");
  drawnAt  @3 :UInt64 $zh("抽取所依据的序号");   # how far the book was, not an event of its own
  villages @4 :List(Text) $zh("抽中的村") $is(village);
  document @5 :Text $zh("文号") $is(document) $optional;
}

struct RectificationOrdered $zh("问题整改要求") $clause(["7.2.3", "8.1"]) $key(["from", "to", "problem", "date"])
    $by(["cityOffice", "countyOffice", "township"]) $place("from") $reversal(fact) {
  # What a check, a supervision or an interview found, who puts it right, and by when.
  from     @0 :Text $zh("提出单位") $is(party);
  to       @1 :Text $zh("整改单位") $is(party);
  basis    @2 :UInt64 $zh("发现问题的登记") $is(position) $optional;
  problem  @3 :Text $zh("问题");
  due      @4 :Int32 = -2147483648 $zh("整改期限") $unit(date);
  village  @5 :Text $zh("所在村（社区）") $is(village) $optional;
  document @6 :Text $zh("文号") $is(document) $optional;
}

struct RectificationReported $zh("整改情况报告") $clause(["7.2.3", "8.1"]) $key(["rectification", "date"])
    $by(["cityOffice", "countyOffice", "township", "unit", "team"]) $place("by") $reversal(fact) {
  rectification @0 :UInt64 $zh("整改要求序号") $is(position);
  by            @1 :Text $zh("整改单位") $is(party);
  done          @2 :Text $zh("整改情况");
}

struct RectificationChecked $zh("整改复核") $clause(["7.2.3", "8.1"]) $key(["rectification", "date"])
    $by(["cityOffice", "countyOffice", "township"]) $place("by") $reversal(fact) {
  # Passed: the problem is closed (销号). Failed: it stays open.
  rectification @0 :UInt64 $zh("整改要求序号") $is(position);
  by            @1 :Text $zh("复核单位") $is(party);
  result        @2 :Opinion $zh("复核结论");
  note          @3 :Text $zh("说明") $optional;
  document      @4 :Text $zh("文号") $is(document) $optional;
}

enum InterviewGround {
  unknown @0         $zh("未说明");
  selectionUndone @1 $zh("无正当理由不完成选派任务");
  poorVetting @2     $zh("选派把关不严");
  weakFollowUp @3    $zh("跟踪管理不力");
  littleSupport @4   $zh("支持帮扶力度不大");
  payNotHonoured @5  $zh("人员待遇保障不落实");
}

struct InterviewHeld $zh("约谈") $clause(["8.1"]) $key(["unit", "ground", "date"])
    $by(["cityOffice", "countyOffice"]) $place("office") $reversal(fact) {
  # One event a ground. What is to be put right follows as rectification with this event as its basis.
  office   @0 :Text $zh("约谈的办公室所在市或县") $is(division);
  unit     @1 :Text $zh("被约谈单位") $is(unit);
  ground   @2 :InterviewGround $zh("约谈事由");
  facts    @3 :List(UInt64) $zh("所依据的登记") $is(position) $optional;
  problem  @4 :Text $zh("约谈的问题");
  attended @5 :Text $zh("被约谈人职务") $optional;
  document @6 :Text $zh("文号") $is(document) $optional;
}

enum ReminderKind {
  unknown @0  $zh("未说明");
  reminder @1 $zh("提示函");
  urging @2   $zh("督办通知");
}

struct ReminderIssued $zh("提示督办") $clause(["7.2.1", "7.2.2", "8.3"]) $key(["from", "to", "items", "date"])
    $by(["cityOffice", "countyOffice", "township"]) $place("from") $reversal(fact) {
  # One paper to one recipient one level down; the matters are rows of the duty list in its annex.
  from     @0 :Text $zh("发文单位") $is(party);
  to       @1 :Text $zh("受文单位") $is(party);
  kind     @2 :ReminderKind $zh("类别");
  items    @3 :List(Text) $zh("事项");
  due      @4 :Int32 = -2147483648 $zh("办理期限") $unit(date);
  number   @5 :Text $zh("文号") $is(document) $optional;
}

struct ReminderAnswered $zh("提示督办答复") $clause(["7.2.1", "7.2.2", "8.3"]) $key(["reminder", "date"])
    $by(["cityOffice", "countyOffice", "township", "unit", "team"]) $place("by") $reversal(fact) {
  reminder @0 :UInt64 $zh("提示督办序号") $is(position);
  by       @1 :Text $zh("答复单位") $is(party);
  answer   @2 :Text $zh("办理情况");
}

struct CaseReviewHeld $zh("定期研判") $clause(["8.1"]) $key(["office", "date"])
    $by(["cityOffice", "countyOffice"]) $place("office") $reversal(fact) {
  office      @0 :Text $zh("办公室所在市或县") $is(division);
  matter      @1 :Text $zh("研判事项");
  conclusions @2 :Text $zh("研判结论");
  document    @3 :Text $zh("纪要文号") $is(document) $optional;
}

struct GroupLeaderNamed $zh("协调组组长确定") $clause(["8.1"]) $key(["county", "date"])
    $by(["cityOffice", "countyOffice"]) $place("county") $reversal(fact) {
  # Named by the lead unit; no name is kept, the post is.
  county     @0 :Text $zh("所在县市区") $is(county);
  unit       @1 :Text $zh("牵头单位") $is(unit);
  post       @2 :Text $zh("组长职务");
  countyRank @3 :Bool $zh("县级领导") $optional;
  until      @4 :Int32 = -2147483648 $zh("截止日") $unit(date) $optional;
  document   @5 :Text $zh("文号") $is(document) $optional;
}

struct DepartmentSeated $zh("办公室部门组成") $clause(["8.1"]) $key(["unit", "department", "division", "date"])
    $by(["cityOffice", "countyOffice"]) $place("division") $reversal(fact) {
  # Which of the departments that form a management office a member unit is.
  unit       @0 :Text $zh("单位") $is(unit);
  department @1 :Department $zh("部门");
  division   @2 :Text $zh("办公室所在市或县") $is(division);
  until      @3 :Int32 = -2147483648 $zh("截止日") $unit(date) $optional;
  document   @4 :Text $zh("文号") $is(document) $optional;
}

enum SupportKind {
  unknown @0    $zh("未说明");
  funds @1      $zh("资金");
  project @2    $zh("项目");
  goods @3      $zh("物资");
  skills @4     $zh("技术和人才");
  sales @5      $zh("消费帮扶");
  other @6      $zh("其他");
}

struct SupportGiven $zh("派出单位支持") $clause(["8.1"]) $key(["unit", "village", "kind", "content", "date"])
    $by(["cityOffice", "countyOffice", "unit"]) $place("unit") $reversal(fact) {
  unit     @0 :Text $zh("派出单位") $is(unit);
  village  @1 :Text $zh("村（社区）") $is(village);
  kind     @2 :SupportKind $zh("类别");
  amount   @3 :Int64 $zh("金额（折合）") $unit(fen) $optional;
  content  @4 :Text $zh("支持内容");
  document @5 :Text $zh("凭据") $is(document) $optional;
}

struct OversightEvent $zh("督导与组织") {
  union {
    none                  @0 :Void;
    checkPlanAdopted      @1 :CheckPlanAdopted;
    rectificationOrdered  @2 :RectificationOrdered;
    rectificationReported @3 :RectificationReported;
    rectificationChecked  @4 :RectificationChecked;
    interviewHeld         @5 :InterviewHeld;
    reminderIssued        @6 :ReminderIssued;
    reminderAnswered      @7 :ReminderAnswered;
    caseReviewHeld        @8 :CaseReviewHeld;
    groupLeaderNamed      @9 :GroupLeaderNamed;
    departmentSeated      @10 :DepartmentSeated;
    supportGiven          @11 :SupportGiven;
  }
}
