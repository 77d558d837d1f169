#include "ledger/domain/fund.h"

#include <algorithm>

#include "ledger/domain/fund_papers.h"

namespace zhucun::domain {

namespace {

using event::FundAccount;
using event::FundKind;
using event::FundSource;

Refusal faulty(Code code, std::string detail, std::string hint, std::string pointer) {
  return {code, std::move(detail), std::move(hint), std::move(pointer), "8.2.1", {}};
}

Decision posting(event::Body::Reader body, const Entries& entries) {
  Decision decision;
  decision.completed = with_entries(body, entries);
  return decision;
}

// Both sides of one movement of a line's money.
struct Move {
  FundAccount debit;
  DivisionCode debit_holder;
  FundAccount credit;
  DivisionCode credit_holder;
  FundSource source;
  std::int16_t year;
};

void move_line(event::FundLine::Reader line, const Move& move, Entries& out) {
  DivisionCode village = village_or_none(line.getVillage());
  Fen amount{line.getAmount()};
  out.push_back(
      {move.debit, move.debit_holder, move.source, line.getFund(), move.year, village, amount});
  out.push_back({move.credit, move.credit_holder, move.source, line.getFund(), move.year, village,
                 Fen{-amount.value}});
}

// Which level may be named as the giver of money.
Fault level_fault(FundSource level) {
  if (level != FundSource::POOLED) return std::nullopt;
  return faulty(Code::bad_value, "来源须写明是哪一级", "填 province、city、county 或 topUp",
                "/data/level");
}

// Decisions over the lines: each must be covered. Lines of one pot are added up.
Fault lines_balance_fault(const State& state, FundLines lines, const Purse& purse) {
  std::map<std::pair<FundKind, DivisionCode>, Fen> wanted;
  for (auto line : lines) {
    Fen& sum = wanted[{line.getFund(), village_or_none(line.getVillage())}];
    sum.value += line.getAmount();
  }
  std::map<FundKind, Fen> from_lump;
  for (auto& [pot, amount] : wanted) {
    Fen own = available(state, purse, pot.first, pot.second);
    Fen lump = pot.second.empty() ? Fen{0} : available(state, purse, pot.first, {});
    Fen free{own.value - from_lump[pot.first].value};
    if (amount > free) {
      return balance_fault(state, purse, pot.first, pot.second,
                           Fen{amount.value + from_lump[pot.first].value}, "/data/lines");
    }
    Fen beyond{std::max<std::int64_t>(0, amount.value - (own.value - lump.value))};
    from_lump[pot.first].value += pot.second.empty() ? amount.value : beyond.value;
  }
  return std::nullopt;
}

}  // namespace

void post_with_papers(State& state, Position position, event::Body::Reader body, int sign) {
  post(state, position, body, sign);
  for (const auto& paper : papers_of(body)) {
    auto& known = state.fund.papers.change(paper);
    if (sign > 0)
      known.insert(position);
    else
      known.erase(position);
  }
}

// Refuses: the holder's faults, wrong_pot where the policy of the fund year leaves the county no
// choice.
Result<Decision> decide(const Context&, const State& state, event::FundAccountSet::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = holder_fault(state, draft.getHolder(), date_of(body), "/data/holder"))
    return refuse(*fault);
  Date day = std::max(date_of(body), make_date(draft.getFundYear(), 1, 1));
  auto policy = state.policy_book().at(day);
  auto wanted = draft.getPots() == event::Pots::ONE ? policy::FundPots::one : policy::FundPots::two;
  for (const auto& row : policy->funds) {
    bool fixed = row.pots != policy::FundPots::per_county && row.pots != wanted;
    if (!fixed || !policy::holds_in(row, division(draft.getHolder()))) continue;
    bool one = row.pots == policy::FundPots::one;
    return refuse({Code::wrong_pot,
                   row.document + "定为" + (one ? "合并管理" : "分别管理"),
                   one ? "经费池填 one" : "经费池填 two",
                   "/data/pots",
                   row.clause.text,
                   {}});
  }
  return Decision{};
}

