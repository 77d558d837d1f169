// The beginning and the end of a fund year: openings, carry-over, closing, corrections after it.
// [8.2.1]
#include <algorithm>
#include <tuple>

#include "ledger/domain/correction.h"
#include "ledger/domain/fund.h"
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

struct OnePot {
  PotKey key;
  Pot pot;
};

// Pots for which `wanted` holds, in one fixed order.
template <typename F>
std::vector<OnePot> pots_where(const State& state, F&& wanted) {
  std::vector<OnePot> out;
  for (const auto& [key, pot] : state.fund.pots) {
    if (wanted(key)) out.push_back({key, pot});
  }
  std::sort(out.begin(), out.end(), [](const OnePot& a, const OnePot& b) { return a.key < b.key; });
  return out;
}

// What goes on into another year or another village's pot.
constexpr FundAccount lasting[]{FundAccount::CASH, FundAccount::QUOTA, FundAccount::RECEIVABLE,
                                FundAccount::ADVANCE};

void move_pot(const OnePot& one, PotKey to, Entries& out) {
  for (FundAccount account : lasting) {
    Fen amount = one.pot.of(account);
    if (amount.value == 0) continue;
    out.push_back({account, to.holder, FundSource::POOLED, to.fund, to.year, to.village, amount});
    out.push_back({account, one.key.holder, FundSource::POOLED, one.key.fund, one.key.year,
                   one.key.village, Fen{-amount.value}});
  }
}

Fault empty_fault(const Entries& entries, const std::string& what) {
  if (!entries.empty()) return std::nullopt;
  return faulty(Code::nothing_to_move, what + "没有余额", "核对单位和年度", "/data");
}

}  // namespace

// A decision over everything that is left. Refuses: holder faults, year_closed, nothing_to_move.
Result<Decision> decide(const Context&, const State& state, event::FundsCarriedOver::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = holder_fault(state, draft.getHolder(), date_of(body), "/data/holder"))
    return refuse(*fault);
  DivisionCode holder = division(draft.getHolder());
  std::int16_t year = draft.getFundYear();
  if (auto fault = closed_fault(state, holder, year, "/data/fundYear")) return refuse(*fault);
  auto next = static_cast<std::int16_t>(year + 1);
  if (auto fault = closed_fault(state, holder, next, "/data/fundYear")) return refuse(*fault);
  Entries entries;
  auto mine = [&](const PotKey& key) { return key.holder == holder && key.year == year; };
  for (const OnePot& one : pots_where(state, mine)) {
    PotKey to = one.key;
    to.year = next;
    move_pot(one, to, entries);
  }
  if (auto fault = empty_fault(entries, to_text(holder) + " " + std::to_string(year) + " 年度"))
    return refuse(*fault);
  return posting(body, entries);
}

// A decision with its document. Refuses: division faults, bad_value, nothing_to_move.
Result<Decision> decide(const Context&, const State& state, event::PotsMerged::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault =
          division_fault(state, draft.getInto(), DivisionLevel::village, day, "/data/into"))
    return refuse(*fault);
  DivisionCode from = division(draft.getVillage());
  DivisionCode into = division(draft.getInto());
  const KnownDivision* known = state.divisions.find(from);
  if (!known) {
    return refuse(
        *division_fault(state, draft.getVillage(), DivisionLevel::village, day, "/data/village"));
  }
  if (known->merged_into != into || day < known->merged_on) {
    return refuse(faulty(Code::wrong_reference,
                         known->name + " 在 " + to_text(day) + " 没有并入 " + to_text(into),
                         "先登记区划撤并（divisionMerged）", "/data/into"));
  }
  Entries entries;
  auto mine = [&](const PotKey& key) {
    return key.village == from && !year_closed(state, key.holder, key.year);
  };
  for (const OnePot& one : pots_where(state, mine)) {
    PotKey to = one.key;
    to.village = into;
    move_pot(one, to, entries);
  }
  if (auto fault = empty_fault(entries, known->name)) return refuse(*fault);
  return posting(body, entries);
}

// A fact. Refuses: holder faults, amount faults, fund_account_missing, wrong_pot, outside_holder,
// dates_reversed.
Result<Decision> decide(const Context&, const State& state, event::FundOpeningStated::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = holder_fault(state, draft.getHolder(), day, "/data/holder"))
    return refuse(*fault);
  DivisionCode holder = division(draft.getHolder());
  Purse purse = purse_of(state, holder, draft.getFundYear());
  if (auto fault = account_fault(state, holder, purse.year, "/data/fundYear"))
    return refuse(*fault);
  if (auto fault = amount_fault(draft.getAmount(), "/data/amount")) return refuse(*fault);
  if (auto fault = pot_fault(state, holder, purse.year, draft.getFund(), "/data/fund"))
    return refuse(*fault);
  if (auto fault = village_fault(state, draft.getVillage(), holder, day, "/data/village"))
    return refuse(*fault);
  if (auto fault = order_fault(from_stored(draft.getOldest()).value_or(day), day, "/data/oldest"))
    return refuse(*fault);
  DivisionCode village = village_or_none(draft.getVillage());
  Fen amount{draft.getAmount()};
  Entries entries{
      {purse.money, holder, draft.getLevel(), draft.getFund(), purse.year, village, amount},
      {FundAccount::OPENING, holder, draft.getLevel(), draft.getFund(), purse.year, village,
       Fen{-amount.value}}};
  return posting(body, entries);
}

