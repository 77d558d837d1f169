#include "projections/life_findings.h"

#include <algorithm>

#include "ledger/policy/same_level.h"
#include "projections/posting_life.h"
#include "projections/tolerance.h"

namespace zhucun::projections {

namespace {

using Give = std::function<void(Finding)>;
using event::LeavingGround;

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

// What ended before the book begins is no finding of this book.
bool ended_here(const FindingSight& at, const LifeStay& stay) {
  return stay.ended && stay.span.last >= at.sight.facts.start;
}

std::string office_for(const FindingSight& at, const LifeStay& stay, const policy::RecallRow& row) {
  auto known = at.sight.facts.units.find(stay.unit);
  policy::Sides sides{at.ground.level_of(stay.fact->unit),
                      known == at.sight.facts.units.end() ? DivisionCode{} : known->second.seat,
                      stay.fact->village, at.sight.facts.city};
  auto office = policy::acting_division(sides, row.level, row.higher);
  return office ? "office:" + to_text(*office) : "";
}

std::string county_office(const FindingSight& at, DivisionCode village) {
  DivisionCode county = at.ground.above(village, DivisionLevel::county, at.sight.as_of);
  return "office:" + to_text(county.empty() ? at.sight.facts.city : county);
}

void find_term(const FindingSight& at, const Life& life, const LifeStay& stay, const Give& give) {
  if (!ended_here(at, stay) || stay.ground != LeavingGround::TERM_FULL) return;
  auto full = life.term_full(stay);
  if (!full || *full <= stay.span.last) return;
  const auto* row =
      policy::row_in(at.policy_on(stay.span.last).terms, stay.fact->village, stay.fact->role);
  auto reason = at.sight.facts.selection.end_reasons.find(stay.fact->ended);
  bool said = reason != at.sight.facts.selection.end_reasons.end();
  Finding one = about(stay, "term_short", "任期不足", row->clause.text);
  one.what = "按任期届满轮换，在岗 " + to_text(stay.span.first) + " 至 " + to_text(stay.span.last) +
             "，不足 " + std::to_string(row->years) + " 年；理由：" +
             (said ? reason->second : "未说明");
  one.since = stay.span.last;
  one.closes = "冲销后更正日期或原因；不足确有理由的，随任期结束写明";
  one.events.push_back(stay.fact->ended);
  give(std::move(one));
}

void find_handover(const FindingSight& at, const Handed& handed, const Give& give) {
  const LifeStay& stay = *handed.stay;
  if (!ended_here(at, stay) || !handed.row) return;
  bool missing = handed.needed && !handed.in_time();
  if (!missing && !handed.is_short()) return;
  Finding one = about(stay, missing ? "handover_missing" : "handover_short",
                      missing ? "未完成交接即离任" : "交接时间不足", handed.row->clause.text);
  one.since = stay.span.last;
  one.events.push_back(stay.fact->ended);
  if (missing) {
    one.what = "任职期满，" + to_text(stay.span.last) + " 离任前没有完成工作交接";
    one.closes = "登记工作交接完成（handoverCompleted），或冲销后更正";
  } else {
    one.what = "交接 " + std::to_string(handed.days.days.count) + " 个工作日，一般不少于 " +
               std::to_string(handed.row->working_days) + " 个；理由：" +
               (handed.fact->reason.empty() ? "未说明" : handed.fact->reason);
    if (handed.days.missing_year) one.what += "（" + provisional(handed.days.missing_year) + "）";
    one.closes = "冲销后更正日期；不足确有理由的，随交接完成写明";
    one.events.push_back(handed.event);
  }
  give(std::move(one));
}

void find_recalled(const FindingSight& at, const Recalled& recalled, const Give& give) {
  const LifeStay& stay = *recalled.stay;
  if (!ended_here(at, stay)) return;
  if (!recalled.fact) {
    Finding one = about(stay, "recall_not_ordered", "没有登记召回", "7.3.3");
    one.what = "任期以召回结束（" + to_text(stay.span.last) + "），没有登记由哪个办公室召回";
    one.owner = county_office(at, stay.fact->village);
    one.since = stay.span.last;
    one.closes = "冲销任期结束，改登记召回（recallOrdered）";
    one.events.push_back(stay.fact->ended);
    give(std::move(one));
  } else if (!recalled.row) {
    Finding one = about(stay, "recall_ground", "召回原因不在条款之列", "7.3.3");
    one.what = "以“" + title_of(recalled.fact->ground) + "”召回，现行政策没有这一召回原因";
    one.owner = "office:" + to_text(recalled.fact->office);
    one.since = stay.span.last;
    one.closes = "冲销后按条款所列原因登记";
    one.events = {recalled.event};
    give(std::move(one));
  } else if (auto office = office_for(at, stay, *recalled.row);
             !office.empty() && office != "office:" + to_text(recalled.fact->office)) {
    Finding one = about(stay, "recall_office", "召回的办公室不是同级", recalled.row->clause.text);
    one.what = "由 " + to_text(recalled.fact->office) + " 的办公室召回，应由 " + office + " 召回";
    one.owner = office;
    one.since = stay.span.last;
    one.closes = "冲销后由同级办公室登记召回";
    one.events = {recalled.event};
    give(std::move(one));
  }
  if (!recalled.reselect || recalled.successor) return;
  Finding one = about(stay, "reselection_owed", "召回后没有重新选派", "7.2.3");
  one.unit = at.sight.facts.parties.id(at.ground.answering(stay.fact->unit, at.sight.as_of));
  one.owner = "unit:" + one.unit;
  one.what =
      to_text(stay.span.last) + " 召回，派出单位还没有派出接任的" + title_of(stay.fact->role);
  one.since = stay.span.last;
  one.closes = "登记接任人选派到岗（postingStarted）";
  one.events = {recalled.fact ? recalled.event : stay.fact->ended};
  give(std::move(one));
}

// A grade or punishment that calls somebody back who is still in post. [7.3.3]
void find_owed_recalls(const FindingSight& at, const Life& life, const Give& give) {
  Tolerances tolerances(at.sight);
  for (const auto& [position, fact] : at.sight.facts.selection.grounds) {
    if (fact.date > at.sight.as_of || tolerances.exempted(position)) continue;
    const LifeStay* stay = life.on(fact.person, fact.date);
    if (!stay || stay->ended) continue;
    for (const auto& row : at.policy_on(fact.date).recalls) {
      bool calls = row.ground == fact.ground && policy::holds_in(row, stay->fact->village) &&
                   (row.grades.empty() || policy::speaks_of(row.grades, fact.grade));
      if (!calls) continue;
      Finding one = about(*stay, "recall_owed", "应召回而未召回", row.clause.text);
      one.what = fact.ground == policy::RecallGround::annual_grade
                     ? std::to_string(fact.year) + " 年度考核为" + title_of(fact.grade) +
                           "，应立即召回，仍在派"
                     : "受到处分，应立即召回，仍在派";
      one.owner = office_for(at, *stay, row);
      if (one.owner.empty()) one.owner = county_office(at, stay->fact->village);
      one.since = fact.date;
      one.closes = "登记召回（recallOrdered）";
      one.events = {position};
      give(std::move(one));
      break;
    }
  }
}

}  // namespace

void find_terms(const FindingSight& at, const Give& give) {
  Life life(at.sight);
  for (const LifeStay& stay : life.stays()) find_term(at, life, stay, give);
  for (const Handed& handed : life.handovers()) find_handover(at, handed, give);
}

void find_recalls(const FindingSight& at, const Give& give) {
  Life life(at.sight);
  for (const Recalled& recalled : life.recalls()) find_recalled(at, recalled, give);
  find_owed_recalls(at, life, give);
}

namespace {

bool owes_membership(const FindingSight& at, const Life& life, const LifeStay& stay) {
  const auto* profile = life.profile_of(stay.person, at.sight.as_of);
  for (const auto& row : at.policy_on(at.sight.as_of).while_posted) {
    if (row.conduct != policy::Conduct::membership_transfer) continue;
    if (!policy::holds_in(row, stay.fact->village)) continue;
    if (!row.roles.empty() && policy::speaks_of(row.roles, stay.fact->role)) return true;
    if (row.party_members && profile && profile->profile.party_member) return true;
  }
  return false;
}

void find_memberships(const FindingSight& at, const Life& life, const Give& give) {
  std::set<std::pair<std::string, DivisionCode>> moved;
  for (const auto& [position, fact] : at.sight.facts.selection.conducts) {
    if (fact.conduct == policy::Conduct::membership_transfer && fact.date <= at.sight.as_of)
      moved.insert({life.id_now(fact.person), fact.village});
  }
  for (const LifeStay& stay : life.stays()) {
    if (stay.ended || moved.contains({stay.person, stay.fact->village})) continue;
    if (!owes_membership(at, life, stay)) continue;
    Finding one = about(stay, "membership_untransferred", "党员组织关系未转接", "7.2.3");
    one.what = title_of(stay.fact->role) + "在派，没有登记党员组织关系转接到村（条款没有期限）";
    one.closes = "登记组织关系转接（membershipTransferred）";
    give(std::move(one));
  }
}

const policy::WhilePostedRow* row_of(const policy::Policy& policy, policy::Conduct conduct,
                                     DivisionCode place) {
  for (const auto& row : policy.while_posted) {
    if (row.conduct == conduct && policy::holds_in(row, place)) return &row;
  }
  return nullptr;
}

void find_posts(const FindingSight& at, const Life& life, const Give& give) {
  for (const auto& [position, fact] : at.sight.facts.selection.conducts) {
    if (fact.date > at.sight.as_of) continue;
    bool election = fact.conduct == policy::Conduct::village_election;
    bool quota = fact.conduct == policy::Conduct::village_post && fact.counted;
    const LifeStay* stay = election || quota ? life.on(fact.person, fact.date) : nullptr;
    if (!stay) continue;
    const auto* row = row_of(at.policy_on(fact.date), fact.conduct, fact.village);
    if (!row) continue;
    Finding one = about(*stay, election ? "election_stood" : "quota_counted",
                        election ? "参加村级换届选举" : "占用村干部职数", row->clause.text);
    one.what = election ? to_text(fact.date) + " 参加村级组织换届选举（一般不参加）"
                        : "兼任" + fact.post + "，占用村干部职数";
    one.owner = county_office(at, fact.village);
    one.since = fact.date;
    one.closes = election ? "登记有误的冲销；确有特殊情形的，附文件保留" : "冲销或改按不占职数登记";
    one.events = {position};
    give(std::move(one));
  }
}

// The unit states once a year that pay and benefits are unchanged; owed when the year is over. The
// units of a place before its go-live owe nothing.
void find_statements(const FindingSight& at, const Life& life, const Give& give) {
  std::set<std::pair<std::string, int>> stated;
  for (const auto& [position, fact] : at.sight.facts.selection.statements) {
    if (fact.date <= at.sight.as_of) stated.insert({fact.unit, fact.year});
  }
  std::map<std::pair<std::string, int>, const LifeStay*> owed;
  for (const LifeStay& stay : life.stays()) {
    int from = std::max(year_of(stay.span.first), year_of(at.sight.facts.start));
    for (int year = from; year < year_of(at.sight.as_of) && year <= year_of(stay.span.last);
         ++year) {
      auto party = at.ground.answering(stay.fact->unit, make_date(year, 12, 31));
      owed.emplace(std::pair(at.sight.facts.parties.id(party), year), &stay);
    }
  }
  for (const auto& [key, stay] : owed) {
    const auto& [unit, year] = key;
    Date end = make_date(year, 12, 31);
    const auto* row =
        row_of(at.policy_on(end), policy::Conduct::pay_statement, stay->fact->village);
    if (!row || stated.contains(key)) continue;
    Finding one = about(*stay, "pay_unstated", "没有声明待遇不变", row->clause.text);
    one.unit = unit;
    one.person.clear();
    if (auto party = at.sight.facts.parties.find(PartyKind::unit, unit))
      one.place = at.ground.place_of_unit(*party);
    one.owner = "unit:" + unit;
    one.what = std::to_string(year) + " 年有驻村干部在派，没有声明原人事关系和待遇不变";
    one.since = end + Days{1};
    one.closes = "登记待遇不变声明（payUnchangedStated）";
    give(std::move(one));
  }
}

}  // namespace

void find_conduct(const FindingSight& at, const Give& give) {
  Life life(at.sight);
  find_memberships(at, life, give);
  find_posts(at, life, give);
  find_statements(at, life, give);
}

}  // namespace zhucun::projections
