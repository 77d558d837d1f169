#include "api/http/server.h"

#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/NetException.h>
#include <Poco/ThreadPool.h>

#include <algorithm>
#include <stdexcept>

#include "ledger/log/failure.h"

namespace zhucun::http {

namespace {

Poco::Net::IPAddress listen_address(const std::string& host) {
  std::string number = host == "localhost" ? "127.0.0.1" : host;
  Poco::Net::IPAddress address;
  if (!Poco::Net::IPAddress::tryParse(number, address))
    throw std::invalid_argument("地址 " + host +
                                " 不是 IP 地址：--host 写本机的 127.0.0.1，或本机网卡的地址");
  return address;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

bool is_token(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
  });
}

std::set<std::string> gateway_addresses(const HttpOptions& options) {
  std::set<std::string> out;
  for (const auto& text : options.gateways) {
    auto address = canonical_address(text);
    if (!address)
      throw std::invalid_argument("网关 " + text + " 不是 IP 地址：--gateway 写网关连过来的地址");
    out.insert(*address);
  }
  return out;
}

// What other settings say, in the words of the edge. Refuses those that do not fit together.
EdgeOptions edge_options(const HttpOptions& options) {
  EdgeOptions out;
  out.gateway.addresses = gateway_addresses(options);
  out.gateway.account_header = lower(options.gateway_header);
  if (!out.gateway.account_header.empty() && out.gateway.addresses.empty())
    throw std::invalid_argument(
        "写了 --gateway-header 而没有 --gateway：谁都可以冒名，"
        "用 --gateway 写明网关的地址");
  bool token = out.gateway.account_header.empty() || is_token(out.gateway.account_header);
  if (!token || out.gateway.account_header == "host")
    throw std::invalid_argument("请求头 " + options.gateway_header +
                                " 不能用：--gateway-header 写 X-Remote-User 这样的名称");
  for (const auto& name : options.public_names) {
    bool plain = !name.empty() && name.find_first_of("/: \t") == std::string::npos;
    if (!plain && !(name.starts_with('[') && name.ends_with(']')))
      throw std::invalid_argument("名称 " + name +
                                  " 不能用：--public-name 只写名称，不带 https:// "
                                  "和端口");
    out.names.insert(lower(name));
  }
  Poco::Net::IPAddress address = listen_address(options.host);
  if (address.isLoopback()) return out;
  if (!options.tls.given() && out.gateway.addresses.empty())
    throw std::invalid_argument("地址 " + options.host +
                                " 不是本机回环地址：没有 TLS 证书（--tls-cert 与 --tls-key），"
                                "也没有可信网关（--gateway），就只在本机提供服务；补上设置，或用 "
                                "127.0.0.1、::1、localhost");
  if (!address.isWildcard()) {
    std::string own = address.toString();
    out.names.insert(own.find(':') == std::string::npos ? own : "[" + own + "]");
  } else if (out.names.empty()) {
    throw std::invalid_argument("地址 " + options.host +
                                " 要对外服务：用 --public-name 写明浏览器里用的名称");
  }
  return out;
}

// The metrics have no TLS and no accounts: they stay on this machine.
Poco::Net::IPAddress metrics_address(const std::string& host) {
  Poco::Net::IPAddress address = listen_address(host);
  return address.isLoopback() ? address : Poco::Net::IPAddress("127.0.0.1");
}

FrontOptions front_options(const HttpOptions& options, const EdgeOptions& edge) {
  FrontOptions out = options.front;
  bool outside = options.tls.given() || !listen_address(options.host).isLoopback();
  if (!out.per_address_max && !outside) out.per_address_max = 0;
  out.gateways = edge.gateway.addresses;
  out.gateways_only = outside && !options.tls.given();
  return out;
}

Poco::Net::HTTPServerParams::Ptr server_params(const HttpOptions& options, int threads) {
  Poco::Net::HTTPServerParams::Ptr params = new Poco::Net::HTTPServerParams;
  params->setMaxThreads(threads);
  params->setMaxQueued(2 * options.front.queued_max);
  params->setKeepAlive(true);
  // Connections are counted and timed by the front; here each has one request.
  params->setKeepAliveTimeout(Poco::Timespan(1, 0));
  params->setMaxKeepAliveRequests(0);
  params->setTimeout(Poco::Timespan(10, 0));
  params->setThreadIdleTime(Poco::Timespan(1, 0));
  return params;
}

}  // namespace

