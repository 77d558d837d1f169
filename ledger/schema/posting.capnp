@0xe453340ad78253c0;
# People and their seats. Nothing personal stands here: a person is an id.
using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("zhucun::event");
using import "annotations.capnp".zh;
using import "annotations.capnp".clause;
using import "annotations.capnp".key;
using import "annotations.capnp".subject;
using import "annotations.capnp".reversal;
using import "annotations.capnp".unit;
using import "annotations.capnp".is;
using import "annotations.capnp".optional;

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

struct PersonRegistered $zh("人员登记") $key(["person"]) $reversal(fact) {
  person @0 :Text $zh("人员编号") $is(person);
}

struct PostingStarted $zh("选派到岗") $clause(["3.1", "5.p1"]) $key(["person", "date"]) $subject("posting:person") $reversal(fact) {
  # Its date is the first day in post. The first secretary leads the team.
  person   @0 :Text $zh("人员") $is(person);
  unit     @1 :Text $zh("派出单位") $is(unit);
  village  @2 :Text $zh("驻村") $is(village);
  role     @3 :Role $zh("职务");
  document @4 :Text $zh("文号") $is(document) $optional;
}

struct PostingEnded $zh("任期结束") $clause(["7.1"]) $key(["person", "date"]) $subject("posting:person") $reversal(fact) {
  # Its date is the last day in post.
  person   @0 :Text $zh("人员") $is(person);
  ground   @1 :LeavingGround $zh("原因");
  document @2 :Text $zh("文号") $is(document) $optional;
}

struct PostingEvent $zh("人员与派驻") {
  union {
    personRegistered @0 :PersonRegistered;
    postingStarted   @1 :PostingStarted;
    postingEnded     @2 :PostingEnded;
  }
}
