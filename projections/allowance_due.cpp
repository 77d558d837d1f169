// What each resident is owed, item by item and month by month, and how far it is paid. [8.2.2]
#include <algorithm>
#include <map>

#include "projections/allowance_tables.h"
#include "projections/duty_selection.h"
#include "projections/findings.h"
#include "projections/pay_selection.h"
#include "projections/places.h"

namespace zhucun::projections {

namespace {

Cell rate_cell(const Entitlement& one) {
  if (one.parts.empty()) return Cell::none(one.why.empty() ? "没有计发的天数" : one.why);
  if (one.parts.size() > 1) return Cell::none("当月有几个标准，见计算");
  return Cell::number(one.parts.front().rate.value);
}

// A confirmed adjustment that still fits waits for the next payout.
bool awaits_payout(const Sight& sight, const PayLine& line) {
  const domain::AdjustmentFact* last = nullptr;
  for (const auto& [at, one] : sight.facts.allowance.adjustments) {
    bool here = one.date <= sight.as_of && one.unit == line.owed.unit &&
                one.item == line.owed.item && one.month == month_key(line.owed.month) &&
                person_now(sight.facts, one.person) == sight.facts.parties.id(line.owed.person);
    if (here) last = &one;
  }
  return last && last->amount == line.open;
}

// Lines that stand in a payout which is not released yet, with its number.
std::map<std::string, std::string> listed_lines(const Sight& sight) {
  std::map<std::string, std::string> out;
  for (const auto& [key, payout] : sight.facts.allowance.payouts) {
    auto step = domain::PayoutStep::none;
    for (const auto& move : payout.moves) {
      if (move.date <= sight.as_of) step = move.step;
    }
    bool open = step == domain::PayoutStep::drafted || step == domain::PayoutStep::checked ||
                step == domain::PayoutStep::approved;
    if (!open) continue;
    for (const auto& line : payout.lines)
      out[person_now(sight.facts, line.person) + "|" + line.month + "|" + line.item + "|" +
          payout.unit] = payout.batch;
  }
  return out;
}

std::string status_words(const Sight& sight, const std::map<std::string, std::string>& listed,
                         const PayLine& line) {
  PayStatus status = status_of(line);
  bool adjusts = status == PayStatus::supplement || status == PayStatus::recover;
  if (adjusts || status == PayStatus::payable) {
    auto batch = listed.find(line_key(sight, line));
    if (batch != listed.end()) return "已列入批次 " + batch->second;
  }
  if (adjusts && awaits_payout(sight, line))
    return status == PayStatus::supplement ? "已确认补发，待发放" : "已确认扣回，待抵扣";
  return std::string(title_of(status));
}

struct LineGround {
  const Ground& places;
  const PayAccounts& accounts;
  std::map<std::string, std::string> listed;
};

std::vector<Cell> line_cells(const Sight& sight, const LineGround& ground, const PayLine& line) {
  const PayAccounts& accounts = ground.accounts;
  const Entitlement& one = line.owed;
  auto cells = place_cells(sight, ground.places, one.village);
  auto add = [&cells](Cell cell) { cells.push_back(std::move(cell)); };
  PayStatus status = status_of(line);
  add(Cell::text(sight.facts.parties.id(one.person)));
  add(Cell::text(role_title(one.role)));
  add(Cell::text(unit_title(sight, one.unit)));
  add(Cell::text(month_key(one.month)));
  add(Cell::text(item_title(accounts, one.item, one.month)));
  add(Cell::text_or_none(quantity_text(accounts, one), "期初"));
  add(rate_cell(one));
  add(line.known() ? Cell::number(one.due.value) : Cell::none(one.why));
  add(Cell::number(line.paid.value));
  add(line.known() ? Cell::number(line.open.value) : Cell::none(one.why));
  add(Cell::text(status_words(sight, ground.listed, line)));
  add(Cell::text_or_none(one.why.empty() ? formula_of(accounts, one) : one.why, ""));
  add(Cell::text(std::string(name_of(status))));
  add(Cell::text(one.item));
  add(Cell::text(one.unit));
  return cells;
}

}  // namespace

Result<Table> allowance_due(const Sight& sight, const Query& query) {
  PayAccounts accounts(sight);
  auto chosen = pay_selection(sight, accounts, query);
  if (!chosen) return refuse(std::move(chosen.error()));
  Ground places(sight.facts, sight.as_of);
  LineGround ground{places, accounts, listed_lines(sight)};
  Table table;
  table.title = "驻村干部补助应发表";
  table.period = chosen->period.key;
  table.columns = place_columns();
  auto add = [&](const char* name, const char* title, CellKind kind, bool explains = false) {
    table.columns.push_back({name, title, kind, explains ? "8.2.2" : "", explains});
  };
  add("person", "人员编号", CellKind::person), add("role", "职务", CellKind::text);
  add("unitName", "派出单位", CellKind::text), add("month", "月份", CellKind::text);
  add("itemTitle", "项目", CellKind::text), add("quantity", "计发数量", CellKind::text);
  add("rate", "标准", CellKind::fen), add("due", "应发", CellKind::fen, true);
  add("paid", "已发", CellKind::fen, true), add("open", "差额", CellKind::fen, true);
  add("statusTitle", "情况", CellKind::text), add("words", "计算", CellKind::text);
  add("status", "情况代码", CellKind::text), add("item", "项目代码", CellKind::text);
  add("unit", "单位编号", CellKind::text);
  Fen due, paid, open;
  std::int64_t unknown = 0;
  for (const ChosenPay& pay : chosen->people) {
    for (const PayLine* each : pay.lines) {
      const PayLine& line = *each;
      table.rows.push_back({line_key(sight, line), line_cells(sight, ground, line)});
      due.value += line.owed.due.value;
      paid.value += line.paid.value;
      open.value += line.open.value;
      if (!line.known()) ++unknown;
    }
  }
  sort_rows(table);
  std::vector<Cell> totals(table.columns.size(), Cell::text(""));
  totals[0] = Cell::text("合计");
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const std::string& name = table.columns[i].name;
    if (name == "due") totals[i] = Cell::number(due.value);
    if (name == "paid") totals[i] = Cell::number(paid.value);
    if (name == "open") totals[i] = Cell::number(open.value);
  }
  table.totals = Row{"total", std::move(totals)};
  table.remarks.push_back("考勤审定的月份可发，此前为暂计；差额 = 应发 − 已发，负数为多发");
  if (unknown > 0)
    table.remarks.push_back("有 " + std::to_string(unknown) +
                            " 行无法计算，不在合计之内：缺什么见“计算”一列");
  add_pay_provenance(sight, chosen->period.span.last, table);
  return table;
}

