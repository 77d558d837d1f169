@0x8ad6c316d683674f;
# How residents are assessed, criticised, adjusted and treated with tolerance. [7.3, 8.3]
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
using Grade = import "selection.capnp".Grade;
using Leader = import "work.capnp".Leader;

struct UnitOpinionHeard $zh("听取派出单位意见") $clause(["7.3.1"]) $key(["person", "year", "unit"])
    $by(["cityOffice", "countyOffice"]) $place("person") $reversal(fact) {
  person  @0 :Text $zh("人员") $is(person);
  year    @1 :Int16 $zh("考核年度");
  unit    @2 :Text $zh("派出单位") $is(unit);
  opinion @3 :Text $zh("派出单位意见");
}

struct AnnualAssessed $zh("年度考核评定") $clause(["7.3.1"]) $key(["person", "year"])
    $by(["cityOffice", "countyOffice"]) $place("person") $reversal(fact) {
  # By the county's office together with the township; confirmed by the office of the unit's level.
  person   @0 :Text $zh("人员") $is(person);
  year     @1 :Int16 $zh("考核年度");
  office   @2 :Text $zh("评定的办公室所在县") $is(division);
  township @3 :Text $zh("会同的乡镇（街道）") $is(township);
  grade    @4 :Grade $zh("评定等次");
  note     @5 :Text $zh("评语") $optional;
  document @6 :Text $zh("文号") $is(document) $optional;
}

struct AnnualConfirmed $zh("年度考核审定") $clause(["7.3.1"]) $key(["person", "year"])
    $by(["cityOffice", "countyOffice"]) $place("person") $reversal(fact) {
  # The grade that holds; it may call back. [7.3.3]
  person   @0 :Text $zh("人员") $is(person);
  year     @1 :Int16 $zh("考核年度");
  office   @2 :Text $zh("审定的办公室所在市或县") $is(division);
  grade    @3 :Grade $zh("审定等次");
  document @4 :Text $zh("文号") $is(document) $optional;
}

struct AssessmentFedBack $zh("考核结果反馈") $clause(["7.3.1"]) $key(["person", "year"])
    $by(["cityOffice", "countyOffice"]) $place("person") $reversal(fact) {
  # To the dispatching unit, whose annual grade it becomes.
  person   @0 :Text $zh("人员") $is(person);
  year     @1 :Int16 $zh("考核年度");
  unit     @2 :Text $zh("反馈的派出单位") $is(unit);
  document @3 :Text $zh("文号") $is(document) $optional;
}

struct TermAssessed $zh("期满考核") $clause(["7.3.2"]) $key(["person", "date"])
    $by(["cityOffice", "countyOffice", "unit"]) $place("unit") $reversal(fact) {
  # Led by the dispatching unit, with the county's office and the township.
  person     @0 :Text $zh("人员") $is(person);
  unit       @1 :Text $zh("牵头的派出单位") $is(unit);
  office     @2 :Text $zh("会同的办公室所在县") $is(division);
  township   @3 :Text $zh("会同的乡镇（街道）") $is(township);
  cadres     @4 :Int16 $zh("听取村干部人数");
  members    @5 :Int16 $zh("听取党员人数");
  villagers  @6 :Int16 $zh("听取群众人数");
  conclusion @7 :Text $zh("考核结论");
  document   @8 :Text $zh("文号") $is(document) $optional;
}

struct LiabilityProposed $zh("责任追究建议") $clause(["7.3.3"]) $key(["unit", "leader", "basis"])
    $by(["cityOffice", "countyOffice"]) $place("unit") $reversal(fact) {
  # A proposal to whoever may decide; never a decision here.
  unit     @0 :Text $zh("派出单位") $is(unit);
  leader   @1 :Leader $zh("领导");
  basis    @2 :UInt64 $zh("所依据的登记") $is(position);
  proposal @3 :Text $zh("建议");
  document @4 :Text $zh("文号") $is(document) $optional;
}

struct CriticismGiven $zh("批评教育") $clause(["8.3"]) $key(["person", "date"])
    $by(["cityOffice", "countyOffice", "unit"]) $place("person") $reversal(fact) {
  person   @0 :Text $zh("人员") $is(person);
  reason   @1 :Text $zh("事由");
  document @2 :Text $zh("决定文号") $is(document);
}

struct UnfitnessDecided $zh("调整处理") $clause(["8.3"]) $key(["person", "date"])
    $by(["cityOffice", "countyOffice", "unit"]) $place("person") $reversal(fact) {
  # Not equal to the task, or harm was done. The end of the posting follows with the ground "unfit".
  person   @0 :Text $zh("人员") $is(person);
  reason   @1 :Text $zh("事由");
  outcome  @2 :Text $zh("处理结果");
  document @3 :Text $zh("决定文号") $is(document);
}

struct ToleranceApplied $zh("容错申请") $clause(["8.3"]) $key(["person", "basis"])
    $by(["cityOffice", "countyOffice", "unit"]) $place("person") $reversal(fact) {
  # For what it asks lenience: a grade, a punishment, a criticism, an adjustment.
  person @0 :Text $zh("人员") $is(person);
  basis  @1 :UInt64 $zh("所涉登记") $is(position);
  matter @2 :Text $zh("申请理由");
}

enum ToleranceEffect {
  unknown @0   $zh("未说明");
  lightened @1 $zh("从轻处理");
  exempted @2  $zh("免除责任");
  refused @3   $zh("不予容错");
}

struct ToleranceFound $zh("容错认定") $clause(["8.3"]) $key(["application"])
    $by(["cityOffice", "countyOffice"]) $place("person") $reversal(fact) {
  application @0 :UInt64 $zh("容错申请序号") $is(position);
  person      @1 :Text $zh("人员") $is(person);
  unintended  @2 :Bool $zh("非主观故意") $optional;
  effect      @3 :ToleranceEffect $zh("认定结果");
  reason      @4 :Text $zh("认定理由");
  document    @5 :Text $zh("文号") $is(document) $optional;
}

struct AssessmentEvent $zh("考核与容错") {
  union {
    none              @0 :Void;
    unitOpinionHeard  @1 :UnitOpinionHeard;
    annualAssessed    @2 :AnnualAssessed;
    annualConfirmed   @3 :AnnualConfirmed;
    assessmentFedBack @4 :AssessmentFedBack;
    termAssessed      @5 :TermAssessed;
    liabilityProposed @6 :LiabilityProposed;
    criticismGiven    @7 :CriticismGiven;
    unfitnessDecided  @8 :UnfitnessDecided;
    toleranceApplied  @9 :ToleranceApplied;
    toleranceFound    @10 :ToleranceFound;
  }
}
