#include <algorithm>

#include "projections/seats.h"

namespace zhucun::projections {

using domain::PartyRef;

Ground::Ground(const domain::Facts& facts, Date as_of) : facts_(facts), as_of_(as_of) {
  for (const auto& [village, list] : facts.stays_by_village) {
    std::vector<SeenStay> seen;
    for (auto index : list) {
      const auto& stay = facts.stays[index];
      if (stay.span.first > as_of) continue;
      Span span = stay.span;
      if (span.last > as_of) span.last = far_future;
      seen.push_back({stay.person, stay.unit, village, stay.role, span, is_city_level(stay.unit)});
    }
    std::sort(seen.begin(), seen.end(), [](const SeenStay& a, const SeenStay& b) {
      return std::tie(a.span, a.person, a.unit) < std::tie(b.span, b.person, b.unit);
    });
    if (!seen.empty()) villages_.emplace(village, std::move(seen));
  }
  for (PartyKind kind : {PartyKind::unit, PartyKind::member_unit, PartyKind::township}) {
    for (std::uint32_t i = 0; i < facts.parties.count(kind); ++i) {
      PartyRef one{static_cast<std::uint32_t>(kind) << 27 | i};
      if (auto into = merged_away(one, as_of)) merged_into_[into->value].push_back(one);
    }
  }
}

// One step of a merger that has happened by the day: what the party is part of now, if of anything.
std::optional<PartyRef> Ground::merged_away(PartyRef one, Date day) const {
  const std::string& id = facts_.parties.id(one);
  if (one.kind() == PartyKind::unit || one.kind() == PartyKind::member_unit) {
    auto known = facts_.units.find(id);
    if (known == facts_.units.end() || known->second.merged_on > day) return std::nullopt;
    return facts_.parties.find(one.kind(), known->second.merged_into);
  }
  if (one.kind() != PartyKind::township) return std::nullopt;
  auto known = facts_.divisions.find(facts_.parties.division(one));
  if (known == facts_.divisions.end() || known->second.merged_on > day) return std::nullopt;
  return facts_.parties.find(PartyKind::township, to_text(known->second.merged_into));
}

PartyRef Ground::answering(PartyRef one, Date day) const {
  // A chain of mergers ends: each step moves to a party that still stood on a later day.
  for (std::size_t steps = 0; steps <= facts_.units.size() + facts_.divisions.size(); ++steps) {
    auto into = merged_away(one, std::min(day, as_of_));
    if (!into) return one;
    one = *into;
  }
  return one;
}

std::vector<PartyRef> Ground::answered_by(PartyRef one, Date day) const {
  std::vector<PartyRef> out{one};
  for (std::size_t i = 0; i < out.size(); ++i) {
    auto merged = merged_into_.find(out[i].value);
    if (merged == merged_into_.end()) continue;
    for (PartyRef other : merged->second) {
      if (answering(other, day) == one) out.push_back(other);
    }
  }
  return out;
}

DivisionCode Ground::above(DivisionCode code, DivisionLevel level, Date day) const {
  for (auto known = facts_.divisions.find(code); known != facts_.divisions.end();
       known = facts_.divisions.find(code)) {
    bool merged = known->second.merged_on <= std::min(day, as_of_);
    // A merged township hands its villages on; a merged village stays the village that it was.
    if (merged && known->second.level != DivisionLevel::village) {
      code = known->second.merged_into;
      continue;
    }
    if (known->second.level == level) return code;
    if (known->second.level < level || known->second.parent.empty()) return {};
    code = known->second.parent;
  }
  return {};
}

policy::UnitLevel Ground::level_of(PartyRef unit) const {
  auto known = facts_.units.find(facts_.parties.id(unit));
  return known == facts_.units.end() ? policy::UnitLevel::unknown : known->second.level;
}

bool Ground::is_city_level(PartyRef unit) const {
  return level_of(unit) == policy::UnitLevel::city;
}

DivisionCode Ground::place_of_unit(PartyRef unit) const {
  auto known = facts_.units.find(facts_.parties.id(unit));
  if (known == facts_.units.end()) return facts_.city;
  DivisionCode county = above(known->second.seat, DivisionLevel::county, as_of_);
  return county.empty() ? facts_.city : county;
}

PartyRef Ground::party(PartyKind kind, DivisionCode code) const {
  return facts_.parties.find(kind, to_text(code)).value_or(PartyRef{});
}

std::vector<DivisionCode> Ground::divisions(DivisionLevel level) const {
  std::vector<DivisionCode> out;
  for (const auto& [code, fact] : facts_.divisions) {
    if (fact.level == level) out.push_back(code);
  }
  return out;
}

}  // namespace zhucun::projections
