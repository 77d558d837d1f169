@0xf00e0bc5c949f341;
# Who sends and who manages: units, offices, their members, coordination groups.
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

enum UnitLevel {
  unknown @0  $zh("未说明");
  central @1  $zh("中央");
  province @2 $zh("省级");
  city @3     $zh("市级");
  county @4   $zh("县级");
  township @5 $zh("乡镇");
}

enum UnitKind {
  unknown @0     $zh("未说明");
  partyOrgan @1  $zh("党委部门");
  government @2  $zh("政府机关");
  institution @3 $zh("事业单位");
  stateFirm @4   $zh("国有企业");
  other @5       $zh("其他");
}

struct UnitRegistered $zh("单位登记") $key(["unit"])
    $by(["cityOffice", "countyOffice"]) $place("seat") $reversal(fact) {
  unit  @0 :Text $zh("单位编号") $is(unit);
  name  @1 :Text $zh("名称");
  level @2 :UnitLevel $zh("层级");
  kind  @3 :UnitKind $zh("性质");
  seat  @4 :Text $zh("所属地区") $is(division);   # the city, or the county for units of its level
}

struct UnitRenamed $zh("单位更名") $key(["unit", "date"])
    $by(["cityOffice", "countyOffice"]) $place("unit") $reversal(fact) {
  unit     @0 :Text $zh("单位编号") $is(unit);
  name     @1 :Text $zh("新名称");
  document @2 :Text $zh("文号") $is(document);
}

struct UnitMerged $zh("单位撤并") $key(["unit", "date"])
    $by(["cityOffice", "countyOffice"]) $place("unit") $reversal(fact) {
  # From its date on the other unit answers for it.
  unit     @0 :Text $zh("撤并的单位") $is(unit);
  into     @1 :Text $zh("并入") $is(unit);
  document @2 :Text $zh("文号") $is(document);
}

struct OfficeFormed $zh("驻村队伍管理办公室成立") $clause(["8.1"]) $key(["division"])
    $by(["cityOffice"]) $place("division") $reversal(fact) {
  division @0 :Text $zh("市或县市区") $is(division);
  name     @1 :Text $zh("名称");
  document @2 :Text $zh("文号") $is(document) $optional;
}

struct MemberUnitNamed $zh("成员单位确定") $clause(["8.1"]) $key(["unit", "division", "date"])
    $by(["cityOffice", "countyOffice"]) $place("division") $reversal(fact) {
  unit     @0 :Text $zh("成员单位") $is(unit);
  division @1 :Text $zh("办公室所在市或县") $is(division);
  until    @2 :Int32 = -2147483648 $zh("截止日") $unit(date) $optional;
  document @3 :Text $zh("文号") $is(document) $optional;
}

struct GroupFormed $zh("驻村工作协调组组建") $clause(["8.1"]) $key(["county", "date"])
    $by(["cityOffice", "countyOffice"]) $place("county") $reversal(fact) {
  county   @0 :Text $zh("所在县市区") $is(county);
  name     @1 :Text $zh("名称");
  leadUnit @2 :Text $zh("牵头单位") $is(unit) $optional;
  until    @3 :Int32 = -2147483648 $zh("截止日") $unit(date) $optional;
  document @4 :Text $zh("文号") $is(document) $optional;
}

struct OrganisationEvent $zh("机构") {
  union {
    unitRegistered  @0 :UnitRegistered;
    unitRenamed     @1 :UnitRenamed;
    unitMerged      @2 :UnitMerged;
    officeFormed    @3 :OfficeFormed;
    memberUnitNamed @4 :MemberUnitNamed;
    groupFormed     @5 :GroupFormed;
  }
}