void evolve(State& state, Position, event::FundAccountSet::Reader e, event::Body::Reader) {
  state.fund.settings.change(division(e.getHolder()))[e.getFundYear()] = {e.getMode(), e.getPots()};
}
void revert(State& state, Position, event::FundAccountSet::Reader e, event::Body::Reader) {
  state.fund.settings.change(division(e.getHolder())).erase(e.getFundYear());
}

// A fact with its document. Refuses: division faults, bad_value, fund_account_missing,
// document_used, the lines' faults.
Result<Decision> decide(const Context&, const State& state, event::AllotmentIssued::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = division_fault(state, draft.getCounty(), DivisionLevel::county, date_of(body),
                                  "/data/county"))
    return refuse(*fault);
  if (auto fault = level_fault(draft.getLevel())) return refuse(*fault);
  DivisionCode county = division(draft.getCounty());
  Purse purse = purse_of(state, county, draft.getFundYear());
  if (auto fault = account_fault(state, county, purse.year, "/data/fundYear"))
    return refuse(*fault);
  for (const auto& paper : papers_of(body)) {
    if (auto fault =
            paper_fault(state, paper, "指标文号 " + copy(draft.getDocument()), "/data/document"))
      return refuse(*fault);
  }
  if (auto fault = lines_fault(state, draft.getLines(), purse, {draft.getLikely(), date_of(body)}))
    return refuse(*fault);
  Entries entries;
  FundAccount debit =
      purse.money == FundAccount::QUOTA ? FundAccount::QUOTA : FundAccount::RECEIVABLE;
  for (auto line : draft.getLines()) {
    move_line(line, {debit, county, FundAccount::GRANT, county, draft.getLevel(), purse.year},
              entries);
  }
  return posting(body, entries);
}

// A fact. Refuses: holder faults, bad_value, fund_account_missing, document_used, the lines'
// faults.
Result<Decision> decide(const Context&, const State& state, event::FundsReceived::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = holder_fault(state, draft.getHolder(), date_of(body), "/data/holder"))
    return refuse(*fault);
  if (auto fault = level_fault(draft.getLevel())) return refuse(*fault);
  DivisionCode holder = division(draft.getHolder());
  Purse purse = purse_of(state, holder, draft.getFundYear());
  if (auto fault = account_fault(state, holder, purse.year, "/data/fundYear"))
    return refuse(*fault);
  for (const auto& paper : papers_of(body)) {
    if (auto fault =
            paper_fault(state, paper, "支付令号 " + copy(draft.getDocument()), "/data/document"))
      return refuse(*fault);
  }
  if (auto fault = lines_fault(state, draft.getLines(), purse, {draft.getLikely(), date_of(body)}))
    return refuse(*fault);
  DivisionCode county = county_above(state, holder);
  Entries entries;
  for (auto line : draft.getLines()) {
    move_line(
        line,
        {FundAccount::CASH, holder, FundAccount::RECEIVABLE, county, draft.getLevel(), purse.year},
        entries);
  }
  return posting(body, entries);
}

