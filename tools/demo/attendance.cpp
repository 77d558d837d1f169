#include "tools/demo/attendance.h"

#include <algorithm>
#include <set>

#include "ledger/schema/json_writer.h"

namespace zhucun::demo {

namespace {

constexpr std::uint64_t sample_county = 610802000000;

DayMark whole(Mark mark) {
  return {mark, mark};
}

Mark letter_for(event::LeaveKind kind) {
  switch (kind) {
    case event::LeaveKind::SICK: return Mark::sick_leave;
    case event::LeaveKind::ANNUAL: return Mark::annual_leave;
    case event::LeaveKind::PERSONAL: return Mark::personal_leave;
    default: return Mark::other_leave;
  }
}

class Story {
 public:
  Story(const City& city, Random random, Diary& diary)
      : city_(city), random_(random), diary_(diary) {
    learn_arrivals();
  }

  Attendance run() {
    adopt_sample();
    pick_absent();
    plan_leaves();
    openings();
    for (Index v = 0; v < city_.villages.size(); ++v) sheets_of(v);
    return std::move(out_);
  }

 private:
  // ---- what is known of the stays

  // A sheet follows the last word on when its people came: a wrong start is put right first.
  void learn_arrivals() {
    known_on_.assign(city_.stays.size(), city_.span.first);
    stays_of_.resize(city_.people);
    for (Index s = 0; s < city_.stays.size(); ++s) {
      stays_of_[city_.stays[s].person].push_back(s);
    }
    for (const Entry& entry : diary_.entries()) {
      if (entry.type != EntryType::posting_started) continue;
      known_on_[entry.link] = std::max(known_on_[entry.link], entry.entered + Days{1});
    }
  }
  Date go_live(Index village) const {
    return city_.counties[city_.villages[village].county].go_live;
  }
  Date last_day(const Stay& stay) const { return std::min(stay.span.last, city_.span.last); }
  Who township_of(Index village) const {
    return {PartyKind::township, city_.villages[village].township};
  }
  Who office_over(Index village) const { return city_.office_of(city_.villages[village].county); }

  Entry entry(EntryType type, Index village, Who actor, Date day) const {
    Entry one;
    one.type = type;
    one.actor = actor;
    one.day = day;
    one.clerk = city_.villages[village].county;
    return one;
  }

  void adopt_sample() {
    Entry one;
    one.type = EntryType::sample_adopted;
    one.slot = Slot::registers;
    one.actor = city_.city_office();
    one.day = city_.span.first;
    diary_.add_on(one, city_.span.first + Days{1});
  }

  // ---- leave

  void plan_leaves() {
    leaves_of_.resize(city_.stays.size());
    for (Index s = 0; s < city_.stays.size(); ++s) {
      const Stay& stay = city_.stays[s];
      // Whoever moved or stood for less than half a year is left in peace.
      Date from = std::max(
          {stay.span.first + Days{14}, go_live(stay.village) + Days{20}, known_on_[s] + Days{7}});
      Date to = std::min(stay.span.last - Days{20}, city_.span.last - Days{40});
      if (stay.entry != StayEntry::plain || from + Days{150} > to) continue;
      for (Date day = from + Days{random_.between(0, 60)}; day < to;
           day += Days{random_.between(90, 260)}) {
        if (days_in_year(stay.person, year_of(day)) >= 200) leave(s, day, to);
      }
    }
  }

