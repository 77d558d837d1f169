// A unit's own money: what a year needs and what was paid, its vouchers, the benefits it owes, the
// standards in force. [8.2.2]
#include <algorithm>

#include "ledger/policy/names.h"
#include "projections/allowance_tables.h"
#include "projections/benefits.h"
#include "projections/duty_selection.h"
#include "projections/pay_selection.h"
#include "projections/places.h"
#include "projections/posting_life.h"
#include "projections/reach.h"

namespace zhucun::projections {

namespace {

Result<Period> year_of_query(const Sight& sight, const Query& query) {
  Period year = query.period.value_or(period_of({PeriodKind::year}, sight.as_of));
  if (year.span == period_of({PeriodKind::year}, year.span.first).span) return year;
  return refuse({Code::bad_parameter, year.key + " 不是一个年度", "写成 2025", "period", "", {}});
}

bool unit_asked(const Query& query, const std::string& unit) {
  return query.actor.empty() || query.actor == "unit:" + unit;
}

bool in_area(const Sight& sight, const Query& query, const std::string& unit) {
  if (!query.division) return true;
  auto known = sight.facts.units.find(unit);
  return known != sight.facts.units.end() &&
         in_division(sight.facts, known->second.seat, *query.division, sight.as_of);
}

Explanation simple(std::string title, std::string value, std::string formula, std::string clause) {
  Explanation out;
  out.title = std::move(title);
  out.value = std::move(value);
  out.formula = std::move(formula);
  out.clause = std::move(clause);
  return out;
}

// ---- the year's need ----

struct Need {
  Fen so_far;   // due of the months that are confirmed or provisional
  Fen to_come;  // months ahead, at the rate of the last one that is known
  Fen paid;
  std::int64_t unknown = 0;
  std::int64_t lines = 0;
};

using Needs = std::map<std::pair<std::string, std::string>, Need>;  // by unit and item

// What is still to come in the year: each open stay's last known month, as often as months are
// left.
void add_need(const Sight& sight, const ChosenPay& pay, Span year, Needs& needs) {
  std::map<std::pair<std::string, std::string>, std::pair<Date, Fen>> last;
  Date now = period_of({PeriodKind::month}, sight.as_of).span.first;
  for (const PayLine* each : pay.lines) {
    const PayLine& line = *each;
    Need& need = needs[{line.owed.unit, line.owed.item}];
    ++need.lines;
    need.paid.value += line.paid.value;
    if (line.owed.month > now) continue;
    if (!line.known()) {
      ++need.unknown;
      continue;
    }
    need.so_far.value += line.owed.due.value;
    if (line.owed.month < now && !line.owed.opening)
      last[{line.owed.unit, line.owed.item}] = {line.owed.month, line.owed.due};
  }
  auto months_left = std::int64_t{12} - static_cast<std::int64_t>(zhucun::month_of(sight.as_of));
  if (sight.as_of > year.last || sight.as_of < year.first) return;
  Date before = period_of({PeriodKind::month}, now - Days{1}).span.first;
  for (const auto& [key, one] : last) {
    if (one.first == before) needs[key].to_come.value += one.second.value * months_left;
  }
}

// What nobody can reckon is no zero.
Cell said(const Need& need, Fen amount) {
  if (need.unknown > 0 && need.so_far.value == 0)
    return Cell::none(std::to_string(need.unknown) + " 行无法计算");
  return Cell::number(amount.value);
}

std::string benefit_item(policy::Benefit benefit) {
  return std::string(policy::name_of(benefit));
}

}  // namespace

Result<Table> unit_budget(const Sight& sight, const Query& query) {
  auto year = year_of_query(sight, query);
  if (!year) return refuse(std::move(year.error()));
  PayAccounts accounts(sight);
  Query months = query;
  months.period = *year;
  months.kind.clear();
  months.division.reset();
  auto chosen = pay_selection(sight, accounts, months);
  if (!chosen) return refuse(std::move(chosen.error()));
  Needs needs;
  for (const ChosenPay& pay : chosen->people) add_need(sight, pay, year->span, needs);
  int number = zhucun::year_of(year->span.first);
  std::map<std::string, std::string> titles;
  for (const auto& row : policy_in(sight, year->span).benefits)
    titles[benefit_item(row.benefit)] = row.title;
  for (const auto& posted : sight.facts.allowance.postings) {
    bool spent = posted.account == event::PayAccount::EXPENSE && posted.year == number &&
                 posted.date <= sight.as_of && titles.contains(posted.item) &&
                 unit_asked(query, posted.unit) && reaches_matter(sight, {}, posted.unit, "");
    if (!spent) continue;
    Need& need = needs[{posted.unit, posted.item}];
    need.so_far.value += posted.amount.value;
    need.paid.value += posted.amount.value;
  }
  Table table;
  table.title = "派出单位驻村待遇经费表";
  table.period = year->key;
  auto add = [&](const char* name, const char* title, CellKind kind, bool explains = false) {
    table.columns.push_back({name, title, kind, explains ? "8.2.2" : "", explains});
  };
  add("unit", "单位编号", CellKind::text), add("unitName", "派出单位", CellKind::text);
  add("level", "层级", CellKind::text), add("source", "经费来源", CellKind::text);
  add("itemTitle", "项目", CellKind::text), add("soFar", "已发生应发", CellKind::fen, true);
  add("toCome", "预计年内还需", CellKind::fen), add("need", "全年需要", CellKind::fen);
  add("paid", "已支付", CellKind::fen), add("left", "尚需支付", CellKind::fen);
  add("budget", "列入预算", CellKind::fen), add("unknown", "无法计算的行", CellKind::count);
  add("item", "项目代码", CellKind::text);
  Need all;
  std::map<std::string, bool> budget_shown;
  for (const auto& [key, need] : needs) {
    const auto& [unit, item] = key;
    if (!in_area(sight, query, unit)) continue;
    if (!query.kind.empty() && query.kind != item) continue;
    std::string level = level_title(sight, unit);
    Cell budget = Cell::none("没有登记");
    for (const auto& [at, one] : sight.facts.allowance.budgets) {
      if (one.unit == unit && one.year == number) budget = Cell::number(one.amount.value);
    }
    if (budget_shown[unit]) budget = Cell::none("同上");
    budget_shown[unit] = true;
    auto title = titles.find(item);
    Fen whole{need.so_far.value + need.to_come.value};
    all.so_far.value += need.so_far.value, all.to_come.value += need.to_come.value;
    all.paid.value += need.paid.value, all.unknown += need.unknown;
    table.rows.push_back(
        {unit + "|" + item,
         {Cell::text(unit), Cell::text(unit_title(sight, unit)),
          Cell::text_or_none(level, "未登记"),
          Cell::text(money_source(sight, accounts, unit, year->span.last)),
          Cell::text(title != titles.end() ? title->second
                                           : item_title(accounts, item, year->span.last)),
          said(need, need.so_far), said(need, need.to_come), said(need, whole),
          Cell::number(need.paid.value), said(need, Fen{whole.value - need.paid.value}),
          std::move(budget), Cell::number(need.unknown), Cell::text(item)}});
  }
  Fen whole{all.so_far.value + all.to_come.value};
  table.totals = Row{
      "total",
      {Cell::text("合计"), Cell::text(""), Cell::text(""), Cell::text(""), Cell::text(""),
       Cell::number(all.so_far.value), Cell::number(all.to_come.value), Cell::number(whole.value),
       Cell::number(all.paid.value), Cell::number(whole.value - all.paid.value), Cell::text(""),
       Cell::number(all.unknown), Cell::text("")}};
  table.remarks.push_back("预计年内还需 = 在派人员上月应发 × 余下月数；体检、保险等按已支出列");
  add_pay_provenance(sight, year->span.last, table);
  return table;
}

Result<Explanation> explain_unit_budget(const Sight& sight, const Query& query,
                                        const std::string& row, const std::string&,
                                        const std::string& cursor) {
  auto year = year_of_query(sight, query);
  if (!year) return refuse(std::move(year.error()));
  auto bar = row.find('|');
  if (bar == std::string::npos) return refuse(no_such_row("待遇经费表", row));
  std::string unit = row.substr(0, bar), item = row.substr(bar + 1);
  PayAccounts accounts(sight);
  Query months = query;
  months.period = *year;
  months.kind = item;
  months.actor = "unit:" + unit;
  months.division.reset();
  auto chosen = pay_selection(sight, accounts, months);
  if (!chosen) return refuse(std::move(chosen.error()));
  std::vector<Child> children;
  Fen sum;
  Date now = period_of({PeriodKind::month}, sight.as_of).span.first;
  for (const ChosenPay& pay : chosen->people) {
    for (const PayLine* each : pay.lines) {
      const PayLine& line = *each;
      if (!line.known() || line.owed.month > now) continue;
      sum.value += line.owed.due.value;
      std::string key = line_key(sight, line);
      children.push_back(
          {key.substr(0, key.find('|') + 8),
           to_yuan(line.owed.due),
           address_of("allowance_due", months, sight.as_of, sight.facts.position, key, "due"),
           {}});
    }
  }
  for (const auto& posted : sight.facts.allowance.postings) {
    bool here = posted.unit == unit && posted.item == item &&
                posted.account == event::PayAccount::EXPENSE && posted.date <= sight.as_of &&
                posted.year == zhucun::year_of(year->span.first) && chosen->people.empty();
    if (!here) continue;
    sum.value += posted.amount.value;
    children.push_back({to_text(posted.date), to_yuan(posted.amount), "", posted.position});
  }
  Explanation out = simple(unit_title(sight, unit) + " " + year->key + " " + item, to_yuan(sum),
                           "各人各月应发之和", "8.2.2");
  page(out, std::move(children), cursor);
  return out;
}

// ---- vouchers ----

namespace {

std::string_view title_of(event::PayAccount account) {
  switch (account) {
    case event::PayAccount::EXPENSE: return "驻村干部待遇支出";
    case event::PayAccount::TRANSIT: return "待银行处理";
    case event::PayAccount::PAID: return "单位存款或授权支付";
    default: return "";
  }
}

}  // namespace

Result<Table> unit_vouchers(const Sight& sight, const Query& query) {
  auto year = year_of_query(sight, query);
  if (!year) return refuse(std::move(year.error()));
  PayAccounts accounts(sight);
  std::map<std::string, std::string> titles;
  for (const auto& row : policy_in(sight, year->span).benefits)
    titles[benefit_item(row.benefit)] = row.title;
  Table table;
  table.title = "派出单位记账凭证样式";
  table.period = year->key;
  auto add = [&](const char* name, const char* title, CellKind kind) {
    table.columns.push_back({name, title, kind, kind == CellKind::fen ? "8.2.2" : "", false});
  };
  add("unitName", "单位", CellKind::text), add("date", "日期", CellKind::date);
  add("position", "序号", CellKind::position), add("account", "科目", CellKind::text);
  add("itemTitle", "项目", CellKind::text), add("debit", "借方", CellKind::fen);
  add("credit", "贷方", CellKind::fen);
  Fen debit, credit;
  std::size_t index = 0;
  for (const auto& posted : sight.facts.allowance.postings) {
    ++index;
    bool here = posted.year == zhucun::year_of(year->span.first) && posted.date <= sight.as_of &&
                unit_asked(query, posted.unit) && in_area(sight, query, posted.unit) &&
                reaches_matter(sight, {}, posted.unit, "");
    if (!here) continue;
    auto title = titles.find(posted.item);
    std::string item = title != titles.end()   ? title->second
                       : posted.item == "lump" ? "合并发放"
                                               : item_title(accounts, posted.item, posted.date);
    (posted.amount.value > 0 ? debit : credit).value += std::abs(posted.amount.value);
    table.rows.push_back(
        {std::to_string(posted.position.value) + "|" + std::to_string(index),
         {Cell::text(unit_title(sight, posted.unit)), Cell::date(posted.date),
          Cell::number(static_cast<std::int64_t>(posted.position.value)),
          Cell::text(std::string(title_of(posted.account))), Cell::text(item),
          posted.amount.value > 0 ? Cell::number(posted.amount.value) : Cell::none("在贷方"),
          posted.amount.value < 0 ? Cell::number(-posted.amount.value) : Cell::none("在借方")}});
  }
  table.totals = Row{"total",
                     {Cell::text("合计"), Cell::text(""), Cell::text(""), Cell::text(""),
                      Cell::text(""), Cell::number(debit.value), Cell::number(credit.value)}};
  table.remarks.push_back(debit == credit ? "借贷相等" : "借贷不相等：所选范围不是完整的单位");
  table.remarks.push_back("与驻村工作经费分账；单位的法定账以单位会计系统为准");
  return table;
}

Result<Explanation> explain_unit_vouchers(const Sight&, const Query&, const std::string& row,
                                          const std::string&, const std::string&) {
  return refuse(no_such_row("记账凭证样式（看序号所指的事件）", row));
}

// ---- benefits ----

Result<Table> benefits(const Sight& sight, const Query& query) {
  auto year = year_of_query(sight, query);
  if (!year) return refuse(std::move(year.error()));
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  Ground ground(sight.facts, sight.as_of);
  auto who = query.actor.empty() ? std::nullopt : parse_party(query.actor);
  Table table;
  table.title = "驻村干部待遇保障情况表";
  table.period = year->key;
  table.columns = place_columns();
  auto add = [&](const char* name, const char* title, CellKind kind, bool explains = false) {
    table.columns.push_back({name, title, kind, explains ? "8.2.2" : "", explains});
  };
  add("person", "人员编号", CellKind::person), add("unitName", "派出单位", CellKind::text);
  add("kindTitle", "待遇", CellKind::text), add("clause", "条款", CellKind::text);
  add("statusTitle", "情况", CellKind::text), add("words", "说明", CellKind::text, true);
  add("due", "应承担", CellKind::fen), add("spent", "已支付", CellKind::fen);
  add("since", "自", CellKind::date), add("kind", "待遇代码", CellKind::text);
  add("status", "情况代码", CellKind::text), add("unit", "单位编号", CellKind::text);
  for (const BenefitCase& one : benefit_cases(sight, zhucun::year_of(year->span.first))) {
    bool kind = query.kind.empty() || query.kind == one.row->id;
    bool status = query.status.empty() || query.status == name_of(one.status);
    bool actor = !who || (who->kind == PartyKind::unit && who->id == one.unit) ||
                 (who->kind == PartyKind::person && who->id == one.person);
    bool here = !query.division || one.village.empty() ||
                in_division(sight.facts, one.village, *query.division, sight.as_of);
    if (!kind || !status || !actor || !here ||
        !reaches_matter(sight, one.village, one.unit, one.person))
      continue;
    auto cells = place_cells(sight, ground, one.village);
    bool wanting = one.status == BenefitStatus::missing && one.since != Date{};
    for (Cell cell :
         {Cell::text_or_none(one.person, "按单位"),
          Cell::text_or_none(unit_title(sight, one.unit), "不明"), Cell::text(one.row->title),
          Cell::text(one.row->clause.text), Cell::text(std::string(title_of(one.status))),
          Cell::text(one.words), one.due ? Cell::number(one.due->value) : Cell::none("不是金额"),
          one.spent ? Cell::number(one.spent->value) : Cell::none("没有登记金额"),
          wanting ? Cell::date(one.since) : Cell::none("没有欠缺"), Cell::text(one.row->id),
          Cell::text(std::string(name_of(one.status))), Cell::text(one.unit)}) {
      cells.push_back(std::move(cell));
    }
    table.rows.push_back({one.key, std::move(cells)});
  }
  sort_rows(table);
  const auto& policy = policy_in(sight, year->span);
  table.policies = policy.documents;
  std::vector<std::string> ids;
  for (const auto& row : policy.benefits)
    ids.insert(ids.end(), row.readings.begin(), row.readings.end());
  table.readings = reading_notes(policy, ids);
  return table;
}

Result<Explanation> explain_benefits(const Sight& sight, const Query& query, const std::string& row,
                                     const std::string&, const std::string& cursor) {
  auto year = year_of_query(sight, query);
  if (!year) return refuse(std::move(year.error()));
  for (const BenefitCase& one : benefit_cases(sight, zhucun::year_of(year->span.first))) {
    if (one.key != row || !reaches_matter(sight, one.village, one.unit, one.person)) continue;
    Explanation out = simple(one.person + " " + one.row->title, std::string(title_of(one.status)),
                             one.words, one.row->clause.text);
    out.quote = one.row->quote;
    out.document = one.row->document;
    out.readings = reading_notes(policy_in(sight, year->span), one.row->readings);
    std::vector<Child> children;
    for (Position at : one.events) children.push_back({"登记", "", "", at});
    page(out, std::move(children), cursor);
    return out;
  }
  return refuse(no_such_row("待遇保障情况表", row));
}

// ---- standards ----

namespace {

std::string standard_title(const Sight& sight, const std::string& standard) {
  for (const auto& stretch : sight.policies) {
    for (const auto& row : stretch.policy->allowances) {
      if (row.standard == standard) return row.title;
    }
  }
  return standard;
}

}  // namespace

Result<Table> allowance_standards(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  Table table;
  table.title = "补助标准与档次";
  auto add = [&](const char* name, const char* title, CellKind kind) {
    table.columns.push_back({name, title, kind, "", false});
  };
  add("standardTitle", "项目", CellKind::text), add("standard", "标准", CellKind::text);
  add("area", "地区代码", CellKind::text), add("areaName", "适用地区", CellKind::text);
  add("tier", "档次", CellKind::text), add("person", "人员编号", CellKind::person);
  add("amount", "金额", CellKind::fen), add("from", "施行日", CellKind::date);
  add("document", "文号", CellKind::text), add("position", "序号", CellKind::position);
  auto here = [&](DivisionCode area, const std::string& standard) {
    bool kind = query.kind.empty() || query.kind == standard;
    return kind &&
           (!query.division || in_division(sight.facts, area, *query.division, sight.as_of));
  };
  for (const auto& [at, one] : sight.facts.allowance.standards) {
    if (!here(one.area, one.standard)) continue;
    if (!one.person.empty() && !reaches_matter(sight, one.area, "", one.person)) continue;
    table.rows.push_back(
        {std::to_string(at.value),
         {Cell::text(standard_title(sight, one.standard)), Cell::text(one.standard),
          Cell::text(to_text(one.area)),
          Cell::text(sight.facts.division_name(one.area, sight.as_of)),
          Cell::text_or_none(one.tier, "不分档"), Cell::text_or_none(one.person, "不分人"),
          Cell::number(one.amount.value), Cell::date(one.from), Cell::text(one.document),
          Cell::number(static_cast<std::int64_t>(at.value))}});
  }
  for (const auto& [at, one] : sight.facts.allowance.tiers) {
    if (!here(one.township, one.standard)) continue;
    table.rows.push_back(
        {std::to_string(at.value),
         {Cell::text(standard_title(sight, one.standard)), Cell::text(one.standard),
          Cell::text(to_text(one.township)),
          Cell::text(sight.facts.division_name(one.township, sight.as_of)), Cell::text(one.tier),
          Cell::none("不分人"), Cell::none("按档次的标准"), Cell::date(one.from),
          Cell::text(one.document), Cell::number(static_cast<std::int64_t>(at.value))}});
  }
  table.remarks.push_back("同一标准自施行日起用到下一个施行日；县里没有的用市里的");
  add_pay_provenance(sight, sight.as_of, table);
  return table;
}

Result<Explanation> explain_allowance_standards(const Sight&, const Query&, const std::string& row,
                                                const std::string&, const std::string&) {
  return refuse(no_such_row("补助标准与档次（看序号所指的事件）", row));
}

}  // namespace zhucun::projections
