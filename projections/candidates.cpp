// Candidates with the step they stand at, and every reason for and against them. [4, 5]
#include <algorithm>

#include "projections/duty_selection.h"
#include "projections/findings.h"
#include "projections/life_tables.h"
#include "projections/posting_life.h"
#include "projections/reach.h"

namespace zhucun::projections {

namespace {

struct Candidate {
  Position proposal;
  const domain::CandidacyFact* fact;
  std::vector<const domain::StepFact*> steps;  // taken by as_of
  bool posted = false;
  const policy::ApprovalChainRow* chain = nullptr;
  std::optional<policy::Step> next;
  const domain::ProfileFact* profile = nullptr;
  policy::Verdict verdict;

  bool failed() const { return !steps.back()->passed; }
  std::string status() const {
    return posted ? "posted" : failed() ? "failed" : next ? "open" : "ready";
  }
};

std::string title_of_status(const std::string& status) {
  return status == "posted"   ? "已到岗"
         : status == "failed" ? "未通过"
         : status == "ready"  ? "可以到岗"
                              : "办理中";
}

std::vector<std::string> keys_of(const Sight& sight, DivisionCode village, Date day) {
  std::vector<std::string> out;
  for (const auto* dated : {&sight.facts.kinds, &sight.facts.attributes}) {
    auto found = dated->find(village);
    if (found == dated->end()) continue;
    for (const auto& fact : found->second) {
      bool holds = fact.span.contains(day) && (fact.value.empty() || fact.value == "true");
      if (holds) out.push_back(fact.key);
    }
  }
  return out;
}

// Judged on the day of the decision; while there is none, on the day of the report. [4.1]
void judge(const Life& life, Candidate& one) {
  const Sight& sight = life.sight();
  Date day = sight.as_of;
  for (const auto* step : one.steps) {
    if (step->step == policy::Step::decided) day = step->date;
  }
  const policy::Policy& policy = policy_on(sight, day);
  one.chain = policy::row_in(policy.chains, one.fact->village, one.fact->role);
  for (auto step : one.chain ? one.chain->steps : std::vector<policy::Step>{}) {
    bool taken = std::any_of(one.steps.begin(), one.steps.end(),
                             [step](const auto* each) { return each->step == step; });
    if (!taken && !one.next) one.next = step;
  }
  one.profile = life.profile_of(life.id_now(one.fact->person), day);
  if (!one.profile) return;
  one.verdict = policy::judge(policy, one.profile->profile,
                              {one.fact->role, kind_of(sight.facts, one.fact->unit),
                               one.fact->village, day, keys_of(sight, one.fact->village, day)});
}

std::vector<Candidate> candidates_of(const Life& life, const Query& query) {
  const Sight& sight = life.sight();
  std::vector<Candidate> out;
  for (const auto& [proposal, fact] : sight.facts.selection.candidacies) {
    Candidate one{proposal, &fact, {}, false, nullptr, std::nullopt, nullptr, {}};
    for (const auto& step : fact.steps) {
      if (step.date <= sight.as_of) one.steps.push_back(&step);
    }
    if (one.steps.empty()) continue;
    if (!reaches_matter(sight, fact.village, fact.unit, fact.person)) continue;
    if (!asked_for(life.ground(), query, fact.village)) continue;
    for (const LifeStay* stay : life.of_person(life.id_now(fact.person)))
      one.posted = one.posted || (fact.posting.value != 0 && stay->fact->started == fact.posting);
    judge(life, one);
    if (!query.status.empty() && query.status != one.status()) continue;
    out.push_back(std::move(one));
  }
  return out;
}

std::string words_of(const std::vector<policy::Reason>& reasons) {
  std::string out;
  for (const auto& reason : reasons) out += (out.empty() ? "" : "；") + reason.words;
  return out;
}

Cell matching_cell(const Candidate& one) {
  std::string out;
  if (!one.verdict.matches.empty()) out = "相合：" + words_of(one.verdict.matches);
  if (!one.verdict.unmatched.empty())
    out += (out.empty() ? "" : "；") + std::string("尚缺：") + words_of(one.verdict.unmatched);
  return Cell::text_or_none(out, "该村类型没有搭配要求");
}

Row row_of(const Life& life, const Candidate& one) {
  const Sight& sight = life.sight();
  auto cells = place_cells(life, one.fact->village);
  const char* unknown = "没有核定过条件";
  auto judged = [&](std::string words, const char* otherwise) {
    return one.profile ? Cell::text_or_none(std::move(words), otherwise) : Cell::none(unknown);
  };
  for (Cell cell : std::initializer_list<Cell>{
           Cell::text(one.fact->person), Cell::text(title_of(one.fact->role)),
           Cell::text(sight.facts.unit_name(one.fact->unit, sight.as_of)),
           Cell::text(one.fact->self_nominated ? "个人报名" : "组织推荐"),
           Cell::date(one.steps.front()->date), Cell::text(title_of(one.steps.back()->step)),
           one.next && !one.failed() && !one.posted ? Cell::text(title_of(*one.next))
                                                    : Cell::none("没有下一步"),
           one.chain ? Cell::text(title_of(one.chain->lead)) : Cell::none("现行政策没有选派程序"),
           judged(one.verdict.eligible() ? "符合" : "不符合", ""),
           judged(words_of(one.verdict.in_favour), "没有"),
           judged(words_of(one.verdict.against), "没有"),
           judged(words_of(one.verdict.preferences), "没有"),
           one.profile ? matching_cell(one) : Cell::none(unknown), Cell::text(one.status()),
           Cell::text(title_of_status(one.status())),
           Cell::number(static_cast<std::int64_t>(one.proposal.value))}) {
    cells.push_back(std::move(cell));
  }
  return {std::to_string(one.proposal.value), std::move(cells)};
}

}  // namespace

Result<Table> candidates(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  Life life(sight);
  Table table;
  table.title = "人选与选派程序";
  table.columns = place_columns();
  for (Column column :
       std::initializer_list<Column>{{"person", "人选", CellKind::person, "", false},
                                     {"role", "拟任职务", CellKind::text, "3", false},
                                     {"unitName", "派出单位", CellKind::text, "", false},
                                     {"way", "产生方式", CellKind::text, "5.p1", false},
                                     {"proposed", "提出日期", CellKind::date, "5.p1", false},
                                     {"step", "已办到", CellKind::text, "5.p1", false},
                                     {"next", "下一步", CellKind::text, "5.p1", false},
                                     {"lead", "主办部门", CellKind::text, "5.p1", false},
                                     {"eligible", "人选条件", CellKind::text, "4", true},
                                     {"inFavour", "符合的条件", CellKind::text, "4", false},
                                     {"against", "不符合的条件", CellKind::text, "4", false},
                                     {"preferences", "优先的情形", CellKind::text, "4", false},
                                     {"matching", "与村类型的搭配", CellKind::text, "5.p3", false},
                                     {"status", "状态代码", CellKind::text, "", false},
                                     {"statusTitle", "状态", CellKind::text, "", false},
                                     {"event", "依据序号", CellKind::position, "", false}}) {
    table.columns.push_back(std::move(column));
  }
  for (const Candidate& one : candidates_of(life, query)) table.rows.push_back(row_of(life, one));
  table.policies = policy_on(sight, sight.as_of).documents;
  table.remarks.push_back("优先的情形和搭配只供参考，不作否决；由人作决定");
  return table;
}

Result<Explanation> explain_candidates(const Sight& sight, const Query& query,
                                       const std::string& row, const std::string&,
                                       const std::string& cursor) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  Life life(sight);
  for (const Candidate& one : candidates_of(life, query)) {
    if (std::to_string(one.proposal.value) != row) continue;
    Explanation out;
    out.title = one.fact->person + " 的人选条件";
    out.value = !one.profile ? "没有核定过条件" : one.verdict.eligible() ? "符合" : "不符合";
    out.formula = one.profile
                      ? "符合：" + words_of(one.verdict.in_favour) + "。不符合：" +
                            (one.verdict.eligible() ? "没有" : words_of(one.verdict.against))
                      : "先登记人选条件核定（profileAttested）";
    const auto& reasons = one.verdict.eligible() ? one.verdict.in_favour : one.verdict.against;
    if (!reasons.empty()) {
      out.clause = reasons.front().row->clause.text;
      out.quote = reasons.front().row->quote;
      out.document = reasons.front().row->document;
    }
    std::vector<Child> children;
    for (const auto* step : one.steps)
      children.push_back({title_of(step->step) + (step->passed ? "" : "（不通过）"),
                          to_text(step->date), "", step->position});
    for (const auto& [position, fact] : sight.facts.selection.profiles) {
      if (&fact == one.profile)
        children.push_back({"人选条件核定", to_text(fact.date), "", position});
    }
    page(out, std::move(children), cursor);
    return out;
  }
  return refuse({Code::not_found, "人选表上没有 " + row, "重新打开报表，再点数字", "row", "", {}});
}

}  // namespace zhucun::projections
