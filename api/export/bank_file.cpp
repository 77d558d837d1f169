#include "api/export/bank_file.h"

#include <algorithm>
#include <stdexcept>

#include "api/export/workbook_writer.h"
#include "importers/workbook_plan.h"
#include "ledger/policy/node.h"
#include "ledger/policy/shipped.h"

namespace zhucun::exporting {

namespace {

using policy::Node;

constexpr const char* file_of_profiles = "format-banks.toml";

std::string text_at(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  return found && found->text() ? *found->text() : "";
}

BankProfile profile_of(const Node& node) {
  BankProfile out;
  out.id = text_at(node, "id");
  out.title = text_at(node, "title");
  std::string form = text_at(node, "form");
  out.workbook = form == "xlsx";
  out.charset = charset_of(text_at(node, "charset")).value_or(Charset::utf8);
  out.separator = text_at(node, "separator");
  const Node* header = node.find("header");
  out.header = !header || !header->flag() || *header->flag();
  const Node* list = node.find("columns");
  const auto* items = list ? list->items() : nullptr;
  for (std::size_t i = 0; items && i < items->size(); ++i)
    out.columns.push_back({text_at((*items)[i], "what"), text_at((*items)[i], "title")});
  bool fits = !out.id.empty() && !out.columns.empty() && (out.workbook || form == "text") &&
              (out.workbook || !out.separator.empty());
  if (!fits) throw std::logic_error("bank profile " + out.id);
  return out;
}

std::string value_of(const app::BankRows& rows, const app::BankRow& row, const std::string& what) {
  if (what == "sequence") return std::to_string(row.sequence);
  if (what == "name") return row.name;
  if (what == "account") return row.account;
  if (what == "amount") return to_yuan(row.amount);
  if (what == "purpose") return rows.purpose;
  if (what == "note") return rows.batch;
  if (what == "person") return row.person;
  throw std::logic_error("bank profile: no column " + what);
}

importers::PlanValue cell_of(const app::BankRows& rows, const app::BankRow& row,
                             const std::string& what) {
  if (what == "sequence") return std::int64_t{row.sequence};
  if (what == "amount") return row.amount;
  return value_of(rows, row, what);
}

std::string workbook_of(const app::BankRows& rows, const BankProfile& profile) {
  importers::WorkbookPlan plan;
  importers::PlanSheet sheet;
  sheet.name = "代发";
  for (const auto& column : profile.columns) {
    importers::PlanColumn one;
    one.title = column.title;
    one.kind = column.what == "amount"     ? importers::PlanKind::money
               : column.what == "sequence" ? importers::PlanKind::whole
                                           : importers::PlanKind::text;
    sheet.columns.push_back(std::move(one));
  }
  for (const auto& row : rows.rows) {
    std::vector<importers::PlanValue> cells;
    for (const auto& column : profile.columns) cells.push_back(cell_of(rows, row, column.what));
    sheet.rows.push_back(std::move(cells));
  }
  plan.sheets.push_back(std::move(sheet));
  return write_workbook(plan);
}

Result<std::string> text_of(const app::BankRows& rows, const BankProfile& profile) {
  std::string out;
  auto line = [&](const std::function<std::string(const BankColumn&)>& value) -> bool {
    bool clean = true;
    bool first = true;
    for (const auto& column : profile.columns) {
      std::string text = value(column);
      clean = clean && text.find(profile.separator) == std::string::npos &&
              text.find_first_of("\r\n") == std::string::npos;
      out += (first ? "" : profile.separator) + text;
      first = false;
    }
    out += "\r\n";
    return clean;
  };
  if (profile.header) line([](const BankColumn& column) { return column.title; });
  for (const auto& row : rows.rows) {
    if (line([&](const BankColumn& column) { return value_of(rows, row, column.what); })) continue;
    return refuse({Code::bad_value,
                   row.person + " 的户名、账号或批次号含有分隔符“" + profile.separator + "”",
                   "改正后重新导出，或换一种银行文件格式",
                   "profile",
                   "8.2.2",
                   {}});
  }
  if (profile.charset == Charset::gb18030) return to_gb18030(out);
  return out;
}

}  // namespace

const std::vector<BankProfile>& bank_profiles() {
  static const std::vector<BankProfile> all = [] {
    auto root = policy::read_toml(policy::shipped_document(file_of_profiles));
    if (!root) throw std::logic_error(std::string(file_of_profiles) + ": " + root.error().words);
    std::vector<BankProfile> out;
    const Node* list = root->find("bank");
    const auto* items = list ? list->items() : nullptr;
    for (std::size_t i = 0; items && i < items->size(); ++i) out.push_back(profile_of((*items)[i]));
    return out;
  }();
  return all;
}

const BankProfile* find_bank(std::string_view id) {
  for (const auto& one : bank_profiles()) {
    if (one.id == id) return &one;
  }
  return nullptr;
}

Result<BankFile> bank_file(const app::BankRows& rows, const BankProfile& profile) {
  BankFile out;
  out.name = rows.unit_name + "_" + rows.batch;
  if (profile.workbook) {
    out.name += ".xlsx";
    out.media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    out.bytes = workbook_of(rows, profile);
    return out;
  }
  auto text = text_of(rows, profile);
  if (!text) return refuse(std::move(text.error()));
  bool csv = profile.separator == ",";
  out.name += csv ? ".csv" : ".txt";
  out.media_type = std::string(csv ? "text/csv" : "text/plain") +
                   (profile.charset == Charset::gb18030 ? "; charset=GB18030" : "; charset=utf-8");
  out.bytes = std::move(*text);
  return out;
}

}  // namespace zhucun::exporting
