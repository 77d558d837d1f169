#include "ledger/domain/allowances.h"

#include <algorithm>

#include "ledger/domain/allowance_rules.h"
#include "ledger/domain/attendance_rows.h"
#include "ledger/policy/names.h"

namespace zhucun::domain {

namespace {

using event::PayAccount;
using policy::RateBy;

// The allowance rows that look their rate up in a register.
Fault register_fault(const State& state, capnp::Text::Reader name, Date day, RateBy* by) {
  auto policy = state.policy_book().at(day);
  std::string known;
  for (const auto& row : policy->allowances) {
    if (row.standard.empty()) continue;
    if (row.standard == view(name)) {
      *by = row.rate_by;
      return std::nullopt;
    }
    known += (known.empty() ? "" : "、") + row.standard + "（" + row.title + "）";
  }
  return pay_refusal(Code::bad_value, "政策没有用到这个标准：" + copy(name),
                     "可用的标准：" + (known.empty() ? "无" : known), "/data/register");
}

Fault missing(bool absent, const char* words, const char* hint, const char* pointer) {
  if (!absent) return std::nullopt;
  return pay_refusal(Code::missing_field, words, hint, pointer);
}

// An amount that may be left out (0 = not said).
Fault amount_if_said_fault(std::int64_t amount) {
  return amount == 0 ? std::nullopt : pay_amount_fault(amount, "/data/amount");
}

// Spent from the unit's own money at once.
Result<Decision> spent(event::Body::Reader body, policy::Benefit benefit, std::int64_t amount) {
  PayPostings entries;
  move_pay(entries, std::string(policy::name_of(benefit)),
           static_cast<std::int16_t>(year_of(date_of(body))),
           {PayAccount::PAID, PayAccount::EXPENSE}, Fen{amount});
  Decision decision;
  decision.completed = with_pay_entries(body, entries);
  return decision;
}

bool in_post_on(const State& state, const std::string& person, Date day) {
  const auto& stays = stays_of(state, person);
  return std::any_of(stays.begin(), stays.end(),
                     [day](const Stay& stay) { return stay.span.contains(day); });
}

Span trip_days(event::TripMade::Reader e, event::Body::Reader body) {
  return {date_of(body), from_stored(e.getBack()).value_or(date_of(body))};
}

template <typename Map>
void put_dependant(State& state, const Map& known, Position on, Position position) {
  if (known.contains(on)) state.dependants.change(on).insert(position);
}

}  // namespace

// Refuses: division faults, bad_value (no such register, amount below zero, a person's rate without
// one), missing_field, unknown_person.
Result<Decision> decide(const Context&, const State& state, event::StandardSet::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault =
          division_fault(state, draft.getArea(), DivisionLevel::unknown, day, "/data/area"))
    return refuse(*fault);
  RateBy by = RateBy::fixed;
  if (auto fault = register_fault(state, draft.getRegister(), day, &by)) return refuse(*fault);
  if (draft.getAmount() < 0)
    return refuse(pay_refusal(Code::bad_value, "标准不能为负", "填0或以上的金额", "/data/amount"));
  if (auto fault = missing(by == RateBy::township_tier && draft.getTier().size() == 0,
                           "这个标准分档次，没有写档次", "填档次，如 一档", "/data/tier"))
    return refuse(*fault);
  if (auto fault = missing(by == RateBy::person && draft.getPerson().size() == 0,
                           "这个标准因人而异，没有写人员", "填人员", "/data/person"))
    return refuse(*fault);
  if (draft.getPerson().size() > 0) {
    if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  }
  return Decision{};
}

// Refuses: division faults, bad_value (no such register, or one without tiers).
Result<Decision> decide(const Context&, const State& state, event::TownshipTierSet::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = division_fault(state, draft.getTownship(), DivisionLevel::township, day,
                                  "/data/township"))
    return refuse(*fault);
  RateBy by = RateBy::fixed;
  if (auto fault = register_fault(state, draft.getRegister(), day, &by)) return refuse(*fault);
  if (by != RateBy::township_tier)
    return refuse(pay_refusal(Code::bad_value, copy(draft.getRegister()) + " 不分乡镇档次",
                              "填分档次的标准", "/data/register"));
  return Decision{};
}

