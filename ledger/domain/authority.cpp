#include "ledger/domain/authority.h"

#include <algorithm>
#include <array>

#include "ledger/domain/visit.h"

namespace zhucun::domain {

namespace {

using event::DeskRole;
using schema::Reference;

struct RoleRow {
  DeskRole role;
  std::string_view name;
  std::string_view title;
  std::vector<Deed> deeds;
};

// What is whose business. Administrators keep the system and see no business; nobody does
// everything. [DESIGN 9]
const std::vector<RoleRow>& roles() {
  using enum Deed;
  static const std::vector<RoleRow> all{
      {DeskRole::CITY_OFFICE,
       "cityOffice",
       "市驻村办",
       {read_reports, read_events, see_names, unmask, export_names, see_health}},
      {DeskRole::COUNTY_OFFICE,
       "countyOffice",
       "县驻村办",
       {read_reports, read_events, see_names, unmask, export_names}},
      {DeskRole::TOWNSHIP, "township", "乡镇（街道）", {read_reports, read_events, see_names}},
      {DeskRole::UNIT,
       "unit",
       "派出单位",
       {read_reports, read_events, see_names, unmask, export_names}},
      {DeskRole::FINANCE, "finance", "财政", {read_reports, read_events}},
      {DeskRole::AUDITOR,
       "auditor",
       "审计",
       {read_reports, read_events, unmask, read_access, see_health}},
      {DeskRole::COMMENDATION, "commendation", "考核表彰", {read_reports, read_events, see_names}},
      {DeskRole::TEAM, "team", "驻村工作队", {read_reports, read_events, see_names}},
      {DeskRole::SELF, "self", "驻村干部本人", {read_reports, see_names, unmask}},
      {DeskRole::COUNTY_ADMIN, "countyAdmin", "县级账号管理员", {manage_accounts}},
      {DeskRole::SYSTEM_ADMIN, "systemAdmin", "系统管理员", {manage_accounts, see_health}},
      {DeskRole::SECURITY_ADMIN, "securityAdmin", "安全管理员", {manage_accounts, see_health}},
      {DeskRole::AUDIT_ADMIN, "auditAdmin", "审计管理员", {read_access, see_health}},
  };
  return all;
}

const RoleRow* row_of(DeskRole role) {
  for (const auto& row : roles()) {
    if (row.role == role) return &row;
  }
  return nullptr;
}

bool unit_covers_village(const Lands& lands, const std::string& unit, DivisionCode village) {
  auto villages = lands.villages_of(unit);
  return std::find(villages.begin(), villages.end(), village) != villages.end();
}

struct Cover {
  const Lands& lands;
  const Scope& scope;
  bool recording;

