#include "ledger/domain/claims.h"

#include <algorithm>
#include <array>

#include "ledger/domain/fund.h"
#include "ledger/domain/fund_papers.h"

namespace zhucun::domain {

namespace {

using event::FundAccount;
using event::FundSource;

Refusal faulty(Code code, std::string detail, std::string hint, std::string pointer) {
  return {code, std::move(detail), std::move(hint), std::move(pointer), "8.2.1", {}};
}

struct StepRow {
  ClaimStep step;
  std::string_view title;
  std::vector<ClaimStep> after;
};

const std::vector<StepRow>& steps() {
  using enum ClaimStep;
  static const std::vector<StepRow> all{
      {none, "未报账", {}},
      {reserved, "预留", {none}},
      {submitted, "报账", {none, reserved, returned}},
      {verified, "核报", {submitted}},
      {returned, "退回", {submitted, verified}},
      {settled, "核销", {verified}},
      {voided, "作废", {reserved, submitted, verified, returned}},
  };
  return all;
}

const StepRow& row_of(ClaimStep step) {
  return *std::find_if(steps().begin(), steps().end(),
                       [step](const StepRow& row) { return row.step == step; });
}

Fault step_fault(const State& state, capnp::Text::Reader claim, ClaimStep to) {
  const KnownClaim* known = state.fund.claims.find(copy(claim));
  ClaimStep now = known ? known->step : ClaimStep::none;
  const auto& after = row_of(to).after;
  if (std::find(after.begin(), after.end(), now) != after.end()) return std::nullopt;
  std::string may;
  for (ClaimStep one : after) may += (may.empty() ? "" : "、") + std::string(row_of(one).title);
  return faulty(Code::wrong_step,
                "报账单 " + copy(claim) + " 现为“" + std::string(row_of(now).title) +
                    "”，不能办理" + std::string(row_of(to).title),
                std::string(row_of(to).title) + "之前须为：" + may, "/data/claim");
}

// The claim is that township's.
Fault claim_holder_fault(const State& state, capnp::Text::Reader claim,
                         capnp::Text::Reader holder) {
  const KnownClaim* known = state.fund.claims.find(copy(claim));
  if (!known || known->holder == division(holder)) return std::nullopt;
  return faulty(Code::wrong_reference, "报账单 " + copy(claim) + " 属于 " + to_text(known->holder),
                "核对单号和支出单位", "/data/holder");
}

template <typename Lines>
Fen sum_of(Lines lines) {
  Fen sum;
  for (auto line : lines) sum.value += line.getAmount();
  return sum;
}

enum class Heads : std::uint8_t { judged, kept };

// Amounts and, where the draft decides, heads.
template <typename Lines>
Fault spending_fault(const State& state, Lines lines, DivisionCode holder, Date day, Heads heads) {
  unsigned index = 0;
  for (auto line : lines) {
    std::string at = "/data/lines/" + std::to_string(index++);
    if (auto fault = amount_fault(line.getAmount(), at + "/amount")) return fault;
    if (heads == Heads::kept) continue;
    if (auto fault = head_fault(state, line.getHead(), holder, day, at + "/head")) return fault;
  }
  return std::nullopt;
}

// Invoices that another claim or payment has used in the year. Those of the claim's own earlier
// submissions are its own.
Fault invoice_fault(const State& state, event::Body::Reader body, const std::string& claim) {
  const KnownClaim* own = state.fund.claims.find(claim);
  for (const auto& paper : papers_of(body)) {
    if (!paper.starts_with("invoice|")) continue;
    const auto* known = state.fund.papers.find(paper);
    if (!known) continue;
    for (Position one : *known) {
      bool mine =
          own && std::find(own->events.begin(), own->events.end(), one) != own->events.end();
      if (mine) continue;
      return faulty(Code::invoice_used,
                    "发票号码 " + paper.substr(paper.rfind('|') + 1) + " 本年度已在序号 " +
                        std::to_string(one.value) + " 使用",
                    "核对发票；一张发票只报一次", "/data/invoices");
    }
  }
  return std::nullopt;
}

// What every first word about spending needs: who, which year, which pot, which village.
template <typename Draft>
Fault common_spending_fault(const State& state, Draft draft, Date day) {
  if (auto fault = holder_fault(state, draft.getHolder(), day, "/data/holder")) return fault;
  DivisionCode holder = division(draft.getHolder());
  Purse purse = purse_of(state, holder, draft.getFundYear());
  if (auto fault = account_fault(state, holder, purse.year, "/data/fundYear")) return fault;
  if (auto fault = pot_fault(state, holder, purse.year, draft.getFund(), "/data/fund"))
    return fault;
  return village_fault(state, draft.getVillage(), holder, day, "/data/village");
}

void take_step(State& state, const std::string& claim, ClaimStep step, Position position) {
  KnownClaim& known = state.fund.claims.change(claim);
  known.history.push_back(known.step);
  known.step = step;
  if (!known.events.empty()) state.dependants.change(known.events.back()).insert(position);
  known.events.push_back(position);
}

// The last step of a claim is taken back: later ones are its dependants and went before.
void step_back(State& state, const std::string& claim, Position position) {
  KnownClaim& known = state.fund.claims.change(claim);
  if (known.events.empty() || known.events.back() != position) return;
  known.events.pop_back();
  known.step = known.history.back();
  known.history.pop_back();
  if (!known.events.empty()) state.dependants.change(known.events.back()).erase(position);
}

void add_papers(State& state, Position position, event::Body::Reader body) {
  for (const auto& paper : papers_of(body)) state.fund.papers.change(paper).insert(position);
}
void drop_papers(State& state, Position position, event::Body::Reader body) {
  for (const auto& paper : papers_of(body)) state.fund.papers.change(paper).erase(position);
}

template <typename Draft>
PotKey pot_of(const State& state, Draft draft) {
  DivisionCode holder = division(draft.getHolder());
  return {holder, village_or_none(draft.getVillage()),
          open_year(state, holder, draft.getFundYear()), draft.getFund()};
}

// Sets parts of pots aside, or lets them go again with `sign` -1.
void reserve(const PotKey& pot, const std::vector<PotPart>& parts, int sign, Entries& out) {
  for (const PotPart& part : parts) {
    Fen amount{part.amount.value * sign};
    out.push_back({FundAccount::RESERVED, pot.holder, FundSource::POOLED, pot.fund, pot.year,
                   part.village, amount});
    out.push_back({FundAccount::RESERVING, pot.holder, FundSource::POOLED, pot.fund, pot.year,
                   part.village, Fen{-amount.value}});
  }
}

Fen sum_of(const std::vector<PotPart>& parts) {
  Fen sum;
  for (const PotPart& part : parts) sum.value += part.amount.value;
  return sum;
}

// Pays out of what was set aside first, then out of what is free.
void pay(const State& state, const Purse& purse, const KnownClaim& claim, Fen amount,
         Entries& out) {
  for (const PotPart& part : claim.reserved) {
    Fen paid = std::min(amount, part.amount);
    if (paid.value == 0) continue;
    out.push_back({purse.money, purse.holder, FundSource::POOLED, claim.pot.fund, purse.year,
                   part.village, Fen{-paid.value}});
    amount.value -= paid.value;
  }
  if (amount.value != 0) draw(state, purse, claim.pot.fund, claim.pot.village, amount, out);
}

}  // namespace

// A fact with its voucher: kept whatever it was spent on. Refuses: holder faults,
// fund_account_missing, wrong_pot, outside_holder, document_used, amount faults, amount_unlikely.
Result<Decision> decide(const Context&, const State& state, event::SpendingRegistered::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = common_spending_fault(state, draft, day)) return refuse(*fault);
  PotKey pot = pot_of(state, draft);
  if (auto fault = paper_fault(
          state,
          paper_key("voucher", copy(draft.getHolder()), draft.getFundYear(), draft.getVoucher()),
          "凭证号 " + copy(draft.getVoucher()), "/data/voucher"))
    return refuse(*fault);
  if (auto fault = spending_fault(state, draft.getLines(), pot.holder, day, Heads::kept))
    return refuse(*fault);
  Fen amount = sum_of(draft.getLines());
  if (auto fault = likely_fault(state, {amount, pot.holder, pot.village, true},
                                {draft.getLikely(), day}, "/data/lines"))
    return refuse(*fault);
  Entries entries{{FundAccount::SPENDING, pot.holder, FundSource::POOLED, pot.fund, pot.year,
                   pot.village, amount}};
  if (draft.getAdvancedBy().size() > 0) {
    entries.push_back({FundAccount::ADVANCE, pot.holder, FundSource::POOLED, pot.fund, pot.year,
                       pot.village, Fen{-amount.value}});
  } else {
    draw(state, purse_of(state, pot.holder, pot.year), pot.fund, pot.village, amount, entries);
  }
  Decision decision;
  decision.completed = with_entries(body, entries);
  return decision;
}
void evolve(State& state, Position position, event::SpendingRegistered::Reader,
            event::Body::Reader body) {
  post_with_papers(state, position, body, 1);
}
void revert(State& state, Position position, event::SpendingRegistered::Reader,
            event::Body::Reader body) {
  post_with_papers(state, position, body, -1);
}

