// Paying as it is told of afterwards: payments and returns with their vouchers, adjustments that a
// person confirms. The steps of a payout stand in payouts.cpp. [8.2.2]
#include <algorithm>

#include "ledger/domain/attendance_rows.h"
#include "ledger/domain/payout_lines.h"
#include "ledger/domain/payouts.h"

namespace zhucun::domain {

namespace {

using event::PayAccount;

// ---- what a registered payment covers ----

std::vector<std::string> months_of(event::PaidLine::Reader line) {
  Date first = month_of_text(line.getFirst());
  Date last = line.getLast().size() > 0 ? month_of_text(line.getLast()) : first;
  std::vector<std::string> out;
  for (const auto& month : periods_starting_in({PeriodKind::month}, {first, last}))
    out.push_back(month.key);
  return out;
}

using PaidLines = capnp::List<event::PaidLine>::Reader;

// Refuses: missing_field, bad_value, dates_reversed, amount faults.
Fault paid_lines_fault(const State& state, PaidLines lines, Date day) {
  unsigned index = 0;
  for (auto line : lines) {
    std::string at = "/data/lines/" + std::to_string(index++);
    if (auto fault = month_fault(line.getFirst(), at + "/first")) return fault;
    if (line.getLast().size() > 0) {
      if (auto fault = month_fault(line.getLast(), at + "/last")) return fault;
      if (auto fault = order_fault(month_of_text(line.getFirst()), month_of_text(line.getLast()),
                                   at + "/last"))
        return fault;
    }
    if (line.getItem().size() > 0) {
      if (auto fault = item_fault(state, line.getItem(), day, at + "/item")) return fault;
    }
    if (auto fault = pay_amount_fault(line.getAmount(), at + "/amount")) return fault;
  }
  if (index > 0) return std::nullopt;
  return pay_refusal(Code::missing_field, "没有发放明细", "至少填一项", "/data/lines");
}

// The payment that covers an item and month already.
Fault covered_fault(const State& state, const std::string& person, PaidLines lines) {
  for (auto line : lines) {
    std::string item = copy(line.getItem());
    for (const std::string& month : months_of(line)) {
      for (const std::string& id : ids_of(state, person)) {
        const auto* known = state.allowance.paid.find(id + "|" + month);
        if (!known) continue;
        for (const PaidIn& one : *known) {
          bool same = item.empty() || one.item.empty() || one.item == item;
          if (!same) continue;
          return pay_refusal(Code::already_paid,
                             person + " " + month + " " + (item.empty() ? "的补助" : item) +
                                 " 已在序号 " + std::to_string(one.position.value) + " 发放",
                             "核对是否重复；确是补发或再发的，填“补发或再发”（supplement）",
                             "/data/lines");
        }
      }
    }
  }
  return std::nullopt;
}

void cover(State& state, const std::string& person, Position position, PaidLines lines) {
  for (auto line : lines) {
    for (const std::string& month : months_of(line))
      state.allowance.paid.change(person + "|" + month).push_back({position, copy(line.getItem())});
  }
}

void uncover(State& state, const std::string& person, Position position, PaidLines lines) {
  for (auto line : lines) {
    for (const std::string& month : months_of(line))
      uncover(state, person + "|" + month, position, copy(line.getItem()));
  }
}

template <typename E>
Fen sum_of(E e) {
  Fen sum;
  for (auto line : e.getLines()) sum.value += line.getAmount();
  return sum;
}

// An item of a lump is not known yet: it is posted under no item.
template <typename E>
schema::Words posted(E draft, event::Body::Reader body, std::pair<PayAccount, PayAccount> from_to) {
  std::map<std::string, Fen> by_item;
  for (auto line : draft.getLines()) by_item[copy(line.getItem())].value += line.getAmount();
  PayPostings entries;
  auto year = static_cast<std::int16_t>(year_of(date_of(body)));
  for (const auto& [item, amount] : by_item)
    move_pay(entries, item.empty() ? "lump" : item, year, from_to, amount);
  return with_pay_entries(body, entries);
}

template <typename E>
void add_balance(State& state, E e, Fen amount) {
  state.allowance.balances.change(copy(e.getUnit()) + "|" + copy(e.getPerson())).value +=
      amount.value;
}

}  // namespace

// A fact with its voucher. Refuses: unknown_unit, unknown_person, line faults, already_paid.
Result<Decision> decide(const Context&, const State& state, event::AllowancePaid::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = paid_by_fault(state, draft.getUnit(), draft.getPerson(), day))
    return refuse(*fault);
  if (auto fault = paid_lines_fault(state, draft.getLines(), day)) return refuse(*fault);
  if (!draft.getSupplement()) {
    if (auto fault = covered_fault(state, copy(draft.getPerson()), draft.getLines()))
      return refuse(*fault);
  }
  Decision decision;
  decision.completed = posted(draft, body, {PayAccount::PAID, PayAccount::EXPENSE});
  return decision;
}
void evolve(State& state, Position position, event::AllowancePaid::Reader e,
            event::Body::Reader body) {
  post_pay(state, body, 1);
  cover(state, copy(e.getPerson()), position, e.getLines());
  add_balance(state, e, sum_of(e));
  state.allowance.touched.put(copy(e.getPerson()), position);
}
void revert(State& state, Position position, event::AllowancePaid::Reader e,
            event::Body::Reader body) {
  post_pay(state, body, -1);
  uncover(state, copy(e.getPerson()), position, e.getLines());
  add_balance(state, e, Fen{-sum_of(e).value});
}