// Refuses: unknown_unit, unknown_person, dates_reversed, after_today, not_in_post, leave_overlaps.
Result<Decision> decide(const Context& context, const State& state, event::TripMade::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = paid_by_fault(state, draft.getUnit(), draft.getPerson(), day))
    return refuse(*fault);
  Span days = trip_days(draft, body);
  if (auto fault = order_fault(days.first, days.last, "/data/back")) return refuse(*fault);
  if (days.last > context.today)
    return refuse(pay_refusal(Code::after_today, "返回日 " + to_text(days.last) + " 还没有到",
                              "返回以后再登记", "/data/back"));
  std::string person = copy(draft.getPerson());
  if (!in_post_on(state, person, days.first))
    return refuse(pay_refusal(Code::not_in_post, person + " 在 " + to_text(days.first) + " 不在派",
                              "核对人员和日期", "/date"));
  for (const std::string& id : ids_of(state, person)) {
    const auto* trips = state.allowance.trips.find(id);
    if (!trips) continue;
    for (const auto& [position, other] : *trips) {
      if (!other.meets(days)) continue;
      return refuse(pay_refusal(Code::leave_overlaps,
                                "与序号 " + std::to_string(position.value) + " 的往返（" +
                                    to_text(other.first) + " 至 " + to_text(other.last) + "）重叠",
                                "核对起止日期；一次往返只登记一次", "/date"));
    }
  }
  return Decision{};
}

void evolve(State& state, Position position, event::TripMade::Reader e, event::Body::Reader body) {
  state.allowance.trips.change(copy(e.getPerson()))[position] = trip_days(e, body);
}
void revert(State& state, Position position, event::TripMade::Reader e, event::Body::Reader) {
  state.allowance.trips.change(copy(e.getPerson())).erase(position);
}

// Refuses: unknown_unit, unknown_person, bad_value.
Result<Decision> decide(const Context&, const State& state, event::LeaveUnused::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = paid_by_fault(state, draft.getUnit(), draft.getPerson(), day))
    return refuse(*fault);
  if (draft.getYear() > year_of(day))
    return refuse(pay_refusal(Code::bad_value, "年度还没有到", "填已过或当年的年度", "/data/year"));
  if (draft.getDays() < 1 || draft.getDays() > 31)
    return refuse(
        pay_refusal(Code::bad_value, "未休天数应在1至31之间", "填未休的年假天数", "/data/days"));
  return Decision{};
}

// Refuses: unknown_unit, unknown_person, bad_value, missing_field (it is no opening).
Result<Decision> decide(const Context&, const State& state,
                        event::AllowanceOpeningStated::Reader draft, event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = paid_by_fault(state, draft.getUnit(), draft.getPerson(), day))
    return refuse(*fault);
  if (auto fault = item_fault(state, draft.getItem(), day, "/data/item")) return refuse(*fault);
  if (auto fault = month_fault(draft.getThrough(), "/data/through")) return refuse(*fault);
  if (draft.getOwed() < 0)
    return refuse(pay_refusal(Code::bad_value, "尚欠金额不能为负", "没有欠发就不填", "/data/owed"));
  if (!body.getOpening())
    return refuse(pay_refusal(Code::missing_field, "启用以前的发放情况属于期初",
                              "作为期初登记（opening: true）；启用以后的发放登记已发", "/opening"));
  return Decision{};
}

Result<Decision> decide(const Context&, const State& state, event::BudgetAdopted::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = unit_fault(state, draft.getUnit(), date_of(body), "/data/unit"))
    return refuse(*fault);
  if (auto fault = pay_amount_fault(draft.getAmount(), "/data/amount")) return refuse(*fault);
  return Decision{};
}

Result<Decision> decide(const Context&, const State& state, event::HoldLifted::Reader draft,
                        event::Body::Reader) {
  if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  return Decision{};
}

// Refuses: unknown_unit, bad_value, dates_reversed.
Result<Decision> decide(const Context&, const State& state, event::StatementIssued::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = unit_fault(state, draft.getUnit(), day, "/data/unit")) return refuse(*fault);
  if (!parse_period(view(draft.getPeriod())))
    return refuse(pay_refusal(Code::bad_value, copy(draft.getPeriod()) + " 不是一个期间",
                              "写成 2025-07、2025Q3 或 2025", "/data/period"));
  Date until = from_stored(draft.getUntil()).value_or(day);
  if (auto fault = order_fault(day, until, "/data/until")) return refuse(*fault);
  return Decision{};
}
void evolve(State& state, Position position, event::StatementIssued::Reader e,
            event::Body::Reader) {
  state.allowance.statements.change(copy(e.getUnit()) + "|" + copy(e.getPeriod()))[position] =
      from_stored(e.getUntil()).value_or(Date{});
}
void revert(State& state, Position position, event::StatementIssued::Reader e,
            event::Body::Reader) {
  state.allowance.statements.change(copy(e.getUnit()) + "|" + copy(e.getPeriod())).erase(position);
}

