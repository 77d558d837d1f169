// The one authorisation function: may this desk do this to that? Default deny.
//
// A desk is a role within a scope. The role says what kinds of deeds are its business (and, for
// recording, the event type names the roles that may), the scope says whose. Both the writer
// (before it decides) and every reader ask here; they differ only in where they look things up.
// Pure; any thread that holds what its Lands look into.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/base/refusal.h"
#include "ledger/domain/accounts.h"
#include "ledger/schema/schema.h"

namespace zhucun::domain {

enum class Deed : std::uint8_t {
  read_reports,  // tables and explanations within the scope
  read_events,   // the feed, within the scope
  see_names,     // of people within the scope
  unmask,        // a personal field in full, with a reason
  export_names,  // files with names
  read_access,   // who saw whose personal data
  manage_accounts,
  see_health,
};

// Where a scope's world is looked up.
class Lands {
 public:
  virtual ~Lands() = default;
  struct StandsAt {
    DivisionCode village;
    std::string unit;
  };
  virtual DivisionCode city() const = 0;
  // The next higher division of the register; empty at the top and for unknown codes.
  virtual DivisionCode parent_of(DivisionCode code) const = 0;
  // The seat of a registered unit, or empty.
  virtual DivisionCode seat_of(const std::string& unit) const = 0;
  virtual std::vector<StandsAt> stays_of(const std::string& person) const = 0;
  virtual bool is_person(const std::string& person) const = 0;
  virtual std::vector<DivisionCode> villages_of(const std::string& unit) const = 0;
};

bool lies_in(const Lands& lands, DivisionCode what, DivisionCode area);

// Whether something lies in a scope. `recording`: a person who never stood anywhere yet may be
// described by any office, but is read by the city alone.
bool covers(const Lands& lands, const Scope& scope, schema::Reference kind,
            const std::string& value, bool recording);

// Whether the role's business includes the deed at all.
bool role_may(event::DeskRole role, Deed deed);
// The first of an account's desks that may record a body, or nothing. `original` is the body that a
// reversal takes back, whose desks count in its stead.
std::optional<Desk> desk_for(const Lands& lands, const std::vector<Desk>& desks,
                             event::Body::Reader body,
                             const std::optional<schema::Words>& original);
// Whether a desk may read an event.
bool may_read(const Lands& lands, const Desk& desk, event::Body::Reader body);

std::string_view name_of(event::DeskRole role);   // "cityOffice"
std::string_view title_of(event::DeskRole role);  // 市驻村办
std::optional<event::DeskRole> parse_role(std::string_view name);

}  // namespace zhucun::domain