// Refuses: holder faults, fund_account_missing, wrong_pot, outside_holder, year_closed, wrong_step,
// amount faults, head_forbidden, unknown_head, amount_unlikely, balance_exceeded.
Result<Decision> decide(const Context&, const State& state, event::ClaimReserved::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = common_spending_fault(state, draft, day)) return refuse(*fault);
  PotKey pot = pot_of(state, draft);
  if (auto fault = closed_fault(state, pot.holder, draft.getFundYear(), "/data/fundYear"))
    return refuse(*fault);
  if (auto fault = step_fault(state, draft.getClaim(), ClaimStep::reserved)) return refuse(*fault);
  if (auto fault = spending_fault(state, draft.getLines(), pot.holder, day, Heads::judged))
    return refuse(*fault);
  Fen amount = sum_of(draft.getLines());
  if (auto fault = likely_fault(state, {amount, pot.holder, pot.village, true},
                                {draft.getLikely(), day}, "/data/lines"))
    return refuse(*fault);
  if (auto fault = balance_fault(state, purse_of(state, pot.holder, pot.year), pot.fund,
                                 pot.village, amount, "/data/lines"))
    return refuse(*fault);
  Entries entries;
  Purse purse = purse_of(state, pot.holder, pot.year);
  reserve(pot, parts_of(state, purse, pot.fund, pot.village, amount), 1, entries);
  Decision decision;
  decision.completed = with_entries(body, entries);
  return decision;
}
void evolve(State& state, Position position, event::ClaimReserved::Reader e,
            event::Body::Reader body) {
  post_with_papers(state, position, body, 1);
  std::string claim = copy(e.getClaim());
  take_step(state, claim, ClaimStep::reserved, position);
  KnownClaim& known = state.fund.claims.change(claim);
  Entries entries = entries_of(body);
  known.holder = division(e.getHolder());
  known.pot = {known.holder, village_or_none(e.getVillage()), entries.front().year, e.getFund()};
  for (const Entry& one : entries) {
    if (one.account == FundAccount::RESERVED) known.reserved.push_back({one.village, one.amount});
  }
}
void revert(State& state, Position position, event::ClaimReserved::Reader e,
            event::Body::Reader body) {
  post_with_papers(state, position, body, -1);
  step_back(state, copy(e.getClaim()), position);
  state.fund.claims.change(copy(e.getClaim())).reserved = {};
}

