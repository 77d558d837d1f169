// What offices and townships do: meetings, checks, supervision, classes, the “两优”大会.
#include <algorithm>
#include <map>
#include <set>

#include "tools/demo/classes.h"
#include "tools/demo/diary.h"
#include "work.capnp.h"

namespace zhucun::demo {

namespace {

std::uint8_t detail_of(event::MeetingKind kind) {
  return static_cast<std::uint8_t>(kind);
}

class OfficeActs {
 public:
  OfficeActs(const City& city, const std::vector<Owed>& owed, Diary& diary)
      : city_(city), owed_(owed), diary_(diary) {}

  void run() {
    for (const Owed& one : owed_) {
      switch (one.duty) {
        case Duty::spot_check: check(one, EntryType::spot_check); break;
        case Duty::supervision: check(one, EntryType::supervision); break;
        case Duty::city_meeting: meeting(one, event::MeetingKind::DISPATCH); break;
        case Duty::county_meeting: meeting(one, event::MeetingKind::PUSH); break;
        case Duty::two_excellences: conference(one); break;
        default: break;
      }
    }
    commendation();
  }

 private:
  Span span_of(const Owed& one) const { return city_.periods[one.period].span; }

  // Acts of offices lie in their own time: an opening fact only where the period began before it.
  Date go_live(Who who) const {
    Index county = county_of(city_, who);
    return county == nobody ? city_.span.first : city_.counties[county].go_live;
  }

  void put(const Owed& one, Entry entry) {
    if (one.fate != Fate::reversed) {
      diary_.add(std::move(entry), go_live(one.actor));
      return;
    }
    Date entered = std::max(entry.day, city_.span.first + Days{1});
    Index made = diary_.add_on(std::move(entry), entered);
    diary_.answer(EntryType::reversal, made, one.actor, diary_.random().between(3, 12));
  }

  Entry act(EntryType type, const Owed& one, Date day) const {
    Entry entry;
    entry.type = type;
    entry.actor = one.actor;
    entry.day = day;
    entry.clerk = county_of(city_, one.actor);
    return entry;
  }

  // Up to three villages with somebody in post that day.
  std::vector<Who> some_villages(const std::vector<Index>& all, Span span) {
    std::vector<Index> served;
    for (Index v : all) {
      for (Index s : city_.villages[v].stays) {
        if (!city_.stays[s].span.meets(span)) continue;
        served.push_back(v);
        break;
      }
    }
    // Nobody in post anywhere: the office still looks at a village.
    if (served.empty() && !all.empty()) served.push_back(all.front());
    diary_.random().shuffle(served);
    served.resize(std::min<std::size_t>(served.size(), 3));
    std::sort(served.begin(), served.end());
    std::vector<Who> out;
    for (Index v : served) out.push_back({PartyKind::village, v});
    return out;
  }

  void check(const Owed& one, EntryType type) {
    if (one.fate == Fate::missing) return;
    Entry entry = act(type, one, diary_.draw(span_of(one)));
    bool spot = type == EntryType::spot_check;
    entry.parties = some_villages(
        spot ? city_.townships[one.actor.index].villages : city_.counties[one.actor.index].villages,
        span_of(one));
    put(one, std::move(entry));
  }

  void meeting(const Owed& one, event::MeetingKind kind) {
    if (one.fate == Fate::missing) return;
    Entry entry = act(EntryType::meeting, one, diary_.draw(span_of(one)));
    entry.detail = detail_of(one.fate == Fate::wrong_kind ? event::MeetingKind::OTHER : kind);
    put(one, std::move(entry));
  }

  // In December; once in some cities only after New Year, which the year's end does not take. [8.3]
  void conference(const Owed& one) {
    int year = year_of(span_of(one).first);
    Date day = one.fate == Fate::wrong_window ? make_date(year + 1, 1, 9) : make_date(year, 12, 19);
    Entry entry = act(EntryType::meeting, one, day);
    entry.detail = detail_of(event::MeetingKind::TWO_EXCELLENCES);
    put(one, std::move(entry));
  }

  void commendation() {
    Entry entry;
    entry.type = EntryType::meeting;
    entry.actor = city_.city_office();
    entry.day = make_date(2024, 11, 28);
    entry.detail = detail_of(event::MeetingKind::COMMENDATION);
    diary_.add(std::move(entry), city_.span.first);
  }

