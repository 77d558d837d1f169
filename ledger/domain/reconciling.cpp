#include "ledger/domain/reconciling.h"

#include <capnp/message.h>

#include <algorithm>
#include <set>

namespace zhucun::domain {

namespace {

Refusal faulty(Code code, std::string detail, std::string hint, std::string pointer) {
  return {code, std::move(detail), std::move(hint), std::move(pointer), "8.2.1", {}};
}

template <typename Draft>
HolderYear account_of(Draft draft) {
  return {division(draft.getHolder()), draft.getFundYear()};
}

// A bank account holds all years; treasury allotments are kept by year.
template <typename Draft>
Fault statement_account_fault(const State& state, Draft draft, Date day) {
  if (auto fault = holder_fault(state, draft.getHolder(), day, "/data/holder")) return fault;
  HolderYear account = account_of(draft);
  auto year = account.year != 0 ? account.year : static_cast<std::int16_t>(year_of(day));
  auto setting = setting_of(state, account.holder, year);
  if (!setting) return account_fault(state, account.holder, year, "/data/holder");
  bool quota = setting->mode == event::PaymentMode::QUOTA;
  if (quota == (account.year != 0)) return std::nullopt;
  return faulty(Code::bad_value,
                quota ? "指标方式的对账按年度，须写指标年度" : "银行账户不分年度，不写指标年度",
                quota ? "补填 fundYear" : "删去 fundYear", "/data/fundYear");
}

template <typename Draft>
Fen signed_amount(Draft draft) {
  return Fen{draft.getDirection() == event::Direction::OUT_OF ? -draft.getAmount()
                                                              : draft.getAmount()};
}

struct Side {
  const char* pointer;
  bool lines;
};

// The items of one side of a match: known, of this account, not yet matched.
Fault side_fault(const State& state, HolderYear account, capnp::List<std::uint64_t>::Reader items,
                 Side side, Fen& sum) {
  unsigned index = 0;
  for (auto position : items) {
    std::string at = side.pointer + std::to_string(index++);
    const BankItem* item =
        state.fund.items.find({account.holder, account.year, Position{position}});
    bool fits =
        item && item->kind != ItemKind::opening && (item->kind == ItemKind::line) == side.lines;
    if (!fits) {
      return faulty(Code::wrong_reference,
                    "序号 " + std::to_string(position) + " 不是" + to_text(account.holder) +
                        (side.lines ? "的对账单明细" : "的收付款登记"),
                    side.lines ? "填对账单明细的序号" : "填到账、拨付、确认、支出等登记的序号", at);
    }
    if (item->match.value != 0) {
      return faulty(Code::already_matched,
                    "序号 " + std::to_string(position) + " 已在序号 " +
                        std::to_string(item->match.value) + " 勾对",
                    "先冲销原来的勾对", at);
    }
    sum.value += item->amount.value;
  }
  return std::nullopt;
}

}  // namespace

// Refuses: holder faults, fund_account_missing, bad_value, amount faults.
Result<Decision> decide(const Context&, const State& state,
                        event::StatementLineRecorded::Reader draft, event::Body::Reader body) {
  if (auto fault = statement_account_fault(state, draft, date_of(body))) return refuse(*fault);
  if (auto fault = amount_fault(draft.getAmount(), "/data/amount")) return refuse(*fault);
  return Decision{};
}

namespace {

void put_item(State& state, Position position, HolderYear account, BankItem item) {
  item.account = account;
  state.fund.items.put({account.holder, account.year, position}, item);
}

}  // namespace

void evolve(State& state, Position position, event::StatementLineRecorded::Reader e,
            event::Body::Reader body) {
  BankItem item;
  item.date = date_of(body);
  item.amount = signed_amount(e);
  item.kind = ItemKind::line;
  put_item(state, position, account_of(e), item);
}
void revert(State& state, Position position, event::StatementLineRecorded::Reader e,
            event::Body::Reader) {
  state.fund.items.erase({division(e.getHolder()), e.getFundYear(), position});
}

// Refuses: holder faults, fund_account_missing, bad_value, amount faults.
Result<Decision> decide(const Context&, const State& state, event::OpenItemStated::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = statement_account_fault(state, draft, date_of(body))) return refuse(*fault);
  if (auto fault = amount_fault(draft.getAmount(), "/data/amount")) return refuse(*fault);
  return Decision{};
}
void evolve(State& state, Position position, event::OpenItemStated::Reader e,
            event::Body::Reader body) {
  BankItem item;
  item.date = date_of(body);
  item.amount = signed_amount(e);
  item.kind = ItemKind::open_item;
  put_item(state, position, account_of(e), item);
}
void revert(State& state, Position position, event::OpenItemStated::Reader e, event::Body::Reader) {
  state.fund.items.erase({division(e.getHolder()), e.getFundYear(), position});
}

