#include <unistd.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "api/app/verification.h"
#include "api/export/csv.h"
#include "api/export/render.h"
#include "api/export/table_plan.h"
#include "api/export/workbook_writer.h"
#include "ledger/log/failure.h"
#include "projections/table_lines.h"
#include "tools/cli/commands.h"

namespace zhucun::cli {

namespace {

Result<std::string> rendered(const Common& common, const app::Ledger& ledger,
                             const app::Viewer& viewer, const projections::Table& table,
                             const std::string& charset) {
  if (common.output == "json") return exporting::table_json(table) + "\n";
  if (common.output == "ndjson") return projections::table_lines(table);
  if (common.output == "csv") {
    return exporting::table_csv(table,
                                exporting::charset_of(charset).value_or(exporting::Charset::utf8));
  }
  if (common.output != "xlsx") return exporting::table_text(table);
  if (auto fault = exporting::workbook_fault(table)) return refuse(std::move(*fault));
  auto paper = exporting::paper_of(ledger, viewer, table);
  return exporting::write_workbook(exporting::table_plan(table, paper));
}

void write_out(const std::string& bytes, const std::string& path) {
  std::ofstream file;
  if (!path.empty()) {
    file.open(path, std::ios::binary);
    if (!file) throw log::IoFailure("写不了文件 " + path + "：核对路径和权限");
  }
  std::ostream& out = path.empty() ? std::cout : file;
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size())).flush();
  if (!out) throw log::IoFailure("报表没有写完：磁盘满或管道已关闭");
  if (!path.empty()) std::cerr << "已写 " << path << "\n";
}

int compare_code(app::Ledger& ledger, const app::Viewer& viewer, const std::string& name,
                 app::Parameters parameters, const std::string& code) {
  auto position = app::position_of_code(code);
  if (!position || *position > ledger.book().position()) {
    return refused(
        {Code::bad_parameter,
         position ? "账上还没有序号 " + std::to_string(position->value) : "核验码看不懂：" + code,
         "照纸上的写：序号-20位十六进制数",
         "check",
         "",
         {}});
  }
  parameters.erase("knownAt");
  parameters["position"] = std::to_string(position->value);
  auto table = ledger.report(name, parameters, viewer, access::Deed::PRINT);
  if (!table) return refused(table.error());
  if (table->verification == code) {
    std::cout << "核验码一致：" << table->address << "\n";
    return 0;
  }
  std::cerr << "核验码不一致：" << table->address << " 在账上是 " << table->verification
            << "；核对参数和截至日期，都对则纸上的数不是这本账的\n";
  return 1;
}

}  // namespace

std::pair<std::string, app::Parameters> parsed_address(const std::string& address) {
  auto question = address.find('?');
  std::pair<std::string, app::Parameters> out{address.substr(0, question), {}};
  std::istringstream rest(question == std::string::npos ? "" : address.substr(question + 1));
  for (std::string part; std::getline(rest, part, '&');) {
    auto equals = part.find('=');
    if (equals == std::string::npos) continue;
    std::string value;
    for (std::size_t i = equals + 1; i < part.size(); ++i) {
      bool escape = part[i] == '%' && i + 2 < part.size();
      value += escape ? static_cast<char>(std::stoi(part.substr(i + 1, 2), nullptr, 16)) : part[i];
      if (escape) i += 2;
    }
    out.second[part.substr(0, equals)] = value;
  }
  return out;
}

int report(const Common& common, const std::string& address, const app::Parameters& parameters,
           const ReportOutput& output) {
  auto house = open_house(common, log::OpenMode::read_only);
  auto viewer = viewer_of(common, house);
  if (!viewer) return refused(viewer.error());
  auto [name, asked] = parsed_address(address);
  for (const auto& [key, value] : parameters) asked[key] = value;
  if (!output.check.empty()) return compare_code(*house.ledger, *viewer, name, asked, output.check);
  bool file = common.output != "table";
  auto table =
      house.ledger->report(name, asked, *viewer, file ? access::Deed::EXPORT : access::Deed::READ);
  if (!table) return refused(table.error());
  auto bytes = rendered(common, *house.ledger, *viewer, *table, output.charset);
  if (!bytes) return refused(bytes.error());
  std::string path = output.file;
  // A workbook says nothing on a terminal.
  if (path.empty() && common.output == "xlsx" && isatty(STDOUT_FILENO)) {
    auto paper = exporting::paper_of(*house.ledger, *viewer, *table);
    path = exporting::file_name(*table, paper.area, "xlsx");
  }
  write_out(*bytes, path);
  return 0;
}

}  // namespace zhucun::cli
