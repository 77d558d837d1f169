#include "ledger/domain/accounts.h"

#include <algorithm>

namespace zhucun::domain {

const Account* Accounts::find(const std::string& name) const {
  auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : &found->second;
}

std::string Accounts::person_of(const std::string& name) const {
  const Account* account = find(name);
  return account && !account->person.empty() ? "person:" + account->person : "account:" + name;
}

std::vector<Desk> desks_on(const Accounts& accounts, const std::string& name, Date day) {
  std::vector<Desk> out;
  const Account* account = accounts.find(name);
  if (!account || !account->disabled_by.empty()) return out;
  for (const Desk& desk : account->desks) {
    if (desk.days.contains(day)) out.push_back(desk);
  }
  return out;
}

bool is_admin(event::DeskRole role) {
  return role == event::DeskRole::SYSTEM_ADMIN || role == event::DeskRole::SECURITY_ADMIN ||
         role == event::DeskRole::AUDIT_ADMIN;
}

void AccountsFold::operator()(event::CeremonyHeld::Reader e) {
  accounts.ceremony = position;
  auto make = [&](capnp::Text::Reader name, event::DeskRole role, const char* title) {
    Account& account = accounts.by_name[copy(name)];
    account.title = title;
    account.position = position;
    account.desks.push_back(
        {role, {ScopeKind::division, copy(e.getCity())}, {day, far_future}, position, ""});
  };
  make(e.getSystemAdmin(), event::DeskRole::SYSTEM_ADMIN, "系统管理员");
  make(e.getSecurityAdmin(), event::DeskRole::SECURITY_ADMIN, "安全管理员");
  make(e.getAuditAdmin(), event::DeskRole::AUDIT_ADMIN, "审计管理员");
}

void AccountsFold::operator()(event::GrantsProposed::Reader e) {
  Proposal& proposal = accounts.proposals[position];
  proposal.by = actor;
  for (auto grant : e.getGrants()) {
    proposal.grants.push_back({copy(grant.getAccount()), copy(grant.getTitle()),
                               copy(grant.getPerson()), grant.getRole(),
                               parse_scope(view(grant.getScope())).value_or(Scope{})});
  }
}

void AccountsFold::operator()(event::DeskPassProposed::Reader e) {
  Proposal& proposal = accounts.proposals[position];
  proposal.by = actor;
  proposal.passing = e.getKind();
  proposal.from = copy(e.getFrom());
  proposal.to = copy(e.getTo());
  proposal.days = {from_stored(e.getSince()).value_or(day), until_or_open(e.getUntil())};
}

// A deputy holds the other's desks beside him for some days; a successor holds them from now on.
void AccountsFold::pass(const Proposal& proposal) {
  Account& from = accounts.by_name[proposal.from];
  Account& to = accounts.by_name[proposal.to];
  bool deputy = proposal.passing == event::Passing::DEPUTY;
  for (const Desk& desk : std::vector<Desk>(from.desks)) {
    if (!desk.deputises.empty() || !desk.days.contains(day)) continue;
    Desk passed = desk;
    passed.granted = position;
    passed.days = deputy ? proposal.days : Span{day, far_future};
    passed.deputises = deputy ? proposal.from : "";
    to.desks.push_back(std::move(passed));
  }
  if (!deputy) {
    std::erase_if(from.desks, [](const Desk& desk) { return desk.deputises.empty(); });
    from.position = position;
  }
  to.position = position;
}

void AccountsFold::operator()(event::GrantsDecided::Reader e) {
  Proposal& proposal = accounts.proposals[{e.getProposal()}];
  proposal.decided = true;
  if (!e.getAccepted()) return;
  if (proposal.passing != event::Passing::UNKNOWN) {
    pass(proposal);
    return;
  }
  for (const Proposed& grant : proposal.grants) {
    Account& account = accounts.by_name[grant.account];
    account.title = grant.title;
    if (!grant.person.empty()) account.person = grant.person;
    account.position = position;
    bool held = std::any_of(account.desks.begin(), account.desks.end(), [&](const Desk& desk) {
      return desk.role == grant.role && desk.scope == grant.scope && desk.deputises.empty();
    });
    if (!held) account.desks.push_back({grant.role, grant.scope, {day, far_future}, position, ""});
  }
}

void AccountsFold::operator()(event::GrantRevoked::Reader e) {
  Account& account = accounts.by_name[copy(e.getAccount())];
  auto scope = parse_scope(view(e.getScope()));
  std::erase_if(account.desks, [&](const Desk& desk) {
    return desk.role == e.getRole() && scope && desk.scope == *scope;
  });
  account.position = position;
}

void AccountsFold::operator()(event::AccountDisabled::Reader e) {
  Account& account = accounts.by_name[copy(e.getAccount())];
  account.disabled_by = actor;
  account.position = position;
}

void AccountsFold::operator()(event::AccountEnabled::Reader e) {
  Account& account = accounts.by_name[copy(e.getAccount())];
  account.disabled_by.clear();
  account.position = position;
}

}  // namespace zhucun::domain
