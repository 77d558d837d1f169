// What keeps rows from being recorded, in the order of the files and in the clerk's words.
#include <algorithm>
#include <tuple>

#include "api/app/import_run.h"

namespace zhucun::app {

std::string with_names(const Ledger& ledger, const std::string& text) {
  std::string out;
  ledger.book().read([&](const domain::Facts& facts) {
    for (std::size_t i = 0; i < text.size();) {
      std::size_t end = i;
      while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
      auto code = end - i == 12 ? parse_division(text.substr(i, 12)) : std::nullopt;
      if (code && facts.divisions.contains(*code))
        out += facts.division_name(*code, ledger.book().today()) + "（" + text.substr(i, 12) + "）";
      else
        out += text.substr(i, std::max<std::size_t>(1, end - i));
      i = std::max(i + 1, end);
    }
    return 0;
  });
  return out;
}

std::vector<Fault> faults_of(const ImportPlan& plan, const std::vector<RowResult>& results,
                             bool questions) {
  std::vector<Fault> out;
  for (std::size_t i = 0; i < plan.files.size(); ++i) {
    const ReadFile& file = plan.files[i];
    if (!file.refusal.empty())
      out.push_back({i, {}, Code::sheet_not_recognised, file.refusal, file.hint, ""});
    for (const auto& problem : file.reading.problems) {
      out.push_back({i, problem.place, problem.code, problem.detail, problem.hint, problem.clause});
    }
    for (std::size_t k = 0; questions && k < file.reading.questions.size(); ++k) {
      const auto& question = file.reading.questions[k];
      const char* where = question.key.starts_with("mark|") ? "在导入页面选定，或在图例里写明"
                                                            : "在导入页面选定，或改写成编号";
      for (const auto& place : question.places)
        out.push_back({i, place, Code::ambiguous_name, question.text, where, ""});
    }
  }
  for (const auto& result : results) {
    if (result.state != RowState::wrong) continue;
    const PlannedRow& row = plan.rows[result.row];
    importers::CellPlace place = row.place;
    place.column = result.column;
    if (result.line != 0) place.row = result.line;
    out.push_back({row.file, place, result.refusal.code, result.refusal.detail, result.refusal.hint,
                   result.refusal.clause});
  }
  std::stable_sort(out.begin(), out.end(), [](const Fault& a, const Fault& b) {
    return std::tie(a.file, a.place) < std::tie(b.file, b.place);
  });
  return out;
}

}  // namespace zhucun::app
