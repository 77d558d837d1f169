// Who is to be assessed, how far it has come, and what is held against or for somebody. [7.3, 8.3]
#include <algorithm>

#include "ledger/domain/kept_read.h"
#include "ledger/policy/same_level.h"
#include "ledger/policy/service.h"
#include "projections/findings.h"
#include "projections/oversight_tables.h"
#include "projections/reach.h"
#include "projections/tolerance.h"

namespace zhucun::projections {

namespace {

using domain::copy;
using domain::kept;
using policy::AssessmentKind;

// The steps of one person's year.
struct Steps {
  std::optional<Date> heard, assessed, confirmed, fed_back;
  policy::Grade assessed_grade = policy::Grade::unknown;
  policy::Grade grade = policy::Grade::unknown;
  Position graded;  // what confirmed the grade
  std::vector<Position> events;
};

// By person as of now and year.
std::map<std::pair<std::string, int>, Steps> steps_by_year(const Life& life) {
  const Sight& sight = life.sight();
  std::map<std::pair<std::string, int>, Steps> out;
  auto at = [&](auto& one) -> Steps& {
    Steps& steps = out[{life.id_now(copy(one.data.getPerson())), one.data.getYear()}];
    steps.events.push_back(one.position);
    return steps;
  };
  for (const auto& one : kept<event::UnitOpinionHeard>(sight.facts, sight.as_of))
    at(one).heard = one.date;
  for (const auto& one : kept<event::AnnualAssessed>(sight.facts, sight.as_of)) {
    Steps& steps = at(one);
    steps.assessed = one.date;
    steps.assessed_grade = static_cast<policy::Grade>(one.data.getGrade());
  }
  for (const auto& one : kept<event::AssessmentFedBack>(sight.facts, sight.as_of))
    at(one).fed_back = one.date;
  // A confirmed grade, here or from a paper.
  for (const auto& [position, fact] : sight.facts.selection.grounds) {
    if (fact.ground != policy::RecallGround::annual_grade || fact.date > sight.as_of) continue;
    Steps& steps = out[{life.id_now(fact.person), fact.year}];
    steps.confirmed = fact.date;
    steps.grade = fact.grade;
    steps.graded = position;
    steps.events.push_back(position);
  }
  return out;
}

std::string county_of(const Life& life, const LifeStay& stay) {
  DivisionCode county =
      life.ground().above(stay.fact->village, DivisionLevel::county, life.sight().as_of);
  return "office:" + to_text(county);
}

std::string confirming(const Life& life, const LifeStay& stay, const policy::AssessmentRow& row) {
  const Sight& sight = life.sight();
  auto unit = sight.facts.units.find(unit_now(life, stay));
  if (unit == sight.facts.units.end()) return "";
  policy::Sides sides{unit->second.level, unit->second.seat, stay.fact->village, sight.facts.city};
  auto office = policy::acting_division(sides, row.level, row.higher);
  return office ? "office:" + to_text(*office) : "";
}

struct State {
  const char* code;
  const char* title;
  std::string by;
};

State annual_state(const Life& life, const LifeStay& stay, const policy::AssessmentRow& row,
                   const Steps& steps, bool owed, bool over) {
  if (steps.fed_back) return {"done", "已反馈", ""};
  if (steps.confirmed) return {"toFeedBack", "待反馈派出单位", county_of(life, stay)};
  if (steps.assessed) return {"toConfirm", "待审定", confirming(life, stay, row)};
  if (stay.ended && stay.ground == event::LeavingGround::DEATH) return {"notOwed", "在任去世", ""};
  if (!owed) return {"notOwed", "不足规定月数", ""};
  if (!over) return {"notDue", "未到时间", ""};
  if (row.hears_unit && !steps.heard)
    return {"toHear", "待听取派出单位意见", county_of(life, stay)};
  return {"toAssess", "待评定", county_of(life, stay)};
}

std::string grade_text(policy::Grade grade) {
  return grade == policy::Grade::unknown ? "" : title_of(grade);
}

std::string missing_words(const State& state, const Steps& steps,
                          const policy::AssessmentRow& row) {
  if (std::string(state.code) == "toConfirm" && state.by.empty())
    return "中央、省级单位，同级办公室待认定，凭文件登记";
  if (steps.confirmed && row.hears_unit && !steps.heard) return "没有登记听取派出单位意见";
  return "";
}

class Assessed {
 public:
  Assessed(const Sight& sight, const Query& query, int year)
      : query_(query), life_(sight), year_(year), steps_(steps_by_year(life_)) {}

