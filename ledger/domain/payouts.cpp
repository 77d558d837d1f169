#include "ledger/domain/payouts.h"

#include <algorithm>

#include "ledger/domain/attendance_rows.h"
#include "ledger/domain/fund_rules.h"
#include "ledger/domain/payout_lines.h"

namespace zhucun::domain {

namespace {

using event::PayAccount;

struct StepRow {
  PayoutStep step;
  std::vector<PayoutStep> after;
};

const std::vector<StepRow>& steps() {
  using enum PayoutStep;
  static const std::vector<StepRow> all{
      {none, {}},
      {drafted, {none}},
      {checked, {drafted}},
      {approved, {drafted, checked}},
      {released, {approved}},
      {voided, {drafted, checked, approved}},
  };
  return all;
}

const StepRow& row_of(PayoutStep step) {
  return *std::find_if(steps().begin(), steps().end(),
                       [step](const StepRow& row) { return row.step == step; });
}

template <typename E>
Fault step_fault(const State& state, E draft, PayoutStep to) {
  const KnownPayout* known = state.allowance.payouts.find(payout_key(draft));
  PayoutStep now = known ? known->step : PayoutStep::none;
  const auto& after = row_of(to).after;
  if (std::find(after.begin(), after.end(), now) != after.end()) return std::nullopt;
  std::string may;
  for (PayoutStep one : after) may += (may.empty() ? "" : "、") + std::string(title_of(one));
  return pay_refusal(Code::wrong_step,
                     "批次 " + copy(draft.getBatch()) + " 现为“" + std::string(title_of(now)) +
                         "”，不能再" + std::string(title_of(to)).substr(6),
                     "须为：" + may, "/data/batch");
}

template <typename E>
Fault unit_step_fault(const State& state, E draft, Date day, PayoutStep to) {
  if (auto fault = unit_fault(state, draft.getUnit(), day, "/data/unit")) return fault;
  return step_fault(state, draft, to);
}

Fault moving_fault(const State& state, const Owed& owed, const PayoutLines& lines) {
  std::string before;
  for (const auto& line : lines) {
    if (line.person == before) continue;
    before = line.person;
    if (auto fault = moving_fault(state, owed, before)) return fault;
  }
  return std::nullopt;
}

// The content that was looked at is the content of the payout, and its figures still stand.
template <typename E>
Fault content_fault(const Context& context, const State& state, E draft) {
  const KnownPayout& payout = *state.allowance.payouts.find(payout_key(draft));
  if constexpr (requires { draft.getContent(); }) {
    if (payout.content != view(draft.getContent()))
      return pay_refusal(Code::stale_figures, "批次 " + payout.batch + " 的内容与所看到的不同",
                         "重新打开这个批次，核对以后再办", "/data/content");
  }
  Date through{};
  for (const auto& line : payout.lines)
    through = std::max(through, parse_period(line.month)->span.first);
  Owed owed = owed_now(context, {payout.unit, "", through});
  if (auto fault = moving_fault(state, owed, payout.lines)) return fault;
  std::string what = moved(state, owed, payout);
  if (what.empty()) return std::nullopt;
  return pay_refusal(Code::stale_figures, "制表以后数字有变：" + what, "作废这个批次，重新制表",
                     "/data/batch");
}

int persons_of(const State& state, const std::string& unit, Date day) {
  int persons = 2;
  auto policy = state.policy_book().at(day);
  const KnownUnit* known = state.units.find(unit);
  if (known) {
    if (const auto* row = policy::row_in(policy->payouts, known->seat)) persons = row->persons;
  }
  const auto* settings = state.allowance.settings.find(unit);
  if (settings && !settings->empty()) persons = std::max(persons, settings->rbegin()->second);
  return persons;
}

Fault other_person_fault(const State& state, const std::string& actor, const std::string& earlier,
                         const char* did) {
  if (earlier.empty() || !is_same_person(state, actor, earlier)) return std::nullopt;
  return pay_refusal(Code::same_person, actor + " " + did + "，不能再办这一步", "由另一个人办理",
                     "/actor");
}

// ---- the steps of a payout ----

void take_step(State& state, const std::string& key, PayoutStep step, Position position) {
  KnownPayout& known = state.allowance.payouts.change(key);
  known.history.push_back(known.step);
  known.step = step;
  if (!known.events.empty()) state.dependants.change(known.events.back()).insert(position);
  known.events.push_back(position);
}

void step_back(State& state, const std::string& key, Position position) {
  KnownPayout& known = state.allowance.payouts.change(key);
  if (known.events.empty() || known.events.back() != position) return;
  known.events.pop_back();
  known.step = known.history.back();
  known.history.pop_back();
  if (!known.events.empty()) state.dependants.change(known.events.back()).erase(position);
}

void land(State& state, const KnownPayout& payout) {
  for (const auto& line : payout.lines)
    state.allowance.in_flight.erase(line_key(line, payout.unit));
}

}  // namespace

// Refuses: unknown_unit, bad_value.
Result<Decision> decide(const Context&, const State& state, event::PayoutSettingSet::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = unit_fault(state, draft.getUnit(), date_of(body), "/data/unit"))
    return refuse(*fault);
  if (draft.getPersons() != 2 && draft.getPersons() != 3)
    return refuse(pay_refusal(Code::bad_value, "经手人数为2或3", "填2（制表、批准）或3（另有复核）",
                              "/data/persons"));
  return Decision{};
}
void evolve(State& state, Position position, event::PayoutSettingSet::Reader e,
            event::Body::Reader) {
  state.allowance.settings.change(copy(e.getUnit()))[position] = e.getPersons();
}
void revert(State& state, Position position, event::PayoutSettingSet::Reader e,
            event::Body::Reader) {
  state.allowance.settings.change(copy(e.getUnit())).erase(position);
}