  bool of_division(DivisionCode code) const {
    if (code.empty()) return false;
    switch (scope.kind) {
      case ScopeKind::division: return lies_in(lands, code, scope.division());
      case ScopeKind::team: return code == scope.division();
      case ScopeKind::unit: return !recording && unit_covers_village(lands, scope.id, code);
      default: return false;
    }
  }
  bool of_unit(const std::string& unit) const {
    if (scope.kind == ScopeKind::unit) return unit == scope.id;
    if (scope.kind != ScopeKind::division) return false;
    if (lies_in(lands, lands.seat_of(unit), scope.division())) return true;
    auto villages = lands.villages_of(unit);
    return std::any_of(villages.begin(), villages.end(),
                       [this](DivisionCode v) { return of_division(v); });
  }
  bool of_person(const std::string& person) const {
    if (scope.kind == ScopeKind::person) return person == scope.id;
    auto stays = lands.stays_of(person);
    if (stays.empty()) return unplaced(person);
    return std::any_of(stays.begin(), stays.end(), [this](const Lands::StandsAt& stay) {
      return scope.kind == ScopeKind::unit ? stay.unit == scope.id : of_division(stay.village);
    });
  }
  // Somebody whose id is known but who has not stood anywhere yet.
  bool unplaced(const std::string& person) const {
    if (scope.kind == ScopeKind::division && scope.division() == lands.city()) return true;
    return recording && lands.is_person(person) && scope.kind != ScopeKind::team;
  }
  bool of_party(const std::string& text) const {
    auto who = parse_party(text);
    if (!who) return false;
    switch (who->kind) {
      case PartyKind::unit:
      case PartyKind::member_unit: return of_unit(who->id);
      case PartyKind::person: return of_person(who->id);
      // A coordination group is the city's, though it works in one county. [8.1]
      case PartyKind::group: return of_division(lands.city());
      case PartyKind::unknown: return false;
      default: return of_division(parse_division(who->id).value_or(DivisionCode{}));
    }
  }
};

}  // namespace

bool lies_in(const Lands& lands, DivisionCode what, DivisionCode area) {
  if (area.empty()) return false;
  for (int steps = 0; !what.empty() && steps < 8; ++steps) {
    if (what == area) return true;
    what = lands.parent_of(what);
  }
  return false;
}

bool covers(const Lands& lands, const Scope& scope, Reference kind, const std::string& value,
            bool recording) {
  Cover cover{lands, scope, recording};
  switch (kind) {
    case Reference::division:
    case Reference::county:
    case Reference::township:
    case Reference::village:
      return cover.of_division(parse_division(value).value_or(DivisionCode{}));
    case Reference::unit: return cover.of_unit(value);
    case Reference::person: return cover.of_person(value);
    case Reference::party: return cover.of_party(value);
    default: return false;
  }
}

bool role_may(DeskRole role, Deed deed) {
  const RoleRow* row = row_of(role);
  return row && std::find(row->deeds.begin(), row->deeds.end(), deed) != row->deeds.end();
}

std::optional<Desk> desk_for(const Lands& lands, const std::vector<Desk>& desks,
                             event::Body::Reader body,
                             const std::optional<schema::Words>& original) {
  event::Body::Reader judged = original ? schema::read(*original) : body;
  const auto* type = schema::type_of(judged);
  if (!type) return std::nullopt;
  auto place = schema::place_of(judged);
  bool registers = judged.isPosting() && judged.getPosting().isPersonRegistered();
  Scope whole{ScopeKind::division, to_text(lands.city())};
  for (const Desk& desk : desks) {
    bool business =
        std::find(type->by.begin(), type->by.end(), name_of(desk.role)) != type->by.end();
    if (!business) continue;
    // Accounts are judged by their own rules; a new id lies nowhere yet.
    if (body.isAccounts() || (registers && !lands.is_person(place->value))) return desk;
    // What has no place is the whole city's.
    bool inside = place ? covers(lands, desk.scope, place->reference, place->value, true)
                        : desk.scope == whole;
    if (inside) return desk;
  }
  return std::nullopt;
}

bool may_read(const Lands& lands, const Desk& desk, event::Body::Reader body) {
  if (body.isAccounts())
    return role_may(desk.role, Deed::manage_accounts) || role_may(desk.role, Deed::read_access);
  if (!role_may(desk.role, Deed::read_events)) return false;
  if (desk.scope.kind == ScopeKind::division && desk.scope.division() == lands.city()) return true;
  auto place = schema::place_of(body);
  // The register, policies and calendars are everybody's; what has a place is whose that is.
  if (!place) return !body.isPosting() && !body.isWork() && !body.isCorrection();
  return covers(lands, desk.scope, place->reference, place->value, false);
}

std::string_view name_of(DeskRole role) {
  const RoleRow* row = row_of(role);
  return row ? row->name : "unknown";
}

std::string_view title_of(DeskRole role) {
  const RoleRow* row = row_of(role);
  return row ? row->title : "未说明";
}

std::optional<DeskRole> parse_role(std::string_view name) {
  for (const auto& row : roles()) {
    if (row.name == name) return row.role;
  }
  return std::nullopt;
}

}  // namespace zhucun::domain
