@0x93387dbac7c50e7d;
# What residents are owed by their dispatching units, and how it was paid. The units' own money, never the work fund's.
# Money is whole fen; items are ids of the policy's allowance rows; a month is 2025-07. [8.2.2]
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
using import "annotations.capnp".derived;
using import "annotations.capnp".optional;

enum PayAccount {
  unknown @0 $zh("未说明");
  expense @1 $zh("驻村干部待遇支出");
  transit @2 $zh("待银行处理");       # released, the bank has not answered
  paid @3    $zh("单位存款或授权支付");
}

# One posting of a unit's own books. Those of an event sum to zero for each item.
struct PayEntry $zh("分录") {
  account @0 :PayAccount $zh("科目");
  item    @1 :Text $zh("项目");
  year    @2 :Int16 $zh("年度");
  amount  @3 :Int64 $zh("金额") $unit(fen);      # debit above zero
}

# ---- standards and what is attested ----

struct StandardSet $zh("补助标准登记") $clause(["8.2.2"]) $key(["register", "area", "tier", "person", "from", "document"])
    $by(["cityOffice", "countyOffice", "finance"]) $place("area") $reversal(fact) {
  # One rate of a register, from a day on, until the next one. It may hold from a day in the past.
  register @0 :Text $zh("标准") $is(payStandard);             # as the allowance row names it: travel_meal
  area     @1 :Text $zh("适用地区") $is(division);
  tier     @2 :Text $zh("档次") $optional;
  person   @3 :Text $zh("人员") $is(person) $optional;     # for rates that are one person's own
  amount   @4 :Int64 $zh("金额") $unit(fen);
  from     @5 :Int32 = -2147483648 $zh("施行日") $unit(date);
  document @6 :Text $zh("文号") $is(document);
}

struct TownshipTierSet $zh("乡镇交通补贴档次") $clause(["8.2.2.3"]) $key(["register", "township", "from", "document"])
    $by(["cityOffice", "countyOffice", "finance"]) $place("township") $reversal(fact) {
  # By the way from the township's seat to the county's seat.
  register   @0 :Text $zh("标准") $is(payStandard);
  township   @1 :Text $zh("乡镇（街道）") $is(township);
  tier       @2 :Text $zh("档次");
  kilometres @3 :Int16 $zh("乡镇驻地到县城公里数") $optional;
  from       @4 :Int32 = -2147483648 $zh("施行日") $unit(date);
  document   @5 :Text $zh("文号") $is(document);
}

struct TripMade $zh("往返出行") $clause(["8.2.2.3"]) $key(["person", "date"])
    $by(["cityOffice", "countyOffice", "unit"]) $place("unit") $reversal(fact) {
  # One way out and back between the unit's seat and the county; its date is the day out. Both days are paid by the travel rule.
  person   @0 :Text $zh("人员") $is(person);
  unit     @1 :Text $zh("派出单位") $is(unit);
  back     @2 :Int32 = -2147483648 $zh("返回日") $unit(date) $optional;
  document @3 :Text $zh("出差审批单号") $is(document) $optional;
}

struct LeaveUnused $zh("未休年假认定") $clause(["8.2.2.6"]) $key(["person", "year"])
    $by(["cityOffice", "countyOffice", "unit"]) $place("unit") $reversal(fact) {
  # Paid only when both hold: the work needed it, and it cannot be made up next year.
  person   @0 :Text $zh("人员") $is(person);
  unit     @1 :Text $zh("派出单位") $is(unit);
  year     @2 :Int16 $zh("年度");
  days     @3 :Int16 $zh("未休天数") $unit(day);
  workNeed @4 :Bool $zh("因工作需要") $optional;
  noMakeUp @5 :Bool $zh("次年无法补休") $optional;
  document @6 :Text $zh("依据") $is(document) $optional;
}

# ---- openings and settings ----

