@0xe453340ad78253c0;
# People and their seats. Nothing personal stands here: a person is an id.
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
using import "annotations.capnp".optional;
using import "annotations.capnp".personal;

enum Role {
  unknown @0        $zh("未说明");
  firstSecretary @1 $zh("第一书记");
  member @2         $zh("工作队员");
}

enum LeavingGround {
  unknown @0         $zh("未说明");
  termFull @1        $zh("任期届满轮换");
  health @2          $zh("身体原因");
  leftUnit @3        $zh("调离原选派单位");
  recall @4          $zh("召回");
  unfit @5           $zh("不胜任调整");
  death @6           $zh("去世");
  retirement @7      $zh("退休");
  villageNotServed @8 $zh("所驻村不再派驻");
  reassigned @9      $zh("提拔或岗位调整");
}

struct PersonRegistered $zh("人员登记") $key(["person"])
    $by(["cityOffice", "countyOffice", "township", "unit"]) $place("person") $reversal(fact) {
  person @0 :Text $zh("人员编号") $is(person);
}

struct PostingStarted $zh("选派到岗") $clause(["3.1", "5.p1"]) $key(["person", "date"]) $subject("posting:person")
    $by(["cityOffice", "countyOffice"]) $place("village") $reversal(fact) {
  # Its date is the first day in post. The first secretary leads the team.
  person   @0 :Text $zh("人员") $is(person);
  unit     @1 :Text $zh("派出单位") $is(unit);
  village  @2 :Text $zh("驻村") $is(village);
  role     @3 :Role $zh("职务");
  document @4 :Text $zh("文号") $is(document) $optional;
}

struct PostingEnded $zh("任期结束") $clause(["7.1"]) $key(["person", "date"]) $subject("posting:person")
    $by(["cityOffice", "countyOffice"]) $place("person") $reversal(fact) {
  # Its date is the last day in post.
  person   @0 :Text $zh("人员") $is(person);
  ground   @1 :LeavingGround $zh("原因");
  document @2 :Text $zh("文号") $is(document) $optional;
  reason   @3 :Text $zh("任期不足的理由") $optional;
}

struct PersonDetailsRecorded $zh("人员信息登记") $subject("details:person")
    $by(["cityOffice", "countyOffice", "township", "unit"]) $place("person") $reversal(none) {
  # What is said replaces what was said of that field before. Wrong details are recorded anew.
  person      @0 :Text $zh("人员") $is(person);
  name        @1 :Text $zh("姓名") $personal $optional;
  idNumber    @2 :Text $zh("身份证号") $personal $optional;
  phone       @3 :Text $zh("联系电话") $personal $optional;
  bankCard    @4 :Text $zh("银行卡号") $personal $optional;
  birthDate   @5 :Text $zh("出生日期") $personal $optional;      # 1985-03-12
  health      @6 :Text $zh("健康情况") $personal $optional;
  homeAddress @7 :Text $zh("家庭住址") $personal $optional;
}

struct PersonMerged $zh("人员合并") $key(["person"])
    $by(["cityOffice", "countyOffice"]) $place("person") $reversal(fact) {
  # Two ids were one person all along: whatever the one did, the other did.
  person   @0 :Text $zh("并入后停用的编号") $is(person);
  into     @1 :Text $zh("保留的编号") $is(person);
  document @2 :Text $zh("依据") $is(document);
}

struct PersonRestricted $zh("个人信息限制处理") $key(["person", "date"])
    $by(["cityOffice"]) $place("person") $reversal(fact) {
  # Still kept because a term of retention runs, shown to nobody. Needed before erasure.
  person      @0 :Text $zh("人员") $is(person);
  retainUntil @1 :Int32 = -2147483648 $zh("保存期限至") $unit(date);
  basis       @2 :Text $zh("保存依据");
  document    @3 :Text $zh("文号") $is(document) $optional;
}

struct PersonErased $zh("个人信息删除") $key(["person"])
    $by(["cityOffice"]) $place("person") $reversal(none) {
  # The key is destroyed: what was sealed can never be read again, what was done stays.
  person   @0 :Text $zh("人员") $is(person);
  reason   @1 :Text $zh("理由");
  document @2 :Text $zh("文号") $is(document) $optional;
}

struct PostingEvent $zh("人员与派驻") {
  union {
    personRegistered @0 :PersonRegistered;
    postingStarted   @1 :PostingStarted;
    postingEnded     @2 :PostingEnded;
    personDetailsRecorded @3 :PersonDetailsRecorded;
    personMerged          @4 :PersonMerged;
    personRestricted      @5 :PersonRestricted;
    personErased          @6 :PersonErased;
  }
}
