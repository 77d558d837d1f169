#include <map>

#include "projections/duty_selection.h"
#include "projections/fund_explain.h"
#include "projections/fund_tables.h"
#include "projections/reach.h"

namespace zhucun::projections {

namespace {

using event::FundAccount;

struct PotSums {
  Fen cash;
  Fen quota;
  Fen transit;
  Fen reserved;
  Fen advance;
  Fen receivable;
};

void add(PotSums& sums, FundAccount account, Fen amount) {
  switch (account) {
    case FundAccount::CASH: sums.cash.value += amount.value; return;
    case FundAccount::QUOTA: sums.quota.value += amount.value; return;
    case FundAccount::TRANSIT: sums.transit.value += amount.value; return;
    case FundAccount::RESERVED: sums.reserved.value += amount.value; return;
    case FundAccount::ADVANCE: sums.advance.value -= amount.value; return;
    case FundAccount::RECEIVABLE: sums.receivable.value += amount.value; return;
    default: return;
  }
}

struct BalanceColumn {
  const char* name;
  const char* title;
  Fen (*value)(const PotSums&);
  const char* formula;
};

const std::vector<BalanceColumn>& columns() {
  static const std::vector<BalanceColumn> all{
      {"cash", "银行存款", [](const PotSums& s) { return s.cash; }, "收入 − 支出"},
      {"quota", "可用指标", [](const PotSums& s) { return s.quota; }, "下达 − 支出"},
      {"reserved", "其中已预留", [](const PotSums& s) { return s.reserved; }, "预留未核销"},
      {"available", "可用余额",
       [](const PotSums& s) { return Fen{s.cash.value + s.quota.value - s.reserved.value}; },
       "存款 + 可用指标 − 已预留"},
      {"transit", "在途（已拨未确认）", [](const PotSums& s) { return s.transit; },
       "已拨给本单位、尚未确认"},
      {"advance", "垫付未还", [](const PotSums& s) { return s.advance; }, "垫付的支出 − 已归还"},
      {"receivable", "指标待到账", [](const PotSums& s) { return s.receivable; },
       "指标下达 − 到账"},
  };
  return all;
}

std::string key_text(const domain::PotKey& key) {
  return to_text(key.holder) + "|" + std::to_string(key.year) + "|" +
         std::string(key_of(key.fund)) + "|" + (key.village.empty() ? "" : to_text(key.village));
}

// The year asked for, or all of them.
Result<std::int16_t> year_or_all(const Sight& sight, const Query& query) {
  if (!query.period) return std::int16_t{0};
  return fund_year(sight, query);
}

Result<std::map<domain::PotKey, PotSums>> pots(const Sight& sight, const FundSums& sums,
                                               const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  auto year = year_or_all(sight, query);
  if (!year) return refuse(std::move(year.error()));
  std::map<domain::PotKey, PotSums> out;
  std::map<DivisionCode, bool> wanted;
  sums.each(*year, [&](const domain::FundKey& key, Fen amount) {
    if (!query.kind.empty() && key_of(key.fund) != query.kind) return;
    if (query.division) {
      DivisionCode place = key.village.empty() ? key.holder : key.village;
      auto [found, fresh] = wanted.try_emplace(place);
      if (fresh) {
        found->second = in_division(sight.facts, place, *query.division, sight.as_of) ||
                        in_division(sight.facts, key.holder, *query.division, sight.as_of);
      }
      if (!found->second) return;
    }
    add(out[{key.holder, key.village, key.year, key.fund}], key.account, amount);
  });
  std::erase_if(out, [](const auto& one) {
    const PotSums& s = one.second;
    return s.cash.value == 0 && s.quota.value == 0 && s.transit.value == 0 &&
           s.reserved.value == 0 && s.advance.value == 0 && s.receivable.value == 0;
  });
  return out;
}

}  // namespace

Result<Table> fund_balances(const Sight& sight, const Query& query) {
  Ground ground(sight.facts, sight.as_of);
  FundSums sums(sight, ground);
  auto all = pots(sight, sums, query);
  if (!all) return refuse(std::move(all.error()));
  Table table;
  table.title = "工作经费余额表";
  table.columns = {{"county", "县市区", CellKind::text, "", false},
                   {"holderName", "持有单位", CellKind::text, "", false},
                   {"holder", "代码", CellKind::text, "", false},
                   {"year", "经费年度", CellKind::count, "", false},
                   {"fund", "经费类别", CellKind::text, "8.2.1", false},
                   {"villageName", "村（社区）", CellKind::text, "", false}};
  for (const auto& column : columns())
    table.columns.push_back({column.name, column.title, CellKind::fen, "8.2.1", true});
  std::vector<Fen> totals(columns().size());
  for (const auto& [key, pot] : *all) {
    std::vector<Cell> cells{above_cell(sight, ground, key.holder, DivisionLevel::county),
                            name_cell(sight, key.holder),
                            Cell::text(to_text(key.holder)),
                            Cell::number(key.year),
                            Cell::text(std::string(title_of(key.fund))),
                            name_cell(sight, key.village)};
    for (std::size_t i = 0; i < columns().size(); ++i) {
      Fen value = columns()[i].value(pot);
      totals[i].value += value.value;
      cells.push_back(Cell::number(value.value));
    }
    table.rows.push_back({key_text(key), std::move(cells)});
  }
  std::vector<Cell> cells{Cell::text("合计"), Cell::text(""), Cell::text(""),
                          Cell::text(""),     Cell::text(""), Cell::text("")};
  for (Fen total : totals) cells.push_back(Cell::number(total.value));
  table.totals = Row{"total", std::move(cells)};
  table.remarks.push_back("村的余额为负，是先用了本乡镇未分配的部分，或已超支");
  return table;
}

Result<Explanation> explain_fund_balances(const Sight& sight, const Query& query,
                                          const std::string& row, const std::string& column,
                                          const std::string& cursor) {
  Ground ground(sight.facts, sight.as_of);
  FundSums sums(sight, ground);
  auto all = pots(sight, sums, query);
  if (!all) return refuse(std::move(all.error()));
  const BalanceColumn* known = nullptr;
  for (const auto& one : columns()) {
    if (column == one.name) known = &one;
  }
  for (const auto& [key, pot] : *all) {
    if (!known || key_text(key) != row) continue;
    Explanation out;
    out.title = sight.facts.division_name(key.holder, sight.as_of) + " " +
                std::to_string(key.year) + "年度 " + std::string(title_of(key.fund)) + "·" +
                known->title;
    out.value = to_yuan(known->value(pot));
    out.formula = std::string(known->title) + " = " + known->formula;
    cite_fund(sight, out);
    page(out,
         papers_behind(sight,
                       [&](const domain::FundKey& one, Fen amount) {
                         bool here = one.holder == key.holder && one.village == key.village &&
                                     one.year == key.year && one.fund == key.fund;
                         PotSums part;
                         if (here) add(part, one.account, amount);
                         return known->value(part);
                       }),
         cursor);
    return out;
  }
  return refuse({Code::not_found, "余额表上没有 " + row, "重新打开报表，再点数字", "row", "", {}});
}

namespace {

struct TrialKey {
  FundAccount account;
  event::FundSource source;
  event::FundKind fund;
  auto operator<=>(const TrialKey&) const = default;
};
struct Turnover {
  Fen debit;
  Fen credit;
};

std::string key_text(const TrialKey& key) {
  return std::string(key_of(key.account)) + "|" + std::string(key_of(key.source)) + "|" +
         std::string(key_of(key.fund));
}

Result<std::map<TrialKey, Turnover>> turnovers(const Sight& sight, const FundSums& sums,
                                               const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  auto year = year_or_all(sight, query);
  if (!year) return refuse(std::move(year.error()));
  std::map<TrialKey, Turnover> out;
  std::map<DivisionCode, bool> wanted;
  sums.each_turnover(*year, [&](const domain::FundKey& key, Fen debit, Fen credit) {
    if (query.division) {
      auto [found, fresh] = wanted.try_emplace(key.holder);
      if (fresh) found->second = in_division(sight.facts, key.holder, *query.division, sight.as_of);
      if (!found->second) return;
    }
    Turnover& one = out[{key.account, key.source, key.fund}];
    one.debit.value += debit.value;
    one.credit.value += credit.value;
  });
  return out;
}

}  // namespace

Result<Table> trial_balance(const Sight& sight, const Query& query) {
  Ground ground(sight.facts, sight.as_of);
  FundSums sums(sight, ground);
  auto all = turnovers(sight, sums, query);
  if (!all) return refuse(std::move(all.error()));
  Table table;
  table.title = "试算平衡表";
  table.columns = {{"account", "科目", CellKind::text, "", false},
                   {"source", "来源", CellKind::text, "8.2.1", false},
                   {"fund", "经费类别", CellKind::text, "8.2.1", false},
                   {"debit", "借方发生额", CellKind::fen, "", true},
                   {"credit", "贷方发生额", CellKind::fen, "", true},
                   {"balanceDebit", "借方余额", CellKind::fen, "", true},
                   {"balanceCredit", "贷方余额", CellKind::fen, "", true}};
  Turnover totals;
  Fen debit_left;
  Fen credit_left;
  for (const auto& [key, one] : *all) {
    Fen left{one.debit.value - one.credit.value};
    totals.debit.value += one.debit.value;
    totals.credit.value += one.credit.value;
    (left.value > 0 ? debit_left : credit_left).value += std::abs(left.value);
    table.rows.push_back(
        {key_text(key),
         {Cell::text(std::string(title_of(key.account))),
          Cell::text(std::string(title_of(key.source))),
          Cell::text(std::string(title_of(key.fund))), Cell::number(one.debit.value),
          Cell::number(one.credit.value),
          left.value >= 0 ? Cell::number(left.value) : Cell::none("余额在贷方"),
          left.value <= 0 ? Cell::number(-left.value) : Cell::none("余额在借方")}});
  }
  table.totals = Row{"total",
                     {Cell::text("合计"), Cell::text(""), Cell::text(""),
                      Cell::number(totals.debit.value), Cell::number(totals.credit.value),
                      Cell::number(debit_left.value), Cell::number(credit_left.value)}};
  table.remarks.push_back(totals.debit == totals.credit ? "借贷相等"
                                                        : "借贷不相等：所选范围不是完整的县市区");
  return table;
}

Result<Explanation> explain_trial_balance(const Sight& sight, const Query& query,
                                          const std::string& row, const std::string& column,
                                          const std::string& cursor) {
  Ground ground(sight.facts, sight.as_of);
  FundSums sums(sight, ground);
  auto all = turnovers(sight, sums, query);
  if (!all) return refuse(std::move(all.error()));
  auto year = year_or_all(sight, query);
  for (const auto& [key, one] : *all) {
    if (key_text(key) != row) continue;
    Explanation out;
    out.title = std::string(title_of(key.account)) + "·" + std::string(title_of(key.source)) + "·" +
                std::string(title_of(key.fund));
    Fen left{one.debit.value - one.credit.value};
    out.value = to_yuan(column == "debit" ? one.debit : column == "credit" ? one.credit : left);
    out.formula =
        "借 " + to_yuan(one.debit) + " − 贷 " + to_yuan(one.credit) + " = " + to_yuan(left);
    cite_fund(sight, out);
    page(out,
         papers_behind(sight,
                       [&](const domain::FundKey& posted, Fen amount) {
                         bool here = posted.account == key.account && posted.source == key.source &&
                                     posted.fund == key.fund &&
                                     (*year == 0 || posted.year == *year) &&
                                     (!query.division || in_division(sight.facts, posted.holder,
                                                                     *query.division, sight.as_of));
                         return here ? amount : Fen{0};
                       }),
         cursor);
    return out;
  }
  return refuse(
      {Code::not_found, "试算平衡表上没有 " + row, "重新打开报表，再点数字", "row", "", {}});
}

}  // namespace zhucun::projections
