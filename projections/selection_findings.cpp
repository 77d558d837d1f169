// Findings on needs and selection: what a document states against the conditions and the chain.
// [3, 4, 5]
#include <algorithm>

#include "ledger/policy/same_level.h"
#include "projections/force.h"
#include "projections/life_findings.h"
#include "projections/posting_life.h"

namespace zhucun::projections {

namespace {

using Give = std::function<void(Finding)>;
using policy::Role;

std::string county_office(const FindingSight& at, DivisionCode village) {
  DivisionCode county = at.ground.above(village, DivisionLevel::county, at.sight.as_of);
  return "office:" + to_text(county.empty() ? at.sight.facts.city : county);
}

// What the kinds alone ask for, without the county's decision.
struct Minimum {
  std::map<Role, std::int64_t> least;
  std::vector<policy::ReductionGround> grounds;
  std::string clause = "3.1";
};

Minimum minimum_of(const VillageForce& force) {
  Minimum out;
  for (const auto* row : force.rows) {
    for (const auto& [role, count] : row->minimum)
      out.least[role] = std::max<std::int64_t>(out.least[role], count);
    out.grounds.insert(out.grounds.end(), row->reduction.begin(), row->reduction.end());
    if (!row->minimum.empty()) out.clause = row->clause.text;
  }
  return out;
}

bool grounded(const domain::NeedFact& need, const Minimum& minimum) {
  return std::all_of(minimum.grounds.begin(), minimum.grounds.end(), [&](auto ground) {
    return ground == policy::ReductionGround::light_task ? need.light_task : need.ample_force;
  });
}

int force_before(const FindingSight& at, const domain::NeedFact& need) {
  int before = need.former;
  for (const auto& [position, other] : at.sight.facts.selection.needs) {
    bool earlier = other.village == need.village && other.span.first < need.span.first &&
                   other.span.contains(need.span.first);
    if (earlier) before = std::max(before, other.first_secretaries + other.members);
  }
  return before;
}

// Only the decision in force is a finding: a later one for the village takes its place.
bool superseded(const FindingSight& at, const domain::NeedFact& need) {
  return std::any_of(at.sight.facts.selection.needs.begin(), at.sight.facts.selection.needs.end(),
                     [&](const auto& other) {
                       return other.second.village == need.village &&
                              other.second.span.first > need.span.first &&
                              other.second.span.contains(at.sight.as_of);
                     });
}

void find_needs(const FindingSight& at, const Give& give) {
  for (const auto& [position, need] : at.sight.facts.selection.needs) {
    if (!need.span.contains(at.sight.as_of) || superseded(at, need)) continue;
    Minimum minimum = minimum_of(force_on(at.sight, need.village, need.span.first));
    bool below = need.first_secretaries < minimum.least[Role::first_secretary] ||
                 need.members < minimum.least[Role::member];
    int total = need.first_secretaries + need.members;
    int before = force_before(at, need);
    bool bare = total < before && !grounded(need, minimum);
    if (!below && !bare) continue;
    Finding one;
    one.kind = below ? "need_below_minimum" : "reduction_ungrounded";
    one.title = below ? "确定的人数低于最低人数" : "缩减人数的理由不全";
    one.clause = minimum.clause;
    one.place = need.village;
    one.what = below ? "县级确定 " + std::to_string(need.first_secretaries) + " 名第一书记、" +
                           std::to_string(need.members) + " 名队员，低于该村类型的最低人数"
                     : "由 " + std::to_string(before) + " 名缩减为 " + std::to_string(total) +
                           " 名，任务较轻、原帮扶力量较多两项理由没有都登记";
    one.owner = county_office(at, need.village);
    one.since = need.span.first;
    one.closes = "冲销后重新确定选派需求（needDecided）";
    one.events = {position};
    give(std::move(one));
  }
}

void find_surplus(const FindingSight& at, const Give& give) {
  for (const auto& [village, stays] : at.ground.villages()) {
    VillageForce force = force_on(at.sight, village, at.sight.as_of);
    if (!force.exact) continue;
    for (Role role : {Role::first_secretary, Role::member}) {
      if (force.surplus(role) == 0) continue;
      Finding one;
      one.kind = "over_staffed";
      one.title = "多于应派人数";
      one.clause = force.rows.front()->clause.text;
      one.place = village;
      one.what = title_of(role) + "应派 " + std::to_string(force.wanted(role)) + " 名，在派 " +
                 std::to_string(force.present(role)) + " 名（口径：恰好）";
      one.owner = county_office(at, village);
      for (const auto* stay : force.stays) {
        if (stay->role != role) continue;
        one.since = std::max(one.since, stay->span.first);
        one.events.push_back(stay->started);
      }
      one.closes = "登记任期结束，或由县级确定选派需求";
      give(std::move(one));
    }
  }
}

Finding about(const LifeStay& stay, std::string kind, std::string title, std::string clause) {
  Finding one;
  one.kind = std::move(kind);
  one.title = std::move(title);
  one.clause = std::move(clause);
  one.place = stay.fact->village;
  one.unit = stay.unit;
  one.person = stay.person;
  one.owner = "unit:" + stay.unit;
  one.since = stay.span.first;
  one.events = {stay.fact->started};
  return one;
}

void find_unfit(const Life& life, const LifeStay& stay, const Give& give) {
  auto verdict = life.verdict_of(stay);
  if (verdict.eligible()) return;
  Finding one =
      about(stay, "not_eligible", "不符合人选条件", verdict.against.front().row->clause.text);
  one.what = title_of(stay.fact->role) + "到岗时：";
  for (const auto& reason : verdict.against)
    one.what += (&reason == &verdict.against.front() ? "" : "；") + reason.words;
  one.closes = "另选人选；核定有误的重新登记人选条件核定（profileAttested）";
  give(std::move(one));
}

std::string missing_steps(const FindingSight& at, const domain::CandidacyFact& fact, Date day) {
  const auto* chain = policy::row_in(at.policy_on(day).chains, fact.village, fact.role);
  std::string out;
  for (auto step : chain ? chain->steps : std::vector<policy::Step>{}) {
    bool taken = std::any_of(fact.steps.begin(), fact.steps.end(),
                             [step](const auto& each) { return each.step == step; });
    if (!taken) out += (out.empty() ? "" : "、") + title_of(step);
  }
  return out;
}

bool is_department(const FindingSight& at, const std::string& unit, policy::Department department,
                   DivisionCode division, Date day) {
  for (const auto& [position, named] : at.sight.facts.selection.departments) {
    if (named.unit == unit && named.department == department && named.division == division &&
        named.span.contains(day))
      return true;
  }
  return false;
}

// What a documented review lacks: its right lead, the others heard, an opinion. [5.p1, 5.p2]
std::string review_faults(const FindingSight& at, const domain::CandidacyFact& fact,
                          const domain::StepFact& step) {
  const auto* chain = policy::row_in(at.policy_on(step.date).chains, fact.village, fact.role);
  auto known = at.sight.facts.units.find(fact.unit);
  if (!chain || known == at.sight.facts.units.end()) return "";
  std::string out;
  auto add = [&out](const std::string& words) { out += (out.empty() ? "" : "；") + words; };
  for (auto gate : chain->gates) {
    bool stated = std::find(step.stated.begin(), step.stated.end(), gate) != step.stated.end();
    if (!stated) {
      add("五关意见没有写全");
      break;
    }
  }
  auto where = policy::acting_division(
      {known->second.level, known->second.seat, fact.village, at.sight.facts.city},
      policy::SameLevel::unit_level, chain->higher);
  if (!where) return out;
  if (!is_department(at, step.unit, chain->lead, *where, step.date))
    add("不是由" + title_of(chain->lead) + "主办审核");
  for (auto department : chain->with) {
    bool heard =
        std::any_of(step.consulted.begin(), step.consulted.end(), [&](const std::string& unit) {
          return is_department(at, unit, department, *where, step.date);
        });
    if (!heard) add("没有商" + title_of(department));
  }
  return out;
}

void find_chains(const FindingSight& at, const Life& life, const Give& give) {
  for (const auto& [proposal, fact] : at.sight.facts.selection.candidacies) {
    const LifeStay* stay = nullptr;
    for (const LifeStay* one : life.of_person(life.id_now(fact.person))) {
      if (fact.posting.value != 0 && one->fact->started == fact.posting) stay = one;
    }
    std::string missing = stay ? missing_steps(at, fact, stay->span.first) : "";
    if (!missing.empty()) {
      Finding one = about(*stay, "chain_cut_short", "选派程序未办完即到岗", "5.p1");
      one.what = to_text(stay->span.first) + " 到岗时还没有办：" + missing;
      one.closes = "冲销到岗，办完程序后再登记";
      one.events.push_back(proposal);
      give(std::move(one));
    }
    for (const auto& step : fact.steps) {
      if (step.step != policy::Step::reviewed || !step.documented || step.date > at.sight.as_of)
        continue;
      std::string faults = review_faults(at, fact, step);
      if (faults.empty()) continue;
      Finding one;
      one.kind = "review_faults";
      one.title = "人选审核不合程序";
      one.clause = "5.p1";
      one.place = fact.village;
      one.unit = fact.unit;
      one.person = life.id_now(fact.person);
      one.what = "审核（" + to_text(step.date) + "）" + faults;
      one.owner = "unit:" + step.unit;
      one.since = step.date;
      one.closes = "冲销后由主办部门重新审核";
      one.events = {step.position};
      give(std::move(one));
    }
  }
}

// Somebody stands there, and neither a paper nor a completed chain says why. [5.p1]
void find_unshown(const FindingSight& at, const Life& life, const Give& give) {
  std::set<Position> selected;
  for (const auto& [proposal, fact] : at.sight.facts.selection.candidacies)
    selected.insert(fact.posting);
  for (const LifeStay& stay : life.stays()) {
    if (stay.fact->documented || stay.fact->opening || selected.contains(stay.fact->started))
      continue;
    if (at.policy_on(stay.span.first).chains.empty()) continue;
    Finding one = about(stay, "selection_unshown", "没有选派依据", "5.p1");
    one.what = title_of(stay.fact->role) + "到岗，没有选派文号，也没有办完的选派程序";
    one.owner = county_office(at, stay.fact->village);
    one.closes = "冲销后凭选派文件登记，或补办选派程序";
    give(std::move(one));
  }
}

}  // namespace

void find_selection(const FindingSight& at, const Give& give) {
  Life life(at.sight);
  find_needs(at, give);
  find_surplus(at, give);
  for (const LifeStay& stay : life.stays()) find_unfit(life, stay, give);
  find_chains(at, life, give);
  find_unshown(at, life, give);
}

}  // namespace zhucun::projections
