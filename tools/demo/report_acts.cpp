// Reports: each reporter's months, with the quarter's and half-year's reports in the same paper,
// and every way in which one can go wrong.
#include <algorithm>
#include <map>
#include <set>

#include "tools/demo/diary.h"
#include "work.capnp.h"

namespace zhucun::demo {

namespace {

constexpr auto written = static_cast<std::uint8_t>(event::Form::WRITTEN);
constexpr auto oral = static_cast<std::uint8_t>(event::Form::ORAL);

class Reports {
 public:
  Reports(const City& city, const std::vector<Owed>& owed, Diary& diary)
      : city_(city), owed_(owed), diary_(diary) {}

  void run() {
    // By reporter and last day: what falls due together goes into one paper.
    std::map<std::pair<Who, Date>, std::vector<Index>> papers;
    for (Index i = 0; i < owed_.size(); ++i) {
      const Owed& one = owed_[i];
      if (!is_report(one.duty)) continue;
      if (one.fate == Fate::fulfilled) {
        papers[{one.actor, span_of(one).last}].push_back(i);
        on_time_.insert({one.actor, one.to, one.period});
      } else {
        spoil(one);
      }
    }
    for (const auto& [key, list] : papers) hand_over(list);
    for (const auto& [one, previous] : misnamed_) misname(*one, previous);
  }

 private:
  Span span_of(const Owed& one) const { return city_.periods[one.period].span; }
  Date go_live(const Owed& one) const {
    Index county = county_of(city_, one.actor, one.village);
    return county == nobody ? city_.span.first : city_.counties[county].go_live;
  }

  Entry paper(const Owed& one, Date day) const {
    Entry entry;
    entry.type = EntryType::report;
    entry.actor = one.actor;
    entry.day = day;
    entry.clerk = county_of(city_, one.actor, one.village);
    entry.parties = {one.to};
    entry.period = one.period;
    entry.period_count = 1;
    entry.detail = written;
    return entry;
  }
  Index put(const Owed& one, Entry entry) { return diary_.add(std::move(entry), go_live(one)); }

  // A report that goes wrong and what is done about it are entered at once, so that one follows
  // the other within the period.
  Index put_promptly(Entry entry) {
    Date day = entry.day;
    return diary_.add_on(std::move(entry), day);
  }

  Date last_days(const Owed& one) {
    Date last = span_of(one).last;
    return last - Days{diary_.random().between(0, 5)};
  }

  // ---- the ordinary paper ----------------------------------------------------------------------

  void hand_over(const std::vector<Index>& list) {
    const Owed& first = owed_[list.front()];
    // Some write one paper for everyone, some one per addressee.
    if (list.size() > 1 && list.size() <= 6 && !diary_.random().per_mille(200)) {
      join(list, first);
      return;
    }
    for (Index i : list) {
      Entry entry = paper(owed_[i], last_days(owed_[i]));
      if (owed_[i].duty == Duty::team_township && diary_.random().per_mille(300)) {
        entry.detail = oral;
      }
      Index made = put(owed_[i], std::move(entry));
      receipts(made);
    }
  }

  void join(const std::vector<Index>& list, const Owed& first) {
    Entry entry = paper(first, last_days(first));
    std::set<std::uint16_t> periods;
    entry.parties.clear();
    for (Index i : list) {
      entry.parties.push_back(owed_[i].to);
      periods.insert(owed_[i].period);
    }
    std::vector<std::uint16_t> named(periods.begin(), periods.end());
    entry.period = named[0];
    entry.period_count = static_cast<std::uint8_t>(named.size());
    for (std::size_t k = 1; k < named.size(); ++k) entry.more_periods[k - 1] = named[k];
    entry.for_others = diary_.random().per_mille(100);
    receipts(put(first, std::move(entry)));
  }

  void receipts(Index report) {
    if (report == nobody) return;
    std::vector<Who> parties = diary_.at(report).parties;
    for (const Who& to : parties) {
      std::uint32_t chance = to.kind == PartyKind::township ? 450 : 250;
      if (!diary_.random().per_mille(chance)) continue;
      int days = diary_.random().between(0, 4);
      // A unit that was merged meanwhile signs for nothing.
      bool stands = to.kind != PartyKind::unit ||
                    city_.units[to.index].merged_on > diary_.at(report).entered + Days{30};
      if (stands) diary_.answer(EntryType::received, report, to, days);
    }
  }

  // ---- what goes wrong -------------------------------------------------------------------------

