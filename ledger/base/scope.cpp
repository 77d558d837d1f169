#include "ledger/base/scope.h"

#include <array>
#include <utility>

namespace zhucun {

namespace {

constexpr std::array<std::pair<ScopeKind, std::string_view>, 4> names{{
    {ScopeKind::division, "division"},
    {ScopeKind::unit, "unit"},
    {ScopeKind::team, "team"},
    {ScopeKind::person, "person"},
}};

bool is_by_division(ScopeKind kind) {
  return kind == ScopeKind::division || kind == ScopeKind::team;
}

}  // namespace

DivisionCode Scope::division() const {
  return is_by_division(kind) ? parse_division(id).value_or(DivisionCode{}) : DivisionCode{};
}

std::optional<Scope> parse_scope(std::string_view text) {
  auto colon = text.find(':');
  if (colon == std::string_view::npos || colon + 1 == text.size()) return std::nullopt;
  for (const auto& [kind, name] : names) {
    if (text.substr(0, colon) != name) continue;
    Scope scope{kind, std::string(text.substr(colon + 1))};
    if (is_by_division(kind) && !parse_division(scope.id)) return std::nullopt;
    if (scope.id.size() > 64 || scope.id.find_first_of(" \t\n,") != std::string::npos)
      return std::nullopt;
    return scope;
  }
  return std::nullopt;
}

std::string to_text(const Scope& scope) {
  for (const auto& [kind, name] : names) {
    if (kind == scope.kind) return std::string(name) + ":" + scope.id;
  }
  return "";
}

}  // namespace zhucun