  void leave(Index s, Date day, Date to) {
    const Stay& stay = city_.stays[s];
    LeaveSlip slip;
    slip.stay = s;
    unsigned draw = random_.below(100);
    slip.kind = draw < 40   ? event::LeaveKind::PERSONAL
                : draw < 65 ? event::LeaveKind::SICK
                : draw < 95 ? event::LeaveKind::ANNUAL
                            : event::LeaveKind::MARRIAGE;
    int days = random_.per_mille(700) ? random_.between(1, 3) : random_.between(4, 10);
    slip.span = {day, day + Days{days - 1}};
    bool ladder = city_.code_of(office_over(stay.village)).value == sample_county;
    slip.by = ladder && days > 3 ? office_over(stay.village) : township_of(stay.village);
    slip.on_paper = random_.per_mille(600);
    bool long_one = day + Days{70} < to && random_.per_mille(12);
    if (long_one) return long_leave(slip);
    if (random_.per_mille(20)) {
      slip.cancelled = true;
    } else if (random_.per_mille(15)) {
      slip.late_days = random_.between(1, 4);
      plant("leave_late_return", stay.village, stay.person, slip.span.last + Days{1});
    } else if (random_.per_mille(12)) {
      slip.returns = false;
      plant("leave_not_returned", stay.village, stay.person, slip.span.last + Days{1});
    } else if (ladder && days > 3 && random_.per_mille(200)) {
      slip.by = township_of(stay.village);
      slip.on_paper = true;
      plant("leave_approver", stay.village, stay.person, approved_on(slip));
    }
    put(slip);
  }

  // Two leaves that touch: 30 days together, or more.
  void long_leave(LeaveSlip slip) {
    const Stay& stay = city_.stays[slip.stay];
    slip.kind = event::LeaveKind::SICK;
    slip.by = office_over(stay.village);
    slip.on_paper = true;
    int first = random_.between(12, 20);
    int all = random_.per_mille(500) ? 30 : random_.between(31, 38);
    slip.span.last = slip.span.first + Days{first - 1};
    LeaveSlip next = slip;
    next.span = {slip.span.last + Days{1}, slip.span.first + Days{all - 1}};
    slip.returns = false;  // the next one follows on the next day
    put(slip);
    put(next);
    // The finding closes when the posting ends.
    if (all > 30 && stay.span.last > city_.span.last) {
      plant("leave_recall_due", stay.village, stay.person, slip.span.first + Days{30});
    }
  }

  static Date approved_on(const LeaveSlip& slip) { return slip.span.first - Days{2}; }

  void put(const LeaveSlip& slip) {
    auto index = static_cast<Index>(out_.leaves.size());
    const Stay& stay = city_.stays[slip.stay];
    out_.leaves.push_back(slip);
    if (!slip.cancelled) leaves_of_[slip.stay].push_back(index);
    Who person{PartyKind::person, stay.person};
    Entry approved = entry(EntryType::leave_approved, stay.village, person, approved_on(slip));
    approved.link = index;
    // On paper it is entered some days later; a decision on its own day.
    Date on = slip.on_paper ? approved.day + Days{random_.between(0, 9)} : approved.day;
    Index at = diary_.add_on(approved, on);
    Date known = diary_.at(at).entered + Days{1};
    if (slip.cancelled) {
      Entry cancelled =
          entry(EntryType::leave_cancelled, stay.village, person, slip.span.first - Days{1});
      cancelled.link = at;
      diary_.add_on(cancelled, std::max(known, cancelled.day));
    } else if (slip.returns) {
      Entry back = entry(EntryType::leave_returned, stay.village, person,
                         slip.span.last + Days{1 + slip.late_days});
      back.link = at;
      diary_.add_on(back, std::max(known, back.day + Days{random_.between(0, 3)}));
    }
  }

  // ---- days before the book

  void openings() {
    for (Index s = 0; s < city_.stays.size(); ++s) {
      const Stay& stay = city_.stays[s];
      Date live = go_live(stay.village);
      if (live == make_date(year_of(live), 1, 1)) continue;
      Date first = std::max(stay.span.first, make_date(year_of(live), 1, 1));
      Date through = live - Days{1};
      if (first > through || stay.span.last < first) continue;
      Date entered = std::max(live + Days{random_.between(1, 12)}, known_on_[s]);
      const auto& signed_on = city_.counties[city_.villages[stay.village].county].signed_on;
      if (signed_on && entered >= *signed_on) continue;
      auto days = static_cast<int>((std::min(through, stay.span.last) - first).count()) + 1;
      Entry one =
          entry(EntryType::opening_days, stay.village, {PartyKind::person, stay.person}, through);
      one.slot = Slot::registers;
      one.opening = true;
      one.link = static_cast<Index>(out_.openings.size());
      int half_days = days < 75 ? 2 * days : days * random_.between(134, 160) / 100;
      out_.openings.push_back({s, half_days, through});
      diary_.add_on(one, entered);
    }
  }

