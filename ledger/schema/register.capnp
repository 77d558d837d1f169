@0xb8c8800a236e0ef0;
# The register of divisions, and what is dated about a village.
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

enum DivisionLevel {
  unknown @0  $zh("未说明");
  province @1 $zh("省");
  city @2     $zh("市");
  county @3   $zh("县市区");
  township @4 $zh("乡镇（街道）");
  village @5  $zh("村（社区）");
}

struct DivisionRegistered $zh("行政区划登记") $key(["code"])
    $by(["cityOffice"]) $reversal(fact) {
  # Its date is the day from which the register knows it.
  code   @0 :Text $zh("区划代码") $is(division);
  name   @1 :Text $zh("名称");
  level  @2 :DivisionLevel $zh("层级");
  parent @3 :Text $zh("上级") $is(division) $optional;   # empty for the city
  origin @4 :Text $zh("登记依据");                            # register of which year, or a paper
}

struct DivisionRenamed $zh("行政区划更名") $key(["code", "date"])
    $by(["cityOffice"]) $reversal(fact) {
  code     @0 :Text $zh("区划代码") $is(division);
  name     @1 :Text $zh("新名称");
  document @2 :Text $zh("文号") $is(document);
}

struct DivisionMerged $zh("行政区划撤并") $key(["code", "date"])
    $by(["cityOffice"]) $reversal(fact) {
  # From its date on the division is part of another of its level.
  code     @0 :Text $zh("撤并的区划") $is(division);
  into     @1 :Text $zh("并入") $is(division);
  document @2 :Text $zh("文号") $is(document);
}

struct VillageKindSet $zh("村类型认定") $clause(["3.1", "3.2", "3.3", "3.4", "3.5", "3.6"])
    $key(["village", "kind", "date"])
    $by(["cityOffice", "countyOffice"]) $place("village") $reversal(fact) {
  # From its date; without an end it still holds. Kinds are keys of the adopted policy.
  village  @0 :Text $zh("村（社区）") $is(village);
  kind     @1 :Text $zh("类型") $is(policyKey);
  until    @2 :Int32 = -2147483648 $zh("截止日") $unit(date) $optional;
  document @3 :Text $zh("文号") $is(document) $optional;
}

struct VillageAttributeSet $zh("村属性登记") $clause(["5.p3"]) $key(["village", "attribute", "date"])
    $by(["cityOffice", "countyOffice"]) $place("village") $reversal(fact) {
  village   @0 :Text $zh("村（社区）") $is(village);
  attribute @1 :Text $zh("属性") $is(policyKey);
  value     @2 :Text $zh("值");
  until     @3 :Int32 = -2147483648 $zh("截止日") $unit(date) $optional;
  document  @4 :Text $zh("文号") $is(document) $optional;
}

struct RegisterEvent $zh("区划与村") {
  union {
    divisionRegistered  @0 :DivisionRegistered;
    divisionRenamed     @1 :DivisionRenamed;
    divisionMerged      @2 :DivisionMerged;
    villageKindSet      @3 :VillageKindSet;
    villageAttributeSet @4 :VillageAttributeSet;
  }
}