struct AllowanceOpeningStated $zh("期初补助发放情况") $clause(["8.2.2"]) $key(["person", "item"])
    $by(["cityOffice", "countyOffice", "unit"]) $place("unit") $reversal(fact) {
  # What was paid before the book: through which month, and what was still owed then.
  person  @0 :Text $zh("人员") $is(person);
  unit    @1 :Text $zh("派出单位") $is(unit);
  item    @2 :Text $zh("项目") $is(allowanceItem);
  through @3 :Text $zh("已发至月份") $is(period);
  owed    @4 :Int64 $zh("其中尚欠") $unit(fen) $optional;
}

struct PayoutSettingSet $zh("发放设定") $clause(["8.2.2"]) $key(["unit", "date"])
    $by(["cityOffice", "countyOffice", "unit"]) $place("unit") $reversal(fact) {
  # How many persons a payout takes (two or three), and how the unit's bank wants its file.
  unit    @0 :Text $zh("派出单位") $is(unit);
  persons @1 :Int16 $zh("经手人数");
  profile @2 :Text $zh("银行文件格式") $optional;
}

struct BudgetAdopted $zh("单位年度预算列支") $clause(["8.2.2"]) $key(["unit", "year"])
    $by(["unit", "finance", "cityOffice", "countyOffice"]) $place("unit") $reversal(fact) {
  unit     @0 :Text $zh("派出单位") $is(unit);
  year     @1 :Int16 $zh("年度");
  amount   @2 :Int64 $zh("列入预算") $unit(fen);
  document @3 :Text $zh("文号") $is(document);
}

# ---- paying: registered after the fact ----

struct PaidLine $zh("发放明细") {
  # One item and month; or a lump over months, or over all items, that is spread by the named reading.
  item   @0 :Text $zh("项目") $is(allowanceItem) $optional;
  first  @1 :Text $zh("自月份") $is(period);
  last   @2 :Text $zh("至月份") $is(period) $optional;
  amount @3 :Int64 $zh("金额") $unit(fen);
}

struct AllowancePaid $zh("补助已发登记") $clause(["8.2.2"]) $key(["unit", "person", "voucher"])
    $by(["unit", "cityOffice", "countyOffice"]) $place("unit") $reversal(sum) {
  # What has been paid, with its voucher. A month once paid is not paid again unless it is said to be more for it.
  unit       @0 :Text $zh("派出单位") $is(unit);
  person     @1 :Text $zh("人员") $is(person);
  voucher    @2 :Text $zh("凭证号") $is(document);
  lines      @3 :List(PaidLine) $zh("发放明细");
  supplement @4 :Bool $zh("补发或再发") $optional;
  entries    @5 :List(PayEntry) $zh("分录") $derived;
}

struct AllowanceReturned $zh("补助退回") $clause(["8.2.2"]) $key(["unit", "person", "voucher"])
    $by(["unit", "cityOffice", "countyOffice"]) $place("unit") $reversal(sum) {
  # Money that came back from a resident: 扣回.
  unit    @0 :Text $zh("派出单位") $is(unit);
  person  @1 :Text $zh("人员") $is(person);
  voucher @2 :Text $zh("凭证号") $is(document);
  lines   @3 :List(PaidLine) $zh("退回明细");
  entries @4 :List(PayEntry) $zh("分录") $derived;
}

# ---- paying: through the system ----

enum PayoutReason {
  unknown @0    $zh("未说明");
  first @1      $zh("应发");
  advance @2    $zh("预发");
  settlement @3 $zh("预发结算");
  adjustment @4 $zh("补发扣回");
  held @5       $zh("暂缓");
}

struct PayoutLine $zh("发放批次明细") {
  sequence @0 :Int32 $zh("序号");
  person   @1 :Text $zh("人员") $is(person);
  item     @2 :Text $zh("项目") $is(allowanceItem);
  month    @3 :Text $zh("月份") $is(period);
  due      @4 :Int64 $zh("应发") $unit(fen);
  before   @5 :Int64 $zh("此前已发") $unit(fen);
  amount   @6 :Int64 $zh("本次") $unit(fen);
  reason   @7 :PayoutReason $zh("类别");
}

