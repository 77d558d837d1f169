// Imports as conversations, and the workbooks that are handed out for them.
#include <algorithm>

#include "api/app/workbooks.h"
#include "api/export/error_copy.h"
#include "api/export/workbook_writer.h"
#include "api/export/zip.h"
#include "api/http/handlers.h"
#include "api/http/json_body.h"
#include "ledger/schema/json_writer.h"

namespace zhucun::http {

namespace {

constexpr std::string_view zip_type = "application/zip";
constexpr std::size_t problems_max = 500;  // of one answer; the error copy has them all
constexpr std::uint64_t rows_default = 100;
constexpr std::uint64_t rows_max = 1'000;

using app::ImportPreview;
using app::ImportRecord;
using app::RowState;

void write_counts(JsonWriter& out, const ImportRecord& record) {
  out.key("counts").begin_object();
  for (std::size_t i = 0; i < std::size(record.counts); ++i)
    out.key(app::name_of(static_cast<RowState>(i))).number(record.counts[i]);
  out.key("unread").number(record.problems).end_object();
}

void write_record(JsonWriter& out, const ImportRecord& record) {
  out.field("import", record.id).field("account", record.account).field("desk", record.desk);
  out.field("stage", app::name_of(record.stage)).field("stageTitle", app::title_of(record.stage));
  out.field("created", schema::recorded_text(record.created));
  if (record.finished.micros != 0) out.field("finished", schema::recorded_text(record.finished));
  if (!record.failure.empty()) out.field("failure", record.failure);
  out.field("format", record.format).field("division", record.head.division);
  out.field("unit", record.head.unit).field("period", record.head.period);
  out.key("files").begin_array();
  for (const auto& file : record.files) {
    out.begin_object().field("name", file.name).field("upload", file.sealed);
    out.key("bytes").number(file.bytes).end_object();
  }
  out.end_array();
  write_counts(out, record);
  std::uint64_t added = 0;
  for (const auto& row : record.recorded) added += row.added.size();
  out.key("recorded").number(added);
  out.key("undone").begin_object().key("reversed").number(record.undone.reversed);
  out.key("restored").number(record.undone.restored).key("left").begin_array();
  for (const auto& [position, refusal] : record.undone.left) {
    out.begin_object().key("position").number(position.value).field("detail", refusal.detail);
    out.field("hint", refusal.hint).end_object();
  }
  out.end_array().end_object();
}

std::string address_of(const importers::CellPlace& place) {
  if (place.row == 0) return "";
  if (place.column == 0) return "第" + std::to_string(place.row) + "行";
  return sheet::to_text(sheet::Place{place.row, place.column});
}

std::string sheet_name(const app::ReadFile& file, std::size_t index) {
  for (const auto& sheet : file.reading.sheets) {
    if (sheet.index == index) return sheet.name;
  }
  return "";
}

void write_sheet(JsonWriter& out, const importers::SheetReading& sheet) {
  out.begin_object().field("name", sheet.name).field("format", sheet.format);
  out.field("why", sheet.why).key("headerRow").number(std::uint64_t{sheet.header_row});
  out.key("rows").number(static_cast<std::uint64_t>(sheet.rows));
  out.key("totalRows").number(static_cast<std::uint64_t>(sheet.total_rows));
  out.key("hiddenRows").number(static_cast<std::uint64_t>(sheet.hidden_rows));
  out.field("moneyUnit", sheet.money_unit).key("columns").begin_array();
  for (const auto& column : sheet.columns) {
    out.begin_object().field("column", sheet::column_letters(column.column));
    out.field("header", column.header).field("title", column.title).field("why", column.why);
    out.end_object();
  }
  out.end_array().key("marks").begin_array();
  for (const auto& [letter, meaning] : sheet.marks)
    out.begin_object().field("letter", letter).field("meaning", meaning).end_object();
  out.end_array().end_object();
}

// What the old tables say beside what was read, both in fen where it is money.
void write_checks(JsonWriter& out, const std::vector<importers::CheckResult>& checks) {
  out.key("checks").begin_array();
  for (const auto& check : checks) {
    out.begin_object().field("title", check.title).key("money").boolean(check.money).key("old");
    if (check.old)
      out.number(*check.old);
    else
      out.null();
    out.key("found").number(check.found).end_object();
  }
  out.end_array();
}

void write_questions(JsonWriter& out, const app::ReadFile& file, std::size_t index) {
  for (const auto& question : file.reading.questions) {
    out.begin_object().key("file").number(static_cast<std::uint64_t>(index));
    out.field("key", question.key).field("text", question.text);
    out.key("places").number(static_cast<std::uint64_t>(question.places.size()));
    const auto& first = question.places.front();
    out.field("sheet", sheet_name(file, first.sheet)).field("address", address_of(first));
    out.key("options").begin_array();
    for (const auto& option : question.options)
      out.begin_object().field("id", option.id).field("label", option.label).end_object();
    out.end_array().end_object();
  }
}

void write_preview(JsonWriter& out, const ImportPreview& preview) {
  out.key("position").number(preview.position.value).key("readings").begin_array();
  for (const auto& file : preview.plan.files) {
    out.begin_object().field("name", file.name).field("kind", file.kind);
    out.key("cells").number(file.cells).field("refusal", file.refusal).field("hint", file.hint);
    out.key("sheets").begin_array();
    for (const auto& sheet : file.reading.sheets) write_sheet(out, sheet);
    out.end_array();
    write_checks(out, file.reading.checks);
    out.end_object();
  }
  out.end_array().key("questions").begin_array();
  for (std::size_t i = 0; i < preview.plan.files.size(); ++i)
    write_questions(out, preview.plan.files[i], i);
  out.end_array();
}

void write_problem(JsonWriter& out, const app::ReadFile& file, const app::Fault& fault) {
  out.begin_object().field("file", file.name).field("sheet", sheet_name(file, fault.place.sheet));
  out.field("address", address_of(fault.place)).field("code", name_of(fault.code));
  out.field("detail", fault.detail).field("hint", fault.hint).field("clause", fault.clause);
  out.end_object();
}

Response answer_of(Service& service, const ImportRecord& record) {
  JsonWriter out;
  out.begin_object();
  write_record(out, record);
  auto progress = service.imports->progress(record.id);
  out.key("progress").begin_object().field("phase", progress.phase);
  out.key("done").number(progress.done).key("all").number(progress.all).end_object();
  if (auto preview = service.imports->preview(record.id)) {
    write_preview(out, *preview);
    out.key("servedCount").number(preview->served.count).key("served").begin_array();
    for (const auto& one : preview->served.duties) {
      out.begin_object().field("duty", one.duty).field("clause", one.clause);
      out.field("actor", one.actor).field("period", one.period).field("state", one.state);
      out.end_object();
    }
    out.end_array();
    auto faults = app::faults_of(preview->plan, preview->results, false);
    out.key("problemCount").number(static_cast<std::uint64_t>(faults.size()));
    out.key("problems").begin_array();
    for (std::size_t i = 0; i < std::min(faults.size(), problems_max); ++i)
      write_problem(out, preview->plan.files[faults[i].file], faults[i]);
    out.end_array();
  }
  Response response;
  response.body = out.end_object().take();
  return response;
}

// Imports of this server, by whoever acts; on a book without accounts the header names him.
struct Desk {
  app::Imports& imports;
  app::Viewer viewer;
};
Result<Desk> desk_of(Service& service, const Request& request, bool acts) {
  if (!service.imports) {
    return refuse({Code::read_only, "这个服务不接受导入", "用命令行 zhucun import", "", "", {}});
  }
  app::Viewer viewer = request.viewer;
  if (viewer.unguarded && acts) {
    auto actor = named_actor(request);
    if (!actor) return refuse(std::move(actor.error()));
    viewer.account = *actor;
  }
  return Desk{*service.imports, std::move(viewer)};
}

Result<Response> told(Service& service, Result<ImportRecord> record, int status = 200) {
  if (!record) return refuse(std::move(record.error()));
  Response out = answer_of(service, *record);
  out.status = status;
  return out;
}

std::string what_of(const app::PlannedRow& row) {
  std::string out;
  for (const auto& item : row.items) {
    out += (out.empty() ? "" : "、") + schema::find_event(item.type)->title;
  }
  return out;
}

}  // namespace

Result<Response> put_upload(Service& service, const Request& request) {
  auto desk = desk_of(service, request, false);
  if (!desk) return refuse(std::move(desk.error()));
  std::string name = request.parameter("fileName");
  if (name.empty()) return refuse(bad_parameter("fileName", "", "写文件名"));
  auto files = desk->imports.upload({name, request.body}, desk->viewer);
  if (!files) return refuse(std::move(files.error()));
  JsonWriter out;
  out.begin_object().key("files").begin_array();
  for (const auto& file : *files) {
    out.begin_object().field("name", file.name).field("upload", file.sealed);
    out.key("bytes").number(file.bytes).end_object();
  }
  Response response;
  response.status = 201;
  response.body = out.end_array().end_object().take();
  return response;
}

Result<Response> begin_import(Service& service, const Request& request) {
  auto desk = desk_of(service, request, true);
  if (!desk) return refuse(std::move(desk.error()));
  auto body =
      JsonBody::read(request.body, {"uploads", "names", "format", "division", "unit", "period"});
  if (!body) return refuse(std::move(body.error()));
  auto uploads = body->texts("uploads");
  auto names = body->texts("names");
  if (uploads.size() != names.size())
    return refuse(
        {Code::malformed, "uploads 与 names 的个数不同", "每个文件一个名称", "/names", "", {}});
  app::Imports::Begin wanted;
  for (std::size_t i = 0; i < uploads.size(); ++i)
    wanted.files.push_back({names[i], uploads[i], 0});
  wanted.format = body->text("format");
  wanted.head.division = body->text("division");
  wanted.head.unit = body->text("unit");
  wanted.head.period = body->text("period");
  return told(service, desk->imports.begin(std::move(wanted), desk->viewer), 202);
}

Result<Response> list_imports(Service& service, const Request& request) {
  auto desk = desk_of(service, request, false);
  if (!desk) return refuse(std::move(desk.error()));
  JsonWriter out;
  out.begin_object().key("imports").begin_array();
  for (const auto& record : desk->imports.list(desk->viewer)) {
    out.begin_object();
    write_record(out, record);
    out.end_object();
  }
  Response response;
  response.body = out.end_array().end_object().take();
  return response;
}

Result<Response> read_import(Service& service, const Request& request) {
  auto desk = desk_of(service, request, false);
  if (!desk) return refuse(std::move(desk.error()));
  return told(service, desk->imports.find(request.parameter("import"), desk->viewer));
}

Result<Response> read_import_rows(Service& service, const Request& request) {
  auto desk = desk_of(service, request, false);
  if (!desk) return refuse(std::move(desk.error()));
  std::string id = request.parameter("import");
  auto record = desk->imports.find(id, desk->viewer);
  if (!record) return refuse(std::move(record.error()));
  auto from = whole_parameter(request, "fromRow", 0, std::uint64_t{1} << 40);
  if (!from) return refuse(std::move(from.error()));
  auto limit = whole_parameter(request, "limit", rows_default, rows_max);
  if (!limit) return refuse(std::move(limit.error()));
  std::string state = request.parameter("state");
  auto preview = desk->imports.preview(id);
  JsonWriter out;
  out.begin_object().key("rows").begin_array();
  std::uint64_t seen = 0;
  std::uint64_t given = 0;
  for (std::size_t i = 0; preview && i < preview->results.size(); ++i) {
    const auto& result = preview->results[i];
    if (!state.empty() && app::name_of(result.state) != state) continue;
    if (seen++ < *from || given >= *limit) continue;
    ++given;
    const auto& row = preview->plan.rows[result.row];
    const auto& file = preview->plan.files[row.file];
    out.begin_object().field("file", file.name).field("sheet", sheet_name(file, row.place.sheet));
    out.key("row").number(std::uint64_t{row.place.row}).field("what", what_of(row));
    out.field("summary", row.items.front().words);
    out.field("state", app::name_of(result.state)).field("stateTitle", app::title_of(result.state));
    out.field("detail", result.refusal.detail).field("hint", result.refusal.hint);
    out.field("clause", result.refusal.clause).key("replaces").number(result.replaces.value);
    out.key("positions").begin_array();
    for (Position position : result.added) out.number(position.value);
    out.end_array().end_object();
  }
  out.end_array().key("rowCount").number(seen);
  Response response;
  response.body = out.end_object().take();
  return response;
}

Result<Response> answer_import(Service& service, const Request& request) {
  auto desk = desk_of(service, request, true);
  if (!desk) return refuse(std::move(desk.error()));
  auto body = JsonBody::read(request.body, {"keys", "values"});
  if (!body) return refuse(std::move(body.error()));
  auto keys = body->texts("keys");
  auto values = body->texts("values");
  if (keys.empty() || keys.size() != values.size())
    return refuse({Code::malformed,
                   "keys 与 values 的个数不同或没有",
                   "每个问题一个答案",
                   "/values",
                   "",
                   {}});
  importers::Answers answers;
  for (std::size_t i = 0; i < keys.size(); ++i) answers[keys[i]] = values[i];
  return told(service, desk->imports.answer(request.parameter("import"), answers, desk->viewer),
              202);
}

Result<Response> confirm_import(Service& service, const Request& request) {
  auto desk = desk_of(service, request, true);
  if (!desk) return refuse(std::move(desk.error()));
  return told(service, desk->imports.confirm(request.parameter("import"), desk->viewer), 202);
}

Result<Response> cancel_import(Service& service, const Request& request) {
  auto desk = desk_of(service, request, true);
  if (!desk) return refuse(std::move(desk.error()));
  return told(service, desk->imports.cancel(request.parameter("import"), desk->viewer));
}

Result<Response> undo_import(Service& service, const Request& request) {
  auto desk = desk_of(service, request, true);
  if (!desk) return refuse(std::move(desk.error()));
  auto body = JsonBody::read(request.body, {"reason"});
  if (!body) return refuse(std::move(body.error()));
  return told(service,
              desk->imports.undo(request.parameter("import"), body->text("reason"), desk->viewer),
              202);
}

Result<Response> read_error_copy(Service& service, const Request& request) {
  auto desk = desk_of(service, request, false);
  if (!desk) return refuse(std::move(desk.error()));
  std::string id = request.parameter("import");
  auto record = desk->imports.find(id, desk->viewer);
  if (!record) return refuse(std::move(record.error()));
  auto number = whole_parameter(request, "file", 0, record->files.size());
  if (!number) return refuse(std::move(number.error()));
  auto preview = desk->imports.preview(id);
  if (!preview || *number >= record->files.size())
    return refuse({Code::import_not_ready, "这次导入还没有读完", "稍后再取", "", "", {}});
  const auto& file = record->files[*number];
  auto bytes = desk->imports.file_bytes(file);
  auto copy = exporting::error_copy(bytes.value_or(""), *preview, *number, service.sandbox);
  if (!copy) return refuse(std::move(copy.error()));
  std::string name = file.name.substr(0, file.name.rfind('.')) + "_错误清单.xlsx";
  return file_response(name, std::move(*copy), xlsx_type);
}

Result<Response> list_workbooks(Service&, const Request&) {
  JsonWriter out;
  out.begin_object().key("workbooks").begin_array();
  for (const auto& format : importers::workbook_formats()) {
    out.begin_object().field("name", format.name).field("title", format.title);
    out.field("about", format.about).field("desk", format.desk).field("every", format.every);
    out.key("sheets").begin_array();
    for (const auto& sheet : format.sheets) {
      out.begin_object().field("name", sheet.name).field("about", sheet.about);
      out.key("events").begin_array();
      for (const auto& slot : sheet.slots) out.text(schema::find_event(slot.type)->title);
      out.end_array().end_object();
    }
    out.end_array().end_object();
  }
  Response response;
  response.body = out.end_array().end_object().take();
  return response;
}

Result<Response> read_workbook(Service& service, const Request& request) {
  auto plan = app::hand_out(service.ledger,
                            {request.parameter("workbook"), request.parameter("division"),
                             request.parameter("unit"), request.parameter("period")},
                            request.viewer);
  if (!plan) return refuse(std::move(plan.error()));
  return file_response(plan->name, exporting::write_workbook(plan->plan), xlsx_type);
}

Result<Response> read_county_workbooks(Service& service, const Request& request) {
  std::string county = request.parameter("division");
  std::string period = request.parameter("period");
  auto plans = app::hand_out_county(service.ledger, county, period, request.viewer);
  if (!plans) return refuse(std::move(plans.error()));
  if (plans->empty()) {
    return refuse({Code::not_found,
                   "这个县这一期没有在派人员，没有要带出的工作簿",
                   "核对县和期间",
                   "",
                   "",
                   {}});
  }
  std::vector<exporting::ZipEntry> entries;
  for (const auto& plan : *plans)
    entries.push_back({plan.name, exporting::write_workbook(plan.plan)});
  std::string name = service.ledger.book().read([&](const domain::Facts& facts) {
    return facts.division_name(*parse_division(county), service.ledger.book().today());
  });
  return file_response(name + "_工作簿_" + period + ".zip", exporting::zip_of(entries), zip_type);
}

}  // namespace zhucun::http
