// How units, offices, villages and people get into the book: most on its first day, as its opening,
// the rest as it happens.
#include <algorithm>

#include "book.capnp.h"
#include "tools/demo/diary.h"

namespace zhucun::demo {

namespace {

class Registers {
 public:
  Registers(const City& city, Diary& diary)
      : city_(city), diary_(diary), formed_(make_date(2021, 8, 30)) {}

  void organisation() {
    for (Index u = 0; u < city_.units.size(); ++u) {
      put(EntryType::unit_registered, {PartyKind::unit, u}, make_date(2021, 1, 1));
    }
    for (Index c = 0; c <= city_.counties.size(); ++c) {
      put(EntryType::office_formed, city_.office_of(c), formed_);
    }
    for (Index unit : city_.member_units) {
      put(EntryType::member_named, {PartyKind::unit, unit}, formed_);
    }
    groups();
    openings();
    changes_of_units();
    villages();
  }

  void people() {
    std::vector<bool> known(city_.people, false);
    for (Index s = 0; s < city_.stays.size(); ++s) {
      const Stay& stay = city_.stays[s];
      if (!known[stay.person]) {
        known[stay.person] = true;
        put(EntryType::person_registered, {PartyKind::person, stay.person},
            std::max(stay.selected == Selected::by_paper || stay.selected == Selected::unshown
                         ? stay.span.first
                         : stay.span.first - Days{50},
                     city_.span.first));
      }
      arrival(s, stay);
      departure(s, stay);
    }
  }

 private:
  Entry entry(EntryType type, Who actor, Date day) const {
    Entry one;
    one.type = type;
    one.slot = Slot::registers;
    one.actor = actor;
    one.day = day;
    one.clerk = county_of(city_, actor);
    return one;
  }
  Index put(EntryType type, Who actor, Date day, Index link = nobody) {
    Entry one = entry(type, actor, day);
    one.link = link;
    return diary_.add_on(one, std::max(day, city_.span.first));
  }

  void groups() {
    Index lead = 0;
    for (Index c = 0; c < city_.counties.size(); ++c) {
      if (!city_.counties[c].has_group) continue;
      put(EntryType::group_formed, {PartyKind::group, c}, formed_,
          city_.member_units[lead++ % city_.member_units.size()]);
    }
  }

  // One day for duties, month sheets and allowances.
  void go_live(Who office) {
    for (auto group :
         {event::DutyGroup::DUTIES, event::DutyGroup::ATTENDANCE, event::DutyGroup::ALLOWANCES}) {
      Entry one = entry(EntryType::go_live_set, office, city_.span.first);
      one.detail = static_cast<std::uint8_t>(group);
      diary_.add_on(one, city_.span.first);
    }
  }

  void openings() {
    go_live(city_.city_office());
    for (Index c = 0; c < city_.counties.size(); ++c) {
      const County& county = city_.counties[c];
      if (county.go_live != city_.span.first) {
        go_live(city_.office_of(c));
      }
      if (county.signed_on && *county.signed_on <= city_.span.last) {
        put(EntryType::opening_signed, city_.office_of(c), diary_.working_day(*county.signed_on));
      }
    }
  }

  void changes_of_units() {
    for (Index u = 0; u < city_.units.size(); ++u) {
      const Unit& unit = city_.units[u];
      Who who{PartyKind::unit, u};
      if (!unit.later_name.empty()) put(EntryType::unit_renamed, who, unit.renamed_on);
      if (unit.merged_on <= city_.span.last) {
        put(EntryType::unit_merged, who, unit.merged_on, unit.merged_into);
      }
    }
  }

  void villages() {
    for (Index v = 0; v < city_.villages.size(); ++v) {
      const Village& village = city_.villages[v];
      Who who{PartyKind::village, v};
      for (Index k = 0; k < village.kinds.size(); ++k) {
        put(EntryType::kind_set, who, village.kinds[k].span.first, k);
      }
      if (village.is_dispute_prone) put(EntryType::attribute_set, who, make_date(2023, 1, 1));
    }
  }

  Entry posting(EntryType type, Index s, const Stay& stay, Date day) const {
    Entry one = entry(type, {PartyKind::person, stay.person}, day);
    one.link = s;
    one.clerk = city_.villages[stay.village].county;
    one.opening = day < city_.span.first;
    return one;
  }

  void arrival(Index s, const Stay& stay) {
    Date entered = std::max(stay.span.first, city_.span.first);
    if (stay.entry == StayEntry::late_start) entered += Days{diary_.random().between(10, 40)};
    Date wrong = stay.span.first - Days{7};
    Date corrected = diary_.working_day(stay.span.first + Days{3});
    bool reaches = corrected < city_.span.last && corrected < stay.span.last &&
                   corrected > diary_.working_day(entered);
    if (stay.entry == StayEntry::wrong_start && wrong >= city_.span.first && reaches) {
      // Entered with the day of the appointment instead of the arrival; taken back and put right.
      Index first = diary_.add_on(posting(EntryType::posting_started, s, stay, wrong), entered);
      Entry back = entry(EntryType::reversal, {PartyKind::person, stay.person}, corrected);
      back.link = first;
      back.clerk = city_.villages[stay.village].county;
      diary_.add_on(back, corrected);
      entered = corrected;
    }
    diary_.add_on(posting(EntryType::posting_started, s, stay, stay.span.first), entered);
  }

  void departure(Index s, const Stay& stay) {
    if (stay.span.last > city_.span.last) return;
    bool by_order = stay.ground == event::LeavingGround::RECALL && stay.recall != Recall::unordered;
    if (by_order) return;  // the recall ends the posting
    Date entered = stay.span.last;
    if (stay.entry == StayEntry::late_end) entered += Days{diary_.random().between(8, 35)};
    Entry end = posting(EntryType::posting_ended, s, stay, stay.span.last);
    // After the handover of the same day.
    if (stay.ground == event::LeavingGround::TERM_FULL) end.slot = Slot::morning;
    diary_.add_on(end, entered);
  }

  const City& city_;
  Diary& diary_;
  Date formed_;
};

}  // namespace

void write_organisation(const City& city, Diary& diary) {
  Registers(city, diary).organisation();
}

void write_people(const City& city, Diary& diary) {
  Registers(city, diary).people();
}

}  // namespace zhucun::demo
