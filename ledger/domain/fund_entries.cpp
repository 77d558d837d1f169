#include "ledger/domain/fund_entries.h"

#include <capnp/message.h>

#include <algorithm>
#include <map>
#include <stdexcept>

namespace zhucun::domain {

namespace {

using event::FundAccount;
using event::FundEvent;
using event::FundFlow;

// Calls f with the typed event when it is one that posts; the one list of those that do.
template <typename Family, typename F>
bool visit_posting(Family family, F&& f) {
  switch (family.which()) {
    case FundEvent::ALLOTMENT_ISSUED: f(family.getAllotmentIssued()); return true;
    case FundEvent::FUNDS_RECEIVED: f(family.getFundsReceived()); return true;
    case FundEvent::FUNDS_TRANSFERRED: f(family.getFundsTransferred()); return true;
    case FundEvent::TRANSFER_CONFIRMED: f(family.getTransferConfirmed()); return true;
    case FundEvent::FUNDS_RETURNED: f(family.getFundsReturned()); return true;
    case FundEvent::FUNDS_TAKEN_BACK: f(family.getFundsTakenBack()); return true;
    case FundEvent::FUNDS_DISTRIBUTED: f(family.getFundsDistributed()); return true;
    case FundEvent::FUNDS_CARRIED_OVER: f(family.getFundsCarriedOver()); return true;
    case FundEvent::POTS_MERGED: f(family.getPotsMerged()); return true;
    case FundEvent::SPENDING_REGISTERED: f(family.getSpendingRegistered()); return true;
    case FundEvent::ADVANCE_REPAID: f(family.getAdvanceRepaid()); return true;
    case FundEvent::CLAIM_RESERVED: f(family.getClaimReserved()); return true;
    case FundEvent::CLAIM_SETTLED: f(family.getClaimSettled()); return true;
    case FundEvent::CLAIM_VOIDED: f(family.getClaimVoided()); return true;
    case FundEvent::FUND_OPENING_STATED: f(family.getFundOpeningStated()); return true;
    case FundEvent::ENTRY_CORRECTED: f(family.getEntryCorrected()); return true;
    default: return false;
  }
}

void add(Fen& to, Fen amount) {
  if (__builtin_add_overflow(to.value, amount.value, &to.value)) {
    throw std::logic_error("fund: a balance does not fit 64 bits");
  }
}

Fen times(Fen amount, int sign) {
  return Fen{amount.value * sign};
}

// What entries do to a holder's bank account or yearly quota.
void move_items(State& state, Position position, Date date, const Entries& entries, bool opening,
                int sign) {
  std::map<HolderYear, Fen> moved;
  for (const Entry& one : entries) {
    if (one.account == FundAccount::CASH) add(moved[{one.holder, 0}], one.amount);
    if (one.account == FundAccount::QUOTA) add(moved[{one.holder, one.year}], one.amount);
  }
  for (const auto& [account, amount] : moved) {
    if (amount.value == 0) continue;
    ItemKey key{account.holder, account.year, position};
    if (sign < 0) {
      state.fund.items.erase(key);
    } else {
      BankItem item;
      item.account = account;
      item.date = date;
      item.amount = amount;
      item.kind = opening ? ItemKind::opening : ItemKind::movement;
      state.fund.items.put(key, item);
    }
  }
}

}  // namespace

Fen Pot::available() const {
  return Fen{of(FundAccount::CASH).value + of(FundAccount::QUOTA).value -
             of(FundAccount::RESERVED).value};
}

Entries entries_in(capnp::List<event::FundEntry>::Reader list) {
  Entries out;
  out.reserve(list.size());
  for (auto one : list) {
    out.push_back({one.getAccount(), division(one.getHolder()), one.getSource(), one.getFund(),
                   one.getYear(),
                   one.getVillage().size() > 0 ? division(one.getVillage()) : DivisionCode{},
                   Fen{one.getAmount()}});
  }
  return out;
}

Entries entries_of(event::Body::Reader body) {
  Entries out;
  if (!body.isFund()) return out;
  visit_posting(body.getFund(), [&out](auto e) { out = entries_in(e.getEntries()); });
  return out;
}

FundFlow flow_of(FundEvent::Reader e) {
  switch (e.which()) {
    case FundEvent::ALLOTMENT_ISSUED: return FundFlow::ALLOTTED;
    case FundEvent::FUNDS_RECEIVED: return FundFlow::RECEIVED;
    case FundEvent::FUNDS_TRANSFERRED: return FundFlow::TRANSFERRED;
    case FundEvent::TRANSFER_CONFIRMED: return FundFlow::CONFIRMED;
    case FundEvent::FUNDS_RETURNED: return FundFlow::RETURNED;
    case FundEvent::FUNDS_TAKEN_BACK: return FundFlow::TAKEN_BACK;
    case FundEvent::FUNDS_DISTRIBUTED:
    case FundEvent::POTS_MERGED: return FundFlow::DISTRIBUTED;
    case FundEvent::FUNDS_CARRIED_OVER: return FundFlow::CARRIED_OVER;
    case FundEvent::SPENDING_REGISTERED:
    case FundEvent::CLAIM_SETTLED: return FundFlow::SPENT;
    case FundEvent::ADVANCE_REPAID: return FundFlow::REPAID;
    case FundEvent::CLAIM_RESERVED:
    case FundEvent::CLAIM_VOIDED: return FundFlow::RESERVED;
    case FundEvent::FUND_OPENING_STATED: return FundFlow::OPENING;
    case FundEvent::ENTRY_CORRECTED: return FundFlow::CORRECTED;
    default: return FundFlow::UNKNOWN;
  }
}

schema::Words with_entries(event::Body::Reader draft, const Entries& entries) {
  capnp::MallocMessageBuilder message;
  message.setRoot(draft);
  auto family = message.getRoot<event::Body>().getFund();
  visit_posting(family, [&entries](auto e) {
    auto list = e.initEntries(static_cast<unsigned>(entries.size()));
    for (unsigned i = 0; i < entries.size(); ++i) {
      const Entry& from = entries[i];
      list[i].setAccount(from.account);
      list[i].setHolder(to_text(from.holder));
      list[i].setSource(from.source);
      list[i].setFund(from.fund);
      list[i].setYear(from.year);
      if (!from.village.empty()) list[i].setVillage(to_text(from.village));
      list[i].setAmount(from.amount.value);
    }
  });
  return schema::finish(message.getRoot<event::Body>().asReader());
}

bool balanced(const Entries& entries) {
  std::map<std::pair<event::FundSource, event::FundKind>, Fen> sums;
  for (const Entry& one : entries) add(sums[{one.source, one.fund}], one.amount);
  return std::all_of(sums.begin(), sums.end(),
                     [](const auto& sum) { return sum.second.value == 0; });
}

void post(State& state, Position position, event::Body::Reader body, int sign) {
  Entries entries = entries_of(body);
  for (const Entry& one : entries) {
    Pot& pot = state.fund.pots.change({one.holder, one.village, one.year, one.fund});
    add(pot.balance[static_cast<std::size_t>(one.account)], times(one.amount, sign));
    int total = static_cast<int>(one.source) * 16 + static_cast<int>(one.fund);
    add(state.fund.totals.change(total), times(one.amount, sign));
  }
  for (const Entry& one : entries) {
    int total = static_cast<int>(one.source) * 16 + static_cast<int>(one.fund);
    if (state.fund.totals.find(total)->value != 0) {
      throw std::logic_error("fund: the entries of position " + std::to_string(position.value) +
                             " do not balance");
    }
  }
  // A carried-over quota opens the next year's account: the treasury's export has no line for it.
  FundFlow flow = flow_of(body.getFund());
  bool opening = flow == FundFlow::OPENING || flow == FundFlow::CARRIED_OVER;
  move_items(state, position, date_of(body), entries, opening, sign);
}

DivisionCode county_above(const State& state, DivisionCode code) {
  for (int steps = 0; steps < 8; ++steps) {
    const KnownDivision* known = state.divisions.find(code);
    if (!known) return {};
    if (known->level == DivisionLevel::county) return code;
    if (known->level < DivisionLevel::county) return {};
    bool handed_on = known->level == DivisionLevel::township && !known->merged_into.empty();
    code = handed_on ? known->merged_into : known->parent;
  }
  return {};
}

std::optional<AccountSetting> setting_of(const State& state, DivisionCode holder,
                                         std::int16_t year) {
  for (DivisionCode whose : {holder, county_above(state, holder)}) {
    const auto* settings = state.fund.settings.find(whose);
    if (!settings) continue;
    auto after = settings->upper_bound(year);
    if (after != settings->begin()) return std::prev(after)->second;
  }
  return std::nullopt;
}

bool year_closed(const State& state, DivisionCode holder, std::int16_t year) {
  return state.fund.closed.contains({county_above(state, holder), year});
}

std::int16_t open_year(const State& state, DivisionCode holder, std::int16_t year) {
  while (year_closed(state, holder, year)) ++year;
  return year;
}

Purse purse_of(const State& state, DivisionCode holder, std::int16_t year) {
  Purse purse{holder, open_year(state, holder, year)};
  auto setting = setting_of(state, holder, purse.year);
  if (setting && setting->mode == event::PaymentMode::QUOTA) purse.money = FundAccount::QUOTA;
  return purse;
}

namespace {

Fen free_in(const State& state, const Purse& purse, event::FundKind fund, DivisionCode village) {
  const Pot* pot = state.fund.pots.find({purse.holder, village, purse.year, fund});
  return pot ? std::max(Fen{0}, pot->available()) : Fen{0};
}

}  // namespace

Fen available(const State& state, const Purse& purse, event::FundKind fund, DivisionCode village) {
  Fen own = free_in(state, purse, fund, village);
  return village.empty() ? own : Fen{own.value + free_in(state, purse, fund, {}).value};
}

std::vector<PotPart> parts_of(const State& state, const Purse& purse, event::FundKind fund,
                              DivisionCode village, Fen amount) {
  Fen own = std::min(amount, free_in(state, purse, fund, village));
  Fen rest{amount.value - own.value};
  Fen lump = village.empty() ? Fen{0} : std::min(rest, free_in(state, purse, fund, {}));
  // Whatever no pot covers overdraws the village's own: a finding, never a loss.
  std::vector<PotPart> out;
  if (amount > lump) out.push_back({village, Fen{amount.value - lump.value}});
  if (lump.value != 0) out.push_back({{}, lump});
  return out;
}

void draw(const State& state, const Purse& purse, event::FundKind fund, DivisionCode village,
          Fen amount, Entries& out) {
  for (const PotPart& part : parts_of(state, purse, fund, village, amount)) {
    out.push_back({purse.money, purse.holder, event::FundSource::POOLED, fund, purse.year,
                   part.village, Fen{-part.amount.value}});
  }
}

}  // namespace zhucun::domain
