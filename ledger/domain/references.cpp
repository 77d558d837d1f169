#include "ledger/domain/references.h"

namespace zhucun::domain {

namespace {

using schema::Reference;

Fault position_fault(const Context& context, const State& state, Position at, Date day,
                     const std::string& pointer) {
  auto words = context.event_at(at);
  bool stands = words && !state.reversed.contains(at);
  if (!stands) {
    return Refusal{Code::wrong_reference,
                   "序号 " + std::to_string(at.value) + (words ? " 已冲销" : " 还没有登记"),
                   "填有效登记的序号",
                   pointer,
                   "",
                   {}};
  }
  return order_fault(date_of(schema::read(*words)), day, "/date");
}

Fault text_fault(const State& state, Reference reference, const std::string& value, Date day,
                 const std::string& pointer) {
  capnp::Text::Reader text(value.c_str(), value.size());
  switch (reference) {
    case Reference::division:
      return division_fault(state, text, DivisionLevel::unknown, day, pointer);
    case Reference::county: return division_fault(state, text, DivisionLevel::county, day, pointer);
    case Reference::township:
      return division_fault(state, text, DivisionLevel::township, day, pointer);
    case Reference::village:
      return division_fault(state, text, DivisionLevel::village, day, pointer);
    case Reference::unit: return unit_fault(state, text, day, pointer);
    case Reference::person: return person_fault(state, text, pointer);
    case Reference::party: return party_fault(state, text, day, pointer);
    default: return std::nullopt;
  }
}

// Calls f(field, value as text, pointer) for every single value.
template <typename F>
void each_value(const schema::Said& said, F&& f) {
  for (const auto& field : said.data) {
    std::string pointer = "/data/" + field.field->name;
    if (const auto* list = std::get_if<std::vector<std::string>>(&field.value)) {
      for (std::size_t i = 0; i < list->size(); ++i)
        f(*field.field, (*list)[i], pointer + "/" + std::to_string(i));
    } else if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
      f(*field.field, std::to_string(*number), pointer);
    } else if (const auto* text = std::get_if<std::string>(&field.value)) {
      f(*field.field, *text, pointer);
    }
  }
}

template <typename F>
void each_position(event::Body::Reader body, F&& f) {
  each_value(schema::said_in(body),
             [&](const schema::FieldInfo& field, const std::string& value, const std::string&) {
               if (field.reference == Reference::position) f(Position{std::stoull(value)});
             });
}

}  // namespace

Fault references_fault(const Context& context, const State& state, event::Body::Reader body) {
  Date day = date_of(body);
  Fault first;
  each_value(schema::said_in(body), [&](const schema::FieldInfo& field, const std::string& value,
                                        const std::string& pointer) {
    if (first) return;
    first = field.reference == Reference::position
                ? position_fault(context, state, {std::stoull(value)}, day, pointer)
                : text_fault(state, field.reference, value, day, pointer);
  });
  return first;
}

void rest_on_references(State& state, Position position, event::Body::Reader body) {
  each_position(body, [&](Position on) { state.dependants.change(on).insert(position); });
}

void rest_no_more(State& state, Position position, event::Body::Reader body) {
  each_position(body, [&](Position on) { state.dependants.change(on).erase(position); });
}

}  // namespace zhucun::domain
