#include "tools/demo/classes.h"

#include <algorithm>

namespace zhucun::demo {

Date demonstration_day(int year) {
  return make_date(year, 10, 22);
}

namespace {

// For one or two people nobody holds a class; they count as untaught.
bool worth_holding(const City& city, Index county, Date day) {
  return std::count_if(city.stays.begin(), city.stays.end(), [&](const Stay& stay) {
           return stay.span.contains(day) && city.villages[stay.village].county == county;
         }) >= 3;
}

}  // namespace

std::vector<Class> classes_of(const City& city) {
  std::vector<Class> out;
  int last_year = year_of(city.span.last);
  for (int year = 2024; year <= last_year; ++year) {
    for (Index c = 0; c < city.counties.size(); ++c) {
      // A county that goes live after a year's end has nothing of that year in the book.
      if (make_date(year, 12, 31) < city.counties[c].go_live) continue;
      Date spring = make_date(year, 3, 10) + Days{c};
      if (year == 2024) spring = make_date(year, 4, 8) + Days{c};
      for (int number : {1, 2}) {
        Date day = number == 1 ? spring : make_date(year, 10, 10) + Days{c};
        if (day <= city.span.last && worth_holding(city, c, day))
          out.push_back({c, year, number, day});
      }
    }
  }
  return out;
}

Presence::Presence(const City& city) : city_(city), by_person_(city.people) {
  for (Index s = 0; s < city.stays.size(); ++s) by_person_[city.stays[s].person].push_back(s);
}

bool Presence::stood(Index person, Index county, Date day) const {
  return std::any_of(by_person_[person].begin(), by_person_[person].end(), [&](Index s) {
    const Stay& stay = city_.stays[s];
    return stay.span.contains(day) && city_.villages[stay.village].county == county;
  });
}

void mark_left_before_class(const City& city, std::vector<Owed>& owed) {
  Presence presence(city);
  std::vector<Class> classes = classes_of(city);
  for (Owed& one : owed) {
    if (one.duty != Duty::rotation) continue;
    Span span = city.periods[one.period].span;
    if (span.last >= city.span.last) continue;
    bool could_come = std::any_of(classes.begin(), classes.end(), [&](const Class& held) {
      return held.county == one.actor.index && held.year == year_of(span.first) &&
             presence.stood(one.subject.index, held.county, held.day);
    });
    if (!could_come) one.fate = Fate::left_before_class;
  }
}

}  // namespace zhucun::demo
