#include "ledger/base/ids.h"

#include <array>
#include <utility>

namespace zhucun {

namespace {

constexpr std::array<std::pair<PartyKind, std::string_view>, 8> party_names{{
    {PartyKind::office, "office"},
    {PartyKind::township, "township"},
    {PartyKind::team, "team"},
    {PartyKind::village, "village"},
    {PartyKind::unit, "unit"},
    {PartyKind::member_unit, "memberUnit"},
    {PartyKind::group, "group"},
    {PartyKind::person, "person"},
}};

bool names_division(PartyKind kind) {
  return kind == PartyKind::office || kind == PartyKind::township || kind == PartyKind::team ||
         kind == PartyKind::village || kind == PartyKind::group;
}

}  // namespace

std::optional<DivisionCode> parse_division(std::string_view text) {
  if (text.size() != 12) return std::nullopt;
  std::uint64_t value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (value == 0) return std::nullopt;
  return DivisionCode{value};
}

std::string to_text(DivisionCode code) {
  std::string text = std::to_string(code.value);
  text.insert(0, text.size() < 12 ? 12 - text.size() : 0, '0');
  return text;
}

DivisionCode ancestor(DivisionCode code, DivisionLevel level) {
  std::uint64_t unit = 1;
  switch (level) {
    case DivisionLevel::province: unit = 10'000'000'000; break;
    case DivisionLevel::city: unit = 100'000'000; break;
    case DivisionLevel::county: unit = 1'000'000; break;
    case DivisionLevel::township: unit = 1'000; break;
    case DivisionLevel::village:
    case DivisionLevel::unknown: break;
  }
  return {code.value / unit * unit};
}

std::string_view name_of(PartyKind kind) {
  for (const auto& [known, name] : party_names) {
    if (known == kind) return name;
  }
  return "unknown";
}

std::optional<Party> parse_party(std::string_view text) {
  auto colon = text.find(':');
  if (colon == std::string_view::npos || colon + 1 == text.size()) return std::nullopt;
  std::string_view id = text.substr(colon + 1);
  for (const auto& [kind, name] : party_names) {
    if (name != text.substr(0, colon)) continue;
    if (names_division(kind) && !parse_division(id)) return std::nullopt;
    return Party{kind, std::string(id)};
  }
  return std::nullopt;
}

std::string to_text(const Party& party) {
  return std::string(name_of(party.kind)) + ":" + party.id;
}

}  // namespace zhucun
