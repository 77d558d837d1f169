// A report that writes itself: what was recorded of a team, unit, office or coordination group in a
// period, as sentences whose figures open. The text is a draft that a person edits and hands over;
// one act then serves each duty it fits. [7.2.2, 8.3]
#include <algorithm>
#include <map>
#include <set>

#include "ledger/domain/kept_read.h"
#include "projections/duty_selection.h"
#include "projections/oversight_tables.h"
#include "projections/presence.h"
#include "projections/reach.h"
#include "projections/rectifications.h"

namespace zhucun::projections {

namespace {

using domain::copy;
using domain::kept;
using policy::ActKind;

struct Sentence {
  std::string section;
  std::string text;
  std::string figure;
  std::string formula;
  std::vector<Child> children;
};

std::string counted(std::int64_t value) {
  return std::to_string(value);
}

// Whose report it is: which stays, villages and acts belong to it.
class Subject {
 public:
  Subject(const Sight& sight, const Ground& ground, Party who)
      : sight_(sight),
        ground_(ground),
        who_(std::move(who)),
        ref_(sight.facts.parties.find(who_.kind, who_.id).value_or(domain::PartyRef{})),
        code_(parse_division(who_.id)) {}

  bool holds(const SeenStay& stay) const {
    switch (who_.kind) {
      case PartyKind::unit: return stay.unit == ref_;
      case PartyKind::group: return in(stay.village) && stay.city_level;
      default: return in(stay.village);
    }
  }
  bool in(DivisionCode place) const {
    if (!code_) return false;
    auto [found, fresh] = here_.try_emplace(place);
    if (fresh) found->second = in_division(sight_.facts, place, *code_, sight_.as_of);
    return found->second;
  }
  bool holds(const Instance& one) const {
    if (who_.kind == PartyKind::office) return in(one.place);
    if (who_.kind == PartyKind::group) return in(one.place) && one.city_level;
    return ground_.answering(one.actor, sight_.as_of) == ref_;
  }
  // What somebody did in a span, each act once, in the order of the book.
  std::set<domain::ActIndex> acts(domain::PartyRef actor, ActKind kind, Span days) const {
    std::set<domain::ActIndex> out;
    for (domain::PartyRef party : ground_.answered_by(actor, sight_.as_of)) {
      for (const auto& entry : sight_.facts.entries_of(party, kind)) {
        const auto& act = sight_.facts.acts[entry.act];
        if (!act.reversed && days.contains(act.date)) out.insert(entry.act);
      }
    }
    return out;
  }
  const Party& who() const { return who_; }
  domain::PartyRef ref() const { return ref_; }

 private:
  const Sight& sight_;
  const Ground& ground_;
  Party who_;
  domain::PartyRef ref_;
  std::optional<DivisionCode> code_;
  mutable std::map<DivisionCode, bool> here_;
};

class Composer {
 public:
  Composer(const Sight& sight, const Ground& ground, const Subject& subject, Period period)
      : sight_(sight),
        ground_(ground),
        subject_(subject),
        period_(std::move(period)),
        seen_{period_.span.first, std::min(period_.span.last, sight.as_of)} {}

  std::vector<Sentence> compose() {
    people();
    days();
    duties();
    acts();
    if (subject_.who().kind == PartyKind::unit) support();
    task_lists();
    checks();
    problems();
    employment();
    return std::move(out_);
  }

 private:
  void say(std::string section, std::string text, std::string figure, std::string formula,
           std::vector<Child> children) {
    out_.push_back({std::move(section), std::move(text), std::move(figure), std::move(formula),
                    std::move(children)});
  }

  template <typename F>
  void each_stay(F&& f) const {
    for (const auto& [village, stays] : ground_.villages()) {
      for (const SeenStay& stay : stays) {
        if (subject_.holds(stay)) f(village, stay);
      }
    }
  }

  void people() {
    for (auto [role, name] : {std::pair{policy::Role::first_secretary, "第一书记"},
                              std::pair{policy::Role::member, "工作队员"}}) {
      std::vector<Child> children;
      each_stay([&](DivisionCode, const SeenStay& stay) {
        if (stay.role == role && stay.span.contains(seen_.last))
          children.push_back({sight_.facts.parties.id(stay.person),
                              to_text(stay.span.first) + " 起", "", started(stay)});
      });
      std::string count = counted(static_cast<std::int64_t>(children.size()));
      say("队伍", "截至 " + to_text(seen_.last) + "，在派" + name + " " + count + " 名。", count,
          "当日在派的人数", std::move(children));
    }
  }
  Position started(const SeenStay& stay) const {
    auto here = sight_.facts.stays_by_village.find(stay.village);
    if (here == sight_.facts.stays_by_village.end()) return {};
    for (auto index : here->second) {
      const auto& one = sight_.facts.stays[index];
      if (one.person == stay.person && one.span.first == stay.span.first) return one.started;
    }
    return {};
  }

