@0x8f75b06dd1ee35d5;
# The body of a record: who said what happened on which day, and the payload. See ledger/log/FORMAT.md.
using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("zhucun::event");
using import "annotations.capnp".zh;
using import "annotations.capnp".unit;
using import "annotations.capnp".is;
using import "annotations.capnp".optional;
using BookEvent = import "book.capnp".BookEvent;
using PolicyEvent = import "policy.capnp".PolicyEvent;
using RegisterEvent = import "register.capnp".RegisterEvent;
using OrganisationEvent = import "organisation.capnp".OrganisationEvent;
using PostingEvent = import "posting.capnp".PostingEvent;
using WorkEvent = import "work.capnp".WorkEvent;
using CorrectionEvent = import "correction.capnp".CorrectionEvent;
using AccountsEvent = import "accounts.capnp".AccountsEvent;
using FundEvent = import "fund.capnp".FundEvent;
using AttendanceEvent = import "attendance.capnp".AttendanceEvent;
using SelectionEvent = import "selection.capnp".SelectionEvent;
using AllowanceEvent = import "allowance.capnp".AllowanceEvent;
using OversightEvent = import "oversight.capnp".OversightEvent;
using AssessmentEvent = import "assessment.capnp".AssessmentEvent;
using TaskEvent = import "task.capnp".TaskEvent;

struct Body {
  id          @0 :Text $zh("事件标识");
  date        @1 :Int32 = -2147483648 $zh("业务日期") $unit(date);
  actor       @2 :Text $zh("经办人");
  onBehalf    @3 :Text $zh("代表单位") $is(party) $optional;
  enteredFor  @4 :Text $zh("代录对象") $optional;
  source      @5 :Text $zh("来源") $optional;        # request, or file + sheet + cell
  correlation @6 :Text $zh("关联") $optional;
  corrects    @7 :UInt64 $zh("更正序号") $is(position) $optional;
  opening     @8 :Bool $zh("期初") $optional;
  union {
    unset        @9 :Void;
    book         @10 :BookEvent;
    policy       @11 :PolicyEvent;
    register     @12 :RegisterEvent;
    organisation @13 :OrganisationEvent;
    posting      @14 :PostingEvent;
    work         @15 :WorkEvent;
    correction   @16 :CorrectionEvent;
    accounts     @18 :AccountsEvent;
    fund         @19 :FundEvent;
    attendance   @20 :AttendanceEvent;
    selection    @21 :SelectionEvent;
    allowance    @22 :AllowanceEvent;
    oversight    @23 :OversightEvent;
    assessment   @24 :AssessmentEvent;
    task         @25 :TaskEvent;
  }
  attachments @17 :List(Text) $zh("附件") $is(attachment) $optional;
}
