// What dispatching units do: hear their residents, meet, visit villages, care.
#include <algorithm>
#include <map>
#include <set>

#include "tools/demo/diary.h"
#include "work.capnp.h"

namespace zhucun::demo {

namespace {

constexpr auto principal = static_cast<std::uint8_t>(event::Leader::PRINCIPAL);
constexpr auto in_charge = static_cast<std::uint8_t>(event::Leader::IN_CHARGE);

class UnitActs {
 public:
  UnitActs(const City& city, const std::vector<Owed>& owed, Diary& diary)
      : city_(city), owed_(owed), diary_(diary) {
    by_unit_.resize(city.units.size());
    for (Index s = 0; s < city.stays.size(); ++s) by_unit_[city.stays[s].unit].push_back(s);
  }

  void run() {
    hearings();
    for (const Owed& one : owed_) {
      if (one.duty == Duty::special_meeting) special_meeting(one);
      if (one.duty == Duty::guidance) guidance(one);
      if (one.duty == Duty::care) care(one);
    }
  }

 private:
  Span span_of(const Owed& one) const { return city_.periods[one.period].span; }
  // Days of a period on which the story can place an act; the months before it are openings.
  Span reachable(const Owed& one) const {
    Span span = span_of(one);
    return {span.first, std::min(span.last, city_.span.last)};
  }

  Entry act(EntryType type, Index unit, Date day) const {
    Entry entry;
    entry.type = type;
    entry.actor = {PartyKind::unit, city_.answering(unit, day)};
    entry.day = day;
    entry.clerk = city_.units[entry.actor.index].county;
    return entry;
  }
  Index put(const Entry& entry) {
    return diary_.add(entry, city_.go_live_of_unit(entry.actor.index));
  }
  // Entered, and taken back some days later.
  void put_and_reverse(const Entry& entry) {
    Index made = diary_.add_on(entry, std::max(entry.day, city_.span.first + Days{1}));
    diary_.answer(EntryType::reversal, made, entry.actor, diary_.random().between(3, 12));
  }
  // A day on which an act that is taken back need not be an opening fact.
  Date plain_day(Index unit, Span span) {
    Date from = std::max({span.first, city_.go_live_of_unit(unit), city_.span.first + Days{1}});
    return diary_.draw({from, span.last});
  }

  // ---- hearings, 七(二)2 -----------------------------------------------------------------------

  void hearings() {
    // One meeting of a unit and half-year hears everyone it owes a hearing.
    std::map<std::pair<std::uint16_t, Index>, std::vector<const Owed*>> meetings;
    for (const Owed& one : owed_) {
      if (one.duty != Duty::hearing) continue;
      if (one.fate == Fate::fulfilled)
        meetings[{one.period, one.unit}].push_back(&one);
      else
        unheard(one);
    }
    for (const auto& [key, list] : meetings) {
      std::size_t half = list.size() > 6 ? (list.size() + 1) / 2 : list.size();
      Date day = diary_.draw(reachable(*list.front()));
      hear({list.begin(), list.begin() + static_cast<std::ptrdiff_t>(half)}, key.second, day);
      if (half == list.size()) continue;
      // A large unit needs two sittings.
      Date other = day > span_of(*list.front()).first + Days{20} ? day - Days{7} : day + Days{7};
      hear({list.begin() + static_cast<std::ptrdiff_t>(half), list.end()}, key.second, other);
    }
  }

  void hear(const std::vector<const Owed*>& list, Index unit, Date day) {
    Entry entry = act(EntryType::hearing, unit, day);
    for (const Owed* one : list) entry.parties.push_back(one->subject);
    put(entry);
  }

  void unheard(const Owed& one) {
    if (one.fate != Fate::reversed && one.fate != Fate::wrong_actor) return;
    Date day = plain_day(one.unit, reachable(one));
    Entry entry = act(EntryType::hearing, one.unit, day);
    entry.parties = {one.subject};
    if (one.fate == Fate::reversed) {
      put_and_reverse(entry);
      return;
    }
    // Another unit heard him, which is not his own.
    const auto& others = city_.city_units;
    for (std::size_t i = 0; i < others.size(); ++i) {
      Index other = others[(one.subject.index + i) % others.size()];
      if (other == entry.actor.index || city_.units[other].merged_on != far_future) continue;
      entry.actor.index = other;
      entry.clerk = nobody;
      put(entry);
      return;
    }
  }