  // ---- month sheets

  void sheets_of(Index v) {
    for (const Period& month : city_.periods) {
      bool asked = month.key.size() == 7 && month.span.first >= go_live(v);
      if (asked && month.span.first <= city_.span.last) sheet(v, month.span);
    }
  }

  struct Standing {
    Index stay;
    Span days;
  };
  std::vector<Standing> standing(Index v, Span month) const {
    std::vector<Standing> out;
    for (Index s : city_.villages[v].stays) {
      const Stay& stay = city_.stays[s];
      if (!stay.span.meets(month)) continue;
      out.push_back(
          {s, {std::max(month.first, stay.span.first), std::min(month.last, stay.span.last)}});
    }
    return out;
  }

  void sheet(Index v, Span month) {
    auto people = standing(v, month);
    if (people.empty()) return;
    Date entered = month.last + Days{random_.between(1, 4)};
    for (const Standing& one : people) entered = std::max(entered, known_on_[one.stay]);
    entered = diary_.working_day(entered);
    if (random_.per_mille(8) || entered + Days{20} > city_.span.last) {
      plant("sheet_missing", v, nobody, month.first);
      return;
    }
    SheetPage page{v, month.first, {}};
    Fate fate = drawn_fate();
    for (const Standing& one : people) {
      MonthMarks marks = marks_of(v, one, fate != Fate::returned);
      add_line(page, city_.stays[one.stay].person, one.days, marks);
    }
    file(v, std::move(page), people, entered, fate);
  }

  // One line a person, also of two stays.
  static void add_line(SheetPage& page, Index person, Span days, const MonthMarks& marks) {
    for (SheetLine& line : page.lines) {
      if (line.person != person) continue;
      for (Date day = days.first; day <= days.last; day += Days{1})
        line.marks.set(day_of(day), marks.on(day_of(day)));
      return;
    }
    page.lines.push_back({person, marks});
  }

  enum class Fate : std::uint8_t {
    none,
    entered,
    checked,
    returned,
    returned_again,
    corrected,
    correcting
  };

  Fate drawn_fate() {
    unsigned draw = random_.below(1000);
    return draw < 6    ? Fate::entered
           : draw < 12 ? Fate::checked
           : draw < 16 ? Fate::returned
           : draw < 26 ? Fate::returned_again
           : draw < 34 ? Fate::corrected
           : draw < 38 ? Fate::correcting
                       : Fate::none;
  }

  // How many days of a year somebody stands anywhere. Where they are few every day counts and there
  // is no leave, so that nobody falls short by chance.
  std::int64_t days_in_year(Index person, int year) const {
    std::int64_t days = 0;
    for (Index s : stays_of_.at(person)) {
      Date first = std::max(city_.stays[s].span.first, make_date(year, 1, 1));
      Date last = std::min(city_.stays[s].span.last, make_date(year, 12, 31));
      if (first <= last) days += (last - first).count() + 1;
    }
    return days;
  }
  bool is_short_year(Index person, int year) const { return days_in_year(person, year) < 75; }

  // One in a hundred of those who stand all of 2025 is away half of the time. [7.2.3]
  void pick_absent() {
    for (Index s = 0; s < city_.stays.size(); ++s) {
      const Stay& stay = city_.stays[s];
      bool whole_year = stay.span.contains({make_date(2025, 1, 1), make_date(2025, 12, 31)});
      if (!whole_year || city_.span.last < make_date(2026, 1, 31) || !random_.per_mille(10))
        continue;
      absent_.insert(s);
      plant("presence_short", stay.village, stay.person, make_date(2025, 12, 31));
    }
  }

