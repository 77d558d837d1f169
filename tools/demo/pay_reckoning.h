// What a resident of the demo city is owed, reckoned from what the city knows of him: the marks
// that were confirmed, the trips, the rates, as they were known on a day. [8.2.2]
#pragma once

#include <set>

#include "tools/demo/pay_standards.h"

namespace zhucun::demo {

struct DueLine {
  Date month;
  Item item = Item::living;
  Index unit = nobody;              // as it answers at the story's end
  std::optional<std::int64_t> fen;  // nothing: it cannot be reckoned
  bool provisional = false;         // by a sheet that nobody has confirmed yet
};

class PayReckoning {
 public:
  PayReckoning(const City& city, const PayStandards& standards, const Attendance& attendance,
               const Diary& diary);

  void add_trip(const Trip& trip);
  std::vector<DueLine> of(Index person, Date month, Date known_on) const;
  // The day from which every sheet of the person's month is confirmed; nothing: never.
  std::optional<Date> ready(Index person, Date month) const;
  const std::vector<Index>& stays_of(Index person) const { return stays_of_[person]; }
  bool is_live(Index stay, Date month) const;
  Date known_on(Index stay) const { return known_on_[stay]; }
  // Where the person stood in the month, by day.
  std::vector<std::pair<Index, Span>> pieces(Index person, Date month) const;

 private:
  struct Version {
    Index page;
    Date on;
  };
  struct Sheet {
    std::vector<Version> confirmed;
    std::vector<Version> entered;  // none once it was returned
  };
  struct Said {
    const MonthMarks* marks = nullptr;
    bool confirmed = false;
  };
  void learn_sheets(const Diary& diary);
  Said said(Index village, Date month, Index person, Date known_on) const;
  const MonthMarks* marks_in(const Version& version, Index person) const;
  Index payer(Index stay) const;
  void living(Index person, Date month, Date known_on, std::vector<DueLine>& out) const;
  void county_transport(Index person, Date month, Date known_on, std::vector<DueLine>& out) const;
  void trips(Index person, Date month, Date known_on, std::vector<DueLine>& out) const;

  const City& city_;
  const PayStandards& standards_;
  const Attendance& attendance_;
  std::map<std::pair<Index, Date>, Sheet> sheets_;  // by village and month
  std::vector<std::vector<Index>> stays_of_;
  std::vector<Date> known_on_;
  std::vector<std::vector<Trip>> trips_of_;  // by person
};

}  // namespace zhucun::demo
