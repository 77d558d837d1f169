// What was paid, payment by payment; and what is overdue, by unit, age and treasury. [8.2.2]
#include <algorithm>
#include <array>

#include "projections/allowance_tables.h"
#include "projections/duty_selection.h"
#include "projections/pay_selection.h"
#include "projections/places.h"
#include "projections/posting_life.h"

namespace zhucun::projections {

namespace {

std::string way_of(const PaidHow& how) {
  return how.transit   ? "系统发放，待银行返回"
         : how.advance ? "系统发放（预发）"
         : how.lump    ? "登记已发（合并）"
                       : "已发";
}

}  // namespace

Result<Table> allowance_paid(const Sight& sight, const Query& query) {
  PayAccounts accounts(sight);
  auto chosen = pay_selection(sight, accounts, query);
  if (!chosen) return refuse(std::move(chosen.error()));
  Ground ground(sight.facts, sight.as_of);
  Table table;
  table.title = "驻村干部补助已发表";
  table.period = chosen->period.key;
  table.columns = place_columns();
  auto add = [&](const char* name, const char* title, CellKind kind, bool explains = false) {
    table.columns.push_back({name, title, kind, explains ? "8.2.2" : "", explains});
  };
  add("person", "人员编号", CellKind::person), add("unitName", "派出单位", CellKind::text);
  add("month", "月份", CellKind::text), add("itemTitle", "项目", CellKind::text);
  add("amount", "金额", CellKind::fen, true), add("date", "日期", CellKind::date);
  add("paper", "凭证号或批次", CellKind::text), add("way", "方式", CellKind::text);
  add("position", "序号", CellKind::position), add("item", "项目代码", CellKind::text);
  Fen sum, left;
  for (const ChosenPay& pay : chosen->people) {
    const std::string& id = sight.facts.parties.id(pay.person);
    std::map<std::string, int> twice;
    auto put = [&](DivisionCode village, const std::string& unit, const std::string& month,
                   const std::string& item, const std::string& title, const PaidHow& how,
                   const std::string& way, Fen amount) {
      auto cells = place_cells(sight, ground, village);
      std::string key =
          id + "|" + month + "|" + item + "|" + unit + "|" + std::to_string(how.position.value);
      if (int seen = twice[key]++; seen > 0) key += "|" + std::to_string(seen);
      for (Cell cell :
           {Cell::text(id), Cell::text(unit_title(sight, unit)),
            Cell::text_or_none(month, "未分摊"), Cell::text_or_none(title, "未分摊"),
            Cell::number(amount.value), Cell::date(how.date), Cell::text(how.paper),
            Cell::text(way), Cell::number(static_cast<std::int64_t>(how.position.value)),
            Cell::text_or_none(item, "未分摊")}) {
        cells.push_back(std::move(cell));
      }
      table.rows.push_back({key, std::move(cells)});
      sum.value += amount.value;
    };
    for (const PayLine* each : pay.lines) {
      const PayLine& line = *each;
      for (const PaidHow& how : line.how)
        put(line.owed.village, line.owed.unit, month_key(line.owed.month), line.owed.item,
            item_title(accounts, line.owed.item, line.owed.month), how, way_of(how), how.amount);
    }
    for (const Undistributed* each : pay.left) {
      const Undistributed& one = *each;
      DivisionCode village = pay.lines.empty() ? DivisionCode{} : pay.lines.front()->owed.village;
      put(village, one.unit, "", "", "", one.how, "未分摊", one.left);
      left.value += one.left.value;
    }
  }
  sort_rows(table);
  std::vector<Cell> totals(table.columns.size(), Cell::text(""));
  totals[0] = Cell::text("合计");
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].name == "amount") totals[i] = Cell::number(sum.value);
  }
  table.totals = Row{"total", std::move(totals)};
  if (left.value != 0)
    table.remarks.push_back("未分摊 " + to_yuan(left) + " 元：多于所指月份的应发，待核对");
  add_pay_provenance(sight, chosen->period.span.last, table);
  return table;
}

