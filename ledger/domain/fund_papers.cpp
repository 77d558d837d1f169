#include "ledger/domain/fund_papers.h"

#include "ledger/domain/fund_rules.h"
#include "ledger/domain/visit.h"

namespace zhucun::domain {

namespace {

struct Papers {
  std::vector<std::string> out;

  void add(const char* space, capnp::Text::Reader place, std::int16_t year,
           capnp::Text::Reader number) {
    out.push_back(paper_key(space, copy(place), year, number));
  }
  template <typename List>
  void invoices(capnp::Text::Reader holder, std::int16_t year, List numbers) {
    for (auto number : numbers) add("invoice", holder, year, number);
  }

  void operator()(event::AllotmentIssued::Reader e) {
    add("allotment", copy(e.getCounty()) + "|" + copy(e.getHead()), e.getFundYear(),
        e.getDocument());
  }
  void add(const char* space, const std::string& place, std::int16_t year,
           capnp::Text::Reader number) {
    out.push_back(paper_key(space, place, year, number));
  }
  void operator()(event::FundsReceived::Reader e) {
    add("document", e.getHolder(), e.getFundYear(), e.getDocument());
  }
  void operator()(event::FundsTransferred::Reader e) {
    add("document", e.getTownship(), e.getFundYear(), e.getDocument());
  }
  void operator()(event::SpendingRegistered::Reader e) {
    add("voucher", e.getHolder(), e.getFundYear(), e.getVoucher());
    invoices(e.getHolder(), e.getFundYear(), e.getInvoices());
  }
  void operator()(event::AdvanceRepaid::Reader e) {
    add("voucher", e.getHolder(), e.getFundYear(), e.getVoucher());
  }
  void operator()(event::ClaimSubmitted::Reader e) {
    invoices(e.getHolder(), e.getFundYear(), e.getInvoices());
  }
  void operator()(event::NumbersUsed::Reader e) {
    const char* space = e.getKind() == event::NumberKind::INVOICE   ? "invoice"
                        : e.getKind() == event::NumberKind::VOUCHER ? "voucher"
                                                                    : "document";
    for (auto number : e.getNumbers()) add(space, e.getHolder(), e.getFundYear(), number);
  }
  template <typename Other>
  void operator()(Other) {}
};

}  // namespace

std::vector<std::string> papers_of(event::Body::Reader body) {
  Papers papers;
  visit(body, papers);
  return std::move(papers.out);
}

}  // namespace zhucun::domain
