#include "ledger/domain/kept.h"

#include "ledger/domain/visit.h"

namespace zhucun::domain {

TypeId type_id(event::Body::Reader body) {
  TypeId out = 0;
  visit(body, [&out]<typename E>(E) { out = capnp::typeId<typename E::Reads>(); });
  return out;
}

bool is_kept(event::Body::Reader body) {
  return body.isOversight() || body.isAssessment() || body.isTask();
}

void KeptEvents::add(Position position, event::Body::Reader body) {
  by_type_[type_id(body)][position] = schema::finish(body);
}

void KeptEvents::drop(Position position, event::Body::Reader body) {
  by_type_[type_id(body)].erase(position);
}

const KeptEvents::List& KeptEvents::of(TypeId type) const {
  static const List none;
  auto found = by_type_.find(type);
  return found == by_type_.end() ? none : found->second;
}

}  // namespace zhucun::domain
