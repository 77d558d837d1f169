#include <stdexcept>

#include "ledger/domain/facts.h"

namespace zhucun::domain {

PartyRef Parties::intern(PartyKind kind, std::string_view id) {
  List& list = lists_[value_of(kind)];
  auto known = list.by_id.find(id);
  std::uint32_t index = 0;
  if (known == list.by_id.end()) {
    index = static_cast<std::uint32_t>(list.ids.size());
    list.ids.emplace_back(id);
    list.by_id.emplace(std::string(id), index);
  } else {
    index = known->second;
  }
  return {static_cast<std::uint32_t>(kind) << 27 | index};
}

PartyRef Parties::intern(std::string_view party_text) {
  auto colon = party_text.find(':');
  std::string_view kind = party_text.substr(0, colon);
  for (int i = 1; i <= static_cast<int>(PartyKind::person); ++i) {
    auto known = static_cast<PartyKind>(i);
    if (name_of(known) == kind) return intern(known, party_text.substr(colon + 1));
  }
  throw std::logic_error("book: a party without its form: " + std::string(party_text));
}

std::optional<PartyRef> Parties::find(PartyKind kind, std::string_view id) const {
  const List& list = lists_[value_of(kind)];
  auto known = list.by_id.find(id);
  if (known == list.by_id.end()) return std::nullopt;
  return PartyRef{static_cast<std::uint32_t>(kind) << 27 | known->second};
}

DivisionCode Parties::division(PartyRef ref) const {
  return parse_division(id(ref)).value_or(DivisionCode{});
}

const std::vector<ActEntry>& Facts::entries_of(PartyRef actor, policy::ActKind kind) const {
  static const std::vector<ActEntry> none;
  auto found = entries.find(std::uint64_t{actor.value} << 8 | static_cast<std::uint64_t>(kind));
  return found == entries.end() ? none : found->second;
}

Calendar Facts::calendar() const {
  Calendar out;
  for (const auto& [year, tables] : calendars) {
    if (!tables.empty()) out.adopt(year, tables.rbegin()->second);
  }
  return out;
}

namespace {

std::string name_on(const std::vector<DatedName>& names, Date day, const std::string& otherwise) {
  std::string out = names.empty() ? otherwise : names.front().name;
  for (const auto& one : names) {
    if (one.from <= day) out = one.name;
  }
  return out;
}

}  // namespace

std::string Facts::division_name(DivisionCode code, Date day) const {
  auto known = divisions.find(code);
  return known == divisions.end() ? to_text(code)
                                  : name_on(known->second.names, day, to_text(code));
}

std::string Facts::unit_name(const std::string& id, Date day) const {
  auto known = units.find(id);
  return known == units.end() ? id : name_on(known->second.names, day, id);
}

}  // namespace zhucun::domain
