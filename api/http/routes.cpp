#include "api/http/routes.h"

#include <algorithm>

#include "api/http/handlers.h"

namespace zhucun::http {

// clang-format off
const std::vector<Route>& routes() {
  constexpr auto nothing = Takes::nothing;
  constexpr auto ndjson = Takes::ndjson;
  using enum Gives;
  static const std::vector<Route> all{
      {"GET", "/v1/book", "readBook", "账簿概况：位置、政策、启用地区、可否登记", {}, nothing, json, "Book", read_book},
      {"GET", "/v1/reports", "listReports", "报表目录与各自的参数", {}, nothing, json, "ReportList", list_reports},
      {"GET", "/v1/reports/{name}", "readReport", "一张报表", {"name", "format", "fromRow", "limit", "report"}, nothing, table, "Table", read_report},
      {"GET", "/v1/reports/{name}/explain", "explainFigure", "一个数字的来源：算式、条款、口径、事件", {"name", "row", "column", "cursor", "position", "report"}, nothing, json, "Explanation", explain_figure},
      {"GET", "/v1/events", "readEvents", "按序号读事件，可等待新事件", {"after", "eventLimit", "wait", "eventFormat"}, nothing, events, "EventPage", read_events},
      {"GET", "/v1/events/{position}", "readEvent", "一个事件", {"eventPosition"}, nothing, json, "Event", read_event},
      {"POST", "/v1/events", "submitEvents", "登记一个或一组事件，同进同退", {"Idempotency-Key", "Zhucun-Actor", "If-Match", "dryRun", "expect"}, Takes::json, json, "Outcome", submit_events},
      {"POST", "/v1/events/bulk", "submitLines", "逐行登记事件，每行一个", {"Idempotency-Key", "Zhucun-Actor"}, ndjson, json, "LinesOutcome", submit_lines},
      {"GET", "/v1/divisions", "readDivisions", "一个区划的下级", {"parent", "asOf"}, nothing, json, "Divisions", read_divisions},
      {"GET", "/v1/policy", "readPolicy", "某一天施行的办法：文件、义务、口径", {"asOf"}, nothing, json, "Policy", read_policy},
      {"GET", "/v1/subjects/{subject}", "readSubject", "一个对象的版本，用于 If-Match", {"subject"}, nothing, json, "Subject", read_subject},
      {"GET", "/v1/schema", "readSchema", "事件目录（JSON Schema）", {}, nothing, json, "AnyObject", read_schema},
      {"GET", "/v1/openapi.json", "readOpenapi", "本接口说明（OpenAPI 3.1）", {}, nothing, openapi, "AnyObject", read_openapi},
      {"GET", "/healthz/live", "isLive", "进程是否在", {}, nothing, json, "Health", is_live},
      {"GET", "/healthz/ready", "isReady", "能否登记，不能时写明原因", {}, nothing, json, "Health", is_ready},
      {"GET", "/metrics", "readMetrics", "运行指标（第二个端口）", {}, nothing, text, "", read_metrics, Listener::metrics},
  };
  return all;
}
// clang-format on

namespace {

// The segments of a path; an empty one matches nothing.
std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> out;
  while (!path.empty()) {
    path.remove_prefix(1);
    auto slash = path.find('/');
    out.push_back(path.substr(0, slash));
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash);
  }
  return out;
}

bool fits(const Route& route, const std::vector<std::string_view>& parts, app::Parameters& found) {
  auto wanted = segments(route.path);
  if (wanted.size() != parts.size()) return false;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (wanted[i].starts_with('{') && !parts[i].empty()) {
      found[std::string(wanted[i].substr(1, wanted[i].size() - 2))] = parts[i];
    } else if (wanted[i] != parts[i]) {
      return false;
    }
  }
  return true;
}

}  // namespace

Match match(Listener listener, std::string_view method, const std::string& path) {
  Match out;
  auto parts = segments(path);
  for (const auto& route : routes()) {
    if (route.listener != listener) continue;
    app::Parameters found;
    if (!fits(route, parts, found)) continue;
    bool reads = route.method == "GET";
    if (route.method == method || (reads && method == "HEAD")) {
      out.route = &route;
      out.in_path = std::move(found);
      return out;
    }
    out.methods.push_back(route.method);
    if (reads) out.methods.push_back("HEAD");
  }
  return out;
}

std::uint64_t body_max(const Route& route) {
  switch (route.takes) {
    case Takes::nothing: return 0;
    case Takes::json: return std::uint64_t{1} << 20;
    case Takes::ndjson: return std::uint64_t{64} << 20;
  }
  return 0;
}

}  // namespace zhucun::http