struct PayoutDrafted $zh("发放制表") $clause(["8.2.2"]) $key(["unit", "batch"]) $subject("payout:unit,batch")
    $by(["unit"]) $place("unit") $reversal(fact) {
  # The lines are what the book says is payable on its day; the client names the unit, months and items only.
  unit    @0 :Text $zh("派出单位") $is(unit);
  batch   @1 :Text $zh("批次号") $is(document);
  through @2 :Text $zh("发至月份") $is(period);
  items   @3 :List(Text) $zh("只发项目") $is(allowanceItem) $optional;
  advance @4 :Text $zh("预发月份") $is(period) $optional;
  lines   @5 :List(PayoutLine) $zh("明细") $derived;
  content @6 :Text $zh("内容摘要值") $derived;
}

struct PayoutChecked $zh("发放复核") $clause(["8.2.2"]) $key(["unit", "batch"]) $subject("payout:unit,batch")
    $by(["unit"]) $place("unit") $reversal(fact) {
  unit    @0 :Text $zh("派出单位") $is(unit);
  batch   @1 :Text $zh("批次号") $is(document);
  content @2 :Text $zh("内容摘要值");              # of what was looked at
}

struct PayoutApproved $zh("发放批准") $clause(["8.2.2"]) $key(["unit", "batch"]) $subject("payout:unit,batch")
    $by(["unit"]) $place("unit") $reversal(fact) {
  unit    @0 :Text $zh("派出单位") $is(unit);
  batch   @1 :Text $zh("批次号") $is(document);
  content @2 :Text $zh("内容摘要值");
}

struct PayoutReleased $zh("发放") $clause(["8.2.2"]) $key(["unit", "batch"]) $subject("payout:unit,batch")
    $by(["unit"]) $place("unit") $reversal(none) {
  # From here on the bank file may be made; what went wrong comes back with the bank's return file.
  unit    @0 :Text $zh("派出单位") $is(unit);
  batch   @1 :Text $zh("批次号") $is(document);
  entries @2 :List(PayEntry) $zh("分录") $derived;
}

struct PayoutAnswered $zh("银行返回") $clause(["8.2.2"]) $key(["unit", "batch", "sequence"])
    $by(["unit"]) $place("unit") $reversal(sum) {
  # What the bank says of one person's sum: the sequence is the person's first line's.
  unit      @0 :Text $zh("派出单位") $is(unit);
  batch     @1 :Text $zh("批次号") $is(document);
  sequence  @2 :Int32 $zh("序号");
  amount    @3 :Int64 $zh("金额") $unit(fen);
  paid      @4 :Bool $zh("已发") $optional;
  reason    @5 :Text $zh("退票原因") $optional;
  reference @6 :Text $zh("银行流水号") $optional;
  entries   @7 :List(PayEntry) $zh("分录") $derived;
}

struct PayoutVoided $zh("发放作废") $clause(["8.2.2"]) $key(["unit", "batch"]) $subject("payout:unit,batch")
    $by(["unit"]) $place("unit") $reversal(none) {
  # Only before it is released.
  unit   @0 :Text $zh("派出单位") $is(unit);
  batch  @1 :Text $zh("批次号") $is(document);
  reason @2 :Text $zh("作废原因");
}

struct AdjustmentConfirmed $zh("补发扣回确认") $clause(["8.2.2"]) $key(["unit", "person", "item", "month", "date"])
    $by(["unit"]) $place("unit") $reversal(fact) {
  # A person confirms what the figures propose against what was paid; it goes into the next payout.
  unit   @0 :Text $zh("派出单位") $is(unit);
  person @1 :Text $zh("人员") $is(person);
  item   @2 :Text $zh("项目") $is(allowanceItem);
  month  @3 :Text $zh("月份") $is(period);
  amount @4 :Int64 $zh("补发（扣回为负）") $unit(fen);
  reason @5 :Text $zh("原因") $optional;
  due    @6 :Int64 $zh("应发") $unit(fen) $derived;
  before @7 :Int64 $zh("此前已发") $unit(fen) $derived;
}