  void annual(Listed& to) {
    Span days{make_date(year_, 1, 1), make_date(year_, 12, 31)};
    const Sight& sight = life_.sight();
    for (const LifeStay* stay : residents(life_, query_, days)) {
      const auto* row = row_on(AssessmentKind::annual, days.last, stay->fact->village);
      if (!row) continue;
      std::vector<Span> spans;
      for (const LifeStay* one : life_.of_person(stay->person)) spans.push_back(one->span);
      int months = policy::months_served(spans, year_, row->served);
      Steps steps = steps_[{stay->person, year_}];
      bool over = sight.as_of > std::min(days.last, stay->span.last);
      State state = annual_state(life_, *stay, *row, steps, months >= row->months, over);
      std::string key = stay->person + "|" + std::to_string(year_) + "|annual";
      RowOf line = person_row(life_, *stay);
      line.text("annual").text("年度考核").number(months);
      line.date(steps.heard, row->hears_unit ? "未听取" : "不要求");
      line.text(grade_text(steps.assessed_grade), "未评定").date(steps.assessed, "未评定");
      line.text(grade_text(steps.grade), "未审定").date(steps.confirmed, "未审定");
      line.date(steps.fed_back, "未反馈").text("", "用于期满考核").text("", "用于期满考核");
      line.text("", "用于期满考核");
      add(to, line, key, state, missing_words(state, steps, *row), steps.graded);
      Basis basis{stay->person + " " + std::to_string(year_) + "·工作月数",
                  std::to_string(months),
                  std::to_string(months) + " 个整月，至 " +
                      to_text(std::min(days.last, stay->span.last)) +
                      (row->served == policy::ServedFrom::posting ? "，自到岗起" : "，只算当年") +
                      "；满 " + std::to_string(row->months) + " 个月的参加",
                  {}};
      for (const LifeStay* one : life_.of_person(stay->person))
        basis.children.push_back({"选派到岗", to_text(one->span.first), "", one->fact->started});
      for (Position event : steps.events) basis.children.push_back({"考核登记", "", "", event});
      to.explain(key, "months", std::move(basis));
    }
  }

  void term(Listed& to) {
    const Sight& sight = life_.sight();
    auto all = kept<event::TermAssessed>(sight.facts, sight.as_of);
    for (const LifeStay& stay : life_.stays()) {
      bool here = stay.ended && stay.ground == event::LeavingGround::TERM_FULL &&
                  year_of(stay.span.last) == year_ && stay.span.last >= sight.facts.start;
      if (!here || !wanted(stay)) continue;
      const auto* row = row_on(AssessmentKind::term, stay.span.last, stay.fact->village);
      if (!row) continue;
      const domain::KeptEvent<event::TermAssessed>* done = nullptr;
      for (const auto& one : all) {
        bool theirs =
            life_.id_now(copy(one.data.getPerson())) == stay.person && one.date >= stay.span.first;
        if (theirs) done = &one;
      }
      std::string key = stay.person + "|" + to_text(stay.span.first) + "|term";
      int months = policy::whole_months(stay.span.first, stay.span.last);
      RowOf line = person_row(life_, stay);
      line.text("term").text("期满考核").number(months).text("", "用于年度考核");
      line.text("", "用于年度考核").date(done ? std::optional(done->date) : std::nullopt, "未考核");
      line.text("", "用于年度考核").text("", "用于年度考核").text("", "用于年度考核");
      for (int heard : {done ? done->data.getCadres() : 0, done ? done->data.getMembers() : 0,
                        done ? done->data.getVillagers() : 0})
        line.cell(done ? Cell::number(heard) : Cell::none("未考核"));
      State state = done ? State{"done", "已考核", ""}
                         : State{"toAssess", "待考核", "unit:" + unit_now(life_, stay)};
      add(to, line, key, state, done ? unheard(*row, done->data) : "",
          done ? done->position : Position{});
      Basis basis{
          stay.person + "·任期月数",
          std::to_string(months),
          to_text(stay.span.first) + " 至 " + to_text(stay.span.last) + "，按整月",
          {{"选派到岗", "", "", stay.fact->started}, {"任期结束", "", "", stay.fact->ended}}};
      if (done) basis.children.push_back({"期满考核", "", "", done->position});
      to.explain(key, "months", std::move(basis));
    }
  }