  DayMark drawn_mark(Date day, Index s) {
    if (is_short_year(city_.stays[s].person, year_of(day))) return whole(Mark::in_village);
    if (year_of(day) == 2025 && absent_.contains(s)) {
      bool here = city_.works_on(day) && random_.per_mille(550);
      return whole(here ? Mark::in_village : Mark::rotation_rest);
    }
    if (!city_.works_on(day)) {
      unsigned draw = random_.below(100);
      return draw < 55   ? whole(Mark::in_village)
             : draw < 96 ? whole(Mark::rotation_rest)
                         : DayMark{};
    }
    unsigned draw = random_.below(1000);
    if (draw < 780) return whole(Mark::in_village);
    if (draw < 860) return whole(Mark::errand);
    if (draw < 900) return whole(Mark::training);
    if (draw < 920) return whole(Mark::other_errand);
    if (draw < 950) return {Mark::in_village, Mark::errand};
    if (draw < 975) return {Mark::in_village, Mark::rotation_rest};
    if (draw < 995) return whole(Mark::rotation_rest);
    return {};
  }

  const LeaveSlip* leave_on(Index s, Date day) const {
    for (Index index : leaves_of_[s]) {
      if (out_.leaves[index].span.contains(day)) return &out_.leaves[index];
    }
    return nullptr;
  }

  // The days of one person, with at most one kind of trouble.
  MonthMarks marks_of(Index v, const Standing& one, bool may_plant) {
    MonthMarks out;
    std::vector<Date> free;  // working days without leave
    std::vector<Date> on_leave;
    for (Date day = one.days.first; day <= one.days.last; day += Days{1}) {
      const LeaveSlip* leave = leave_on(one.stay, day);
      DayMark mark = drawn_mark(day, one.stay);
      if (leave) mark = whole(letter_for(leave->kind));
      out.set(day_of(day), mark);
      if (leave)
        on_leave.push_back(day);
      else if (city_.works_on(day))
        free.push_back(day);
    }
    bool short_year = is_short_year(city_.stays[one.stay].person, year_of(one.days.first));
    if (may_plant && !short_year) trouble(v, one, out, free, on_leave);
    return out;
  }

  void trouble(Index v, const Standing& one, MonthMarks& marks, const std::vector<Date>& free,
               const std::vector<Date>& on_leave) {
    Index person = city_.stays[one.stay].person;
    auto set = [&](Date day, DayMark mark, const char* kind) {
      marks.set(day_of(day), mark);
      plant(kind, v, person, day);
    };
    if (!on_leave.empty() && random_.per_mille(20)) {
      return set(random_.one_of(on_leave), whole(Mark::in_village), "marked_on_leave");
    }
    if (free.empty()) return;
    if (random_.per_mille(4))
      return set(random_.one_of(free), whole(Mark::personal_leave), "leave_unrecorded");
    if (random_.per_mille(3))
      return set(random_.one_of(free), {Mark::in_village, Mark::unauthorised},
                 "unauthorised_absence");
    if (random_.per_mille(3))
      return set(random_.one_of(free), whole(Mark::own_unit), "own_unit_work");
  }

  Entry step(EntryType type, Index v, Who by, Date day, Date month, Index content) const {
    Entry one = entry(type, v, by, day);
    one.parties = {{PartyKind::village, v}};
    one.period = *city_.period_named(to_text(month).substr(0, 7));
    one.link = content;
    return one;
  }

  Index content(EntryType type, SheetPage page, Date day) {
    Index v = page.village;
    Date month = page.month;
    // Half of the sheets a township fills in for the team.
    bool for_team = type == EntryType::sheet_entered && random_.per_mille(500);
    Who by = for_team ? township_of(v) : Who{PartyKind::team, v};
    Entry one = step(type, v, by, day, month, nobody);
    one.page = static_cast<Index>(out_.pages.size());
    out_.pages.push_back(std::move(page));
    return diary_.add_on(one, day);
  }
  Date follow(EntryType type, Index v, Who by, Date after, Date month, Index content) {
    Date day = diary_.working_day(after + Days{random_.between(1, 3)});
    diary_.add_on(step(type, v, by, day, month, content), day);
    return day;
  }
  Date settle(Index v, Date after, Date month, Index content) {
    Date checked = follow(EntryType::sheet_checked, v, township_of(v), after, month, content);
    return follow(EntryType::sheet_confirmed, v, office_over(v), checked, month, content);
  }