// One listener: front, workers, Poco's server.
struct HttpServer::Door {
  struct Plan {
    Poco::Net::SocketAddress address;
    Listener listener;
    Entrance entrance;
    FrontOptions front;
    EdgeOptions edge;
    int threads;
  };
  Door(Service& service, const HttpOptions& options, Plan plan)
      : entrance(plan.entrance),
        edge(service, plan.listener, std::move(plan.edge), options.on_request),
        front(std::move(plan.front),
              {[this](const EdgeFault& fault, const RawHead& how, const Peer& peer) {
                 return edge.refuse(fault, how, peer);
               },
               [this](const RawHead& how) { return edge.body_max_of(how); },
               [this] { return server.queuedConnections(); }}),
        socket(plan.address, plan.entrance, front, options.socket, slow_bodies),
        pool("http", 2, plan.threads + 1, 60),
        server(make_factory(edge), pool, socket, server_params(options, plan.threads)) {}

  void start() {
    server.start();
    front.start(entrance == Entrance::own ? socket.impl()->sockfd() : -1);
  }
  void stop() {
    front.stop();
    server.stop();
    pool.joinAll();
  }

  Entrance entrance;
  Edge edge;
  std::atomic<int> slow_bodies{0};
  Front front;
  GuardedServerSocket socket;
  Poco::ThreadPool pool;
  Poco::Net::HTTPServer server;
};

// One that TLS guards, with the socket that its connections come to.
struct HttpServer::Guard {
  Guard(const TlsOptions& options) : door(options) {}
  void listen(const Poco::Net::SocketAddress& address) {
    // As for the plain listener: a second server must not share the port unseen.
    socket.bind(address, true, false);
    socket.listen(128);
    socket.setBlocking(false);
  }
  Poco::Net::ServerSocket socket;
  TlsDoor door;
};

HttpServer::HttpServer(app::Ledger& ledger, accounts::Secrets* secrets, HttpOptions options)
    : options_(std::move(options)),
      edge_options_(edge_options(options_)),
      service_(std::make_unique<Service>(ledger, secrets, options_.web_root)) {
  if (options_.tls.given()) guard_ = std::make_unique<Guard>(options_.tls);
  service_->imports = options_.imports;
  service_->sandbox = options_.sandbox;
  if (options_.last_backup) service_->last_backup = options_.last_backup;
  service_->long_polls_max = options_.long_polls_max;
  service_->bulks_max = options_.bulks_max;
  service_->await_longest = options_.await_longest;
}

HttpServer::~HttpServer() {
  stop();
}

void HttpServer::start() {
  std::uint16_t port = options_.port;
  Poco::Net::SocketAddress address(listen_address(options_.host), port);
  try {
    if (guard_) guard_->listen(address);
    main_ = std::make_unique<Door>(
        *service_, options_,
        Door::Plan{address, Listener::main, guard_ ? Entrance::other_door : Entrance::own,
                   front_options(options_, edge_options_), edge_options_, options_.threads});
    service_->front = &main_->front.counts();
    if (port != 0) ++port;
    FrontOptions local = options_.front;
    local.per_address_max = 0;
    metrics_ = std::make_unique<Door>(*service_, options_,
                                      Door::Plan{{metrics_address(options_.host), port},
                                                 Listener::metrics,
                                                 Entrance::own,
                                                 std::move(local),
                                                 {},
                                                 2});
  } catch (const Poco::Net::NetException& fault) {
    main_.reset();
    throw log::IoFailure("端口 " + std::to_string(port) + " 不能监听（" + fault.displayText() +
                         "）：停止占用它的进程，或用 --port 另选一个");
  }
  main_->start();
  metrics_->start();
  if (!guard_) return;
  Front& front = main_->front;
  guard_->door.start(guard_->socket.impl()->sockfd(), front.limits(), front.counts().over_limit,
                     [&front](int fd, Peer peer) { front.adopt(fd, std::move(peer)); });
}

// The answers that are under way go out through the TLS door, which therefore ends last.
void HttpServer::stop() {
  service_->stopping = true;
  if (guard_) guard_->door.close_entrance();
  if (main_) main_->stop();
  if (metrics_) metrics_->stop();
  metrics_.reset();
  if (main_) main_->front.close_left();
  if (guard_) guard_->door.stop();
  guard_.reset();
  main_.reset();
}

std::uint16_t HttpServer::port() const {
  if (guard_) return guard_->socket.address().port();
  return main_ ? main_->socket.address().port() : options_.port;
}

std::uint16_t HttpServer::metrics_port() const {
  return metrics_ ? metrics_->socket.address().port() : 0;
}

const FrontCounts* HttpServer::front_counts() const {
  return main_ ? &main_->front.counts() : nullptr;
}

const TlsCounts* HttpServer::tls_counts() const {
  return guard_ ? &guard_->door.counts() : nullptr;
}

}  // namespace zhucun::http
