#include "ledger/domain/selection.h"

#include <algorithm>

#include "ledger/domain/rules.h"

namespace zhucun::domain {

namespace {

// What the kinds and attributes of a village ask for on a day. [3]
struct Asked {
  std::map<policy::Role, int> minimum;
  std::vector<policy::ReductionGround> reduction;
  std::string clause = "3.6";
};

void add(Asked& asked, const policy::StaffingRow& row) {
  for (const auto& [role, count] : row.minimum)
    asked.minimum[role] = std::max(asked.minimum[role], count);
  asked.reduction.insert(asked.reduction.end(), row.reduction.begin(), row.reduction.end());
  if (!row.minimum.empty()) asked.clause = row.clause.text;
}

Asked asked_of(const State& state, DivisionCode village, Date day) {
  Asked asked;
  const auto* keys = state.selection.village_keys.find(village);
  if (!keys) return asked;
  auto policy = state.policy_book().at(day);
  for (const VillageKey& key : *keys) {
    if (!key.span.contains(day)) continue;
    for (const auto& row : policy->staffing) {
      bool named = key.is_kind ? row.village_kind == key.key : row.attribute == key.key;
      if (named && policy::holds_in(row, village)) add(asked, row);
    }
  }
  return asked;
}

int former_force(const State& state, event::NeedDecided::Reader draft, Date day) {
  int former = draft.getFormer();
  const auto* needs = state.selection.needs.find(division(draft.getVillage()));
  if (!needs) return former;
  for (const KnownNeed& need : *needs) {
    if (need.span.contains(day)) former = std::max(former, need.total);
  }
  return former;
}

bool said(event::NeedDecided::Reader draft, policy::ReductionGround ground) {
  return ground == policy::ReductionGround::light_task ? draft.getLightTask()
                                                       : draft.getAmpleForce();
}

Fault number_fault(int number, const std::string& pointer) {
  if (number >= 0 && number <= 99) return std::nullopt;
  return Refusal{Code::bad_value, "人数应在 0 至 99 之间", "核对人数", pointer, "3", {}};
}

// A decision below what the text asks for, or below the former force without every ground. [3.1]
Fault need_fault(const State& state, event::NeedDecided::Reader draft, Date day) {
  Asked asked = asked_of(state, division(draft.getVillage()), day);
  const std::pair<policy::Role, int> decided[] = {
      {policy::Role::first_secretary, draft.getFirstSecretaries()},
      {policy::Role::member, draft.getMembers()}};
  for (auto [role, count] : decided) {
    if (count >= asked.minimum[role]) continue;
    bool first = role == policy::Role::first_secretary;
    return Refusal{Code::below_minimum,
                   std::string(first ? "第一书记" : "工作队员") + " " + std::to_string(count) +
                       " 名，少于该村类型的最低人数 " + std::to_string(asked.minimum[role]) + " 名",
                   "按最低人数确定；已凭文件确定的填文号",
                   first ? "/data/firstSecretaries" : "/data/members",
                   asked.clause,
                   {}};
  }
  int total = draft.getFirstSecretaries() + draft.getMembers();
  int former = former_force(state, draft, day);
  if (total >= former) return std::nullopt;
  for (auto ground : asked.reduction) {
    if (said(draft, ground)) continue;
    bool light = ground == policy::ReductionGround::light_task;
    return Refusal{Code::reduction_grounds,
                   "由 " + std::to_string(former) + " 名缩减为 " + std::to_string(total) +
                       " 名，缺少理由“" + (light ? "任务较轻" : "原帮扶力量较多") + "”",
                   "两项理由都成立才能缩减；已凭文件缩减的填文号",
                   light ? "/data/lightTask" : "/data/ampleForce",
                   asked.clause,
                   {}};
  }
  return std::nullopt;
}

Fault resident_fault(const State& state, capnp::Text::Reader person, capnp::Text::Reader village,
                     Date day) {
  if (auto fault = person_fault(state, person, "/data/person")) return fault;
  return division_fault(state, village, DivisionLevel::village, day, "/data/village");
}

}  // namespace

// Refuses, first match wins: the village's faults, bad_value, dates_reversed; as a decision without
// a document also below_minimum, reduction_grounds. [3.1, 3.6]
Result<Decision> decide(const Context&, const State& state, event::NeedDecided::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault =
          division_fault(state, draft.getVillage(), DivisionLevel::village, day, "/data/village")) {
    return refuse(*fault);
  }
  if (auto fault = number_fault(draft.getFirstSecretaries(), "/data/firstSecretaries"))
    return refuse(*fault);
  if (auto fault = number_fault(draft.getMembers(), "/data/members")) return refuse(*fault);
  if (auto fault = number_fault(draft.getFormer(), "/data/former")) return refuse(*fault);
  if (auto fault = order_fault(day, until_or_open(draft.getUntil()), "/data/until"))
    return refuse(*fault);
  if (states_fact(draft, body)) return Decision{};
  if (auto fault = need_fault(state, draft, day)) return refuse(*fault);
  return Decision{};
}

