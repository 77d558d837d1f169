@0xdd656f4c753949e5;
# The work fund: 5:3:2 from the allotment to the settled claim. Money is whole fen; every event carries its balanced
# entries, debit above zero. Who holds money is a division: a county or a township. [8.2.1]
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

enum FundSource {
  unknown @0  $zh("未说明");
  province @1 $zh("省级");
  city @2     $zh("市级");
  county @3   $zh("县级");
  topUp @4    $zh("县级追加");      # outside the split, offsets nobody's share
  pooled @5   $zh("不分来源");      # what was paid out of all sources together
}

enum FundKind {
  unknown @0        $zh("未说明");
  firstSecretary @1 $zh("第一书记经费");
  team @2           $zh("工作队经费");
  pot @3            $zh("合并经费");   # one pot for both, where the county so reads
}

enum FundAccount {
  unknown @0     $zh("未说明");
  grant @1       $zh("财政拨入");       # what was allotted, credit
  receivable @2  $zh("指标待到账");
  cash @3        $zh("银行存款");
  quota @4       $zh("可用指标");       # centralised treasury payment
  transit @5     $zh("已拨未确认");
  spending @6    $zh("核销支出");
  advance @7     $zh("垫付款");         # owed to whoever paid first, credit
  reserved @8    $zh("预留");
  reserving @9   $zh("预留对应");
  opening @10    $zh("期初");
  takenBack @11  $zh("财政收回");
}

# What moved an entry: the bridge's columns are sums over these.
enum FundFlow {
  unknown @0      $zh("未说明");
  allotted @1     $zh("指标下达");
  received @2     $zh("到账");
  transferred @3  $zh("拨付");
  confirmed @4    $zh("拨付确认");
  returned @5     $zh("退回");
  takenBack @6    $zh("收回");
  carriedOver @7  $zh("结转");
  distributed @8  $zh("分配到村");
  spent @9        $zh("核销");
  reserved @10    $zh("预留");
  repaid @11      $zh("归还垫付");
  opening @12     $zh("期初");
  corrected @13   $zh("更正");
}

# One posting. Those of an event sum to zero for each source and fund.
struct FundEntry $zh("分录") {
  account @0 :FundAccount $zh("科目");
  holder  @1 :Text $zh("持有单位") $is(division);
  source  @2 :FundSource $zh("来源");
  fund    @3 :FundKind $zh("经费类别");
  year    @4 :Int16 $zh("经费年度");
  village @5 :Text $zh("村（社区）") $is(village) $optional;   # empty = not distributed
  amount  @6 :Int64 $zh("金额") $unit(fen);                     # debit above zero
}

struct FundLine $zh("金额明细") {
  fund    @0 :FundKind $zh("经费类别");
  village @1 :Text $zh("村（社区）") $is(village) $optional;   # empty = to be distributed later
  amount  @2 :Int64 $zh("金额") $unit(fen);
}

enum PaymentMode {
  unknown @0 $zh("未说明");
  direct @1  $zh("实拨");
  quota @2   $zh("指标");
}

enum Pots {
  unknown @0 $zh("未说明");
  two @1     $zh("分别管理");
  one @2     $zh("合并管理");
}

struct FundAccountSet $zh("经费账户设定") $clause(["8.2.1"]) $key(["holder", "fundYear"])
    $by(["finance", "countyOffice"]) $place("holder") $reversal(fact) {
  # How a holder is paid from this year on. A township without one of its own is paid as its county.
  holder   @0 :Text $zh("持有单位") $is(division);
  fundYear @1 :Int16 $zh("自经费年度");
  mode     @2 :PaymentMode $zh("支付方式");
  pots     @3 :Pots $zh("经费池");
  document @4 :Text $zh("依据") $is(document) $optional;
}

