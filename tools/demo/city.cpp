#include "tools/demo/city.h"

#include <cstdio>

namespace zhucun::demo {

DivisionCode City::code_of(Who who) const {
  switch (who.kind) {
    case PartyKind::office:
    case PartyKind::group: return who.index < counties.size() ? counties[who.index].code : code;
    case PartyKind::township: return townships[who.index].code;
    case PartyKind::team:
    case PartyKind::village: return villages[who.index].code;
    default: return {};
  }
}

std::string City::id_of(Who who) const {
  switch (who.kind) {
    case PartyKind::unit:
    case PartyKind::member_unit: return units[who.index].id;
    case PartyKind::person: {
      char id[16];
      std::snprintf(id, sizeof id, "P%05u", who.index + 1);
      return id;
    }
    case PartyKind::unknown: return "";
    default: return to_text(code_of(who));
  }
}

std::string City::text_of(Who who) const {
  if (who.kind == PartyKind::unknown) return "";
  return std::string(name_of(who.kind)) + ":" + id_of(who);
}

Index City::answering(Index unit, Date day) const {
  while (units[unit].merged_on <= day) unit = units[unit].merged_into;
  return unit;
}

Date City::go_live_of_unit(Index unit) const {
  Index county = units[unit].county;
  return county == nobody ? span.first : counties[county].go_live;
}

std::optional<std::uint16_t> City::period_named(const std::string& key) const {
  for (std::size_t i = 0; i < periods.size(); ++i) {
    if (periods[i].key == key) return static_cast<std::uint16_t>(i);
  }
  return std::nullopt;
}

}  // namespace zhucun::demo