// Refuses: holder faults, fund_account_missing, wrong_pot, outside_holder, year_closed, wrong_step,
// wrong_reference, amount faults, head_forbidden, unknown_head, amount_unlikely, invoice_used.
Result<Decision> decide(const Context&, const State& state, event::ClaimSubmitted::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = common_spending_fault(state, draft, day)) return refuse(*fault);
  PotKey pot = pot_of(state, draft);
  if (auto fault = closed_fault(state, pot.holder, draft.getFundYear(), "/data/fundYear"))
    return refuse(*fault);
  if (auto fault = step_fault(state, draft.getClaim(), ClaimStep::submitted)) return refuse(*fault);
  if (auto fault = claim_holder_fault(state, draft.getClaim(), draft.getHolder()))
    return refuse(*fault);
  if (auto fault = spending_fault(state, draft.getLines(), pot.holder, day, Heads::judged))
    return refuse(*fault);
  if (auto fault = likely_fault(state, {sum_of(draft.getLines()), pot.holder, pot.village, true},
                                {draft.getLikely(), day}, "/data/lines"))
    return refuse(*fault);
  if (auto fault = invoice_fault(state, body, copy(draft.getClaim()))) return refuse(*fault);
  return Decision{};
}
void evolve(State& state, Position position, event::ClaimSubmitted::Reader e,
            event::Body::Reader body) {
  std::string claim = copy(e.getClaim());
  add_papers(state, position, body);
  take_step(state, claim, ClaimStep::submitted, position);
  KnownClaim& known = state.fund.claims.change(claim);
  known.holder = division(e.getHolder());
  known.pot = {known.holder, village_or_none(e.getVillage()),
               open_year(state, known.holder, e.getFundYear()), e.getFund()};
  known.submitted = sum_of(e.getLines());
  known.submitter = copy(body.getActor());
}
void revert(State& state, Position position, event::ClaimSubmitted::Reader e,
            event::Body::Reader body) {
  drop_papers(state, position, body);
  step_back(state, copy(e.getClaim()), position);
}

