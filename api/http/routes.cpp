#include "api/http/routes.h"

#include <algorithm>

#include "api/http/handlers.h"

namespace zhucun::http {

// One row = one or two lines, so that each list stays on a screen.
// clang-format off
namespace {

std::vector<Route> import_routes() {
  return {
      {"PUT", "/v1/uploads", "putUpload", "上传要导入的文件，封存", "Uploads", put_upload,
       {"fileName"}, Takes::bytes},
      {"GET", "/v1/imports", "listImports", "我的导入", "ImportList", list_imports},
      {"POST", "/v1/imports", "beginImport", "开始一次导入：读取并预演，不登记", "Import",
       begin_import, {"Zhucun-Actor"}, Takes::json, Gives::json, Listener::main, false,
       "NewImport"},
      {"GET", "/v1/imports/{import}", "readImport", "一次导入：进度、识别、问题", "Import",
       read_import, {"import"}},
      {"GET", "/v1/imports/{import}/rows", "readImportRows", "一次导入的各行", "ImportRows",
       read_import_rows, {"import", "state", "fromRow", "importLimit"}},
      {"POST", "/v1/imports/{import}/answers", "answerImport", "回答问题后重新读取", "Import",
       answer_import, {"import", "Zhucun-Actor"}, Takes::json, Gives::json, Listener::main, false,
       "ImportAnswers"},
      {"POST", "/v1/imports/{import}/confirm", "confirmImport", "确认登记", "Import",
       confirm_import, {"import", "Zhucun-Actor"}, Takes::json, Gives::json, Listener::main, false,
       "Nothing"},
      {"POST", "/v1/imports/{import}/cancel", "cancelImport", "取消，或让正在进行的停下", "Import",
       cancel_import, {"import", "Zhucun-Actor"}, Takes::json, Gives::json, Listener::main, false,
       "Nothing"},
      {"POST", "/v1/imports/{import}/undo", "undoImport", "撤销一次导入", "Import", undo_import,
       {"import", "Zhucun-Actor"}, Takes::json, Gives::json, Listener::main, false, "ImportUndo"},
      {"GET", "/v1/imports/{import}/errors", "readErrorCopy", "原文件加错误原因和修改办法", "",
       read_error_copy, {"import", "file"}, Takes::nothing, Gives::bytes},
      {"GET", "/v1/workbooks", "listWorkbooks", "可以带出的工作簿和认得的表", "WorkbookList",
       list_workbooks},
      {"GET", "/v1/workbooks/{workbook}", "readWorkbook", "一个预填的工作簿", "", read_workbook,
       {"workbook", "forDivision", "forUnit", "forPeriod"}, Takes::nothing, Gives::bytes},
      {"GET", "/v1/county-workbooks", "readCountyWorkbooks", "一个县一期的全部工作簿（zip）", "",
       read_county_workbooks, {"forDivision", "forPeriod"}, Takes::nothing, Gives::bytes},
  };
}

std::vector<Route> account_routes() {
  return {
      {"GET", "/v1/session", "readSession", "我是谁、有哪些岗位", "Session", read_session, {},
       Takes::nothing, Gives::json, Listener::main, true},
      {"POST", "/v1/session", "signIn", "登录", "Session", sign_in, {}, Takes::json, Gives::json,
       Listener::main, true, "SignIn"},
      {"DELETE", "/v1/session", "signOut", "退出", "AnyObject", sign_out, {}, Takes::nothing,
       Gives::json, Listener::main, true},
      {"POST", "/v1/session/password", "changePassword", "改密码", "AnyObject", change_password, {},
       Takes::json, Gives::json, Listener::main, true, "PasswordChange"},
      {"POST", "/v1/session/step-up", "stepUp", "再输一次密码", "AnyObject", step_up, {},
       Takes::json, Gives::json, Listener::main, false, "StepUp"},
      {"GET", "/v1/sessions", "listSessions", "我的登录", "AnyObject", list_sessions},
      {"DELETE", "/v1/sessions/{session}", "revokeSession", "收回我的一个登录", "AnyObject",
       revoke_session, {"session"}},
      {"GET", "/v1/keys", "listKeys", "我的接口密钥", "AnyObject", list_keys},
      {"POST", "/v1/keys", "makeKey", "新的接口密钥，只显示一次", "AnyObject", make_key, {},
       Takes::json, Gives::json, Listener::main, false, "NewKey"},
      {"DELETE", "/v1/keys/{key}", "revokeKey", "收回我的一个密钥", "AnyObject", revoke_key,
       {"key"}},
      {"POST", "/v1/ceremony", "holdCeremony", "账号启用仪式：三个管理员", "Sheet", hold_ceremony,
       {}, Takes::json, Gives::json, Listener::main, true, "Ceremony"},
      {"GET", "/v1/accounts", "listAccounts", "账号、岗位与待审定的申请", "Accounts",
       list_accounts},
      {"POST", "/v1/accounts/{account}/one-time-password", "issueOneTimePassword",
       "一次性密码，只显示一次", "Sheet", issue_one_time_password, {"account"}},
  };
}

std::vector<Route> book_routes() {
  return {
      {"GET", "/v1/book", "readBook", "账簿概况：位置、政策、启用地区", "Book", read_book},
      {"GET", "/v1/reports", "listReports", "报表目录与参数", "ReportList", list_reports},
      {"GET", "/v1/reports/{name}", "readReport", "一张报表", "Table", read_report,
       {"name", "format", "charset", "fromRow", "limit", "purpose", "report"}, Takes::nothing,
       Gives::table},
      {"GET", "/v1/reports/{name}/explain", "explainFigure", "一个数字的算式、条款、口径与事件",
       "Explanation", explain_figure, {"name", "row", "column", "cursor", "position", "report"}},
      {"GET", "/v1/events", "readEvents", "按序号读事件，可等待新事件", "EventPage", read_events,
       {"after", "eventLimit", "wait", "eventFormat"}, Takes::nothing, Gives::events},
      {"GET", "/v1/events/{position}", "readEvent", "一个事件", "Event", read_event,
       {"eventPosition"}},
      {"POST", "/v1/events", "submitEvents", "登记事件，同进同退", "Outcome", submit_events,
       {"Idempotency-Key", "Zhucun-Actor", "If-Match", "dryRun", "expect"}, Takes::json},
      {"POST", "/v1/events/bulk", "submitLines", "逐行登记事件", "LinesOutcome", submit_lines,
       {"Idempotency-Key", "Zhucun-Actor"}, Takes::ndjson},
      {"POST", "/v1/statements/read", "readStatement", "把对账单文件读成待登记的明细，不登记",
       "StatementRead", read_statement, {"holder", "profile", "quotaYear"}, Takes::bytes},
      {"GET", "/v1/payouts/profiles", "listBankProfiles", "银行文件的格式", "AnyObject",
       list_bank_profiles},
      {"GET", "/v1/payouts/bank-file", "readBankFile", "发放批次的银行文件，含姓名和卡号", "",
       read_bank_file, {"payoutUnit", "payoutBatch", "bankProfile", "payoutReason"},
       Takes::nothing, Gives::bytes},
      {"GET", "/v1/divisions", "readDivisions", "一个区划的下级", "Divisions", read_divisions,
       {"parent", "asOf"}},
      {"GET", "/v1/policy", "readPolicy", "某一天施行的办法", "Policy", read_policy, {"asOf"}},
      {"GET", "/v1/subjects/{subject}", "readSubject", "一个对象的版本", "Subject", read_subject,
       {"subject"}},
      {"GET", "/v1/schema", "readSchema", "事件目录（JSON Schema）", "AnyObject", read_schema},
      {"GET", "/v1/openapi.json", "readOpenapi", "本接口说明", "AnyObject", read_openapi},
      {"GET", "/v1/people/{person}", "readPerson", "一个人的信息（遮盖）", "Person", read_person,
       {"person"}},
      {"POST", "/v1/people/{person}/unmask", "unmaskPerson", "按理由查看完整信息", "Person",
       unmask_person, {"person"}, Takes::json, Gives::json, Listener::main, false, "Unmask"},
      {"GET", "/v1/access", "readAccess", "谁看过谁的个人信息", "AccessPage", read_access,
       {"before", "accessLimit"}},
      {"PUT", "/v1/attachments", "putAttachment", "上传附件，封存", "Attachment", put_attachment, {},
       Takes::bytes},
      {"GET", "/v1/attachments/{attachment}", "readAttachment", "取附件", "", read_attachment,
       {"attachment"}, Takes::nothing, Gives::bytes},
      {"GET", "/v1/health", "readHealth", "账簿状况", "BookHealth", read_health},
      {"GET", "/healthz/live", "isLive", "进程是否在", "Health", is_live, {}, Takes::nothing,
       Gives::json, Listener::main, true},
      {"GET", "/healthz/ready", "isReady", "能否登记，不能时写明原因", "Health", is_ready, {},
       Takes::nothing, Gives::json, Listener::main, true},
      {"GET", "/metrics", "readMetrics", "运行指标（第二个端口）", "", read_metrics, {},
       Takes::nothing, Gives::text, Listener::metrics, true},
  };
}
// clang-format on

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

const std::vector<Route>& routes() {
  static const std::vector<Route> all = [] {
    std::vector<Route> out = book_routes();
    for (auto& list : {import_routes(), account_routes()})
      out.insert(out.end(), list.begin(), list.end());
    return out;
  }();
  return all;
}

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
    case Takes::bytes: return std::uint64_t{32} << 20;
  }
  return 0;
}

}  // namespace zhucun::http