struct AllotmentIssued $zh("指标下达") $clause(["8.2.1"]) $key(["document", "county", "fundYear", "head"])
    $by(["finance", "cityOffice", "countyOffice"]) $place("county") $reversal(sum) {
  # One level's money named for a county in a budget year. Advance = 提前下达: it counts in the year it names.
  county   @0 :Text $zh("县市区") $is(county);
  level    @1 :FundSource $zh("来源");
  fundYear @2 :Int16 $zh("经费年度");
  document @3 :Text $zh("指标文号") $is(document);
  head     @4 :Text $zh("功能科目");
  advance  @5 :Bool $zh("提前下达") $optional;
  lines    @6 :List(FundLine) $zh("金额明细");
  likely   @7 :Bool $zh("金额已核对") $optional;      # an unusual amount was asked about and stands
  entries  @8 :List(FundEntry) $zh("分录") $derived;
}

struct FundsReceived $zh("经费到账") $clause(["8.2.1"]) $key(["holder", "fundYear", "document"])
    $by(["finance", "countyOffice", "township"]) $place("holder") $reversal(sum) {
  # Money of one level reached a holder's account.
  holder    @0 :Text $zh("收款单位") $is(division);
  level     @1 :FundSource $zh("来源");
  fundYear  @2 :Int16 $zh("经费年度");               # the year it belongs to, not the day it was paid
  document  @3 :Text $zh("支付令号") $is(document);
  allotment @4 :Text $zh("指标文号") $is(document) $optional;
  lines     @5 :List(FundLine) $zh("金额明细");
  likely    @6 :Bool $zh("金额已核对") $optional;
  entries   @7 :List(FundEntry) $zh("分录") $derived;
}

struct FundsTransferred $zh("拨付乡镇") $clause(["8.2.1"]) $key(["county", "township", "fundYear", "document"])
    $by(["finance", "countyOffice"]) $place("county") $reversal(sum) {
  # From a county to one of its townships. With a payment number it has been paid: a fact.
  county   @0 :Text $zh("拨出县市区") $is(county);
  township @1 :Text $zh("收款乡镇（街道）") $is(township);
  fundYear @2 :Int16 $zh("经费年度");
  document @3 :Text $zh("拨款文号") $is(document);
  payment  @4 :Text $zh("支付凭证号") $is(document) $optional;
  lines    @5 :List(FundLine) $zh("金额明细");
  likely   @6 :Bool $zh("金额已核对") $optional;
  entries  @7 :List(FundEntry) $zh("分录") $derived;
}

struct TransferConfirmed $zh("拨付到账确认") $clause(["8.2.1"]) $key(["transfer"])
    $by(["finance", "township"]) $place("township") $reversal(sum) {
  # The receiver's own figure; what differs from the sender's stays in transit.
  transfer @0 :UInt64 $zh("拨付序号") $is(position);
  township @1 :Text $zh("收款乡镇（街道）") $is(township);
  lines    @2 :List(FundLine) $zh("实收金额");
  receipt  @3 :Text $zh("收款凭证号") $is(document) $optional;
  entries  @4 :List(FundEntry) $zh("分录") $derived;
}

struct FundsReturned $zh("经费退回") $clause(["8.2.1"]) $key(["township", "fundYear", "document"])
    $by(["finance", "township"]) $place("township") $reversal(sum) {
  # A township gives money back to its county.
  township @0 :Text $zh("退出乡镇（街道）") $is(township);
  county   @1 :Text $zh("收回县市区") $is(county);
  fundYear @2 :Int16 $zh("经费年度");
  document @3 :Text $zh("退款文号") $is(document);
  payment  @4 :Text $zh("支付凭证号") $is(document) $optional;
  reason   @5 :Text $zh("原因");
  lines    @6 :List(FundLine) $zh("金额明细");
  entries  @7 :List(FundEntry) $zh("分录") $derived;
}

struct FundsTakenBack $zh("财政收回") $clause(["8.2.1"]) $key(["holder", "fundYear", "document"])
    $by(["finance"]) $place("holder") $reversal(sum) {
  # The treasury takes unspent money of one level back.
  holder   @0 :Text $zh("被收回单位") $is(division);
  level    @1 :FundSource $zh("来源");
  fundYear @2 :Int16 $zh("经费年度");
  document @3 :Text $zh("收回文号") $is(document);
  lines    @4 :List(FundLine) $zh("金额明细");
  entries  @5 :List(FundEntry) $zh("分录") $derived;
}