// Refuses: holder faults, missing_field, wrong_reference, already_matched, match_unbalanced.
Result<Decision> decide(const Context&, const State& state, event::LinesMatched::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = holder_fault(state, draft.getHolder(), date_of(body), "/data/holder"))
    return refuse(*fault);
  if (draft.getLines().size() + draft.getItems().size() < 2) {
    return refuse(faulty(Code::missing_field, "勾对至少要有两笔",
                         "填对账单序号 lines 和账面序号 items", "/data/lines"));
  }
  Fen lines;
  Fen items;
  HolderYear account = account_of(draft);
  if (auto fault = side_fault(state, account, draft.getLines(), {"/data/lines/", true}, lines))
    return refuse(*fault);
  if (auto fault = side_fault(state, account, draft.getItems(), {"/data/items/", false}, items))
    return refuse(*fault);
  if (lines != items) {
    return refuse(faulty(Code::match_unbalanced,
                         "对账单合计 " + yuan_text(lines) + "，账面合计 " + yuan_text(items) +
                             "，相差 " + yuan_text(Fen{lines.value - items.value}),
                         "增减勾选的明细，使两边相等", "/data/items"));
  }
  return Decision{};
}

namespace {

template <typename F>
void each_matched(State& state, event::LinesMatched::Reader e, F&& f) {
  HolderYear account = account_of(e);
  for (auto list : {e.getLines(), e.getItems()}) {
    for (auto position : list) {
      ItemKey key{account.holder, account.year, Position{position}};
      if (state.fund.items.contains(key)) f(key, state.fund.items.change(key));
    }
  }
}

}  // namespace

void evolve(State& state, Position position, event::LinesMatched::Reader e, event::Body::Reader) {
  each_matched(state, e, [&](const ItemKey& key, BankItem& item) {
    item.match = position;
    state.dependants.change(key.position).insert(position);
  });
}
void revert(State& state, Position position, event::LinesMatched::Reader e, event::Body::Reader) {
  each_matched(state, e, [&](const ItemKey& key, BankItem& item) {
    item.match = {};
    state.dependants.change(key.position).erase(position);
  });
}

// Refuses: holder faults, wrong_reference, already_matched.
Result<Decision> decide(const Context&, const State& state, event::OutstandingClassed::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = holder_fault(state, draft.getHolder(), date_of(body), "/data/holder"))
    return refuse(*fault);
  HolderYear account = account_of(draft);
  const BankItem* item =
      state.fund.items.find({account.holder, account.year, Position{draft.getItem()}});
  if (!item || item->kind == ItemKind::opening) {
    return refuse(faulty(Code::wrong_reference,
                         "序号 " + std::to_string(draft.getItem()) + " 不是" +
                             to_text(account.holder) + "的对账单明细或收付款登记",
                         "填未勾对的一笔的序号", "/data/item"));
  }
  if (item->match.value != 0) {
    return refuse(faulty(Code::already_matched,
                         "序号 " + std::to_string(draft.getItem()) + " 已在序号 " +
                             std::to_string(item->match.value) + " 勾对",
                         "已勾对的不是未达账项", "/data/item"));
  }
  return Decision{};
}
void evolve(State& state, Position position, event::OutstandingClassed::Reader e,
            event::Body::Reader) {
  ItemKey key{division(e.getHolder()), e.getFundYear(), Position{e.getItem()}};
  if (!state.fund.items.contains(key)) return;
  state.fund.items.change(key).classed = position;
  state.dependants.change(key.position).insert(position);
}
void revert(State& state, Position position, event::OutstandingClassed::Reader e,
            event::Body::Reader) {
  ItemKey key{division(e.getHolder()), e.getFundYear(), Position{e.getItem()}};
  if (!state.fund.items.contains(key)) return;
  state.fund.items.change(key).classed = {};
  state.dependants.change(key.position).erase(position);
}