  const City& city_;
  const std::vector<Owed>& owed_;
  Diary& diary_;
};

class Trainings {
 public:
  Trainings(const City& city, const std::vector<Owed>& owed, Diary& diary)
      : city_(city),
        owed_(owed),
        diary_(diary),
        classes_(classes_of(city)),
        attending_(classes_.size()) {}

  void run() {
    for (const Owed& one : owed_) {
      if (one.duty != Duty::rotation || one.fate == Fate::fulfilled) continue;
      untaught_.insert({year_of(city_.periods[one.period].span.first), one.subject.index});
    }
    roll();
    for (std::size_t i = 0; i < classes_.size(); ++i) hold(classes_[i], attending_[i]);
    demonstrations();
  }

 private:
  // Each goes once, in spring or in autumn; whoever moved goes in both counties. In a year that is
  // still running some wait for the autumn.
  void roll() {
    Presence presence(city_);
    for (const Owed& one : owed_) {
      if (one.duty != Duty::rotation || one.fate != Fate::fulfilled) continue;
      Span span = city_.periods[one.period].span;
      bool moved = std::find(city_.movers.begin(), city_.movers.end(), one.subject.index) !=
                   city_.movers.end();
      std::vector<std::size_t> open;
      for (std::size_t i = 0; i < classes_.size(); ++i) {
        const Class& held = classes_[i];
        if (held.county == one.actor.index && held.year == year_of(span.first) &&
            presence.stood(one.subject.index, held.county, held.day)) {
          open.push_back(i);
        }
      }
      bool waits = span.last > city_.span.last && diary_.random().per_mille(400);
      if (open.empty() || waits) continue;
      std::size_t choice = diary_.random().per_mille(550) ? 0 : open.size() - 1;
      for (std::size_t k = 0; k < open.size(); ++k) {
        bool first = attending_[open[k]].empty();  // a class has somebody, or it is none
        if (k == choice || moved || first) attending_[open[k]].push_back(one.subject.index);
      }
    }
  }

  void hold(const Class& one, const std::vector<Index>& people) {
    Entry entry;
    entry.type = EntryType::training;
    entry.actor = city_.office_of(one.county);
    entry.day = one.day;
    entry.clerk = one.county;
    entry.link = static_cast<Index>(one.number);
    entry.detail = static_cast<std::uint8_t>(event::TrainingKind::ROTATION);
    for (Index person : people) entry.parties.push_back({PartyKind::person, person});
    diary_.add(std::move(entry), city_.counties[one.county].go_live);
  }

  // The city's class takes people whom their county teaches as well.
  void demonstrations() {
    for (const Owed& one : owed_) {
      if (one.duty != Duty::demonstration) continue;
      int year = year_of(city_.periods[one.period].span.first);
      Entry entry;
      entry.type = EntryType::training;
      entry.actor = city_.city_office();
      entry.day = demonstration_day(year);
      entry.link = 1;
      entry.detail = static_cast<std::uint8_t>(event::TrainingKind::DEMONSTRATION);
      std::set<Index> people;
      for (const Stay& stay : city_.stays) {
        bool may = stay.is_first_secretary && stay.span.contains(entry.day) &&
                   !untaught_.contains({year, stay.person});
        if (may && people.size() < 90 && diary_.random().per_mille(120)) people.insert(stay.person);
      }
      // A class has somebody, or it is none.
      for (const Stay& stay : city_.stays) {
        if (people.empty() && stay.span.contains(entry.day)) people.insert(stay.person);
      }
      for (Index person : people) entry.parties.push_back({PartyKind::person, person});
      diary_.add(std::move(entry), city_.span.first);
    }
  }

  const City& city_;
  const std::vector<Owed>& owed_;
  Diary& diary_;
  std::vector<Class> classes_;
  std::vector<std::vector<Index>> attending_;
  std::set<std::pair<int, Index>> untaught_;
};

}  // namespace

void write_office_acts(const City& city, const std::vector<Owed>& owed, Diary& diary) {
  OfficeActs(city, owed, diary).run();
}

void write_trainings(const City& city, const std::vector<Owed>& owed, Diary& diary) {
  Trainings(city, owed, diary).run();
}

}  // namespace zhucun::demo
