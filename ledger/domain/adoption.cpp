#include "ledger/domain/adoption.h"

#include <algorithm>
#include <set>

#include "ledger/domain/rules.h"

namespace zhucun::domain {

namespace {

policy::Adopted adopted(event::PolicyAdopted::Reader e, Position position) {
  return {copy(e.getText()), from_stored(e.getFrom()).value_or(Date{}), position};
}

policy::Ruling ruling(event::RulingMade::Reader e, Position position) {
  return {copy(e.getReading()),
          copy(e.getOption()),
          copy(e.getDecidedBy()),
          copy(e.getDocument()),
          from_stored(e.getFrom()).value_or(Date{}),
          position};
}

}  // namespace

const policy::PolicyBook& State::policy_book() const {
  std::vector<policy::Adopted> documents;
  std::vector<policy::Ruling> made;
  std::vector<Position> of;
  for (const auto& [position, document] : policies) of.push_back(position);
  for (const auto& [position, one] : rulings) of.push_back(position);
  std::sort(of.begin(), of.end());
  if (of == policy_book_of_) return policy_book_;
  for (const auto& [position, document] : policies) documents.push_back(document);
  for (const auto& [position, one] : rulings) made.push_back(one);
  std::sort(documents.begin(), documents.end(),
            [](const auto& a, const auto& b) { return a.position < b.position; });
  std::sort(made.begin(), made.end(),
            [](const auto& a, const auto& b) { return a.position < b.position; });
  policy_book_ = {};
  for (auto& document : documents) policy_book_.restore(std::move(document));
  for (auto& one : made) policy_book_.restore(std::move(one));
  policy_book_of_ = std::move(of);
  return policy_book_;
}

Result<Decision> decide(const Context&, const State& state, event::PolicyAdopted::Reader draft,
                        event::Body::Reader) {
  auto book = state.policy_book();
  auto fits = book.adopt(adopted(draft, Position{}));
  if (!fits) return refuse(std::move(fits.error()));
  return Decision{};
}

void evolve(State& state, Position position, event::PolicyAdopted::Reader e, event::Body::Reader) {
  state.policies.put(position, adopted(e, position));
}

void revert(State& state, Position position, event::PolicyAdopted::Reader, event::Body::Reader) {
  state.policies.erase(position);
}

Result<Decision> decide(const Context&, const State& state, event::RulingMade::Reader draft,
                        event::Body::Reader) {
  auto book = state.policy_book();
  auto fits = book.rule(ruling(draft, Position{}));
  if (!fits) return refuse(std::move(fits.error()));
  return Decision{};
}

void evolve(State& state, Position position, event::RulingMade::Reader e, event::Body::Reader) {
  state.rulings.put(position, ruling(e, position));
}

void revert(State& state, Position position, event::RulingMade::Reader, event::Body::Reader) {
  state.rulings.erase(position);
}

Result<Decision> decide(const Context&, const State&, event::CalendarAdopted::Reader draft,
                        event::Body::Reader) {
  std::set<std::int32_t> seen;
  unsigned index = 0;
  for (auto day : draft.getDays()) {
    std::string pointer = "/data/days/" + std::to_string(index++);
    Date date = from_stored(day.getDate()).value_or(Date{});
    if (year_of(date) != draft.getYear()) {
      return refuse({Code::bad_value,
                     to_text(date) + "不在 " + std::to_string(draft.getYear()) + " 年",
                     "一张表只列本年度的日期",
                     pointer,
                     "",
                     {}});
    }
    if (!seen.insert(day.getDate()).second) {
      return refuse(
          {Code::bad_value, to_text(date) + "列了两次", "每个日期只列一次", pointer, "", {}});
    }
  }
  return Decision{};
}

// Working days are counted when a page is read; the writer does not need the table.
void evolve(State&, Position, event::CalendarAdopted::Reader, event::Body::Reader) {}
void revert(State&, Position, event::CalendarAdopted::Reader, event::Body::Reader) {}

}  // namespace zhucun::domain
