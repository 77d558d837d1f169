#include "ledger/domain/tasks.h"

#include "ledger/domain/kept_steps.h"

namespace zhucun::domain {

// Refuses: the references' faults, dates_reversed. [6.p2]
Result<Decision> decide(const Context& context, const State& state, event::TaskSet::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = references_fault(context, state, body)) return refuse(*fault);
  if (auto fault = order_fault(date_of(body), until_or_open(draft.getDue()), "/data/due"))
    return refuse(*fault);
  return Decision{};
}

// Refuses: the references' faults, wrong_reference (no task of this village), wrong_order (it is
// done or dropped). [6.p2]
Result<Decision> decide(const Context& context, const State& state,
                        event::TaskProgressed::Reader draft, event::Body::Reader body) {
  if (auto fault = references_fault(context, state, body)) return refuse(*fault);
  auto words = context.event_at({draft.getTask()});
  auto task = schema::read(*words);
  bool here = task.isTask() && task.getTask().isTaskSet() &&
              view(task.getTask().getTaskSet().getVillage()) == view(draft.getVillage());
  if (!here) {
    return refuse({Code::wrong_reference,
                   "序号 " + std::to_string(draft.getTask()) + " 不是该村工作任务清单上的任务",
                   "填任务列入清单的序号",
                   "/data/task",
                   "6.p2",
                   {}});
  }
  const auto& steps = steps_of(state, chain_of({draft.getTask()}, task));
  if (!steps.empty() && steps.back().ends) {
    return refuse(
        {Code::wrong_order,
         "这项任务已登记完成或终止（序号 " + std::to_string(steps.back().position.value) + "）",
         "登记有误的先冲销；要再做的另列任务",
         "/data/task",
         "6.p2",
         {}});
  }
  return Decision{};
}

// Refuses: the references' faults, bad_value. [6.4]
Result<Decision> decide(const Context& context, const State& state,
                        event::EmploymentStated::Reader draft, event::Body::Reader body) {
  if (auto fault = references_fault(context, state, body)) return refuse(*fault);
  if (draft.getEmployed() >= 0 && draft.getEmployed() <= draft.getLabour()) return Decision{};
  return refuse({Code::bad_value,
                 "至少1人稳定就业 " + std::to_string(draft.getEmployed()) +
                     " 户，应在 0 与有劳动力的 " + std::to_string(draft.getLabour()) + " 户之间",
                 "核对两个户数",
                 "/data/employed",
                 "6.4",
                 {}});
}

}  // namespace zhucun::domain
