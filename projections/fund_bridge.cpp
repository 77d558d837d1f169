#include <algorithm>

#include "projections/duty_selection.h"
#include "projections/findings.h"
#include "projections/fund_explain.h"
#include "projections/fund_tables.h"
#include "projections/reach.h"

namespace zhucun::projections {

namespace {

constexpr std::size_t total_row = fund_sources.size();

// One source's part of an amount, or all of it.
Fen part(const std::array<Fen, 4>& of, std::size_t source) {
  return source == total_row ? sum(of) : of[source];
}

struct BridgeColumn {
  const char* name;
  const char* title;
  bool by_source;   // money comes by source, but goes on in one channel
  bool of_due;      // rests on the shares due
  bool of_receipt;  // does not apply where the treasury pays by allotment
  Fen (*value)(const Bridge&, std::size_t source);
  const char* formula;
};

Fen whole_of(Fen amount) {
  return amount;
}

const std::vector<BridgeColumn>& columns() {
  static const std::vector<BridgeColumn> all{
      {"due", "应承担", true, true, false,
       [](const Bridge& b, std::size_t s) { return part(b.due, s); }, "各村各岗应承担之和"},
      {"allotted", "指标下达", true, false, false,
       [](const Bridge& b, std::size_t s) { return part(b.allotted, s); }, "各指标文下达之和"},
      {"allotmentGap", "未下达", true, true, false,
       [](const Bridge& b, std::size_t s) {
         // A top-up stands beside the shares and fills none of them.
         Fen allotted = s == total_row ? Fen{sum(b.allotted).value - b.allotted[3].value}
                                       : part(b.allotted, s);
         return Fen{part(b.due, s).value - allotted.value};
       },
       "应承担 − 指标下达（不含县级追加）"},
      {"received", "到账", true, false, true,
       [](const Bridge& b, std::size_t s) { return part(b.received, s); }, "各笔到账之和"},
      {"receiptGap", "未到账", true, false, true,
       [](const Bridge& b, std::size_t s) {
         return Fen{part(b.allotted, s).value - part(b.received, s).value};
       },
       "指标下达 − 到账"},
      {"gap", "差额", true, true, false,
       [](const Bridge& b, std::size_t s) {
         const auto& has = b.quota ? b.allotted : b.received;
         Fen got = s == total_row ? Fen{sum(has).value - has[3].value} : part(has, s);
         return Fen{part(b.due, s).value - got.value};
       },
       "应承担 − 到账（指标方式：− 指标下达；不含县级追加）"},
      {"takenBack", "财政收回", true, false, false,
       [](const Bridge& b, std::size_t s) { return part(b.taken_back, s); }, "各笔收回之和"},
      {"opening", "期初", false, false, false,
       [](const Bridge& b, std::size_t) { return whole_of(b.opening); }, "期初登记之和"},
      {"carried", "结转净额", false, false, false,
       [](const Bridge& b, std::size_t) { return whole_of(b.carried); },
       "转入本年度为正，转出为负"},
      {"transferred", "拨付乡镇", false, false, false,
       [](const Bridge& b, std::size_t) { return whole_of(b.transferred); }, "各笔拨付之和"},
      {"unconfirmed", "已拨未确认", false, false, false,
       [](const Bridge& b, std::size_t) { return b.unconfirmed(); }, "拨付乡镇 − 乡镇确认"},
      {"confirmed", "乡镇确认", false, false, false,
       [](const Bridge& b, std::size_t) { return whole_of(b.confirmed); }, "乡镇确认的实收之和"},
      {"returned", "退回", false, false, false,
       [](const Bridge& b, std::size_t) { return whole_of(b.returned); }, "各笔退回之和"},
      {"settled", "核销", false, false, false,
       [](const Bridge& b, std::size_t) { return whole_of(b.settled); }, "支出登记与核销之和"},
      {"advanced", "垫付未还", false, false, false,
       [](const Bridge& b, std::size_t) { return whole_of(b.advanced); }, "垫付的支出 − 已归还"},
      {"corrected", "跨年更正", false, false, false,
       [](const Bridge& b, std::size_t) { return whole_of(b.corrected); },
       "已年结年度的更正，记入本年度"},
      {"balance", "未支出余额", false, false, false,
       [](const Bridge& b, std::size_t) { return whole_of(b.cash); },
       "各持有单位的存款（或可用指标）之和"},
  };
  return all;
}

Result<BridgeBy> by_of(const Query& query) {
  if (query.by.empty() || query.by == "county") return BridgeBy::county;
  if (query.by == "township") return BridgeBy::township;
  if (query.by == "village" || query.by == "actor") return BridgeBy::village;
  return refuse({Code::bad_parameter,
                 "不能按 " + query.by + " 汇总",
                 "填 county、township 或 village",
                 "by",
                 "",
                 {}});
}

struct Asked {
  std::int16_t year = 0;
  BridgeBy by = BridgeBy::county;
  event::FundKind fund = event::FundKind::UNKNOWN;
};

Result<Asked> asked_of(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  auto year = fund_year(sight, query);
  if (!year) return refuse(std::move(year.error()));
  auto by = by_of(query);
  if (!by) return refuse(std::move(by.error()));
  Asked out{*year, *by, event::FundKind::UNKNOWN};
  if (query.kind.empty()) return out;
  auto fund = fund_named(query.kind);
  if (!fund) {
    return refuse({Code::bad_parameter,
                   "没有这类经费：" + query.kind,
                   "填 firstSecretary、team 或 pot",
                   "kind",
                   "",
                   {}});
  }
  out.fund = *fund;
  return out;
}

Cell figure(const BridgeColumn& column, const Bridge& bridge, std::size_t source) {
  if (source != total_row && !column.by_source) return Cell::none("不分来源");
  if (column.of_due && source == 3) return Cell::none("追加不在分担之内");
  if (column.of_due && bridge.unknown) return Cell::none("启用前");
  if (column.of_receipt && bridge.quota) return Cell::none("指标方式不适用");
  return Cell::number(column.value(bridge, source).value);
}

std::vector<Cell> cells_of(const Sight& sight, const FundSums& sums, DivisionCode line,
                           const Bridge& bridge, std::size_t source, std::int16_t year) {
  const auto* setting = setting_on(sight, sums, line, year);
  std::vector<Cell> cells{
      above_cell(sight, sums.ground(), line, DivisionLevel::county), name_cell(sight, line),
      Cell::text(to_text(line)),
      source == total_row ? Cell::text("合计")
                          : Cell::text(std::string(title_of(fund_sources[source]))),
      !setting ? Cell::none("未设定支付方式")
               : Cell::text(setting->mode == event::PaymentMode::QUOTA ? "指标" : "实拨")};
  for (const auto& column : columns()) cells.push_back(figure(column, bridge, source));
  return cells;
}

void merge(Bridge& into, const Bridge& from) {
  for (std::size_t i = 0; i < total_row; ++i) {
    into.due[i].value += from.due[i].value;
    into.allotted[i].value += from.allotted[i].value;
    // Where the treasury pays by allotment, an allotment is the money: it is in no receipt gap.
    into.received[i].value += (from.quota ? from.allotted[i] : from.received[i]).value;
    into.taken_back[i].value += from.taken_back[i].value;
  }
  for (auto field :
       {&Bridge::transferred, &Bridge::confirmed, &Bridge::returned, &Bridge::settled,
        &Bridge::advanced, &Bridge::carried, &Bridge::opening, &Bridge::corrected, &Bridge::cash})
    (into.*field).value += (from.*field).value;
  into.unknown = into.unknown || from.unknown;
}

}  // namespace

Result<Table> fund_bridge(const Sight& sight, const Query& query) {
  auto asked = asked_of(sight, query);
  if (!asked) return refuse(std::move(asked.error()));
  Ground ground(sight.facts, sight.as_of);
  FundSums sums(sight, ground);
  Table table;
  table.title = "驻村工作经费省市县分担对账表";
  table.columns = {{"county", "县市区", CellKind::text, "", false},
                   {"placeName", "单位", CellKind::text, "", false},
                   {"place", "代码", CellKind::text, "", false},
                   {"source", "来源", CellKind::text, "8.2.1", false},
                   {"mode", "支付方式", CellKind::text, "", false}};
  for (const auto& column : columns())
    table.columns.push_back({column.name, column.title, CellKind::fen, "8.2.1", true});
  Bridge all;
  bool quota = false;
  for (const auto& [line, bridge] : bridges(sight, sums, asked->year, asked->by, asked->fund)) {
    if (query.division && !in_division(sight.facts, line, *query.division, sight.as_of)) continue;
    if (asked->by == BridgeBy::county) {
      for (std::size_t source = 0; source < total_row; ++source) {
        table.rows.push_back({to_text(line) + "|" + std::string(key_of(fund_sources[source])),
                              cells_of(sight, sums, line, bridge, source, asked->year)});
      }
    }
    table.rows.push_back(
        {to_text(line) + "|total", cells_of(sight, sums, line, bridge, total_row, asked->year)});
    merge(all, bridge);
    quota = quota || bridge.quota;
  }
  std::vector<Cell> totals{Cell::text("合计"), Cell::text(""), Cell::text(""), Cell::text(""),
                           Cell::text("")};
  for (const auto& column : columns()) totals.push_back(figure(column, all, total_row));
  table.totals = Row{"total", std::move(totals)};
  const auto& policy =
      policy_on(sight, make_date(asked->year, 12, 31) < sight.as_of ? make_date(asked->year, 12, 31)
                                                                    : sight.as_of);
  table.policies = policy.documents;
  table.readings = reading_notes(policy, {"fund-remainder", "fund-part-year", "fund-vacant-team",
                                          "fund-first-secretary-only", "fund-pots"});
  table.remarks.push_back("到账以后各来源合并拨付、合并支出（不分来源）");
  table.remarks.push_back("县级追加不在5:3:2之内，不抵任何一级的应承担");
  if (quota) table.remarks.push_back("指标方式的县市区没有到账一列；合计的到账含其指标下达");
  return table;
}

Result<Explanation> explain_fund_bridge(const Sight& sight, const Query& query,
                                        const std::string& row, const std::string& column,
                                        const std::string& cursor) {
  auto asked = asked_of(sight, query);
  if (!asked) return refuse(std::move(asked.error()));
  auto bar = row.find('|');
  auto line = parse_division(row.substr(0, bar));
  auto known = std::find_if(columns().begin(), columns().end(),
                            [&](const BridgeColumn& one) { return column == one.name; });
  Ground ground(sight.facts, sight.as_of);
  FundSums sums(sight, ground);
  auto all = bridges(sight, sums, asked->year, asked->by, asked->fund);
  auto found = line ? all.find(*line) : all.end();
  if (found == all.end() || known == columns().end() || bar == std::string::npos) {
    return refuse(
        {Code::not_found, "分担对账表上没有 " + row, "重新打开报表，再点数字", "row", "", {}});
  }
  std::size_t source = total_row;
  for (std::size_t i = 0; i < total_row; ++i) {
    if (row.substr(bar + 1) == key_of(fund_sources[i])) source = i;
  }
  Explanation out;
  out.title = sight.facts.division_name(*line, sight.as_of) + " " + std::to_string(asked->year) +
              "年度 " +
              (source == total_row ? "合计" : std::string(title_of(fund_sources[source]))) + "·" +
              known->title;
  out.value = shown(figure(*known, found->second, source), CellKind::fen);
  out.formula = std::string(known->title) + " = " + known->formula;
  cite_fund(sight, out);
  std::vector<Child> children;
  if (known->of_due) {
    Query due = query;
    due.by = "village";
    for (const CountyShare& share : county_shares(sight, ground, asked->year)) {
      if (!in_division(sight.facts, share.village, *line, sight.as_of)) continue;
      Fen amount = source < 3
                       ? share.shares[source]
                       : Fen{share.shares[0].value + share.shares[1].value + share.shares[2].value};
      children.push_back({sight.facts.division_name(share.village, sight.as_of) + " " +
                              std::string(title_of(share.fund)) + " 应承担",
                          to_yuan(amount),
                          "",
                          {}});
    }
  }
  auto behind = papers_behind(sight, [&](const domain::FundKey& key, Fen amount) {
    if (key.year != asked->year) return Fen{0};
    if (asked->fund != event::FundKind::UNKNOWN && key.fund != asked->fund) return Fen{0};
    DivisionCode at = asked->by == BridgeBy::county     ? sums.county_of(key.holder)
                      : asked->by == BridgeBy::township ? key.holder
                      : key.village.empty()             ? key.holder
                                                        : key.village;
    if (at != *line) return Fen{0};
    Bridge one;
    one.quota = found->second.quota;
    add(one, sums, key, amount);
    one.quota = found->second.quota;
    return known->value(one, source);
  });
  children.insert(children.end(), behind.begin(), behind.end());
  page(out, std::move(children), cursor);
  return out;
}

}  // namespace zhucun::projections
