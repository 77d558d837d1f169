// Everything about one person, in order, each with its event.
#include <algorithm>

#include "projections/duty_selection.h"
#include "projections/findings.h"
#include "projections/leaves.h"
#include "projections/life_tables.h"
#include "projections/posting_life.h"
#include "projections/reach.h"

namespace zhucun::projections {

namespace {

struct Moment {
  std::optional<Date> date;
  std::string what;
  std::string detail;
  std::string clause;
  Position event;
};

class Timeline {
 public:
  Timeline(const Life& life, const std::string& person)
      : life_(life), facts_(life.sight().facts), person_(life.id_now(person)) {
    registered();
    profiles();
    candidacies();
    stays();
    changes();
    conducts();
    leave();
    acts();
    std::stable_sort(moments_.begin(), moments_.end(), [](const Moment& a, const Moment& b) {
      return std::tie(a.date, a.event) < std::tie(b.date, b.event);
    });
  }
  std::vector<Moment> take() { return std::move(moments_); }

 private:
  bool mine(const std::string& id) const { return life_.id_now(id) == person_; }
  void add(Date date, std::string what, std::string detail, std::string clause, Position event) {
    if (date > life_.sight().as_of) return;
    moments_.push_back({date, std::move(what), std::move(detail), std::move(clause), event});
  }
  std::string place(DivisionCode village) const {
    return facts_.division_name(village, life_.sight().as_of);
  }
  std::string unit(const std::string& id) const {
    return facts_.unit_name(id, life_.sight().as_of);
  }

  void registered() {
    for (const auto& [id, fact] : facts_.people) {
      if (mine(id)) moments_.push_back({std::nullopt, "人员登记", id, "", fact.registered});
    }
  }
  void profiles() {
    for (const auto& [position, fact] : facts_.selection.profiles) {
      if (mine(fact.person)) add(fact.date, "人选条件核定", "", "4", position);
    }
  }
  void candidacies() {
    for (const auto& [proposal, fact] : facts_.selection.candidacies) {
      if (!mine(fact.person)) continue;
      if (!reaches_matter(life_.sight(), fact.village, fact.unit, person_)) continue;
      for (const auto& step : fact.steps) {
        add(step.date, title_of(step.step),
            place(fact.village) + "·" + title_of(fact.role) + "，" + unit(fact.unit) +
                (step.passed ? "" : "，不通过"),
            "5.p1", step.position);
      }
    }
  }
  void stays() {
    for (const LifeStay* stay : life_.of_person(person_)) {
      if (!reaches(life_.sight(), *stay->fact)) continue;
      std::string where = place(stay->fact->village) + "·" + title_of(stay->fact->role);
      add(stay->span.first, "选派到岗", where + "，" + unit(stay->unit), "5.p1",
          stay->fact->started);
      if (stay->ended)
        add(stay->span.last, "任期结束", where + "，" + title_of(stay->ground), "7.1",
            stay->fact->ended);
      for (const Handed& one : life_.handovers()) {
        if (one.stay == stay && one.fact)
          add(one.fact->date, "工作交接完成", "交给 " + one.fact->successor, "7.1", one.event);
        if (one.successor == stay && one.fact)
          add(one.fact->date, "接任交接完成", "接自 " + one.stay->person, "7.1", one.event);
      }
      for (const Recalled& one : life_.recalls()) {
        if (one.stay == stay && one.fact)
          add(one.fact->date, "召回", title_of(one.fact->ground), "7.3.3", one.event);
      }
    }
  }
  void changes() {
    for (const auto& [position, fact] : facts_.selection.grounds) {
      if (!mine(fact.person)) continue;
      bool grade = fact.ground == policy::RecallGround::annual_grade;
      add(fact.date, grade ? "年度考核等次" : "处分",
          grade ? std::to_string(fact.year) + " 年度 " + title_of(fact.grade) : "", "7.3.3",
          position);
    }
  }
  void conducts() {
    for (const auto& [position, fact] : facts_.selection.conducts) {
      if (!mine(fact.person)) continue;
      std::string what = fact.conduct == policy::Conduct::membership_transfer ? "组织关系转接"
                         : fact.conduct == policy::Conduct::village_post      ? "兼任村干部"
                                                                         : "参加村级换届选举";
      std::string detail = place(fact.village);
      if (!fact.post.empty()) detail += "·" + fact.post + (fact.counted ? "（占职数）" : "");
      add(fact.date, what, detail, "7.2.3", position);
    }
  }
  void leave() {
    auto me = facts_.parties.find(PartyKind::person, person_);
    if (!me) return;
    for (const LeaveSeen& one : leaves_of(facts_, *me, life_.sight().as_of)) {
      const LifeStay* stay = life_.on(person_, one.span.first);
      if (life_.sight().reach && !(stay && reaches(life_.sight(), *stay->fact))) continue;
      add(one.span.first, "请假",
          std::string(projections::title_of(one.fact->kind)) + "，至 " + to_text(one.span.last),
          "7.2.3", one.fact->position);
      if (one.returned) add(*one.returned, "销假返岗", "", "7.2.3", one.fact->returned_at);
    }
  }
  // What others recorded of him while he stood somewhere that the reader may see.
  void acts() {
    auto me = facts_.parties.find(PartyKind::person, person_);
    if (!me) return;
    for (const auto& act : facts_.acts) {
      if (act.reversed || act.date > life_.sight().as_of) continue;
      auto refs = facts_.refs_of(act);
      bool named = std::find(refs.begin(), refs.end(), *me) != refs.end() || act.actor == *me;
      const LifeStay* stay = named ? life_.on(person_, act.date) : nullptr;
      if (!named || (life_.sight().reach && !(stay && reaches(life_.sight(), *stay->fact))))
        continue;
      add(act.date, title_of(act.kind), label_of(facts_, act.actor, act.date), "", act.position);
    }
  }
  static std::string title_of(policy::ActKind kind) {
    switch (kind) {
      case policy::ActKind::hearing: return "听取汇报";
      case policy::ActKind::care_visit: return "走访慰问";
      case policy::ActKind::talk: return "谈心谈话";
      case policy::ActKind::training: return "参加培训";
      case policy::ActKind::report: return "汇报";
      default: return "其他";
    }
  }
  template <typename E>
  static std::string title_of(E value) {
    return projections::title_of(value);
  }

