#include "ledger/domain/kept_steps.h"

#include <algorithm>

#include "ledger/domain/visit.h"

namespace zhucun::domain {

namespace {

std::string numbered(const char* kind, std::uint64_t position) {
  return std::string(kind) + ":" + std::to_string(position);
}

// One overload a type that belongs to a chain; the rest stand alone.
struct ChainOf {
  Position position;

  std::string operator()(event::RectificationOrdered::Reader) const {
    return numbered("rectification", position.value);
  }
  std::string operator()(event::ReminderIssued::Reader) const {
    return numbered("reminder", position.value);
  }
  std::string operator()(event::ToleranceApplied::Reader) const {
    return numbered("tolerance", position.value);
  }
  std::string operator()(event::TaskSet::Reader) const { return numbered("task", position.value); }
  std::string operator()(event::ToleranceFound::Reader e) const {
    return numbered("tolerance", e.getApplication());
  }
  std::string operator()(event::ReminderAnswered::Reader e) const {
    return numbered("reminder", e.getReminder());
  }
  std::string operator()(event::TaskProgressed::Reader e) const {
    return numbered("task", e.getTask());
  }
  template <typename E>
  requires requires(E e) { e.getRectification(); }
  std::string operator()(E e) const { return numbered("rectification", e.getRectification()); }
  template <Kept E>
  requires requires(E e) {
    e.getPerson();
    e.getYear();
  }
  std::string operator()(E e) const {
    return "assessment:" + copy(e.getPerson()) + "|" + std::to_string(e.getYear());
  }
  template <typename Other>
  std::string operator()(Other) const {
    return "";
  }
};

// Whether nothing follows a step.
struct Ends {
  bool operator()(event::RectificationChecked::Reader e) const {
    return e.getResult() == event::Opinion::PASSED;
  }
  bool operator()(event::TaskProgressed::Reader e) const {
    return e.getState() != event::TaskState::UNDERWAY;
  }
  bool operator()(event::ToleranceFound::Reader) const { return true; }
  template <typename Other>
  bool operator()(Other) const {
    return false;
  }
};

}  // namespace

std::string chain_of(Position position, event::Body::Reader body) {
  std::string out;
  visit(body, [&](auto e) { out = ChainOf{position}(e); });
  return out;
}

const std::vector<ChainStep>& steps_of(const State& state, const std::string& chain) {
  static const std::vector<ChainStep> none;
  const auto* found = state.kept.chains.find(chain);
  return found ? *found : none;
}

const ChainStep* last_step(const State& state, const std::string& chain, TypeId type) {
  const auto& steps = steps_of(state, chain);
  auto found = std::find_if(steps.rbegin(), steps.rend(),
                            [type](const ChainStep& one) { return one.type == type; });
  return found == steps.rend() ? nullptr : &*found;
}

bool same_person(const State& state, const std::string& one, const std::string& other) {
  const Accounts* accounts = state.accounts.find(0);
  return accounts ? accounts->same_person(one, other) : one == other;
}

void add_step(State& state, Position position, event::Body::Reader body) {
  rest_on_references(state, position, body);
  std::string chain = chain_of(position, body);
  if (chain.empty()) return;
  bool ends = false;
  visit(body, [&ends](auto e) { ends = Ends{}(e); });
  state.kept.chains.change(chain).push_back(
      {type_id(body), position, copy(body.getActor()), date_of(body), ends});
}

void take_step_back(State& state, Position position, event::Body::Reader body) {
  rest_no_more(state, position, body);
  std::string chain = chain_of(position, body);
  if (chain.empty()) return;
  std::erase_if(state.kept.chains.change(chain),
                [position](const ChainStep& one) { return one.position == position; });
}

}  // namespace zhucun::domain