// Refuses: unknown_unit, wrong_step, bad_value, after_today, advance_not_allowed, figures_moving,
// nothing_to_pay.
Result<Decision> decide(const Context& context, const State& state,
                        event::PayoutDrafted::Reader draft, event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = unit_step_fault(state, draft, day, PayoutStep::drafted)) return refuse(*fault);
  if (auto fault = month_fault(draft.getThrough(), "/data/through")) return refuse(*fault);
  Date through = month_of_text(draft.getThrough());
  if (through > day)
    return refuse(pay_refusal(Code::after_today, copy(draft.getThrough()) + " 还没有到",
                              "填已到的月份", "/data/through"));
  PayoutWish wish{copy(draft.getUnit()), {}, copy(draft.getAdvance())};
  for (auto item : draft.getItems()) {
    if (auto fault = item_fault(state, item, day, "/data/items")) return refuse(*fault);
    wish.items.push_back(copy(item));
  }
  Owed owed = owed_now(context, {wish.unit, "", through});
  if (!wish.advance.empty()) {
    if (auto fault = month_fault(draft.getAdvance(), "/data/advance")) return refuse(*fault);
    Date month = month_of_text(draft.getAdvance());
    bool now = month == period_of({PeriodKind::month}, day).span.first &&
               static_cast<int>(month_of(month)) == owed.rule.advance_month && month <= through;
    if (!now)
      return refuse(pay_refusal(Code::advance_not_allowed, wish.advance + " 不能预发",
                                owed.rule.advance_month == 0
                                    ? "现行政策没有预发的月份"
                                    : "只在当年 " + std::to_string(owed.rule.advance_month) +
                                          " 月预发当月，发至月份也填当月",
                                "/data/advance"));
  }
  PayoutLines lines = lines_of(state, owed, wish);
  if (auto fault = moving_fault(state, owed, lines)) return refuse(*fault);
  if (lines.empty())
    return refuse(pay_refusal(
        Code::nothing_to_pay, wish.unit + " 至 " + copy(draft.getThrough()) + " 没有可发的",
        "看“应发补助”表中各行为何不能发：考勤未审定、缺标准、已发或暂缓", "/data/through"));
  capnp::MallocMessageBuilder message;
  message.setRoot(body);
  auto out = message.getRoot<event::Body>().getAllowance().getPayoutDrafted();
  auto list = out.initLines(static_cast<unsigned>(lines.size()));
  for (unsigned i = 0; i < lines.size(); ++i) {
    const KnownPayoutLine& from = lines[i];
    list[i].setSequence(from.sequence);
    list[i].setPerson(from.person);
    list[i].setItem(from.item);
    list[i].setMonth(from.month);
    list[i].setDue(from.due.value);
    list[i].setBefore(from.before.value);
    list[i].setAmount(from.amount.value);
    list[i].setReason(from.reason);
  }
  out.setContent(context.digest(content_text(lines)).substr(0, 20));
  Decision decision;
  decision.completed = schema::finish(message.getRoot<event::Body>().asReader());
  return decision;
}
void evolve(State& state, Position position, event::PayoutDrafted::Reader e,
            event::Body::Reader body) {
  std::string key = payout_key(e);
  take_step(state, key, PayoutStep::drafted, position);
  KnownPayout& known = state.allowance.payouts.change(key);
  known.unit = copy(e.getUnit());
  known.batch = copy(e.getBatch());
  known.drafter = copy(body.getActor());
  known.content = copy(e.getContent());
  known.lines = lines_in(e);
  for (const auto& line : known.lines)
    state.allowance.in_flight.put(line_key(line, known.unit), key);
}
void revert(State& state, Position position, event::PayoutDrafted::Reader e, event::Body::Reader) {
  std::string key = payout_key(e);
  land(state, *state.allowance.payouts.find(key));
  step_back(state, key, position);
}