Result<Decision> decide(const Context&, const State& state, event::NumbersUsed::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = holder_fault(state, draft.getHolder(), date_of(body), "/data/holder"))
    return refuse(*fault);
  return Decision{};
}
void evolve(State& state, Position position, event::NumbersUsed::Reader, event::Body::Reader body) {
  post_with_papers(state, position, body, 1);
}
void revert(State& state, Position position, event::NumbersUsed::Reader, event::Body::Reader body) {
  post_with_papers(state, position, body, -1);
}

// A fact with its voucher. Refuses: holder faults, fund_account_missing, amount faults, wrong_pot,
// outside_holder, document_used.
Result<Decision> decide(const Context&, const State& state, event::AdvanceRepaid::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = holder_fault(state, draft.getHolder(), day, "/data/holder"))
    return refuse(*fault);
  DivisionCode holder = division(draft.getHolder());
  Purse purse = purse_of(state, holder, draft.getFundYear());
  if (auto fault = account_fault(state, holder, purse.year, "/data/fundYear"))
    return refuse(*fault);
  if (auto fault = amount_fault(draft.getAmount(), "/data/amount")) return refuse(*fault);
  if (auto fault = pot_fault(state, holder, purse.year, draft.getFund(), "/data/fund"))
    return refuse(*fault);
  if (auto fault = village_fault(state, draft.getVillage(), holder, day, "/data/village"))
    return refuse(*fault);
  for (const auto& paper : papers_of(body)) {
    if (auto fault =
            paper_fault(state, paper, "凭证号 " + copy(draft.getVoucher()), "/data/voucher"))
      return refuse(*fault);
  }
  DivisionCode village = village_or_none(draft.getVillage());
  Fen amount{draft.getAmount()};
  Entries entries{{FundAccount::ADVANCE, holder, FundSource::POOLED, draft.getFund(), purse.year,
                   village, amount}};
  draw(state, purse, draft.getFund(), village, amount, entries);
  return posting(body, entries);
}

namespace {

// What keeps a county's year from being closed, in words.
std::vector<std::string> open_ends(const State& state, DivisionCode county, std::int16_t year) {
  std::map<std::string, Fen> sums;
  for (const auto& [key, pot] : state.fund.pots) {
    if (key.year != year || county_above(state, key.holder) != county) continue;
    sums["已拨未确认"].value += std::abs(pot.of(FundAccount::TRANSIT).value);
    sums["预留未核销"].value += std::abs(pot.of(FundAccount::RESERVED).value);
    sums["未结转的余额"].value +=
        std::abs(pot.of(FundAccount::CASH).value) + std::abs(pot.of(FundAccount::QUOTA).value);
    sums["未结转的待到账指标"].value += std::abs(pot.of(FundAccount::RECEIVABLE).value);
    sums["未结转的垫付款"].value += std::abs(pot.of(FundAccount::ADVANCE).value);
  }
  std::vector<std::string> out;
  for (const auto& [what, sum] : sums) {
    if (sum.value != 0) out.push_back(what + " " + yuan_text(sum));
  }
  return out;
}

// Accounts with statement lines of the year that were not reconciled to its end.
std::vector<std::string> unchecked_accounts(const State& state, DivisionCode county,
                                            std::int16_t year) {
  Date end = make_date(year, 12, 31);
  std::set<DivisionCode> holders;
  for (const auto& [key, item] : state.fund.items) {
    if (item.kind != ItemKind::line || year_of(item.date) != year) continue;
    if (county_above(state, key.holder) != county) continue;
    const auto* done = state.fund.reconciled.find(item.account);
    bool checked = done && std::any_of(done->begin(), done->end(),
                                       [end](const auto& one) { return one.second >= end; });
    if (!checked) holders.insert(key.holder);
  }
  std::vector<std::string> out;
  for (DivisionCode holder : holders) {
    out.push_back(state.divisions.find(holder)->name + " 未对账至 " + to_text(end));
  }
  return out;
}

}  // namespace