// Refuses: unknown_person, not_found (no statement of the period), window_closed.
Result<Decision> decide(const Context&, const State& state, event::ObjectionRaised::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  std::optional<Date> until;
  for (const Stay& stay : stays_of(state, copy(draft.getPerson()))) {
    const auto* issued = state.allowance.statements.find(stay.unit + "|" + copy(draft.getPeriod()));
    if (!issued) continue;
    for (const auto& [position, day] : *issued) until = std::max(until.value_or(day), day);
  }
  if (!until)
    return refuse(pay_refusal(Code::not_found, copy(draft.getPeriod()) + " 还没有送达个人对账单",
                              "派出单位送达以后再提出；平时可直接向单位反映", "/data/period"));
  if (date_of(body) > *until && draft.getLate().size() == 0)
    return refuse(pay_refusal(Code::window_closed, "异议期限已于 " + to_text(*until) + " 截止",
                              "确有原因的填逾期理由，由单位答复", "/data/late"));
  return Decision{};
}
void evolve(State& state, Position position, event::ObjectionRaised::Reader e,
            event::Body::Reader) {
  state.allowance.objections.put(position, copy(e.getPerson()));
}
void revert(State& state, Position position, event::ObjectionRaised::Reader, event::Body::Reader) {
  state.allowance.objections.erase(position);
}

// Refuses: unknown_unit, wrong_reference, not_allowed (a resident of another unit).
Result<Decision> decide(const Context&, const State& state, event::ObjectionAnswered::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = unit_fault(state, draft.getUnit(), date_of(body), "/data/unit"))
    return refuse(*fault);
  const auto* person = state.allowance.objections.find(Position{draft.getObjection()});
  if (!person)
    return refuse(pay_refusal(Code::wrong_reference, "这个序号不是对账异议",
                              "填 objectionRaised 的序号", "/data/objection"));
  const auto& stays = stays_of(state, *person);
  bool own = std::any_of(stays.begin(), stays.end(),
                         [&](const Stay& stay) { return stay.unit == view(draft.getUnit()); });
  if (!own)
    return refuse(pay_refusal(Code::wrong_reference, *person + " 不是这个单位派出的",
                              "由其派出单位答复", "/data/unit"));
  return Decision{};
}
void evolve(State& state, Position position, event::ObjectionAnswered::Reader e,
            event::Body::Reader) {
  put_dependant(state, state.allowance.objections, Position{e.getObjection()}, position);
}
void revert(State& state, Position position, event::ObjectionAnswered::Reader e,
            event::Body::Reader) {
  state.dependants.change(Position{e.getObjection()}).erase(position);
}

void post_benefit(State& state, event::Body::Reader body, int sign) {
  post_pay(state, body, sign);
}

// Refuses: unknown_unit, unknown_person, dates_reversed, amount faults.
Result<Decision> decide(const Context&, const State& state, event::InsuranceTaken::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = unit_fault(state, draft.getUnit(), date_of(body), "/data/unit"))
    return refuse(*fault);
  if (auto fault = people_fault(state, draft.getResidents(), "/data/residents"))
    return refuse(*fault);
  if (auto fault = order_fault(from_stored(draft.getFirst()).value_or(Date{}),
                               from_stored(draft.getLast()).value_or(Date{}), "/data/last"))
    return refuse(*fault);
  if (auto fault = amount_if_said_fault(draft.getAmount())) return refuse(*fault);
  return spent(body, policy::Benefit::accident_insurance, draft.getAmount());
}

// Refuses: unknown_unit, unknown_person, amount faults.
Result<Decision> decide(const Context&, const State& state, event::HealthCheckHeld::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = unit_fault(state, draft.getUnit(), date_of(body), "/data/unit"))
    return refuse(*fault);
  if (auto fault = people_fault(state, draft.getResidents(), "/data/residents"))
    return refuse(*fault);
  if (auto fault = amount_if_said_fault(draft.getAmount())) return refuse(*fault);
  return spent(body, policy::Benefit::health_check, draft.getAmount());
}

// Refuses: unknown_unit, unknown_person, amount faults.
Result<Decision> decide(const Context&, const State& state, event::MedicalCostPaid::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = paid_by_fault(state, draft.getUnit(), draft.getPerson(), date_of(body)))
    return refuse(*fault);
  if (auto fault = pay_amount_fault(draft.getAmount(), "/data/amount")) return refuse(*fault);
  return spent(body, policy::Benefit::medical_costs, draft.getAmount());
}

