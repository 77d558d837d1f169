#include "ledger/domain/candidacy.h"

#include <algorithm>

#include "ledger/domain/rules.h"
#include "ledger/domain/selection.h"
#include "ledger/policy/names.h"
#include "ledger/policy/same_level.h"

namespace zhucun::domain {

namespace {

using policy::Step;

std::string title_of(Step step) {
  switch (step) {
    case Step::proposed: return "提出人选";
    case Step::filed: return "备案";
    case Step::reviewed: return "审核";
    case Step::decided: return "研究确定";
    case Step::unknown: break;
  }
  return "";
}

const Candidacy* open_candidacy(const State& state, const std::string& person) {
  const auto* list = state.selection.candidacies.find(person);
  if (!list) return nullptr;
  for (const Candidacy& one : *list) {
    if (one.open()) return &one;
  }
  return nullptr;
}

bool taken(const Candidacy& candidacy, Step step) {
  return std::any_of(candidacy.steps.begin(), candidacy.steps.end(),
                     [step](const TakenStep& one) { return one.step == step; });
}

const policy::ApprovalChainRow* chain_of(const policy::Policy& policy, const Candidacy& candidacy) {
  return policy::row_in(policy.chains, candidacy.village, candidacy.role);
}

// The next step that the chain still asks for; nothing when it is complete.
std::optional<Step> next_step(const policy::ApprovalChainRow& chain, const Candidacy& candidacy) {
  for (Step step : chain.steps) {
    if (!taken(candidacy, step)) return step;
  }
  return std::nullopt;
}

Refusal wrong_step(const std::string& person, Step step, const std::string& why,
                   const std::string& hint) {
  return {Code::wrong_step,
          person + " 现在不能" + title_of(step) + "：" + why,
          hint,
          "/data/person",
          "5.p1",
          {}};
}

// Whether the step is the next one of the person's open chain, and not before the one it follows.
Fault step_fault(const State& state, const std::string& person, Step step, Date day) {
  const Candidacy* candidacy = open_candidacy(state, person);
  if (!candidacy) {
    return wrong_step(person, step, "没有在办的人选", "先登记提出人选（candidateProposed）");
  }
  auto policy = state.policy_book().at(day);
  const auto* chain = chain_of(*policy, *candidacy);
  if (!chain) {
    return wrong_step(person, step, "现行政策没有这一职务的选派程序", "直接凭文件登记选派到岗");
  }
  auto next = next_step(*chain, *candidacy);
  if (next != step) {
    std::string due = next ? "下一步是" + title_of(*next) : "各步都已办完";
    return wrong_step(person, step, due, "按程序的次序登记");
  }
  if (auto fault = order_fault(candidacy->steps.back().date, day, "/date")) return fault;
  return std::nullopt;
}

// The division whose departments act for the candidate's unit; nothing = recorded only.
std::optional<DivisionCode> acting(const State& state, const policy::ApprovalChainRow& chain,
                                   const Candidacy& candidacy) {
  const KnownUnit* unit = state.units.find(candidacy.unit);
  policy::Sides sides{unit->level, unit->seat, candidacy.village, state.opened.find(0)->city};
  return policy::acting_division(sides, policy::SameLevel::unit_level, chain.higher);
}

bool is_department(const State& state, const std::string& unit, policy::Department department,
                   DivisionCode division, Date day) {
  const auto* seats = state.selection.departments.find(unit);
  return seats && std::any_of(seats->begin(), seats->end(), [&](const KnownDepartment& one) {
           return one.department == department && one.division == division &&
                  one.span.contains(day);
         });
}

// Who reviews must be the lead department of the unit's level, and the others must be heard. [5.p1]
Fault review_fault(const State& state, event::CandidateReviewed::Reader draft, Date day) {
  const Candidacy& candidacy = *open_candidacy(state, copy(draft.getPerson()));
  auto policy = state.policy_book().at(day);
  const auto& chain = *chain_of(*policy, candidacy);
  auto where = acting(state, chain, candidacy);
  if (!where) return std::nullopt;
  if (!is_department(state, copy(draft.getUnit()), chain.lead, *where, day)) {
    return Refusal{Code::wrong_department,
                   "单位 " + copy(draft.getUnit()) + " 不是 " + to_text(*where) + " 的" +
                       title_of(chain.lead) + "，这一职务由它主办审核",
                   "由主办部门审核；部门未登记的先登记 leadDepartmentNamed",
                   "/data/unit",
                   "5.p1",
                   {}};
  }
  for (auto department : chain.with) {
    bool heard = false;
    for (auto unit : draft.getConsulted())
      heard = heard || is_department(state, copy(unit), department, *where, day);
    if (heard) continue;
    return Refusal{Code::wrong_department,
                   "审核没有商" + title_of(department),
                   "consulted 列出已商请的各部门；部门未登记的先登记 leadDepartmentNamed",
                   "/data/consulted",
                   "5.p1",
                   {}};
  }
  return std::nullopt;
}

event::Opinion opinion_on(event::CandidateReviewed::Reader e, policy::Gate gate) {
  switch (gate) {
    case policy::Gate::politics: return e.getPolitics();
    case policy::Gate::conduct: return e.getConduct();
    case policy::Gate::ability: return e.getAbility();
    case policy::Gate::style: return e.getStyle();
    case policy::Gate::integrity: return e.getIntegrity();
    case policy::Gate::unknown: break;
  }
  return event::Opinion::UNKNOWN;
}

// Opinions that the chain asks for and that nobody stated, and a result against one of them. [5.p2]
Fault opinions_fault(const State& state, event::CandidateReviewed::Reader draft, Date day,
                     bool fact) {
  const Candidacy& candidacy = *open_candidacy(state, copy(draft.getPerson()));
  auto policy = state.policy_book().at(day);
  for (auto gate : chain_of(*policy, candidacy)->gates) {
    auto opinion = opinion_on(draft, gate);
    std::string pointer = "/data/" + std::string(policy::name_of(gate));
    if (opinion == event::Opinion::UNKNOWN && !fact) {
      return Refusal{Code::missing_field,
                     "五关意见没有写全",
                     "每一关都写 passed 或 failed",
                     pointer,
                     "5.p2",
                     {}};
    }
    if (opinion == event::Opinion::FAILED && draft.getResult() == event::Opinion::PASSED) {
      return Refusal{Code::bad_value,
                     "有一关不通过，审核结论不能是通过",
                     "改审核结论为 failed，或核对各关意见",
                     "/data/result",
                     "5.p2",
                     {}};
    }
  }
  return std::nullopt;
}

// The person behind a step may not confirm it himself. [DESIGN 9]
Fault own_step_fault(const State& state, const std::string& person, Step earlier,
                     event::Body::Reader body) {
  const Candidacy& candidacy = *open_candidacy(state, person);
  const Accounts* accounts = state.accounts.find(0);
  for (const TakenStep& one : candidacy.steps) {
    std::string actor = copy(body.getActor());
    bool same = accounts ? accounts->same_person(one.actor, actor) : one.actor == actor;
    if (one.step != earlier || !same) continue;
    return Refusal{Code::same_person,
                   "经办人 " + one.actor + " 登记了" + title_of(earlier) + "，不能由本人再确认",
                   "由另一人登记；凭文件登记的填文号",
                   "/actor",
                   "5.p1",
                   {}};
  }
  return std::nullopt;
}

std::string reasons_text(const policy::Verdict& verdict) {
  std::string out;
  for (const auto& reason : verdict.against) out += (out.empty() ? "" : "；") + reason.words;
  return out;
}

Fault eligibility_fault(const State& state, const std::string& person, const std::string& unit,
                        DivisionCode village, policy::Role role, Date day) {
  auto policy = state.policy_book().at(day);
  auto attested = profile_on(state, person, day);
  const KnownUnit* known = state.units.find(unit);
  auto verdict =
      policy::judge(*policy, attested.profile,
                    {role, known ? known->kind : policy::UnitKind::unknown, village, day});
  if (verdict.eligible()) return std::nullopt;
  return Refusal{Code::not_eligible,
                 person + " 不符合人选条件：" +
                     (attested.profile.said ? reasons_text(verdict) : "没有核定过条件"),
                 attested.profile.said ? "另提人选；核定有误的重新登记 profileAttested"
                                       : "先登记 profileAttested",
                 "/data/person",
                 verdict.against.front().row->clause.text,
                 {}};
}

void add_step(State& state, const std::string& person, TakenStep step) {
  for (Candidacy& one : state.selection.candidacies.change(person)) {
    if (!one.open()) continue;
    state.dependants.change(one.steps.back().position).insert(step.position);
    one.steps.push_back(std::move(step));
    return;
  }
}

void take_step_back(State& state, const std::string& person, Position position) {
  for (Candidacy& one : state.selection.candidacies.change(person)) {
    if (one.steps.back().position != position) continue;
    one.steps.pop_back();
    state.dependants.change(one.steps.back().position).erase(position);
    return;
  }
}

}  // namespace

AttestedProfile profile_on(const State& state, const std::string& person, Date day) {
  AttestedProfile out;
  const auto* list = state.selection.profiles.find(person);
  if (!list) return out;
  for (const AttestedProfile& one : *list) {
    bool later = std::tie(out.date, out.position) <= std::tie(one.date, one.position);
    if (one.date <= day && (!out.profile.said || later)) out = one;
  }
  return out;
}

// Refuses: unknown_person, unknown_unit or party_not_active, the village's faults, wrong_step (a
// chain of his is still open). [5.p1]
Result<Decision> decide(const Context&, const State& state, event::CandidateProposed::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  if (auto fault = unit_fault(state, draft.getUnit(), day, "/data/unit")) return refuse(*fault);
  if (auto fault =
          division_fault(state, draft.getVillage(), DivisionLevel::village, day, "/data/village")) {
    return refuse(*fault);
  }
  if (const Candidacy* open = open_candidacy(state, copy(draft.getPerson()))) {
    return refuse(wrong_step(
        copy(draft.getPerson()), Step::proposed,
        "已有在办的人选（序号 " + std::to_string(open->steps.front().position.value) + "）",
        "办完或冲销前一项，再提出"));
  }
  return Decision{};
}

void evolve(State& state, Position position, event::CandidateProposed::Reader e,
            event::Body::Reader body) {
  Candidacy candidacy;
  candidacy.unit = copy(e.getUnit());
  candidacy.village = division(e.getVillage());
  candidacy.role = static_cast<policy::Role>(e.getRole());
  candidacy.steps.push_back({Step::proposed, true, date_of(body), copy(body.getActor()), position});
  std::string person = copy(e.getPerson());
  state.selection.candidacies.change(person).push_back(std::move(candidacy));
  if (const KnownPerson* known = state.people.find(person))
    state.dependants.change(known->registered).insert(position);
}

void revert(State& state, Position position, event::CandidateProposed::Reader e,
            event::Body::Reader) {
  std::string person = copy(e.getPerson());
  std::erase_if(state.selection.candidacies.change(person), [position](const Candidacy& one) {
    return one.steps.front().position == position;
  });
  if (const KnownPerson* known = state.people.find(person))
    state.dependants.change(known->registered).erase(position);
}

// Refuses: unknown_person, unknown_unit, wrong_step, dates_reversed. [5.p1]
Result<Decision> decide(const Context&, const State& state, event::CandidateFiled::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  if (auto fault = unit_fault(state, draft.getUnit(), day, "/data/unit")) return refuse(*fault);
  if (auto fault = step_fault(state, copy(draft.getPerson()), Step::filed, day))
    return refuse(*fault);
  return Decision{};
}

void evolve(State& state, Position position, event::CandidateFiled::Reader e,
            event::Body::Reader body) {
  add_step(state, copy(e.getPerson()),
           {Step::filed, true, date_of(body), copy(body.getActor()), position});
}

void revert(State& state, Position position, event::CandidateFiled::Reader e, event::Body::Reader) {
  take_step_back(state, copy(e.getPerson()), position);
}

// Refuses: unknown_person, unknown_unit, wrong_step, dates_reversed, bad_value (a result against an
// opinion); as a decision also missing_field (an opinion), wrong_department, same_person. [5.p1,
// 5.p2]
Result<Decision> decide(const Context&, const State& state, event::CandidateReviewed::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  std::string person = copy(draft.getPerson());
  if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  if (auto fault = unit_fault(state, draft.getUnit(), day, "/data/unit")) return refuse(*fault);
  if (auto fault = step_fault(state, person, Step::reviewed, day)) return refuse(*fault);
  bool fact = states_fact(draft, body);
  if (auto fault = opinions_fault(state, draft, day, fact)) return refuse(*fault);
  if (fact) return Decision{};
  if (auto fault = review_fault(state, draft, day)) return refuse(*fault);
  if (auto fault = own_step_fault(state, person, Step::proposed, body)) return refuse(*fault);
  return Decision{};
}

void evolve(State& state, Position position, event::CandidateReviewed::Reader e,
            event::Body::Reader body) {
  add_step(state, copy(e.getPerson()),
           {Step::reviewed, e.getResult() == event::Opinion::PASSED, date_of(body),
            copy(body.getActor()), position});
}

void revert(State& state, Position position, event::CandidateReviewed::Reader e,
            event::Body::Reader) {
  take_step_back(state, copy(e.getPerson()), position);
}

// Refuses: unknown_person, wrong_step, dates_reversed; as a decision also not_eligible,
// same_person. [4, 5.p1]
Result<Decision> decide(const Context&, const State& state, event::CandidateDecided::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  std::string person = copy(draft.getPerson());
  if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  if (auto fault = step_fault(state, person, Step::decided, day)) return refuse(*fault);
  if (states_fact(draft, body)) return Decision{};
  const Candidacy& candidacy = *open_candidacy(state, person);
  if (draft.getResult() == event::Opinion::PASSED) {
    if (auto fault = eligibility_fault(state, person, candidacy.unit, candidacy.village,
                                       candidacy.role, day)) {
      return refuse(*fault);
    }
  }
  if (auto fault = own_step_fault(state, person, Step::reviewed, body)) return refuse(*fault);
  return Decision{};
}

void evolve(State& state, Position position, event::CandidateDecided::Reader e,
            event::Body::Reader body) {
  std::string person = copy(e.getPerson());
  add_step(state, person,
           {Step::decided, e.getResult() == event::Opinion::PASSED, date_of(body),
            copy(body.getActor()), position});
  // A decision rests on what was attested by its day.
  if (auto attested = profile_on(state, person, date_of(body)); attested.profile.said)
    state.dependants.change(attested.position).insert(position);
}

void revert(State& state, Position position, event::CandidateDecided::Reader e,
            event::Body::Reader) {
  std::string person = copy(e.getPerson());
  take_step_back(state, person, position);
  const auto* profiles = state.selection.profiles.find(person);
  if (!profiles) return;
  for (const AttestedProfile& one : *profiles)
    state.dependants.change(one.position).erase(position);
}

std::optional<Refusal> selection_fault(const State& state, event::PostingStarted::Reader draft,
                                       Date day) {
  std::string person = copy(draft.getPerson());
  if (const Candidacy* open = open_candidacy(state, person);
      open && open->village == division(draft.getVillage())) {
    auto policy = state.policy_book().at(day);
    const auto* chain = chain_of(*policy, *open);
    auto next = chain ? next_step(*chain, *open) : std::nullopt;
    if (next) {
      return Refusal{Code::wrong_step,
                     person + " 的选派程序还没有办完，下一步是" + title_of(*next),
                     "办完程序再登记到岗；已凭文件到岗的填文号",
                     "/data/person",
                     "5.p1",
                     {}};
    }
  }
  if (!profile_on(state, person, day).profile.said) return std::nullopt;
  return eligibility_fault(state, person, copy(draft.getUnit()), division(draft.getVillage()),
                           static_cast<policy::Role>(draft.getRole()), day);
}

void note_posting(State& state, Position position, event::PostingStarted::Reader e) {
  std::string person = copy(e.getPerson());
  if (!open_candidacy(state, person)) return;
  for (Candidacy& one : state.selection.candidacies.change(person)) {
    if (!one.open() || one.village != division(e.getVillage())) continue;
    one.posting = position;
    state.dependants.change(one.steps.back().position).insert(position);
  }
}

void forget_posting(State& state, Position position, event::PostingStarted::Reader e) {
  std::string person = copy(e.getPerson());
  if (!state.selection.candidacies.contains(person)) return;
  for (Candidacy& one : state.selection.candidacies.change(person)) {
    if (one.posting != position) continue;
    one.posting = {};
    state.dependants.change(one.steps.back().position).erase(position);
  }
}

}  // namespace zhucun::domain
