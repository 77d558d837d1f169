#include "ledger/domain/leave.h"

#include <algorithm>

#include "ledger/domain/accounts_rules.h"
#include "ledger/domain/attendance_rows.h"
#include "ledger/domain/leave_ladder.h"

namespace zhucun::domain {

namespace {

using policy::ActorKind;

Refusal refusal(Code code, std::string detail, std::string hint, std::string pointer) {
  return {code, std::move(detail), std::move(hint), std::move(pointer), "7.2.3", {}};
}

Span span_of(event::LeaveApproved::Reader e) {
  return {from_stored(e.getFirst()).value_or(Date{}), from_stored(e.getLast()).value_or(Date{})};
}

const Stay* stay_on(const State& state, const std::string& person, Date day) {
  for (const Stay& stay : stays_of(state, person)) {
    if (stay.span.contains(day)) return &stay;
  }
  return nullptr;
}

Fault overlap_fault(const State& state, const std::string& person, Span span) {
  for (const std::string& id : ids_of(state, person)) {
    const auto* leaves = state.attendance.leaves.find(id);
    if (!leaves) continue;
    for (const auto& [position, leave] : *leaves) {
      if (leave.until < span.first || span.last < leave.span.first) continue;
      return refusal(Code::leave_overlaps,
                     person + " 在 " + to_text(leave.span.first) + " 至 " + to_text(leave.until) +
                         " 已有准假（序号 " + std::to_string(position.value) + "）",
                     "核对起止日期；提前回村的先销假，没有休的先撤销", "/data/first");
    }
  }
  return std::nullopt;
}

// Who gives it stands where the person does: its team, township, county or city, or its unit.
bool stands_over(const State& state, const Party& who, const Stay& stay) {
  if (who.kind == PartyKind::unit) return who.id == stay.unit;
  bool office = who.kind == PartyKind::team || who.kind == PartyKind::township ||
                who.kind == PartyKind::office;
  auto code = parse_division(who.id);
  return office && code && lies_in(StateLands(state), stay.village, *code);
}

ActorKind kind_of(const State& state, const Party& who) {
  auto code = parse_division(who.id);
  const KnownDivision* known = code ? state.divisions.find(*code) : nullptr;
  return approver_kind(who.kind, known ? known->level : DivisionLevel::unknown);
}

// A decision taken here: by somebody else than the person, at a desk that may speak for the
// approver, high enough on the county's ladder.
Fault decision_fault(const Context& context, const State& state, event::LeaveApproved::Reader draft,
                     event::Body::Reader body, const Stay& stay) {
  const Accounts& accounts = accounts_of(state);
  std::string person = copy(draft.getPerson());
  std::string actor = copy(body.getActor());
  if (accounts.person_of(actor) == "person:" + person) {
    return refusal(Code::same_person, "不能批准自己请假", "由有批准权的另一个人登记", "/actor");
  }
  if (accounts.ceremony.value != 0 && !context.program) {
    auto desks = desks_on(accounts, actor, context.today);
    bool speaks = std::any_of(desks.begin(), desks.end(), [&](const Desk& desk) {
      return covers(StateLands(state), desk.scope, schema::Reference::party, copy(draft.getBy()),
                    true);
    });
    if (!speaks) {
      return refusal(Code::not_allowed, actor + " 的岗位不能代表 " + copy(draft.getBy()) + " 准假",
                     "由批准单位登记；纸质批准的填假条编号", "/data/by");
    }
  }
  auto policy = state.policy_book().at(date_of(body));
  const auto* ladder = policy::row_in(policy->leave_ladders, stay.village);
  Span span = span_of(draft);
  std::int64_t days = (span.last - span.first).count() + 1;
  if (!ladder || high_enough(*ladder, days, kind_of(state, party(draft.getBy())))) {
    return std::nullopt;
  }
  const auto* step = step_of(*ladder, days);
  Refusal too_low =
      refusal(Code::approver_too_low,
              "请假 " + std::to_string(days) + " 天应由" +
                  std::string(approver_title(step->approver)) + "批准（" + ladder->document + "）",
              "报请批准后再登记；已有纸质批准的填假条编号", "/data/by");
  too_low.clause = ladder->clause.text;
  return too_low;
}

// The leave that a return or a cancellation is about. Refuses: wrong_reference, wrong_order.
template <typename E>
Fault leave_fault(const State& state, E draft, KnownLeave& leave) {
  for (const std::string& id : ids_of(state, copy(draft.getPerson()))) {
    const auto* leaves = state.attendance.leaves.find(id);
    if (!leaves) continue;
    auto found = leaves->find(Position{draft.getLeave()});
    if (found == leaves->end()) continue;
    leave = found->second;
    if (leave.closed_by.value == 0) return std::nullopt;
    return refusal(Code::wrong_order,
                   "这次准假已由序号 " + std::to_string(leave.closed_by.value) + " 销假或撤销",
                   "如有误，先冲销前一条", "/data/leave");
  }
  return refusal(
      Code::wrong_reference,
      "序号 " + std::to_string(draft.getLeave()) + " 不是 " + copy(draft.getPerson()) + " 的准假",
      "填 leaveApproved 的序号", "/data/leave");
}

KnownLeave& changed(State& state, const std::string& person, Position leave) {
  for (const std::string& id : ids_of(state, person)) {
    const auto* leaves = state.attendance.leaves.find(id);
    if (leaves && leaves->contains(leave)) return state.attendance.leaves.change(id).at(leave);
  }
  return state.attendance.leaves.change(person)[leave];
}

template <typename E>
void close(State& state, Position position, E e, Date until) {
  KnownLeave& leave = changed(state, copy(e.getPerson()), {e.getLeave()});
  leave.until = until;
  leave.closed_by = position;
  state.dependants.change({e.getLeave()}).insert(position);
}
template <typename E>
void open_again(State& state, Position position, E e) {
  KnownLeave& leave = changed(state, copy(e.getPerson()), {e.getLeave()});
  leave.until = leave.span.last;
  leave.closed_by = {};
  state.dependants.change({e.getLeave()}).erase(position);
}

}  // namespace

// Refuses, first match wins: unknown_person, person_retired, dates_reversed, not_in_post, the
// approver's faults, not_allowed (it does not stand over the person), leave_overlaps; without a
// slip same_person, not_allowed, approver_too_low. [7.2.3]
Result<Decision> decide(const Context& context, const State& state,
                        event::LeaveApproved::Reader draft, event::Body::Reader body) {
  if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  Span span = span_of(draft);
  if (auto fault = order_fault(span.first, span.last, "/data/last")) return refuse(*fault);
  std::string person = copy(draft.getPerson());
  const Stay* stay = stay_on(state, person, span.first);
  if (!stay) {
    return refuse(refusal(Code::not_in_post, person + " 在 " + to_text(span.first) + " 没有在派",
                          "核对人员和日期，或先登记到岗", "/data/first"));
  }
  if (auto fault = party_fault(state, draft.getBy(), date_of(body), "/data/by")) {
    return refuse(*fault);
  }
  if (!stands_over(state, party(draft.getBy()), *stay)) {
    return refuse(refusal(Code::not_allowed, copy(draft.getBy()) + " 管不到 " + person + " 的请假",
                          "填其工作队、乡镇、县市区或市驻村办，或其派出单位", "/data/by"));
  }
  if (auto fault = overlap_fault(state, person, span)) return refuse(*fault);
  if (draft.getSlip().size() > 0) return Decision{};
  if (auto fault = decision_fault(context, state, draft, body, *stay)) return refuse(*fault);
  return Decision{};
}

// Refuses: unknown_person, wrong_reference, wrong_order, dates_reversed. [7.2.3]
Result<Decision> decide(const Context&, const State& state, event::LeaveReturned::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  KnownLeave leave;
  if (auto fault = leave_fault(state, draft, leave)) return refuse(*fault);
  if (date_of(body) <= leave.span.first) {
    return refuse(
        refusal(Code::dates_reversed,
                "返岗日 " + to_text(date_of(body)) + " 不晚于起始日 " + to_text(leave.span.first),
                "一天没有休的登记撤销准假（leaveCancelled）", "/date"));
  }
  return Decision{};
}

// Refuses: unknown_person, wrong_reference, wrong_order, dates_reversed (it was already taken).
Result<Decision> decide(const Context&, const State& state, event::LeaveCancelled::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  KnownLeave leave;
  if (auto fault = leave_fault(state, draft, leave)) return refuse(*fault);
  if (date_of(body) > leave.span.first) {
    return refuse(refusal(Code::dates_reversed,
                          "假期从 " + to_text(leave.span.first) + " 开始，已在休假",
                          "提前回村的登记销假（leaveReturned）；登记错的冲销准假", "/date"));
  }
  return Decision{};
}

void evolve(State& state, Position position, event::LeaveApproved::Reader e, event::Body::Reader) {
  Span span = span_of(e);
  state.attendance.leaves.change(copy(e.getPerson()))[position] = {span, span.last, {}};
  rest_on_stays(state, copy(e.getPerson()), {}, {span.first, span.first}, position);
}
void revert(State& state, Position position, event::LeaveApproved::Reader e, event::Body::Reader) {
  state.attendance.leaves.change(copy(e.getPerson())).erase(position);
  rest_no_more_on_stays(state, copy(e.getPerson()), position);
}

void evolve(State& state, Position position, event::LeaveReturned::Reader e,
            event::Body::Reader body) {
  close(state, position, e, date_of(body) - Days{1});
}
void revert(State& state, Position position, event::LeaveReturned::Reader e, event::Body::Reader) {
  open_again(state, position, e);
}

void evolve(State& state, Position position, event::LeaveCancelled::Reader e, event::Body::Reader) {
  Date first = changed(state, copy(e.getPerson()), {e.getLeave()}).span.first;
  close(state, position, e, first - Days{1});
}
void revert(State& state, Position position, event::LeaveCancelled::Reader e, event::Body::Reader) {
  open_again(state, position, e);
}

}  // namespace zhucun::domain
