#include "projections/interviews.h"

#include <algorithm>
#include <set>

#include "ledger/domain/kept_read.h"
#include "ledger/policy/names.h"
#include "ledger/policy/same_level.h"
#include "projections/duty_selection.h"
#include "projections/findings.h"
#include "projections/fund_words.h"
#include "projections/oversight_tables.h"
#include "projections/reach.h"
#include "projections/rectifications.h"

namespace zhucun::projections {

namespace {

using domain::copy;
using domain::kept;

Span year_span(int year) {
  return {make_date(year, 1, 1), make_date(year, 12, 31)};
}

using CaseKey = std::pair<std::string, const policy::InterviewRow*>;

// Facts gathered for all units at once.
class Gathering {
 public:
  Gathering(const Sight& sight, const Ground& ground, int year, Span findings)
      : sight_(sight), ground_(ground), year_(year_span(year)), findings_(findings) {}

  void gather() {
    for (const auto& row : rows()) {
      findings(row);
      duties(row);
      support(row);
    }
    interviews();
  }
  const std::vector<policy::InterviewRow>& rows() const {
    return policy_on(sight_, std::min(year_.last, sight_.as_of)).interviews;
  }
  std::vector<InterviewCase> take() {
    std::vector<InterviewCase> out;
    for (auto& [key, one] : cases_) {
      std::stable_sort(one.facts.begin(), one.facts.end(),
                       [](const auto& a, const auto& b) { return a.since < b.since; });
      out.push_back(std::move(one));
    }
    return out;
  }

 private:
  InterviewCase& at(const std::string& unit, const policy::InterviewRow& row) {
    auto [found, fresh] = cases_.try_emplace({unit, order_of(row)});
    InterviewCase& one = found->second;
    if (!fresh) return one;
    one.unit = unit;
    one.row = &row;
    one.status = "proposed", one.status_title = "可约谈";
    auto known = sight_.facts.units.find(unit);
    if (known == sight_.facts.units.end()) return one;
    policy::Sides sides{known->second.level, known->second.seat, known->second.seat,
                        sight_.facts.city};
    auto office = policy::acting_division(sides, row.level, row.higher);
    if (office) one.office = "office:" + to_text(*office);
    return one;
  }
  std::size_t order_of(const policy::InterviewRow& row) const {
    return static_cast<std::size_t>(&row - rows().data());
  }
  std::string unit_of(domain::PartyRef unit) const {
    return sight_.facts.parties.id(ground_.answering(unit, sight_.as_of));
  }

