// What the end of a posting on a day and ground would bring about, in words, before anybody
// confirms it. Nothing is decided here: the same rules decide when the event is entered. [7.1,
// 7.2.3, 7.3.3, 8.2]
#include <algorithm>

#include "ledger/policy/same_level.h"
#include "projections/duty_selection.h"
#include "projections/findings.h"
#include "projections/force.h"
#include "projections/life_tables.h"
#include "projections/posting_life.h"
#include "projections/reach.h"

namespace zhucun::projections {

namespace {

using event::LeavingGround;

struct GroundName {
  LeavingGround ground;
  const char* name;  // as the event writes it
};
constexpr GroundName ground_names[] = {{LeavingGround::TERM_FULL, "termFull"},
                                       {LeavingGround::HEALTH, "health"},
                                       {LeavingGround::LEFT_UNIT, "leftUnit"},
                                       {LeavingGround::RECALL, "recall"},
                                       {LeavingGround::UNFIT, "unfit"},
                                       {LeavingGround::DEATH, "death"},
                                       {LeavingGround::RETIREMENT, "retirement"},
                                       {LeavingGround::VILLAGE_NOT_SERVED, "villageNotServed"},
                                       {LeavingGround::REASSIGNED, "reassigned"}};

struct Effect {
  std::string area;  // stable, for machines
  std::string title;
  std::string what;
  std::string who;  // a party, or empty
  std::string clause;
  std::optional<Date> date;
  Position event;
};

struct Change {
  const LifeStay* stay;
  Date last;  // the last day in post
  LeavingGround ground;
};

class Effects {
 public:
  Effects(const Life& life, const Change& change)
      : life_(life),
        sight_(life.sight()),
        change_(change),
        stay_(*change.stay),
        village_(stay_.fact->village),
        policy_(policy_on(life.sight(), change.last)) {
    ending();
    handover();
    recall();
    vacancy();
    duties();
    money();
    membership();
    meanwhile();
  }
  std::vector<Effect> take() { return std::move(effects_); }

 private:
  void add(std::string area, std::string title, std::string what, std::string who,
           std::string clause, std::optional<Date> date = {}, Position event = {}) {
    effects_.push_back({std::move(area), std::move(title), std::move(what), std::move(who),
                        std::move(clause), date, event});
  }
  std::string place() const { return sight_.facts.division_name(village_, sight_.as_of); }
  policy::LeavingGround ground() const {
    return static_cast<policy::LeavingGround>(change_.ground);
  }

  void ending() {
    add("posting", "任期结束",
        stay_.person + " 在" + place() + "的" + title_of(stay_.fact->role) + "任期（" +
            to_text(stay_.span.first) + " 起）到 " + to_text(change_.last) + " 结束，原因：" +
            title_of(change_.ground),
        "person:" + stay_.person, "7.1", change_.last, stay_.fact->started);
    bool allowed = policy_.leavings.empty();
    bool barred = false;
    for (const auto& row : policy_.leavings) {
      if (!policy::holds_in(row, village_) || !policy::speaks_of(row.grounds, ground())) continue;
      allowed = allowed || row.allowed;
      barred = barred || !row.allowed;
    }
    if (barred || !allowed)
      add("ground", "与条款不符",
          "条款不许以“" + title_of(change_.ground) +
              "”离任：作为决定会被退回，凭文件登记的列为与条款不符",
          "unit:" + stay_.unit, "7.1");
    const auto* term = policy::row_in(policy_.terms, village_, stay_.fact->role);
    if (!term || change_.ground != LeavingGround::TERM_FULL) return;
    Date full = policy::years_full(stay_.span.first, term->years);
    if (full > change_.last)
      add("term", "任期不足",
          "任期到 " + to_text(full) + " 才满 " + std::to_string(term->years) +
              " 年，须说明理由，列为与条款不符",
          "unit:" + stay_.unit, term->clause.text, full);
  }

  void handover() {
    const auto* row = policy::row_in(policy_.handovers, village_);
    bool needed = row && !row->grounds.empty() && policy::speaks_of(row->grounds, ground());
    const Handed* done = life_.handover_of(stay_);
    if (!needed) {
      add("handover", "工作交接", "这一原因离任不等交接", "unit:" + stay_.unit, "7.1");
      return;
    }
    if (!done || !done->fact || done->fact->date > change_.last) {
      add("handover", "工作交接",
          "交接没有完成：须先由派出单位指导交接并登记，凭文件登记离任的列为与条款不符",
          "unit:" + stay_.unit, row->clause.text);
      return;
    }
    auto days = sight_.facts.calendar().between(
        done->successor ? done->successor->span.first : change_.last, change_.last);
    std::string count = std::to_string(days.days.count);
    bool few = days.days.count < row->working_days;
    add("handover", "工作交接",
        "交接已完成，到撤离共 " + count + " 个工作日" +
            (few ? "，少于 " + std::to_string(row->working_days) + " 个，须说明理由" : ""),
        "unit:" + stay_.unit, row->clause.text, done->fact->date, done->event);
  }