Result<Explanation> explain_allowance_paid(const Sight& sight, const Query& query,
                                           const std::string& row, const std::string&,
                                           const std::string& cursor) {
  auto table = allowance_paid(sight, query);
  if (!table) return refuse(std::move(table.error()));
  for (const Row& one : table->rows) {
    if (one.key != row) continue;
    Explanation out;
    std::map<std::string, std::string> said;
    for (std::size_t i = 0; i < table->columns.size(); ++i)
      said[table->columns[i].name] = shown(one.cells[i], table->columns[i].kind);
    out.title = said["person"] + " " + said["month"] + " " + said["itemTitle"];
    out.value = said["amount"];
    out.formula = said["way"] + "，" + said["date"] + "，" + said["paper"];
    out.clause = "8.2.2";
    out.readings = table->readings;
    page(out, {{said["paper"], said["amount"], "", Position{std::stoull("0" + said["position"])}}},
         cursor);
    return out;
  }
  return refuse(no_such_row("补助已发表", row));
}

// ---- arrears ----

namespace {

struct Ageing {
  Fen open;
  std::array<Fen, 4> by_age{};  // up to 30, 90, 365 days, longer
  std::set<domain::PartyRef> people;
  Date oldest = far_future;
  std::int64_t unknown = 0;
  std::vector<std::pair<std::string, Fen>> lines;  // row keys of allowance_due
};

// From the first day on which a month could have been paid: the day after it.
int age_of(const PayLine& line, Date as_of) {
  Date from = period_of({PeriodKind::month}, line.owed.month).span.last + Days{1};
  return static_cast<int>((as_of - from).count());
}

std::size_t bucket_of(int days) {
  return days <= 30 ? 0 : days <= 90 ? 1 : days <= 365 ? 2 : 3;
}

Result<std::map<std::string, Ageing>> arrears(const Sight& sight, const PayAccounts& accounts,
                                              const Query& query) {
  Query all = query;
  if (!all.period) {
    Span span{sight.facts.start, period_of({PeriodKind::month}, sight.as_of).span.first - Days{1}};
    for (const auto& [at, opening] : sight.facts.allowance.openings)
      span.first = std::min(span.first, opening.through);
    span.first = period_of({PeriodKind::month}, span.first).span.first;
    all.period = Period{span, to_text(span.first) + "/" + to_text(span.last)};
  }
  auto chosen = pay_selection(sight, accounts, all);
  if (!chosen) return refuse(std::move(chosen.error()));
  std::map<std::string, Ageing> out;
  for (const ChosenPay& pay : chosen->people) {
    for (const PayLine* each : pay.lines) {
      const PayLine& line = *each;
      int age = age_of(line, sight.as_of);
      if (age < 0) continue;
      if (!line.known()) {
        ++out[line.owed.unit].unknown;
        continue;
      }
      if (line.owed.basis != domain::OwedBasis::confirmed || line.open.value <= 0) continue;
      Ageing& one = out[line.owed.unit];
      one.open.value += line.open.value;
      one.by_age[bucket_of(age)].value += line.open.value;
      one.people.insert(pay.person);
      one.oldest = std::min(one.oldest, line.owed.month);
      one.lines.push_back({line_key(sight, line), line.open});
    }
  }
  std::erase_if(
      out, [](const auto& one) { return one.second.open.value == 0 && one.second.unknown == 0; });
  return out;
}

}  // namespace

Result<Table> allowance_arrears(const Sight& sight, const Query& query) {
  PayAccounts accounts(sight);
  auto all = arrears(sight, accounts, query);
  if (!all) return refuse(std::move(all.error()));
  Table table;
  table.title = "驻村干部补助欠发表";
  auto add = [&](const char* name, const char* title, CellKind kind, bool explains = false) {
    table.columns.push_back({name, title, kind, explains ? "8.2.2" : "", explains});
  };
  add("unit", "单位编号", CellKind::text), add("unitName", "派出单位", CellKind::text);
  add("level", "层级", CellKind::text), add("source", "经费来源", CellKind::text);
  add("people", "涉及人数", CellKind::count), add("open", "欠发", CellKind::fen, true);
  add("upTo30", "30天以内", CellKind::fen), add("upTo90", "31至90天", CellKind::fen);
  add("upTo365", "91至365天", CellKind::fen), add("older", "一年以上", CellKind::fen);
  add("oldest", "最早月份", CellKind::text), add("unknown", "无法计算的行", CellKind::count);
  Fen open;
  std::array<Fen, 4> ages{};
  for (const auto& [unit, one] : *all) {
    std::string level = level_title(sight, unit);
    std::vector<Cell> cells{
        Cell::text(unit),
        Cell::text(unit_title(sight, unit)),
        Cell::text_or_none(level, "未登记"),
        Cell::text(money_source(sight, accounts, unit, sight.as_of)),
        Cell::number(static_cast<std::int64_t>(one.people.size())),
        one.open.value == 0 ? Cell::none("无法计算") : Cell::number(one.open.value)};
    for (std::size_t i = 0; i < ages.size(); ++i) {
      cells.push_back(Cell::number(one.by_age[i].value));
      ages[i].value += one.by_age[i].value;
    }
    cells.push_back(one.oldest == far_future ? Cell::none("没有欠发")
                                             : Cell::text(month_key(one.oldest)));
    cells.push_back(Cell::number(one.unknown));
    open.value += one.open.value;
    table.rows.push_back({unit, std::move(cells)});
  }
  std::vector<Cell> totals{Cell::text("合计"), Cell::text(""), Cell::text(""),
                           Cell::text(""),     Cell::text(""), Cell::number(open.value)};
  for (Fen one : ages) totals.push_back(Cell::number(one.value));
  totals.push_back(Cell::text("")), totals.push_back(Cell::text(""));
  table.totals = Row{"total", std::move(totals)};
  table.remarks.push_back(
      "已审定、应发未发的；账龄自次月1日起。欠发是八(一)"
      "“人员待遇保障不落实”的事实依据，是否约谈由同级办公室决定");
  add_pay_provenance(sight, sight.as_of, table);
  return table;
}

