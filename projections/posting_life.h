// Inside projections: every stay as seen from one day, with the handover and the recall that belong
// to it. What is dated later does not exist: such an end is still open. Pure. [7.1, 7.2.3, 7.3.3]
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/policy/eligibility.h"
#include "ledger/policy/same_level.h"
#include "projections/places.h"
#include "projections/report.h"
#include "projections/seats.h"

namespace zhucun::projections {

struct LifeStay {
  const domain::StayFact* fact;
  std::string person;
  std::string unit;
  Span span;  // last = far_future while in post as of the day
  event::LeavingGround ground = event::LeavingGround::UNKNOWN;
  bool ended = false;
};

// A handover that was recorded, or that the ground of leaving asked for.
struct Handed {
  const LifeStay* stay = nullptr;
  const domain::HandoverFact* fact = nullptr;  // nothing = not recorded
  Position event;
  const policy::HandoverRow* row = nullptr;  // what asks for it; nothing = nobody does
  bool needed = false;                       // the ground of leaving asked for it
  const LifeStay* successor = nullptr;
  WorkingDayCount days;  // from the successor's arrival to the release, or to the day of the report
  bool in_time() const { return fact && (!stay->ended || fact->date <= stay->span.last); }
  bool is_short() const {
    return fact && row && stay->ended && days.days.count < row->working_days;
  }
};

// A posting that ended by recall, with what is owed for it.
struct Recalled {
  const LifeStay* stay = nullptr;
  const domain::RecallFact* fact = nullptr;  // nothing = the end says recall, no order is recorded
  Position event;
  const policy::RecallRow* row = nullptr;
  bool reselect = true;                 // the unit owes a successor
  const LifeStay* successor = nullptr;  // who came for it, from the same unit into the same seat
};

class Life {
 public:
  explicit Life(const Sight& sight);

  const Sight& sight() const { return sight_; }
  const Ground& ground() const { return ground_; }
  // By village, first day, person.
  const std::vector<LifeStay>& stays() const { return stays_; }
  std::vector<const LifeStay*> in_village(DivisionCode village) const;
  std::vector<const LifeStay*> of_person(const std::string& person) const;
  const LifeStay* on(const std::string& person, Date day) const;
  // The id that a person goes by now, after mergers.
  std::string id_now(std::string person) const;

  const std::vector<Handed>& handovers() const { return handovers_; }
  const Handed* handover_of(const LifeStay& stay) const;
  const std::vector<Recalled>& recalls() const { return recalls_; }
  const Recalled* recall_of(const LifeStay& stay) const;
  // The last day on which the term is full; nothing where no term is set.
  std::optional<Date> term_full(const LifeStay& stay) const;
  // What was attested by a day; `said` is false when nothing was.
  const domain::ProfileFact* profile_of(const std::string& person, Date day) const;
  policy::Verdict verdict_of(const LifeStay& stay) const;

 private:
  void add_handovers();
  void add_recalls();
  void find_successors();
  WorkingDayCount counted(const Handed& handed) const;

  const Sight& sight_;
  Ground ground_;
  Calendar calendar_;
  std::vector<LifeStay> stays_;
  std::map<std::string, std::vector<const LifeStay*>> by_person_;
  std::map<DivisionCode, std::vector<const LifeStay*>> by_village_;
  std::map<std::string, std::vector<const domain::ProfileFact*>> profiles_;
  std::vector<Handed> handovers_;
  std::vector<Recalled> recalls_;
};

// Whether a place lies in the asked division.
bool asked_for(const Ground& ground, const Query& query, DivisionCode place);

std::string title_of(policy::Role role);
std::string title_of(policy::Step step);
std::string title_of(event::LeavingGround ground);
std::string title_of(policy::RecallGround ground);
std::string title_of(policy::Grade grade);
policy::UnitKind kind_of(const domain::Facts& facts, const std::string& unit);
// “暂定：2027 年……” where a count reaches beyond the last holiday table; else empty.
std::string provisional(const std::optional<int>& missing_year);

// What a party is called: 榆阳区驻村办 for office:610802000000; a person stays an id.
std::string party_name(const Sight& sight, const std::string& party);

inline std::vector<Cell> place_cells(const Life& life, DivisionCode village) {
  return place_cells(life.sight(), life.ground(), village);
}

}  // namespace zhucun::projections