struct FundsDistributed $zh("经费分配到村") $clause(["8.2.1"]) $key(["holder", "fundYear", "document"])
    $by(["finance", "countyOffice", "township"]) $place("holder") $reversal(sum) {
  # What came as a lump is given to villages.
  holder   @0 :Text $zh("持有单位") $is(division);
  fundYear @1 :Int16 $zh("经费年度");
  document @2 :Text $zh("分配文号") $is(document);
  lines    @3 :List(FundLine) $zh("金额明细");
  entries  @4 :List(FundEntry) $zh("分录") $derived;
}

struct FundsCarriedOver $zh("经费结转") $clause(["8.2.1"]) $key(["holder", "fundYear", "document"])
    $by(["finance", "township"]) $place("holder") $reversal(sum) {
  # Everything that a holder still has of one year goes on in the next.
  holder   @0 :Text $zh("持有单位") $is(division);
  fundYear @1 :Int16 $zh("结转出的年度");
  document @2 :Text $zh("结转依据") $is(document);
  entries  @3 :List(FundEntry) $zh("分录") $derived;
}

struct PotsMerged $zh("经费池合并") $clause(["8.2.1"]) $key(["village", "into"])
    $by(["finance", "countyOffice"]) $place("village") $reversal(sum) {
  # Villages that merged keep two pots until a document says otherwise.
  village  @0 :Text $zh("并入的村") $is(village);
  into     @1 :Text $zh("保留的村") $is(village);
  document @2 :Text $zh("依据") $is(document);
  entries  @3 :List(FundEntry) $zh("分录") $derived;
}

struct SpendingLine $zh("支出明细") {
  head    @0 :Text $zh("用途") $is(policyKey);              # a head of the policy, such as office_supplies
  amount  @1 :Int64 $zh("金额") $unit(fen);
  summary @2 :Text $zh("摘要") $optional;
}

struct SpendingRegistered $zh("支出登记") $clause(["8.2.1"]) $key(["holder", "fundYear", "voucher"])
    $by(["finance", "township", "countyOffice"]) $place("holder") $reversal(sum) {
  # The everyday way: what has been paid, with its voucher, once.
  holder   @0 :Text $zh("支出单位") $is(division);
  fundYear @1 :Int16 $zh("经费年度");
  fund     @2 :FundKind $zh("经费类别");
  village  @3 :Text $zh("村（社区）") $is(village) $optional;
  voucher  @4 :Text $zh("凭证号") $is(document);
  payee    @5 :Text $zh("收款人") $optional;
  invoices @6 :List(Text) $zh("发票号码") $optional;
  lines    @7 :List(SpendingLine) $zh("支出明细");
  advancedBy @8 :Text $zh("垫付单位") $optional;   # who paid before the fund's money had come
  likely   @9 :Bool $zh("金额已核对") $optional;
  entries  @10 :List(FundEntry) $zh("分录") $derived;
}

struct AdvanceRepaid $zh("归还垫付") $clause(["8.2.1"]) $key(["holder", "fundYear", "voucher"])
    $by(["finance", "township"]) $place("holder") $reversal(sum) {
  holder   @0 :Text $zh("支出单位") $is(division);
  fundYear @1 :Int16 $zh("经费年度");
  fund     @2 :FundKind $zh("经费类别");
  village  @3 :Text $zh("村（社区）") $is(village) $optional;
  voucher  @4 :Text $zh("凭证号") $is(document);
  to       @5 :Text $zh("垫付单位");
  amount   @6 :Int64 $zh("金额") $unit(fen);
  entries  @7 :List(FundEntry) $zh("分录") $derived;
}

struct ClaimReserved $zh("用款预留") $clause(["8.2.1"]) $key(["claim"]) $subject("claim:claim")
    $by(["finance", "township"]) $place("holder") $reversal(sum) {
  claim    @0 :Text $zh("报账单号") $is(document);
  holder   @1 :Text $zh("支出单位") $is(township);
  fundYear @2 :Int16 $zh("经费年度");
  fund     @3 :FundKind $zh("经费类别");
  village  @4 :Text $zh("村（社区）") $is(village) $optional;
  lines    @5 :List(SpendingLine) $zh("预计支出");
  likely   @6 :Bool $zh("金额已核对") $optional;
  entries  @7 :List(FundEntry) $zh("分录") $derived;
}

