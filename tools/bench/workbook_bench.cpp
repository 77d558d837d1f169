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

}  // namespace zhucun::bench
