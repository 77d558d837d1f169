// The facts of needs, selection, handover and recall as reports read them; see facts.h. Everything
// is kept by the position of its event, so that a reversal finds it; people and units by their ids
// as the events name them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/base/ids.h"
#include "ledger/policy/eligibility.h"

namespace zhucun::domain {

struct NeedFact {
  DivisionCode village;
  int first_secretaries = 0;
  int members = 0;
  int former = 0;  // both roles together; zero = not said
  bool light_task = false;
  bool ample_force = false;
  bool documented = false;
  Span span;
};

struct DepartmentFact {
  policy::Department department = policy::Department::unknown;
  std::string unit;
  DivisionCode division;
  Span span;
};

// What is attested of a person.
struct ProfileFact {
  std::string person;
  policy::Profile profile;
  Date date;
};

struct StepFact {
  policy::Step step = policy::Step::unknown;
  bool passed = true;
  Date date;
  std::string unit;  // the department that filed or reviewed
  std::vector<std::string> consulted;
  std::vector<policy::Gate> stated;  // gates with an opinion
  bool documented = false;
  Position position;
};

struct CandidacyFact {
  std::string person;
  std::string unit;
  DivisionCode village;
  policy::Role role = policy::Role::unknown;
  bool self_nominated = false;
  std::vector<StepFact> steps;  // the proposal first
  Position posting;
  bool open() const { return posting.value == 0 && steps.back().passed; }
};

struct HandoverFact {
  std::string person;
  std::string successor;
  std::string unit;
  std::string items;
  std::string reason;
  Date date;
};

// An annual grade or a punishment.
struct GroundFact {
  std::string person;
  policy::RecallGround ground = policy::RecallGround::unknown;
  policy::Grade grade = policy::Grade::unknown;
  int year = 0;
  Date date;
};

struct RecallFact {
  std::string person;
  policy::RecallGround ground = policy::RecallGround::unknown;
  DivisionCode office;
  Position basis;
  Date date;  // the last day in post
  bool documented = false;
};

// A membership transferred, a village post held, an election stood in.
struct ConductFact {
  policy::Conduct conduct = policy::Conduct::unknown;
  std::string person;
  DivisionCode village;
  std::string post;
  bool counted = false;
  Date date;
};

struct StatementFact {
  std::string unit;
  int year = 0;
  Date date;
};

struct SelectionFacts {
  std::map<Position, NeedFact> needs;
  std::map<Position, DepartmentFact> departments;
  std::map<Position, ProfileFact> profiles;
  std::map<Position, CandidacyFact> candidacies;           // by the proposal
  std::map<std::string, std::vector<Position>> proposals;  // by person
  std::map<Position, HandoverFact> handovers;
  std::map<Position, GroundFact> grounds;
  std::map<Position, RecallFact> recalls;
  std::map<Position, ConductFact> conducts;
  std::map<Position, StatementFact> statements;
  std::map<Position, std::string> end_reasons;  // by the end of the posting
};

}  // namespace zhucun::domain
