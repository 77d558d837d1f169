#include "api/http/server.h"

#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/NetException.h>
#include <Poco/ThreadPool.h>

#include <stdexcept>

#include "ledger/log/failure.h"

namespace zhucun::http {

namespace {

Poco::Net::SocketAddress loopback_address(const std::string& host, std::uint16_t port) {
  std::string number = host == "localhost" ? "127.0.0.1" : host;
  Poco::Net::IPAddress address;
  if (!Poco::Net::IPAddress::tryParse(number, address) || !address.isLoopback()) {
    throw std::invalid_argument("地址 " + host +
                                " 不是本机回环地址：账号与 TLS 建立之前只在本机提供服务，"
                                "请用 127.0.0.1、::1 或 localhost");
  }
  return {address, port};
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
  Door(Service& service, const HttpOptions& options, const Poco::Net::SocketAddress& address,
       Listener listener, int threads)
      : edge(service, listener, options.on_request),
        front(options.front,
              {[this](const EdgeFault& fault, const RawHead& how, const std::string& peer) {
                 return edge.refuse(fault, how, peer);
               },
               [this](const RawHead& how) { return edge.body_max_of(how); },
               [this] { return server.queuedConnections(); }}),
        socket(address, front, options.socket, slow_bodies),
        pool("http", 2, threads + 1, 60),
        server(make_factory(edge), pool, socket, server_params(options, threads)) {}

  void start() {
    server.start();
    front.start(socket.impl()->sockfd());
  }
  void stop() {
    front.stop();
    server.stop();
    pool.joinAll();
  }

  Edge edge;
  std::atomic<int> slow_bodies{0};
  Front front;
  GuardedServerSocket socket;
  Poco::ThreadPool pool;
  Poco::Net::HTTPServer server;
};

HttpServer::HttpServer(app::Ledger& ledger, accounts::Secrets* secrets, HttpOptions options)
    : options_(std::move(options)),
      service_(std::make_unique<Service>(ledger, secrets, options_.web_root)) {
  loopback_address(options_.host, options_.port);
  service_->long_polls_max = options_.long_polls_max;
  service_->bulks_max = options_.bulks_max;
  service_->await_longest = options_.await_longest;
}

HttpServer::~HttpServer() {
  stop();
}

void HttpServer::start() {
  std::uint16_t port = options_.port;
  try {
    main_ = std::make_unique<Door>(*service_, options_, loopback_address(options_.host, port),
                                   Listener::main, options_.threads);
    service_->front = &main_->front.counts();
    if (port != 0) ++port;
    metrics_ = std::make_unique<Door>(*service_, options_, loopback_address(options_.host, port),
                                      Listener::metrics, 2);
  } catch (const Poco::Net::NetException& fault) {
    main_.reset();
    throw log::IoFailure("端口 " + std::to_string(port) + " 不能监听（" + fault.displayText() +
                         "）：停止占用它的进程，或用 --port 另选一个");
  }
  main_->start();
  metrics_->start();
}

void HttpServer::stop() {
  service_->stopping = true;
  if (main_) main_->stop();
  if (metrics_) metrics_->stop();
  metrics_.reset();
  main_.reset();
}

std::uint16_t HttpServer::port() const {
  return main_ ? main_->socket.address().port() : options_.port;
}

std::uint16_t HttpServer::metrics_port() const {
  return metrics_ ? metrics_->socket.address().port() : 0;
}

}  // namespace zhucun::http
