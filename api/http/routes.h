// The one list of routes: what the server serves, what the OpenAPI document says, what the tests
// walk through. The request's parameters are described in parameters.cpp, the shapes of answers in
// wire_schemas.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/http/message.h"
#include "api/http/service.h"

namespace zhucun::http {

using Handler = Result<Response> (*)(Service&, const Request&);

enum class Takes : std::uint8_t { nothing, json, ndjson, bytes };
enum class Gives : std::uint8_t { json, table, events, text, bytes };
enum class Listener : std::uint8_t { main, metrics };

struct Route {
  std::string method;
  std::string path;  // "/v1/events/{position}"
  std::string id;    // OpenAPI operationId and label of the metrics
  std::string summary;
  std::string schema;  // of the JSON answer
  Handler handler = nullptr;
  // By id; "report" stands for all that a report may take.
  std::vector<std::string> parameters = {};
  Takes takes = Takes::nothing;
  Gives gives = Gives::json;
  Listener listener = Listener::main;
  bool open = false;                // to whoever has not signed in
  std::string body = "Submission";  // schema of the JSON that it takes
};

const std::vector<Route>& routes();

// Which route serves a path, with the path's parameters; or the methods that it has.
struct Match {
  const Route* route = nullptr;
  app::Parameters in_path;
  std::vector<std::string> methods;  // of the path, when the method was another
};
Match match(Listener listener, std::string_view method, const std::string& path);

// The most bytes that a request's body may have.
std::uint64_t body_max(const Route& route);

enum class In : std::uint8_t { path, query, header };
struct ParameterInfo {
  std::string id;    // as the route list names it
  std::string name;  // as it travels
  In where = In::query;
  bool required = false;
  std::string schema;  // JSON Schema
  std::string about;
};
const std::vector<ParameterInfo>& parameters();
const ParameterInfo& parameter(std::string_view id);
// A route's parameters with "report" and what every reading route takes spelled out.
std::vector<const ParameterInfo*> parameters_of(const Route& route);

}  // namespace zhucun::http
