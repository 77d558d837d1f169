#include "ledger/domain/allowance_rules.h"

#include <map>
#include <stdexcept>

#include "ledger/domain/fund_entries.h"

namespace zhucun::domain {

namespace {

// Every event that carries entries, once.
template <typename Family, typename F>
void visit_pay(Family e, F&& f) {
  using event::AllowanceEvent;
  switch (e.which()) {
    case AllowanceEvent::ALLOWANCE_PAID: f(e.getAllowancePaid()); return;
    case AllowanceEvent::ALLOWANCE_RETURNED: f(e.getAllowanceReturned()); return;
    case AllowanceEvent::PAYOUT_RELEASED: f(e.getPayoutReleased()); return;
    case AllowanceEvent::PAYOUT_ANSWERED: f(e.getPayoutAnswered()); return;
    case AllowanceEvent::INSURANCE_TAKEN: f(e.getInsuranceTaken()); return;
    case AllowanceEvent::HEALTH_CHECK_HELD: f(e.getHealthCheckHeld()); return;
    case AllowanceEvent::MEDICAL_COST_PAID: f(e.getMedicalCostPaid()); return;
    case AllowanceEvent::LIVING_COST_REFUNDED: f(e.getLivingCostRefunded()); return;
    case AllowanceEvent::CARE_PAID: f(e.getCarePaid()); return;
    default: return;
  }
}

}  // namespace

PayPostings pay_postings_of(event::Body::Reader body) {
  PayPostings out;
  if (!body.isAllowance()) return out;
  visit_pay(body.getAllowance(), [&out](auto e) {
    for (auto one : e.getEntries())
      out.push_back({one.getAccount(), copy(one.getItem()), one.getYear(), Fen{one.getAmount()}});
  });
  return out;
}

std::string paying_unit_of(event::Body::Reader body) {
  std::string unit;
  if (body.isAllowance())
    visit_pay(body.getAllowance(), [&unit](auto e) { unit = copy(e.getUnit()); });
  return unit;
}

schema::Words with_pay_entries(event::Body::Reader draft, const PayPostings& entries) {
  capnp::MallocMessageBuilder message;
  message.setRoot(draft);
  visit_pay(message.getRoot<event::Body>().getAllowance(), [&entries](auto e) {
    auto list = e.initEntries(static_cast<unsigned>(entries.size()));
    for (unsigned i = 0; i < entries.size(); ++i) {
      list[i].setAccount(entries[i].account);
      list[i].setItem(entries[i].item);
      list[i].setYear(entries[i].year);
      list[i].setAmount(entries[i].amount.value);
    }
  });
  return schema::finish(message.getRoot<event::Body>().asReader());
}

void move_pay(PayPostings& out, const std::string& item, std::int16_t year,
              std::pair<event::PayAccount, event::PayAccount> from_to, Fen amount) {
  if (amount.value == 0) return;
  out.push_back({from_to.second, item, year, amount});
  out.push_back({from_to.first, item, year, Fen{-amount.value}});
}

void post_pay(State& state, event::Body::Reader body, int sign) {
  std::string unit = paying_unit_of(body);
  std::map<std::string, Fen> sums;
  for (const PayPosting& one : pay_postings_of(body)) sums[one.item].value += one.amount.value;
  for (const auto& [item, sum] : sums) {
    Fen& total = state.allowance.books.change(unit + "|" + item);
    total.value += sign * sum.value;
    if (total.value != 0)
      throw std::logic_error("book: the entries of " + unit + " for " + item + " do not balance");
  }
}

Refusal pay_refusal(Code code, std::string detail, std::string hint, std::string pointer) {
  return {code, std::move(detail), std::move(hint), std::move(pointer), "8.2.2", {}};
}

Fault pay_amount_fault(std::int64_t amount, const std::string& pointer) {
  if (amount <= 0) {
    return pay_refusal(Code::amount_not_positive, "金额须大于0", "填大于0、至多两位小数的金额",
                       pointer);
  }
  if (amount > fund_amount_max.value) {
    return pay_refusal(Code::amount_too_large, "金额 " + to_yuan(Fen{amount}) + " 元过大",
                       "核对单位是元还是万元", pointer);
  }
  return std::nullopt;
}

Fault item_fault(const State& state, capnp::Text::Reader item, Date day,
                 const std::string& pointer) {
  auto policy = state.policy_book().at(day);
  std::string known;
  for (const auto& row : policy->allowances) {
    if (row.id == view(item)) return std::nullopt;
    known += (known.empty() ? "" : "、") + row.id + "（" + row.title + "）";
  }
  return pay_refusal(Code::bad_value, "没有这个补助项目：" + copy(item), "可用的项目：" + known,
                     pointer);
}

Fault month_fault(capnp::Text::Reader month, const std::string& pointer) {
  auto period = parse_period(view(month));
  if (period && period_of({PeriodKind::month}, period->span.first).key == view(month))
    return std::nullopt;
  return pay_refusal(Code::bad_value, copy(month) + " 不是一个月份", "写成 2025-07", pointer);
}

Fault people_fault(const State& state, capnp::List<capnp::Text>::Reader people,
                   const std::string& pointer) {
  unsigned index = 0;
  for (auto person : people) {
    if (auto fault = person_fault(state, person, pointer + "/" + std::to_string(index++)))
      return fault;
  }
  if (index > 0) return std::nullopt;
  return pay_refusal(Code::missing_field, "没有写明人员", "至少填一人", pointer);
}

Fault paid_by_fault(const State& state, capnp::Text::Reader unit, capnp::Text::Reader person,
                    Date day) {
  if (auto fault = unit_fault(state, unit, day, "/data/unit")) return fault;
  return person_fault(state, person, "/data/person");
}

Date month_of_text(capnp::Text::Reader month) {
  auto period = parse_period(view(month));
  if (!period) throw std::logic_error("book: a month without its form: " + copy(month));
  return period->span.first;
}

std::string month_text(Date month) {
  return period_of({PeriodKind::month}, month).key;
}

}  // namespace zhucun::domain
