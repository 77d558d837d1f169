// Cap'n Proto texts as std texts; the fields of a body that every rule reads.
#pragma once

#include <capnp/blob.h>

#include <stdexcept>
#include <string>
#include <string_view>

#include "ledger/base/date.h"
#include "ledger/base/ids.h"
#include "record.capnp.h"

namespace zhucun::domain {

inline std::string_view view(capnp::Text::Reader text) {
  return {text.begin(), text.size()};
}
inline std::string copy(capnp::Text::Reader text) {
  return std::string(view(text));
}

// What the codec has let through holds its form; anything else in the log is damage, and stops the
// process.
inline DivisionCode division(capnp::Text::Reader text) {
  auto code = parse_division(view(text));
  if (!code) throw std::logic_error("book: a division code without its form: " + copy(text));
  return *code;
}
inline Party party(capnp::Text::Reader text) {
  auto who = parse_party(view(text));
  if (!who) throw std::logic_error("book: a party without its form: " + copy(text));
  return *who;
}
inline Date date_of(event::Body::Reader body) {
  return from_stored(body.getDate()).value_or(Date{});
}
// An end that was not said is still open.
inline Date until_or_open(std::int32_t stored) {
  return from_stored(stored).value_or(far_future);
}

}  // namespace zhucun::domain