// Refuses: unknown_unit, unknown_person, line faults, bad_value (no item), balance_exceeded.
Result<Decision> decide(const Context&, const State& state, event::AllowanceReturned::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = paid_by_fault(state, draft.getUnit(), draft.getPerson(), day))
    return refuse(*fault);
  if (auto fault = paid_lines_fault(state, draft.getLines(), day)) return refuse(*fault);
  unsigned index = 0;
  for (auto line : draft.getLines()) {
    std::string at = "/data/lines/" + std::to_string(index++);
    if (line.getItem().size() == 0 || line.getLast().size() > 0)
      return refuse(pay_refusal(Code::bad_value, "退回须写明是哪一项、哪个月",
                                "逐项逐月填写，不填至月份", at + "/item"));
  }
  Fen paid;
  for (const std::string& id : ids_of(state, copy(draft.getPerson()))) {
    const Fen* known = state.allowance.balances.find(copy(draft.getUnit()) + "|" + id);
    if (known) paid.value += known->value;
  }
  if (sum_of(draft) > paid)
    return refuse(pay_refusal(
        Code::balance_exceeded,
        "退回 " + to_yuan(sum_of(draft)) + " 元多于本单位已发的 " + to_yuan(paid) + " 元",
        "核对人员、单位和金额", "/data/lines"));
  Decision decision;
  decision.completed = posted(draft, body, {PayAccount::EXPENSE, PayAccount::PAID});
  return decision;
}
void evolve(State& state, Position position, event::AllowanceReturned::Reader e,
            event::Body::Reader body) {
  post_pay(state, body, 1);
  add_balance(state, e, Fen{-sum_of(e).value});
  state.allowance.touched.put(copy(e.getPerson()), position);
}
void revert(State& state, Position, event::AllowanceReturned::Reader e, event::Body::Reader body) {
  post_pay(state, body, -1);
  add_balance(state, e, sum_of(e));
}

