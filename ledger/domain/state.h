// What the single writer must remember to decide: facts only, in Journal maps, so that a refused
// batch and a dry run leave no trace. Owned by the writer thread. Judgements are never folded in
// here.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "ledger/base/calendar.h"
#include "ledger/base/ids.h"
#include "ledger/base/journal.h"
#include "ledger/domain/accounts.h"
#include "ledger/domain/allowance_state.h"
#include "ledger/domain/attendance_state.h"
#include "ledger/domain/fund_state.h"
#include "ledger/domain/kept.h"
#include "ledger/domain/selection_state.h"
#include "ledger/policy/policy_book.h"

namespace zhucun::domain {

struct OpenedBook {
  DivisionCode city;
  Date start;
};

struct KnownDivision {
  std::string name;
  DivisionLevel level = DivisionLevel::unknown;
  DivisionCode parent;
  Date merged_on = far_future;  // the first day on which it is no more
  DivisionCode merged_into;
};

struct KnownUnit {
  std::string name;
  policy::UnitLevel level = policy::UnitLevel::unknown;
  policy::UnitKind kind = policy::UnitKind::unknown;
  DivisionCode seat;
  Date since;
  Date merged_on = far_future;
  std::string merged_into;
};

// A dated standing of an office, a member unit or a group; `position` says which event it came
// from.
struct Standing {
  Span span;
  Position position;
};

// One stay of one person in one village.
struct Stay {
  DivisionCode village;
  std::string unit;
  policy::Role role = policy::Role::unknown;
  Span span;  // last = far_future while in post
  Position started;
  Position ended;
  Position merged_by;  // the merger that brought it from another id
};

struct KnownPerson {
  std::vector<Stay> stays;  // by first day; they never overlap
  Position revision;        // of the subject posting:<person>
  Position registered;
  std::map<std::string, std::vector<Position>> details;  // by field: the events that said it
  Position details_revision;                             // of the subject details:<person>
  std::map<Position, Date> restrictions;                 // last day of retention
  std::vector<Position> merges;                          // other ids that were merged into this one
  std::string merged_into;                               // the id to use instead
  bool erased = false;
};

struct State {
  Journal<int, OpenedBook> opened;  // key 0: there is one book
  Journal<DivisionCode, Position> signed_openings;
  Journal<Position, policy::Adopted> policies;
  Journal<Position, policy::Ruling> rulings;
  Journal<DivisionCode, KnownDivision> divisions;
  Journal<std::string, KnownUnit> units;
  Journal<DivisionCode, Standing> offices;
  Journal<std::string, std::vector<Standing>> member_units;  // by unit
  Journal<DivisionCode, std::vector<Standing>> groups;       // by county
  Journal<std::string, KnownPerson> people;
  Journal<DivisionCode, std::map<Position, Date>>
      village_starts;  // first days of stays, by village
  Journal<std::string, Position>
      answered_reports;  // "report position/addressee": received or returned
  Journal<std::string, std::map<Position, DivisionCode>>
      unit_villages;                     // by unit: where its people stood, by the stay's event
  Journal<int, Accounts> accounts;       // key 0
  Journal<Position, Position> reversed;  // event -> its reversal
  Journal<Position, std::set<Position>> dependants;  // event -> events that refer to it
  Journal<std::string, Position> revisions;          // by subject, "claim:X": its last event
  FundState fund;
  AttendanceState attendance;
  SelectionState selection;
  AllowanceState allowance;
  KeptState kept;

  template <typename F>
  void each(F&& f) {
    f(opened), f(signed_openings), f(policies), f(rulings), f(divisions), f(units), f(offices);
    f(member_units), f(groups), f(people), f(village_starts), f(answered_reports), f(reversed);
    f(dependants), f(unit_villages), f(accounts), f(revisions);
    fund.each(f), attendance.each(f), selection.each(f), allowance.each(f), kept.each(f);
  }
  void mark() {
    each([](auto& journal) { journal.mark(); });
  }
  void commit() {
    each([](auto& journal) { journal.commit(); });
  }
  void rollback() {
    each([](auto& journal) { journal.rollback(); });
  }

  // Made of the documents and rulings in force; kept until either changes, since reading one takes
  // milliseconds.
  const policy::PolicyBook& policy_book() const;

 private:
  mutable std::vector<Position> policy_book_of_;
  mutable policy::PolicyBook policy_book_;
};

}  // namespace zhucun::domain