  void recall() {
    if (change_.ground != LeavingGround::RECALL) return;
    for (const auto& row : policy_.recalls) {
      if (!policy::holds_in(row, village_)) continue;
      policy::Sides sides{life_.ground().level_of(stay_.fact->unit), seat(), village_,
                          sight_.facts.city};
      auto office = policy::acting_division(sides, row.level, row.higher);
      add("recall", "召回",
          office ? "由同级驻村队伍管理办公室召回" : "派出单位的同级办公室待认定，只登记已办的召回",
          office ? "office:" + to_text(*office) : "", row.clause.text);
      if (row.reselect)
        add("reselection", "重新选派", "责成派出单位重新选派，自召回次日起计，接任人到岗为止",
            "unit:" + stay_.unit, "7.2.3", change_.last + Days{1});
      return;
    }
  }
  DivisionCode seat() const {
    auto known = sight_.facts.units.find(stay_.unit);
    return known == sight_.facts.units.end() ? DivisionCode{} : known->second.seat;
  }

  void vacancy() {
    VillageForce force = force_on(sight_, village_, change_.last);
    auto role = stay_.fact->role;
    auto left = force.present(role) - 1;
    auto missing = std::max<std::int64_t>(0, force.wanted(role) - left);
    if (missing == 0) {
      add("vacancy", "空岗",
          "该职务应派 " + std::to_string(force.wanted(role)) + " 名，离任后仍有 " +
              std::to_string(left) + " 名，没有空岗",
          "", "3");
      return;
    }
    auto owner = owner_of(sight_, life_.ground(), village_, role);
    add("vacancy", "空岗",
        place() + title_of(role) + "空岗 " + std::to_string(missing) + " 名（应派 " +
            std::to_string(force.wanted(role)) + "，在派 " + std::to_string(left) + "），由" +
            (owner.department == policy::Department::unknown ? "驻村队伍管理办公室"
                                                             : title_of(owner.department)) +
            "补派",
        owner.party, "8.1", change_.last + Days{1}, owner.event);
  }

  void duties() {
    int first = 0;
    int members = 0;
    int of_unit = 0;
    for (const LifeStay& other : life_.stays()) {
      if (&other == &stay_ || !other.span.contains(change_.last + Days{1})) continue;
      if (other.unit == stay_.unit) ++of_unit;
      if (other.fact->village != village_) continue;
      (other.fact->role == policy::Role::first_secretary ? first : members) += 1;
    }
    std::string team = "team:" + to_text(village_);
    if (first + members == 0) {
      add("duties", "履职义务", "村内不再有人在派：整期无人的汇报不再应报", team, "7.2.2");
    } else if (first == 0) {
      add("duties", "履职义务",
          "队长空缺，工作队的汇报照旧由在派 " + std::to_string(members) + " 名队员承担", team,
          "7.2.2");
    } else {
      add("duties", "履职义务", "工作队的汇报照旧应报", team, "7.2.2");
    }
    if (of_unit == 0)
      add("unitDuties", "派出单位义务",
          "派出单位此后没有驻村干部：听取汇报、专题会议、调研走访按在派期间计",
          "unit:" + stay_.unit, "7.2.2");
  }

  void money() {
    Date first = std::max(stay_.span.first, make_date(year_of(change_.last), 1, 1));
    std::string days = std::to_string((change_.last - first).count() + 1);
    add("fund", "工作经费",
        std::to_string(year_of(change_.last)) + " 年此人在岗 " + days + " 天（" + to_text(first) +
            " 至 " + to_text(change_.last) + "），该职务的经费按在任天数计",
        "", "8.2.1");
    add("allowances", "补助",
        "生活补助、交通补贴计到 " + to_text(change_.last) + "，通讯补贴计到当月",
        "unit:" + stay_.unit, "8.2.2");
    add("insurance", "人身意外伤害保险", "办到任期结束，提醒派出单位办理终止", "unit:" + stay_.unit,
        "8.2.2.4");
  }

  void membership() {
    for (const auto& [position, fact] : sight_.facts.selection.conducts) {
      if (fact.conduct != policy::Conduct::membership_transfer || fact.village != village_)
        continue;
      if (life_.id_now(fact.person) != stay_.person || fact.date > sight_.as_of) continue;
      add("membership", "党员组织关系", "已转到村，离任后转回", "unit:" + stay_.unit, "7.2.3",
          fact.date, position);
      return;
    }
  }