// Refuses: unknown_unit, wrong_step, same_person, stale_figures, figures_moving.
Result<Decision> decide(const Context& context, const State& state,
                        event::PayoutChecked::Reader draft, event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = unit_step_fault(state, draft, day, PayoutStep::checked)) return refuse(*fault);
  const KnownPayout& known = *state.allowance.payouts.find(payout_key(draft));
  if (auto fault = other_person_fault(state, copy(body.getActor()), known.drafter, "制的表"))
    return refuse(*fault);
  if (auto fault = content_fault(context, state, draft)) return refuse(*fault);
  return Decision{};
}
void evolve(State& state, Position position, event::PayoutChecked::Reader e,
            event::Body::Reader body) {
  take_step(state, payout_key(e), PayoutStep::checked, position);
  state.allowance.payouts.change(payout_key(e)).checker = copy(body.getActor());
}
void revert(State& state, Position position, event::PayoutChecked::Reader e, event::Body::Reader) {
  step_back(state, payout_key(e), position);
  state.allowance.payouts.change(payout_key(e)).checker.clear();
}

// Refuses: unknown_unit, wrong_step, same_person, stale_figures, figures_moving.
Result<Decision> decide(const Context& context, const State& state,
                        event::PayoutApproved::Reader draft, event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = unit_step_fault(state, draft, day, PayoutStep::approved)) return refuse(*fault);
  const KnownPayout& known = *state.allowance.payouts.find(payout_key(draft));
  std::string actor = copy(body.getActor());
  if (auto fault = other_person_fault(state, actor, known.drafter, "制的表")) return refuse(*fault);
  if (persons_of(state, known.unit, day) > 2) {
    if (known.checker.empty())
      return refuse(pay_refusal(Code::wrong_step, "本单位发放须三人经手，还没有复核",
                                "先由另一个人复核", "/data/batch"));
    if (auto fault = other_person_fault(state, actor, known.checker, "复核的"))
      return refuse(*fault);
  }
  if (auto fault = content_fault(context, state, draft)) return refuse(*fault);
  return Decision{};
}
void evolve(State& state, Position position, event::PayoutApproved::Reader e,
            event::Body::Reader body) {
  take_step(state, payout_key(e), PayoutStep::approved, position);
  state.allowance.payouts.change(payout_key(e)).approver = copy(body.getActor());
}
void revert(State& state, Position position, event::PayoutApproved::Reader e, event::Body::Reader) {
  step_back(state, payout_key(e), position);
  state.allowance.payouts.change(payout_key(e)).approver.clear();
}

// Refuses: unknown_unit, wrong_step, stale_figures, figures_moving.
Result<Decision> decide(const Context& context, const State& state,
                        event::PayoutReleased::Reader draft, event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = unit_step_fault(state, draft, day, PayoutStep::released)) return refuse(*fault);
  if (auto fault = content_fault(context, state, draft)) return refuse(*fault);
  const KnownPayout& known = *state.allowance.payouts.find(payout_key(draft));
  Decision decision;
  decision.completed = with_pay_entries(
      body, moved_by_item(known.lines, day, {PayAccount::TRANSIT, PayAccount::EXPENSE}));
  return decision;
}
void evolve(State& state, Position position, event::PayoutReleased::Reader e,
            event::Body::Reader body) {
  post_pay(state, body, 1);
  std::string key = payout_key(e);
  take_step(state, key, PayoutStep::released, position);
  const KnownPayout& known = *state.allowance.payouts.find(key);
  land(state, known);
  for (const auto& line : known.lines) {
    state.allowance.paid.change(line.person + "|" + line.month).push_back({position, line.item});
    state.allowance.touched.put(line.person, position);
    state.allowance.balances.change(known.unit + "|" + line.person).value += line.amount.value;
  }
}