  // Half days counted in the month sheets of the villages concerned.
  void days() {
    std::int64_t halves = 0;
    std::int64_t unknown = 0;
    std::vector<Child> children;
    std::set<domain::PartyRef> people;
    std::set<DivisionCode> villages;
    each_stay([&](DivisionCode village, const SeenStay& stay) {
      if (stay.span.meets(seen_)) people.insert(stay.person), villages.insert(village);
    });
    for (const Period& month : periods_starting_in({PeriodKind::month}, seen_)) {
      PresenceSight sheets(sight_, month);
      for (domain::PartyRef person : people) {
        auto one = sheets.of(person);
        if (!one) continue;
        for (const MonthSeen& seen : one->months) {
          if (!villages.contains(seen.village)) continue;
          halves += seen.counted;
          unknown += seen.unknown;
          if (seen.counted > 0)
            children.push_back({sight_.facts.parties.id(person) + " " + month.key,
                                half_days_text(seen.counted) + " 天", "", seen.content});
        }
      }
    }
    bool nothing = halves == 0 && unknown > 0;
    std::string count = nothing ? "" : half_days_text(halves);
    std::string text = "期内驻村工作 " + count + " 人天";
    if (unknown > 0) text += "，另有未填 " + half_days_text(unknown) + " 人天未计";
    if (nothing) text = "期内考勤没有填报，共 " + half_days_text(unknown) + " 人天";
    say("考勤", text + "。", count, "各人各月考勤表所计天数之和", std::move(children));
  }

  void duties() {
    auto judgement = sight_.judged(period_.span);
    std::int64_t expected = 0;
    std::int64_t done = 0;
    std::int64_t late = 0;
    std::vector<Child> all;
    std::vector<Child> missing;
    for (const Instance& one : judgement->instances) {
      if (one.expected == 0 || !subject_.holds(one) || one.due > sight_.as_of) continue;
      expected += one.expected;
      done += one.on_time + one.late;
      late += one.late;
      std::string words = words_of(sight_, *judgement, one);
      for (std::uint32_t i = 0; i < one.act_count; ++i) {
        const auto& act = sight_.facts.acts[judgement->acts[one.first_act + i]];
        all.push_back({words, to_text(act.date), "", act.position});
      }
      if (one.status == Status::missing) missing.push_back({words, to_text(one.due), "", {}});
    }
    std::string text = "期内到期的义务 " + counted(expected) + " 项，已办 " + counted(done) + " 项";
    if (late > 0) text += "（其中逾期 " + counted(late) + " 项）";
    say("履职", text + "。", counted(done), "到期的义务中已办的项数", std::move(all));
    if (missing.empty()) return;
    auto count = counted(static_cast<std::int64_t>(missing.size()));
    say("存在问题", "未办义务 " + count + " 项。", count, "到期未办的项数", std::move(missing));
  }

  void acts() {
    const std::pair<ActKind, const char*> kinds[] = {
        {ActKind::meeting, "召开会议"},    {ActKind::report, "送达工作汇报"},
        {ActKind::hearing, "听取汇报"},    {ActKind::guidance_visit, "到村调研指导"},
        {ActKind::care_visit, "走访慰问"}, {ActKind::talk, "谈心谈话"},
        {ActKind::spot_check, "工作抽查"}, {ActKind::supervision, "督查指导"},
        {ActKind::training, "举办培训"}};
    for (auto [kind, name] : kinds) {
      std::vector<Child> children;
      for (auto index : subject_.acts(subject_.ref(), kind, seen_)) {
        const auto& act = sight_.facts.acts[index];
        children.push_back({to_text(act.date), "", "", act.position});
      }
      if (children.empty()) continue;
      auto count = counted(static_cast<std::int64_t>(children.size()));
      say("工作开展", std::string(name) + " " + count + " 次。", count, "期内登记的次数",
          std::move(children));
    }
  }

