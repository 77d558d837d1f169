@0xf11ca5f9ac37de2e;
# From the need of a village to the person in post: needs, selection, handover, recall. [3, 4, 5, 7.1, 7.3.3]
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
using Role = import "posting.capnp".Role;

enum Department {
  unknown @0        $zh("未说明");
  organisation @1   $zh("组织部门");
  ruralWork @2      $zh("农办");
  agriculture @3    $zh("农业农村部门");
  revitalisation @4 $zh("乡村振兴部门");
  discipline @5     $zh("纪委（监委）");
  publicity @6      $zh("宣传部门");
  reform @7         $zh("发改部门");
  finance @8        $zh("财政部门");
  personnel @9      $zh("人社部门");
}

enum StaffKind {
  unknown @0       $zh("未说明");
  civilServant @1  $zh("公务员");
  institution @2   $zh("事业人员");
  stateFirm @3     $zh("国有企业人员");
  supportStaff @4  $zh("工勤人员");
  temporary @5     $zh("临时聘用人员");
  publicWelfare @6 $zh("公益性岗位人员");
  seconded @7      $zh("借调人员");
}

enum Opinion {
  unknown @0 $zh("未说明");
  passed @1  $zh("通过");
  failed @2  $zh("不通过");
}

enum ProposalWay {
  unknown @0        $zh("未说明");
  selfNomination @1 $zh("个人报名");
  recommendation @2 $zh("组织推荐");
}

enum Grade {
  unknown @0            $zh("未说明");
  excellent @1          $zh("优秀");
  competent @2          $zh("称职（合格）");
  basicallyCompetent @3 $zh("基本称职（基本合格）");
  notCompetent @4       $zh("不称职（不合格）");
}

enum RecallGround {
  unknown @0             $zh("未说明");
  leaveOverLimit @1      $zh("请假超过限期");
  annualGrade @2         $zh("年度考核等次");
  punishment @3          $zh("受到处分");
  unauthorisedAbsence @4 $zh("擅自脱岗情节严重");
}

struct NeedDecided $zh("选派需求确定") $clause(["3.1", "3.6"]) $key(["village", "date"]) $subject("need:village")
    $by(["cityOffice", "countyOffice"]) $place("village") $reversal(fact) {
  # What the county decides for one village: the force of another kind, or less than before.
  village          @0 :Text $zh("村（社区）") $is(village);
  firstSecretaries @1 :Int16 $zh("应派第一书记人数");
  members          @2 :Int16 $zh("应派工作队员人数");
  former           @3 :Int16 $zh("原帮扶人数") $optional;        # before this decision, both roles together
  lightTask        @4 :Bool $zh("巩固成果任务较轻") $optional;
  ampleForce       @5 :Bool $zh("原帮扶力量较多") $optional;
  until            @6 :Int32 = -2147483648 $zh("截止日") $unit(date) $optional;
  document         @7 :Text $zh("文号") $is(document) $optional;
}

struct LeadDepartmentNamed $zh("选派主管部门确定") $clause(["5.p1", "8.1"]) $key(["department", "division", "date"])
    $by(["cityOffice", "countyOffice"]) $place("division") $reversal(fact) {
  # Which unit is the organisation department, the revitalisation department and so on of a city or county.
  department @0 :Department $zh("部门");
  unit       @1 :Text $zh("单位") $is(unit);
  division   @2 :Text $zh("市或县市区") $is(division);
  until      @3 :Int32 = -2147483648 $zh("截止日") $unit(date) $optional;
  document   @4 :Text $zh("文号") $is(document) $optional;
}

