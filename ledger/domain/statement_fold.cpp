// The fold of the bank's statement and its reconciliation; see fund_fold.h.
#include <algorithm>

#include "ledger/domain/fund_fold.h"
#include "ledger/domain/text.h"

namespace zhucun::domain {

namespace {

template <typename E>
HolderYear account_of(E e) {
  return {division(e.getHolder()), e.getFundYear()};
}

template <typename E>
Fen signed_amount(E e) {
  return Fen{e.getDirection() == event::Direction::OUT_OF ? -e.getAmount() : e.getAmount()};
}

std::vector<Position> positions(capnp::List<std::uint64_t>::Reader list) {
  std::vector<Position> out;
  for (auto one : list) out.push_back({one});
  return out;
}

}  // namespace

void FundFold::operator()(event::StatementLineRecorded::Reader e) {
  StatementLine line{at.position,
                     at.date,
                     account_of(e),
                     signed_amount(e),
                     copy(e.getSequence()),
                     copy(e.getReference()),
                     copy(e.getParty()),
                     copy(e.getSummary()),
                     {}};
  if (e.getBalanceKnown()) line.balance = Fen{e.getBalance()};
  facts.fund.lines[line.account].push_back(std::move(line));
}
void FundTakeBack::operator()(event::StatementLineRecorded::Reader e) {
  std::erase_if(facts.fund.lines[account_of(e)],
                [&](const StatementLine& one) { return one.position == at.position; });
}

void FundFold::operator()(event::OpenItemStated::Reader e) {
  auto index = static_cast<std::uint32_t>(facts.fund.papers.size());
  FundPaper paper;
  paper.position = at.position;
  paper.date = at.date;
  paper.type = event::FundEvent::OPEN_ITEM_STATED;
  paper.holder = division(e.getHolder());
  paper.document = copy(e.getReference());
  paper.party = copy(e.getParty());
  paper.amount = Fen{e.getAmount()};
  paper.opening = true;
  paper.fact = true;
  paper.first_posting = static_cast<std::uint32_t>(facts.fund.postings.size());
  facts.fund.papers.push_back(std::move(paper));
  facts.fund.movements[account_of(e)].push_back(
      {at.position, at.date, signed_amount(e), ItemKind::open_item, index});
}
void FundTakeBack::operator()(event::OpenItemStated::Reader) {
  post_back();
}

void FundFold::operator()(event::LinesMatched::Reader e) {
  HolderYear account = account_of(e);
  MatchFact match{account, positions(e.getLines()), positions(e.getItems()), copy(e.getReason()),
                  at.date};
  for (const auto* list : {&match.lines, &match.items}) {
    for (Position one : *list) {
      facts.fund.matched[{account.holder, account.year, one}] = at.position;
    }
  }
  facts.fund.matches[at.position] = std::move(match);
}
void FundTakeBack::operator()(event::LinesMatched::Reader) {
  auto found = facts.fund.matches.find(at.position);
  if (found == facts.fund.matches.end()) return;
  HolderYear account = found->second.account;
  for (const auto* list : {&found->second.lines, &found->second.items}) {
    for (Position one : *list) facts.fund.matched.erase({account.holder, account.year, one});
  }
  facts.fund.matches.erase(found);
}

void FundFold::operator()(event::OutstandingClassed::Reader e) {
  HolderYear account = account_of(e);
  facts.fund.classed[{account.holder, account.year, {e.getItem()}}] = {
      at.position, e.getClass(), copy(e.getNote()), from_stored(e.getExpected())};
}
void FundTakeBack::operator()(event::OutstandingClassed::Reader e) {
  HolderYear account = account_of(e);
  facts.fund.classed.erase({account.holder, account.year, {e.getItem()}});
}

void FundFold::operator()(event::ReconciliationCompleted::Reader e) {
  facts.fund.completed[account_of(e)].push_back(
      {at.position, at.date, from_stored(e.getThrough()).value_or(at.date), Fen{e.getBalance()},
       Fen{e.getBook()}, Fen{e.getOutstanding()}});
}
void FundTakeBack::operator()(event::ReconciliationCompleted::Reader e) {
  std::erase_if(facts.fund.completed[account_of(e)],
                [&](const CompletedFact& one) { return one.position == at.position; });
}

}  // namespace zhucun::domain
