@0x8098ecc93112d4e7;
# What was done: meetings, reports, hearings, visits, checks, trainings. Each on its own day.
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

enum MeetingKind {
  unknown @0        $zh("未说明");
  dispatch @1       $zh("驻村工作调度会");
  push @2           $zh("驻村工作推进会");
  joint @3          $zh("驻村联席会");
  special @4        $zh("驻村帮扶专题会议");
  twoExcellences @5 $zh("“两优”大会");
  commendation @6   $zh("评选表彰");
  other @7          $zh("其他会议");
}

struct MeetingHeld $zh("会议召开") $clause(["7.2.1", "7.2.2"]) $key(["host", "kind", "date"])
    $by(["cityOffice", "countyOffice", "township", "unit", "team"]) $place("host") $reversal(fact) {
  host    @0 :Text $zh("召开单位") $is(party);
  kind    @1 :MeetingKind $zh("会议类别");
  topic   @2 :Text $zh("议题");
  minutes @3 :Text $zh("纪要文号") $is(document) $optional;
}

enum Form {
  unknown @0 $zh("未说明");
  written @1 $zh("书面");
  oral @2    $zh("口头");
}

struct ReportHandedOver $zh("工作汇报送达") $clause(["7.2.2"]) $key(["from", "to", "periods", "date"])
    $by(["cityOffice", "countyOffice", "township", "unit", "team"]) $place("from") $reversal(fact) {
  # Its date is the 送达 day. One report may serve several addressees and periods.
  from     @0 :Text $zh("汇报单位") $is(party);
  to       @1 :List(Text) $zh("送达单位") $is(party);
  periods  @2 :List(Text) $zh("汇报期间") $is(period);
  form     @3 :Form $zh("形式");
  content  @4 :Text $zh("内容摘要") $optional;            # content or document must say something
  document @5 :Text $zh("文号") $is(document) $optional;
}

struct ReportReceived $zh("汇报签收") $clause(["7.2.2"]) $key(["report", "by"])
    $by(["cityOffice", "countyOffice", "township", "unit"]) $place("by") $reversal(fact) {
  report @0 :UInt64 $zh("汇报序号") $is(position);
  by     @1 :Text $zh("签收单位") $is(party);
}

struct ReportReturned $zh("汇报退回") $clause(["7.2.2"]) $key(["report", "by"])
    $by(["cityOffice", "countyOffice", "township", "unit"]) $place("by") $reversal(fact) {
  # Serves nothing at this addressee until it is handed over again.
  report @0 :UInt64 $zh("汇报序号") $is(position);
  by     @1 :Text $zh("退回单位") $is(party);
  reason @2 :Text $zh("退回原因");
}

struct HearingHeld $zh("听取汇报") $clause(["7.2.2"]) $key(["unit", "residents", "date"])
    $by(["cityOffice", "countyOffice", "unit"]) $place("unit") $reversal(fact) {
  # A unit hears its own residents; one meeting may hear several.
  unit      @0 :Text $zh("派出单位") $is(unit);
  residents @1 :List(Text) $zh("听取对象") $is(person);
  minutes   @2 :Text $zh("纪要文号") $is(document) $optional;
}

enum Leader {
  unknown @0   $zh("未说明");
  principal @1 $zh("主要领导");
  inCharge @2  $zh("分管领导");
}

struct GuidanceVisitMade $zh("调研指导") $clause(["8.1"]) $key(["unit", "leader", "village", "date"])
    $by(["cityOffice", "countyOffice", "unit"]) $place("unit") $reversal(fact) {
  unit    @0 :Text $zh("派出单位") $is(unit);
  leader  @1 :Leader $zh("领导");
  village @2 :Text $zh("村（社区）") $is(village);
  note    @3 :Text $zh("指导事项") $optional;
}

struct CareVisitMade $zh("走访慰问") $clause(["8.2.3.1"]) $key(["unit", "leader", "residents", "date"])
    $by(["cityOffice", "countyOffice", "unit"]) $place("unit") $reversal(fact) {
  unit      @0 :Text $zh("派出单位") $is(unit);
  leader    @1 :Leader $zh("领导");
  residents @2 :List(Text) $zh("慰问对象") $is(person);
  note      @3 :Text $zh("了解和解决的问题") $optional;
}

struct TalkHeld $zh("谈心谈话") $clause(["8.2.3.1"]) $key(["unit", "leader", "resident", "date"])
    $by(["cityOffice", "countyOffice", "unit"]) $place("unit") $reversal(fact) {
  unit     @0 :Text $zh("派出单位") $is(unit);
  leader   @1 :Leader $zh("领导");
  resident @2 :Text $zh("谈话对象") $is(person);
}

struct SpotCheckMade $zh("工作情况抽查") $clause(["7.2.3"]) $key(["township", "villages", "date"])
    $by(["cityOffice", "countyOffice", "township"]) $place("township") $reversal(fact) {
  township @0 :Text $zh("乡镇（街道）") $is(township);
  villages @1 :List(Text) $zh("抽查村") $is(village);
  found    @2 :Text $zh("抽查情况");
}

struct SupervisionMade $zh("督查指导") $clause(["7.2.3"]) $key(["division", "villages", "date"])
    $by(["cityOffice", "countyOffice"]) $place("division") $reversal(fact) {
  division @0 :Text $zh("县级办公室") $is(division);
  villages @1 :List(Text) $zh("督查村") $is(village);
  found    @2 :Text $zh("督查情况");
}

enum TrainingKind {
  unknown @0       $zh("未说明");
  demonstration @1 $zh("示范培训班");
  rotation @2      $zh("轮训班");
  other @3         $zh("其他培训");
}

struct TrainingHeld $zh("培训举办") $clause(["8.2.3.2"]) $key(["organiser", "kind", "title", "date"])
    $by(["cityOffice", "countyOffice", "unit"]) $place("organiser") $reversal(fact) {
  organiser @0 :Text $zh("主办单位") $is(party);
  kind      @1 :TrainingKind $zh("类别");
  title     @2 :Text $zh("班次名称");
  residents @3 :List(Text) $zh("参训人员") $is(person);
}

struct WorkEvent $zh("履职") {
  union {
    meetingHeld       @0 :MeetingHeld;
    reportHandedOver  @1 :ReportHandedOver;
    reportReceived    @2 :ReportReceived;
    reportReturned    @3 :ReportReturned;
    hearingHeld       @4 :HearingHeld;
    guidanceVisitMade @5 :GuidanceVisitMade;
    careVisitMade     @6 :CareVisitMade;
    talkHeld          @7 :TalkHeld;
    spotCheckMade     @8 :SpotCheckMade;
    supervisionMade   @9 :SupervisionMade;
    trainingHeld      @10 :TrainingHeld;
  }
}
