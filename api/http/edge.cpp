#include "api/http/edge.h"

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponse.h>

#include <algorithm>
#include <thread>

#include "api/export/render.h"
#include "api/http/identity.h"
#include "ledger/log/failure.h"

namespace zhucun::http {

namespace {

using Clock = std::chrono::steady_clock;

Response refusal_response(const Refusal& refusal, const std::string& path, RequestRecord& record) {
  Response out;
  out.status = exporting::status_of(refusal.code);
  out.type = problem_type;
  out.body = exporting::problem_json(refusal, out.status, path);
  if (out.status == 503) out.headers.emplace_back("Retry-After", "1");
  record.code = name_of(refusal.code);
  return out;
}

// Fills the headers; a repeated one of those that say how to act has two readings. Gateways write
// the addresses that they have seen into one line or into several.
std::optional<EdgeFault> read_headers(const Poco::Net::HTTPServerRequest& from,
                                      const std::string& account_header, Request& out) {
  static const std::vector<std::string> once{"idempotency-key", "zhucun-actor",   "if-match",
                                             "content-type",    "sec-fetch-site", "origin"};
  for (const auto& [name, value] : from) {
    std::string key = name;
    std::transform(key.begin(), key.end(), key.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (!is_utf8(value)) continue;
    auto [at, fresh] = out.headers.emplace(key, value);
    if (fresh) continue;
    if (key.starts_with("x-forwarded-")) at->second += ", " + value;
    if (key == account_header || std::find(once.begin(), once.end(), key) != once.end())
      return EdgeFault{400, "bad_request", "请求头 " + key + " 出现了不止一次", "只带一个"};
  }
  return std::nullopt;
}

// A page of another origin must not write, whatever its user may.
std::optional<EdgeFault> origin_fault(const Request& request) {
  EdgeFault fault{403, "cross_site", "不接受来自其他网页的登记", "从本机打开的页面或命令行提交"};
  std::string site = request.header("sec-fetch-site");
  if (!site.empty() && site != "same-origin" && site != "none") return fault;
  std::string origin = request.header("origin");
  std::string own = (request.secure ? "https://" : "http://") + request.header("host");
  if (!origin.empty() && !equals_ignoring_case(origin, own)) return fault;
  return std::nullopt;
}

std::optional<EdgeFault> type_fault(const Route& route, const Request& request) {
  std::string type = request.header("content-type");
  std::string_view essence = std::string_view(type).substr(0, type.find(';'));
  while (essence.ends_with(' ')) essence.remove_suffix(1);
  bool fits = route.takes == Takes::json ? equals_ignoring_case(essence, "application/json")
                                         : equals_ignoring_case(essence, "application/x-ndjson") ||
                                               equals_ignoring_case(essence, "application/ndjson");
  if (fits) return std::nullopt;
  std::string wanted = route.takes == Takes::json ? "application/json" : "application/x-ndjson";
  return EdgeFault{415, "unsupported_media_type", "正文的类型不是 " + wanted,
                   "请求头写 Content-Type: " + wanted};
}

std::optional<EdgeFault> body_fault(BodyOutcome outcome) {
  switch (outcome) {
    case BodyOutcome::complete: return std::nullopt;
    case BodyOutcome::too_large:
      return EdgeFault{413, "payload_too_large", "正文超过这个路径的上限", "分成几次提交"};
    case BodyOutcome::too_slow:
      return EdgeFault{408, "request_timeout", "正文没有在期限内发完", "重新发送"};
    case BodyOutcome::malformed:
      return EdgeFault{400, "bad_request", "正文的分块写法不正确", "改用 Content-Length"};
    case BodyOutcome::gone:
      return EdgeFault{400, "bad_request", "正文没有发完，连接已断", "重新发送"};
    case BodyOutcome::busy: return EdgeFault{503, "busy", "等待正文的请求太多", "稍后重试"};
  }
  return std::nullopt;
}

EdgeFault stranger_fault(const std::set<std::string>& names) {
  std::string known = names.empty() ? "http://127.0.0.1" : *names.begin();
  return {421, "misdirected", "Host 不是本服务的名称",
          "用 " + known + " 访问；别的名称由服务的 --public-name 写明"};
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

class EdgeHandler : public Poco::Net::HTTPRequestHandler {
 public:
  explicit EdgeHandler(Edge& edge) : edge_(edge) {}
  void handleRequest(Poco::Net::HTTPServerRequest& request,
                     Poco::Net::HTTPServerResponse& response) override {
    edge_.serve(request, response);
  }

 private:
  Edge& edge_;
};

class EdgeFactory : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  explicit EdgeFactory(Edge& edge) : edge_(edge) {}
  Poco::Net::HTTPRequestHandler* createRequestHandler(
      const Poco::Net::HTTPServerRequest&) override {
    return new EdgeHandler(edge_);
  }

 private:
  Edge& edge_;
};

}  // namespace

Poco::Net::HTTPRequestHandlerFactory::Ptr make_factory(Edge& edge) {
  return new EdgeFactory(edge);
}

Edge::Edge(Service& service, Listener listener, EdgeOptions options, OnRequest on_request)
    : service_(service),
      listener_(listener),
      options_(std::move(options)),
      on_request_(std::move(on_request)) {}

std::uint64_t Edge::body_max_of(const RawHead& how) const {
  auto found = match(listener_, how.method, how.target.substr(0, how.target.find('?')));
  return found.route ? body_max(*found.route) : 0;
}

void Edge::serve(Poco::Net::HTTPServerRequest& from, Poco::Net::HTTPServerResponse& to) {
  auto started = Clock::now();
  Place counted(service_.metrics.in_flight, 0);
  auto& socket = dynamic_cast<GuardedSocket&>(
      *dynamic_cast<Poco::Net::HTTPServerRequestImpl&>(from).socket().impl());
  Request request;
  request.method = from.getMethod();
  RequestRecord record;
  record.method = request.method;
  Response out;
  auto fault = read_target(from.getURI(), request);
  if (!fault) fault = read_headers(from, options_.gateway.account_header, request);
  auto doubt = read_gateway(options_.gateway, socket.peer(), request);
  if (!fault) fault = doubt;
  record.peer = request.peer;
  record.path = request.path;
  if (fault) {
    record.code = fault->code;
    out = fault_response(*fault, request.path);
  } else {
    out = answer(request, socket, record);
  }
  to.setStatusAndReason(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(out.status),
                        std::string(reason_of(out.status)));
  for (const auto& [name, value] : guarding_headers()) to.set(name, value);
  if (request.secure) to.set(std::string(secure_header.first), std::string(secure_header.second));
  for (const auto& [name, value] : out.headers) to.set(name, value);
  to.set("Cache-Control", out.cache_control);
  to.set("Ledger-Position",
         std::to_string(out.position.value_or(service_.ledger.book().position()).value));
  if (!socket.may_stay()) to.setKeepAlive(false);
  record.status = out.status;
  record.bytes = out.body.size();
  try {
    to.setContentType(out.type);
    if (out.status == 304)
      to.send();
    else
      to.sendBuffer(out.body.data(), out.body.size());
  } catch (const Poco::Exception& broken) {
    record.error = broken.displayText();
  }
  // The client left or reads too slowly: nothing more can be said to it.
  if (socket.broken()) record.error = "the answer was not taken to its end";
  finish(record, std::chrono::duration<double>(Clock::now() - started).count());
}

Response Edge::answer(Request& request, GuardedSocket& socket, RequestRecord& record) {
  auto faulted = [&](const EdgeFault& fault) {
    record.code = fault.code;
    return fault_response(fault, request.path);
  };
  // HTTP/1.0 clients may come without a Host: no browser is one.
  std::string host = request.header("host");
  if (!host.empty() && !is_loopback_name(host) && !is_one_of_names(host, options_.names))
    return faulted(stranger_fault(options_.names));
  Match found = match(listener_, request.method, request.path);
  if (!found.route) return elsewhere(request, found, record);
  const Route& route = *found.route;
  record.route = route.id;
  request.in_path = std::move(found.in_path);
  if (route.method != "GET") {
    if (auto fault = origin_fault(request)) return faulted(*fault);
  }
  if (route.takes == Takes::json || route.takes == Takes::ndjson) {
    if (auto fault = type_fault(route, request)) return faulted(*fault);
  }
  auto refusal = identify(service_, route, request);
  record.actor = request.viewer.account;
  if (!refusal) refusal = query_fault(route, request);
  if (refusal) return refusal_response(*refusal, request.path, record);
  try {
    return call(route, request, socket, record);
  } catch (const log::Failure& failure) {
    record.error = failure.what();
    return faulted({503, "log_failed", "账簿所在的磁盘出错，已停止服务这个请求",
                    "查看服务日志，按提示处理后重启服务"});
  } catch (const std::exception& error) {
    record.error = error.what();
    return faulted({500, "internal", "服务内部出错，没有完成这个请求", "查看服务日志并报告"});
  }
}

Response Edge::call(const Route& route, Request& request, GuardedSocket& socket,
                    RequestRecord& record) {
  auto faulted = [&](const EdgeFault& fault) {
    record.code = fault.code;
    return fault_response(fault, request.path);
  };
  std::optional<Place> bulk;
  if (route.takes == Takes::ndjson) {
    bulk.emplace(service_.bulks, service_.bulks_max);
    if (!bulk->granted()) return faulted({503, "busy", "整批登记的请求太多", "稍后重试"});
  }
  if (auto fault = body_fault(socket.read_body(body_max(route), request.body)))
    return faulted(*fault);
  if (auto late = await_position(request)) {
    record.code = "busy";
    return std::move(*late);
  }
  auto result = route.handler(service_, request);
  if (!result) return refusal_response(result.error(), request.path, record);
  if (result->status == 503) record.code = "not_ready";
  // Also what has no place for a sentence says that it is not the whole.
  if (auto scope = service_.ledger.book().read([&](const domain::Facts& facts) {
        return service_.ledger.scope_line(facts, request.viewer);
      });
      !scope.empty())
    result->headers.emplace_back("Zhucun-Scope", percent_encoded(scope));
  return std::move(*result);
}

// Paths that no route serves with this method: another method, the console's files, or nothing.
Response Edge::elsewhere(const Request& request, const Match& found, RequestRecord& record) const {
  bool reads = request.method == "GET" || request.method == "HEAD";
  bool api = request.path.starts_with("/v1/") || request.path == "/v1" ||
             request.path.starts_with("/healthz") || listener_ == Listener::metrics;
  std::vector<std::string> methods = found.methods;
  if (methods.empty() && !api && !reads) methods = {"GET", "HEAD"};
  if (!methods.empty()) {
    record.code = "method_not_allowed";
    auto out = fault_response(
        {405, "method_not_allowed", "这个路径不接受 " + request.method, "可用 " + joined(methods)},
        request.path);
    out.headers.emplace_back("Allow", joined(methods));
    return out;
  }
  if (!api) {
    record.route = "web";
    return service_.web.answer(request);
  }
  record.code = "not_found";
  return fault_response({404, "not_found", "没有这个路径", "接口的路径见 /v1/openapi.json"},
                        request.path);
}

std::optional<Refusal> Edge::query_fault(const Route& route, const Request& request) const {
  auto taken = parameters_of(route);
  for (const auto& [name, value] : request.query) {
    bool known = std::any_of(taken.begin(), taken.end(), [&name = name](const auto* info) {
      return info->where == In::query && info->name == name;
    });
    if (known) continue;
    std::string names;
    for (const auto* info : taken) {
      if (info->where == In::query) names += (names.empty() ? "" : " ") + info->name;
    }
    return Refusal{Code::bad_parameter,
                   "这个路径没有参数 " + name,
                   names.empty() ? "去掉它" : "可用 " + names,
                   name,
                   "",
                   {}};
  }
  return std::nullopt;
}

// A reader that has just written names the position which it must see.
std::optional<Response> Edge::await_position(const Request& request) {
  if (!request.query.contains("minPosition")) return std::nullopt;
  auto least = whole_parameter(request, "minPosition", 0, std::uint64_t{1} << 62);
  if (!least) {
    RequestRecord unused;
    return refusal_response(least.error(), request.path, unused);
  }
  const book::Book& book = service_.ledger.book();
  auto until = Clock::now() + service_.await_longest;
  // The log moves first, the facts a moment later.
  auto seen = [&] { return book.read([](const domain::Facts& facts) { return facts.position; }); };
  while (seen().value < *least) {
    if (Clock::now() >= until || service_.stopping) {
      return fault_response(
          {503, "busy", "账还没有到序号 " + std::to_string(*least), "稍后重试，或不带 minPosition"},
          request.path);
    }
    if (book.position().value < *least)
      book.log().wait_for({*least - 1}, std::chrono::milliseconds(100));
    else
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return std::nullopt;
}

std::string Edge::refuse(const EdgeFault& fault, const RawHead& how, const Peer& peer) {
  std::string body = fault_json(fault, "");
  std::string out = "HTTP/1.1 " + std::to_string(fault.status) + " " +
                    std::string(reason_of(fault.status)) + "\r\n";
  auto add = [&out](const std::string& name, const std::string& value) {
    out += name + ": " + value + "\r\n";
  };
  add("Content-Type", std::string(problem_type));
  add("Content-Length", std::to_string(body.size()));
  add("Connection", "close");
  add("Cache-Control", "no-store");
  add("Ledger-Position", std::to_string(service_.ledger.book().position().value));
  if (fault.status == 503) add("Retry-After", "1");
  for (const auto& [name, value] : guarding_headers()) add(name, value);
  if (peer.secure) add(std::string(secure_header.first), std::string(secure_header.second));
  RequestRecord record;
  record.method = how.method;
  record.path = how.target.substr(0, how.target.find('?'));
  record.status = fault.status;
  record.bytes = body.size();
  record.peer = peer.text;
  record.code = fault.code;
  finish(record, 0);
  return out + "\r\n" + (how.method == "HEAD" ? "" : body);
}

void Edge::finish(RequestRecord& record, double seconds) {
  record.milliseconds = seconds * 1e3;
  service_.metrics.add(record.route.empty() ? "none" : record.route, record.status, seconds);
  if (on_request_) on_request_(record);
}

}  // namespace zhucun::http
