// Who stood where in a month, for which unit, and under which rows. [8.2.2]
#include <algorithm>
#include <set>

#include "projections/entitlement_parts.h"
#include "projections/findings.h"
#include "projections/go_live.h"

namespace zhucun::projections {

using domain::PartyRef;
using policy::AllowanceRow;

Entitlements::Entitlements(const Sight& sight) : sight_(sight), rates_(sight) {}
Entitlements::~Entitlements() = default;

const Entitlements::Attested& Entitlements::attested() const {
  if (!attested_) attested_ = std::make_unique<Attested>(sight_.facts);
  return *attested_;
}

const std::vector<Entitlements::Stretch>& Entitlements::stretches(Date month) const {
  auto [found, fresh] = stretches_.try_emplace(month);
  if (!fresh) return found->second;
  Span days = month_of(month);
  for (Date day = days.first; day <= days.last; day += Days{1}) {
    const policy::Policy* policy = &policy_on(sight_, day);
    if (!found->second.empty() && found->second.back().policy == policy) {
      found->second.back().days.last = day;
    } else {
      found->second.push_back({{day, day}, policy});
    }
  }
  return found->second;
}

const PresenceSight& Entitlements::sheets(Date month) const {
  auto& kept = sheets_[month];
  if (!kept) kept = std::make_unique<PresenceSight>(sight_, period_of({PeriodKind::month}, month));
  return *kept;
}

Date Entitlements::live_month(DivisionCode village) const {
  DivisionCode county = ancestor(village, DivisionLevel::county);
  auto [found, fresh] = live_.try_emplace(county);
  if (fresh) {
    auto live = live_from(sight_.facts, county, event::DutyGroup::ALLOWANCES);
    found->second = live ? month_of(*live).first : month_of(sight_.facts.start).first;
  }
  return found->second;
}

std::vector<std::string> Entitlements::items(Date month) const {
  std::vector<std::string> out;
  for (const Stretch& stretch : stretches(month)) {
    for (const auto& row : stretch.policy->allowances) {
      if (std::find(out.begin(), out.end(), row.id) == out.end()) out.push_back(row.id);
    }
  }
  return out;
}

const AllowanceRow* Entitlements::row_of(const std::string& item, Date month) const {
  const AllowanceRow* found = nullptr;
  for (const Stretch& stretch : stretches(month)) {
    for (const auto& row : stretch.policy->allowances) {
      if (row.id == item) found = &row;
    }
  }
  return found;
}

// Cut where the unit was merged into another one.
void Entitlements::add_pieces(const domain::StayFact& stay, Span days,
                              std::vector<Piece>& out) const {
  const domain::Facts& facts = sight_.facts;
  const std::string& own = facts.parties.id(stay.unit);
  while (days.first <= days.last) {
    std::string payer = unit_on(facts, own, std::min(days.first, sight_.as_of));
    auto known = facts.units.find(payer);
    bool registered = known != facts.units.end();
    Span part = days;
    if (registered && known->second.merged_on <= sight_.as_of)
      part.last = std::min(part.last, known->second.merged_on - Days{1});
    out.push_back({&stay, part, unit_on(facts, own, sight_.as_of), payer,
                   registered ? known->second.level : policy::UnitLevel::unknown});
    days.first = part.last + Days{1};
  }
}

std::vector<Entitlements::Piece> Entitlements::pieces(PartyRef person, Date month) const {
  std::vector<Piece> out;
  auto found = sight_.facts.stays_by_person.find(person.value);
  if (found == sight_.facts.stays_by_person.end()) return out;
  Span days = month_of(month);
  for (auto index : found->second) {
    const domain::StayFact& stay = sight_.facts.stays[index];
    if (stay.started.value == 0 || stay.span.first > sight_.as_of) continue;
    Span span = stay.span;
    if (span.last > sight_.as_of) span.last = far_future;
    if (!span.meets(days) || days.last < live_month(stay.village)) continue;
    add_pieces(stay, {std::max(span.first, days.first), std::min(span.last, days.last)}, out);
  }
  std::sort(out.begin(), out.end(),
            [](const Piece& a, const Piece& b) { return a.days.first < b.days.first; });
  return out;
}

std::vector<PartyRef> Entitlements::people(Date month) const {
  std::set<PartyRef> out;
  Span days = month_of(month);
  for (const auto& stay : sight_.facts.stays) {
    if (stay.started.value != 0 && stay.span.first <= sight_.as_of && stay.span.meets(days))
      out.insert(stay.person);
  }
  // Leave that was not taken is paid with December, also to whoever left before.
  for (const auto& [person, list] : attested().unused) {
    bool here = std::any_of(list.begin(), list.end(), [&](const auto& one) {
      return one.second->date <= sight_.as_of && days.last == make_date(one.second->year, 12, 31);
    });
    auto known = sight_.facts.parties.find(PartyKind::person, person);
    if (here && known) out.insert(*known);
  }
  return {out.begin(), out.end()};
}

}  // namespace zhucun::projections
