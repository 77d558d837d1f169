// The fold of the work fund's events into facts, and its undoing: a money event that is reversed
// keeps its postings, and a second set with the opposite sign stands on the reversal's day
// (红字冲销). [8.2.1]
#pragma once

#include "ledger/domain/at.h"
#include "ledger/domain/facts.h"

namespace zhucun::domain {

struct FundFold {
  Facts& facts;
  const At& at;
  void operator()(event::FundAccountSet::Reader e);
  void operator()(event::AllotmentIssued::Reader e);
  void operator()(event::FundsReceived::Reader e);
  void operator()(event::FundsTransferred::Reader e);
  void operator()(event::TransferConfirmed::Reader e);
  void operator()(event::FundsReturned::Reader e);
  void operator()(event::FundsTakenBack::Reader e);
  void operator()(event::FundsDistributed::Reader e);
  void operator()(event::FundsCarriedOver::Reader e);
  void operator()(event::PotsMerged::Reader e);
  void operator()(event::SpendingRegistered::Reader e);
  void operator()(event::AdvanceRepaid::Reader e);
  void operator()(event::ClaimReserved::Reader e);
  void operator()(event::ClaimSubmitted::Reader e);
  void operator()(event::ClaimVerified::Reader e);
  void operator()(event::ClaimSettled::Reader e);
  void operator()(event::ClaimReturned::Reader e);
  void operator()(event::ClaimVoided::Reader e);
  void operator()(event::StatementLineRecorded::Reader e);
  void operator()(event::LinesMatched::Reader e);
  void operator()(event::OutstandingClassed::Reader e);
  void operator()(event::ReconciliationCompleted::Reader e);
  void operator()(event::FundOpeningStated::Reader e);
  void operator()(event::OpenItemStated::Reader e);
  void operator()(event::NumbersUsed::Reader e);
  void operator()(event::FundYearClosed::Reader e);
  void operator()(event::ShareAdjusted::Reader e);
  void operator()(event::EntryCorrected::Reader e);
};

struct FundTakeBack {
  Facts& facts;
  const At& at;
  // Whatever posted is posted back.
  template <typename E>
  requires requires(E e) { e.getEntries(); }
  void operator()(E e) {
    post_back();
    unlearn(e);
  }
  void operator()(event::FundAccountSet::Reader e);
  void operator()(event::ClaimSubmitted::Reader e);
  void operator()(event::ClaimVerified::Reader e);
  void operator()(event::ClaimReturned::Reader e);
  void operator()(event::StatementLineRecorded::Reader e);
  void operator()(event::LinesMatched::Reader e);
  void operator()(event::OutstandingClassed::Reader e);
  void operator()(event::ReconciliationCompleted::Reader e);
  void operator()(event::OpenItemStated::Reader e);
  void operator()(event::NumbersUsed::Reader e);
  void operator()(event::ShareAdjusted::Reader e);
  void operator()(event::FundYearClosed::Reader) {}  // decide lets none be reversed

 private:
  void post_back();
  void forget_claim(const std::string& claim);
  void forget_invoices(capnp::List<capnp::Text>::Reader numbers);
  template <typename E>
  void unlearn(E) {}
  void unlearn(event::SpendingRegistered::Reader e) { forget_invoices(e.getInvoices()); }
  void unlearn(event::ClaimReserved::Reader e) { forget_claim(e.getClaim()); }
  void unlearn(event::ClaimSettled::Reader e) { forget_claim(e.getClaim()); }
  void unlearn(event::ClaimVoided::Reader e) { forget_claim(e.getClaim()); }
};

template <typename E>
concept AboutFund = requires(FundFold fold, E e) {
  fold(e);
};

template <AboutFund E>
void fold(Facts& facts, const At& at, E e) {
  FundFold{facts, at}(e);
}
template <AboutFund E>
void take_back(Facts& facts, const At& at, E e) {
  FundTakeBack{facts, at}(e);
}

// Every fact of the fund in one fixed order, as in facts.h.
void dump_fund(const FundFacts& fund, const std::function<void(std::string_view)>& line);

}  // namespace zhucun::domain
