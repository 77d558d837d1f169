// What no duty counts, and most of what fills a book: meetings of villages and townships, talks,
// further checks and special reports. Nothing here can serve something owed that was meant to fail.
#include <algorithm>
#include <set>

#include "tools/demo/diary.h"
#include "work.capnp.h"

namespace zhucun::demo {

namespace {

class Everyday {
 public:
  Everyday(const City& city, const std::vector<Owed>& owed, std::uint32_t scale, Diary& diary)
      : city_(city), scale_(scale), diary_(diary) {
    for (const Owed& one : owed) {
      if (one.duty == Duty::spot_check && one.fate != Fate::fulfilled) {
        unchecked_.insert({one.actor.index, one.period});
      }
    }
    for (const Entry& entry : diary.entries()) {
      if (entry.type == EntryType::spot_check) checked_.insert({entry.actor.index, entry.day});
    }
  }

  void run() {
    for (std::uint16_t p = 0; p < city_.periods.size(); ++p) {
      const Period& period = city_.periods[p];
      if (period.key.size() != 7 || period.span.first < city_.span.first) continue;
      for (Index v = 0; v < city_.villages.size(); ++v) {
        const Village& village = city_.villages[v];
        if (period.span.first < city_.counties[village.county].go_live) continue;
        of_village(v, p);
      }
      for (Index t = 0; t < city_.townships.size(); ++t) {
        if (period.span.first < city_.counties[city_.townships[t].county].go_live) continue;
        of_township(t, p);
      }
    }
  }

 private:
  // How often something that happens so often per 1,000 months falls into this month.
  std::size_t times(std::uint32_t per_mille) {
    std::uint64_t all = std::uint64_t{per_mille} * scale_;
    return all / 1000 + (diary_.random().per_mille(all % 1000) ? 1 : 0);
  }

  // That many different days of a span, at most all of them: an act is known by its day.
  std::vector<Date> days(Span span, std::size_t count) {
    auto length = static_cast<std::size_t>((span.last - span.first).count()) + 1;
    count = std::min(count, length);
    std::vector<Date> out;
    std::size_t start = diary_.random().below(length);
    for (std::size_t i = 0; i < count; ++i) {
      std::size_t step = (start + i * length / count) % length;
      out.push_back(span.first + Days{static_cast<int>(step)});
    }
    return out;
  }

  Entry act(EntryType type, Who actor, Date day, Index county) const {
    Entry entry;
    entry.type = type;
    entry.actor = actor;
    entry.day = day;
    entry.clerk = county;
    return entry;
  }
  void put(Entry entry) { diary_.add(std::move(entry), city_.span.first); }

  void of_village(Index v, std::uint16_t p) {
    const Village& village = city_.villages[v];
    Span month = city_.periods[p].span;
    std::vector<Index> whole;
    for (Index s : village.stays) {
      if (city_.stays[s].span.contains(month)) whole.push_back(s);
    }
    if (whole.empty()) return;
    for (Date day : days(month, times(1000))) {
      Entry entry = act(EntryType::meeting, {PartyKind::team, v}, day, village.county);
      entry.detail = static_cast<std::uint8_t>(event::MeetingKind::OTHER);
      put(std::move(entry));
    }
    for (Index s : whole) talks(city_.stays[s], month);
    special_reports(v, p);
  }

  void talks(const Stay& stay, Span month) {
    for (Date day : days(month, times(500))) {
      Entry entry = act(EntryType::talk, {PartyKind::unit, city_.answering(stay.unit, day)}, day,
                        city_.villages[stay.village].county);
      entry.detail = static_cast<std::uint8_t>(event::Leader::PRINCIPAL);
      entry.parties = {{PartyKind::person, stay.person}};
      put(std::move(entry));
    }
  }

  // On one matter, to the county's office, which is owed half-years and no months; in the month's
  // first weeks, when no other report on it is written.
  void special_reports(Index v, std::uint16_t p) {
    Index county = city_.villages[v].county;
    Span month = city_.periods[p].span;
    for (Date day : days({month.first, month.first + Days{19}}, times(400))) {
      Entry entry = act(EntryType::report, {PartyKind::team, v}, day, county);
      entry.parties = {city_.office_of(county)};
      entry.period = p;
      entry.period_count = 1;
      entry.detail = static_cast<std::uint8_t>(event::Form::WRITTEN);
      put(std::move(entry));
    }
  }

  void of_township(Index t, std::uint16_t p) {
    const Township& township = city_.townships[t];
    Span month = city_.periods[p].span;
    for (Date day : days(month, times(400))) {
      Entry entry = act(EntryType::meeting, {PartyKind::township, t}, day, township.county);
      entry.detail = static_cast<std::uint8_t>(event::MeetingKind::JOINT);
      put(std::move(entry));
    }
    if (unchecked_.contains({t, p})) return;
    for (Date day : days(month, times(300))) {
      if (checked_.contains({t, day})) continue;
      Entry entry = act(EntryType::spot_check, {PartyKind::township, t}, day, township.county);
      entry.parties = {{PartyKind::village, diary_.random().one_of(township.villages)}};
      put(std::move(entry));
    }
  }

  const City& city_;
  std::uint32_t scale_;
  Diary& diary_;
  std::set<std::pair<Index, std::uint16_t>> unchecked_;  // township and month that are to fail
  std::set<std::pair<Index, Date>> checked_;             // township and day
};

}  // namespace

void write_everyday(const City& city, const std::vector<Owed>& owed, std::uint32_t scale,
                    Diary& diary) {
  Everyday(city, owed, scale, diary).run();
}

}  // namespace zhucun::demo
