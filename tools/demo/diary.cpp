#include "tools/demo/diary.h"

#include <algorithm>

namespace zhucun::demo {

Date Diary::working_day(Date day) const {
  while (!city_.works_on(day)) day += Days{1};
  // The story's last day takes whatever is left.
  return std::min(day, city_.span.last);
}

Date Diary::draw(Span span) {
  return span.first + Days{random_.between(0, static_cast<int>((span.last - span.first).count()))};
}

Index Diary::add(Entry entry, Date go_live) {
  if (entry.day > city_.span.last) return nobody;
  entry.opening = entry.day < go_live;
  if (entry.opening) return add_on(std::move(entry), go_live + Days{random_.between(1, 15)});
  int delay = random_.per_mille(700)   ? random_.between(0, 2)
              : random_.per_mille(850) ? random_.between(3, 6)
                                       : random_.between(7, 60);
  Date earliest = std::max(entry.day + Days{delay}, city_.span.first + Days{1});
  return add_on(std::move(entry), earliest);
}

Index Diary::add_on(Entry entry, Date entered) {
  entry.entered = working_day(entered);
  if (entry.slot != Slot::registers) {
    entry.slot = random_.per_mille(550) ? Slot::morning : Slot::afternoon;
  }
  entry.words = static_cast<std::uint32_t>(random_.next() >> 40);
  entries_.push_back(std::move(entry));
  return static_cast<Index>(entries_.size() - 1);
}

Index Diary::answer(EntryType type, Index about, Who by, int days_after) {
  Date day = working_day(
      std::max(entries_[about].day + Days{days_after}, entries_[about].entered + Days{1}));
  if (day <= entries_[about].entered) return nobody;  // the story ends before
  Entry entry;
  entry.type = type;
  entry.link = about;
  entry.actor = by;
  entry.day = day;
  entry.clerk = entries_[about].clerk;
  return add_on(std::move(entry), day);
}

std::vector<Index> Diary::in_order() const {
  std::vector<Index> order(entries_.size());
  for (Index i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [this](Index a, Index b) {
    return std::pair(entries_[a].entered, entries_[a].slot) <
           std::pair(entries_[b].entered, entries_[b].slot);
  });
  return order;
}

Index county_of(const City& city, Who who, Index village) {
  switch (who.kind) {
    case PartyKind::office:
    case PartyKind::group: return who.index < city.counties.size() ? who.index : nobody;
    case PartyKind::township: return city.townships[who.index].county;
    case PartyKind::team:
    case PartyKind::village: return city.villages[who.index].county;
    case PartyKind::unit: return city.units[who.index].county;
    case PartyKind::person: return village == nobody ? nobody : city.villages[village].county;
    default: return nobody;
  }
}

}  // namespace zhucun::demo
