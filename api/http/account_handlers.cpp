// Signing in and out, sessions, keys, accounts, the ceremony.
#include <algorithm>

#include "api/app/house.h"
#include "api/http/handlers.h"
#include "api/http/identity.h"
#include "api/http/json_body.h"
#include "ledger/domain/facts_lands.h"
#include "ledger/schema/json_writer.h"

namespace zhucun::http {

namespace {

std::string time_text(RecordedTime time) {
  return schema::recorded_text(time);
}

void write_desks(JsonWriter& out, const std::vector<domain::Desk>& desks,
                 const domain::Facts& facts, Date day) {
  out.key("desks").begin_array();
  for (const auto& desk : desks) {
    out.begin_object().field("desk", app::desk_text(desk));
    out.field("role", domain::name_of(desk.role)).field("roleTitle", domain::title_of(desk.role));
    out.field("scope", to_text(desk.scope));
    bool area = desk.scope.kind == ScopeKind::division || desk.scope.kind == ScopeKind::team;
    out.field("scopeName", area ? facts.division_name(desk.scope.division(), day)
                           : desk.scope.kind == ScopeKind::unit
                               ? facts.unit_name(desk.scope.id, day)
                               : desk.scope.id);
    out.field("from", to_text(desk.days.first));
    if (desk.days.last != far_future) out.field("until", to_text(desk.days.last));
    if (!desk.deputises.empty()) out.field("deputises", desk.deputises);
    out.end_object();
  }
  out.end_array();
}

// What the page must know of whoever looks at it.
Response whoami(Service& service, const Request& request) {
  Response out;
  JsonWriter json;
  Date today = service.ledger.book().today();
  const app::Viewer& viewer = request.viewer;
  service.ledger.book().read([&](const domain::Facts& facts) {
    out.position = facts.position;
    bool accounts = facts.accounts.ceremony.value != 0;
    json.begin_object().key("accounts").boolean(accounts);
    json.key("signedIn").boolean(!viewer.account.empty() && accounts);
    json.key("demo").boolean(facts.demo);
    json.field("account", viewer.account);
    const auto* account = facts.accounts.find(viewer.account);
    json.field("title", account ? account->title : "");
    write_desks(json, viewer.desks, facts, today);
    json.field("desk", viewer.desk ? app::desk_text(*viewer.desk) : "");
    json.key("mustChange")
        .boolean(service.secrets && !viewer.account.empty() &&
                 service.secrets->passwords().must_change(viewer.account));
    json.key("may").begin_array();
    using enum domain::Deed;
    constexpr std::pair<domain::Deed, std::string_view> deeds[]{
        {read_reports, "readReports"}, {read_events, "readEvents"},
        {see_names, "seeNames"},       {unmask, "unmask"},
        {read_access, "readAccess"},   {manage_accounts, "manageAccounts"},
        {see_health, "seeHealth"},
    };
    for (const auto& [deed, name] : deeds) {
      if (viewer.may(deed)) json.text(name);
    }
    json.end_array().end_object();
  });
  out.body = json.take();
  return out;
}

Refusal signed_out() {
  return {Code::signed_out,
          "登录已经结束（超时、退出或被收回）",
          "重新登录；已填的内容还在页面上",
          "",
          "",
          {}};
}

Refusal no_secrets() {
  return {Code::read_only, "账以只读方式打开，不能登录", "由能写的服务处理", "", "", {}};
}

void write_sheet(JsonWriter& out, const std::vector<app::SheetLine>& sheet) {
  out.key("sheet").begin_array();
  for (const auto& line : sheet) {
    out.begin_object().field("account", line.account).field("title", line.title);
    out.field("password", line.password).end_object();
  }
  out.end_array();
}

bool is_administrator(Service& service, const std::string& account) {
  return service.ledger.book().read([&](const domain::Facts& facts) {
    const auto* known = facts.accounts.find(account);
    return known && std::any_of(known->desks.begin(), known->desks.end(),
                                [](const auto& desk) { return domain::is_admin(desk.role); });
  });
}

Result<Response> no_content() {
  Response out;
  out.body = "{}";
  return out;
}

}  // namespace

Result<Response> read_session(Service& service, const Request& request) {
  return whoami(service, request);
}

Result<Response> sign_in(Service& service, const Request& request) {
  if (!service.secrets) return refuse(no_secrets());
  auto body = JsonBody::read(request.body, {"account", "password"});
  if (!body) return refuse(std::move(body.error()));
  if (auto fault = body->missing({"account", "password"})) return refuse(std::move(*fault));
  std::string account = body->text("account");
  RecordedTime now = service.ledger.book().now();
  auto right = service.secrets->passwords().verify(account, body->text("password"), now);
  if (!right) return refuse(std::move(right.error()));
  Request entered = request;
  entered.viewer = service.ledger.book().read([&](const domain::Facts& facts) {
    return app::viewer_of(facts.accounts, account, service.ledger.book().today(), "", std::nullopt);
  });
  // An account that nobody may use is answered like a wrong password.
  bool known = service.ledger.book().read([&](const domain::Facts& facts) {
    const auto* found = facts.accounts.find(account);
    return found && found->disabled_by.empty();
  });
  if (!known) {
    return refuse({Code::wrong_password, "账号或密码不正确", "核对后重新输入", "", "", {}});
  }
  std::string id = service.secrets->sessions().create(
      {account, request.peer, request.header("user-agent")}, now);
  Response out = whoami(service, entered);
  out.headers.emplace_back("Set-Cookie", session_cookie(id, request.secure));
  return out;
}

Result<Response> sign_out(Service& service, const Request& request) {
  if (service.secrets) service.secrets->sessions().end(session_id(request));
  auto out = no_content();
  out->headers.emplace_back("Set-Cookie", ended_cookie(request.secure));
  return out;
}

Result<Response> change_password(Service& service, const Request& request) {
  if (!service.secrets) return refuse(no_secrets());
  if (!request.session) return refuse(signed_out());
  auto body = JsonBody::read(request.body, {"current", "password"});
  if (!body) return refuse(std::move(body.error()));
  if (auto fault = body->missing({"current", "password"})) return refuse(std::move(*fault));
  RecordedTime now = service.ledger.book().now();
  auto& passwords = service.secrets->passwords();
  auto right = passwords.verify(request.viewer.account, body->text("current"), now);
  if (!right) return refuse(std::move(right.error()));
  auto set = passwords.set(request.viewer.account, body->text("password"),
                           accounts::PasswordKind::lasting, now);
  if (!set) return refuse(std::move(set.error()));
  service.secrets->sessions().revoke_all(request.viewer.account, session_id(request));
  service.secrets->sessions().mark_password(session_id(request), now);
  return no_content();
}

Result<Response> step_up(Service& service, const Request& request) {
  if (!service.secrets || !request.session) return refuse(no_secrets());
  auto body = JsonBody::read(request.body, {"password"});
  if (!body) return refuse(std::move(body.error()));
  RecordedTime now = service.ledger.book().now();
  auto right =
      service.secrets->passwords().verify(request.viewer.account, body->text("password"), now);
  if (!right) return refuse(std::move(right.error()));
  service.secrets->sessions().mark_password(session_id(request), now);
  return no_content();
}

Result<Response> list_sessions(Service& service, const Request& request) {
  if (!service.secrets) return refuse(no_secrets());
  JsonWriter out;
  out.begin_object().key("sessions").begin_array();
  for (const auto& one :
       service.secrets->sessions().of(request.viewer.account, service.ledger.book().now())) {
    out.begin_object().field("session", one.name).field("peer", one.peer);
    out.field("agent", one.agent).field("created", time_text(one.created));
    out.field("used", time_text(one.used));
    out.key("current").boolean(request.session && request.session->name == one.name).end_object();
  }
  Response response;
  response.body = out.end_array().end_object().take();
  return response;
}

Result<Response> revoke_session(Service& service, const Request& request) {
  if (!service.secrets) return refuse(no_secrets());
  std::string name = request.parameter("session");
  if (!service.secrets->sessions().revoke(request.viewer.account, name))
    return refuse(app::not_yours("会话 " + name));
  return no_content();
}

Result<Response> list_keys(Service& service, const Request& request) {
  if (!service.secrets) return refuse(no_secrets());
  JsonWriter out;
  out.begin_object().key("keys").begin_array();
  for (const auto& one : service.secrets->keys().of(request.viewer.account)) {
    out.begin_object().field("key", one.id).field("title", one.title).key("desks").begin_array();
    for (const auto& desk : one.desks) out.text(desk);
    out.end_array().field("created", time_text(one.created));
    out.field("expires", to_text(one.expires)).end_object();
  }
  Response response;
  response.body = out.end_array().end_object().take();
  return response;
}

Result<Response> make_key(Service& service, const Request& request) {
  if (!service.secrets) return refuse(no_secrets());
  if (auto fault = step_up_fault(service, request)) return refuse(std::move(*fault));
  auto body = JsonBody::read(request.body, {"title", "desks", "expires"});
  if (!body) return refuse(std::move(body.error()));
  if (auto fault = body->missing({"title", "expires"})) return refuse(std::move(*fault));
  auto expires = parse_date(body->text("expires"));
  if (!expires) return refuse(bad_parameter("expires", body->text("expires"), "写成 2027-03-31"));
  for (const auto& wanted : body->texts("desks")) {
    bool held = false;
    for (const auto& desk : request.viewer.desks) held |= app::desk_text(desk) == wanted;
    if (!held) return refuse(app::not_yours("岗位 " + wanted));
  }
  auto made = service.secrets->keys().create(
      {request.viewer.account, body->text("title"), body->texts("desks"), *expires},
      service.ledger.book().now());
  if (!made) return refuse(std::move(made.error()));
  Response out;
  out.status = 201;
  JsonWriter json;
  json.begin_object().field("key", made->key.id).field("secret", made->secret);
  json.field("expires", to_text(made->key.expires));
  out.body = json.end_object().take();
  return out;
}

Result<Response> revoke_key(Service& service, const Request& request) {
  if (!service.secrets) return refuse(no_secrets());
  std::string id = request.parameter("key");
  if (!service.secrets->keys().revoke(request.viewer.account, id))
    return refuse(app::not_yours("密钥 " + id));
  return no_content();
}

Result<Response> hold_ceremony(Service& service, const Request& request) {
  if (!service.secrets) return refuse(no_secrets());
  if (!is_local(request)) {
    return refuse({Code::not_allowed,
                   "账号启用仪式只能在本机进行",
                   "到服务所在的机器上打开本页",
                   "",
                   "",
                   {}});
  }
  auto body = JsonBody::read(request.body, {"system", "security", "audit", "document"});
  if (!body) return refuse(std::move(body.error()));
  if (auto fault = body->missing({"system", "security", "audit"})) return refuse(std::move(*fault));
  auto sheet = app::hold_ceremony(
      service.ledger, *service.secrets,
      {body->text("system"), body->text("security"), body->text("audit"), body->text("document")},
      "ceremony");
  if (!sheet) return refuse(std::move(sheet.error()));
  Response out;
  out.status = 201;
  JsonWriter json;
  json.begin_object();
  write_sheet(json, *sheet);
  out.body = json.end_object().take();
  return out;
}

Result<Response> list_accounts(Service& service, const Request& request) {
  if (!request.viewer.may(domain::Deed::manage_accounts) &&
      !request.viewer.may(domain::Deed::read_access))
    return refuse(app::not_your_business(request.viewer, "查看账号"));
  Date today = service.ledger.book().today();
  JsonWriter out;
  Response response;
  service.ledger.book().read([&](const domain::Facts& facts) {
    response.position = facts.position;
    domain::FactsLands lands(facts);
    auto mine = [&](const Scope& scope) { return app::manages(lands, request.viewer, scope); };
    out.begin_object().key("accounts").begin_array();
    for (const auto& [name, account] : facts.accounts.by_name) {
      bool inside = account.desks.empty() && request.viewer.may(domain::Deed::see_health);
      for (const auto& desk : account.desks) inside |= mine(desk.scope);
      if (!inside) continue;
      out.begin_object().field("account", name).field("title", account.title);
      out.field("person", account.person).field("disabledBy", account.disabled_by);
      out.key("hasPassword").boolean(service.secrets && service.secrets->passwords().has(name));
      write_desks(out, account.desks, facts, today);
      out.end_object();
    }
    out.end_array().key("proposals").begin_array();
    for (const auto& [position, proposal] : facts.accounts.proposals) {
      if (proposal.decided) continue;
      bool inside = proposal.passing != event::Passing::UNKNOWN;
      for (const auto& grant : proposal.grants) inside |= mine(grant.scope);
      if (!inside) continue;
      out.begin_object().key("proposal").number(position.value).field("by", proposal.by);
      out.field("passing", proposal.passing == event::Passing::DEPUTY     ? "deputy"
                           : proposal.passing == event::Passing::HANDOVER ? "handover"
                                                                          : "");
      out.field("from", proposal.from).field("to", proposal.to).key("grants").begin_array();
      for (const auto& grant : proposal.grants) {
        out.begin_object().field("account", grant.account).field("title", grant.title);
        out.field("role", domain::name_of(grant.role));
        out.field("roleTitle", domain::title_of(grant.role));
        out.field("scope", to_text(grant.scope)).end_object();
      }
      out.end_array().end_object();
    }
    out.end_array().end_object();
  });
  response.body = out.take();
  return response;
}

Result<Response> issue_one_time_password(Service& service, const Request& request) {
  if (!service.secrets) return refuse(no_secrets());
  if (!request.viewer.may(domain::Deed::manage_accounts))
    return refuse(app::not_your_business(request.viewer, "发一次性密码"));
  if (auto fault = step_up_fault(service, request)) return refuse(std::move(*fault));
  std::string account = request.parameter("account");
  bool mine = service.ledger.book().read([&](const domain::Facts& facts) {
    const auto* known = facts.accounts.find(account);
    domain::FactsLands lands(facts);
    if (!known || (known->desks.empty() && !domain::is_admin(request.viewer.desk->role)))
      return false;
    for (const auto& desk : known->desks) {
      if (!app::manages(lands, request.viewer, desk.scope)) return false;
    }
    return account != request.viewer.account;
  });
  if (!mine) return refuse(app::not_yours("账号 " + account));
  // One administrator must not become another by a new password: two of them are two persons.
  if (is_administrator(service, account) && service.secrets->passwords().has(account)) {
    return refuse({Code::not_allowed,
                   account + " 是管理员，不能由另一位管理员重设密码",
                   "在服务器上用 zhucun password " + account + " 发一次性密码",
                   "",
                   "",
                   {}});
  }
  auto line = app::one_time_password(service.ledger, *service.secrets, account, request.viewer);
  if (!line) return refuse(std::move(line.error()));
  JsonWriter json;
  json.begin_object();
  write_sheet(json, {*line});
  Response out;
  out.body = json.end_object().take();
  return out;
}

}  // namespace zhucun::http
