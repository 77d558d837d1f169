// What a trusted gateway says about the request it hands on, and the names a listener answers to.
// Nobody else is believed: what others send under these headers never reaches a handler. Pure.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "api/http/message.h"
#include "api/http/peers.h"

namespace zhucun::http {

struct GatewayOptions {
  std::set<std::string> addresses;  // canonical
  std::string account_header;       // lower case; empty = it authenticates nobody
};

// Takes the gateway's headers out of the request. From a gateway they fill `gateway_account` (the
// header's value, %XX decoded), `via_gateway`, `peer` (the last address of X-Forwarded-For, which
// the gateway itself has seen) and `secure` (X-Forwarded-Proto). Refuses an account that is not
// plain text.
std::optional<EdgeFault> read_gateway(const GatewayOptions& options, const Peer& from,
                                      Request& request);

// Whether a Host header names this machine's loopback. [DNS rebinding]
bool is_loopback_name(std::string_view host);
// Whether it names one of these, with any port.
bool is_one_of_names(std::string_view host, const std::set<std::string>& lower_case_names);

}  // namespace zhucun::http