  void findings(const policy::InterviewRow& row) {
    if (row.findings.empty()) return;
    auto all = find_all(sight_, {}, row.findings);
    if (!all) return;
    for (const Finding& one : *all) {
      if (one.unit.empty() || !findings_.contains(one.since)) continue;
      auto ref = sight_.facts.parties.find(PartyKind::unit, one.unit);
      at(ref ? unit_of(*ref) : one.unit, row)
          .facts.push_back({one.title + "：" + one.what, one.since,
                            one.events.empty() ? Position{} : one.events.back(), ""});
    }
  }
  void duties(const policy::InterviewRow& row) {
    if (row.duties.empty()) return;
    if (!judgement_) judgement_ = sight_.judged(year_);
    for (const Instance& one : judgement_->instances) {
      const auto& duty = *judgement_->rows[one.duty];
      bool named = std::find(row.duties.begin(), row.duties.end(), duty.id) != row.duties.end();
      bool unit = one.actor.kind() == PartyKind::unit && one.status == Status::missing;
      if (!named || !unit) continue;
      at(unit_of(one.actor), row)
          .facts.push_back({"未办：" + words_of(sight_, *judgement_, one), one.due, {}, ""});
    }
  }
  // A whole year of residents and no support recorded. The running year is not over yet.
  void support(const policy::InterviewRow& row) {
    if (!row.no_support || sight_.as_of <= year_.last || year_.first < sight_.facts.start) return;
    std::set<std::string> gave;
    for (const auto& one : kept<event::SupportGiven>(sight_.facts, sight_.as_of)) {
      auto ref = sight_.facts.parties.find(PartyKind::unit, copy(one.data.getUnit()));
      if (year_.contains(one.date) && ref) gave.insert(unit_of(*ref));
    }
    // Several residents, one after the other, make a whole year as well as one.
    std::map<std::string, std::vector<Span>> stood;
    for (const auto& [village, stays] : ground_.villages()) {
      for (const SeenStay& stay : stays) stood[unit_of(stay.unit)].push_back(stay.span);
    }
    for (const auto& [unit, spans] : stood) {
      auto days = joined(spans);
      bool whole =
          std::any_of(days.begin(), days.end(), [this](Span span) { return span.contains(year_); });
      if (!whole || gave.contains(unit)) continue;
      at(unit, row).facts.push_back(
          {std::to_string(year_of(year_.first)) + " 全年有人驻村，没有登记支持帮扶",
           year_.last,
           {},
           ""});
    }
  }
  // The last interview of the year, or one that was held since the newest fact arose. What arose
  // after it speaks anew.
  void interviews() {
    auto all = rectifications(sight_);
    for (const auto& one : kept<event::InterviewHeld>(sight_.facts, sight_.as_of)) {
      auto ground = static_cast<policy::InterviewGround>(one.data.getGround());
      for (const auto& row : rows()) {
        if (row.ground != ground) continue;
        std::string unit = copy(one.data.getUnit());
        if (auto ref = sight_.facts.parties.find(PartyKind::unit, unit)) unit = unit_of(*ref);
        auto known = cases_.find({unit, order_of(row)});
        Date newest = known == cases_.end() ? Date{} : newest_of(known->second);
        bool speaks = newest > Date{} && one.date >= newest;
        if (!year_.contains(one.date) && !speaks) continue;
        InterviewCase& made = at(unit, row);
        if (made.interviewed && one.date < *made.interviewed) continue;
        made.interviewed = one.date;
        made.event = one.position;
        std::tie(made.status, made.status_title) =
            newest > one.date ? std::pair{"proposed", "可约谈"} : standing(all, one.position);
      }
    }
  }
  static Date newest_of(const InterviewCase& one) {
    Date out{};
    for (const InterviewFact& fact : one.facts) out = std::max(out, fact.since);
    return out;
  }
  static std::pair<const char*, const char*> standing(const std::vector<Rectification>& all,
                                                      Position interview) {
    bool any = false;
    bool open = false;
    for (const Rectification& one : all) {
      if (one.basis != interview) continue;
      any = true;
      open = open || one.is_open();
    }
    if (!any) return {"interviewed", "已约谈"};
    return open ? std::pair{"rectifying", "整改中"} : std::pair{"closed", "已整改"};
  }

