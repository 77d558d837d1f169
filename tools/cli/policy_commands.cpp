#include <iostream>

#include "ledger/policy/coverage.h"
#include "ledger/policy/policy_language.h"
#include "ledger/policy/shipped.h"
#include "ledger/schema/schema.h"
#include "tools/cli/commands.h"

namespace zhucun::cli {

namespace {

// A document by file, or one that the program ships by its name.
std::string document_text(const std::string& file) {
  if (auto shipped = policy::shipped_document(file); !shipped.empty()) return std::string(shipped);
  return read_file(file);
}

std::string_view title_of(policy::Treatment treatment) {
  switch (treatment) {
    case policy::Treatment::computed: return "已计算";
    case policy::Treatment::enforced: return "已约束";
    case policy::Treatment::recorded: return "可登记";
    case policy::Treatment::guidance: return "原则性要求";
    case policy::Treatment::pending: return "待实现";
  }
  return "";
}

}  // namespace

int schema(const std::string& form) {
  std::cout << (form == "json" ? schema::catalogue_json_schema() + "\n"
                               : schema::catalogue_markdown());
  return 0;
}

int policy_check(const std::string& file) {
  auto document = policy::read_document(document_text(file), file);
  if (!document) return refused(document.error());
  auto rows = policy::rows_under(*document, policy::defaults_of(*document));
  std::cout << document->head.number << " " << document->head.title << "\n"
            << "施行 " << to_text(document->head.effective) << "，配备 " << rows.staffing.size()
            << " 条，义务 " << rows.duties.size() << " 条，口径 " << document->readings.size()
            << " 个，驻村时间与考勤 " << rows.presence.size() + rows.attendance.size()
            << " 条，请销假 " << rows.leave_ladders.size() + rows.thresholds.size()
            << " 条，其他条款 " << rows.clauses.size() << " 条\n可以采用\n";
  return 0;
}

int policy_coverage(const std::string& file, const std::string& source_file) {
  auto document = policy::read_document(document_text(file), file);
  if (!document) return refused(document.error());
  std::string source = document_text(source_file.empty() ? document->head.source : source_file);
  auto report = policy::coverage(*document, source);
  std::cout << document->head.number << "：共 " << report.sentences << " 句，未覆盖 "
            << report.uncovered.size() << " 句，引文不符 " << report.missing_quotes.size()
            << " 处\n";
  for (const auto& [treatment, rows] : report.rows)
    std::cout << "  " << title_of(treatment) << " " << rows << " 条\n";
  for (const auto& one : report.pending) {
    std::cout << "待实现 " << one.clause << " " << one.title << "：" << one.reason << "\n";
  }
  for (const auto& one : report.half_read) {
    std::cout << "口径的其他选项待实现 " << one.clause << " " << one.title << "：" << one.reason
              << "\n";
  }
  for (const auto& one : report.uncovered) {
    std::cout << "未覆盖 第 " << one.line << " 行：" << one.sentence << "\n";
  }
  for (const auto& one : report.missing_quotes) {
    std::cout << "引文不符 " << one.row << "（第 " << one.line << " 行）：" << one.quote << "\n";
  }
  return report.complete() ? 0 : 1;
}

}  // namespace zhucun::cli