// Refuses: wrong_step, wrong_reference, same_person, amount faults, head_forbidden, unknown_head,
// above_submitted.
Result<Decision> decide(const Context&, const State& state, event::ClaimVerified::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = step_fault(state, draft.getClaim(), ClaimStep::verified)) return refuse(*fault);
  if (auto fault = claim_holder_fault(state, draft.getClaim(), draft.getHolder()))
    return refuse(*fault);
  const KnownClaim& known = *state.fund.claims.find(copy(draft.getClaim()));
  if (is_same_person(state, known.submitter, copy(body.getActor()))) {
    return refuse(faulty(Code::same_person, "报账和核报是同一个人", "由另一个人核报", "/actor"));
  }
  if (auto fault =
          spending_fault(state, draft.getLines(), known.holder, date_of(body), Heads::judged))
    return refuse(*fault);
  Fen verified = sum_of(draft.getLines());
  if (verified > known.submitted) {
    return refuse(
        faulty(Code::above_submitted,
               "核报 " + yuan_text(verified) + " 超过报账的 " + yuan_text(known.submitted),
               "核报只减不增；漏报的退回重报", "/data/lines"));
  }
  return Decision{};
}
void evolve(State& state, Position position, event::ClaimVerified::Reader e, event::Body::Reader) {
  take_step(state, copy(e.getClaim()), ClaimStep::verified, position);
  state.fund.claims.change(copy(e.getClaim())).verified = sum_of(e.getLines());
}
void revert(State& state, Position position, event::ClaimVerified::Reader e, event::Body::Reader) {
  step_back(state, copy(e.getClaim()), position);
}

