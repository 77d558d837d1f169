// The fold of needs, selection, handover and recall into facts, and its undoing.
#include "ledger/domain/selection_facts.h"

#include <algorithm>

#include "ledger/domain/facts_parts.h"
#include "ledger/domain/selection.h"
#include "ledger/domain/text.h"

namespace zhucun::domain {

namespace {

// The candidacy that a step of this person belongs to.
CandidacyFact* open_of(Facts& facts, const std::string& person) {
  auto found = facts.selection.proposals.find(person);
  if (found == facts.selection.proposals.end()) return nullptr;
  for (Position proposal : found->second) {
    CandidacyFact& one = facts.selection.candidacies.at(proposal);
    if (one.open()) return &one;
  }
  return nullptr;
}

void add_step(Facts& facts, const std::string& person, StepFact step) {
  if (CandidacyFact* one = open_of(facts, person)) one->steps.push_back(std::move(step));
}

void take_step_back(Facts& facts, const At& at, const std::string& person) {
  for (Position proposal : facts.selection.proposals[person]) {
    CandidacyFact& one = facts.selection.candidacies.at(proposal);
    std::erase_if(one.steps, [&](const StepFact& step) { return step.position == at.position; });
  }
}

void add_conduct(Facts& facts, const At& at, ConductFact fact) {
  fact.date = at.date;
  facts.selection.conducts[at.position] = std::move(fact);
}

bool passed(event::Opinion opinion) {
  return opinion == event::Opinion::PASSED;
}

}  // namespace

void fold(Facts& facts, const At& at, event::NeedDecided::Reader e) {
  facts.selection.needs[at.position] = {division(e.getVillage()),
                                        e.getFirstSecretaries(),
                                        e.getMembers(),
                                        e.getFormer(),
                                        e.getLightTask(),
                                        e.getAmpleForce(),
                                        e.getDocument().size() > 0,
                                        {at.date, until_or_open(e.getUntil())}};
}
void take_back(Facts& facts, const At& at, event::NeedDecided::Reader) {
  facts.selection.needs.erase(at.position);
}

void fold(Facts& facts, const At& at, event::LeadDepartmentNamed::Reader e) {
  facts.selection.departments[at.position] = {static_cast<policy::Department>(e.getDepartment()),
                                              copy(e.getUnit()),
                                              division(e.getDivision()),
                                              {at.date, until_or_open(e.getUntil())}};
}
void take_back(Facts& facts, const At& at, event::LeadDepartmentNamed::Reader) {
  facts.selection.departments.erase(at.position);
}

void fold(Facts& facts, const At& at, event::ProfileAttested::Reader e) {
  facts.selection.profiles[at.position] = {copy(e.getPerson()), profile_of(e), at.date};
}
void take_back(Facts& facts, const At& at, event::ProfileAttested::Reader) {
  facts.selection.profiles.erase(at.position);
}

void fold(Facts& facts, const At& at, event::CandidateProposed::Reader e) {
  CandidacyFact fact;
  fact.person = copy(e.getPerson());
  fact.unit = copy(e.getUnit());
  fact.village = division(e.getVillage());
  fact.role = static_cast<policy::Role>(e.getRole());
  fact.self_nominated = e.getWay() == event::ProposalWay::SELF_NOMINATION;
  StepFact step;
  step.step = policy::Step::proposed;
  step.date = at.date;
  step.documented = e.getDocument().size() > 0;
  step.position = at.position;
  fact.steps.push_back(std::move(step));
  facts.selection.proposals[fact.person].push_back(at.position);
  facts.selection.candidacies[at.position] = std::move(fact);
}
void take_back(Facts& facts, const At& at, event::CandidateProposed::Reader e) {
  std::erase(facts.selection.proposals[copy(e.getPerson())], at.position);
  facts.selection.candidacies.erase(at.position);
}

void fold(Facts& facts, const At& at, event::CandidateFiled::Reader e) {
  StepFact step;
  step.step = policy::Step::filed;
  step.date = at.date;
  step.unit = copy(e.getUnit());
  step.documented = e.getDocument().size() > 0;
  step.position = at.position;
  add_step(facts, copy(e.getPerson()), std::move(step));
}
void take_back(Facts& facts, const At& at, event::CandidateFiled::Reader e) {
  take_step_back(facts, at, copy(e.getPerson()));
}

void fold(Facts& facts, const At& at, event::CandidateReviewed::Reader e) {
  StepFact step;
  step.step = policy::Step::reviewed;
  step.passed = passed(e.getResult());
  step.date = at.date;
  step.unit = copy(e.getUnit());
  for (auto unit : e.getConsulted()) step.consulted.push_back(copy(unit));
  const std::pair<policy::Gate, event::Opinion> opinions[] = {
      {policy::Gate::politics, e.getPolitics()},
      {policy::Gate::conduct, e.getConduct()},
      {policy::Gate::ability, e.getAbility()},
      {policy::Gate::style, e.getStyle()},
      {policy::Gate::integrity, e.getIntegrity()}};
  for (auto [gate, opinion] : opinions) {
    if (opinion != event::Opinion::UNKNOWN) step.stated.push_back(gate);
  }
  step.documented = e.getDocument().size() > 0;
  step.position = at.position;
  add_step(facts, copy(e.getPerson()), std::move(step));
}
void take_back(Facts& facts, const At& at, event::CandidateReviewed::Reader e) {
  take_step_back(facts, at, copy(e.getPerson()));
}

void fold(Facts& facts, const At& at, event::CandidateDecided::Reader e) {
  StepFact step;
  step.step = policy::Step::decided;
  step.passed = passed(e.getResult());
  step.date = at.date;
  step.documented = e.getDocument().size() > 0;
  step.position = at.position;
  add_step(facts, copy(e.getPerson()), std::move(step));
}
void take_back(Facts& facts, const At& at, event::CandidateDecided::Reader e) {
  take_step_back(facts, at, copy(e.getPerson()));
}

void fold_selected(Facts& facts, const At& at, event::PostingStarted::Reader e) {
  CandidacyFact* one = open_of(facts, copy(e.getPerson()));
  if (one && one->village == division(e.getVillage())) one->posting = at.position;
}
void take_back_selected(Facts& facts, const At& at, event::PostingStarted::Reader e) {
  auto found = facts.selection.proposals.find(copy(e.getPerson()));
  if (found == facts.selection.proposals.end()) return;
  for (Position proposal : found->second) {
    CandidacyFact& one = facts.selection.candidacies.at(proposal);
    if (one.posting == at.position) one.posting = {};
  }
}

void fold(Facts& facts, const At& at, event::HandoverCompleted::Reader e) {
  facts.selection.handovers[at.position] = {copy(e.getPerson()),   copy(e.getSuccessor()),
                                            copy(e.getGuidedBy()), copy(e.getItems()),
                                            copy(e.getReason()),   at.date};
}
void take_back(Facts& facts, const At& at, event::HandoverCompleted::Reader) {
  facts.selection.handovers.erase(at.position);
}

void fold(Facts& facts, const At& at, event::AnnualGradeRecorded::Reader e) {
  facts.selection.grounds[at.position] = {copy(e.getPerson()), policy::RecallGround::annual_grade,
                                          static_cast<policy::Grade>(e.getGrade()), e.getYear(),
                                          at.date};
}
void take_back(Facts& facts, const At& at, event::AnnualGradeRecorded::Reader) {
  facts.selection.grounds.erase(at.position);
}

// A grade confirmed here counts like one from a paper.
void fold(Facts& facts, const At& at, event::AnnualConfirmed::Reader e) {
  facts.selection.grounds[at.position] = {copy(e.getPerson()), policy::RecallGround::annual_grade,
                                          static_cast<policy::Grade>(e.getGrade()), e.getYear(),
                                          at.date};
}
void take_back(Facts& facts, const At& at, event::AnnualConfirmed::Reader) {
  facts.selection.grounds.erase(at.position);
}

void fold(Facts& facts, const At& at, event::PunishmentRecorded::Reader e) {
  facts.selection.grounds[at.position] = {copy(e.getPerson()), policy::RecallGround::punishment,
                                          policy::Grade::unknown, 0, at.date};
}
void take_back(Facts& facts, const At& at, event::PunishmentRecorded::Reader) {
  facts.selection.grounds.erase(at.position);
}

void fold(Facts& facts, const At& at, event::RecallOrdered::Reader e) {
  facts.selection.recalls[at.position] = {copy(e.getPerson()),
                                          static_cast<policy::RecallGround>(e.getGround()),
                                          division(e.getOffice()),
                                          {e.getBasis()},
                                          at.date,
                                          e.getDocument().size() > 0};
}
void take_back(Facts& facts, const At& at, event::RecallOrdered::Reader) {
  facts.selection.recalls.erase(at.position);
}

void fold(Facts& facts, const At& at, event::MembershipTransferred::Reader e) {
  add_conduct(facts, at,
              {policy::Conduct::membership_transfer,
               copy(e.getPerson()),
               division(e.getVillage()),
               "",
               false,
               {}});
}
void take_back(Facts& facts, const At& at, event::MembershipTransferred::Reader) {
  facts.selection.conducts.erase(at.position);
}

void fold(Facts& facts, const At& at, event::VillagePostHeld::Reader e) {
  add_conduct(facts, at,
              {policy::Conduct::village_post,
               copy(e.getPerson()),
               division(e.getVillage()),
               copy(e.getPost()),
               e.getCounted(),
               {}});
}
void take_back(Facts& facts, const At& at, event::VillagePostHeld::Reader) {
  facts.selection.conducts.erase(at.position);
}

void fold(Facts& facts, const At& at, event::ElectionStood::Reader e) {
  add_conduct(facts, at,
              {policy::Conduct::village_election,
               copy(e.getPerson()),
               division(e.getVillage()),
               "",
               false,
               {}});
}
void take_back(Facts& facts, const At& at, event::ElectionStood::Reader) {
  facts.selection.conducts.erase(at.position);
}

void fold(Facts& facts, const At& at, event::PayUnchangedStated::Reader e) {
  facts.selection.statements[at.position] = {copy(e.getUnit()), e.getYear(), at.date};
}
void take_back(Facts& facts, const At& at, event::PayUnchangedStated::Reader) {
  facts.selection.statements.erase(at.position);
}

namespace {

std::string number(std::uint64_t value) {
  return std::to_string(value);
}
template <typename E>
std::string word(E value) {
  return std::to_string(static_cast<int>(value));
}
std::string day(const std::optional<Date>& date) {
  return date ? to_text(*date) : "-";
}

void dump_needs(const Facts& facts, const std::function<void(std::string_view)>& line) {
  for (const auto& [at, one] : facts.selection.needs) {
    line("need " + number(at.value) + " " + to_text(one.village) + " " +
         number(static_cast<std::uint64_t>(one.first_secretaries)) + "+" +
         number(static_cast<std::uint64_t>(one.members)) + " of " +
         number(static_cast<std::uint64_t>(one.former)) + (one.light_task ? " light" : "") +
         (one.ample_force ? " ample" : "") + (one.documented ? " documented " : " ") +
         to_text(one.span.first) + ".." + to_text(one.span.last));
  }
  for (const auto& [at, one] : facts.selection.departments) {
    line("department " + number(at.value) + " " + word(one.department) + " " + one.unit + " " +
         to_text(one.division) + " " + to_text(one.span.first) + ".." + to_text(one.span.last));
  }
  for (const auto& [at, one] : facts.selection.profiles) {
    const auto& p = one.profile;
    line("profile " + number(at.value) + " " + one.person + " " + to_text(one.date) + " " +
         word(p.staff) + " " + word(p.politics) + word(p.health) + word(p.party_member) +
         word(p.retired) + word(p.rural_experience) + word(p.agricultural_skill) +
         word(p.party_work) + word(p.economy) + word(p.governance) + " " + day(p.work_since) + " " +
         day(p.full_member_since));
  }
}

void dump_candidacies(const Facts& facts, const std::function<void(std::string_view)>& line) {
  for (const auto& [at, one] : facts.selection.candidacies) {
    std::string out = "candidacy " + number(at.value) + " " + one.person + " " + one.unit + " " +
                      to_text(one.village) + " " + word(one.role) + " " + word(one.self_nominated) +
                      " " + number(one.posting.value);
    for (const StepFact& step : one.steps) {
      out += " " + number(step.position.value) + ":" + word(step.step) + word(step.passed) +
             word(step.documented) + to_text(step.date) + step.unit;
      for (const auto& unit : step.consulted) out += "," + unit;
      for (auto gate : step.stated) out += "/" + word(gate);
    }
    line(out);
  }
}

}  // namespace

void dump_selection(const Facts& facts, const std::function<void(std::string_view)>& line) {
  dump_needs(facts, line);
  dump_candidacies(facts, line);
  for (const auto& [at, one] : facts.selection.handovers) {
    line("handover " + number(at.value) + " " + one.person + " " + one.successor + " " + one.unit +
         " " + one.items + " " + one.reason + " " + to_text(one.date));
  }
  for (const auto& [at, one] : facts.selection.grounds) {
    line("ground " + number(at.value) + " " + one.person + " " + word(one.ground) + " " +
         word(one.grade) + " " + std::to_string(one.year) + " " + to_text(one.date));
  }
  for (const auto& [at, one] : facts.selection.recalls) {
    line("recall " + number(at.value) + " " + one.person + " " + word(one.ground) + " " +
         to_text(one.office) + " " + number(one.basis.value) + " " + to_text(one.date) + " " +
         word(one.documented));
  }
  for (const auto& [at, one] : facts.selection.conducts) {
    line("conduct " + number(at.value) + " " + word(one.conduct) + " " + one.person + " " +
         to_text(one.village) + " " + one.post + " " + word(one.counted) + " " + to_text(one.date));
  }
  for (const auto& [at, one] : facts.selection.statements) {
    line("statement " + number(at.value) + " " + one.unit + " " + std::to_string(one.year) + " " +
         to_text(one.date));
  }
  for (const auto& [at, reason] : facts.selection.end_reasons)
    line("reason " + number(at.value) + " " + reason);
}

}  // namespace zhucun::domain
