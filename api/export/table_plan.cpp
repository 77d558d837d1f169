#include "api/export/table_plan.h"

#include <algorithm>
#include <cstring>

#include "ledger/base/clock.h"

namespace zhucun::exporting {

using importers::PlanColumn;
using importers::PlanKind;
using importers::PlanSheet;
using importers::PlanValue;
using importers::WorkbookPlan;
using projections::Cell;
using projections::CellKind;
using projections::Row;
using projections::Table;

namespace {

constexpr std::size_t portrait_columns_max = 6;
constexpr std::string_view gap = "　";

PlanKind kind_of(CellKind kind) {
  switch (kind) {
    case CellKind::count:
    case CellKind::position: return PlanKind::whole;
    case CellKind::fen: return PlanKind::money;
    case CellKind::date: return PlanKind::date;
    case CellKind::rate:
    case CellKind::days: return PlanKind::decimal;
    case CellKind::text:
    case CellKind::person:
    case CellKind::label: break;
  }
  return PlanKind::text;
}

PlanValue value_of(const Cell& cell, CellKind kind) {
  if (const auto* text = std::get_if<std::string>(&cell.value)) return *text;
  const auto* number = std::get_if<std::int64_t>(&cell.value);
  if (!number) {
    if (cell.why.empty()) return {};
    return projections::shown(cell, kind);
  }
  switch (kind) {
    case CellKind::fen: return Fen{*number};
    case CellKind::date: return Date{Days{*number}};
    case CellKind::rate: return static_cast<double>(*number) / 10'000;
    case CellKind::days: return static_cast<double>(*number) / 2;
    case CellKind::count:
    case CellKind::position: return *number;
    case CellKind::text:
    case CellKind::person:
    case CellKind::label: break;
  }
  return std::to_string(*number);
}

// Whether a total is what its column adds up to. A rate or a date never is.
bool is_sum(const Table& table, std::size_t column) {
  CellKind kind = table.columns[column].kind;
  bool adds = kind == CellKind::fen || kind == CellKind::count || kind == CellKind::days;
  const auto* total = std::get_if<std::int64_t>(&table.totals->cells[column].value);
  if (!adds || !total) return false;
  std::int64_t sum = 0;
  for (const auto& row : table.rows) {
    const auto* number = std::get_if<std::int64_t>(&row.cells[column].value);
    if (number && __builtin_add_overflow(sum, *number, &sum)) return false;
  }
  return sum == *total;
}

// 2026Q3 -> 2026年第3季度; a key of another shape stays what it is.
std::string period_words(const std::string& key) {
  if (key.size() < 4 || key.find_first_not_of("0123456789") < 4) return key;
  std::string year = key.substr(0, 4) + "年", rest = key.substr(4);
  if (rest.empty()) return year;
  if (rest == "H1") return year + "上半年";
  if (rest == "H2") return year + "下半年";
  if (rest.size() == 2 && rest[0] == 'Q') return year + "第" + rest.substr(1) + "季度";
  if (rest.size() == 3 && rest[0] == '-')
    return year + (rest[1] == '0' ? rest.substr(2) : rest.substr(1)) + "月";
  return key;
}

// 2026-10-05 14:30 of UTC+8.
std::string minute_text(RecordedTime time) {
  constexpr std::int64_t minute = 60'000'000, day = 24 * 60 * minute;
  std::int64_t of_day = (time.micros + 8 * 60 * minute) % day / minute;
  auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return to_text(business_day(time)) + " " + two(of_day / 60) + ":" + two(of_day % 60);
}

std::string head_line(const Table& table, const Paper& paper) {
  std::string out;
  auto add = [&out](const std::string& name, const std::string& value) {
    if (!value.empty()) out += (out.empty() ? "" : std::string(gap)) + name + "：" + value;
  };
  add("编制单位", paper.issuer);
  add("期间", period_words(table.period));
  add("截至", to_text(table.as_of));
  add("打印时间", paper.printed.micros == 0 ? "" : minute_text(paper.printed));
  bool money = std::any_of(table.columns.begin(), table.columns.end(),
                           [](const auto& column) { return column.kind == CellKind::fen; });
  add("金额单位", money ? "元" : "");
  return out;
}

std::string foot_line(const Table& table) {
  std::string out = "截至序号 " + std::to_string(table.position.value);
  if (!table.verification.empty()) out += " · 核验码 " + table.verification;
  return out;
}

PlanSheet main_sheet(const Table& table, const Paper& paper) {
  PlanSheet out;
  out.name = table.title;
  out.title = table.title;
  out.notes.push_back(head_line(table, paper));
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto& column = table.columns[i];
    PlanColumn planned;
    planned.title = column.title;
    planned.kind = kind_of(column.kind);
    planned.number_format = column.kind == CellKind::rate ? "0.00%" : "";
    planned.summed = table.totals && is_sum(table, i);
    out.columns.push_back(std::move(planned));
  }
  out.rows.reserve(table.rows.size());
  auto values = [&table](const Row& row) {
    std::vector<PlanValue> out;
    out.reserve(row.cells.size());
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      out.push_back(value_of(row.cells[i], table.columns[i].kind));
    return out;
  };
  for (const auto& row : table.rows) out.rows.push_back(values(row));
  if (table.totals) out.totals = values(*table.totals);
  if (table.rows.empty()) out.legends.push_back("（没有行）");
  for (const auto& remark : table.remarks) out.legends.push_back(remark);
  if (!table.readings.empty()) {
    out.legends.push_back("本表所用口径 " + std::to_string(table.readings.size()) +
                          " 项，见“说明”表");
  }
  out.legends.push_back("制表人：　　　　　　　　审核人：　　　　　　　　");
  out.landscape = table.columns.size() > portrait_columns_max;
  out.frozen_columns = 1;
  out.filter = true;
  return out;
}

PlanSheet basis_sheet(const Table& table, const Paper& paper) {
  PlanSheet out;
  out.name = "说明";
  out.title = table.title + "：说明";
  out.landscape = false;
  PlanColumn item, content;
  item.title = "项目";
  item.width = 24;
  content.title = "内容";
  content.width = 64;
  out.columns = {item, content};
  auto add = [&out](const std::string& name, const std::string& value) {
    if (!value.empty()) out.rows.push_back({name, value});
  };
  add("报表", table.title + "（" + table.name + "）");
  add("地区", paper.area);
  add("编制单位", paper.issuer);
  add("期间", period_words(table.period));
  add("截至", to_text(table.as_of));
  add("截至序号", std::to_string(table.position.value));
  add("范围", table.scope);
  add("行数", std::to_string(table.rows.size()));
  add("打印时间", paper.printed.micros == 0 ? "" : minute_text(paper.printed));
  for (const auto& document : table.policies) add("依据", document);
  for (const auto& note : table.readings) {
    add("口径 " + note.id + "（" + note.clause + "）",
        note.question + " → " + note.chosen +
            (note.ruling.empty() ? "（默认）" : "（" + note.ruling + "）"));
  }
  for (const auto& remark : table.remarks) add("备注", remark);
  add("参数", table.address);
  add("核验码", table.verification);
  if (!table.verification.empty()) {
    add("核验办法", "在账簿所在的机器上运行：zhucun report '" + table.address + "' --check " +
                        table.verification + "。姓名不在核验之内，其余各格有一处不同即不一致。");
  }
  return out;
}

// Nothing that a file system or a shell takes for its own.
std::string name_part(std::string_view text) {
  std::string out;
  for (char c : text) {
    bool own = static_cast<unsigned char>(c) < 0x20 || std::strchr("/\\:*?\"<>|", c) != nullptr;
    out += own ? '-' : c;
  }
  return out;
}

}  // namespace

