#include "api/http/identity.h"

#include <Poco/Net/IPAddress.h>

#include "ledger/accounts/secrets.h"

namespace zhucun::http {

namespace {

constexpr std::string_view bearer = "Bearer ";
constexpr const char* plain_cookie = "zhucun";
constexpr const char* host_cookie = "__Host-zhucun";
constexpr const char* desk_cookie = "zhucun-desk";

Refusal nobody() {
  return {Code::not_signed_in, "还没有登录", "用自己的账号登录后再试", "", "", {}};
}

Refusal over() {
  return {Code::signed_out,
          "登录已经结束（超时、退出或被收回）",
          "重新登录；已填的内容还在页面上",
          "",
          "",
          {}};
}

// The desk that the caller wants to act under: a header, or the page's own cookie.
std::string wanted_desk(const Request& request) {
  std::string text = request.header("zhucun-desk");
  if (text.empty()) text = cookie(request, desk_cookie);
  return percent_decoded(text, false).value_or("");
}

struct Found {
  std::string account;
  std::optional<std::vector<std::string>> only;  // desks of an API key
};

// Whom the request names and proves; nothing when nobody, a refusal when the proof is stale.
Result<std::optional<Found>> prove(Service& service, Request& request) {
  RecordedTime now = service.ledger.book().now();
  std::string authorization = request.header("authorization");
  if (authorization.starts_with(bearer)) {
    auto key = service.secrets->keys().find(authorization.substr(bearer.size()), now);
    if (!key) return refuse(over());
    return std::optional<Found>({key->account, key->desks});
  }
  if (!request.gateway_account.empty())
    return std::optional<Found>({request.gateway_account, std::nullopt});
  std::string id = session_id(request);
  if (id.empty()) return std::optional<Found>();
  auto session = service.secrets->sessions().find(id, now);
  if (!session) return refuse(over());
  request.session = *session;
  return std::optional<Found>({session->account, std::nullopt});
}

// Before the ceremony: whoever is here, by the name that he gives.
std::optional<Refusal> unguarded(Request& request, const Route& route) {
  if (!is_local(request)) {
    if (route.open) return std::nullopt;
    return Refusal{Code::not_signed_in,
                   "账号还没有启用，只能在本机使用",
                   "先在本机完成账号启用仪式",
                   "",
                   "",
                   {}};
  }
  auto actor = percent_decoded(request.header("zhucun-actor"), false);
  request.viewer = app::Viewer::unguarded_one(actor && is_utf8(*actor) ? *actor : "");
  request.viewer.peer = request.peer;
  return std::nullopt;
}

std::optional<Refusal> actor_fault(const Request& request) {
  auto actor = percent_decoded(request.header("zhucun-actor"), false);
  if (!actor || actor->empty() || *actor == request.viewer.account) return std::nullopt;
  return Refusal{Code::not_allowed,
                 "经办人由登录的账号决定，不能另填 Zhucun-Actor",
                 "去掉请求头 Zhucun-Actor",
                 "Zhucun-Actor",
                 "",
                 {}};
}

}  // namespace

bool is_local(const Request& request) {
  if (request.via_gateway) return false;
  const std::string& peer = request.peer;
  std::string host = peer.substr(0, peer.rfind(':'));
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  Poco::Net::IPAddress address;
  if (!Poco::Net::IPAddress::tryParse(host, address) &&
      !Poco::Net::IPAddress::tryParse(peer, address))
    return false;
  return address.isLoopback();
}

bool has_accounts(Service& service) {
  return service.ledger.book().read(
      [](const domain::Facts& facts) { return facts.accounts.ceremony.value != 0; });
}

std::optional<Refusal> identify(Service& service, const Route& route, Request& request) {
  if (!has_accounts(service)) return unguarded(request, route);
  // A book with accounts that is served without its secrets lets nobody in.
  if (!service.secrets) return route.open ? std::nullopt : std::optional<Refusal>(nobody());
  auto found = prove(service, request);
  if (!found) {
    if (route.open) return std::nullopt;
    return std::move(found.error());
  }
  if (!*found) {
    if (route.open) return std::nullopt;
    return nobody();
  }
  const std::string& account = (*found)->account;
  Date today = service.ledger.book().today();
  bool disabled = false;
  request.viewer = service.ledger.book().read([&](const domain::Facts& facts) {
    const auto* known = facts.accounts.find(account);
    disabled = !known || !known->disabled_by.empty();
    return app::viewer_of(facts.accounts, account, today, wanted_desk(request), (*found)->only);
  });
  request.viewer.peer = request.peer;
  if (disabled) {
    service.secrets->cut_off(account);
    request.viewer = {};
    request.session.reset();
    if (route.open) return std::nullopt;
    return over();
  }
  if (auto fault = actor_fault(request)) return fault;
  bool must_change = request.session && service.secrets->passwords().must_change(account);
  if (must_change && !route.open) {
    return Refusal{
        Code::password_must_change, "一次性密码要先改掉", "设一个自己的密码", "", "", {}};
  }
  return std::nullopt;
}

std::string session_cookie(const std::string& id, bool secure) {
  return std::string(secure ? host_cookie : plain_cookie) + "=" + id +
         "; Path=/; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
}

std::string ended_cookie(bool secure) {
  return session_cookie("", secure) + "; Max-Age=0";
}

std::string cookie(const Request& request, const std::string& name) {
  std::string all = request.header("cookie");
  std::string_view rest = all;
  while (!rest.empty()) {
    auto end = rest.find(';');
    std::string_view one = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    while (one.starts_with(' ')) one.remove_prefix(1);
    auto equals = one.find('=');
    if (equals != std::string_view::npos && one.substr(0, equals) == name)
      return std::string(one.substr(equals + 1));
  }
  return "";
}

std::string session_id(const Request& request) {
  return cookie(request, request.secure ? host_cookie : plain_cookie);
}

std::optional<Refusal> step_up_fault(Service& service, const Request& request) {
  if (!service.secrets || request.viewer.unguarded) return std::nullopt;
  bool fresh = request.session && service.secrets->sessions().stepped_up(
                                      *request.session, service.ledger.book().now());
  if (fresh) return std::nullopt;
  return Refusal{Code::step_up_needed, "这一步要再输一次密码", "输入密码后再试", "", "", {}};
}

}  // namespace zhucun::http
