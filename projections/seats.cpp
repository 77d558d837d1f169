#include "projections/seats.h"

#include <algorithm>
#include <set>

namespace zhucun::projections {

using domain::PartyRef;
using policy::ActorKind;
using policy::Addressee;
using policy::DutyRow;
using policy::Owed;
using policy::Per;

namespace {

// Whether a seat that stood on these days owes a period. [READING: partial first and last periods]
NotOwed owed_by(Owed rule, Span period, const std::vector<Span>& stood) {
  bool meets = false;
  bool covers = false;
  for (Span span : stood) {
    meets |= span.meets(period);
    covers |= span.contains(period);
  }
  switch (rule) {
    case Owed::always: return NotOwed::none;
    case Owed::any_day: return meets ? NotOwed::none : NotOwed::no_residents;
    case Owed::whole_period: return covers ? NotOwed::none : NotOwed::partial_period;
  }
  return NotOwed::none;
}

struct Enumeration {
  const Ground& ground;
  const policy::Policy& policy;
  const DutyRow& row;
  const Period& period;
  const std::function<void(const Seat&)>& each;

  Span span() const { return period.span; }
  Date last() const { return period.span.last; }
  bool holds_in(DivisionCode place) const { return policy::holds_in(row, place); }

  // The levels of the units that a row speaks of; none named = all.
  bool takes_level(PartyRef unit) const {
    return row.levels.empty() || std::find(row.levels.begin(), row.levels.end(),
                                           ground.level_of(unit)) != row.levels.end();
  }

  PartyRef addressee(DivisionCode village) const {
    switch (row.to) {
      case Addressee::township:
        return ground.party(PartyKind::township,
                            ground.above(village, DivisionLevel::township, last()));
      case Addressee::county_office:
        return ground.party(PartyKind::office,
                            ground.above(village, DivisionLevel::county, last()));
      case Addressee::city_office: return ground.party(PartyKind::office, ground.facts().city);
      case Addressee::unit:
      case Addressee::none: break;
    }
    return {};
  }

  // A village's team exists where a member besides the first secretary stands in the period, or
  // where its kinds ask for one; else the first secretary owes what the team would. [3, 7.2.2]
  bool has_team(DivisionCode village, const std::vector<SeenStay>& stays) const {
    for (const SeenStay& stay : stays) {
      if (stay.role == policy::Role::member && stay.span.meets(span())) return true;
    }
    auto kinds = ground.facts().kinds.find(village);
    if (kinds == ground.facts().kinds.end()) return false;
    for (const auto& kind : kinds->second) {
      if (!kind.span.contains(span().first)) continue;
      for (const auto& staffing : policy.staffing) {
        auto wanted = staffing.minimum.find(policy::Role::member);
        if (staffing.village_kind == kind.key && policy::holds_in(staffing, village) &&
            wanted != staffing.minimum.end() && wanted->second > 0) {
          return true;
        }
      }
    }
    return false;
  }

  // One actor in a village that reports: the team with its life, or a first secretary with his
  // stays.
  void reports_of(PartyRef actor, DivisionCode village, const std::vector<Span>& life, bool vacant,
                  const std::vector<SeenStay>& members) {
    bool city_level = std::any_of(members.begin(), members.end(), [this](const SeenStay& s) {
      return s.city_level && s.span.meets(span());
    });
    if (row.to != Addressee::unit) {
      NotOwed reason = owed_by(row.owed, span(), life);
      if (reason == NotOwed::none && vacant) reason = NotOwed::nobody_in_post;
      each({actor, addressee(village), {}, {}, village, city_level, reason});
      return;
    }
    // To each dispatching unit of its people: owed where one of them stood the whole period.
    std::map<PartyRef, std::map<PartyRef, std::vector<Span>>> by_unit;
    for (const SeenStay& stay : members) {
      if (stay.span.meets(span())) {
        by_unit[ground.answering(stay.unit, last())][stay.person].push_back(stay.span);
      }
    }
    for (const auto& [unit, people] : by_unit) {
      if (!takes_level(unit)) continue;
      NotOwed reason = NotOwed::partial_period;
      for (const auto& [person, spans] : people) {
        if (owed_by(row.owed, span(), joined(spans)) == NotOwed::none) reason = NotOwed::none;
      }
      each({actor, unit, {}, unit, village, ground.is_city_level(unit), reason});
    }
  }