struct ClaimSubmitted $zh("报账") $clause(["8.2.1"]) $key(["claim", "date"]) $subject("claim:claim")
    $by(["township", "team"]) $place("holder") $reversal(fact) {
  # Without a reservation it is the claim's first step.
  claim    @0 :Text $zh("报账单号") $is(document);
  holder   @1 :Text $zh("支出单位") $is(township);
  fundYear @2 :Int16 $zh("经费年度");
  fund     @3 :FundKind $zh("经费类别");
  village  @4 :Text $zh("村（社区）") $is(village) $optional;
  payee    @5 :Text $zh("收款人") $optional;
  invoices @6 :List(Text) $zh("发票号码") $optional;
  lines    @7 :List(SpendingLine) $zh("支出明细");
  likely   @8 :Bool $zh("金额已核对") $optional;
}

struct ClaimVerified $zh("核报") $clause(["8.2.1"]) $key(["claim", "date"]) $subject("claim:claim")
    $by(["finance", "township"]) $place("holder") $reversal(fact) {
  # Another person than the claim's checks it; what is not accepted is struck out.
  claim    @0 :Text $zh("报账单号") $is(document);
  holder   @1 :Text $zh("支出单位") $is(township);
  lines    @2 :List(SpendingLine) $zh("核定支出");
  note     @3 :Text $zh("核减原因") $optional;
}

struct ClaimSettled $zh("核销") $clause(["8.2.1"]) $key(["claim"]) $subject("claim:claim")
    $by(["finance", "township"]) $place("holder") $reversal(sum) {
  claim    @0 :Text $zh("报账单号") $is(document);
  holder   @1 :Text $zh("支出单位") $is(township);
  voucher  @2 :Text $zh("凭证号") $is(document);
  amount   @3 :Int64 $zh("付款金额") $unit(fen);
  entries  @4 :List(FundEntry) $zh("分录") $derived;
}

struct ClaimReturned $zh("报账退回") $clause(["8.2.1"]) $key(["claim", "date"]) $subject("claim:claim")
    $by(["finance", "township"]) $place("holder") $reversal(fact) {
  # To be submitted again.
  claim  @0 :Text $zh("报账单号") $is(document);
  holder @1 :Text $zh("支出单位") $is(township);
  reason @2 :Text $zh("退回原因");
}

struct ClaimVoided $zh("报账作废") $clause(["8.2.1"]) $key(["claim"]) $subject("claim:claim")
    $by(["finance", "township"]) $place("holder") $reversal(sum) {
  claim   @0 :Text $zh("报账单号") $is(document);
  holder  @1 :Text $zh("支出单位") $is(township);
  reason  @2 :Text $zh("作废原因");
  entries @3 :List(FundEntry) $zh("分录") $derived;
}

enum Direction {
  unknown @0 $zh("未说明");
  into @1    $zh("收入");
  outOf @2   $zh("支出");
}

struct StatementLineRecorded $zh("对账单明细") $key(["holder", "fundYear", "date", "sequence"])
    $by(["finance", "township"]) $place("holder") $reversal(fact) {
  # One line of the bank's statement, or of the treasury's export. It posts nothing. A bank account holds all
  # years together and names none; treasury allotments are kept by year.
  holder    @0 :Text $zh("账户单位") $is(division);
  fundYear  @1 :Int16 $zh("指标年度") $optional;
  sequence  @2 :Text $zh("流水号");
  direction @3 :Direction $zh("收支");
  amount    @4 :Int64 $zh("金额") $unit(fen);
  reference @5 :Text $zh("文号或凭证号") $optional;
  party     @6 :Text $zh("对方户名") $optional;
  summary   @7 :Text $zh("摘要") $optional;
  balanceKnown @8 :Bool $zh("有余额") $optional;
  balance   @9 :Int64 $zh("对账单余额") $unit(fen) $optional;
}

