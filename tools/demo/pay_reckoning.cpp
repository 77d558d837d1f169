#include "tools/demo/pay_reckoning.h"

#include <algorithm>

namespace zhucun::demo {

namespace {

Date month_end(Date month) {
  return period_of({PeriodKind::month}, month).span.last;
}

// Half up, of a quotient above zero.
std::int64_t rounded(std::int64_t over, std::int64_t under) {
  return (2 * over + under) / (2 * under);
}

}  // namespace

PayReckoning::PayReckoning(const City& city, const PayStandards& standards,
                           const Attendance& attendance, const Diary& diary)
    : city_(city), standards_(standards), attendance_(attendance) {
  stays_of_.resize(city.people);
  trips_of_.resize(city.people);
  known_on_.assign(city.stays.size(), city.span.first);
  for (Index s = 0; s < city.stays.size(); ++s) stays_of_[city.stays[s].person].push_back(s);
  for (auto& list : stays_of_) {
    std::sort(list.begin(), list.end(), [&](Index a, Index b) {
      return city.stays[a].span.first < city.stays[b].span.first;
    });
  }
  for (const Entry& entry : diary.entries()) {
    if (entry.type == EntryType::posting_started)
      known_on_[entry.link] = std::max(known_on_[entry.link], entry.entered + Days{1});
  }
  learn_sheets(diary);
}

void PayReckoning::learn_sheets(const Diary& diary) {
  for (const Entry& entry : diary.entries()) {
    bool content = entry.type == EntryType::sheet_entered;
    bool step = entry.type == EntryType::sheet_confirmed || entry.type == EntryType::sheet_returned;
    if (!content && !step) continue;
    Index page = content ? entry.page : diary.at(entry.link).page;
    Sheet& sheet = sheets_[{attendance_.pages[page].village, attendance_.pages[page].month}];
    if (content) sheet.entered.push_back({page, entry.entered});
    if (entry.type == EntryType::sheet_confirmed) sheet.confirmed.push_back({page, entry.entered});
    if (entry.type == EntryType::sheet_returned) {
      std::erase_if(sheet.entered, [page](const Version& one) { return one.page == page; });
    }
  }
}

void PayReckoning::add_trip(const Trip& trip) {
  trips_of_[city_.stays[trip.stay].person].push_back(trip);
}

bool PayReckoning::is_live(Index stay, Date month) const {
  return month >= city_.counties[city_.villages[city_.stays[stay].village].county].go_live;
}

std::vector<std::pair<Index, Span>> PayReckoning::pieces(Index person, Date month) const {
  std::vector<std::pair<Index, Span>> out;
  Span days{month, month_end(month)};
  for (Index s : stays_of_[person]) {
    const Stay& stay = city_.stays[s];
    if (!stay.span.meets(days) || !is_live(s, month)) continue;
    out.push_back(
        {s, {std::max(days.first, stay.span.first), std::min(days.last, stay.span.last)}});
  }
  return out;
}

const MonthMarks* PayReckoning::marks_in(const Version& version, Index person) const {
  for (const SheetLine& line : attendance_.pages[version.page].lines) {
    if (line.person == person) return &line.marks;
  }
  return nullptr;
}

// The last confirmed sheet with the corrections that were confirmed since; else what was entered.
PayReckoning::Said PayReckoning::said(Index village, Date month, Index person,
                                      Date known_on) const {
  Said out;
  auto found = sheets_.find({village, month});
  if (found == sheets_.end()) return out;
  for (const Version& version : found->second.confirmed) {
    if (version.on > known_on) continue;
    if (const MonthMarks* marks = marks_in(version, person)) out = {marks, true};
  }
  if (out.marks) return out;
  for (const Version& version : found->second.entered) {
    if (version.on <= known_on) out.marks = marks_in(version, person);
  }
  return out;
}

std::optional<Date> PayReckoning::ready(Index person, Date month) const {
  Date last = month;
  for (auto [s, days] : pieces(person, month)) {
    auto found = sheets_.find({city_.stays[s].village, month});
    if (found == sheets_.end() || found->second.confirmed.empty()) return std::nullopt;
    last = std::max(last, found->second.confirmed.front().on);
  }
  return last;
}

Index PayReckoning::payer(Index stay) const {
  return city_.answering(city_.stays[stay].unit, city_.span.last);
}

void PayReckoning::living(Index person, Date month, Date known_on,
                          std::vector<DueLine>& out) const {
  std::set<Date> travel;
  for (const Trip& trip : trips_of_[person]) travel.insert({trip.days.first, trip.days.last});
  std::map<Index, DueLine> sums;
  for (auto [s, days] : pieces(person, month)) {
    Index village = city_.stays[s].village;
    DueLine& line =
        sums.try_emplace(payer(s), DueLine{month, Item::living, payer(s), 0}).first->second;
    Said sheet = said(village, month, person, known_on);
    if (!sheet.marks) line.fen.reset();
    line.provisional |= !sheet.confirmed;
    if (!line.fen) continue;
    for (Date day = days.first; day <= days.last; day += Days{1}) {
      if (travel.contains(day)) continue;
      DayMark mark = sheet.marks->on(day_of(day));
      int halves = (mark.forenoon == Mark::in_village) + (mark.afternoon == Mark::in_village);
      *line.fen += halves * *standards_.rate(Item::living, payer(s), village, day, known_on);
    }
  }
  for (auto& [unit, line] : sums) {
    if (line.fen) *line.fen = rounded(*line.fen, 2);
    out.push_back(line);
  }
}

void PayReckoning::county_transport(Index person, Date month, Date known_on,
                                    std::vector<DueLine>& out) const {
  std::map<Index, DueLine> sums;
  for (auto [s, days] : pieces(person, month)) {
    if (city_.units[payer(s)].level != event::UnitLevel::COUNTY) continue;
    DueLine& line = sums.try_emplace(payer(s), DueLine{month, Item::county_transport, payer(s), 0})
                        .first->second;
    for (Date day = days.first; day <= days.last; day += Days{1}) {
      auto rate =
          standards_.rate(Item::county_transport, payer(s), city_.stays[s].village, day, known_on);
      if (!rate) line.fen.reset();
      if (line.fen) *line.fen += *rate;
    }
  }
  for (auto& [unit, line] : sums) {
    if (line.fen) *line.fen = rounded(*line.fen, (month_end(month) - month).count() + 1);
    out.push_back(line);
  }
}

void PayReckoning::trips(Index person, Date month, Date known_on, std::vector<DueLine>& out) const {
  Span days{month, month_end(month)};
  std::map<Index, DueLine> travel;
  std::map<Index, DueLine> fares;
  for (const Trip& trip : trips_of_[person]) {
    Index unit = payer(trip.stay);
    Index village = city_.stays[trip.stay].village;
    for (Date day : std::set<Date>{trip.days.first, trip.days.last}) {
      if (!days.contains(day)) continue;
      auto& line =
          travel.try_emplace(unit, DueLine{month, Item::travel_transport, unit, 0}).first->second;
      *line.fen += *standards_.rate(Item::travel_transport, unit, village, day, known_on);
    }
    if (!days.contains(trip.days.first)) continue;
    auto& line = fares.try_emplace(unit, DueLine{month, Item::return_fare, unit, 0}).first->second;
    auto fare = standards_.rate(Item::return_fare, unit, village, trip.days.first, known_on);
    if (!fare) line.fen.reset();
    if (line.fen) *line.fen += *fare;
  }
  for (auto& [unit, line] : travel) out.push_back(line);
  for (auto& [unit, line] : fares) out.push_back(line);
}

std::vector<DueLine> PayReckoning::of(Index person, Date month, Date known_on) const {
  std::vector<DueLine> out;
  auto here = pieces(person, month);
  if (here.empty()) return out;
  living(person, month, known_on, out);
  county_transport(person, month, known_on, out);
  trips(person, month, known_on, out);
  Index first = payer(here.front().first);
  out.push_back({month, Item::telecom, first,
                 standards_.rate(Item::telecom, first, nobody, month, known_on)});
  return out;
}

}  // namespace zhucun::demo