namespace {

void cite(const PayAccounts& accounts, const Sight& sight, const Entitlement& one,
          Explanation& out) {
  const auto* row = accounts.entitlements().row_of(one.item, one.month);
  out.clause = "8.2.2";
  if (!row) return;
  out.clause = row->clause.text;
  out.quote = row->quote;
  out.document = row->document;
  out.readings = reading_notes(
      policy_on(sight, period_of({PeriodKind::month}, one.month).span.last), row->readings);
}

std::vector<Child> due_children(const PayAccounts& accounts, const Entitlement& one) {
  std::vector<Child> out;
  for (const RatePart& part : one.parts) {
    out.push_back({to_text(part.days.first) + " 至 " + to_text(part.days.last) + "，标准 " +
                       to_yuan(part.rate) + "（" + part.source + "）",
                   half_days_text(part.halves), "", part.standard});
  }
  const auto* row = accounts.entitlements().row_of(one.item, one.month);
  for (Position at : one.events) {
    bool standard = std::any_of(one.parts.begin(), one.parts.end(),
                                [at](const RatePart& part) { return part.standard == at; });
    if (standard) continue;
    std::string label = !row || one.opening                     ? "期初"
                        : row->per == policy::PayPer::day       ? "考勤表"
                        : row->per == policy::PayPer::month     ? "在派"
                        : row->per == policy::PayPer::leave_day ? "未休年假认定"
                                                                : "往返出行";
    out.push_back({label, "", "", at});
  }
  return out;
}

}  // namespace

Result<Explanation> explain_allowance_due(const Sight& sight, const Query& query,
                                          const std::string& row, const std::string& column,
                                          const std::string& cursor) {
  PayAccounts accounts(sight);
  auto chosen = pay_selection(sight, accounts, query);
  if (!chosen) return refuse(std::move(chosen.error()));
  for (const ChosenPay& pay : chosen->people) {
    for (const PayLine* each : pay.lines) {
      const PayLine& line = *each;
      if (line_key(sight, line) != row) continue;
      const Entitlement& one = line.owed;
      Explanation out;
      std::string what = item_title(accounts, one.item, one.month);
      out.title = sight.facts.parties.id(one.person) + " " + month_key(one.month) + " " + what;
      cite(accounts, sight, one, out);
      std::vector<Child> children;
      if (column == "due") {
        out.title += "·应发";
        out.value = line.known() ? to_yuan(one.due) : "（" + one.why + "）";
        out.formula = formula_of(accounts, one);
        children = due_children(accounts, one);
      } else if (column == "paid") {
        out.title += "·已发";
        out.value = to_yuan(line.paid);
        out.formula = "各次发放之和";
        for (const PaidHow& how : line.how) {
          std::string label = to_text(how.date) + " " + how.paper;
          if (how.lump) label += "（合并发放，按口径分摊）";
          if (how.advance) label += "（预发）";
          if (how.transit) label += "（待银行返回）";
          children.push_back({label, to_yuan(how.amount), "", how.position});
        }
      } else if (column == "open") {
        out.title += "·差额";
        out.value = line.known() ? to_yuan(line.open) : "（" + one.why + "）";
        out.formula = "应发 " + to_yuan(one.due) + " − 已发 " + to_yuan(line.paid) + " = " +
                      to_yuan(Fen{one.due.value - line.paid.value});
        if (line.open.value != one.due.value - line.paid.value)
          out.formula += "；这一项当月已由其他单位发放，仍可发 " + to_yuan(line.open);
        Query next = query;
        for (const char* part : {"due", "paid"}) {
          children.push_back(
              {std::string(part) == "due" ? "应发" : "已发",
               std::string(part) == "due" ? to_yuan(one.due) : to_yuan(line.paid),
               address_of("allowance_due", next, sight.as_of, sight.facts.position, row, part),
               {}});
        }
      } else {
        return refuse(no_such_row("补助应发表", column));
      }
      page(out, std::move(children), cursor);
      return out;
    }
  }
  return refuse(no_such_row("补助应发表", row));
}

}  // namespace zhucun::projections
