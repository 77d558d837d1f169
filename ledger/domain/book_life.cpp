#include "ledger/domain/book_life.h"

#include "ledger/domain/rules.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State& state, event::BookOpened::Reader draft,
                        event::Body::Reader) {
  if (state.opened.contains(0)) {
    return refuse(
        {Code::already_open, "这本账已经建账", "一个文件夹只放一本账；另建请换文件夹", "", "", {}});
  }
  DivisionCode city = division(draft.getCity());
  if (ancestor(city, DivisionLevel::city) != city) {
    return refuse({Code::wrong_division_level,
                   copy(draft.getCity()) + "不是市的代码",
                   "市的代码后八位为零，如 610800000000",
                   "/data/city",
                   "",
                   {}});
  }
  return Decision{};
}

void evolve(State& state, Position, event::BookOpened::Reader e, event::Body::Reader body) {
  state.opened.put(0, {division(e.getCity()), date_of(body)});
}

Result<Decision> decide(const Context&, const State& state, event::GoLiveSet::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = division_fault(state, draft.getDivision(), DivisionLevel::unknown, date_of(body),
                                  "/data/division")) {
    return refuse(*fault);
  }
  return Decision{};
}

// Whether an area is live is a judgement of the reports: the writer need not remember it.
void evolve(State&, Position, event::GoLiveSet::Reader, event::Body::Reader) {}
void revert(State&, Position, event::GoLiveSet::Reader, event::Body::Reader) {}

Result<Decision> decide(const Context&, const State& state, event::OpeningSigned::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = division_fault(state, draft.getDivision(), DivisionLevel::county, date_of(body),
                                  "/data/division")) {
    return refuse(*fault);
  }
  return Decision{};
}

void evolve(State& state, Position position, event::OpeningSigned::Reader e, event::Body::Reader) {
  state.signed_openings.put(division(e.getDivision()), position);
}

void revert(State& state, Position, event::OpeningSigned::Reader e, event::Body::Reader) {
  state.signed_openings.erase(division(e.getDivision()));
}

Result<Decision> decide(const Context& context, const State&, event::BookRestored::Reader draft,
                        event::Body::Reader) {
  Position last{draft.getPosition()};
  if (context.event_at(last) && !context.event_at({last.value + 1})) return Decision{};
  return refuse({Code::wrong_reference,
                 "序号 " + std::to_string(last.value) + " 不是这本账的末尾",
                 "账簿恢复由 zhucun restore 登记，紧接在恢复到的序号之后",
                 "/data/position",
                 "",
                 {}});
}

// What was restored is for people to read; no later decision rests on it.
void evolve(State&, Position, event::BookRestored::Reader, event::Body::Reader) {}

}  // namespace zhucun::domain
