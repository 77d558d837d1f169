// A request and an answer as handlers see them: no socket, no parser. Values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/app/ledger.h"
#include "api/http/raw_head.h"
#include "ledger/accounts/sessions.h"

namespace zhucun::http {

inline constexpr std::string_view json_type = "application/json; charset=utf-8";
inline constexpr std::string_view ndjson_type = "application/x-ndjson; charset=utf-8";
inline constexpr std::string_view csv_type = "text/csv; charset=utf-8";
inline constexpr std::string_view csv_gb18030_type = "text/csv; charset=gb18030";
inline constexpr std::string_view xlsx_type =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
inline constexpr std::string_view problem_type = "application/problem+json; charset=utf-8";
inline constexpr std::string_view html_type = "text/html; charset=utf-8";
inline constexpr std::string_view text_type = "text/plain; charset=utf-8";

struct Request {
  std::string method;
  std::string target;                          // as sent
  std::string path;                            // decoded, UTF-8
  app::Parameters query;                       // decoded, each name once
  app::Parameters in_path;                     // by the names of the route's template
  std::map<std::string, std::string> headers;  // by lower-case name, UTF-8 or absent
  std::string body;
  std::string peer;             // whose request it is: behind a gateway, whom the gateway names
  bool via_gateway = false;     // handed on by a trusted gateway: never this machine's own
  bool secure = false;          // through TLS, here or at the gateway
  std::string gateway_account;  // whom a trusted gateway has authenticated; empty otherwise
  app::Viewer viewer;           // who that turned out to be; see identity.h
  std::optional<accounts::Session> session;

  // Empty when it was not sent.
  std::string header(const std::string& lower_case_name) const;
  std::string parameter(const std::string& name) const;
};

struct Response {
  int status = 200;
  std::string type{json_type};
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<Position> position;  // of what it says, when not the book's present one
  std::string cache_control = "no-store";
};

// Splits and decodes a target. Refuses wrong escapes, text that is not UTF-8, a repeated parameter.
std::optional<EdgeFault> read_target(const std::string& target, Request& out);
// %XX decoded; nothing when an escape is wrong.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space);
std::string percent_encoded(std::string_view text);
bool is_utf8(std::string_view text);

// A file to be saved under a name (RFC 8187).
Response file_response(const std::string& name, std::string bytes, std::string_view type);

// A whole number from a parameter; the default when it was not sent.
Result<std::uint64_t> whole_parameter(const Request& request, const std::string& name,
                                      std::uint64_t otherwise, std::uint64_t most);
Result<std::optional<Date>> date_parameter(const Request& request, const std::string& name);
Refusal bad_parameter(const std::string& name, const std::string& value, const std::string& hint);

// RFC 9457 problem details of the edge's own faults.
std::string fault_json(const EdgeFault& fault, std::string_view instance);
Response fault_response(const EdgeFault& fault, std::string_view instance);
// The headers that every answer carries.
const std::vector<std::pair<std::string, std::string>>& guarding_headers();
// And with those that go through TLS: no plain HTTP for a year.
inline constexpr std::pair<std::string_view, std::string_view> secure_header{
    "Strict-Transport-Security", "max-age=31536000"};
std::string_view reason_of(int status);

}  // namespace zhucun::http
