#include "projections/listed.h"

#include <algorithm>

#include "projections/duty_selection.h"
#include "projections/findings.h"
#include "projections/reach.h"

namespace zhucun::projections {

Result<Explanation> explained(const Sight& sight, Result<Listed> made, const std::string& row,
                              const std::string& column, const std::string& cursor) {
  if (!made) return refuse(std::move(made.error()));
  auto found = made->bases.find({row, column});
  if (found == made->bases.end()) {
    return refuse({Code::not_found,
                   made->table.title + "上没有 " + row,
                   "重新打开报表，再点数字",
                   "row",
                   "",
                   {}});
  }
  Basis& basis = found->second;
  Explanation out;
  out.title = std::move(basis.title);
  out.value = std::move(basis.value);
  out.formula = std::move(basis.formula);
  for (const Column& one : made->table.columns) {
    if (one.name == column) out.clause = one.clause;
  }
  policy_on(sight, sight.as_of).each([&](const auto& rows) {
    for (const policy::Cited& cited : rows) {
      if (!out.quote.empty() || cited.clause.text != out.clause) continue;
      out.quote = cited.quote;
      out.document = cited.document;
    }
  });
  page(out, std::move(basis.children), cursor);
  return out;
}

Result<int> year_asked(const Sight& sight, const Query& query) {
  if (!query.period) return year_of(sight.as_of);
  if (query.period->key.size() == 4) return year_of(query.period->span.first);
  return refuse(
      {Code::bad_parameter, query.period->key + " 不是年度", "写成 2025", "period", "", {}});
}

Period period_asked(const Sight& sight, const Query& query) {
  return query.period.value_or(period_of({PeriodKind::year}, sight.as_of));
}

void cite_rows(const Sight& sight, Date day, const std::vector<const policy::Cited*>& rows,
               Table& table) {
  const auto& policy = policy_on(sight, day);
  table.policies = policy.documents;
  std::vector<std::string> ids;
  for (const auto* row : rows) ids.insert(ids.end(), row->readings.begin(), row->readings.end());
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  table.readings = reading_notes(policy, ids);
}

void add_person_columns(Listed& to) {
  for (auto& column : place_columns()) to.table.columns.push_back(std::move(column));
  to.add("person", "人员编号", CellKind::person);
  to.add("role", "职务", CellKind::text);
  to.add("unit", "单位编号", CellKind::text);
  to.add("unitName", "派出单位", CellKind::text);
}

std::string unit_now(const Life& life, const LifeStay& stay) {
  const Sight& sight = life.sight();
  return sight.facts.parties.id(life.ground().answering(stay.fact->unit, sight.as_of));
}

RowOf person_row(const Life& life, const LifeStay& stay) {
  RowOf row(place_cells(life, stay.fact->village));
  std::string unit = unit_now(life, stay);
  row.text(stay.person).text(title_of(stay.fact->role)).text(unit);
  row.text(life.sight().facts.unit_name(unit, life.sight().as_of));
  return row;
}

std::vector<const LifeStay*> residents(const Life& life, const Query& query, Span days) {
  std::map<std::string, const LifeStay*> last;
  for (const LifeStay& stay : life.stays()) {
    if (!stay.span.meets(days) || !reaches(life.sight(), *stay.fact)) continue;
    auto [found, fresh] = last.try_emplace(stay.person, &stay);
    if (!fresh && found->second->span.first < stay.span.first) found->second = &stay;
  }
  std::vector<const LifeStay*> out;
  for (const auto& [person, stay] : last) {
    bool theirs = query.actor.empty() || query.actor == "person:" + person ||
                  query.actor == "unit:" + unit_now(life, *stay);
    if (theirs && asked_for(life.ground(), query, stay->fact->village)) out.push_back(stay);
  }
  std::stable_sort(out.begin(), out.end(), [](const LifeStay* a, const LifeStay* b) {
    return std::tie(a->fact->village, a->person) < std::tie(b->fact->village, b->person);
  });
  return out;
}

}  // namespace zhucun::projections