// With a payment number a fact, else a decision. Refuses: division faults, outside_holder,
// year_closed, fund_account_missing, document_used, the lines' faults, balance_exceeded.
Result<Decision> decide(const Context&, const State& state, event::FundsTransferred::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault =
          division_fault(state, draft.getCounty(), DivisionLevel::county, day, "/data/county"))
    return refuse(*fault);
  if (auto fault = division_fault(state, draft.getTownship(), DivisionLevel::township, day,
                                  "/data/township"))
    return refuse(*fault);
  DivisionCode county = division(draft.getCounty());
  DivisionCode township = division(draft.getTownship());
  if (auto fault = beneath_fault(state, township, county, "/data/township")) return refuse(*fault);
  bool decided = draft.getPayment().size() == 0;
  if (decided) {
    if (auto fault = closed_fault(state, county, draft.getFundYear(), "/data/fundYear"))
      return refuse(*fault);
  }
  Purse purse = purse_of(state, county, draft.getFundYear());
  if (auto fault = account_fault(state, county, purse.year, "/data/fundYear"))
    return refuse(*fault);
  for (const auto& paper : papers_of(body)) {
    if (auto fault =
            paper_fault(state, paper, "拨款文号 " + copy(draft.getDocument()), "/data/document"))
      return refuse(*fault);
  }
  if (auto fault = lines_fault(state, draft.getLines(), purse, {draft.getLikely(), day}))
    return refuse(*fault);
  if (decided) {
    if (auto fault = lines_balance_fault(state, draft.getLines(), purse)) return refuse(*fault);
  }
  Entries entries;
  for (auto line : draft.getLines()) {
    DivisionCode village = village_or_none(line.getVillage());
    entries.push_back({FundAccount::TRANSIT, township, FundSource::POOLED, line.getFund(),
                       purse.year, village, Fen{line.getAmount()}});
    draw(state, purse, line.getFund(), village, Fen{line.getAmount()}, entries);
  }
  return posting(body, entries);
}

void evolve(State& state, Position position, event::FundsTransferred::Reader e,
            event::Body::Reader body) {
  post_with_papers(state, position, body, 1);
  Entries entries = entries_of(body);
  state.fund.transfers.put(position, {division(e.getCounty()), division(e.getTownship()),
                                      entries.empty() ? e.getFundYear() : entries.front().year});
}
void revert(State& state, Position position, event::FundsTransferred::Reader,
            event::Body::Reader body) {
  post_with_papers(state, position, body, -1);
  state.fund.transfers.erase(position);
}

// The receiver's figure, a fact. Refuses: wrong_reference, outside_holder, the lines' faults.
Result<Decision> decide(const Context&, const State& state, event::TransferConfirmed::Reader draft,
                        event::Body::Reader body) {
  Position transfer{draft.getTransfer()};
  const KnownTransfer* known = state.fund.transfers.find(transfer);
  if (!known) {
    return refuse(faulty(Code::wrong_reference,
                         "序号 " + std::to_string(transfer.value) + " 不是未冲销的拨付",
                         "填拨付乡镇（fundsTransferred）的序号", "/data/transfer"));
  }
  DivisionCode township = division(draft.getTownship());
  if (township != known->township) {
    return refuse(
        faulty(Code::outside_holder,
               "这笔拨付的收款单位是 " + to_text(known->township) + "，不是 " + to_text(township),
               "由收款乡镇确认", "/data/township"));
  }
  Purse purse{township, known->year};
  auto setting = setting_of(state, township, known->year);
  if (setting && setting->mode == event::PaymentMode::QUOTA) purse.money = FundAccount::QUOTA;
  if (auto fault = lines_fault(state, draft.getLines(), purse, {true, date_of(body)}))
    return refuse(*fault);
  Entries entries;
  for (auto line : draft.getLines()) {
    move_line(
        line,
        {purse.money, township, FundAccount::TRANSIT, township, FundSource::POOLED, known->year},
        entries);
  }
  return posting(body, entries);
}

void evolve(State& state, Position position, event::TransferConfirmed::Reader e,
            event::Body::Reader body) {
  post_with_papers(state, position, body, 1);
  state.dependants.change({e.getTransfer()}).insert(position);
}
void revert(State& state, Position position, event::TransferConfirmed::Reader e,
            event::Body::Reader body) {
  post_with_papers(state, position, body, -1);
  state.dependants.change({e.getTransfer()}).erase(position);
}

