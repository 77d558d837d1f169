#include "api/app/directory.h"
#include "api/http/handlers.h"
#include "ledger/schema/json_writer.h"

namespace zhucun::http {

namespace {

// The format of a profile, by the names that the route has always had.
std::string format_of(const std::string& profile) {
  return profile == "bank" ? "银行对账单" : profile == "treasury" ? "国库明细" : "";
}

}  // namespace

// A statement's rows as drafts, for the caller to look at and then to submit. Nothing is written.
Result<Response> read_statement(Service& service, const Request& request) {
  std::string format = format_of(request.parameter("profile"));
  if (format.empty()) {
    return refuse(bad_parameter("profile", request.parameter("profile"),
                                "可用 bank（银行）、treasury（国库）"));
  }
  if (!parse_division(request.parameter("holder")))
    return refuse(bad_parameter("holder", request.parameter("holder"), "填12位区划代码"));
  auto year = whole_parameter(request, "year", 0, 2999);
  if (!year) return refuse(std::move(year.error()));
  sheet::Workbook workbook;
  auto facts = sheet::read_file(request.body, service.sandbox, workbook);
  if (!facts) return refuse(std::move(facts.error()));
  importers::ReadingOptions options;
  options.format = format;
  options.head.division = request.parameter("holder");
  if (*year != 0) options.head.period = std::to_string(*year);
  app::BookDirectory directory(service.ledger, request.viewer, "对账单");
  auto read = importers::read_workbook(workbook, options, directory);
  if (read.items.empty() && !read.problems.empty() && read.problems.front().place.column == 0) {
    const auto& problem = read.problems.front();
    return refuse({problem.code, problem.detail, problem.hint, "", "", {}});
  }
  JsonWriter out;
  std::uint64_t rows = 0;
  out.begin_object().key("columns").begin_array();
  for (const auto& sheet : read.sheets) {
    rows += sheet.rows;
    for (const auto& column : sheet.columns) {
      if (!column.title.empty()) out.text(column.title + " ← " + column.header);
    }
  }
  out.end_array().key("rows").number(rows).key("drafts").begin_array();
  for (const auto& item : read.items) {
    std::string source = "对账单 第" + std::to_string(item.place.row) + "行";
    out.raw(importers::draft_json(item, {"", source, ""}, [](const auto&) { return 0; }));
  }
  out.end_array().key("errors").begin_array();
  for (const auto& problem : read.problems) {
    out.begin_object().key("row").number(std::uint64_t{problem.place.row});
    out.field("column", sheet::column_letters(problem.place.column))
        .field("detail", problem.detail);
    out.field("hint", problem.hint).end_object();
  }
  Response answer;
  answer.body = out.end_array().end_object().take();
  return answer;
}

}  // namespace zhucun::http
