#include <chrono>
#include <cstdio>
#include <fstream>
#include <stdexcept>

#include "api/export/csv.h"
#include "api/export/table_plan.h"
#include "api/export/workbook_writer.h"
#include "tools/bench/bench.h"

namespace zhucun::bench {

namespace {

using importers::PlanColumn;
using importers::PlanKind;
using importers::PlanSheet;

// Twelve columns as of a list of payments; write_bench.py makes the same rows.
PlanSheet payments(std::int64_t rows) {
  PlanSheet out;
  out.name = "明细";
  out.title = "支付明细";
  for (PlanKind kind : {PlanKind::text, PlanKind::text, PlanKind::text, PlanKind::text,
                        PlanKind::text, PlanKind::date, PlanKind::money, PlanKind::money,
                        PlanKind::whole, PlanKind::whole, PlanKind::decimal, PlanKind::text}) {
    PlanColumn column;
    column.title = "第" + std::to_string(out.columns.size() + 1) + "列";
    column.kind = kind;
    out.columns.push_back(std::move(column));
  }
  Date first = make_date(2024, 1, 1);
  for (std::int64_t i = 0; i < rows; ++i) {
    std::string n = std::to_string(i);
    out.rows.push_back({std::string("榆阳区"), "610802" + n, "示例乡镇" + std::to_string(i % 200),
                        "示例村" + std::to_string(i % 3000), "支付令〔2026〕" + n + "号",
                        first + Days{i % 900}, Fen{i * 37 % 10'000'000},
                        Fen{i * 91 % 10'000'000 - 5'000'000}, i, i % 31,
                        static_cast<double>(i % 400) / 2, std::string("办公用品和差旅费")});
  }
  return out;
}

std::string unhex(const std::string& hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    out += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return out;
}

void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  if (!out.flush()) throw std::runtime_error("cannot write " + path);
}

}  // namespace

void workbook(std::int64_t rows, const std::string& file) {
  importers::WorkbookPlan plan;
  plan.sheets = {payments(rows)};
  auto started = std::chrono::steady_clock::now();
  std::string bytes = exporting::write_workbook(plan);
  std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started;
  std::printf("%.4f %zu\n", taken.count(), bytes.size());
  write_file(file, bytes);
}

void cells(const std::string& hex_lines, const std::string& out) {
  projections::Table table;
  table.title = "载荷";
  table.columns = {{"text", "文字", projections::CellKind::text, "", false},
                   {"sum", "金额", projections::CellKind::fen, "", false}};
  std::ifstream in(hex_lines);
  for (std::string line; std::getline(in, line);) {
    table.rows.push_back({std::to_string(table.rows.size()),
                          {projections::Cell::text(unhex(line)), projections::Cell::number(-105)}});
  }
  auto csv = exporting::table_csv(table);
  if (!csv) throw std::runtime_error(csv.error().detail);
  write_file(out + ".csv", *csv);
  write_file(out + ".xlsx", exporting::write_workbook(exporting::table_plan(table, {})));
}

void form(const std::string& file) {
  importers::WorkbookPlan plan;
  plan.author = "示例办公室";
  plan.footer = "截至序号 1 & 示例";
  PlanSheet sheet;
  sheet.name = "填报[1]/示例：名称很长很长很长很长很长很长很长很长很长很长";
  sheet.title = "填报表";
  sheet.notes = {"第一行说明", "第二行说明"};
  sheet.legends = {"填表人："};
  sheet.columns = {{"编号", PlanKind::text},   {"金额", PlanKind::money}, {"类别", PlanKind::text},
                   {"是否", PlanKind::yes_no}, {"单位", PlanKind::text},  {"内部", PlanKind::text}};
  for (std::size_t i : {1, 2, 3, 4}) sheet.columns[i].may_edit = true;
  sheet.columns[1].must = sheet.columns[1].summed = true;
  sheet.columns[1].note = "填到分";
  sheet.columns[2].choices = {"甲", "乙"};
  for (int i = 0; i < 200; ++i) sheet.columns[4].choices.push_back("单位" + std::to_string(i));
  sheet.columns[5].hidden = true;
  sheet.rows = {{std::string("0012"), Fen{-7}, std::string("甲"), true, {}, std::string("=1+1")},
                {std::string("610802000000000001"), Fen{1'000'000'000'000'000},
                 std::string("_x0041_"), false, std::string("单位7"), make_date(1900, 1, 1)},
                {std::string(40'000, 'x'), std::string("待定"), {}, {}, {}, make_date(2026, 7, 1)}};
  sheet.spare_rows = 2;
  sheet.protect = true;
  sheet.landscape = false;
  sheet.frozen_columns = 2;
  plan.sheets.push_back(sheet);
  sheet.name += "！";
  sheet.hidden = true;
  plan.sheets.push_back(sheet);
  std::string bytes = exporting::write_workbook(plan);
  if (exporting::write_workbook(plan) != bytes) throw std::runtime_error("other bytes");
  write_file(file, bytes);
}

}  // namespace zhucun::bench