  void teams() {
    for (const auto& [village, stays] : ground.villages()) {
      if (!holds_in(village)) continue;
      Span life{stays.front().span.first, stays.front().span.last};
      bool vacant = true;
      for (const SeenStay& stay : stays) {
        life.last = std::max(life.last, stay.span.last);
        vacant &= !stay.span.meets(span());
      }
      if (!life.meets(span())) continue;
      if (has_team(village, stays)) {
        reports_of(ground.party(PartyKind::team, village), village, {life}, vacant, stays);
        continue;
      }
      std::map<PartyRef, std::vector<SeenStay>> alone;
      for (const SeenStay& stay : stays) {
        if (stay.span.meets(span())) alone[stay.person].push_back(stay);
      }
      for (const auto& [person, own] : alone) {
        std::vector<Span> spans;
        for (const SeenStay& stay : own) spans.push_back(stay.span);
        reports_of(person, village, joined(spans), false, own);
      }
    }
  }

  // Each resident by himself, to the township, an office or his unit.
  void residents() {
    std::map<PartyRef, std::vector<SeenStay>> people;
    for (const auto& [village, stays] : ground.villages()) {
      for (const SeenStay& stay : stays) {
        if (stay.span.meets(span())) people[stay.person].push_back(stay);
      }
    }
    for (auto& [person, stays] : people) {
      DivisionCode village = stays.back().village;
      PartyRef unit = ground.answering(stays.back().unit, last());
      if (!holds_in(village) || !takes_level(unit)) continue;
      std::vector<Span> spans;
      for (const SeenStay& stay : stays) spans.push_back(stay.span);
      PartyRef to = row.to == Addressee::unit ? unit : addressee(village);
      each({person,
            to,
            {},
            unit,
            village,
            ground.is_city_level(unit),
            owed_by(row.owed, span(), joined(spans))});
    }
  }

  // Units with someone in post in the period: as such, per resident or per village.
  void units() {
    using Key = std::pair<PartyRef, PartyRef>;  // unit, subject
    struct Stood {
      std::vector<Span> spans;
      DivisionCode place;
      Date since{};
    };
    std::map<Key, Stood> seats;
    for (const auto& [village, stays] : ground.villages()) {
      PartyRef village_party = ground.party(PartyKind::village, village);
      for (const SeenStay& stay : stays) {
        if (!stay.span.meets(span())) continue;
        PartyRef unit = ground.answering(stay.unit, last());
        PartyRef subject = row.per == Per::resident  ? stay.person
                           : row.per == Per::village ? village_party
                                                     : PartyRef{};
        Stood& stood = seats[{unit, subject}];
        stood.spans.push_back(stay.span);
        // Whoever moved within the period counts where he stood last.
        if (stood.spans.size() > 1 && stay.span.first < stood.since) continue;
        stood.since = stay.span.first;
        stood.place = row.per == Per::none ? ground.place_of_unit(unit) : village;
      }
    }
    for (const auto& [key, stood] : seats) {
      if (!takes_level(key.first) || !holds_in(stood.place)) continue;
      each({key.first,
            {},
            key.second,
            key.first,
            stood.place,
            ground.is_city_level(key.first),
            owed_by(row.owed, span(), joined(stood.spans))});
    }
  }

  // The days on which residents stood in each division of a level, and who they were.
  struct Presence {
    std::vector<Span> spans;
    std::map<PartyRef, std::vector<Span>> people;
    std::map<DivisionCode, std::vector<Span>> villages;
  };
  std::map<DivisionCode, Presence> presence(DivisionLevel level) const {
    std::map<DivisionCode, Presence> out;
    for (const auto& [village, stays] : ground.villages()) {
      DivisionCode place = ground.above(village, level, last());
      for (const SeenStay& stay : stays) {
        Presence& here = out[place];
        here.spans.push_back(stay.span);
        here.people[stay.person].push_back(stay.span);
        here.villages[village].push_back(stay.span);
      }
    }
    return out;
  }

