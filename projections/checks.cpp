// Where anybody looked, where nobody did, and which villages a draw takes next. [7.2.3]
#include <algorithm>
#include <map>
#include <set>

#include "ledger/domain/kept_read.h"
#include "projections/oversight_tables.h"
#include "projections/reach.h"
#include "projections/rectifications.h"

namespace zhucun::projections {

namespace {

using policy::ActKind;

struct Visits {
  std::vector<std::pair<Date, Position>> spot_checks;  // by day
  std::vector<std::pair<Date, Position>> supervisions;
  std::optional<Date> last(ActKind kind) const {
    const auto& list = kind == ActKind::supervision ? supervisions : spot_checks;
    return list.empty() ? std::nullopt : std::optional(list.back().first);
  }
};

// By village, up to a day and a position.
std::map<DivisionCode, Visits> visits_by_village(const domain::Facts& facts, Date as_of) {
  std::map<DivisionCode, Visits> out;
  for (const auto& act : facts.acts) {
    bool looks = act.kind == ActKind::spot_check || act.kind == ActKind::supervision;
    if (!looks || act.reversed || act.date > as_of) continue;
    for (auto ref : facts.refs_of(act)) {
      auto village = parse_division(facts.parties.id(ref));
      if (!village) continue;
      Visits& here = out[*village];
      auto& list = act.kind == ActKind::supervision ? here.supervisions : here.spot_checks;
      list.emplace_back(act.date, act.position);
    }
  }
  for (auto& [village, one] : out) {
    std::sort(one.spot_checks.begin(), one.spot_checks.end());
    std::sort(one.supervisions.begin(), one.supervisions.end());
  }
  return out;
}

std::vector<std::pair<Date, Position>> within(const std::vector<std::pair<Date, Position>>& all,
                                              Span days) {
  std::vector<std::pair<Date, Position>> out;
  std::copy_if(all.begin(), all.end(), std::back_inserter(out),
               [days](const auto& one) { return days.contains(one.first); });
  return out;
}

Basis basis_of(const std::string& title, const std::vector<std::pair<Date, Position>>& list) {
  Basis out{title, std::to_string(list.size()), "期内登记的次数之和", {}};
  for (const auto& [day, position] : list) out.children.push_back({to_text(day), "", "", position});
  return out;
}

bool stands_in(const Ground& ground, DivisionCode village, Span days) {
  auto found = ground.villages().find(village);
  return found != ground.villages().end() &&
         std::any_of(found->second.begin(), found->second.end(),
                     [days](const SeenStay& stay) { return stay.span.meets(days); });
}

}  // namespace

Result<Listed> check_coverage(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  Period period = period_asked(sight, query);
  Ground ground(sight.facts, sight.as_of);
  auto visits = visits_by_village(sight.facts, sight.as_of);
  std::map<DivisionCode, std::pair<int, int>> problems;
  for (const auto& one : rectifications(sight)) {
    if (one.village.empty() || !period.span.contains(one.ordered)) continue;
    ++problems[one.village].first;
    if (one.is_open()) ++problems[one.village].second;
  }
  Listed out;
  out.table.title = "抽查督查覆盖表";
  out.table.period = period.key;
  out.table.columns = place_columns();
  out.add("spotChecks", "乡镇抽查次数", CellKind::count, "7.2.3", true);
  out.add("lastSpotCheck", "最近抽查", CellKind::date, "7.2.3");
  out.add("supervisions", "县级督查次数", CellKind::count, "7.2.3", true);
  out.add("lastSupervision", "最近督查", CellKind::date, "7.2.3");
  out.add("problems", "发现问题", CellKind::count, "7.2.3");
  out.add("openProblems", "未销号", CellKind::count, "7.2.3");
  out.add("daysSince", "距最近一次天数", CellKind::count, "7.2.3");
  std::int64_t sums[4] = {};
  for (DivisionCode village : ground.divisions(DivisionLevel::village)) {
    Visits& here = visits[village];
    auto spot = within(here.spot_checks, period.span);
    auto supervised = within(here.supervisions, period.span);
    bool asked = stands_in(ground, village, period.span) || !spot.empty() || !supervised.empty();
    if (!asked || !reaches_village(sight, village) || !asked_for(ground, query, village)) continue;
    std::string key = to_text(village);
    std::string name = sight.facts.division_name(village, sight.as_of);
    auto last = std::max(here.last(ActKind::spot_check), here.last(ActKind::supervision));
    auto [found, open] = problems[village];
    std::int64_t figures[4] = {static_cast<std::int64_t>(spot.size()),
                               static_cast<std::int64_t>(supervised.size()), found, open};
    for (int i = 0; i < 4; ++i) sums[i] += figures[i];
    RowOf row(place_cells(sight, ground, village));
    row.number(figures[0]).date(here.last(ActKind::spot_check), "从未抽查");
    row.number(figures[1]).date(here.last(ActKind::supervision), "从未督查");
    row.number(found).number(open);
    row.cell(last ? Cell::number((sight.as_of - *last).count()) : Cell::none("从未抽查督查"));
    out.explain(key, "spotChecks", basis_of(name + "·乡镇抽查", spot));
    out.explain(key, "supervisions", basis_of(name + "·县级督查", supervised));
    out.table.rows.push_back(row.take(key));
  }
  sort_rows(out.table);
  RowOf total;
  total.text("合计").text("").text("").text("").number(sums[0]).text("").number(sums[1]).text("");
  out.table.totals = total.number(sums[2]).number(sums[3]).text("").take("total");
  out.table.remarks.push_back("列期内有人在派或有抽查督查的村；“最近”不限于期内");
  cite_rows(sight, period.span.first, {}, out.table);
  return out;
}

namespace {

struct Drawn {
  DivisionCode village;
  std::optional<Date> last;
  std::string draw;  // the hash of seed, period and village
};

// Longest unvisited first; within a month of the last visit, by the hash: whoever knows the seed
// and the book gets the same order, nobody can choose it.
std::vector<Drawn> order_of(const Sight& sight, const Query& query, const Ground& ground,
                            ActKind kind) {
  auto visits = visits_by_village(sight.facts, sight.as_of);
  std::vector<Drawn> out;
  for (DivisionCode village : ground.divisions(DivisionLevel::village)) {
    Span now{sight.as_of, sight.as_of};
    bool here = stands_in(ground, village, now) && asked_for(ground, query, village);
    if (!here || !reaches_village(sight, village)) continue;
    std::string text = query.seed + "|" + query.period->key + "|" + to_text(village);
    out.push_back({village, visits[village].last(kind), sight.digest(text)});
  }
  auto stratum = [](const Drawn& one) {
    return one.last ? period_of({PeriodKind::month}, *one.last).span.first : Date{};
  };
  std::sort(out.begin(), out.end(), [&](const Drawn& a, const Drawn& b) {
    return std::tuple(stratum(a), a.draw) < std::tuple(stratum(b), b.draw);
  });
  return out;
}

std::string adopted_words(const Sight& sight, const Query& query, const std::vector<Drawn>& order) {
  std::string out = "还没有登记采用的计划";
  for (const auto& one : domain::kept<event::CheckPlanAdopted>(sight.facts, sight.as_of)) {
    bool this_one = domain::division(one.data.getDivision()) == *query.division &&
                    domain::copy(one.data.getPeriod()) == query.period->key;
    if (!this_one) continue;
    std::set<std::string> adopted;
    for (auto village : one.data.getVillages()) adopted.insert(domain::copy(village));
    std::set<std::string> drawn;
    for (std::size_t i = 0; i < std::min(order.size(), adopted.size()); ++i)
      drawn.insert(to_text(order[i].village));
    bool same = adopted == drawn && domain::copy(one.data.getSeed()) == query.seed;
    out = "已登记采用的计划（序号 " + std::to_string(one.position.value) + "，种子 " +
          domain::copy(one.data.getSeed()) + "，依据序号 " + std::to_string(one.data.getDrawnAt()) +
          "）与本次抽取" + (same ? "一致" : "不一致");
  }
  return out;
}

}  // namespace

Result<Listed> check_plan(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  auto level = sight.facts.divisions.at(*query.division).level;
  if (!sight.digest) throw std::logic_error("check_plan: nobody lent the book's hash");
  ActKind kind = level == DivisionLevel::township ? ActKind::spot_check : ActKind::supervision;
  Ground ground(sight.facts, sight.as_of);
  auto order = order_of(sight, query, ground, kind);
  Listed out;
  out.table.title = "抽查督查计划";
  out.table.period = query.period->key;
  out.add("rank", "次序", CellKind::count);
  for (auto& column : place_columns()) out.table.columns.push_back(std::move(column));
  out.add("lastVisited", "最近一次", CellKind::date, "7.2.3");
  out.add("stratum", "层", CellKind::text, "7.2.3");
  out.add("drawn", "是否抽中", CellKind::text, "7.2.3");
  out.add("draw", "抽取值", CellKind::text);
  out.table.remarks.push_back(kind == ActKind::spot_check ? "乡镇工作情况抽查" : "县级督查指导");
  std::int64_t rank = 0;
  for (const Drawn& one : order) {
    RowOf row;
    row.number(++rank);
    for (auto& cell : place_cells(sight, ground, one.village)) row.cell(std::move(cell));
    row.date(one.last, "从未")
        .text(one.last ? period_of({PeriodKind::month}, *one.last).key : "从未去过");
    row.text(rank <= *query.count ? "是" : "否").text(one.draw);
    out.table.rows.push_back(row.take(to_text(one.village)));
  }
  out.table.remarks.push_back(
      "种子 " + query.seed + "；依据截至序号 " + std::to_string(sight.facts.position.value) +
      " 的登记。最久没有去过的先抽，同月的按“种子|期间|村代码”的摘要值由小到大");
  out.table.remarks.push_back(adopted_words(sight, query, order));
  cite_rows(sight, sight.as_of, {}, out.table);
  return out;
}

Result<Listed> open_rectifications(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  Ground ground(sight.facts, sight.as_of);
  Listed out;
  out.table.title = "抽查督查问题清单及整改台账";
  out.table.period = query.period ? query.period->key : "";
  out.table.columns = place_columns();
  out.add("from", "提出单位代码", CellKind::text), out.add("fromName", "提出单位", CellKind::text);
  out.add("to", "整改单位代码", CellKind::text), out.add("toName", "整改单位", CellKind::text);
  out.add("problem", "问题", CellKind::text, "7.2.3");
  out.add("ordered", "提出日期", CellKind::date), out.add("due", "整改期限", CellKind::date);
  out.add("reported", "报告日期", CellKind::date), out.add("closed", "销号日期", CellKind::date);
  out.add("status", "情况代码", CellKind::text), out.add("statusTitle", "情况", CellKind::text);
  out.add("days", "超期天数", CellKind::count, "7.2.3", true);
  out.add("done", "整改情况", CellKind::text), out.add("basis", "发现于序号", CellKind::position);
  out.add("event", "依据序号", CellKind::position);
  for (const Rectification& one : rectifications(sight)) {
    Concern concern = concern_of(sight, one.to);
    DivisionCode place = one.village.empty() ? concern.place : one.village;
    bool fits = (!query.period || query.period->span.contains(one.ordered)) &&
                (query.actor.empty() || query.actor == one.to || query.actor == one.from) &&
                (query.status.empty() || query.status == name_of(one.status)) &&
                asked_for(ground, query, place) &&
                reaches_matter(sight, place, concern.unit, concern.person);
    if (!fits) continue;
    Date end = one.reported.value_or(one.closed.value_or(sight.as_of));
    auto late = std::max<std::int64_t>(0, (end - one.due).count());
    std::string key = std::to_string(one.position.value);
    RowOf row(one.village.empty()
                  ? std::vector<Cell>{Cell::none("不属于一个村"), Cell::none("不属于一个村"),
                                      Cell::text(""), Cell::none("不属于一个村")}
                  : place_cells(sight, ground, one.village));
    row.text(one.from).text(party_name(sight, one.from));
    row.text(one.to).text(party_name(sight, one.to)).text(one.problem);
    row.date(one.ordered, "").date(one.due, "");
    row.date(one.reported, "未报告").date(one.closed, "未销号");
    row.text(std::string(name_of(one.status))).text(std::string(title_of(one.status)));
    row.number(late).text(one.done, "未报告").position(one.basis).position(one.position);
    Basis basis{one.problem,
                std::to_string(late),
                std::to_string(late) + " 天 = " + to_text(end) + " − 期限 " + to_text(one.due) +
                    "（不足零按零；报告整改的按报告日）",
                {}};
    for (Position step : one.steps) basis.children.push_back({"登记", "", "", step});
    out.explain(key, "days", std::move(basis));
    out.table.rows.push_back(row.take(key));
  }
  cite_rows(sight, sight.as_of, {}, out.table);
  return out;
}

}  // namespace zhucun::projections