void evolve(State& state, Position position, event::NeedDecided::Reader e,
            event::Body::Reader body) {
  state.selection.needs.change(division(e.getVillage()))
      .push_back({e.getFirstSecretaries() + e.getMembers(),
                  {date_of(body), until_or_open(e.getUntil())},
                  position});
}

void revert(State& state, Position position, event::NeedDecided::Reader e, event::Body::Reader) {
  drop_at(state.selection.needs.change(division(e.getVillage())), position);
}

// Refuses: unknown_unit or party_not_active, the division's faults, wrong_division_level,
// dates_reversed. [8.1]
Result<Decision> decide(const Context&, const State& state,
                        event::LeadDepartmentNamed::Reader draft, event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = unit_fault(state, draft.getUnit(), day, "/data/unit")) return refuse(*fault);
  if (auto fault = division_fault(state, draft.getDivision(), DivisionLevel::unknown, day,
                                  "/data/division")) {
    return refuse(*fault);
  }
  DivisionLevel level = state.divisions.find(division(draft.getDivision()))->level;
  if (level != DivisionLevel::city && level != DivisionLevel::county) {
    return refuse({Code::wrong_division_level,
                   "主管部门只设在市和县市区",
                   "改填市或县市区的代码",
                   "/data/division",
                   "8.1",
                   {}});
  }
  if (auto fault = order_fault(day, until_or_open(draft.getUntil()), "/data/until"))
    return refuse(*fault);
  return Decision{};
}

void evolve(State& state, Position position, event::LeadDepartmentNamed::Reader e,
            event::Body::Reader body) {
  state.selection.departments.change(copy(e.getUnit()))
      .push_back({static_cast<policy::Department>(e.getDepartment()),
                  division(e.getDivision()),
                  {date_of(body), until_or_open(e.getUntil())},
                  position});
}

void revert(State& state, Position position, event::LeadDepartmentNamed::Reader e,
            event::Body::Reader) {
  drop_at(state.selection.departments.change(copy(e.getUnit())), position);
}

// Refuses: unknown_person, person_retired, bad_value (a full member who is none). [4]
Result<Decision> decide(const Context&, const State& state, event::ProfileAttested::Reader draft,
                        event::Body::Reader) {
  if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  if (from_stored(draft.getFullMemberSince()) && !draft.getPartyMember()) {
    return refuse({Code::bad_value,
                   "写了转正日期，却没有写明是中共党员",
                   "同时填 partyMember，或删去转正日期",
                   "/data/partyMember",
                   "4.1",
                   {}});
  }
  return Decision{};
}