  void support() {
    Fen sum;
    std::vector<Child> children;
    for (const auto& one : kept<event::SupportGiven>(sight_.facts, sight_.as_of)) {
      if (copy(one.data.getUnit()) != subject_.who().id || !seen_.contains(one.date)) continue;
      sum.value += one.data.getAmount();
      children.push_back(
          {schema::enumerant(one.data.getKind()).title + "：" + copy(one.data.getContent()),
           to_yuan({one.data.getAmount()}), "", one.position});
    }
    if (children.empty()) return;
    auto count = counted(static_cast<std::int64_t>(children.size()));
    say("工作开展", "支持帮扶 " + count + " 项，折合 " + to_yuan(sum) + " 元。", to_yuan(sum),
        "各项金额之和", std::move(children));
  }

  bool village_here(DivisionCode village) const {
    return subject_.who().kind != PartyKind::unit && subject_.in(village);
  }

  void task_lists() {
    std::map<Position, event::TaskState> states;
    std::map<Position, Date> last;
    for (const auto& one : kept<event::TaskProgressed>(sight_.facts, seen_.last)) {
      states[{one.data.getTask()}] = one.data.getState();
      last[{one.data.getTask()}] = one.date;
    }
    std::vector<Child> done;
    std::vector<Child> overdue;
    std::vector<Child> open;
    for (const auto& one : kept<event::TaskSet>(sight_.facts, seen_.last)) {
      if (!village_here(domain::division(one.data.getVillage()))) continue;
      auto state = states.find(one.position);
      Child child{copy(one.data.getTitle()), "", "", one.position};
      bool ended = state != states.end() && state->second != event::TaskState::UNDERWAY;
      if (ended && state->second == event::TaskState::DONE && seen_.contains(last[one.position]))
        done.push_back(child);
      if (ended) continue;
      bool late = domain::until_or_open(one.data.getDue()) < seen_.last;
      (late ? overdue : open).push_back(child);
    }
    tell_tasks("工作任务", "期内完成任务", std::move(done));
    tell_tasks("工作任务", "正在推进任务", std::move(open));
    tell_tasks("存在问题", "逾期未完成任务", std::move(overdue));
  }
  void tell_tasks(const char* section, const char* what, std::vector<Child> children) {
    if (children.empty()) return;
    auto count = counted(static_cast<std::int64_t>(children.size()));
    std::string text = std::string(what) + " " + count + " 项";
    if (children.size() <= 5) {
      text += "：";
      for (std::size_t i = 0; i < children.size(); ++i)
        text += (i == 0 ? "" : "；") + children[i].label;
    }
    say(section, text + "。", count, "工作任务清单上的项数", std::move(children));
  }

  // How often others looked at the village.
  void checks() {
    if (subject_.who().kind != PartyKind::team) return;
    DivisionCode village = *parse_division(subject_.who().id);
    const std::tuple<ActKind, PartyKind, DivisionLevel, const char*> kinds[] = {
        {ActKind::spot_check, PartyKind::township, DivisionLevel::township, "接受乡镇抽查"},
        {ActKind::supervision, PartyKind::office, DivisionLevel::county, "接受县级督查"}};
    for (const auto& [kind, party, level, name] : kinds) {
      auto above =
          sight_.facts.parties.find(party, to_text(ground_.above(village, level, sight_.as_of)));
      if (!above) continue;
      std::vector<Child> children;
      for (auto index : subject_.acts(*above, kind, seen_)) {
        const auto& act = sight_.facts.acts[index];
        for (auto ref : sight_.facts.refs_of(act)) {
          if (sight_.facts.parties.id(ref) == subject_.who().id)
            children.push_back({to_text(act.date), "", "", act.position});
        }
      }
      if (children.empty()) continue;
      auto count = counted(static_cast<std::int64_t>(children.size()));
      say("抽查督查", std::string(name) + " " + count + " 次。", count, "期内登记的次数",
          std::move(children));
    }
  }

  void problems() {
    std::vector<Child> closed;
    std::vector<Child> open;
    for (const Rectification& one : rectifications(sight_)) {
      bool theirs =
          one.to == to_text(subject_.who()) || (subject_.who().kind == PartyKind::office &&
                                                !one.village.empty() && subject_.in(one.village));
      if (!theirs || one.ordered > seen_.last) continue;
      Child child{one.problem, to_text(one.due), "", one.position};
      if (one.closed && seen_.contains(*one.closed)) closed.push_back(child);
      if (one.is_open()) open.push_back(child);
    }
    auto tell = [&](const char* section, const char* what, std::vector<Child> list) {
      if (list.empty()) return;
      auto count = counted(static_cast<std::int64_t>(list.size()));
      say(section, std::string(what) + " " + count + " 个。", count, "问题清单上的个数",
          std::move(list));
    };
    tell("抽查督查", "整改销号问题", std::move(closed));
    tell("存在问题", "未销号问题", std::move(open));
  }