  const Sight& sight_;
  const Ground& ground_;
  Span year_;
  Span findings_;
  std::shared_ptr<const Judgement> judgement_;
  std::map<std::pair<std::string, std::size_t>, InterviewCase> cases_;
};

}  // namespace

std::vector<InterviewCase> interview_cases(const Sight& sight, const Ground& ground, int year,
                                           Span findings) {
  Gathering gathering(sight, ground, year, findings);
  gathering.gather();
  return gathering.take();
}

namespace {

std::string unit_level(const Sight& sight, const std::string& unit) {
  auto known = sight.facts.units.find(unit);
  return known == sight.facts.units.end() ? "" : std::string(title_of(known->second.level));
}

// A unit of the asked division and actor, within reach.
bool wanted(const Sight& sight, const Ground& ground, const Query& query, const std::string& unit) {
  auto known = sight.facts.units.find(unit);
  DivisionCode seat = known == sight.facts.units.end() ? sight.facts.city : known->second.seat;
  return (query.actor.empty() || query.actor == "unit:" + unit) && asked_for(ground, query, seat) &&
         reaches_matter(sight, seat, unit, "");
}

std::string ground_title(policy::InterviewGround ground) {
  return schema::enumerant(static_cast<event::InterviewGround>(ground)).title;
}

}  // namespace

Result<Listed> interview_grounds(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  auto year = year_asked(sight, query);
  if (!year) return refuse(std::move(year.error()));
  Ground ground(sight.facts, sight.as_of);
  Listed out;
  out.table.title = "约谈事由情况表";
  out.table.period = std::to_string(*year);
  out.add("unit", "单位编号", CellKind::text), out.add("unitName", "派出单位", CellKind::text);
  out.add("level", "层级", CellKind::text), out.add("office", "同级办公室代码", CellKind::text);
  out.add("officeName", "同级办公室", CellKind::text, "8.1");
  out.add("ground", "事由代码", CellKind::text),
      out.add("groundTitle", "事由", CellKind::text, "8.1");
  out.add("facts", "所依事实", CellKind::count, "8.1", true);
  out.add("oldest", "最早", CellKind::date), out.add("words", "最早的一项", CellKind::text);
  out.add("status", "情况代码", CellKind::text), out.add("statusTitle", "情况", CellKind::text);
  out.add("interviewed", "约谈日期", CellKind::date),
      out.add("event", "依据序号", CellKind::position);
  std::vector<const policy::Cited*> rows;
  // Without a year, whatever stands today.
  Span findings = query.period ? year_span(*year) : Span{Date{}, sight.as_of};
  for (const InterviewCase& one : interview_cases(sight, ground, *year, findings)) {
    std::string code(policy::name_of(one.row->ground));
    bool fits = (query.kind.empty() || query.kind == code) &&
                (query.status.empty() || query.status == one.status) &&
                wanted(sight, ground, query, one.unit);
    if (!fits) continue;
    rows.push_back(one.row);
    std::string key = one.unit + "|" + code;
    std::string name = sight.facts.unit_name(one.unit, sight.as_of);
    RowOf row;
    row.text(one.unit).text(name).text(unit_level(sight, one.unit), "未登记");
    row.text(one.office, "同级办公室待认定");
    row.text(one.office.empty() ? "" : party_name(sight, one.office), "同级办公室待认定");
    row.text(code).text(ground_title(one.row->ground));
    row.number(static_cast<std::int64_t>(one.facts.size()));
    row.date(one.facts.empty() ? std::nullopt : std::optional(one.facts.front().since), "没有");
    row.text(one.facts.empty() ? "" : one.facts.front().words, "没有");
    row.text(one.status).text(one.status_title);
    row.date(one.interviewed, "没有约谈").position(one.event, "没有约谈");
    Basis basis{name + "·" + ground_title(one.row->ground),
                std::to_string(one.facts.size()),
                "所列事实的项数；是否约谈由同级办公室决定",
                {}};
    for (const InterviewFact& fact : one.facts)
      basis.children.push_back({fact.words, to_text(fact.since), fact.address, fact.event});
    out.explain(key, "facts", std::move(basis));
    out.table.rows.push_back(row.take(key));
  }
  out.table.remarks.push_back("只列事实，不作结论：是否约谈由同级驻村队伍管理办公室决定");
  cite_rows(sight, sight.as_of, rows, out.table);
  return out;
}

namespace {

struct Matter {
  std::string id, title, clause;
  std::int64_t expected = 0, on_time = 0, late = 0, missing = 0;
  std::optional<Fen> amount;
  std::string words;
  std::vector<Child> children;
};

using Matters = std::map<std::string, std::vector<Matter>>;  // by unit

void add_duties(const Sight& sight, const Ground& ground, const Judgement& judgement,
                Matters& out) {
  std::map<std::pair<std::string, std::string>, Matter> all;
  for (const Instance& one : judgement.instances) {
    if (one.actor.kind() != PartyKind::unit || one.expected == 0) continue;
    std::string unit = sight.facts.parties.id(ground.answering(one.actor, sight.as_of));
    const auto& row = *judgement.rows[one.duty];
    Matter& made = all[{unit, row.id}];
    made.id = row.id, made.title = row.title, made.clause = row.clause.text;
    made.expected += one.expected;
    made.on_time += one.on_time;
    made.late += one.late;
    if (one.status == Status::missing) {
      made.missing += one.expected - one.on_time - one.late;
      made.children.push_back(
          {"未办：" + words_of(sight, judgement, one), to_text(one.due), "", {}});
    }
    for (std::uint32_t i = 0; i < one.act_count; ++i) {
      const auto& act = sight.facts.acts[judgement.acts[one.first_act + i]];
      made.children.push_back(
          {words_of(sight, judgement, one), to_text(act.date), "", act.position});
    }
  }
  for (auto& [key, made] : all) out[key.first].push_back(std::move(made));
}

void add_support(const Sight& sight, const Ground& ground, Span year, Matters& out) {
  std::map<std::string, Matter> all;
  for (const auto& one : kept<event::SupportGiven>(sight.facts, sight.as_of)) {
    auto ref = sight.facts.parties.find(PartyKind::unit, copy(one.data.getUnit()));
    if (!year.contains(one.date) || !ref) continue;
    Matter& made = all[sight.facts.parties.id(ground.answering(*ref, sight.as_of))];
    ++made.on_time;
    made.amount = Fen{made.amount.value_or(Fen{}).value + one.data.getAmount()};
    made.children.push_back(
        {schema::enumerant(one.data.getKind()).title + "：" + copy(one.data.getContent()),
         one.data.getAmount() > 0 ? to_yuan({one.data.getAmount()}) : "", "", one.position});
  }
  for (auto& [unit, list] : out) {
    Matter made = std::move(all[unit]);
    made.id = "support", made.title = "派出单位支持", made.clause = "8.1";
    if (made.on_time == 0) made.words = "没有登记";
    list.push_back(std::move(made));
  }
}

void add_cases(const Sight& sight, const Ground& ground, int year, Matters& out) {
  std::map<std::string, std::vector<const InterviewCase*>> by_unit;
  auto cases = interview_cases(sight, ground, year, year_span(year));
  for (const auto& one : cases) by_unit[one.unit].push_back(&one);
  for (auto& [unit, list] : out) {
    Matter made;
    made.id = "interviews", made.title = "约谈事由所依事实", made.clause = "8.1";
    for (const InterviewCase* one : by_unit[unit]) {
      made.missing += static_cast<std::int64_t>(one->facts.size());
      if (one->interviewed) ++made.on_time;
      made.words += (made.words.empty() ? "" : "；") + ground_title(one->row->ground) + " " +
                    std::to_string(one->facts.size()) + " 项，" + one->status_title;
      for (const auto& fact : one->facts)
        made.children.push_back({fact.words, to_text(fact.since), fact.address, fact.event});
    }
    list.push_back(std::move(made));
  }
}

void add_rectifications(const Sight& sight, Span year, Matters& out) {
  auto all = rectifications(sight);
  for (auto& [unit, list] : out) {
    Matter made;
    made.id = "rectifications", made.title = "问题整改", made.clause = "7.2.3";
    for (const Rectification& one : all) {
      if (one.to != "unit:" + unit || !year.contains(one.ordered)) continue;
      ++made.expected;
      if (one.status == RectificationStatus::closed) ++made.on_time;
      if (one.status == RectificationStatus::closed_late) ++made.late;
      if (one.is_open()) ++made.missing;
      made.children.push_back({one.problem + "（" + std::string(title_of(one.status)) + "）",
                               to_text(one.due), "", one.position});
    }
    list.push_back(std::move(made));
  }
}

}  // namespace

Result<Listed> unit_duties(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  auto year = year_asked(sight, query);
  if (!year) return refuse(std::move(year.error()));
  Ground ground(sight.facts, sight.as_of);
  Span days = year_span(*year);
  auto judgement = sight.judged(days);
  Matters all;
  for (const auto& [village, stays] : ground.villages()) {
    for (const SeenStay& stay : stays) {
      if (stay.span.meets(days)) all[sight.facts.parties.id(stay.unit)];
    }
  }
  add_duties(sight, ground, *judgement, all);
  add_support(sight, ground, days, all);
  add_cases(sight, ground, *year, all);
  add_rectifications(sight, days, all);
  Listed out;
  out.table.title = "派出单位履责情况表";
  out.table.period = std::to_string(*year);
  out.add("unit", "单位编号", CellKind::text), out.add("unitName", "派出单位", CellKind::text);
  out.add("level", "层级", CellKind::text), out.add("matter", "事项代码", CellKind::text);
  out.add("matterTitle", "事项", CellKind::text), out.add("clause", "条款", CellKind::text);
  out.add("expected", "应办", CellKind::count);
  out.add("done", "已办", CellKind::count, "8.1", true);
  out.add("onTime", "按时", CellKind::count), out.add("late", "逾期办理", CellKind::count);
  out.add("missing", "未办", CellKind::count), out.add("amount", "金额", CellKind::fen);
  out.add("words", "说明", CellKind::text);
  for (auto& [unit, list] : all) {
    if (!wanted(sight, ground, query, unit)) continue;
    std::string name = sight.facts.unit_name(unit, sight.as_of);
    for (Matter& one : list) {
      if (!query.kind.empty() && query.kind != one.id) continue;
      std::string key = unit + "|" + one.id;
      RowOf row;
      row.text(unit).text(name).text(unit_level(sight, unit), "未登记").text(one.id);
      row.text(one.title).text(one.clause).number(one.expected).number(one.on_time + one.late);
      row.number(one.on_time).number(one.late).number(one.missing);
      row.cell(one.amount ? Cell::number(one.amount->value) : Cell::none("没有金额"));
      row.text(one.words);
      out.explain(
          key, "done",
          {name + "·" + one.title, std::to_string(one.on_time + one.late),
           "按时 " + std::to_string(one.on_time) + " + 逾期办理 " + std::to_string(one.late),
           std::move(one.children)});
      out.table.rows.push_back(row.take(key));
    }
  }
  out.table.remarks.push_back("年度目标责任考核的参考依据：只列事实，不计分、不排名");
  add_provenance(out.table, *judgement);
  return out;
}

}  // namespace zhucun::projections