  // What was counted after the day that is now said to be the last. [J7]
  void meanwhile() {
    if (change_.last >= sight_.as_of) return;
    add("backdated", "补登",
        "早于今天 " + std::to_string((sight_.as_of - change_.last).count()) +
            " 天：其后已登记的事项逐项列出，须复核",
        "", "7.1", change_.last + Days{1});
    auto me = sight_.facts.parties.find(PartyKind::person, stay_.person);
    for (const auto& act : sight_.facts.acts) {
      if (act.reversed || act.date <= change_.last || act.date > sight_.as_of || !me) continue;
      auto refs = sight_.facts.refs_of(act);
      bool named = act.actor == *me || std::find(refs.begin(), refs.end(), *me) != refs.end();
      if (!named) continue;
      add("counted", "其后已计入", label_of(sight_.facts, act.actor, act.date) + " 的登记写有此人",
          to_text(Party{act.actor.kind(), sight_.facts.parties.id(act.actor)}), "7.2.2", act.date,
          act.position);
    }
    for (const auto& [position, fact] : sight_.facts.selection.handovers) {
      bool theirs =
          life_.id_now(fact.person) == stay_.person || life_.id_now(fact.successor) == stay_.person;
      if (theirs && fact.date > change_.last && fact.date <= sight_.as_of)
        add("counted", "其后已计入", "其后登记的工作交接", "", "7.1", fact.date, position);
    }
  }

  const Life& life_;
  const Sight& sight_;
  Change change_;
  const LifeStay& stay_;
  DivisionCode village_;
  const policy::Policy& policy_;
  std::vector<Effect> effects_;
};

Refusal not_found(std::string words, std::string hint, std::string pointer) {
  return {Code::not_found, std::move(words), std::move(hint), std::move(pointer), "", {}};
}

Result<Change> change_of(const Life& life, const Query& query) {
  auto who = parse_party(query.actor);
  if (!who || who->kind != PartyKind::person)
    return refuse(not_found("不知道是谁：" + query.actor, "写成 person:人员编号", "actor"));
  const LifeStay* stay = life.on(who->id, *query.from);
  if (!stay || stay->ended || !reaches(life.sight(), *stay->fact)) {
    return refuse(not_found(who->id + " 在 " + to_text(*query.from) + " 没有未结束的驻村任期",
                            "核对人员和日期；日期是在岗的最后一天", "from"));
  }
  std::string known;
  for (const auto& one : ground_names) {
    if (query.kind == one.name) return Change{stay, *query.from, one.ground};
    known += (known.empty() ? "" : "、") + std::string(one.name);
  }
  return refuse(
      {Code::bad_parameter, "离任原因“" + query.kind + "”不认识", "可填 " + known, "kind", "", {}});
}

std::string key_of(const Effect& one) {
  return one.area + (one.area == "counted" ? "|" + std::to_string(one.event.value) : "");
}

}  // namespace

Result<Table> change_effects(const Sight& sight, const Query& query) {
  Life life(sight);
  auto change = change_of(life, query);
  if (!change) return refuse(std::move(change.error()));
  Table table;
  table.title = "人员变动的影响";
  table.columns = {{"area", "类别代码", CellKind::text, "", false},
                   {"title", "类别", CellKind::text, "", false},
                   {"what", "影响", CellKind::text, "", false},
                   {"who", "由谁处理", CellKind::label, "", false},
                   {"clause", "条款", CellKind::text, "", false},
                   {"date", "日期", CellKind::date, "", false},
                   {"event", "相关序号", CellKind::position, "", true}};
  for (const Effect& one : Effects(life, *change).take()) {
    table.rows.push_back(
        {key_of(one),
         {Cell::text(one.area), Cell::text(one.title), Cell::text(one.what),
          Cell::text_or_none(one.who, ""), Cell::text(one.clause),
          one.date ? Cell::date(*one.date) : Cell::none(""),
          one.event.value != 0 ? Cell::number(static_cast<std::int64_t>(one.event.value))
                               : Cell::none("尚无登记")}});
  }
  table.policies = policy_on(sight, *query.from).documents;
  table.remarks.push_back("只是预览，账上没有改动；确认时由同一批登记一并生效");
  return table;
}

Result<Explanation> explain_change_effects(const Sight& sight, const Query& query,
                                           const std::string& row, const std::string&,
                                           const std::string& cursor) {
  Life life(sight);
  auto change = change_of(life, query);
  if (!change) return refuse(std::move(change.error()));
  for (const Effect& one : Effects(life, *change).take()) {
    if (key_of(one) != row) continue;
    Explanation out;
    out.title = one.title;
    out.value = one.event.value != 0 ? std::to_string(one.event.value) : "尚无登记";
    out.formula = one.what;
    out.clause = one.clause;
    std::vector<Child> children;
    if (one.event.value != 0)
      children.push_back({one.title, one.date ? to_text(*one.date) : "", "", one.event});
    page(out, std::move(children), cursor);
    return out;
  }
  return refuse(not_found("影响表上没有 " + row, "重新预览", "row"));
}

}  // namespace zhucun::projections
