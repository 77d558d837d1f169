@0xb1969165f1ba2119;
# Who may sign in, for which desk and where. Passwords, sessions and keys are secrets, never events.
using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("zhucun::event");
using import "annotations.capnp".zh;
using import "annotations.capnp".by;
using import "annotations.capnp".reversal;
using import "annotations.capnp".unit;
using import "annotations.capnp".is;
using import "annotations.capnp".optional;

enum DeskRole {
  unknown @0       $zh("未说明");
  cityOffice @1    $zh("市驻村办");
  countyOffice @2  $zh("县驻村办");
  township @3      $zh("乡镇（街道）");
  unit @4          $zh("派出单位");
  finance @5       $zh("财政");
  auditor @6       $zh("审计");
  commendation @7  $zh("考核表彰");
  team @8          $zh("驻村工作队");
  self @9          $zh("驻村干部本人");
  countyAdmin @10  $zh("县级账号管理员");
  systemAdmin @11  $zh("系统管理员");
  securityAdmin @12 $zh("安全管理员");
  auditAdmin @13   $zh("审计管理员");
}

struct CeremonyHeld $zh("账号启用仪式") $reversal(none) {
  # Makes the first three administrators; from then on nobody acts without signing in.
  systemAdmin   @0 :Text $zh("系统管理员账号") $is(account);
  securityAdmin @1 :Text $zh("安全管理员账号") $is(account);
  auditAdmin    @2 :Text $zh("审计管理员账号") $is(account);
  city          @3 :Text $zh("市") $is(division);
  document      @4 :Text $zh("文号") $is(document) $optional;
}

struct Grant $zh("授权") {
  account @0 :Text $zh("账号") $is(account);
  title   @1 :Text $zh("岗位名称");                                   # shown beside what the account does
  person  @2 :Text $zh("本人编号") $is(person) $optional;            # two accounts of one person are one person
  role    @3 :DeskRole $zh("岗位");
  scope   @4 :Text $zh("范围") $is(scope);
}

struct GrantsProposed $zh("授权申请") $by(["systemAdmin", "securityAdmin", "countyAdmin"]) $reversal(none) {
  # Opens accounts and gives them desks; nothing holds until another person has decided.
  grants   @0 :List(Grant) $zh("授权名单");
  document @1 :Text $zh("文号") $is(document) $optional;
}

enum Passing {
  unknown @0  $zh("未说明");
  deputy @1   $zh("代理");
  handover @2 $zh("移交");
}

struct DeskPassProposed $zh("岗位代理或移交申请") $by(["systemAdmin", "securityAdmin", "countyAdmin"]) $reversal(none) {
  # All desks of one account to another: for some days, or for good.
  kind     @0 :Passing $zh("方式");
  from     @1 :Text $zh("原经办账号") $is(account);
  to       @2 :Text $zh("接手账号") $is(account);
  since    @3 :Int32 = -2147483648 $zh("起始日") $unit(date) $optional;   # of a deputy
  until    @4 :Int32 = -2147483648 $zh("截止日") $unit(date) $optional;
  document @5 :Text $zh("文号") $is(document) $optional;
}

struct GrantsDecided $zh("授权审定") $by(["securityAdmin", "countyAdmin"]) $reversal(none) {
  # By another person than who proposed and who gains.
  proposal @0 :UInt64 $zh("申请序号") $is(position);
  accepted @1 :Bool $zh("同意") $optional;
  reason   @2 :Text $zh("理由") $optional;
}

struct GrantRevoked $zh("授权收回") $by(["securityAdmin", "countyAdmin"]) $reversal(none) {
  account @0 :Text $zh("账号") $is(account);
  role    @1 :DeskRole $zh("岗位");
  scope   @2 :Text $zh("范围") $is(scope);
  reason  @3 :Text $zh("理由");
}

struct AccountDisabled $zh("账号停用") $by(["systemAdmin", "securityAdmin", "countyAdmin"]) $reversal(none) {
  account @0 :Text $zh("账号") $is(account);
  reason  @1 :Text $zh("理由");
}

struct AccountEnabled $zh("账号恢复") $by(["securityAdmin", "countyAdmin"]) $reversal(none) {
  # By another person than who disabled it.
  account @0 :Text $zh("账号") $is(account);
  reason  @1 :Text $zh("理由");
}

struct AccountsEvent $zh("账号与授权") {
  union {
    ceremonyHeld     @0 :CeremonyHeld;
    grantsProposed   @1 :GrantsProposed;
    deskPassProposed @2 :DeskPassProposed;
    grantsDecided    @3 :GrantsDecided;
    grantRevoked     @4 :GrantRevoked;
    accountDisabled  @5 :AccountDisabled;
    accountEnabled   @6 :AccountEnabled;
  }
}