Result<Explanation> explain_allowance_arrears(const Sight& sight, const Query& query,
                                              const std::string& row, const std::string&,
                                              const std::string& cursor) {
  PayAccounts accounts(sight);
  auto all = arrears(sight, accounts, query);
  if (!all) return refuse(std::move(all.error()));
  auto found = all->find(row);
  if (found == all->end()) return refuse(no_such_row("补助欠发表", row));
  Explanation out;
  out.title = unit_title(sight, row) + "·欠发";
  out.value = to_yuan(found->second.open);
  out.formula = "已审定月份的应发 − 已发，逐人逐项相加";
  out.clause = "8.2.2";
  std::vector<Child> children;
  for (const auto& [key, open] : found->second.lines) {
    Query one;
    auto bar = key.find('|');
    one.period = parse_period(key.substr(bar + 1, 7));
    one.actor = "unit:" + row;
    children.push_back(
        {key.substr(0, key.rfind('|')),
         to_yuan(open),
         address_of("allowance_due", one, sight.as_of, sight.facts.position, key, "open"),
         {}});
  }
  page(out, std::move(children), cursor);
  return out;
}

// ---- a resident's own statement ----

Result<Table> allowance_statement(const Sight& sight, const Query& query) {
  auto who = parse_party(query.actor);
  if (!who || who->kind != PartyKind::person) {
    return refuse({Code::bad_parameter, "个人对账单须写明人员", "写成 person:P1", "actor", "", {}});
  }
  auto table = allowance_due(sight, query);
  if (!table) return refuse(std::move(table.error()));
  table->title = "驻村干部个人对账单";
  const auto& all = sight.facts.allowance;
  std::string person = person_now(sight.facts, who->id);
  for (const auto& [at, window] : all.statements) {
    if (window.period != table->period || window.issued > sight.as_of) continue;
    bool mine = std::any_of(table->rows.begin(), table->rows.end(),
                            [&](const Row& row) { return row.key.ends_with("|" + window.unit); });
    if (mine)
      table->remarks.push_back(unit_title(sight, window.unit) + " 于 " + to_text(window.issued) +
                               " 送达，异议至 " + to_text(window.until) + " 止");
  }
  for (const auto& [at, one] : all.objections) {
    bool mine = person_now(sight.facts, one.person) == person && one.period == table->period &&
                one.date <= sight.as_of;
    if (!mine) continue;
    std::string answer = "，尚未答复";
    for (const auto& [position, reply] : all.answers) {
      if (reply.objection == at && reply.date <= sight.as_of)
        answer = "；" + to_text(reply.date) + " 答复：" + reply.words;
    }
    table->remarks.push_back(to_text(one.date) + " 异议（序号 " + std::to_string(at.value) +
                             "）：" + one.words + answer);
  }
  return table;
}

Result<Explanation> explain_allowance_statement(const Sight& sight, const Query& query,
                                                const std::string& row, const std::string& column,
                                                const std::string& cursor) {
  return explain_allowance_due(sight, query, row, column, cursor);
}

}  // namespace zhucun::projections
