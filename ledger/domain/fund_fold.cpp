#include "ledger/domain/fund_fold.h"

#include <algorithm>

#include "ledger/domain/fund_entries.h"
#include "ledger/domain/paper_numbers.h"

namespace zhucun::domain {

bool debits(const FundFacts& fund, std::uint32_t index, const FundPosting& posting) {
  const FundPaper& paper = fund.papers[posting.paper];
  // Beyond the paper's own postings stand those of its reversal, with the opposite sign on the same
  // side.
  bool red = paper.reversed_by.value != 0 &&
             (index < paper.first_posting || index >= paper.first_posting + paper.posting_count);
  return (posting.amount.value > 0) != red;
}

namespace {

using event::FundAccount;
using event::FundEvent;
using event::FundFlow;

DivisionCode village_of(capnp::Text::Reader text) {
  return text.size() > 0 ? division(text) : DivisionCode{};
}

std::uint32_t key_of(FundFacts& fund, const FundKey& key) {
  auto [found, fresh] =
      fund.key_index.try_emplace(key, static_cast<std::uint32_t>(fund.keys.size()));
  if (fresh) {
    fund.keys.push_back(key);
    fund.totals.push_back({});
    fund.debits.push_back({});
    fund.keys_of[key.holder].push_back(found->second);
  }
  return found->second;
}

void add_posting(FundFacts& fund, FundPosting posting) {
  fund.totals[posting.key].value += posting.amount.value;
  if (debits(fund, static_cast<std::uint32_t>(fund.postings.size()), posting))
    fund.debits[posting.key].value += posting.amount.value;
  fund.last_date = std::max(fund.last_date, posting.date);
  fund.postings.push_back(posting);
}

// What postings do to bank accounts, year 0, and to yearly quotas.
void add_movements(FundFacts& fund, const FundPaper& paper, std::uint32_t index) {
  std::map<HolderYear, Fen> moved;
  for (std::uint32_t i = 0; i < paper.posting_count; ++i) {
    const FundPosting& posting = fund.postings[paper.first_posting + i];
    const FundKey& key = fund.keys[posting.key];
    if (key.account == FundAccount::CASH) moved[{key.holder, 0}].value += posting.amount.value;
    if (key.account == FundAccount::QUOTA)
      moved[{key.holder, key.year}].value += posting.amount.value;
  }
  bool opens =
      paper.type == FundEvent::FUND_OPENING_STATED || paper.type == FundEvent::FUNDS_CARRIED_OVER;
  for (const auto& [account, amount] : moved) {
    if (amount.value == 0) continue;
    fund.movements[account].push_back({paper.position, paper.date, amount,
                                       opens ? ItemKind::opening : ItemKind::movement, index});
  }
}

template <typename E>
FundPaper& add_paper(Facts& facts, const At& at, E e, FundType type, FundFlow flow) {
  FundFacts& fund = facts.fund;
  auto index = static_cast<std::uint32_t>(fund.papers.size());
  fund.papers.emplace_back();
  FundPaper& paper = fund.papers.back();
  paper.position = at.position;
  paper.date = at.date;
  paper.type = type;
  paper.opening = at.opening;
  paper.first_posting = static_cast<std::uint32_t>(fund.postings.size());
  for (const Entry& one : entries_in(e.getEntries())) {
    FundKey key{one.holder, one.village, one.year, flow, one.account, one.source, one.fund};
    add_posting(fund, {at.date, key_of(fund, key), index, one.amount});
  }
  paper.posting_count = static_cast<std::uint32_t>(fund.postings.size()) - paper.first_posting;
  add_movements(fund, paper, index);
  return paper;
}

template <typename Lines>
Fen sum_of(Lines lines) {
  Fen sum;
  for (auto line : lines) sum.value += line.getAmount();
  return sum;
}

// One village and one fund where all lines say the same.
template <typename Lines>
void one_pot_of(FundPaper& paper, Lines lines) {
  bool first = true;
  for (auto line : lines) {
    DivisionCode village = village_of(line.getVillage());
    paper.village = first || paper.village == village ? village : DivisionCode{};
    paper.fund = first || paper.fund == line.getFund() ? line.getFund() : event::FundKind::UNKNOWN;
    first = false;
  }
}

void add_spent(FundFacts& fund, capnp::List<event::SpendingLine>::Reader lines) {
  auto index = static_cast<std::uint32_t>(fund.papers.size() - 1);
  FundPaper& paper = fund.papers.back();
  for (auto line : lines) {
    fund.spent.push_back(
        {index, copy(line.getHead()), Fen{line.getAmount()}, copy(line.getSummary())});
    std::string words =
        line.getSummary().size() > 0 ? copy(line.getSummary()) : copy(line.getHead());
    paper.words += (paper.words.empty() ? "" : "、") + words;
  }
}

void add_invoices(FundFacts& fund, capnp::List<capnp::Text>::Reader numbers, UseOfNumber use) {
  for (auto number : numbers) fund.invoices[one_spelling(view(number))].push_back(use);
}

template <typename E>
ClaimFact& move_claim(Facts& facts, const At& at, E e, ClaimStep step, Fen amount,
                      std::string words = "") {
  ClaimFact& claim = facts.fund.claims[copy(e.getClaim())];
  claim.holder = division(e.getHolder());
  claim.moves.push_back({at.position, at.date, step, amount, at.actor, std::move(words)});
  return claim;
}

template <typename E>
void describe_claim(ClaimFact& claim, E e) {
  claim.village = village_of(e.getVillage());
  claim.year = e.getFundYear();
  claim.fund = e.getFund();
}

}  // namespace

const FundPaper* FundFacts::paper_at(Position position) const {
  auto found = std::lower_bound(papers.begin(), papers.end(), position,
                                [](const FundPaper& p, Position at) { return p.position < at; });
  return found == papers.end() || found->position != position ? nullptr : &*found;
}

void FundFold::operator()(event::FundAccountSet::Reader e) {
  facts.fund.settings[division(e.getHolder())][e.getFundYear()] = {
      e.getMode(), e.getPots(), copy(e.getDocument()), at.position};
}

void FundFold::operator()(event::AllotmentIssued::Reader e) {
  FundPaper& paper = add_paper(facts, at, e, FundEvent::ALLOTMENT_ISSUED, FundFlow::ALLOTTED);
  paper.holder = division(e.getCounty());
  paper.year = e.getFundYear();
  paper.source = e.getLevel();
  paper.document = copy(e.getDocument());
  paper.words = copy(e.getHead());
  paper.advance = e.getAdvance();
  paper.fact = true;
  paper.amount = sum_of(e.getLines());
  one_pot_of(paper, e.getLines());
}

void FundFold::operator()(event::FundsReceived::Reader e) {
  FundPaper& paper = add_paper(facts, at, e, FundEvent::FUNDS_RECEIVED, FundFlow::RECEIVED);
  paper.holder = division(e.getHolder());
  paper.year = e.getFundYear();
  paper.source = e.getLevel();
  paper.document = copy(e.getDocument());
  paper.number = copy(e.getAllotment());
  paper.fact = true;
  paper.amount = sum_of(e.getLines());
  one_pot_of(paper, e.getLines());
}

void FundFold::operator()(event::FundsTransferred::Reader e) {
  FundPaper& paper = add_paper(facts, at, e, FundEvent::FUNDS_TRANSFERRED, FundFlow::TRANSFERRED);
  paper.holder = division(e.getCounty());
  paper.other = division(e.getTownship());
  paper.year = e.getFundYear();
  paper.source = event::FundSource::POOLED;
  paper.document = copy(e.getDocument());
  paper.number = copy(e.getPayment());
  paper.fact = e.getPayment().size() > 0;
  paper.amount = sum_of(e.getLines());
  one_pot_of(paper, e.getLines());
}

void FundFold::operator()(event::TransferConfirmed::Reader e) {
  const FundPaper* transfer = facts.fund.paper_at({e.getTransfer()});
  std::int16_t year = transfer ? transfer->year : std::int16_t{0};
  DivisionCode county = transfer ? transfer->holder : DivisionCode{};
  std::string document = transfer ? transfer->document : "";
  FundPaper& paper = add_paper(facts, at, e, FundEvent::TRANSFER_CONFIRMED, FundFlow::CONFIRMED);
  paper.holder = division(e.getTownship());
  paper.other = county;
  paper.year = year;
  paper.source = event::FundSource::POOLED;
  paper.document = document;
  paper.number = copy(e.getReceipt());
  paper.refers = {e.getTransfer()};
  paper.fact = true;
  paper.amount = sum_of(e.getLines());
  one_pot_of(paper, e.getLines());
}

void FundFold::operator()(event::FundsReturned::Reader e) {
  FundPaper& paper = add_paper(facts, at, e, FundEvent::FUNDS_RETURNED, FundFlow::RETURNED);
  paper.holder = division(e.getTownship());
  paper.other = division(e.getCounty());
  paper.year = e.getFundYear();
  paper.source = event::FundSource::POOLED;
  paper.document = copy(e.getDocument());
  paper.number = copy(e.getPayment());
  paper.words = copy(e.getReason());
  paper.fact = e.getPayment().size() > 0;
  paper.amount = sum_of(e.getLines());
  one_pot_of(paper, e.getLines());
}

void FundFold::operator()(event::FundsTakenBack::Reader e) {
  FundPaper& paper = add_paper(facts, at, e, FundEvent::FUNDS_TAKEN_BACK, FundFlow::TAKEN_BACK);
  paper.holder = division(e.getHolder());
  paper.year = e.getFundYear();
  paper.source = e.getLevel();
  paper.document = copy(e.getDocument());
  paper.fact = true;
  paper.amount = sum_of(e.getLines());
  one_pot_of(paper, e.getLines());
}

void FundFold::operator()(event::FundsDistributed::Reader e) {
  FundPaper& paper = add_paper(facts, at, e, FundEvent::FUNDS_DISTRIBUTED, FundFlow::DISTRIBUTED);
  paper.holder = division(e.getHolder());
  paper.year = e.getFundYear();
  paper.document = copy(e.getDocument());
  paper.amount = sum_of(e.getLines());
}

void FundFold::operator()(event::FundsCarriedOver::Reader e) {
  FundPaper& paper = add_paper(facts, at, e, FundEvent::FUNDS_CARRIED_OVER, FundFlow::CARRIED_OVER);
  paper.holder = division(e.getHolder());
  paper.year = e.getFundYear();
  paper.document = copy(e.getDocument());
  for (auto entry : e.getEntries()) {
    bool money =
        entry.getAccount() == FundAccount::CASH || entry.getAccount() == FundAccount::QUOTA;
    if (money && entry.getYear() != e.getFundYear()) paper.amount.value += entry.getAmount();
  }
}

void FundFold::operator()(event::PotsMerged::Reader e) {
  FundPaper& paper = add_paper(facts, at, e, FundEvent::POTS_MERGED, FundFlow::DISTRIBUTED);
  paper.village = division(e.getInto());
  paper.document = copy(e.getDocument());
  if (e.getEntries().size() > 0) paper.holder = division(e.getEntries()[0].getHolder());
}

void FundFold::operator()(event::SpendingRegistered::Reader e) {
  FundPaper& paper = add_paper(facts, at, e, FundEvent::SPENDING_REGISTERED, FundFlow::SPENT);
  paper.holder = division(e.getHolder());
  paper.village = village_of(e.getVillage());
  paper.year = e.getFundYear();
  paper.fund = e.getFund();
  paper.document = copy(e.getVoucher());
  paper.party = copy(e.getPayee());
  paper.number = copy(e.getAdvancedBy());
  paper.fact = true;
  paper.amount = sum_of(e.getLines());
  add_spent(facts.fund, e.getLines());
  add_invoices(facts.fund, e.getInvoices(),
               {at.position, paper.holder, paper.year, "", paper.party, at.date});
}

void FundFold::operator()(event::AdvanceRepaid::Reader e) {
  FundPaper& paper = add_paper(facts, at, e, FundEvent::ADVANCE_REPAID, FundFlow::REPAID);
  paper.holder = division(e.getHolder());
  paper.village = village_of(e.getVillage());
  paper.year = e.getFundYear();
  paper.fund = e.getFund();
  paper.document = copy(e.getVoucher());
  paper.party = copy(e.getTo());
  paper.fact = true;
  paper.amount = Fen{e.getAmount()};
}

void FundFold::operator()(event::ClaimReserved::Reader e) {
  FundPaper& paper = add_paper(facts, at, e, FundEvent::CLAIM_RESERVED, FundFlow::RESERVED);
  paper.holder = division(e.getHolder());
  paper.village = village_of(e.getVillage());
  paper.year = e.getFundYear();
  paper.fund = e.getFund();
  paper.document = copy(e.getClaim());
  paper.amount = sum_of(e.getLines());
  describe_claim(move_claim(facts, at, e, ClaimStep::reserved, paper.amount), e);
}

void FundFold::operator()(event::ClaimSubmitted::Reader e) {
  ClaimFact& claim = move_claim(facts, at, e, ClaimStep::submitted, sum_of(e.getLines()));
  describe_claim(claim, e);
  claim.payee = copy(e.getPayee());
  add_invoices(facts.fund, e.getInvoices(),
               {at.position, claim.holder, claim.year, copy(e.getClaim()), claim.payee, at.date});
}

void FundFold::operator()(event::ClaimVerified::Reader e) {
  move_claim(facts, at, e, ClaimStep::verified, sum_of(e.getLines()), copy(e.getNote()));
}

void FundFold::operator()(event::ClaimSettled::Reader e) {
  ClaimFact& claim = move_claim(facts, at, e, ClaimStep::settled, Fen{e.getAmount()});
  FundPaper& paper = add_paper(facts, at, e, FundEvent::CLAIM_SETTLED, FundFlow::SPENT);
  paper.holder = claim.holder;
  paper.village = claim.village;
  paper.year = claim.year;
  paper.fund = claim.fund;
  paper.document = copy(e.getVoucher());
  paper.number = copy(e.getClaim());
  paper.party = claim.payee;
  paper.words = "报账单 " + copy(e.getClaim());
  paper.fact = true;
  paper.amount = Fen{e.getAmount()};
}

void FundFold::operator()(event::ClaimReturned::Reader e) {
  move_claim(facts, at, e, ClaimStep::returned, {}, copy(e.getReason()));
}

void FundFold::operator()(event::ClaimVoided::Reader e) {
  move_claim(facts, at, e, ClaimStep::voided, {}, copy(e.getReason()));
  FundPaper& paper = add_paper(facts, at, e, FundEvent::CLAIM_VOIDED, FundFlow::RESERVED);
  paper.holder = division(e.getHolder());
  paper.document = copy(e.getClaim());
  paper.words = copy(e.getReason());
}

void FundFold::operator()(event::FundOpeningStated::Reader e) {
  FundPaper& paper = add_paper(facts, at, e, FundEvent::FUND_OPENING_STATED, FundFlow::OPENING);
  paper.holder = division(e.getHolder());
  paper.village = village_of(e.getVillage());
  paper.year = e.getFundYear();
  paper.source = e.getLevel();
  paper.fund = e.getFund();
  paper.document = copy(e.getDocument());
  paper.fact = true;
  paper.amount = Fen{e.getAmount()};
  paper.oldest = from_stored(e.getOldest()).value_or(at.date);
}

void FundFold::operator()(event::FundYearClosed::Reader e) {
  HolderYear year{division(e.getCounty()), e.getFundYear()};
  facts.fund.closed[year] = at.position;
  for (auto share : e.getShares()) {
    facts.fund.frozen[year].push_back(
        {division(share.getVillage()),
         share.getFund(),
         {Fen{share.getProvince()}, Fen{share.getCity()}, Fen{share.getCounty()}},
         copy(e.getDocument()),
         at.position});
  }
}

void FundFold::operator()(event::ShareAdjusted::Reader e) {
  facts.fund.adjusted[{division(e.getCounty()), e.getFundYear()}].push_back(
      {division(e.getVillage()),
       e.getFund(),
       {Fen{e.getProvinceChange()}, Fen{e.getCityChange()}, Fen{e.getCountyChange()}},
       copy(e.getDocument()),
       at.position});
}

void FundFold::operator()(event::EntryCorrected::Reader e) {
  const FundPaper* known = facts.fund.paper_at({e.getTarget()});
  FundPaper target = known ? *known : FundPaper{};
  FundPaper& paper = add_paper(facts, at, e, FundEvent::ENTRY_CORRECTED, FundFlow::CORRECTED);
  paper.holder = division(e.getHolder());
  paper.village = target.village;
  paper.year = target.year;
  paper.fund = target.fund;
  paper.source = target.source;
  paper.document = copy(e.getDocument());
  paper.words = copy(e.getReason());
  paper.refers = {e.getTarget()};
  paper.fact = true;
  paper.amount = Fen{-target.amount.value};
}

void FundFold::operator()(event::NumbersUsed::Reader e) {
  if (e.getKind() != event::NumberKind::INVOICE) return;
  add_invoices(facts.fund, e.getNumbers(),
               {at.position, division(e.getHolder()), e.getFundYear(), "", "期初", at.date});
}

void FundTakeBack::post_back() {
  FundFacts& fund = facts.fund;
  auto found = std::lower_bound(fund.papers.begin(), fund.papers.end(), at.position,
                                [](const FundPaper& p, Position at) { return p.position < at; });
  if (found == fund.papers.end() || found->position != at.position) return;
  found->reversed_by = at.by;
  for (std::uint32_t i = 0; i < found->posting_count; ++i) {
    FundPosting back = fund.postings[found->first_posting + i];
    back.date = at.by_date;
    back.amount.value = -back.amount.value;
    add_posting(fund, back);
  }
  for (auto& [account, list] : fund.movements) {
    std::erase_if(list, [&](const FundMovement& one) { return one.position == at.position; });
  }
  std::erase_if(fund.spent, [&](const FundSpent& one) {
    return one.paper == static_cast<std::uint32_t>(found - fund.papers.begin());
  });
}

void FundTakeBack::forget_claim(const std::string& claim) {
  auto& moves = facts.fund.claims[claim].moves;
  std::erase_if(moves, [&](const ClaimMove& one) { return one.position == at.position; });
  if (moves.empty()) facts.fund.claims.erase(claim);
}

void FundTakeBack::forget_invoices(capnp::List<capnp::Text>::Reader numbers) {
  for (auto number : numbers) {
    auto found = facts.fund.invoices.find(one_spelling(view(number)));
    if (found == facts.fund.invoices.end()) continue;
    std::erase_if(found->second,
                  [&](const UseOfNumber& one) { return one.position == at.position; });
    if (found->second.empty()) facts.fund.invoices.erase(found);
  }
}

void FundTakeBack::operator()(event::FundAccountSet::Reader e) {
  facts.fund.settings[division(e.getHolder())].erase(e.getFundYear());
}
void FundTakeBack::operator()(event::ClaimSubmitted::Reader e) {
  forget_claim(copy(e.getClaim()));
  forget_invoices(e.getInvoices());
}
void FundTakeBack::operator()(event::ClaimVerified::Reader e) {
  forget_claim(copy(e.getClaim()));
}
void FundTakeBack::operator()(event::ClaimReturned::Reader e) {
  forget_claim(copy(e.getClaim()));
}
void FundTakeBack::operator()(event::NumbersUsed::Reader e) {
  forget_invoices(e.getNumbers());
}
void FundTakeBack::operator()(event::ShareAdjusted::Reader e) {
  auto& list = facts.fund.adjusted[{division(e.getCounty()), e.getFundYear()}];
  std::erase_if(list, [&](const FrozenFact& one) { return one.position == at.position; });
}

}  // namespace zhucun::domain
