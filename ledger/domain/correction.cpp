#include "ledger/domain/correction.h"

#include <capnp/message.h>

#include <cstring>

#include "ledger/domain/fund.h"
#include "ledger/domain/payouts.h"
#include "ledger/domain/rules.h"

namespace zhucun::domain {

namespace {

std::string positions_text(const std::set<Position>& positions) {
  std::string out;
  for (Position one : positions) out += (out.empty() ? "" : "、") + std::to_string(one.value);
  return out;
}

// A reversal of `target` that says the same as the draft, with the body it takes back.
schema::Words reversal_of(event::Body::Reader draft, Position target, const schema::Words& original,
                          const std::string& id) {
  capnp::MallocMessageBuilder message;
  message.setRoot(draft);
  auto body = message.getRoot<event::Body>();
  body.setId(id);
  body.setCorrects(target.value);
  auto reversal = body.getCorrection().getEventReversed();
  reversal.setTarget(target.value);
  reversal.setWithDependants(false);
  reversal.setOriginal(capnp::Data::Reader(reinterpret_cast<const capnp::byte*>(original.data()),
                                           original.size() * sizeof(original[0])));
  return schema::finish(body.asReader());
}

// Checks one target; on success its body is in `original`.
Fault target_fault(const Context& context, const State& state, Position target,
                   schema::Words& original) {
  auto words = context.event_at(target);
  if (!words) {
    return Refusal{Code::wrong_reference,
                   "账上没有序号 " + std::to_string(target.value),
                   "填要冲销的事件的序号",
                   "/data/target",
                   "",
                   {}};
  }
  auto body = schema::read(*words);
  const auto* type = schema::type_of(body);
  if (!type || type->reversal == schema::Reversal::none) {
    return Refusal{Code::not_reversible,
                   "序号 " + std::to_string(target.value) +
                       (type ? "（" + type->title + "）" : "") + " 不能冲销",
                   "另登记一个新的事件说明情况",
                   "/data/target",
                   "",
                   {}};
  }
  if (const Position* by = state.reversed.find(target)) {
    return Refusal{
        Code::already_reversed,
        "序号 " + std::to_string(target.value) + " 已由序号 " + std::to_string(by->value) + " 冲销",
        "",
        "/data/target",
        "",
        {}};
  }
  auto county = body.getOpening() ? county_of(state, body) : std::nullopt;
  if (county && state.signed_openings.contains(*county)) {
    return Refusal{Code::opening_signed,
                   "期初已由 " + to_text(*county) + " 签认，不能再改",
                   "如确有错误，先冲销期初签认",
                   "/data/target",
                   "",
                   {}};
  }
  if (auto fault = closed_reversal_fault(state, body)) return fault;
  if (auto fault = paid_reversal_fault(state, body)) return fault;
  original = std::move(*words);
  return std::nullopt;
}

// Dependants first, deepest first, so that nothing is taken back while another event still rests on
// it; what rests on two of them is taken back once.
Fault gather(const Context& context, const State& state, event::Body::Reader draft, Position target,
             std::set<Position>& seen, std::vector<schema::Words>& out) {
  const auto* dependants = state.dependants.find(target);
  for (Position one : dependants ? *dependants : std::set<Position>{}) {
    if (!seen.insert(one).second) continue;
    if (auto fault = gather(context, state, draft, one, seen, out)) return fault;
    schema::Words original;
    if (auto fault = target_fault(context, state, one, original)) return fault;
    std::string id = std::string(view(draft.getId())) + "-" + std::to_string(one.value);
    out.push_back(reversal_of(draft, one, original, id));
  }
  return std::nullopt;
}

}  // namespace

std::optional<schema::Words> reversed_body(event::Body::Reader body) {
  if (!body.isCorrection() || !body.getCorrection().isEventReversed()) return std::nullopt;
  return original_of(body.getCorrection().getEventReversed());
}

schema::Words original_of(event::EventReversed::Reader e) {
  schema::Words words(e.getOriginal().size() / sizeof(std::uint64_t));
  std::memcpy(words.data(), e.getOriginal().begin(), e.getOriginal().size());
  return words;
}

Result<Decision> decide(const Context& context, const State& state,
                        event::EventReversed::Reader draft, event::Body::Reader body) {
  Position target{draft.getTarget()};
  schema::Words original;
  if (auto fault = target_fault(context, state, target, original)) return refuse(*fault);
  const auto* dependants = state.dependants.find(target);
  if (dependants && !dependants->empty() && !draft.getWithDependants()) {
    return refuse({Code::has_dependants,
                   "序号 " + positions_text(*dependants) + " 依据序号 " +
                       std::to_string(target.value) + " 登记",
                   "先冲销这些事件，或填 withDependants 一并冲销",
                   "/data/target",
                   "",
                   {}});
  }
  Decision decision;
  std::set<Position> seen;
  if (auto fault = gather(context, state, body, target, seen, decision.before))
    return refuse(*fault);
  decision.completed = reversal_of(body, target, original, copy(body.getId()));
  return decision;
}

}  // namespace zhucun::domain