  void employment() {
    std::map<DivisionCode, domain::KeptEvent<event::EmploymentStated>> last;
    for (const auto& one : kept<event::EmploymentStated>(sight_.facts, seen_.last)) {
      DivisionCode village = domain::division(one.data.getVillage());
      if (!village_here(village)) continue;
      auto [found, fresh] = last.try_emplace(village, one);
      if (!fresh && found->second.date <= one.date) found->second = one;
    }
    if (last.empty()) return;
    std::int64_t labour = 0;
    std::int64_t employed = 0;
    std::vector<Child> children;
    for (const auto& [village, one] : last) {
      labour += one.data.getLabour();
      employed += one.data.getEmployed();
      children.push_back({sight_.facts.division_name(village, sight_.as_of),
                          counted(one.data.getEmployed()), "", one.position});
    }
    say("工作任务",
        "有劳动力的搬迁家庭 " + counted(labour) + " 户，至少1人稳定就业 " + counted(employed) +
            " 户，相差 " + counted(labour - employed) + " 户。",
        counted(employed), "各安置村最近一次统计之和", std::move(children));
  }

  const Sight& sight_;
  const Ground& ground_;
  const Subject& subject_;
  Period period_;
  Span seen_;
  std::vector<Sentence> out_;
};

}  // namespace

Result<Listed> report_draft(const Sight& sight, const Query& query) {
  auto who = parse_party(query.actor);
  bool writes = who && (who->kind == PartyKind::team || who->kind == PartyKind::unit ||
                        who->kind == PartyKind::office || who->kind == PartyKind::group ||
                        who->kind == PartyKind::township);
  if (!writes) {
    return refuse({Code::bad_parameter,
                   query.actor + " 不写工作汇报",
                   "写成 team:、unit:、township:、office: 或 group: 开头的代码",
                   "actor",
                   "",
                   {}});
  }
  Concern concern = concern_of(sight, query.actor);
  bool known = sight.facts.parties.find(who->kind, who->id) &&
               reaches_matter(sight, concern.place, concern.unit, "");
  if (!known || query.period->span.first > sight.as_of) {
    return refuse({Code::not_found,
                   known ? query.period->key + " 还没有开始" : "没有 " + query.actor,
                   known ? "选已开始的期间" : "核对代码",
                   known ? "period" : "actor",
                   "",
                   {}});
  }
  Ground ground(sight.facts, sight.as_of);
  Subject subject(sight, ground, *who);
  Listed out;
  out.table.title = "工作汇报草稿";
  out.table.period = query.period->key;
  out.add("section", "部分", CellKind::text), out.add("text", "内容", CellKind::text, "7.2.2");
  out.add("figure", "数字", CellKind::text, "7.2.2", true);
  out.add("address", "数字的来源", CellKind::text);
  int number = 0;
  static const std::vector<std::string> order{"队伍",     "考勤",     "履职",    "工作开展",
                                              "工作任务", "抽查督查", "存在问题"};
  auto sentences = Composer(sight, ground, subject, *query.period).compose();
  std::stable_sort(sentences.begin(), sentences.end(), [](const Sentence& a, const Sentence& b) {
    return std::find(order.begin(), order.end(), a.section) <
           std::find(order.begin(), order.end(), b.section);
  });
  for (Sentence& one : sentences) {
    std::string key = std::to_string(++number);
    RowOf row;
    row.text(one.section).text(one.text).text(one.figure, "没有填报");
    row.text(address_of("report_draft", query, sight.as_of, sight.facts.position, key, "figure"));
    out.explain(key, "figure",
                {one.section + "·" + one.text, one.figure, one.formula, std::move(one.children)});
    out.table.rows.push_back(row.take(key));
  }
  out.table.remarks.push_back(party_name(sight, query.actor) + " " + query.period->key);
  out.table.remarks.push_back("由已登记的事实拟出，可改；送达一次，列明的各送达单位和期间都计");
  cite_rows(sight, sight.as_of, {}, out.table);
  return out;
}

}  // namespace zhucun::projections
