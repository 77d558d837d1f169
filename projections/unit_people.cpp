// A unit's residents now and in a period. [7.1, 7.2.3]
#include "projections/duty_selection.h"
#include "projections/findings.h"
#include "projections/life_tables.h"
#include "projections/posting_life.h"
#include "projections/reach.h"

namespace zhucun::projections {

namespace {

Span asked_span(const Sight& sight, const Query& query) {
  return query.period ? query.period->span : Span{sight.as_of, sight.as_of};
}

bool wanted(const Life& life, const Query& query, const LifeStay& stay) {
  if (!reaches(life.sight(), *stay.fact)) return false;
  if (!stay.span.meets(asked_span(life.sight(), query))) return false;
  if (!query.actor.empty()) {
    auto unit = life.ground().answering(stay.fact->unit, life.sight().as_of);
    bool theirs = query.actor == "unit:" + stay.unit ||
                  query.actor == "unit:" + life.sight().facts.parties.id(unit);
    if (!theirs) return false;
  }
  return asked_for(life.ground(), query, stay.fact->village);
}

std::int64_t days_in(const Life& life, const Query& query, const LifeStay& stay) {
  Span span = asked_span(life.sight(), query);
  Date last = std::min({span.last, stay.span.last, life.sight().as_of});
  return std::max<std::int64_t>(0, (last - std::max(span.first, stay.span.first)).count() + 1);
}

bool transferred(const Life& life, const LifeStay& stay) {
  for (const auto& [position, fact] : life.sight().facts.selection.conducts) {
    if (fact.conduct == policy::Conduct::membership_transfer && fact.date <= life.sight().as_of &&
        fact.village == stay.fact->village && life.id_now(fact.person) == stay.person)
      return true;
  }
  return false;
}

std::string key_of(const LifeStay& stay) {
  return stay.person + "|" + to_text(stay.span.first);
}

}  // namespace

Result<Table> unit_people(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  Life life(sight);
  Table table;
  table.title = "派出单位驻村干部";
  table.period = query.period ? query.period->key : "";
  table.columns = {{"unit", "派出单位编号", CellKind::text, "", false},
                   {"unitName", "派出单位", CellKind::text, "", false},
                   {"person", "人员编号", CellKind::person, "", false}};
  for (auto& column : place_columns()) table.columns.push_back(std::move(column));
  for (Column column :
       std::initializer_list<Column>{{"role", "职务", CellKind::text, "3", false},
                                     {"leads", "队长", CellKind::text, "3.1", false},
                                     {"start", "到岗日", CellKind::date, "", false},
                                     {"end", "在岗最后一日", CellKind::date, "", false},
                                     {"ground", "离任原因", CellKind::text, "7.1", false},
                                     {"days", "期内在派天数", CellKind::count, "7.1", true},
                                     {"termFull", "任期届满日", CellKind::date, "7.1", false},
                                     {"membership", "组织关系", CellKind::text, "7.2.3", false},
                                     {"event", "依据序号", CellKind::position, "", false}}) {
    table.columns.push_back(std::move(column));
  }
  std::vector<const LifeStay*> stays;
  for (const LifeStay& stay : life.stays()) {
    if (wanted(life, query, stay)) stays.push_back(&stay);
  }
  std::stable_sort(stays.begin(), stays.end(), [](const LifeStay* a, const LifeStay* b) {
    return std::tie(a->unit, a->person) < std::tie(b->unit, b->person);
  });
  for (const LifeStay* stay : stays) {
    std::vector<Cell> cells{Cell::text(stay->unit),
                            Cell::text(sight.facts.unit_name(stay->unit, sight.as_of)),
                            Cell::text(stay->person)};
    for (auto& cell : place_cells(life, stay->fact->village)) cells.push_back(std::move(cell));
    auto full = life.term_full(*stay);
    // The first secretary leads the team; nobody else is named. [3.1]
    bool leads = stay->fact->role == policy::Role::first_secretary;
    for (Cell cell : std::initializer_list<Cell>{
             Cell::text(title_of(stay->fact->role)),
             leads ? Cell::text("队长") : Cell::none("队长由第一书记兼任"),
             Cell::date(stay->span.first),
             stay->ended ? Cell::date(stay->span.last) : Cell::none("在派"),
             stay->ended ? Cell::text_or_none(title_of(stay->ground), "未说明")
                         : Cell::none("在派"),
             Cell::number(days_in(life, query, *stay)),
             full ? Cell::date(*full) : Cell::none("现行政策没有任期"),
             transferred(life, *stay) ? Cell::text("已转到村") : Cell::none("没有登记转接"),
             Cell::number(static_cast<std::int64_t>(stay->fact->started.value))}) {
      cells.push_back(std::move(cell));
    }
    table.rows.push_back({key_of(*stay), std::move(cells)});
  }
  table.policies = policy_on(sight, sight.as_of).documents;
  return table;
}

Result<Explanation> explain_unit_people(const Sight& sight, const Query& query,
                                        const std::string& row, const std::string&,
                                        const std::string& cursor) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  Life life(sight);
  for (const LifeStay& stay : life.stays()) {
    if (key_of(stay) != row || !wanted(life, query, stay)) continue;
    Span span = asked_span(sight, query);
    Date last = std::min({span.last, stay.span.last, sight.as_of});
    Explanation out;
    out.title = stay.person + " 期内在派天数";
    out.value = std::to_string(days_in(life, query, stay));
    out.formula = out.value + " 天 = " + to_text(std::max(span.first, stay.span.first)) + " 至 " +
                  to_text(last) + "，首尾都算";
    out.clause = "7.1";
    std::vector<Child> children{{"选派到岗", to_text(stay.span.first), "", stay.fact->started}};
    if (stay.ended) children.push_back({"任期结束", to_text(stay.span.last), "", stay.fact->ended});
    page(out, std::move(children), cursor);
    return out;
  }
  return refuse({Code::not_found, "表上没有 " + row, "重新打开报表，再点数字", "row", "", {}});
}

}  // namespace zhucun::projections