struct ProfileAttested $zh("人选条件核定") $clause(["4.1", "4.2"]) $key(["person", "date"]) $subject("profile:person")
    $by(["cityOffice", "countyOffice", "unit"]) $place("person") $reversal(fact) {
  # What the unit's personnel department attests of a person: results and dates, no papers. The latest holds.
  person            @0 :Text $zh("人员") $is(person);
  staffKind         @1 :StaffKind $zh("人员性质");
  politics          @2 :Opinion $zh("政治素质");
  health            @3 :Opinion $zh("身体条件");
  workSince         @4 :Int32 = -2147483648 $zh("参加工作日期") $unit(date) $optional;
  partyMember       @5 :Bool $zh("中共党员（含预备）") $optional;
  fullMemberSince   @6 :Int32 = -2147483648 $zh("转为正式党员日期") $unit(date) $optional;
  retired           @7 :Bool $zh("已退休") $optional;
  ruralExperience   @8 :Bool $zh("有农村工作经验") $optional;
  agriculturalSkill @9 :Bool $zh("有涉农专业技术特长") $optional;
  partyWork         @10 :Bool $zh("熟悉党群工作") $optional;
  economy           @11 :Bool $zh("熟悉经济工作") $optional;
  governance        @12 :Bool $zh("熟悉基层社会治理") $optional;
  document          @13 :Text $zh("依据") $is(document) $optional;
}

struct CandidateProposed $zh("提出人选") $clause(["5.p1"]) $key(["person", "date"]) $subject("candidacy:person")
    $by(["cityOffice", "countyOffice", "unit"]) $place("unit") $reversal(fact) {
  # The unit's personnel department proposes; a self-nomination reaches it first.
  person   @0 :Text $zh("人选") $is(person);
  unit     @1 :Text $zh("派出单位") $is(unit);
  village  @2 :Text $zh("拟驻村") $is(village);
  role     @3 :Role $zh("拟任职务");
  way      @4 :ProposalWay $zh("产生方式");
  document @5 :Text $zh("文号") $is(document) $optional;
}

struct CandidateFiled $zh("人选备案") $clause(["5.p1"]) $key(["person", "date"]) $subject("candidacy:person")
    $by(["cityOffice", "countyOffice"]) $place("person") $reversal(fact) {
  person   @0 :Text $zh("人选") $is(person);
  unit     @1 :Text $zh("备案的部门") $is(unit);
  document @2 :Text $zh("备案文号") $is(document) $optional;
}

struct CandidateReviewed $zh("人选审核") $clause(["5.p1", "5.p2"]) $key(["person", "date"]) $subject("candidacy:person")
    $by(["cityOffice", "countyOffice"]) $place("person") $reversal(fact) {
  # By the lead department of the dispatching unit's level, after it has heard the others.
  person    @0 :Text $zh("人选") $is(person);
  unit      @1 :Text $zh("审核的部门") $is(unit);
  result    @2 :Opinion $zh("审核结论");
  politics  @3 :Opinion $zh("政治关") $optional;
  conduct   @4 :Opinion $zh("品行关") $optional;
  ability   @5 :Opinion $zh("能力关") $optional;
  style     @6 :Opinion $zh("作风关") $optional;
  integrity @7 :Opinion $zh("廉洁关") $optional;
  consulted @8 :List(Text) $zh("商请的部门") $is(unit) $optional;
  document  @9 :Text $zh("审核文号") $is(document) $optional;
}

struct CandidateDecided $zh("党委（党组）研究确定") $clause(["5.p1"]) $key(["person", "date"]) $subject("candidacy:person")
    $by(["cityOffice", "countyOffice", "unit"]) $place("person") $reversal(fact) {
  # By the dispatching unit's party committee.
  person   @0 :Text $zh("人选") $is(person);
  result   @1 :Opinion $zh("研究结论");
  document @2 :Text $zh("会议纪要文号") $is(document) $optional;
}

struct HandoverCompleted $zh("工作交接完成") $clause(["7.1"]) $key(["person", "date"]) $subject("posting:person")
    $by(["cityOffice", "countyOffice"]) $place("person") $reversal(fact) {
  # Guided by the dispatching unit. Its time runs from the successor's arrival to the release.
  person    @0 :Text $zh("交任人") $is(person);
  successor @1 :Text $zh("接任人") $is(person);
  guidedBy  @2 :Text $zh("指导交接的派出单位") $is(unit);
  items     @3 :Text $zh("交接清单") $is(document);
  reason    @4 :Text $zh("交接时间不足的理由") $optional;
}

