#include "projections/force.h"

#include <algorithm>
#include <set>

#include "ledger/policy/eligibility.h"
#include "projections/findings.h"

namespace zhucun::projections {

namespace {

using policy::Role;

std::int64_t count(const std::map<Role, std::int64_t>& of, Role role) {
  auto found = of.find(role);
  return found == of.end() ? 0 : found->second;
}

void add_row(VillageForce& force, const policy::StaffingRow& row) {
  force.rows.push_back(&row);
  force.exact = force.exact || row.exact;
  // Several kinds: the maximum per role. [3]
  for (const auto& [role, minimum] : row.minimum) {
    force.required[role] = std::max<std::int64_t>(force.required[role], minimum);
  }
}

// What the county has decided raises what the kinds ask for; the latest decision holds. [3.1, 3.6]
void add_need(const Sight& sight, VillageForce& force, DivisionCode village, Date day) {
  Position at;
  for (const auto& [position, need] : sight.facts.selection.needs) {
    if (need.village != village || !need.span.contains(day)) continue;
    if (force.need && need.span.first < force.need->span.first) continue;
    force.need = &need;
    at = position;
  }
  if (!force.need) return;
  force.why.push_back(at);
  auto& first = force.required[Role::first_secretary];
  auto& members = force.required[Role::member];
  first = std::max<std::int64_t>(first, force.need->first_secretaries);
  members = std::max<std::int64_t>(members, force.need->members);
}

}  // namespace

std::int64_t VillageForce::wanted(Role role) const {
  return count(required, role);
}
std::int64_t VillageForce::present(Role role) const {
  return count(in_post, role);
}
std::int64_t VillageForce::missing(Role role) const {
  return std::max<std::int64_t>(0, wanted(role) - present(role));
}
std::int64_t VillageForce::surplus(Role role) const {
  return std::max<std::int64_t>(0, present(role) - wanted(role));
}

VillageForce force_on(const Sight& sight, DivisionCode village, Date day) {
  VillageForce force;
  const policy::Policy& policy = policy_on(sight, day);
  auto dated = [&](const auto& facts, auto&& matches) {
    auto found = facts.find(village);
    if (found == facts.end()) return;
    for (const auto& fact : found->second) {
      if (!fact.span.contains(day)) continue;
      force.why.push_back(fact.position);
      for (const auto& row : policy.staffing) {
        if (!matches(row, fact) || !policy::holds_in(row, village)) continue;
        add_row(force, row);
        force.kinds.push_back(row.title.empty() ? fact.key : row.title);
      }
    }
  };
  dated(sight.facts.kinds,
        [](const auto& row, const auto& fact) { return row.village_kind == fact.key; });
  dated(sight.facts.attributes, [](const auto& row, const auto& fact) {
    return !row.attribute.empty() && row.attribute == fact.key && fact.value == "true";
  });
  add_need(sight, force, village, day);
  auto stays = sight.facts.stays_by_village.find(village);
  if (stays == sight.facts.stays_by_village.end()) return force;
  for (auto index : stays->second) {
    const auto& stay = sight.facts.stays[index];
    if (!stay.span.contains(day)) continue;
    ++force.in_post[stay.role];
    force.stays.push_back(&stay);
  }
  return force;
}

Date missing_since(const Sight& sight, DivisionCode village, Role role) {
  std::set<Date, std::greater<>> turns;  // the latest first
  auto turn = [&](Date day) {
    if (day <= sight.as_of) turns.insert(day);
  };
  auto both = [&](Span span) {
    turn(span.first);
    if (span.last < sight.as_of) turn(span.last + Days{1});
  };
  if (auto found = sight.facts.kinds.find(village); found != sight.facts.kinds.end()) {
    for (const auto& fact : found->second) both(fact.span);
  }
  if (auto found = sight.facts.attributes.find(village); found != sight.facts.attributes.end()) {
    for (const auto& fact : found->second) both(fact.span);
  }
  for (const auto& [position, need] : sight.facts.selection.needs) {
    if (need.village == village) both(need.span);
  }
  for (const auto& stretch : sight.policies) turn(stretch.span.first);
  if (auto found = sight.facts.stays_by_village.find(village);
      found != sight.facts.stays_by_village.end()) {
    for (auto index : found->second) both(sight.facts.stays[index].span);
  }
  Date since = sight.as_of;
  for (Date day : turns) {
    if (force_on(sight, village, day).missing(role) == 0) break;
    since = day;
  }
  return since;
}

VacancyOwner owner_of(const Sight& sight, const Ground& ground, DivisionCode village, Role role) {
  VacancyOwner owner;
  DivisionCode county = ground.above(village, DivisionLevel::county, sight.as_of);
  owner.party = "office:" + to_text(county.empty() ? sight.facts.city : county);
  const auto* chain = policy::row_in(policy_on(sight, sight.as_of).chains, village, role);
  if (!chain) return owner;
  owner.department = chain->lead;
  for (const auto& [position, named] : sight.facts.selection.departments) {
    if (named.department != chain->lead || named.division != county) continue;
    if (!named.span.contains(sight.as_of)) continue;
    owner.party = "unit:" + named.unit;
    owner.event = position;
  }
  return owner;
}

}  // namespace zhucun::projections
