// Accounts and their desks: who may act as what, where, from when to when. Granted by two people,
// taken back by one. The same fold serves the writer's state and the facts. Values; no secrets:
// passwords, sessions and keys are no events.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/base/calendar.h"
#include "ledger/base/scope.h"
#include "ledger/domain/text.h"

namespace zhucun::domain {

// One right to act: a role within a scope, on these days.
struct Desk {
  event::DeskRole role = event::DeskRole::UNKNOWN;
  Scope scope;
  Span days;              // last = far_future while nobody has ended it
  Position granted;       // the decision that gave it
  std::string deputises;  // the account whose desk it is, when held as deputy
  bool operator==(const Desk&) const = default;
};

struct Account {
  std::string title;   // such as 榆阳区驻村办 经办
  std::string person;  // two accounts of one person are one person; may be empty
  std::vector<Desk> desks;
  std::string disabled_by;  // the account that disabled it; empty = enabled
  Position position;        // the last event about it
};

struct Proposed {
  std::string account;
  std::string title;
  std::string person;
  event::DeskRole role = event::DeskRole::UNKNOWN;
  Scope scope;
};

// What one person has asked for and another must decide.
struct Proposal {
  std::string by;
  std::vector<Proposed> grants;                      // of a list of grants
  event::Passing passing = event::Passing::UNKNOWN;  // or of a desk that passes on
  std::string from;
  std::string to;
  Span days;
  bool decided = false;
};

struct Accounts {
  Position ceremony;  // zero until it was held
  std::map<std::string, Account> by_name;
  std::map<Position, Proposal> proposals;

  const Account* find(const std::string& name) const;
  // The person behind an account: its registered person, else the account itself.
  std::string person_of(const std::string& name) const;
  bool same_person(const std::string& one, const std::string& other) const {
    return person_of(one) == person_of(other);
  }
};

// The desks that an account may use on a day; none when it is unknown or disabled.
std::vector<Desk> desks_on(const Accounts& accounts, const std::string& name, Date day);
bool is_admin(event::DeskRole role);

// The fold; never refuses. `actor` and `day` are those of the event.
struct AccountsFold {
  Accounts& accounts;
  Position position;
  std::string actor;
  Date day;

  void operator()(event::CeremonyHeld::Reader e);
  void operator()(event::GrantsProposed::Reader e);
  void operator()(event::DeskPassProposed::Reader e);
  void operator()(event::GrantsDecided::Reader e);
  void operator()(event::GrantRevoked::Reader e);
  void operator()(event::AccountDisabled::Reader e);
  void operator()(event::AccountEnabled::Reader e);

 private:
  void pass(const Proposal& proposal);
};

}  // namespace zhucun::domain