  const Life& life_;
  const domain::Facts& facts_;
  std::string person_;
  std::vector<Moment> moments_;
};

Result<std::string> person_of(const Sight& sight, const Query& query) {
  auto who = parse_party(query.actor);
  bool known = who && who->kind == PartyKind::person && sight.facts.people.contains(who->id);
  if (known) return who->id;
  return refuse(
      {Code::not_found, "账上没有人员 " + query.actor, "写成 person:人员编号", "actor", "", {}});
}

}  // namespace

Result<Table> person_timeline(const Sight& sight, const Query& query) {
  auto person = person_of(sight, query);
  if (!person) return refuse(std::move(person.error()));
  Life life(sight);
  Table table;
  table.title = "个人履历";
  table.columns = {{"date", "日期", CellKind::date, "", false},
                   {"what", "事项", CellKind::text, "", false},
                   {"detail", "内容", CellKind::text, "", false},
                   {"clause", "条款", CellKind::text, "", false},
                   {"event", "依据序号", CellKind::position, "", true}};
  for (const Moment& one : Timeline(life, *person).take()) {
    table.rows.push_back(
        {one.what + "|" + std::to_string(one.event.value),
         {one.date ? Cell::date(*one.date) : Cell::none("登记在先"), Cell::text(one.what),
          Cell::text_or_none(one.detail, ""), Cell::text_or_none(one.clause, ""),
          Cell::number(static_cast<std::int64_t>(one.event.value))}});
  }
  return table;
}

Result<Explanation> explain_person_timeline(const Sight& sight, const Query& query,
                                            const std::string& row, const std::string&,
                                            const std::string& cursor) {
  auto person = person_of(sight, query);
  if (!person) return refuse(std::move(person.error()));
  Life life(sight);
  for (const Moment& one : Timeline(life, *person).take()) {
    if (one.what + "|" + std::to_string(one.event.value) != row) continue;
    Explanation out;
    out.title = one.what;
    out.value = std::to_string(one.event.value);
    out.formula = "账上的登记";
    out.clause = one.clause;
    page(out, {{one.what, one.detail, "", one.event}}, cursor);
    return out;
  }
  return refuse({Code::not_found, "履历上没有 " + row, "重新打开报表，再点数字", "row", "", {}});
}

}  // namespace zhucun::projections