// With a payment number a fact. Refuses as a transfer does.
Result<Decision> decide(const Context&, const State& state, event::FundsReturned::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = division_fault(state, draft.getTownship(), DivisionLevel::township, day,
                                  "/data/township"))
    return refuse(*fault);
  if (auto fault =
          division_fault(state, draft.getCounty(), DivisionLevel::county, day, "/data/county"))
    return refuse(*fault);
  DivisionCode county = division(draft.getCounty());
  DivisionCode township = division(draft.getTownship());
  if (auto fault = beneath_fault(state, township, county, "/data/township")) return refuse(*fault);
  bool decided = draft.getPayment().size() == 0;
  if (decided) {
    if (auto fault = closed_fault(state, township, draft.getFundYear(), "/data/fundYear"))
      return refuse(*fault);
  }
  Purse purse = purse_of(state, township, draft.getFundYear());
  if (auto fault = account_fault(state, township, purse.year, "/data/fundYear"))
    return refuse(*fault);
  if (auto fault = lines_fault(state, draft.getLines(), purse, {true, day})) return refuse(*fault);
  if (decided) {
    if (auto fault = lines_balance_fault(state, draft.getLines(), purse)) return refuse(*fault);
  }
  FundAccount back = purse_of(state, county, purse.year).money;
  Entries entries;
  for (auto line : draft.getLines()) {
    Fen amount{line.getAmount()};
    entries.push_back({back, county, FundSource::POOLED, line.getFund(), purse.year, {}, amount});
    draw(state, purse, line.getFund(), village_or_none(line.getVillage()), amount, entries);
  }
  return posting(body, entries);
}

// A fact. Refuses: holder faults, bad_value, fund_account_missing, the lines' faults.
Result<Decision> decide(const Context&, const State& state, event::FundsTakenBack::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = holder_fault(state, draft.getHolder(), date_of(body), "/data/holder"))
    return refuse(*fault);
  if (auto fault = level_fault(draft.getLevel())) return refuse(*fault);
  DivisionCode holder = division(draft.getHolder());
  Purse purse = purse_of(state, holder, draft.getFundYear());
  if (auto fault = account_fault(state, holder, purse.year, "/data/fundYear"))
    return refuse(*fault);
  if (auto fault = lines_fault(state, draft.getLines(), purse, {true, date_of(body)}))
    return refuse(*fault);
  Entries entries;
  for (auto line : draft.getLines()) {
    move_line(line,
              {FundAccount::TAKEN_BACK, holder, purse.money, holder, draft.getLevel(), purse.year},
              entries);
  }
  return posting(body, entries);
}

// A decision. Refuses: holder faults, year_closed, fund_account_missing, the lines' faults,
// balance_exceeded.
Result<Decision> decide(const Context&, const State& state, event::FundsDistributed::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = holder_fault(state, draft.getHolder(), date_of(body), "/data/holder"))
    return refuse(*fault);
  DivisionCode holder = division(draft.getHolder());
  if (auto fault = closed_fault(state, holder, draft.getFundYear(), "/data/fundYear"))
    return refuse(*fault);
  Purse purse = purse_of(state, holder, draft.getFundYear());
  if (auto fault = account_fault(state, holder, purse.year, "/data/fundYear"))
    return refuse(*fault);
  if (auto fault = lines_fault(state, draft.getLines(), purse, {true, date_of(body)}))
    return refuse(*fault);
  std::map<FundKind, Fen> sums;
  Entries entries;
  unsigned index = 0;
  for (auto line : draft.getLines()) {
    std::string at = "/data/lines/" + std::to_string(index++);
    if (line.getVillage().size() == 0) {
      return refuse(faulty(Code::missing_field, "分配到村的每一笔都要写村", "填村的12位代码",
                           at + "/village"));
    }
    Fen& sum = sums[line.getFund()];
    sum.value += line.getAmount();
    if (auto fault = balance_fault(state, purse, line.getFund(), {}, sum, at + "/amount"))
      return refuse(*fault);
    Fen amount{line.getAmount()};
    entries.push_back({purse.money, holder, FundSource::POOLED, line.getFund(), purse.year,
                       division(line.getVillage()), amount});
    entries.push_back({purse.money,
                       holder,
                       FundSource::POOLED,
                       line.getFund(),
                       purse.year,
                       {},
                       Fen{-amount.value}});
  }
  return posting(body, entries);
}

}  // namespace zhucun::domain