// Refuses: unknown_unit, unknown_person, bad_value, figures_moving, stale_figures.
Result<Decision> decide(const Context& context, const State& state,
                        event::AdjustmentConfirmed::Reader draft, event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = paid_by_fault(state, draft.getUnit(), draft.getPerson(), day))
    return refuse(*fault);
  if (auto fault = item_fault(state, draft.getItem(), day, "/data/item")) return refuse(*fault);
  if (auto fault = month_fault(draft.getMonth(), "/data/month")) return refuse(*fault);
  std::string person = copy(draft.getPerson());
  Date month = month_of_text(draft.getMonth());
  Owed owed = owed_now(context, {copy(draft.getUnit()), person, month});
  if (auto fault = moving_fault(state, owed, person)) return refuse(*fault);
  auto found = std::find_if(owed.lines.begin(), owed.lines.end(), [&](const OwedLine& line) {
    return line.month == month && line.item == view(draft.getItem());
  });
  bool proposed = found != owed.lines.end() && found->basis == OwedBasis::confirmed &&
                  found->ever_paid && found->open.value != 0;
  if (!proposed || found->open != Fen{draft.getAmount()})
    return refuse(
        pay_refusal(Code::stale_figures,
                    proposed ? "现在应补（扣）" + to_yuan(found->open) + " 元，与所填的不同"
                             : person + " " + copy(draft.getMonth()) + " 这一项没有要补发或扣回的",
                    "按“应发补助”表的差额确认", "/data/amount"));
  capnp::MallocMessageBuilder message;
  message.setRoot(body);
  auto out = message.getRoot<event::Body>().getAllowance().getAdjustmentConfirmed();
  out.setDue(found->due.value);
  out.setBefore(found->paid.value);
  Decision decision;
  decision.completed = schema::finish(message.getRoot<event::Body>().asReader());
  return decision;
}

namespace {

std::string adjustment_key(event::AdjustmentConfirmed::Reader e) {
  return copy(e.getPerson()) + "|" + copy(e.getMonth()) + "|" + copy(e.getItem()) + "|" +
         copy(e.getUnit());
}

}  // namespace

void evolve(State& state, Position position, event::AdjustmentConfirmed::Reader e,
            event::Body::Reader) {
  state.allowance.adjustments.change(adjustment_key(e))[position] = {position, Fen{e.getAmount()}};
}
void revert(State& state, Position position, event::AdjustmentConfirmed::Reader e,
            event::Body::Reader) {
  state.allowance.adjustments.change(adjustment_key(e)).erase(position);
}

namespace {

Fault payment_reversal_fault(const State& state, event::AllowancePaid::Reader e) {
  const Fen* left = state.allowance.balances.find(copy(e.getUnit()) + "|" + copy(e.getPerson()));
  if (left && left->value >= sum_of(e).value) return std::nullopt;
  return pay_refusal(Code::has_dependants,
                     "这笔发放之后已有退回，冲销后 " + copy(e.getPerson()) + " 的净发放会成为负数",
                     "先冲销补助退回，再冲销这笔发放", "/data/target");
}

// What the bank sent back may stand in another payment by now: taking the answer back would pay it
// twice.
Fault answer_reversal_fault(const State& state, event::PayoutAnswered::Reader e) {
  if (e.getPaid()) return std::nullopt;
  const KnownPayout& known = *state.allowance.payouts.find(payout_key(e));
  const PayoutShare share = shares_of(known.lines).at(e.getSequence());
  for (const auto& line : share.lines) {
    bool listed = state.allowance.in_flight.contains(line_key(line, known.unit));
    for (const std::string& id : ids_of(state, line.person)) {
      const auto* covers = state.allowance.paid.find(id + "|" + line.month);
      if (!covers) continue;
      listed = listed || std::any_of(covers->begin(), covers->end(), [&](const PaidIn& one) {
                 return one.item.empty() || one.item == line.item;
               });
    }
    if (!listed) continue;
    return pay_refusal(Code::has_dependants,
                       line.person + " " + line.month + " " + line.item +
                           " 退票以后已重新制表或发放，冲销这次返回会发两次",
                       "先作废或退回后来的发放，再冲销", "/data/target");
  }
  return std::nullopt;
}

}  // namespace

Fault paid_reversal_fault(const State& state, event::Body::Reader original) {
  if (!original.isAllowance()) return std::nullopt;
  auto family = original.getAllowance();
  if (family.isAllowancePaid()) return payment_reversal_fault(state, family.getAllowancePaid());
  if (family.isPayoutAnswered()) return answer_reversal_fault(state, family.getPayoutAnswered());
  return std::nullopt;
}

}  // namespace zhucun::domain