// Refuses: division faults, bad_value, amount faults, unknown_person.
Result<Decision> decide(const Context&, const State& state, event::LivingCostStated::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = division_fault(state, draft.getProvider(), DivisionLevel::unknown, date_of(body),
                                  "/data/provider"))
    return refuse(*fault);
  if (!parse_period(view(draft.getPeriod())))
    return refuse(pay_refusal(Code::bad_value, copy(draft.getPeriod()) + " 不是一个期间",
                              "写成 2025-07、2025Q3 或 2025", "/data/period"));
  if (auto fault = pay_amount_fault(draft.getAmount(), "/data/amount")) return refuse(*fault);
  if (auto fault = people_fault(state, draft.getResidents(), "/data/residents"))
    return refuse(*fault);
  return Decision{};
}
void evolve(State& state, Position position, event::LivingCostStated::Reader e,
            event::Body::Reader) {
  KnownLivingCost cost{Fen{e.getAmount()}, {}};
  for (auto person : e.getResidents()) cost.residents.push_back(copy(person));
  state.allowance.living_costs.put(position, std::move(cost));
}
void revert(State& state, Position position, event::LivingCostStated::Reader, event::Body::Reader) {
  state.allowance.living_costs.erase(position);
}

// Refuses: unknown_unit, wrong_reference, amount faults.
Result<Decision> decide(const Context&, const State& state, event::LivingCostRefunded::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = unit_fault(state, draft.getUnit(), date_of(body), "/data/unit"))
    return refuse(*fault);
  if (!state.allowance.living_costs.contains(Position{draft.getCost()}))
    return refuse(pay_refusal(Code::wrong_reference, "这个序号不是工作生活条件费用",
                              "填 livingCostStated 的序号", "/data/cost"));
  if (auto fault = pay_amount_fault(draft.getAmount(), "/data/amount")) return refuse(*fault);
  return spent(body, policy::Benefit::living_conditions, draft.getAmount());
}
void evolve(State& state, Position position, event::LivingCostRefunded::Reader e,
            event::Body::Reader body) {
  post_pay(state, body, 1);
  state.dependants.change(Position{e.getCost()}).insert(position);
}
void revert(State& state, Position position, event::LivingCostRefunded::Reader e,
            event::Body::Reader body) {
  post_pay(state, body, -1);
  state.dependants.change(Position{e.getCost()}).erase(position);
}

// Refuses: unknown_unit, unknown_person, bad_value.
Result<Decision> decide(const Context&, const State& state, event::CareCaseRecognised::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = paid_by_fault(state, draft.getUnit(), draft.getPerson(), date_of(body)))
    return refuse(*fault);
  if (draft.getKind() == event::CareCase::UNKNOWN)
    return refuse(
        pay_refusal(Code::bad_value, "没有写明是工伤还是因公牺牲", "选一个类别", "/data/kind"));
  return Decision{};
}
void evolve(State& state, Position position, event::CareCaseRecognised::Reader e,
            event::Body::Reader) {
  state.allowance.cases.put(position, e.getKind());
}
void revert(State& state, Position position, event::CareCaseRecognised::Reader,
            event::Body::Reader) {
  state.allowance.cases.erase(position);
}

// Statutory benefits are paid by their own fund: recorded, never the unit's spending.
// Refuses: unknown_unit, wrong_reference, bad_value, amount faults.
Result<Decision> decide(const Context&, const State& state, event::CarePaid::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = unit_fault(state, draft.getUnit(), date_of(body), "/data/unit"))
    return refuse(*fault);
  const auto* kind = state.allowance.cases.find(Position{draft.getCase()});
  if (!kind)
    return refuse(pay_refusal(Code::wrong_reference, "这个序号不是工伤或因公牺牲认定",
                              "填 careCaseRecognised 的序号", "/data/case"));
  if (draft.getKind() == event::CarePayment::UNKNOWN)
    return refuse(pay_refusal(Code::bad_value, "没有写明支付的类别", "选一个类别", "/data/kind"));
  if (auto fault = amount_if_said_fault(draft.getAmount())) return refuse(*fault);
  bool own = draft.getKind() != event::CarePayment::STATUTORY;
  auto benefit =
      *kind == event::CareCase::INJURY ? policy::Benefit::injury : policy::Benefit::death;
  return spent(body, benefit, own ? draft.getAmount() : 0);
}
void evolve(State& state, Position position, event::CarePaid::Reader e, event::Body::Reader body) {
  post_pay(state, body, 1);
  put_dependant(state, state.allowance.cases, Position{e.getCase()}, position);
}
void revert(State& state, Position position, event::CarePaid::Reader e, event::Body::Reader body) {
  post_pay(state, body, -1);
  state.dependants.change(Position{e.getCase()}).erase(position);
}

}  // namespace zhucun::domain