 private:
  const policy::AssessmentRow* row_on(AssessmentKind kind, Date day, DivisionCode village) const {
    const auto& policy = policy_on(life_.sight(), std::min(day, life_.sight().as_of));
    for (const auto& row : policy.assessments) {
      if (row.kind == kind && policy::holds_in(row, village)) return &row;
    }
    return nullptr;
  }
  bool wanted(const LifeStay& stay) const {
    bool theirs = query_.actor.empty() || query_.actor == "person:" + stay.person ||
                  query_.actor == "unit:" + unit_now(life_, stay);
    return theirs && reaches(life_.sight(), *stay.fact) &&
           asked_for(life_.ground(), query_, stay.fact->village);
  }
  static std::string unheard(const policy::AssessmentRow& row, event::TermAssessed::Reader said) {
    std::string out;
    const std::tuple<policy::Voice, int, const char*> voices[] = {
        {policy::Voice::cadres, said.getCadres(), "村干部"},
        {policy::Voice::members, said.getMembers(), "党员"},
        {policy::Voice::villagers, said.getVillagers(), "群众"}};
    for (const auto& [voice, heard, name] : voices) {
      bool asked = std::find(row.voices.begin(), row.voices.end(), voice) != row.voices.end();
      if (asked && heard == 0) out += (out.empty() ? "没有听取" : "、") + std::string(name);
    }
    return out;
  }
  void add(Listed& to, RowOf& line, const std::string& key, const State& state,
           const std::string& words, Position event) {
    if (!query_.status.empty() && query_.status != state.code) return;
    line.text(state.code).text(state.title).text(state.by, "无须办理").text(words);
    line.position(event, "没有审定或考核");
    to.table.rows.push_back(line.take(key));
  }