  // ---- special meetings, 七(二)2 ---------------------------------------------------------------

  void special_meeting(const Owed& one) {
    Span days = reachable(one);
    // In a year that is still running some have yet to meet.
    bool open = days.last < span_of(one).last && one.fate == Fate::fulfilled;
    if (open && diary_.random().per_mille(400)) return;
    if (one.fate == Fate::missing) return;
    if (one.fate == Fate::merged) {
      days = {std::max(days.first, city_.span.first + Days{1}),
              city_.units[one.unit].merged_on - Days{1}};
    }
    bool plain = one.fate != Fate::fulfilled && one.fate != Fate::merged;
    Date day = plain ? plain_day(one.unit, days) : diary_.draw(days);
    Entry entry = act(EntryType::meeting, one.unit, day);
    entry.detail = static_cast<std::uint8_t>(
        one.fate == Fate::wrong_kind ? event::MeetingKind::OTHER : event::MeetingKind::SPECIAL);
    if (one.fate == Fate::reversed)
      put_and_reverse(entry);
    else
      put(entry);
  }

  // ---- guidance visits, 八(一) -----------------------------------------------------------------

  // The two leaders come on days of their own: even and odd ones of the half-year.
  Date visit_day(const Owed& one, Leader leader) {
    Span span = reachable(one);
    auto length = static_cast<int>((span.last - span.first).count());
    int day = diary_.random().between(0, length / 2 - 1) * 2;
    return span.first + Days{leader == Leader::principal ? day : day + 1};
  }

  void guidance(const Owed& one) {
    if (one.fate == Fate::missing) return;
    Date day = visit_day(one, one.leader);
    const County& county = city_.counties[city_.villages[one.village].county];
    if (one.fate != Fate::fulfilled && day < county.go_live) return;  // then he did not come
    Entry entry = act(EntryType::guidance, one.unit, day);
    entry.parties = {one.subject};
    bool first = (one.leader == Leader::principal) != (one.fate == Fate::wrong_leader);
    entry.detail = first ? principal : in_charge;
    if (one.fate == Fate::reversed)
      put_and_reverse(entry);
    else
      diary_.add(entry, county.go_live);
  }

  // ---- care visits, 八(二)3 --------------------------------------------------------------------

  void care(const Owed& one) {
    int year = year_of(span_of(one).first);
    auto& random = diary_.random();
    visit(one, make_date(year, 1, 8) + Days{random.between(0, 20)}, principal);
    if (one.fate == Fate::missing) return;
    visit(one, make_date(year, 8, 20) + Days{random.between(0, 100)},
          one.fate == Fate::wrong_leader ? in_charge : principal);
  }

  // The unit's people who stood that day. Where it has none yet but for a unit merged into it
  // later, that unit went.
  void visit(const Owed& one, Date day, std::uint8_t leader) {
    std::map<Index, std::set<Index>> people;
    for (Index u = 0; u < city_.units.size(); ++u) {
      if (city_.answering(u, span_of(one).last) != one.actor.index) continue;
      for (Index s : by_unit_[u]) {
        const Stay& stay = city_.stays[s];
        if (stay.span.contains(day)) people[city_.answering(u, day)].insert(stay.person);
      }
    }
    if (people.empty()) return;
    auto goes = people.contains(one.actor.index) ? people.find(one.actor.index) : people.begin();
    Entry entry = act(EntryType::care, goes->first, day);
    entry.detail = leader;
    for (Index person : goes->second) entry.parties.push_back({PartyKind::person, person});
    put(entry);
  }

  const City& city_;
  const std::vector<Owed>& owed_;
  Diary& diary_;
  std::vector<std::vector<Index>> by_unit_;
};

}  // namespace

void write_unit_acts(const City& city, const std::vector<Owed>& owed, Diary& diary) {
  UnitActs(city, owed, diary).run();
}

}  // namespace zhucun::demo