  void spoil(const Owed& one) {
    switch (one.fate) {
      case Fate::late: put(one, paper(one, late_day(one, span_of(one).last))); return;
      case Fate::wrong_addressee: {
        Entry entry = paper(one, last_days(one));
        entry.parties = {other_addressee(one)};
        put(one, std::move(entry));
        return;
      }
      case Fate::wrong_period: misnamed_.emplace_back(&one, previous_of(one)); return;
      case Fate::wrong_form: {
        Entry entry = paper(one, last_days(one));
        entry.detail = oral;
        put(one, std::move(entry));
        return;
      }
      case Fate::wrong_actor: {
        Entry entry = paper(one, last_days(one));
        entry.actor = other_actor(one, entry.day);
        put(one, std::move(entry));
        return;
      }
      case Fate::returned:
      case Fate::returned_late:
      case Fate::returned_again_in_time: returned(one); return;
      case Fate::reversed:
      case Fate::reversed_late:
      case Fate::reversed_again_in_time: reversed(one); return;
      default: return;  // missing: nobody did anything
    }
  }

  Date late_day(const Owed&, Date after) { return after + Days{diary_.random().between(1, 20)}; }

  // Early enough in the last month for a return and a second paper.
  Date early_day(const Owed& one) {
    return span_of(one).last - Days{diary_.random().between(17, 20)};
  }

  void returned(const Owed& one) {
    bool in_time = one.fate == Fate::returned_again_in_time;
    Index first = put_promptly(paper(one, in_time ? early_day(one) : last_days(one)));
    Index back = diary_.answer(EntryType::returned, first, one.to, 2);
    if (one.fate == Fate::returned || back == nobody) return;
    Date again = in_time ? last_days(one) : late_day(one, after_both(one, back));
    put(one, paper(one, again));
  }

  void reversed(const Owed& one) {
    bool in_time = one.fate == Fate::reversed_again_in_time;
    Index first = put_promptly(paper(one, in_time ? early_day(one) : last_days(one)));
    Index back = diary_.answer(EntryType::reversal, first, one.actor, 3);
    if (one.fate == Fate::reversed || back == nobody) return;
    // The day that was entered first was that of another paper.
    Date again = in_time ? last_days(one) : late_day(one, after_both(one, back));
    put(one, paper(one, again));
  }

  Date after_both(const Owed& one, Index back) const {
    return std::max(span_of(one).last, diary_.at(back).day);
  }

  Who other_addressee(const Owed& one) const {
    switch (one.duty) {
      case Duty::team_township: return city_.office_of(city_.villages[one.village].county);
      case Duty::team_unit:
      case Duty::team_county: return {PartyKind::township, city_.villages[one.village].township};
      default: return city_.office_of(one.actor.kind == PartyKind::group ? one.actor.index : 0);
    }
  }

  // The person in place of the team or the other way round; the unit in place of its seat.
  Who other_actor(const Owed& one, Date day) const {
    if (one.actor.kind == PartyKind::person) return {PartyKind::team, one.village};
    if (one.actor.kind == PartyKind::member_unit) return {PartyKind::unit, one.actor.index};
    if (one.actor.kind == PartyKind::group) return city_.office_of(one.actor.index);
    const Village& village = city_.villages[one.village];
    Index someone = city_.stays[village.stays.front()].person;
    for (Index s : village.stays) {
      const Stay& stay = city_.stays[s];
      if (stay.is_first_secretary && stay.span.contains(day)) someone = stay.person;
    }
    return {PartyKind::person, someone};
  }

  // The period before of the same cadence.
  std::optional<std::uint16_t> previous_of(const Owed& one) const {
    if (one.period == 0) return std::nullopt;
    auto before = static_cast<std::uint16_t>(one.period - 1);
    bool same = city_.periods[before].key.size() == city_.periods[one.period].key.size() &&
                city_.periods[before].span.last + Days{1} == span_of(one).first;
    return same ? std::optional(before) : std::nullopt;
  }

  // Names the period before, where that was fulfilled anyway; else the whole year, of which no one
  // owes a report.
  void misname(const Owed& one, std::optional<std::uint16_t> previous) {
    Entry entry = paper(one, last_days(one));
    bool harmless = previous && on_time_.contains({one.actor, one.to, *previous});
    auto year = city_.period_named(city_.periods[one.period].key.substr(0, 4));
    if (!harmless && !year) return;
    entry.period = harmless ? *previous : *year;
    put(one, std::move(entry));
  }

  const City& city_;
  const std::vector<Owed>& owed_;
  Diary& diary_;
  std::set<std::tuple<Who, Who, std::uint16_t>> on_time_;
  std::vector<std::pair<const Owed*, std::optional<std::uint16_t>>> misnamed_;
};

}  // namespace

void write_reports(const City& city, const std::vector<Owed>& owed, Diary& diary) {
  Reports(city, owed, diary).run();
}

}  // namespace zhucun::demo