namespace {

// An account on a day: what the book says, and what only one side has.
struct AccountOn {
  Fen book;
  Fen lines;  // on the statement only
  Fen items;  // in the book only
  std::int64_t unclassed = 0;
};

AccountOn account_on(const State& state, HolderYear account, Date day) {
  // A match with anything after the day does not hold on it.
  std::set<Position> later;
  for (const auto& [key, item] : state.fund.items) {
    if (item.account == account && item.date > day && item.match.value != 0)
      later.insert(item.match);
  }
  AccountOn out;
  for (const auto& [key, item] : state.fund.items) {
    if (item.account != account || item.date > day) continue;
    if (item.kind == ItemKind::movement || item.kind == ItemKind::opening)
      out.book.value += item.amount.value;
    if (item.kind == ItemKind::opening) continue;
    bool waits = later.contains(item.match);
    if (item.match.value != 0 && !waits) continue;
    (item.kind == ItemKind::line ? out.lines : out.items).value += item.amount.value;
    if (item.classed.value == 0 && !waits) ++out.unclassed;
  }
  return out;
}

}  // namespace

// Refuses: holder faults, fund_account_missing, bad_value, after_today, difference_left.
Result<Decision> decide(const Context& context, const State& state,
                        event::ReconciliationCompleted::Reader draft, event::Body::Reader body) {
  if (auto fault = statement_account_fault(state, draft, date_of(body))) return refuse(*fault);
  Date through = from_stored(draft.getThrough()).value_or(date_of(body));
  if (through > context.today) {
    return refuse(faulty(Code::after_today, "对账截止日 " + to_text(through) + " 晚于今天",
                         "填已经过去的日期", "/data/through"));
  }
  AccountOn now = account_on(state, account_of(draft), through);
  Fen outstanding{now.lines.value - now.items.value};
  Fen difference{draft.getBalance() - now.book.value - outstanding.value};
  if (difference.value != 0) {
    return refuse(faulty(Code::difference_left,
                         "对账单余额 " + yuan_text(Fen{draft.getBalance()}) + " − 账面余额 " +
                             yuan_text(now.book) + " − 未达账项 " + yuan_text(outstanding) +
                             " = 差额 " + yuan_text(difference) + "，不为零",
                         "补齐对账单明细或账面登记，勾对至差额 0.00", "/data/balance"));
  }
  if (now.unclassed != 0) {
    return refuse(faulty(Code::difference_left,
                         "还有 " + std::to_string(now.unclassed) + " 笔未勾对也未认定",
                         "勾对，或认定为未达账项（outstandingClassed）", "/data/balance"));
  }
  capnp::MallocMessageBuilder message;
  message.setRoot(body);
  auto completed = message.getRoot<event::Body>();
  auto data = completed.getFund().getReconciliationCompleted();
  data.setBook(now.book.value);
  data.setOutstanding(outstanding.value);
  Decision decision;
  decision.completed = schema::finish(completed.asReader());
  return decision;
}
void evolve(State& state, Position position, event::ReconciliationCompleted::Reader e,
            event::Body::Reader body) {
  state.fund.reconciled.change(account_of(e))[position] =
      from_stored(e.getThrough()).value_or(date_of(body));
}
void revert(State& state, Position position, event::ReconciliationCompleted::Reader e,
            event::Body::Reader) {
  state.fund.reconciled.change(account_of(e)).erase(position);
}

}  // namespace zhucun::domain