  void file(Index v, SheetPage page, const std::vector<Standing>& people, Date entered, Fate fate) {
    Date month = page.month;
    SheetPage kept = page;
    if (fate == Fate::returned || fate == Fate::returned_again) {
      // What was wrong with it: one man's day.
      Date first = people.front().days.first;
      page.lines.front().marks.set(day_of(first), whole(Mark::rotation_rest));
    }
    Index sheet = content(EntryType::sheet_entered, std::move(page), entered);
    if (fate == Fate::entered) return plant("sheet_entered", v, nobody, month);
    if (fate == Fate::checked) {
      follow(EntryType::sheet_checked, v, township_of(v), entered, month, sheet);
      return plant("sheet_checked", v, nobody, month);
    }
    if (fate == Fate::returned || fate == Fate::returned_again) {
      Date back = follow(EntryType::sheet_returned, v, township_of(v), entered, month, sheet);
      if (fate == Fate::returned) return plant("sheet_returned", v, nobody, month);
      entered = diary_.working_day(back + Days{1});
      sheet = content(EntryType::sheet_entered, kept, entered);
    }
    Date settled = settle(v, entered, month, sheet);
    if (fate == Fate::corrected || fate == Fate::correcting) {
      correct(v, kept, people, settled, fate == Fate::corrected);
    }
  }

  // One day off that was a day in the village, or the other way round.
  void correct(Index v, const SheetPage& kept, const std::vector<Standing>& people, Date settled,
               bool is_confirmed) {
    Date day = people.front().days.last;
    if (leave_on(people.front().stay, day)) return;
    if (is_short_year(kept.lines.front().person, year_of(day))) return;
    SheetPage change{v, kept.month, {kept.lines.front()}};
    DayMark before = change.lines.front().marks.on(day_of(day));
    if (!(before == whole(Mark::in_village)) && !(before == whole(Mark::rotation_rest))) return;
    bool in_village = before == whole(Mark::in_village);
    change.lines.front().marks.set(day_of(day),
                                   whole(in_village ? Mark::rotation_rest : Mark::in_village));
    Date entered = diary_.working_day(settled + Days{random_.between(2, 6)});
    if (entered + Days{10} > city_.span.last) return;
    Index correction = content(EntryType::sheet_corrected, std::move(change), entered);
    if (is_confirmed) {
      settle(v, entered, kept.month, correction);
    } else {
      plant("sheet_correcting", v, nobody, kept.month);
    }
  }

  void plant(const char* kind, Index village, Index person, Date since) {
    out_.planted.push_back({kind, village, person, since});
  }

  const City& city_;
  Random random_;
  Diary& diary_;
  Attendance out_;
  std::vector<Date> known_on_;                // by stay: the first day on which a sheet may name it
  std::vector<std::vector<Index>> stays_of_;  // by person
  std::set<Index> absent_;                    // stays
  std::vector<std::vector<Index>> leaves_of_;  // by stay, those that were taken
};

}  // namespace

Attendance write_attendance(const City& city, Random random, Diary& diary) {
  return Story(city, random, diary).run();
}

std::string planted_json(const City& city, const Attendance& attendance) {
  JsonWriter out;
  out.begin_array();
  for (const PlantedDay& one : attendance.planted) {
    out.begin_object().field("kind", one.kind);
    out.field("village", to_text(city.villages[one.village].code));
    out.field("person", one.person == nobody ? "" : city.id_of({PartyKind::person, one.person}));
    out.field("since", to_text(one.since)).end_object();
  }
  out.end_array();
  return out.take();
}

}  // namespace zhucun::demo