Paper paper_of(const app::Ledger& ledger, const app::Viewer& viewer, const Table& table) {
  Paper out;
  out.printed = ledger.book().now();
  ledger.book().read([&](const domain::Facts& facts) {
    // Without a division in the question it is that of the desk: more it did not get.
    bool placed = viewer.desk && viewer.desk->scope.kind == ScopeKind::division;
    DivisionCode own = placed ? viewer.desk->scope.division() : facts.city;
    DivisionCode code = parse_division(table.division).value_or(own);
    out.area = facts.division_name(code, table.as_of);
    DivisionCode office = code;
    if (viewer.desk) {
      const Scope& scope = viewer.desk->scope;
      if (scope.kind == ScopeKind::unit) out.issuer = facts.unit_name(scope.id, table.as_of);
      if (scope.kind != ScopeKind::division) return;
      office = scope.division();
    }
    auto found = facts.offices.find(office);
    if (found != facts.offices.end() && found->second.span.contains(table.as_of))
      out.issuer = found->second.name;
    else if (viewer.desk)
      out.issuer = facts.division_name(office, table.as_of);
  });
  return out;
}

WorkbookPlan table_plan(const Table& table, const Paper& paper) {
  WorkbookPlan out;
  out.author = paper.issuer;
  out.footer = foot_line(table);
  out.created = paper.printed;
  out.sheets = {main_sheet(table, paper), basis_sheet(table, paper)};
  return out;
}

std::optional<Refusal> workbook_fault(const Table& table) {
  if (table.rows.size() <= table_rows_max) return std::nullopt;
  return Refusal{Code::bad_parameter,
                 "表有 " + std::to_string(table.rows.size()) + " 行，Excel 一张表放不下",
                 "用 division、period 缩小范围，或改用 csv",
                 "format",
                 "",
                 {}};
}

std::string file_name(const Table& table, std::string_view area, std::string_view extension) {
  std::string out = name_part(area) + "_" + name_part(table.title);
  if (!table.period.empty()) out += "_" + name_part(table.period);
  return out + "_截至" + to_text(table.as_of) + "." + std::string(extension);
}

}  // namespace zhucun::exporting