struct HoldLifted $zh("暂缓发放解除") $clause(["8.2.2"]) $key(["person", "date"])
    $by(["unit", "cityOffice", "countyOffice"]) $place("person") $reversal(fact) {
  # Whoever is recalled is paid no more until somebody has settled what he is owed.
  person   @0 :Text $zh("人员") $is(person);
  reason   @1 :Text $zh("理由");
  document @2 :Text $zh("依据") $is(document) $optional;
}

# ---- a resident's own statement ----

struct StatementIssued $zh("个人对账单送达") $clause(["8.2.2"]) $key(["unit", "period"])
    $by(["unit"]) $place("unit") $reversal(fact) {
  unit   @0 :Text $zh("派出单位") $is(unit);
  period @1 :Text $zh("期间") $is(period);
  until  @2 :Int32 = -2147483648 $zh("异议截止日") $unit(date);
}

struct ObjectionRaised $zh("对账异议") $clause(["8.2.2"]) $key(["person", "period", "date"])
    $by(["self", "team", "unit"]) $place("person") $reversal(fact) {
  # Within the window of the statement; later with the reason why.
  person @0 :Text $zh("人员") $is(person);
  period @1 :Text $zh("期间") $is(period);
  words  @2 :Text $zh("异议内容");
  late   @3 :Text $zh("逾期理由") $optional;
}

struct ObjectionAnswered $zh("异议答复") $clause(["8.2.2"]) $key(["objection"])
    $by(["unit"]) $place("unit") $reversal(fact) {
  objection @0 :UInt64 $zh("异议序号") $is(position);
  unit      @1 :Text $zh("派出单位") $is(unit);
  words     @2 :Text $zh("答复");
}

# ---- not cash ----

struct InsuranceTaken $zh("人身意外伤害保险") $clause(["8.2.2.4"]) $key(["unit", "document"])
    $by(["unit", "cityOffice", "countyOffice"]) $place("unit") $reversal(sum) {
  unit      @0 :Text $zh("派出单位") $is(unit);
  residents @1 :List(Text) $zh("被保险人") $is(person);
  first     @2 :Int32 = -2147483648 $zh("保险起期") $unit(date);
  last      @3 :Int32 = -2147483648 $zh("保险止期") $unit(date);
  document  @4 :Text $zh("保单号") $is(document);
  amount    @5 :Int64 $zh("保费") $unit(fen) $optional;
  entries   @6 :List(PayEntry) $zh("分录") $derived;
}

struct HealthCheckHeld $zh("体检") $clause(["8.2.2.4"]) $key(["unit", "residents", "date"])
    $by(["unit", "cityOffice", "countyOffice"]) $place("unit") $reversal(sum) {
  unit      @0 :Text $zh("派出单位") $is(unit);
  residents @1 :List(Text) $zh("体检人员") $is(person);
  place     @2 :Text $zh("体检机构") $optional;
  amount    @3 :Int64 $zh("费用") $unit(fen) $optional;
  entries   @4 :List(PayEntry) $zh("分录") $derived;
}

struct MedicalCostPaid $zh("医疗费报销") $clause(["8.2.2.4"]) $key(["unit", "person", "voucher"])
    $by(["unit", "cityOffice", "countyOffice"]) $place("unit") $reversal(sum) {
  unit    @0 :Text $zh("派出单位") $is(unit);
  person  @1 :Text $zh("人员") $is(person);
  voucher @2 :Text $zh("凭证号") $is(document);
  amount  @3 :Int64 $zh("金额") $unit(fen);
  entries @4 :List(PayEntry) $zh("分录") $derived;
}

struct LivingCostStated $zh("工作生活条件费用") $clause(["8.2.2.1"]) $key(["provider", "period", "document"])
    $by(["township", "countyOffice", "cityOffice"]) $place("provider") $reversal(fact) {
  # What the county or township has laid out for the residents it names; their units bear it by heads.
  provider  @0 :Text $zh("提供单位") $is(division);
  period    @1 :Text $zh("期间") $is(period);
  document  @2 :Text $zh("凭证号") $is(document);
  amount    @3 :Int64 $zh("费用") $unit(fen);
  residents @4 :List(Text) $zh("受益人员") $is(person);
}

