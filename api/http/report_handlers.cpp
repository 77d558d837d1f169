#include <charconv>

#include "api/export/csv.h"
#include "api/export/render.h"
#include "api/export/table_plan.h"
#include "api/export/workbook_writer.h"
#include "api/http/handlers.h"
#include "ledger/schema/json_writer.h"
#include "projections/report.h"
#include "projections/table_lines.h"

namespace zhucun::http {

namespace {

constexpr std::uint64_t rows_default = 5'000;
constexpr std::uint64_t rows_max = 50'000;

// What a report itself takes: all but what this route adds.
app::Parameters report_query(const Request& request) {
  app::Parameters out = request.query;
  for (const char* own : {"format", "charset", "fromRow", "limit", "minPosition", "purpose"})
    out.erase(own);
  return out;
}

// The position that a figure's address ends with names the facts it was explained by.
std::optional<Position> position_in(const std::string& address) {
  constexpr std::string_view name = "&position=";
  auto at = address.find(name);
  if (at == std::string::npos) return std::nullopt;
  Position out;
  std::from_chars(address.data() + at + name.size(), address.data() + address.size(), out.value);
  return out;
}

// 县_报表_期间_截至.xlsx, with a plain name for clients that do not know RFC 8187.
std::string disposition(const projections::Table& table, const exporting::Paper& paper,
                        const std::string& extension) {
  std::string name = exporting::file_name(table, paper.area, extension);
  std::string plain = table.name + (table.period.empty() ? "" : "_" + table.period) + "_" +
                      to_text(table.as_of) + "." + extension;
  return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + percent_encoded(name);
}

// A table as a file to take away; its name says what it is.
Result<Response> table_file(Service& service, const Request& request,
                            const projections::Table& table, const std::string& format) {
  auto paper = exporting::paper_of(service.ledger, request.viewer, table);
  Response out;
  if (format == "ndjson") {
    out.type = ndjson_type;
    out.body = projections::table_lines(table);
  } else if (format == "xlsx") {
    if (auto fault = exporting::workbook_fault(table)) return refuse(std::move(*fault));
    out.type = xlsx_type;
    out.body = exporting::write_workbook(exporting::table_plan(table, paper));
  } else {
    auto charset = exporting::charset_of(request.parameter("charset"));
    auto csv = exporting::table_csv(table, charset.value_or(exporting::Charset::utf8));
    if (!csv) return refuse(std::move(csv.error()));
    out.type = charset == exporting::Charset::gb18030 ? csv_gb18030_type : csv_type;
    out.body = std::move(*csv);
  }
  out.headers.emplace_back("Content-Disposition", disposition(table, paper, format));
  out.position = table.position;
  return out;
}

// A format that is known, and a charset where it means something.
std::optional<Refusal> format_fault(const Request& request) {
  std::string format = request.parameter("format"), charset = request.parameter("charset");
  bool known = format.empty() || format == "json" || format == "csv" || format == "xlsx" ||
               format == "ndjson";
  if (!known) return bad_parameter("format", format, "可用 json csv xlsx ndjson");
  if (!exporting::charset_of(charset))
    return bad_parameter("charset", charset, "可用 utf-8 gb18030");
  if (!charset.empty() && format != "csv")
    return bad_parameter("charset", charset, "只有 format=csv 可以选编码");
  return std::nullopt;
}

}  // namespace

Result<Response> list_reports(Service&, const Request&) {
  JsonWriter out;
  auto names = [&out](std::string_view key, const std::vector<projections::Parameter>& list) {
    out.key(key).begin_array();
    for (auto one : list) out.text(projections::name_of(one));
    out.end_array();
  };
  out.begin_object().key("reports").begin_array();
  for (const auto& report : projections::reports()) {
    out.begin_object().field("name", report.name).field("title", report.title);
    out.field("about", report.about);
    names("takes", report.takes);
    names("needs", report.needs);
    out.field("path", "/v1/reports/" + report.name).end_object();
  }
  Response response;
  response.body = out.end_array().end_object().take();
  return response;
}

Result<Response> read_report(Service& service, const Request& request) {
  std::string format = request.parameter("format");
  if (auto fault = format_fault(request)) return refuse(std::move(*fault));
  auto from = whole_parameter(request, "fromRow", 0, std::uint64_t{1} << 40);
  if (!from) return refuse(std::move(from.error()));
  auto limit = whole_parameter(request, "limit", rows_default, rows_max);
  if (!limit) return refuse(std::move(limit.error()));
  if (*limit == 0) return refuse(bad_parameter("limit", "0", "填 1 以上的整数"));
  std::string purpose = request.parameter("purpose");
  if (!purpose.empty() && purpose != "view" && purpose != "print")
    return refuse(bad_parameter("purpose", purpose, "可用 view print"));
  bool file = !format.empty() && format != "json";
  auto table =
      service.ledger.report(request.parameter("name"), report_query(request), request.viewer,
                            file                 ? access::Deed::EXPORT
                            : purpose == "print" ? access::Deed::PRINT
                                                 : access::Deed::READ);
  if (!table) return refuse(std::move(table.error()));
  if (file) return table_file(service, request, *table, format);
  Response out;
  out.position = table->position;
  out.body = exporting::table_json(*table, *from, *limit);
  return out;
}

Result<Response> explain_figure(Service& service, const Request& request) {
  for (const char* needed : {"row", "column"}) {
    if (request.parameter(needed).empty())
      return refuse(bad_parameter(needed, "", "填数字所在的行 key 与列 name"));
  }
  auto explanation =
      service.ledger.explain(request.parameter("name"), report_query(request), request.viewer);
  if (!explanation) return refuse(std::move(explanation.error()));
  Response out;
  out.position = position_in(explanation->address);
  out.body = exporting::explanation_json(*explanation);
  return out;
}

}  // namespace zhucun::http