// Refuses: division faults, year_closed, year_not_ready, outside_holder, bad_value.
Result<Decision> decide(const Context&, const State& state, event::FundYearClosed::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = division_fault(state, draft.getCounty(), DivisionLevel::county, date_of(body),
                                  "/data/county"))
    return refuse(*fault);
  DivisionCode county = division(draft.getCounty());
  std::int16_t year = draft.getFundYear();
  if (auto fault = closed_fault(state, county, year, "/data/fundYear")) return refuse(*fault);
  if (date_of(body) <= make_date(year, 12, 31)) {
    return refuse(faulty(Code::year_not_ready, std::to_string(year) + " 年度还没有过完",
                         "次年再办年结", "/date"));
  }
  auto left = open_ends(state, county, year);
  auto unchecked = unchecked_accounts(state, county, year);
  left.insert(left.end(), unchecked.begin(), unchecked.end());
  if (!left.empty()) {
    std::string words;
    for (const auto& one : left) words += (words.empty() ? "" : "；") + one;
    return refuse(faulty(Code::year_not_ready,
                         to_text(county) + " " + std::to_string(year) + " 年度还不能年结：" + words,
                         "先确认拨付、核销或作废预留、登记结转（fundsCarriedOver）、对账",
                         "/data"));
  }
  unsigned index = 0;
  for (auto share : draft.getShares()) {
    std::string at = "/data/shares/" + std::to_string(index++);
    if (auto fault = beneath_fault(state, division(share.getVillage()), county, at + "/village"))
      return refuse(*fault);
    if (share.getProvince() < 0 || share.getCity() < 0 || share.getCounty() < 0) {
      return refuse(faulty(Code::bad_value, "应承担不小于零", "按应承担报表填写", at));
    }
  }
  return Decision{};
}
void evolve(State& state, Position position, event::FundYearClosed::Reader e, event::Body::Reader) {
  state.fund.closed.put({division(e.getCounty()), e.getFundYear()}, position);
}
void revert(State&, Position, event::FundYearClosed::Reader, event::Body::Reader) {}

// Only against what a closed year has fixed. Refuses: division faults, year_open, outside_holder.
Result<Decision> decide(const Context&, const State& state, event::ShareAdjusted::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = division_fault(state, draft.getCounty(), DivisionLevel::county, date_of(body),
                                  "/data/county"))
    return refuse(*fault);
  DivisionCode county = division(draft.getCounty());
  if (!year_closed(state, county, draft.getFundYear())) {
    return refuse(faulty(Code::year_open,
                         std::to_string(draft.getFundYear()) + " 年度没有年结，应承担随登记变动",
                         "未结年度不用登记调整", "/data/fundYear"));
  }
  if (auto fault = beneath_fault(state, division(draft.getVillage()), county, "/data/village"))
    return refuse(*fault);
  return Decision{};
}
void evolve(State&, Position, event::ShareAdjusted::Reader, event::Body::Reader) {}
void revert(State&, Position, event::ShareAdjusted::Reader, event::Body::Reader) {}

namespace {

std::string correction_key(Position target) {
  return "corrected|" + std::to_string(target.value);
}

}  // namespace

Fault closed_reversal_fault(const State& state, event::Body::Reader original) {
  for (const Entry& one : entries_of(original)) {
    if (!year_closed(state, one.holder, one.year)) continue;
    return faulty(Code::year_closed,
                  std::to_string(one.year) + " 年度的经费已年结，不能冲销其中的登记",
                  "改用跨年更正（entryCorrected），分录记入未结年度", "/data/target");
  }
  return std::nullopt;
}

// Refuses: holder faults, wrong_reference, already_reversed, year_open.
Result<Decision> decide(const Context& context, const State& state,
                        event::EntryCorrected::Reader draft, event::Body::Reader body) {
  if (auto fault = holder_fault(state, draft.getHolder(), date_of(body), "/data/holder"))
    return refuse(*fault);
  Position target{draft.getTarget()};
  auto words = context.event_at(target);
  Entries original = words ? entries_of(schema::read(*words)) : Entries{};
  if (original.empty()) {
    return refuse(faulty(Code::wrong_reference,
                         "序号 " + std::to_string(target.value) + " 不是记账的事件",
                         "填有分录的事件的序号", "/data/target"));
  }
  const auto* corrected = state.fund.papers.find(correction_key(target));
  if (state.reversed.contains(target) || (corrected && !corrected->empty())) {
    return refuse(faulty(Code::already_reversed,
                         "序号 " + std::to_string(target.value) + " 已经冲销或更正", "",
                         "/data/target"));
  }
  bool closed = std::any_of(original.begin(), original.end(), [&](const Entry& one) {
    return year_closed(state, one.holder, one.year);
  });
  if (!closed) {
    return refuse(faulty(Code::year_open, "这笔登记所在的年度没有年结",
                         "用更正冲销（eventReversed）", "/data/target"));
  }
  Entries entries;
  for (Entry one : original) {
    one.year = open_year(state, one.holder, one.year);
    one.amount.value = -one.amount.value;
    entries.push_back(one);
  }
  return posting(body, entries);
}
void evolve(State& state, Position position, event::EntryCorrected::Reader e,
            event::Body::Reader body) {
  post_with_papers(state, position, body, 1);
  state.fund.papers.change(correction_key({e.getTarget()})).insert(position);
}
void revert(State&, Position, event::EntryCorrected::Reader, event::Body::Reader) {}

}  // namespace zhucun::domain