struct LivingCostRefunded $zh("工作生活条件费用归还") $clause(["8.2.2.1"]) $key(["unit", "cost", "voucher"])
    $by(["unit", "cityOffice", "countyOffice"]) $place("unit") $reversal(sum) {
  unit    @0 :Text $zh("派出单位") $is(unit);
  cost    @1 :UInt64 $zh("费用序号") $is(position);
  voucher @2 :Text $zh("凭证号") $is(document);
  amount  @3 :Int64 $zh("金额") $unit(fen);
  entries @4 :List(PayEntry) $zh("分录") $derived;
}

enum CareCase {
  unknown @0 $zh("未说明");
  injury @1  $zh("工伤");
  death @2   $zh("因公牺牲");
}

struct CareCaseRecognised $zh("工伤或因公牺牲认定") $clause(["8.2.2.7", "8.2.2.8"]) $key(["person", "document"])
    $by(["unit", "cityOffice", "countyOffice"]) $place("unit") $reversal(fact) {
  person   @0 :Text $zh("人员") $is(person);
  unit     @1 :Text $zh("派出单位") $is(unit);
  kind     @2 :CareCase $zh("类别");
  document @3 :Text $zh("认定文号") $is(document);
}

enum CarePayment {
  unknown @0      $zh("未说明");
  consolation @1  $zh("慰问补偿金");
  statutory @2    $zh("法定待遇或抚恤");   # by its own fund, not the unit's money
  lasting @3      $zh("长期帮扶慰问");
}

struct CarePaid $zh("慰问抚恤登记") $clause(["8.2.2.7", "8.2.2.8"]) $key(["case", "voucher"])
    $by(["unit", "cityOffice", "countyOffice"]) $place("unit") $reversal(sum) {
  case    @0 :UInt64 $zh("认定序号") $is(position);
  unit    @1 :Text $zh("派出单位") $is(unit);
  kind    @2 :CarePayment $zh("类别");
  voucher @3 :Text $zh("凭证号") $is(document);
  payer   @4 :Text $zh("支付单位") $optional;
  amount  @5 :Int64 $zh("金额") $unit(fen) $optional;
  entries @6 :List(PayEntry) $zh("分录") $derived;
}

struct AllowanceEvent $zh("补助与待遇") {
  union {
    none                   @0 :Void;
    standardSet            @1 :StandardSet;
    townshipTierSet        @2 :TownshipTierSet;
    tripMade               @3 :TripMade;
    leaveUnused            @4 :LeaveUnused;
    allowanceOpeningStated @5 :AllowanceOpeningStated;
    payoutSettingSet       @6 :PayoutSettingSet;
    budgetAdopted          @7 :BudgetAdopted;
    allowancePaid          @8 :AllowancePaid;
    allowanceReturned      @9 :AllowanceReturned;
    payoutDrafted          @10 :PayoutDrafted;
    payoutChecked          @11 :PayoutChecked;
    payoutApproved         @12 :PayoutApproved;
    payoutReleased         @13 :PayoutReleased;
    payoutAnswered         @14 :PayoutAnswered;
    payoutVoided           @15 :PayoutVoided;
    adjustmentConfirmed    @16 :AdjustmentConfirmed;
    holdLifted             @17 :HoldLifted;
    statementIssued        @18 :StatementIssued;
    objectionRaised        @19 :ObjectionRaised;
    objectionAnswered      @20 :ObjectionAnswered;
    insuranceTaken         @21 :InsuranceTaken;
    healthCheckHeld        @22 :HealthCheckHeld;
    medicalCostPaid        @23 :MedicalCostPaid;
    livingCostStated       @24 :LivingCostStated;
    livingCostRefunded     @25 :LivingCostRefunded;
    careCaseRecognised     @26 :CareCaseRecognised;
    carePaid               @27 :CarePaid;
  }
}