// Refuses: wrong_step, wrong_reference, document_used, amount faults, above_verified,
// balance_exceeded.
Result<Decision> decide(const Context&, const State& state, event::ClaimSettled::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = step_fault(state, draft.getClaim(), ClaimStep::settled)) return refuse(*fault);
  if (auto fault = claim_holder_fault(state, draft.getClaim(), draft.getHolder()))
    return refuse(*fault);
  const KnownClaim& known = *state.fund.claims.find(copy(draft.getClaim()));
  PotKey pot = known.pot;
  pot.year = open_year(state, pot.holder, pot.year);
  if (auto fault = paper_fault(
          state, paper_key("voucher", copy(draft.getHolder()), pot.year, draft.getVoucher()),
          "凭证号 " + copy(draft.getVoucher()), "/data/voucher"))
    return refuse(*fault);
  Fen amount{draft.getAmount()};
  if (auto fault = amount_fault(amount.value, "/data/amount")) return refuse(*fault);
  if (amount > known.verified) {
    return refuse(faulty(Code::above_verified,
                         "付款 " + yuan_text(amount) + " 超过核定的 " + yuan_text(known.verified),
                         "按核定金额付款，或退回重报", "/data/amount"));
  }
  Purse purse = purse_of(state, pot.holder, pot.year);
  Fen free = available(state, purse, pot.fund, pot.village);
  if (amount.value > free.value + sum_of(known.reserved).value) {
    return refuse(*balance_fault(state, purse, pot.fund, pot.village, amount, "/data/amount"));
  }
  Entries entries;
  reserve(pot, known.reserved, -1, entries);
  entries.push_back({FundAccount::SPENDING, pot.holder, FundSource::POOLED, pot.fund, pot.year,
                     pot.village, amount});
  pay(state, purse, known, amount, entries);
  Decision decision;
  decision.completed = with_entries(body, entries);
  return decision;
}
void evolve(State& state, Position position, event::ClaimSettled::Reader e,
            event::Body::Reader body) {
  post(state, position, body, 1);
  const KnownClaim* known = state.fund.claims.find(copy(e.getClaim()));
  state.fund.papers
      .change(
          paper_key("voucher", copy(e.getHolder()), known ? known->pot.year : 0, e.getVoucher()))
      .insert(position);
  take_step(state, copy(e.getClaim()), ClaimStep::settled, position);
}
void revert(State& state, Position position, event::ClaimSettled::Reader e,
            event::Body::Reader body) {
  post(state, position, body, -1);
  const KnownClaim* known = state.fund.claims.find(copy(e.getClaim()));
  state.fund.papers
      .change(
          paper_key("voucher", copy(e.getHolder()), known ? known->pot.year : 0, e.getVoucher()))
      .erase(position);
  step_back(state, copy(e.getClaim()), position);
}

// Refuses: wrong_step, wrong_reference.
Result<Decision> decide(const Context&, const State& state, event::ClaimReturned::Reader draft,
                        event::Body::Reader) {
  if (auto fault = step_fault(state, draft.getClaim(), ClaimStep::returned)) return refuse(*fault);
  if (auto fault = claim_holder_fault(state, draft.getClaim(), draft.getHolder()))
    return refuse(*fault);
  return Decision{};
}
void evolve(State& state, Position position, event::ClaimReturned::Reader e, event::Body::Reader) {
  take_step(state, copy(e.getClaim()), ClaimStep::returned, position);
}
void revert(State& state, Position position, event::ClaimReturned::Reader e, event::Body::Reader) {
  step_back(state, copy(e.getClaim()), position);
}

// Refuses: wrong_step, wrong_reference.
Result<Decision> decide(const Context&, const State& state, event::ClaimVoided::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = step_fault(state, draft.getClaim(), ClaimStep::voided)) return refuse(*fault);
  if (auto fault = claim_holder_fault(state, draft.getClaim(), draft.getHolder()))
    return refuse(*fault);
  const KnownClaim& known = *state.fund.claims.find(copy(draft.getClaim()));
  Entries entries;
  reserve(known.pot, known.reserved, -1, entries);
  Decision decision;
  decision.completed = with_entries(body, entries);
  return decision;
}
void evolve(State& state, Position position, event::ClaimVoided::Reader e,
            event::Body::Reader body) {
  post(state, position, body, 1);
  take_step(state, copy(e.getClaim()), ClaimStep::voided, position);
}
void revert(State& state, Position position, event::ClaimVoided::Reader e,
            event::Body::Reader body) {
  post(state, position, body, -1);
  step_back(state, copy(e.getClaim()), position);
}

}  // namespace zhucun::domain