struct LinesMatched $zh("勾对") $key(["holder", "lines", "items"])
    $by(["finance", "township"]) $place("holder") $reversal(fact) {
  # Lines of the statement and movements of the book that are the same money: their sums agree.
  holder @0 :Text $zh("账户单位") $is(division);
  lines  @1 :List(UInt64) $zh("对账单序号") $is(position) $optional;
  items  @2 :List(UInt64) $zh("账面序号") $is(position) $optional;
  fundYear @4 :Int16 $zh("指标年度") $optional;
  reason @3 :Text $zh("依据");
}

enum OutstandingClass {
  unknown @0     $zh("未说明");
  inTransit @1   $zh("在途");
  bankError @2   $zh("银行差错");
  bookMissing @3 $zh("账面待补记");
  other @4       $zh("其他");
}

struct OutstandingClassed $zh("未达账项认定") $key(["holder", "item"])
    $by(["finance", "township"]) $place("holder") $reversal(fact) {
  # Why a line or a movement has no counterpart yet, and until when.
  holder   @0 :Text $zh("账户单位") $is(division);
  item     @1 :UInt64 $zh("明细或账面序号") $is(position);
  class    @2 :OutstandingClass $zh("类别");
  fundYear @5 :Int16 $zh("指标年度") $optional;
  note     @3 :Text $zh("说明");
  expected @4 :Int32 = -2147483648 $zh("预计核销日") $unit(date) $optional;
}

struct ReconciliationCompleted $zh("对账完成") $key(["holder", "fundYear", "through"])
    $by(["finance", "township"]) $place("holder") $reversal(fact) {
  # The difference has come to 0.00: what is left is classed.
  holder   @0 :Text $zh("账户单位") $is(division);
  fundYear @1 :Int16 $zh("指标年度") $optional;
  through  @2 :Int32 = -2147483648 $zh("对账截止日") $unit(date);
  balance  @3 :Int64 $zh("对账单余额") $unit(fen);
  book     @4 :Int64 $zh("账面余额") $unit(fen) $derived;
  outstanding @5 :Int64 $zh("未达账项净额") $unit(fen) $derived;   # statement less book
}

struct FundOpeningStated $zh("经费期初") $key(["holder", "fundYear", "level", "fund", "village"])
    $by(["finance", "countyOffice", "township"]) $place("holder") $reversal(sum) {
  # What a holder had when the book began, with the age of its oldest part.
  holder   @0 :Text $zh("持有单位") $is(division);
  fundYear @1 :Int16 $zh("经费年度");
  level    @2 :FundSource $zh("来源");
  fund     @3 :FundKind $zh("经费类别");
  village  @4 :Text $zh("村（社区）") $is(village) $optional;
  amount   @5 :Int64 $zh("金额") $unit(fen);
  oldest   @6 :Int32 = -2147483648 $zh("最早到账日") $unit(date);
  document @7 :Text $zh("依据") $is(document) $optional;
  entries  @8 :List(FundEntry) $zh("分录") $derived;
}

struct OpenItemStated $zh("期初未达账项") $key(["holder", "fundYear", "reference"])
    $by(["finance", "township"]) $place("holder") $reversal(fact) {
  # In the opening balance already, but not yet on the statement. It posts nothing.
  holder    @0 :Text $zh("账户单位") $is(division);
  fundYear  @1 :Int16 $zh("指标年度") $optional;
  direction @2 :Direction $zh("收支");
  amount    @3 :Int64 $zh("金额") $unit(fen);
  reference @4 :Text $zh("文号或凭证号") $is(document);
  party     @5 :Text $zh("对方户名") $optional;
}

enum NumberKind {
  unknown @0  $zh("未说明");
  invoice @1  $zh("发票号码");
  voucher @2  $zh("凭证号");
  document @3 $zh("文号");
}

