// Kept events read typed: kept<event::RectificationOrdered>(facts, as_of).
#pragma once

#include <capnp/schema.h>

#include <type_traits>

#include "ledger/domain/facts.h"
#include "ledger/domain/text.h"
#include "ledger/domain/visit.h"

namespace zhucun::domain {

// One typed event with where it stands; it lives as long as the facts.
template <typename Event>
struct KeptEvent {
  Position position;
  Date date;
  std::string actor;
  typename Event::Reader data;
};

// The payload of a body of this type; nothing for any other.
template <typename Event>
std::optional<typename Event::Reader> payload(event::Body::Reader body) {
  std::optional<typename Event::Reader> out;
  visit(body, [&out]<typename E>(E e) {
    if constexpr (std::is_same_v<E, typename Event::Reader>) out = e;
  });
  return out;
}

// All events of a type up to a day, in the order of positions.
template <typename Event>
std::vector<KeptEvent<Event>> kept(const Facts& facts, Date as_of) {
  std::vector<KeptEvent<Event>> out;
  for (const auto& [position, words] : facts.kept.of(capnp::typeId<Event>())) {
    auto body = schema::read(words);
    if (date_of(body) > as_of) continue;
    out.push_back({position, date_of(body), copy(body.getActor()), *payload<Event>(body)});
  }
  return out;
}

}  // namespace zhucun::domain