struct AnnualGradeRecorded $zh("年度考核等次登记") $clause(["7.3.3"]) $key(["person", "year"])
    $by(["cityOffice", "countyOffice"]) $place("person") $reversal(fact) {
  # A fact from its paper; the process of assessment is recorded elsewhere. Its date is that of the paper.
  person   @0 :Text $zh("人员") $is(person);
  year     @1 :Int16 $zh("考核年度");
  grade    @2 :Grade $zh("等次");
  document @3 :Text $zh("文号") $is(document);
}

struct PunishmentRecorded $zh("处分登记") $clause(["7.3.3"]) $key(["person", "document"])
    $by(["cityOffice", "countyOffice"]) $place("person") $reversal(fact) {
  # That there is a decision, and which; what it says stays in its paper.
  person   @0 :Text $zh("人员") $is(person);
  document @1 :Text $zh("处分决定文号") $is(document);
}

struct RecallOrdered $zh("召回") $clause(["7.2.3", "7.3.3"]) $key(["person", "date"]) $subject("posting:person")
    $by(["cityOffice", "countyOffice"]) $place("person") $reversal(fact) {
  # Its date is the last day in post: the end of the posting follows by itself, and the unit owes a successor.
  person   @0 :Text $zh("人员") $is(person);
  ground   @1 :RecallGround $zh("召回原因");
  office   @2 :Text $zh("作出召回的办公室所在市或县") $is(division);
  basis    @3 :UInt64 $zh("所依据的登记") $is(position) $optional;
  document @4 :Text $zh("文号") $is(document) $optional;
}

struct MembershipTransferred $zh("党员组织关系转接") $clause(["7.2.3"]) $key(["person", "village"])
    $by(["cityOffice", "countyOffice", "township", "unit"]) $place("person") $reversal(fact) {
  person   @0 :Text $zh("人员") $is(person);
  village  @1 :Text $zh("转入的村（社区）") $is(village);
  document @2 :Text $zh("介绍信编号") $is(document) $optional;
}

struct VillagePostHeld $zh("兼任村干部") $clause(["7.2.3"]) $key(["person", "village", "date"])
    $by(["cityOffice", "countyOffice", "township"]) $place("person") $reversal(fact) {
  person   @0 :Text $zh("人员") $is(person);
  village  @1 :Text $zh("村（社区）") $is(village);
  post     @2 :Text $zh("职务");
  counted  @3 :Bool $zh("占村干部职数") $optional;
  document @4 :Text $zh("文号") $is(document) $optional;
}

struct ElectionStood $zh("参加村级组织换届选举") $clause(["7.2.3"]) $key(["person", "village", "date"])
    $by(["cityOffice", "countyOffice", "township"]) $place("person") $reversal(fact) {
  person   @0 :Text $zh("人员") $is(person);
  village  @1 :Text $zh("村（社区）") $is(village);
  document @2 :Text $zh("文号") $is(document) $optional;
}

struct PayUnchangedStated $zh("待遇不变声明") $clause(["7.2.3"]) $key(["unit", "year"])
    $by(["cityOffice", "countyOffice", "unit"]) $place("unit") $reversal(fact) {
  # That its residents' personnel relations, pay, performance pay and welfare stayed as they were.
  unit     @0 :Text $zh("派出单位") $is(unit);
  year     @1 :Int16 $zh("年度");
  document @2 :Text $zh("声明文号") $is(document) $optional;
}

struct SelectionEvent $zh("选派与管理") {
  union {
    none                  @0 :Void;
    needDecided           @1 :NeedDecided;
    leadDepartmentNamed   @2 :LeadDepartmentNamed;
    profileAttested       @3 :ProfileAttested;
    candidateProposed     @4 :CandidateProposed;
    candidateFiled        @5 :CandidateFiled;
    candidateReviewed     @6 :CandidateReviewed;
    candidateDecided      @7 :CandidateDecided;
    handoverCompleted     @8 :HandoverCompleted;
    annualGradeRecorded   @9 :AnnualGradeRecorded;
    punishmentRecorded    @10 :PunishmentRecorded;
    recallOrdered         @11 :RecallOrdered;
    membershipTransferred @12 :MembershipTransferred;
    villagePostHeld       @13 :VillagePostHeld;
    electionStood         @14 :ElectionStood;
    payUnchangedStated    @15 :PayUnchangedStated;
  }
}