struct NumbersUsed $zh("期初已用号码") $key(["holder", "fundYear", "kind", "numbers"])
    $by(["finance", "township"]) $place("holder") $reversal(fact) {
  holder   @0 :Text $zh("持有单位") $is(division);
  fundYear @1 :Int16 $zh("经费年度");
  kind     @2 :NumberKind $zh("号码类别");
  numbers  @3 :List(Text) $zh("号码");
}

struct FrozenShare $zh("年结应承担") {
  village  @0 :Text $zh("村（社区）") $is(village);
  fund     @1 :FundKind $zh("经费类别");
  province @2 :Int64 $zh("省级") $unit(fen);
  city     @3 :Int64 $zh("市级") $unit(fen);
  county   @4 :Int64 $zh("县级") $unit(fen);
}

struct FundYearClosed $zh("经费年结") $clause(["8.2.1"]) $key(["county", "fundYear"])
    $by(["finance"]) $place("county") $reversal(none) {
  # Nothing is posted to the year any more; its shares due are fixed as they were.
  county   @0 :Text $zh("县市区") $is(county);
  fundYear @1 :Int16 $zh("经费年度");
  document @2 :Text $zh("依据") $is(document);
  shares   @3 :List(FrozenShare) $zh("年结应承担");
}

struct ShareAdjusted $zh("应承担调整") $clause(["8.2.1"]) $key(["county", "fundYear", "village", "fund", "document"])
    $by(["finance"]) $place("county") $reversal(sum) {
  # What a later policy or a corrected posting changes in a closed year's share, once a person confirms it.
  county   @0 :Text $zh("县市区") $is(county);
  fundYear @1 :Int16 $zh("经费年度");
  village  @2 :Text $zh("村（社区）") $is(village);
  fund     @3 :FundKind $zh("经费类别");
  provinceChange @4 :Int64 $zh("省级增减") $unit(fen);
  cityChange @5 :Int64 $zh("市级增减") $unit(fen);
  countyChange @6 :Int64 $zh("县级增减") $unit(fen);
  document @7 :Text $zh("依据") $is(document);
}

struct EntryCorrected $zh("跨年更正") $clause(["8.2.1"]) $key(["target"])
    $by(["finance", "township"]) $place("holder") $reversal(none) {
  # Takes back an event of a closed year by entries in the open one (红字冲销).
  target  @0 :UInt64 $zh("被更正序号") $is(position);
  holder  @1 :Text $zh("持有单位") $is(division);
  reason  @2 :Text $zh("原因");
  document @3 :Text $zh("依据") $is(document);
  entries @4 :List(FundEntry) $zh("分录") $derived;
}

struct FundEvent $zh("工作经费") {
  union {
    none                  @0 :Void;
    fundAccountSet        @1 :FundAccountSet;
    allotmentIssued       @2 :AllotmentIssued;
    fundsReceived         @3 :FundsReceived;
    fundsTransferred      @4 :FundsTransferred;
    transferConfirmed     @5 :TransferConfirmed;
    fundsReturned         @6 :FundsReturned;
    fundsTakenBack        @7 :FundsTakenBack;
    fundsDistributed      @8 :FundsDistributed;
    fundsCarriedOver      @9 :FundsCarriedOver;
    potsMerged            @10 :PotsMerged;
    spendingRegistered    @11 :SpendingRegistered;
    advanceRepaid         @12 :AdvanceRepaid;
    claimReserved         @13 :ClaimReserved;
    claimSubmitted        @14 :ClaimSubmitted;
    claimVerified         @15 :ClaimVerified;
    claimSettled          @16 :ClaimSettled;
    claimReturned         @17 :ClaimReturned;
    claimVoided           @18 :ClaimVoided;
    statementLineRecorded @19 :StatementLineRecorded;
    linesMatched          @20 :LinesMatched;
    outstandingClassed    @21 :OutstandingClassed;
    reconciliationCompleted @22 :ReconciliationCompleted;
    fundOpeningStated     @23 :FundOpeningStated;
    openItemStated        @24 :OpenItemStated;
    numbersUsed           @25 :NumbersUsed;
    fundYearClosed        @26 :FundYearClosed;
    shareAdjusted         @27 :ShareAdjusted;
    entryCorrected        @28 :EntryCorrected;
  }
}
