// Who sends a request: a session's cookie, an API key, an account that a trusted gateway has
// authenticated, or nobody. Before the ceremony a book has no accounts: whoever is on its own
// machine may do everything, under the name that Zhucun-Actor says.
#pragma once

#include <optional>
#include <string>

#include "api/http/routes.h"

namespace zhucun::http {

// Fills the request's viewer and session. Refuses: not_signed_in, signed_out, password_must_change,
// not_allowed (a foreign Zhucun-Actor), unless the route is open to anybody.
std::optional<Refusal> identify(Service& service, const Route& route, Request& request);

bool has_accounts(Service& service);
// Whether this machine itself asks. Whoever comes through a gateway does not, whatever is said
// there.
bool is_local(const Request& request);

// The cookie that carries a session; `secure` decides its name and flags.
std::string session_cookie(const std::string& id, bool secure);
std::string ended_cookie(bool secure);
std::string cookie(const Request& request, const std::string& name);
std::string session_id(const Request& request);

// The password was given within the last minutes, or the request is refused step_up_needed.
std::optional<Refusal> step_up_fault(Service& service, const Request& request);

}  // namespace zhucun::http
