// What the writer remembers of needs, selection, handover and recall. Journal maps only; see
// state.h.
#pragma once

#include <string>
#include <vector>

#include "ledger/base/ids.h"
#include "ledger/base/journal.h"
#include "ledger/policy/eligibility.h"

namespace zhucun::domain {

// A dated kind or attribute of a village, as staffing rows name it.
struct VillageKey {
  std::string key;
  bool is_kind = true;
  Span span;
  Position position;
};

// How many of both roles a county has decided for a village.
struct KnownNeed {
  int total = 0;
  Span span;
  Position position;
};

// A unit in its seat as department of a city or county.
struct KnownDepartment {
  policy::Department department = policy::Department::unknown;
  DivisionCode division;
  Span span;
  Position position;
};

struct AttestedProfile {
  policy::Profile profile;
  Date date;
  Position position;
};

struct TakenStep {
  policy::Step step = policy::Step::unknown;
  bool passed = true;
  Date date;
  std::string actor;
  Position position;
};

// One person's way from a proposal to a posting. It is open until it fails or the posting begins.
struct Candidacy {
  std::string unit;
  DivisionCode village;
  policy::Role role = policy::Role::unknown;
  std::vector<TakenStep> steps;
  Position posting;
  bool open() const { return posting.value == 0 && steps.back().passed; }
};

struct HandoverDone {
  Date date;
  Position position;
};

// A grade or punishment that may call somebody back.
struct RecallBasis {
  std::string person;
  policy::RecallGround ground = policy::RecallGround::unknown;
  policy::Grade grade = policy::Grade::unknown;
  Date date;
  std::string actor;
};

// Takes what an event put into a list out again.
template <typename T>
void drop_at(std::vector<T>& list, Position position) {
  std::erase_if(list, [position](const T& one) { return one.position == position; });
}

struct SelectionState {
  Journal<DivisionCode, std::vector<VillageKey>> village_keys;
  Journal<DivisionCode, std::vector<KnownNeed>> needs;
  Journal<std::string, std::vector<KnownDepartment>> departments;  // by unit
  Journal<std::string, std::vector<AttestedProfile>> profiles;     // by person
  Journal<std::string, std::vector<Candidacy>> candidacies;        // by person
  Journal<Position, HandoverDone> handovers;                       // by the stay's start
  Journal<Position, Position> recalls;                             // by the stay's start
  Journal<Position, RecallBasis> bases;

  template <typename F>
  void each(F&& f) {
    f(village_keys), f(needs), f(departments), f(profiles), f(candidacies), f(handovers);
    f(recalls), f(bases);
  }
};

}  // namespace zhucun::domain