// What a person's sum was made of goes into the bank's hands, or comes back unpaid.
// Refuses: unknown_unit, wrong_step, wrong_batch, return_differs, missing_field.
Result<Decision> decide(const Context&, const State& state, event::PayoutAnswered::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = unit_fault(state, draft.getUnit(), day, "/data/unit")) return refuse(*fault);
  const KnownPayout* known = state.allowance.payouts.find(payout_key(draft));
  if (!known)
    return refuse(pay_refusal(Code::wrong_batch, "本单位没有批次 " + copy(draft.getBatch()),
                              "核对返回文件是哪个单位、哪个批次的", "/data/batch"));
  if (known->step != PayoutStep::released)
    return refuse(pay_refusal(
        Code::wrong_step,
        "批次 " + known->batch + " 现为“" + std::string(title_of(known->step)) + "”，还没有发放",
        "发放以后才有银行返回", "/data/batch"));
  auto shares = shares_of(known->lines);
  auto share = shares.find(draft.getSequence());
  if (share == shares.end())
    return refuse(pay_refusal(
        Code::wrong_batch,
        "批次 " + known->batch + " 的银行文件没有序号 " + std::to_string(draft.getSequence()),
        "核对返回文件是否属于这个批次", "/data/sequence"));
  if (share->second.sum != Fen{draft.getAmount()})
    return refuse(pay_refusal(Code::return_differs,
                              "序号 " + std::to_string(draft.getSequence()) + " 应为 " +
                                  to_yuan(share->second.sum) + " 元，返回文件为 " +
                                  to_yuan(Fen{draft.getAmount()}) + " 元",
                              "核对返回文件是否属于这个批次", "/data/amount"));
  if (!draft.getPaid() && draft.getReason().size() == 0)
    return refuse(
        pay_refusal(Code::missing_field, "退票没有写原因", "填银行返回的原因", "/data/reason"));
  auto to = draft.getPaid() ? PayAccount::PAID : PayAccount::EXPENSE;
  Decision decision;
  decision.completed =
      with_pay_entries(body, moved_by_item(share->second.lines, day, {to, PayAccount::TRANSIT}));
  return decision;
}

namespace {

// A sum that came back covers nothing; `sign` 1 takes the cover away, -1 puts it back.
void bounce(State& state, event::PayoutAnswered::Reader e, int sign) {
  const KnownPayout& known = *state.allowance.payouts.find(payout_key(e));
  PayoutShare share = shares_of(known.lines).at(e.getSequence());
  Position released = known.events.back();
  for (const auto& line : share.lines) {
    std::string key = line.person + "|" + line.month;
    if (sign > 0) {
      uncover(state, key, released, line.item);
    } else {
      state.allowance.paid.change(key).push_back({released, line.item});
    }
  }
  state.allowance.balances.change(known.unit + "|" + share.person).value -= sign * share.sum.value;
}

}  // namespace

void evolve(State& state, Position position, event::PayoutAnswered::Reader e,
            event::Body::Reader body) {
  post_pay(state, body, 1);
  if (!e.getPaid()) bounce(state, e, 1);
  KnownPayout& known = state.allowance.payouts.change(payout_key(e));
  known.answers[e.getSequence()] = position;
  state.allowance.touched.put(shares_of(known.lines).at(e.getSequence()).person, position);
}
void revert(State& state, Position, event::PayoutAnswered::Reader e, event::Body::Reader body) {
  post_pay(state, body, -1);
  if (!e.getPaid()) bounce(state, e, -1);
  state.allowance.payouts.change(payout_key(e)).answers.erase(e.getSequence());
}

// Refuses: unknown_unit, wrong_step.
Result<Decision> decide(const Context&, const State& state, event::PayoutVoided::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = unit_step_fault(state, draft, date_of(body), PayoutStep::voided))
    return refuse(*fault);
  return Decision{};
}
void evolve(State& state, Position position, event::PayoutVoided::Reader e, event::Body::Reader) {
  std::string key = payout_key(e);
  land(state, *state.allowance.payouts.find(key));
  take_step(state, key, PayoutStep::voided, position);
}

}  // namespace zhucun::domain
