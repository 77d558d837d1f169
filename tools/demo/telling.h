// What the pages on oversight, assessment and tasks share: how they tell an event, who acts for
// whom, and the list of what they plant. Built by one thread.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tools/demo/diary.h"
#include "tools/demo/fund_papers.h"

namespace zhucun::demo {

// A situation that a report is to show: the report, its status there, and what tells it apart.
struct PlantedAct {
  std::string report;
  std::string kind;
  std::string name;    // words of its own: a problem, a paper's number, a task's title; or empty
  std::string place;   // division code, or empty
  std::string unit;    // or empty
  std::string person;  // or empty
  std::string period;  // or empty
};
std::string planted_json(const std::vector<PlantedAct>& planted);

class Teller {
 public:
  Teller(const City& city, Diary& diary);

  // Tells an event on a working day: its own business day, an opening when it lies before the
  // story. Gives nobody when the story ends before, or when what it rests on was not told.
  Index tell(const char* event, Date day, Index county, std::string data,
             const std::string& actor = "");
  // A working day on or after the day, later than the entry that is referred to.
  Date after(Index entry, Date day) const;
  Date workday(Date day) const;
  static std::string ref(const char* name, Index entry);  // "name":{{7}}
  static std::string papers(const char* issuer, Date day, unsigned number);

  std::string division(Index seat) const;  // of a county, or of the city behind the last one
  std::string unit(Index unit) const { return city_.units[unit].id; }
  std::string village(Index v) const { return to_text(city_.villages[v].code); }
  std::string person(Index person) const { return city_.id_of({PartyKind::person, person}); }
  std::string clerk(Index seat, const char* suffix) const;  // somebody else of the same office
  // Whose office acts for a unit: its county's or the city's; nothing for the province's.
  std::optional<Index> seat_of(Index unit) const;
  bool is_settled(Index unit) const;  // never merged, and nothing into it
  bool is_reversed(Index entry) const { return reversed_.contains(entry); }
  // Units that answer for somebody in post within the span, each with one of the villages.
  std::vector<std::pair<Index, Index>> units_with_people(Span span) const;

  void plant(PlantedAct one) { planted_.push_back(std::move(one)); }
  std::vector<PlantedAct> planted() { return std::move(planted_); }

 private:
  const City& city_;
  Diary& diary_;
  std::set<Index> reversed_;
  std::vector<PlantedAct> planted_;
};

}  // namespace zhucun::demo
