#include "api/app/payout_rows.h"
#include "api/export/bank_file.h"
#include "api/http/handlers.h"
#include "ledger/schema/json_writer.h"

namespace zhucun::http {

Result<Response> list_bank_profiles(Service&, const Request&) {
  JsonWriter out;
  out.begin_object().key("profiles").begin_array();
  for (const auto& profile : exporting::bank_profiles())
    out.begin_object().field("id", profile.id).field("title", profile.title).end_object();
  Response answer;
  answer.body = out.end_array().end_object().take();
  return answer;
}

// Names and card numbers of a released payout, for the bank; who took them and why is kept.
Result<Response> read_bank_file(Service& service, const Request& request) {
  const auto* profile = exporting::find_bank(request.parameter("profile"));
  if (!profile) {
    std::string known;
    for (const auto& one : exporting::bank_profiles())
      known += (known.empty() ? "" : "、") + one.id + "（" + one.title + "）";
    return refuse(bad_parameter("profile", request.parameter("profile"), "可用 " + known));
  }
  auto rows = app::bank_rows(
      service.ledger,
      {request.parameter("unit"), request.parameter("batch"), request.parameter("reason")},
      request.viewer);
  if (!rows) return refuse(std::move(rows.error()));
  auto file = exporting::bank_file(*rows, *profile);
  if (!file) return refuse(std::move(file.error()));
  return file_response(file->name, std::move(file->bytes), file->media_type);
}

}  // namespace zhucun::http