policy::Profile profile_of(event::ProfileAttested::Reader e) {
  policy::Profile out;
  out.said = true;
  out.staff = static_cast<policy::StaffKind>(e.getStaffKind());
  out.politics = e.getPolitics() == event::Opinion::PASSED;
  out.health = e.getHealth() == event::Opinion::PASSED;
  out.work_since = from_stored(e.getWorkSince());
  out.party_member = e.getPartyMember();
  out.full_member_since = from_stored(e.getFullMemberSince());
  out.retired = e.getRetired();
  out.rural_experience = e.getRuralExperience();
  out.agricultural_skill = e.getAgriculturalSkill();
  out.party_work = e.getPartyWork();
  out.economy = e.getEconomy();
  out.governance = e.getGovernance();
  return out;
}

void evolve(State& state, Position position, event::ProfileAttested::Reader e,
            event::Body::Reader body) {
  state.selection.profiles.change(copy(e.getPerson()))
      .push_back({profile_of(e), date_of(body), position});
}

void revert(State& state, Position position, event::ProfileAttested::Reader e,
            event::Body::Reader) {
  drop_at(state.selection.profiles.change(copy(e.getPerson())), position);
}

Result<Decision> decide(const Context&, const State& state,
                        event::MembershipTransferred::Reader draft, event::Body::Reader body) {
  if (auto fault = resident_fault(state, draft.getPerson(), draft.getVillage(), date_of(body)))
    return refuse(*fault);
  return Decision{};
}

// Refuses: unknown_person, the village's faults; as a decision quota_counted. [7.2.3]
Result<Decision> decide(const Context&, const State& state, event::VillagePostHeld::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = resident_fault(state, draft.getPerson(), draft.getVillage(), date_of(body)))
    return refuse(*fault);
  if (!draft.getCounted() || states_fact(draft, body)) return Decision{};
  auto policy = state.policy_book().at(date_of(body));
  for (const auto& row : policy->while_posted) {
    if (row.conduct != policy::Conduct::village_post) continue;
    if (!policy::holds_in(row, division(draft.getVillage()))) continue;
    return refuse({Code::quota_counted,
                   copy(draft.getPerson()) + " 兼任村干部不能占村干部职数",
                   "不占职数的去掉 counted；已凭文件占用的填文号",
                   "/data/counted",
                   row.clause.text,
                   {}});
  }
  return Decision{};
}

Result<Decision> decide(const Context&, const State& state, event::ElectionStood::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = resident_fault(state, draft.getPerson(), draft.getVillage(), date_of(body)))
    return refuse(*fault);
  return Decision{};
}

// Refuses: unknown_unit or party_not_active, bad_value (a year that lies ahead). [7.2.3]
Result<Decision> decide(const Context&, const State& state, event::PayUnchangedStated::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = unit_fault(state, draft.getUnit(), date_of(body), "/data/unit"))
    return refuse(*fault);
  if (draft.getYear() <= year_of(date_of(body))) return Decision{};
  return refuse({Code::bad_value,
                 std::to_string(draft.getYear()) + " 年度还没有开始，不能声明",
                 "填已开始的年度",
                 "/data/year",
                 "7.2.3",
                 {}});
}

// What holds while posted decides nothing in the writer: it is judged when it is read. [7.2.3]
void evolve(State&, Position, event::MembershipTransferred::Reader, event::Body::Reader) {}
void revert(State&, Position, event::MembershipTransferred::Reader, event::Body::Reader) {}
void evolve(State&, Position, event::VillagePostHeld::Reader, event::Body::Reader) {}
void revert(State&, Position, event::VillagePostHeld::Reader, event::Body::Reader) {}
void evolve(State&, Position, event::ElectionStood::Reader, event::Body::Reader) {}
void revert(State&, Position, event::ElectionStood::Reader, event::Body::Reader) {}
void evolve(State&, Position, event::PayUnchangedStated::Reader, event::Body::Reader) {}
void revert(State&, Position, event::PayUnchangedStated::Reader, event::Body::Reader) {}

}  // namespace zhucun::domain
