#include "ledger/domain/oversight.h"

#include <algorithm>

#include "ledger/domain/kept_steps.h"
#include "ledger/policy/same_level.h"

namespace zhucun::domain {

namespace {

Refusal wrong_base(std::uint64_t position, const std::string& what, const std::string& pointer,
                   const std::string& clause) {
  return {Code::wrong_reference,
          "序号 " + std::to_string(position) + " 不是" + what,
          "填" + what + "的序号",
          pointer,
          clause,
          {}};
}

Refusal not_theirs(capnp::Text::Reader who, const std::string& whose, const std::string& pointer) {
  return {Code::not_allowed, "应由 " + whose + " 登记，填的是 " + copy(who),
          "核对单位",        pointer,
          "7.2.3",           {}};
}

// The order that a step of its chain follows.
Result<event::RectificationOrdered::Reader> order_of(const std::optional<schema::Words>& words,
                                                     std::uint64_t position) {
  auto body = schema::read(*words);
  if (body.isOversight() && body.getOversight().isRectificationOrdered())
    return body.getOversight().getRectificationOrdered();
  return refuse(wrong_base(position, "问题整改要求", "/data/rectification", "7.2.3"));
}

Fault closed_fault(const State& state, std::uint64_t rectification) {
  const auto& steps = steps_of(state, "rectification:" + std::to_string(rectification));
  if (steps.empty() || !steps.back().ends) return std::nullopt;
  return Refusal{Code::wrong_order,
                 "这一问题已销号（序号 " + std::to_string(steps.back().position.value) + "）",
                 "复核有误的先冲销",
                 "/data/rectification",
                 "7.2.3",
                 {}};
}

bool finds_problems(event::Body::Reader body) {
  bool work =
      body.isWork() && (body.getWork().isSpotCheckMade() || body.getWork().isSupervisionMade());
  return work || (body.isOversight() && body.getOversight().isInterviewHeld());
}

// The office above which somebody stands, one level down; empty for who has none.
DivisionCode office_above(const State& state, const Party& who) {
  DivisionCode city = state.opened.find(0)->city;
  switch (who.kind) {
    case PartyKind::office: return *parse_division(who.id) == city ? DivisionCode{} : city;
    case PartyKind::group: return city;
    case PartyKind::township: return ancestor(*parse_division(who.id), DivisionLevel::county);
    case PartyKind::team:
    case PartyKind::village: return ancestor(*parse_division(who.id), DivisionLevel::township);
    case PartyKind::unit:
    case PartyKind::member_unit: {
      const KnownUnit* unit = state.units.find(who.id);
      return unit ? unit->seat : DivisionCode{};
    }
    default: return {};
  }
}

Fault level_fault(const State& state, event::ReminderIssued::Reader draft) {
  Party from = party(draft.getFrom());
  Party to = party(draft.getTo());
  bool issues = from.kind == PartyKind::office || from.kind == PartyKind::township;
  DivisionCode above = office_above(state, to);
  if (issues && !above.empty() && above == *parse_division(from.id)) return std::nullopt;
  return Refusal{
      Code::beyond_one_level,
      copy(draft.getFrom()) + " 只能提示、督办下一级，" + copy(draft.getTo()) + " 不在其下一级",
      "发给下一级单位，由其逐级办理",
      "/data/to",
      "8.3",
      {}};
}

}  // namespace

// Refuses: the references' faults. Whether the draw agrees is judged at read. [7.2.3]
Result<Decision> decide(const Context& context, const State& state, event::CheckPlanAdopted::Reader,
                        event::Body::Reader body) {
  if (auto fault = references_fault(context, state, body)) return refuse(*fault);
  return Decision{};
}

// Refuses: the references' faults, dates_reversed, wrong_reference (no check, no interview).
Result<Decision> decide(const Context& context, const State& state,
                        event::RectificationOrdered::Reader draft, event::Body::Reader body) {
  if (auto fault = references_fault(context, state, body)) return refuse(*fault);
  if (auto fault = order_fault(date_of(body), until_or_open(draft.getDue()), "/data/due"))
    return refuse(*fault);
  if (draft.getBasis() == 0) return Decision{};
  if (finds_problems(schema::read(*context.event_at({draft.getBasis()})))) return Decision{};
  return refuse(wrong_base(draft.getBasis(), "抽查、督查或约谈的登记", "/data/basis", "7.2.3"));
}

// Refuses: the references' faults, wrong_reference, wrong_order (closed), not_allowed (another).
Result<Decision> decide(const Context& context, const State& state,
                        event::RectificationReported::Reader draft, event::Body::Reader body) {
  if (auto fault = references_fault(context, state, body)) return refuse(*fault);
  auto words = context.event_at({draft.getRectification()});
  auto order = order_of(words, draft.getRectification());
  if (!order) return refuse(std::move(order.error()));
  if (auto fault = closed_fault(state, draft.getRectification())) return refuse(*fault);
  if (view(order->getTo()) != view(draft.getBy()))
    return refuse(not_theirs(draft.getBy(), "整改单位 " + copy(order->getTo()), "/data/by"));
  return Decision{};
}

// Refuses: the references' faults, wrong_reference, not_allowed (another office); as a decision
// also wrong_order (nothing was reported), same_person. [7.2.3]
Result<Decision> decide(const Context& context, const State& state,
                        event::RectificationChecked::Reader draft, event::Body::Reader body) {
  if (auto fault = references_fault(context, state, body)) return refuse(*fault);
  auto words = context.event_at({draft.getRectification()});
  auto order = order_of(words, draft.getRectification());
  if (!order) return refuse(std::move(order.error()));
  if (auto fault = closed_fault(state, draft.getRectification())) return refuse(*fault);
  if (view(order->getFrom()) != view(draft.getBy()))
    return refuse(not_theirs(draft.getBy(), "提出单位 " + copy(order->getFrom()), "/data/by"));
  if (states_fact(draft, body)) return Decision{};
  const auto& steps = steps_of(state, "rectification:" + std::to_string(draft.getRectification()));
  if (steps.back().type != capnp::typeId<event::RectificationReported>()) {
    return refuse({Code::wrong_order,
                   "整改单位还没有报告整改情况，不能复核",
                   "先登记整改情况报告；已凭文件销号的填文号",
                   "/data/rectification",
                   "7.2.3",
                   {}});
  }
  if (same_person(state, steps.back().actor, copy(body.getActor()))) {
    return refuse({Code::same_person,
                   "经办人 " + steps.back().actor + " 报告了整改情况，不能由本人复核",
                   "由另一人复核；凭文件销号的填文号",
                   "/actor",
                   "7.2.3",
                   {}});
  }
  return Decision{};
}

// Refuses: the references' faults; as a decision also interview_ground (none in the policy),
// wrong_office. [8.1]
Result<Decision> decide(const Context& context, const State& state,
                        event::InterviewHeld::Reader draft, event::Body::Reader body) {
  if (auto fault = references_fault(context, state, body)) return refuse(*fault);
  std::string office = "office:" + copy(draft.getOffice());
  if (auto fault = party_fault(state, office.c_str(), date_of(body), "/data/office"))
    return refuse(*fault);
  if (states_fact(draft, body)) return Decision{};
  auto policy = state.policy_book().at(date_of(body));
  const KnownUnit* unit = state.units.find(copy(draft.getUnit()));
  auto ground = static_cast<policy::InterviewGround>(draft.getGround());
  auto row = std::find_if(policy->interviews.begin(), policy->interviews.end(),
                          [ground](const auto& one) { return one.ground == ground; });
  if (row == policy->interviews.end()) {
    return refuse({Code::interview_ground,
                   "现行政策没有这一约谈事由",
                   "核对事由；已凭文件约谈的填文号",
                   "/data/ground",
                   "8.1",
                   {}});
  }
  // A unit has no village of its own: by the posting's county, the county of the office is taken.
  policy::Sides sides{unit->level, unit->seat, division(draft.getOffice()),
                      state.opened.find(0)->city};
  auto acting = policy::acting_division(sides, row->level, row->higher);
  if (acting == division(draft.getOffice())) return Decision{};
  return refuse({Code::wrong_office,
                 acting ? "应由同级的 " + to_text(*acting) + " 驻村队伍管理办公室约谈"
                        : "中央、省级单位，同级办公室待认定，只登记已办的约谈",
                 acting ? "改由该办公室约谈；已凭文件约谈的填文号" : "填约谈文件的文号",
                 "/data/office",
                 row->clause.text,
                 {}});
}

// Refuses: the references' faults, dates_reversed, beyond_one_level. [8.3]
Result<Decision> decide(const Context& context, const State& state,
                        event::ReminderIssued::Reader draft, event::Body::Reader body) {
  if (auto fault = references_fault(context, state, body)) return refuse(*fault);
  if (auto fault = order_fault(date_of(body), until_or_open(draft.getDue()), "/data/due"))
    return refuse(*fault);
  if (auto fault = level_fault(state, draft)) return refuse(*fault);
  return Decision{};
}

// Refuses: the references' faults, wrong_reference, not_allowed (another recipient). [8.3]
Result<Decision> decide(const Context& context, const State& state,
                        event::ReminderAnswered::Reader draft, event::Body::Reader body) {
  if (auto fault = references_fault(context, state, body)) return refuse(*fault);
  auto words = context.event_at({draft.getReminder()});
  auto issued = schema::read(*words);
  if (!issued.isOversight() || !issued.getOversight().isReminderIssued())
    return refuse(wrong_base(draft.getReminder(), "提示督办的登记", "/data/reminder", "8.3"));
  auto to = issued.getOversight().getReminderIssued().getTo();
  if (view(to) != view(draft.getBy()))
    return refuse(not_theirs(draft.getBy(), "受文单位 " + copy(to), "/data/by"));
  return Decision{};
}

// Refuses: the references' faults, party_not_active (no office there). [8.1]
Result<Decision> decide(const Context& context, const State& state,
                        event::CaseReviewHeld::Reader draft, event::Body::Reader body) {
  if (auto fault = references_fault(context, state, body)) return refuse(*fault);
  std::string office = "office:" + copy(draft.getOffice());
  if (auto fault = party_fault(state, office.c_str(), date_of(body), "/data/office"))
    return refuse(*fault);
  return Decision{};
}

// Refuses: the references' faults, party_not_active (no group there), dates_reversed. [8.1]
Result<Decision> decide(const Context& context, const State& state,
                        event::GroupLeaderNamed::Reader draft, event::Body::Reader body) {
  if (auto fault = references_fault(context, state, body)) return refuse(*fault);
  std::string group = "group:" + copy(draft.getCounty());
  if (auto fault = party_fault(state, group.c_str(), date_of(body), "/data/county"))
    return refuse(*fault);
  if (auto fault = order_fault(date_of(body), until_or_open(draft.getUntil()), "/data/until"))
    return refuse(*fault);
  return Decision{};
}

// Refuses: the references' faults, party_not_active (no office there), dates_reversed. [8.1]
Result<Decision> decide(const Context& context, const State& state,
                        event::DepartmentSeated::Reader draft, event::Body::Reader body) {
  if (auto fault = references_fault(context, state, body)) return refuse(*fault);
  std::string office = "office:" + copy(draft.getDivision());
  if (auto fault = party_fault(state, office.c_str(), date_of(body), "/data/division"))
    return refuse(*fault);
  if (auto fault = order_fault(date_of(body), until_or_open(draft.getUntil()), "/data/until"))
    return refuse(*fault);
  return Decision{};
}

// Refuses: the references' faults, amount_not_positive. [8.1]
Result<Decision> decide(const Context& context, const State& state,
                        event::SupportGiven::Reader draft, event::Body::Reader body) {
  if (auto fault = references_fault(context, state, body)) return refuse(*fault);
  if (draft.getAmount() >= 0) return Decision{};
  return refuse({Code::amount_not_positive,
                 "支持金额不能为负",
                 "核对金额；没有金额的不填",
                 "/data/amount",
                 "8.1",
                 {}});
}

}  // namespace zhucun::domain