  void per_presence(PartyRef actor, DivisionCode place, const Presence& here, NotOwed reason) {
    auto give = [&](PartyRef subject, DivisionCode at, const std::vector<Span>& spans) {
      NotOwed own = reason != NotOwed::none ? reason : owed_by(row.owed, span(), joined(spans));
      each({actor, addressee(at), subject, {}, at, false, own});
    };
    switch (row.per) {
      case Per::none: give({}, place, here.spans); return;
      case Per::resident:
        for (const auto& [person, spans] : here.people) {
          bool met =
              std::any_of(spans.begin(), spans.end(), [this](Span s) { return s.meets(span()); });
          if (met) give(person, place, spans);
        }
        return;
      case Per::village:
      case Per::team:
        for (const auto& [village, spans] : here.villages) {
          bool met =
              std::any_of(spans.begin(), spans.end(), [this](Span s) { return s.meets(span()); });
          if (met) give(ground.party(PartyKind::village, village), village, spans);
        }
        return;
      case Per::township: {
        std::map<DivisionCode, std::vector<Span>> townships;
        for (const auto& [village, spans] : here.villages) {
          auto& all = townships[ground.above(village, DivisionLevel::township, last())];
          all.insert(all.end(), spans.begin(), spans.end());
        }
        for (const auto& [township, spans] : townships) {
          give(ground.party(PartyKind::township, township), township, spans);
        }
        return;
      }
    }
  }

  void townships() {
    for (const auto& [township, here] : presence(DivisionLevel::township)) {
      if (township.empty() || !holds_in(township)) continue;
      per_presence(ground.party(PartyKind::township, township), township, here, NotOwed::none);
    }
  }

  bool office_stood(DivisionCode place) const {
    auto office = ground.facts().offices.find(place);
    // Nothing after as-of: an office formed later is not there yet.
    return office != ground.facts().offices.end() && office->second.span.meets(span()) &&
           office->second.span.first <= ground.as_of();
  }

  void county_offices() {
    auto all = presence(DivisionLevel::county);
    for (DivisionCode county : ground.divisions(DivisionLevel::county)) {
      if (!holds_in(county)) continue;
      NotOwed reason = office_stood(county) ? NotOwed::none : NotOwed::no_office;
      per_presence(ground.party(PartyKind::office, county), county, all[county], reason);
    }
  }

  void city_office() {
    DivisionCode city = ground.facts().city;
    if (!holds_in(city)) return;
    auto all = presence(DivisionLevel::city);
    NotOwed reason = office_stood(city) ? NotOwed::none : NotOwed::no_office;
    per_presence(ground.party(PartyKind::office, city), city, all[city], reason);
  }

  // A county without a coordination group owes nothing, and says so. [7.2.2, 8.1]
  void groups() {
    for (DivisionCode county : ground.divisions(DivisionLevel::county)) {
      if (!holds_in(county)) continue;
      bool stood = std::any_of(ground.facts().groups.begin(), ground.facts().groups.end(),
                               [&](const domain::GroupFact& g) {
                                 return g.county == county && g.span.meets(span()) &&
                                        g.span.first <= ground.as_of();
                               });
      each({ground.party(PartyKind::group, county),
            addressee(county),
            {},
            {},
            county,
            true,
            stood ? NotOwed::none : NotOwed::no_group});
    }
  }

  void member_units() {
    std::set<PartyRef> members;
    for (const auto& member : ground.facts().members) {
      if (member.office == ground.facts().city && member.span.meets(span()) &&
          member.span.first <= ground.as_of()) {
        members.insert(ground.answering(member.member, last()));
      }
    }
    for (PartyRef member : members) {
      each({member,
            addressee(ground.facts().city),
            {},
            {},
            ground.facts().city,
            false,
            NotOwed::none});
    }
  }

  void run() {
    switch (row.actor) {
      case ActorKind::team: teams(); return;
      case ActorKind::resident: residents(); return;
      case ActorKind::unit: units(); return;
      case ActorKind::township: townships(); return;
      case ActorKind::county_office: county_offices(); return;
      case ActorKind::city_office: city_office(); return;
      case ActorKind::group: groups(); return;
      case ActorKind::member_unit: member_units(); return;
      case ActorKind::unknown: return;
    }
  }
};

}  // namespace

void each_seat(const Ground& ground, const policy::Policy& policy, const DutyRow& row,
               const Period& period, const std::function<void(const Seat&)>& each) {
  Enumeration{ground, policy, row, period, each}.run();
}

}  // namespace zhucun::projections
