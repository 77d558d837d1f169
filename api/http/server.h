// The HTTP API of one book: a main listener, and one for metrics on the loopback.
//
// The main one opens other addresses than the loopback only with TLS, or to trusted gateways; it
// answers to the loopback's names, its own address and the public names. The ledger must outlive
// the server. start and stop belong to one thread; requests are served by the server's own. The
// constructor refuses settings that do not fit together and files that are none
// (std::invalid_argument, Chinese); start throws log::IoFailure when a port is taken.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "api/http/edge.h"
#include "api/http/tls_door.h"

namespace zhucun::http {

struct HttpOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8320;  // 0 = any free one
  std::string web_root;       // the built console; empty or missing = a page that says so
  int threads = 64;
  TlsOptions tls;
  std::vector<std::string> gateways;  // addresses that may connect without TLS, and are believed
  std::string gateway_header;         // in which they name the account they have authenticated
  std::vector<std::string> public_names;  // what browsers call this server, without a port
  OnRequest on_request;                   // called from many threads
  LastBackupOf last_backup;
  app::Imports* imports = nullptr;  // must outlive the server
  sheet::ReadOptions sandbox;       // for statements that are read on the spot
  // Set by tests.
  FrontOptions front;
  SocketOptions socket;
  int long_polls_max = 32;
  int bulks_max = 4;
  std::chrono::milliseconds await_longest{5'000};
};

class HttpServer {
 public:
  // Without secrets nobody can sign in: a book without accounts, for its own machine.
  HttpServer(app::Ledger& ledger, accounts::Secrets* secrets, HttpOptions options);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;

  void start();
  // Takes no new requests, ends those that wait, lets the others finish. For good: a stopped
  // server is not started again.
  void stop();
  std::uint16_t port() const;
  // Null before start and after stop.
  const FrontCounts* front_counts() const;
  const TlsCounts* tls_counts() const;  // null without TLS too
  std::uint16_t metrics_port() const;   // port() + 1; any free one when the port was 0

 private:
  struct Door;
  struct Guard;
  HttpOptions options_;
  EdgeOptions edge_options_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<Door> main_;
  std::unique_ptr<Door> metrics_;
  std::unique_ptr<Guard> guard_;  // with TLS
};

}  // namespace zhucun::http
