// Who was trained and who was visited, person by person. [8.2.3]
#include <algorithm>
#include <map>

#include "projections/findings.h"
#include "projections/oversight_tables.h"

namespace zhucun::projections {

namespace {

using policy::ActKind;

struct Seen {
  Date date;
  Position position;
  int detail = 0;
};

// Acts of a kind in a span by the people they name, as of now.
std::map<std::string, std::vector<Seen>> acts_of(const Life& life, ActKind kind, Span days) {
  const auto& facts = life.sight().facts;
  std::map<std::string, std::vector<Seen>> out;
  for (const auto& act : facts.acts) {
    bool here = act.kind == kind && !act.reversed && days.contains(act.date) &&
                act.date <= life.sight().as_of;
    if (!here) continue;
    for (auto ref : facts.refs_of(act))
      out[life.id_now(facts.parties.id(ref))].push_back({act.date, act.position, act.detail});
  }
  for (auto& [person, list] : out) {
    std::sort(list.begin(), list.end(), [](const Seen& a, const Seen& b) {
      return std::tie(a.date, a.position) < std::tie(b.date, b.position);
    });
  }
  return out;
}

template <typename E>
std::optional<Date> last_of(const std::vector<Seen>& list, E detail) {
  std::optional<Date> out;
  for (const Seen& one : list) {
    if (one.detail == static_cast<int>(detail)) out = one.date;
  }
  return out;
}

std::int64_t count_of(const std::vector<Seen>& list, event::Leader leader) {
  return std::count_if(list.begin(), list.end(), [leader](const Seen& one) {
    return one.detail == static_cast<int>(leader);
  });
}

Basis basis_of(const std::string& title, const std::vector<Seen>& list) {
  Basis out{title, std::to_string(list.size()), "期内登记的次数之和", {}};
  for (const Seen& one : list) out.children.push_back({to_text(one.date), "", "", one.position});
  return out;
}

// How the duties that name each person stand, by that person.
std::map<std::string, std::vector<const Instance*>> instances_of(const Life& life,
                                                                 const Judgement& judgement,
                                                                 ActKind kind) {
  std::map<std::string, std::vector<const Instance*>> out;
  for (const Instance& one : judgement.instances) {
    if (judgement.rows[one.duty]->act != kind || one.subject.value == 0) continue;
    out[life.id_now(life.sight().facts.parties.id(one.subject))].push_back(&one);
  }
  return out;
}

Status worst_of(const std::vector<const Instance*>& list) {
  Status out = Status::not_applicable;
  for (const Instance* one : list) {
    if (one->status == Status::missing) return Status::missing;
    bool plain = one->status == Status::before_go_live || one->status == Status::not_applicable;
    if (!plain || out == Status::not_applicable) out = one->status;
  }
  return out;
}

}  // namespace

Result<Listed> training_coverage(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  auto year = year_asked(sight, query);
  if (!year) return refuse(std::move(year.error()));
  Span days{make_date(*year, 1, 1), make_date(*year, 12, 31)};
  Life life(sight);
  auto trained = acts_of(life, ActKind::training, days);
  auto judgement = sight.judged(days);
  auto owed = instances_of(life, *judgement, ActKind::training);
  Listed out;
  out.table.title = "驻村干部培训覆盖表";
  out.table.period = std::to_string(*year);
  add_person_columns(out);
  out.add("rotation", "轮训班", CellKind::date, "8.2.3.2");
  out.add("cityClass", "示范培训班", CellKind::date, "8.2.3.2");
  out.add("trainings", "参训次数", CellKind::count, "8.2.3.2", true);
  out.add("status", "情况代码", CellKind::text), out.add("statusTitle", "轮训", CellKind::text);
  std::int64_t done = 0;
  std::int64_t asked = 0;
  for (const LifeStay* stay : residents(life, query, days)) {
    const auto& list = trained[stay->person];
    auto rotation = last_of(list, event::TrainingKind::ROTATION);
    Status status = worst_of(owed[stay->person]);
    if (status != Status::not_applicable && status != Status::before_go_live) ++asked;
    if (status == Status::on_time || status == Status::late) ++done;
    if (!query.status.empty() && query.status != name_of(status)) continue;
    RowOf row = person_row(life, *stay);
    row.date(rotation, "未参加").date(last_of(list, event::TrainingKind::DEMONSTRATION), "未参加");
    row.number(static_cast<std::int64_t>(list.size()));
    row.text(std::string(name_of(status))).text(std::string(title_of(status)));
    out.explain(stay->person, "trainings", basis_of(stay->person + "·参训", list));
    out.table.rows.push_back(row.take(stay->person));
  }
  sort_rows(out.table);
  out.table.remarks.push_back("应轮训 " + std::to_string(asked) + " 人，已轮训 " +
                              std::to_string(done) + " 人；一人一行，按其在该年最后的驻村");
  cite_rows(sight, sight.as_of, {}, out.table);
  return out;
}

Result<Listed> care_coverage(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  auto year = year_asked(sight, query);
  if (!year) return refuse(std::move(year.error()));
  Span days{make_date(*year, 1, 1), make_date(*year, 12, 31)};
  Life life(sight);
  auto visits = acts_of(life, ActKind::care_visit, days);
  auto talks = acts_of(life, ActKind::talk, days);
  auto judgement = sight.judged(days);
  // A unit's care visits are its own duty; a resident's line says how his unit stands.
  std::map<std::string, std::vector<const Instance*>> by_unit;
  for (const Instance& one : judgement->instances) {
    if (judgement->rows[one.duty]->act == ActKind::care_visit)
      by_unit[sight.facts.parties.id(one.actor)].push_back(&one);
  }
  Listed out;
  out.table.title = "驻村干部关怀情况表";
  out.table.period = std::to_string(*year);
  add_person_columns(out);
  out.add("careVisits", "走访慰问次数", CellKind::count, "8.2.3.1", true);
  out.add("principalVisits", "主要领导", CellKind::count, "8.2.3.1");
  out.add("inChargeVisits", "分管领导", CellKind::count, "8.2.3.1");
  out.add("lastCareVisit", "最近走访", CellKind::date, "8.2.3.1");
  out.add("talks", "谈心谈话次数", CellKind::count, "8.2.3.1", true);
  out.add("lastTalk", "最近谈话", CellKind::date, "8.2.3.1");
  out.add("status", "单位走访情况代码", CellKind::text);
  out.add("statusTitle", "单位走访情况", CellKind::text, "8.2.3.1");
  for (const LifeStay* stay : residents(life, query, days)) {
    const auto& seen = visits[stay->person];
    const auto& spoken = talks[stay->person];
    Status status = worst_of(by_unit[unit_now(life, *stay)]);
    if (!query.status.empty() && query.status != name_of(status)) continue;
    RowOf row = person_row(life, *stay);
    row.number(static_cast<std::int64_t>(seen.size()));
    row.number(count_of(seen, event::Leader::PRINCIPAL));
    row.number(count_of(seen, event::Leader::IN_CHARGE));
    row.date(seen.empty() ? std::nullopt : std::optional(seen.back().date), "没有登记");
    row.number(static_cast<std::int64_t>(spoken.size()));
    row.date(spoken.empty() ? std::nullopt : std::optional(spoken.back().date), "没有登记");
    row.text(std::string(name_of(status))).text(std::string(title_of(status)));
    out.explain(stay->person, "careVisits", basis_of(stay->person + "·走访慰问", seen));
    out.explain(stay->person, "talks", basis_of(stay->person + "·谈心谈话", spoken));
    out.table.rows.push_back(row.take(stay->person));
  }
  sort_rows(out.table);
  out.table.remarks.push_back(
      "每年至少2次走访慰问是派出单位的义务，按单位计；这里逐人列出走访和谈话的登记");
  cite_rows(sight, sight.as_of, {}, out.table);
  return out;
}

}  // namespace zhucun::projections
