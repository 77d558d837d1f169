#include "projections/posting_life.h"

#include <algorithm>
#include <tuple>

#include "projections/findings.h"

namespace zhucun::projections {

using event::LeavingGround;

Life::Life(const Sight& sight)
    : sight_(sight), ground_(sight.facts, sight.as_of), calendar_(sight.facts.calendar()) {
  for (const auto& [village, list] : sight.facts.stays_by_village) {
    for (auto index : list) {
      const auto& fact = sight.facts.stays[index];
      if (fact.span.first > sight.as_of) continue;
      LifeStay stay{&fact,
                    sight.facts.parties.id(fact.person),
                    sight.facts.parties.id(fact.unit),
                    fact.span,
                    LeavingGround::UNKNOWN,
                    false};
      stay.ended = fact.ended.value != 0 && fact.span.last <= sight.as_of;
      if (stay.ended) {
        stay.ground = fact.ground;
      } else {
        stay.span.last = far_future;
      }
      stays_.push_back(std::move(stay));
    }
  }
  std::sort(stays_.begin(), stays_.end(), [](const LifeStay& a, const LifeStay& b) {
    return std::tie(a.fact->village, a.span.first, a.person) <
           std::tie(b.fact->village, b.span.first, b.person);
  });
  for (const LifeStay& stay : stays_) {
    by_person_[stay.person].push_back(&stay);
    by_village_[stay.fact->village].push_back(&stay);
  }
  for (const auto& [position, fact] : sight.facts.selection.profiles)
    profiles_[id_now(fact.person)].push_back(&fact);
  add_handovers();
  add_recalls();
  find_successors();
}

std::vector<const LifeStay*> Life::in_village(DivisionCode village) const {
  auto found = by_village_.find(village);
  return found == by_village_.end() ? std::vector<const LifeStay*>{} : found->second;
}

std::string Life::id_now(std::string person) const {
  for (auto known = sight_.facts.people.find(person);
       known != sight_.facts.people.end() && !known->second.merged_into.empty();
       known = sight_.facts.people.find(person)) {
    person = known->second.merged_into;
  }
  return person;
}

std::vector<const LifeStay*> Life::of_person(const std::string& person) const {
  auto found = by_person_.find(person);
  if (found == by_person_.end()) return {};
  auto out = found->second;
  std::sort(out.begin(), out.end(),
            [](const LifeStay* a, const LifeStay* b) { return a->span.first < b->span.first; });
  return out;
}

const LifeStay* Life::on(const std::string& person, Date day) const {
  auto found = by_person_.find(id_now(person));
  if (found == by_person_.end()) return nullptr;
  for (const LifeStay* stay : found->second) {
    if (stay->span.contains(day)) return stay;
  }
  return nullptr;
}

// Start day not counted, from the successor's arrival to the release, unless the reading says
// otherwise. [7.1]
WorkingDayCount Life::counted(const Handed& handed) const {
  if (!handed.successor) return {};
  Date from = handed.successor->span.first;
  Date to = handed.stay->ended ? handed.stay->span.last : sight_.as_of;
  auto days = calendar_.between(from, to);
  if (handed.row && handed.row->start_counts && from <= to && calendar_.is_working(from))
    ++days.days.count;
  return days;
}

void Life::add_handovers() {
  std::map<const LifeStay*, std::pair<Position, const domain::HandoverFact*>> recorded;
  for (const auto& [position, fact] : sight_.facts.selection.handovers) {
    if (fact.date > sight_.as_of) continue;
    if (const LifeStay* stay = on(fact.person, fact.date)) recorded[stay] = {position, &fact};
  }
  for (const LifeStay& stay : stays_) {
    Handed handed;
    handed.stay = &stay;
    Date day = stay.ended ? stay.span.last : sight_.as_of;
    handed.row = policy::row_in(policy_on(sight_, day).handovers, stay.fact->village);
    auto ground = static_cast<policy::LeavingGround>(stay.ground);
    handed.needed = stay.ended && handed.row && !handed.row->grounds.empty() &&
                    policy::speaks_of(handed.row->grounds, ground);
    if (auto found = recorded.find(&stay); found != recorded.end()) {
      std::tie(handed.event, handed.fact) = found->second;
      handed.successor = on(handed.fact->successor, handed.fact->date);
    }
    if (!handed.fact && !handed.needed) continue;
    handed.days = counted(handed);
    handovers_.push_back(handed);
  }
}

void Life::add_recalls() {
  std::map<const LifeStay*, std::pair<Position, const domain::RecallFact*>> ordered;
  for (const auto& [position, fact] : sight_.facts.selection.recalls) {
    if (fact.date > sight_.as_of) continue;
    if (const LifeStay* stay = on(fact.person, fact.date)) ordered[stay] = {position, &fact};
  }
  for (const LifeStay& stay : stays_) {
    if (!stay.ended || stay.ground != LeavingGround::RECALL) continue;
    Recalled one;
    one.stay = &stay;
    if (auto found = ordered.find(&stay); found != ordered.end()) {
      std::tie(one.event, one.fact) = found->second;
      for (const auto& row : policy_on(sight_, one.fact->date).recalls) {
        if (row.ground == one.fact->ground && policy::holds_in(row, stay.fact->village))
          one.row = &row;
      }
      if (one.row) one.reselect = one.row->reselect;
    }
    recalls_.push_back(one);
  }
}

// The first to come from the same unit into the same seat after a recall is its successor; each
// newcomer serves one recall, the earliest first.
void Life::find_successors() {
  std::vector<Recalled*> waiting;
  for (Recalled& one : recalls_) {
    if (one.reselect) waiting.push_back(&one);
  }
  std::sort(waiting.begin(), waiting.end(), [](const Recalled* a, const Recalled* b) {
    return std::tie(a->stay->span.last, a->stay->person) <
           std::tie(b->stay->span.last, b->stay->person);
  });
  auto unit_now = [this](const LifeStay& stay) {
    return ground_.answering(stay.fact->unit, sight_.as_of);
  };
  std::map<const LifeStay*, bool> used;
  for (Recalled* one : waiting) {
    const LifeStay& gone = *one->stay;
    for (const LifeStay* next : by_village_[gone.fact->village]) {
      bool serves = next->fact->role == gone.fact->role && next->span.first > gone.span.last &&
                    unit_now(*next) == unit_now(gone) && !used[next];
      if (!serves) continue;
      one->successor = next;
      used[next] = true;
      break;
    }
  }
}

const Handed* Life::handover_of(const LifeStay& stay) const {
  for (const Handed& one : handovers_) {
    if (one.stay == &stay) return &one;
  }
  return nullptr;
}

const Recalled* Life::recall_of(const LifeStay& stay) const {
  for (const Recalled& one : recalls_) {
    if (one.stay == &stay) return &one;
  }
  return nullptr;
}

std::optional<Date> Life::term_full(const LifeStay& stay) const {
  Date day = stay.ended ? stay.span.last : sight_.as_of;
  const auto* row =
      policy::row_in(policy_on(sight_, day).terms, stay.fact->village, stay.fact->role);
  if (!row) return std::nullopt;
  return policy::years_full(stay.span.first, row->years);
}

const domain::ProfileFact* Life::profile_of(const std::string& person, Date day) const {
  auto list = profiles_.find(person);
  if (list == profiles_.end()) return nullptr;
  const domain::ProfileFact* found = nullptr;
  for (const auto* fact : list->second) {
    if (fact->date <= day && (!found || found->date <= fact->date)) found = fact;
  }
  return found;
}

policy::Verdict Life::verdict_of(const LifeStay& stay) const {
  const auto* profile = profile_of(stay.person, stay.span.first);
  if (!profile) return {};
  return policy::judge(
      policy_on(sight_, stay.span.first), profile->profile,
      {stay.fact->role, kind_of(sight_.facts, stay.unit), stay.fact->village, stay.span.first});
}

bool asked_for(const Ground& ground, const Query& query, DivisionCode place) {
  if (!query.division) return true;
  auto level = ground.facts().divisions.at(*query.division).level;
  return ground.above(place, level, ground.as_of()) == *query.division;
}

std::string title_of(policy::Role role) {
  return role == policy::Role::first_secretary ? "第一书记"
         : role == policy::Role::member        ? "工作队员"
                                               : "";
}

std::string title_of(policy::Step step) {
  switch (step) {
    case policy::Step::proposed: return "提出人选";
    case policy::Step::filed: return "备案";
    case policy::Step::reviewed: return "审核";
    case policy::Step::decided: return "研究确定";
    case policy::Step::unknown: break;
  }
  return "";
}

std::string title_of(LeavingGround ground) {
  switch (ground) {
    case LeavingGround::TERM_FULL: return "任期届满轮换";
    case LeavingGround::HEALTH: return "身体原因";
    case LeavingGround::LEFT_UNIT: return "调离原选派单位";
    case LeavingGround::RECALL: return "召回";
    case LeavingGround::UNFIT: return "不胜任调整";
    case LeavingGround::DEATH: return "去世";
    case LeavingGround::RETIREMENT: return "退休";
    case LeavingGround::VILLAGE_NOT_SERVED: return "所驻村不再派驻";
    case LeavingGround::REASSIGNED: return "提拔或岗位调整";
    case LeavingGround::UNKNOWN: break;
  }
  return "";
}

std::string title_of(policy::RecallGround ground) {
  switch (ground) {
    case policy::RecallGround::leave_over_limit: return "请假超过限期";
    case policy::RecallGround::annual_grade: return "年度考核等次";
    case policy::RecallGround::punishment: return "受到处分";
    case policy::RecallGround::unauthorised_absence: return "擅自脱岗情节严重";
    case policy::RecallGround::unknown: break;
  }
  return "";
}

std::string title_of(policy::Grade grade) {
  switch (grade) {
    case policy::Grade::excellent: return "优秀";
    case policy::Grade::competent: return "称职（合格）";
    case policy::Grade::basically_competent: return "基本称职（基本合格）";
    case policy::Grade::not_competent: return "不称职（不合格）";
    case policy::Grade::unknown: break;
  }
  return "";
}

policy::UnitKind kind_of(const domain::Facts& facts, const std::string& unit) {
  auto known = facts.units.find(unit);
  return known == facts.units.end() ? policy::UnitKind::unknown
                                    : static_cast<policy::UnitKind>(known->second.kind);
}

std::string provisional(const std::optional<int>& missing_year) {
  if (!missing_year) return "";
  return "暂定：" + std::to_string(*missing_year) +
         " 年的节假日安排还没有采用，正式手续待采用后办理";
}

std::string party_name(const Sight& sight, const std::string& party) {
  auto who = parse_party(party);
  auto ref = who ? sight.facts.parties.find(who->kind, who->id) : std::nullopt;
  return ref ? label_of(sight.facts, *ref, sight.as_of) : party;
}

}  // namespace zhucun::projections
