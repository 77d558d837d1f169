// decide: what a draft becomes, or why it may not. Pure: the book lends the events that a draft
// refers to. evolve: the fold of facts into the state. It never refuses and never asks the policy.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "ledger/base/refusal.h"
#include "ledger/domain/owed.h"
#include "ledger/domain/state.h"
#include "ledger/schema/schema.h"

namespace zhucun::domain {

struct Context {
  Date today;
  // The program itself speaks (a new book's first events, a restore), not a person at a desk.
  bool program = false;
  // The event at a position, also one of the batch being decided; nothing when there is none.
  std::function<std::optional<schema::Words>(Position)> event_at;
  // What the figures say a unit owes; see owed.h. Lent only where somebody judges figures.
  OwedBook owed;
  // The book's hash of a text, as hex.
  std::function<std::string(std::string_view)> digest;
};

// What is to be appended as one: events that must precede it, then the draft completed with its
// derived fields, then what follows from it.
struct Decision {
  std::vector<schema::Words> before;
  std::optional<schema::Words> completed;  // absent: the draft stands as it is
  std::vector<schema::Words> after;
};

Result<Decision> decide(const Context& context, const State& state, event::Body::Reader draft);
void evolve(State& state, Position position, event::Body::Reader body);

// The revision of a subject such as "posting:P1"; zero when the subject is new.
Position revision_of(const State& state, const std::string& subject);

}  // namespace zhucun::domain