  const Query& query_;
  Life life_;
  int year_;
  std::map<std::pair<std::string, int>, Steps> steps_;
};

}  // namespace

Result<Listed> assessments(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  auto year = year_asked(sight, query);
  if (!year) return refuse(std::move(year.error()));
  Listed out;
  out.table.title = "年度（期满）考核情况表";
  out.table.period = std::to_string(*year);
  add_person_columns(out);
  out.add("kind", "类别代码", CellKind::text), out.add("kindTitle", "类别", CellKind::text);
  out.add("months", "工作月数", CellKind::count, "7.3.1", true);
  out.add("heard", "听取派出单位意见", CellKind::date, "7.3.1");
  out.add("assessedGrade", "评定等次", CellKind::text, "7.3.1");
  out.add("assessed", "考核日期", CellKind::date, "7.3.1");
  out.add("grade", "审定等次", CellKind::text, "7.3.1");
  out.add("confirmed", "审定日期", CellKind::date, "7.3.1");
  out.add("fedBack", "反馈日期", CellKind::date, "7.3.1");
  out.add("cadres", "听取村干部", CellKind::count, "7.3.2");
  out.add("members", "听取党员", CellKind::count, "7.3.2");
  out.add("villagers", "听取群众", CellKind::count, "7.3.2");
  out.add("status", "情况代码", CellKind::text), out.add("statusTitle", "情况", CellKind::text);
  out.add("by", "由谁办理", CellKind::label), out.add("words", "说明", CellKind::text);
  out.add("event", "等次或考核的序号", CellKind::position);
  Assessed assessed(sight, query, *year);
  if (query.kind.empty() || query.kind == "annual") assessed.annual(out);
  if (query.kind.empty() || query.kind == "term") assessed.term(out);
  sort_rows(out.table);
  std::vector<const policy::Cited*> rows;
  for (const auto& row : policy_on(sight, sight.as_of).assessments) rows.push_back(&row);
  cite_rows(sight, sight.as_of, rows, out.table);
  return out;
}

namespace {

struct Entry {
  Position position;
  Date date;
  std::string person, unit, kind, title, words, document;
};

template <typename Event, typename Words>
void collect(const Sight& sight, const char* kind, const char* title, std::vector<Entry>& out,
             Words&& words) {
  for (const auto& one : kept<Event>(sight.facts, sight.as_of)) {
    Entry entry{one.position, one.date, "", "", kind, title, words(one.data), ""};
    if constexpr (requires { one.data.getPerson(); }) entry.person = copy(one.data.getPerson());
    if constexpr (requires { one.data.getUnit(); }) entry.unit = copy(one.data.getUnit());
    if constexpr (requires { one.data.getDocument(); })
      entry.document = copy(one.data.getDocument());
    out.push_back(std::move(entry));
  }
}

std::vector<Entry> entries_of(const Sight& sight) {
  std::vector<Entry> out;
  collect<event::CriticismGiven>(sight, "criticism", "批评教育", out,
                                 [](auto e) { return copy(e.getReason()); });
  collect<event::UnfitnessDecided>(sight, "unfitness", "调整处理", out, [](auto e) {
    return copy(e.getReason()) + "；" + copy(e.getOutcome());
  });
  collect<event::LiabilityProposed>(sight, "liability", "责任追究建议", out,
                                    [](auto e) { return copy(e.getProposal()); });
  collect<event::ToleranceApplied>(sight, "tolerance", "容错申请", out, [](auto e) {
    return copy(e.getMatter()) + "（所涉序号 " + std::to_string(e.getBasis()) + "）";
  });
  for (const auto& [position, fact] : sight.facts.selection.grounds) {
    if (fact.ground != policy::RecallGround::punishment || fact.date > sight.as_of) continue;
    out.push_back({position, fact.date, fact.person, "", "punishment", "处分", "见决定", ""});
  }
  std::sort(out.begin(), out.end(),
            [](const Entry& a, const Entry& b) { return a.position < b.position; });
  return out;
}

}  // namespace

Result<Listed> management_register(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  Life life(sight);
  Tolerances tolerances(sight);
  Listed out;
  out.table.title = "管理与容错登记";
  out.table.period = query.period ? query.period->key : "";
  out.add("date", "日期", CellKind::date), out.add("person", "人员编号", CellKind::person);
  out.add("village", "村代码", CellKind::text),
      out.add("villageName", "村（社区）", CellKind::text);
  out.add("unit", "单位编号", CellKind::text), out.add("unitName", "派出单位", CellKind::text);
  out.add("kind", "类别代码", CellKind::text), out.add("kindTitle", "类别", CellKind::text);
  out.add("words", "事由", CellKind::text, "8.3"), out.add("document", "文号", CellKind::text);
  out.add("effect", "容错结果代码", CellKind::text);
  out.add("effectTitle", "容错认定", CellKind::text, "8.3");
  out.add("event", "依据序号", CellKind::position);
  for (Entry& one : entries_of(sight)) {
    std::string person = one.person.empty() ? "" : life.id_now(one.person);
    const LifeStay* stay = nullptr;
    for (const LifeStay* each : life.of_person(person)) {
      if (each->span.first <= one.date) stay = each;
    }
    DivisionCode village = stay ? stay->fact->village : DivisionCode{};
    std::string unit = !one.unit.empty() ? one.unit : stay ? unit_now(life, *stay) : "";
    bool fits = (query.kind.empty() || query.kind == one.kind) &&
                (!query.period || query.period->span.contains(one.date)) &&
                (query.actor.empty() || query.actor == "person:" + person ||
                 query.actor == "unit:" + unit) &&
                reaches_matter(sight, village, unit, person) &&
                asked_for(life.ground(), query, village.empty() ? sight.facts.city : village);
    if (!fits) continue;
    auto found = one.kind == "tolerance" ? tolerances.of_application(one.position)
                                         : tolerances.of_basis(one.position);
    RowOf row;
    row.date(one.date, "").text(person, "不涉及个人");
    row.text(village.empty() ? "" : to_text(village), "不涉及一个村");
    row.text(village.empty() ? "" : sight.facts.division_name(village, sight.as_of),
             "不涉及一个村");
    row.text(unit, "未登记")
        .text(unit.empty() ? "" : sight.facts.unit_name(unit, sight.as_of), "未登记");
    row.text(one.kind).text(one.title).text(one.words).text(one.document, "没有文号");
    row.text(found ? found->code : "", "没有申请").text(found ? found->title : "", "没有申请");
    out.table.rows.push_back(row.position(one.position).take(std::to_string(one.position.value)));
  }
  cite_rows(sight, sight.as_of, {}, out.table);
  return out;
}

}  // namespace zhucun::projections
