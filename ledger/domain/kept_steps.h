// The fold of kept events into the writer's state: the step each is of its chain, what it rests on.
// One pair for all types.
#pragma once

#include "ledger/domain/kept.h"
#include "ledger/domain/references.h"

namespace zhucun::domain {

// "rectification:17", "assessment:P1|2025"; empty where nothing follows. By the ids of today.
std::string chain_of(Position position, event::Body::Reader body);
const std::vector<ChainStep>& steps_of(const State& state, const std::string& chain);
// The last step of a type; nothing when there is none.
const ChainStep* last_step(const State& state, const std::string& chain, TypeId type);
template <typename Event>
const ChainStep* last_step(const State& state, const std::string& chain) {
  return last_step(state, chain, capnp::typeId<Event>());
}
// One person made both; told by the accounts where there are any.
bool same_person(const State& state, const std::string& one, const std::string& other);

void add_step(State& state, Position position, event::Body::Reader body);
void take_step_back(State& state, Position position, event::Body::Reader body);

template <Kept E>
void evolve(State& state, Position position, E, event::Body::Reader body) {
  add_step(state, position, body);
}
template <Kept E>
void revert(State& state, Position position, E, event::Body::Reader body) {
  take_step_back(state, position, body);
}

}  // namespace zhucun::domain
