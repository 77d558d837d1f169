// From a parsed request to an answer on the wire: target, host, origin, route, body, handler,
// problem, headers, log. Knows Poco; handlers do not. Any thread.
#pragma once

#include <Poco/Net/HTTPRequestHandlerFactory.h>

#include <cstdint>
#include <functional>
#include <string>

#include "api/http/gateway.h"
#include "api/http/guarded_socket.h"
#include "api/http/routes.h"

namespace zhucun::http {

// One request as it is logged. `error` is for the log alone and never leaves the process.
struct RequestRecord {
  std::string method;
  std::string path;
  std::string route;  // operationId, "web", or empty
  int status = 0;
  std::uint64_t bytes = 0;  // of the answer's body
  double milliseconds = 0;
  std::string peer;
  std::string actor;
  std::string code;  // of a problem
  std::string error;
};
using OnRequest = std::function<void(const RequestRecord&)>;

struct EdgeOptions {
  GatewayOptions gateway;
  std::set<std::string> names;  // lower case; what Host may say besides the loopback's names
};

class Edge {
 public:
  Edge(Service& service, Listener listener, EdgeOptions options, OnRequest on_request);

  void serve(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response);
  // The whole answer to a head that was refused, for a Front.
  std::string refuse(const EdgeFault& fault, const RawHead& how, const Peer& peer);
  std::uint64_t body_max_of(const RawHead& how) const;

 private:
  Response answer(Request& request, GuardedSocket& socket, RequestRecord& record);
  Response call(const Route& route, Request& request, GuardedSocket& socket, RequestRecord& record);
  Response elsewhere(const Request& request, const Match& found, RequestRecord& record) const;
  std::optional<Refusal> query_fault(const Route& route, const Request& request) const;
  std::optional<Response> await_position(const Request& request);
  void finish(RequestRecord& record, double seconds);

  Service& service_;
  Listener listener_;
  EdgeOptions options_;
  OnRequest on_request_;
};

// Gives every request to one edge.
Poco::Net::HTTPRequestHandlerFactory::Ptr make_factory(Edge& edge);

}  // namespace zhucun::http
