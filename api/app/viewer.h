// Who asks, and under which one desk: rights are never added up over several desks. Values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/domain/authority.h"

namespace zhucun::app {

struct Viewer {
  std::string account;               // as it will stand in events
  std::optional<domain::Desk> desk;  // nothing: may look at nothing
  std::vector<domain::Desk> desks;   // of which the one in use was chosen
  std::string peer;
  // A book without accounts, on its own machine; or the program itself.
  bool unguarded = false;

  static Viewer unguarded_one(std::string actor = "") {
    Viewer out;
    out.account = std::move(actor);
    out.unguarded = true;
    return out;
  }
  bool may(domain::Deed deed) const {
    return unguarded || (desk && domain::role_may(desk->role, deed));
  }
};

// "cityOffice@division:610800000000", by which pages, keys and the access log name a desk.
std::string desk_text(const domain::Desk& desk);

// The desks of an account today, cut to those that an API key names when `only` is given; the one
// in use is `wanted`, else the first.
Viewer viewer_of(const domain::Accounts& accounts, const std::string& account, Date today,
                 const std::string& wanted, const std::optional<std::vector<std::string>>& only);

// Whether the viewer's desk manages accounts whose scope is this.
bool manages(const domain::Lands& lands, const Viewer& viewer, const Scope& scope);

// The same answer for what does not exist and for what lies outside the scope.
Refusal not_yours(const std::string& what);
Refusal not_your_business(const Viewer& viewer, const std::string& what);

}  // namespace zhucun::app
