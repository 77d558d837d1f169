#include "api/http/handlers.h"
#include "importers/statement_csv.h"
#include "ledger/schema/json_writer.h"

namespace zhucun::http {

// A statement's rows as drafts, for the caller to look at and then to submit. Nothing is written.
Result<Response> read_statement(Service&, const Request& request) {
  auto profile = importers::statement_profile(request.parameter("profile"));
  if (!profile) return refuse(std::move(profile.error()));
  auto holder = parse_division(request.parameter("holder"));
  if (!holder)
    return refuse(bad_parameter("holder", request.parameter("holder"), "填12位区划代码"));
  auto year = whole_parameter(request, "year", 0, 2999);
  if (!year) return refuse(std::move(year.error()));
  auto read = importers::read_statement(request.body, *profile,
                                        {*holder, static_cast<std::int16_t>(*year), "对账单"});
  if (!read) return refuse(std::move(read.error()));
  JsonWriter out;
  out.begin_object().key("rows").number(static_cast<std::uint64_t>(read->rows));
  out.key("columns").begin_array();
  for (const auto& column : read->matched) out.text(column);
  out.end_array().key("drafts").begin_array();
  for (const auto& draft : read->drafts) out.raw(draft);
  out.end_array().key("errors").begin_array();
  for (const auto& error : read->errors) {
    out.begin_object().key("row").number(static_cast<std::uint64_t>(error.row));
    out.field("column", error.column).field("detail", error.detail).field("hint", error.hint);
    out.end_object();
  }
  Response answer;
  answer.body = out.end_array().end_object().take();
  return answer;
}

}  // namespace zhucun::http
