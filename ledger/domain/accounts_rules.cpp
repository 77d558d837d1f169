#include "ledger/domain/accounts_rules.h"

#include <algorithm>
#include <array>

#include "ledger/domain/rules.h"

namespace zhucun::domain {

namespace {

using event::DeskRole;

constexpr std::array admin_roles{DeskRole::SYSTEM_ADMIN, DeskRole::SECURITY_ADMIN,
                                 DeskRole::AUDIT_ADMIN};

Refusal refusal(Code code, std::string detail, std::string hint, std::string pointer) {
  return {code, std::move(detail), std::move(hint), std::move(pointer), "", {}};
}

Fault account_fault(const Accounts& accounts, capnp::Text::Reader name,
                    const std::string& pointer) {
  if (accounts.find(copy(name))) return std::nullopt;
  return refusal(Code::unknown_account, "没有账号 " + copy(name), "核对账号名，或先申请授权",
                 pointer);
}

// What a role's scope must be, so that a desk means one thing.
bool fits(DeskRole role, const Scope& scope, DivisionLevel level) {
  switch (role) {
    case DeskRole::CITY_OFFICE:
    case DeskRole::SYSTEM_ADMIN:
    case DeskRole::SECURITY_ADMIN:
    case DeskRole::AUDIT_ADMIN:
      return scope.kind == ScopeKind::division && level == DivisionLevel::city;
    case DeskRole::COUNTY_OFFICE:
    case DeskRole::COUNTY_ADMIN:
      return scope.kind == ScopeKind::division && level == DivisionLevel::county;
    case DeskRole::TOWNSHIP:
      return scope.kind == ScopeKind::division && level == DivisionLevel::township;
    case DeskRole::FINANCE:
    case DeskRole::AUDITOR:
    case DeskRole::COMMENDATION:
      return scope.kind == ScopeKind::division && level != DivisionLevel::village;
    case DeskRole::UNIT: return scope.kind == ScopeKind::unit;
    case DeskRole::TEAM: return scope.kind == ScopeKind::team && level == DivisionLevel::village;
    case DeskRole::SELF: return scope.kind == ScopeKind::person;
    case DeskRole::UNKNOWN: return false;
  }
  return false;
}

// The scope exists and suits the role.
Fault scope_fault(const State& state, DeskRole role, const Scope& scope,
                  const std::string& pointer) {
  DivisionLevel level = DivisionLevel::unknown;
  bool known = false;
  if (scope.kind == ScopeKind::unit) {
    known = state.units.contains(scope.id);
  } else if (scope.kind == ScopeKind::person) {
    known = state.people.contains(scope.id);
  } else if (const auto* division = state.divisions.find(scope.division())) {
    known = true;
    level = division->level;
  }
  if (known && fits(role, scope, level)) return std::nullopt;
  std::string what = known ? "与岗位“" + std::string(title_of(role)) + "”不配" : "账上没有";
  return refusal(Code::bad_value, "范围 " + to_text(scope) + " " + what,
                 "市级岗位填市，县级岗位填县市区，乡镇填乡镇，派出单位填 unit:编号，"
                 "工作队填 team:村代码，本人填 person:编号",
                 pointer);
}

// Whether one of the acting desks may give a desk to others.
bool may_give(const State& state, const std::vector<Desk>& desks, DeskRole role,
              const Scope& scope) {
  StateLands lands(state);
  return std::any_of(desks.begin(), desks.end(), [&](const Desk& desk) {
    if (desk.role == DeskRole::SYSTEM_ADMIN || desk.role == DeskRole::SECURITY_ADMIN) return true;
    if (desk.role != DeskRole::COUNTY_ADMIN || is_admin(role)) return false;
    DivisionCode area = desk.scope.division();
    switch (scope.kind) {
      case ScopeKind::division:
      case ScopeKind::team: return lies_in(lands, scope.division(), area);
      case ScopeKind::unit: return lies_in(lands, lands.seat_of(scope.id), area);
      case ScopeKind::person:
        return covers(lands, desk.scope, schema::Reference::person, scope.id, false);
      case ScopeKind::unknown: return false;
    }
    return false;
  });
}

Refusal beyond(DeskRole role, const Scope& scope, const std::string& pointer) {
  return refusal(
      Code::beyond_scope,
      "授予“" + std::string(title_of(role)) + "”（" + to_text(scope) + "）超出经办账号的权限",
      "县级账号管理员只管本县的岗位，其余由市级系统管理员申请、安全管理员审定", pointer);
}

std::vector<Desk> acting_desks(const Context& context, const State& state,
                               event::Body::Reader body) {
  return desks_on(accounts_of(state), copy(body.getActor()), context.today);
}

// Each of the three administrators must remain after `change` was made to a copy.
template <typename Change>
Fault last_administrator_fault(const Context& context, const State& state, Change change) {
  Accounts after = accounts_of(state);
  change(after);
  for (DeskRole role : admin_roles) {
    bool held = std::any_of(after.by_name.begin(), after.by_name.end(), [&](const auto& entry) {
      auto desks = desks_on(after, entry.first, context.today);
      return std::any_of(desks.begin(), desks.end(), [role](const Desk& desk) {
        return desk.role == role && desk.deputises.empty();
      });
    });
    if (held) continue;
    return refusal(Code::last_administrator, "这样就没有" + std::string(title_of(role)) + "了",
                   "先为另一个账号授予该岗位，再停用或收回", "/data/account");
  }
  return std::nullopt;
}

// The desks that a proposal would give, and to whom.
std::vector<std::pair<std::string, Desk>> gains_of(const Accounts& accounts,
                                                   const Proposal& proposal, Date day) {
  std::vector<std::pair<std::string, Desk>> out;
  for (const Proposed& grant : proposal.grants)
    out.push_back({grant.account, {grant.role, grant.scope, {}, {}, ""}});
  if (proposal.passing == event::Passing::UNKNOWN) return out;
  for (const Desk& desk : desks_on(accounts, proposal.from, day))
    out.push_back({proposal.to, desk});
  return out;
}

}  // namespace

const Accounts& accounts_of(const State& state) {
  static const Accounts none;
  const Accounts* accounts = state.accounts.find(0);
  return accounts ? *accounts : none;
}

std::optional<Refusal> authority_fault(const Context& context, const State& state,
                                       event::Body::Reader draft) {
  const Accounts& accounts = accounts_of(state);
  if (accounts.ceremony.value == 0 || context.program) return std::nullopt;
  // A second ceremony is refused for what it is, whoever asks.
  if (draft.isAccounts() && draft.getAccounts().isCeremonyHeld()) return std::nullopt;
  std::string actor = copy(draft.getActor());
  auto desks = desks_on(accounts, actor, context.today);
  if (desks.empty()) {
    return refusal(Code::not_signed_in, "账号 " + actor + " 不存在、已停用或没有岗位",
                   "用自己的账号登录；没有岗位的请管理员授权", "/actor");
  }
  std::optional<schema::Words> original;
  if (draft.isCorrection() && draft.getCorrection().isEventReversed())
    original = context.event_at({draft.getCorrection().getEventReversed().getTarget()});
  if (desk_for(StateLands(state), desks, draft, original)) return std::nullopt;
  const auto* type = schema::type_of(draft);
  return refusal(
      Code::not_allowed,
      "账上没有这个对象，或不在 " + actor + " 的岗位和范围之内：" + (type ? type->title : "事件"),
      "核对编号和地区；属于别处的事由别处的岗位登记", "/data");
}

Result<Decision> decide(const Context&, const State& state, event::CeremonyHeld::Reader draft,
                        event::Body::Reader) {
  if (accounts_of(state).ceremony.value != 0) {
    return refuse(refusal(Code::ceremony_held, "账号已经启用，仪式只有一次",
                          "由系统管理员申请授权、安全管理员审定", ""));
  }
  auto system = view(draft.getSystemAdmin());
  auto security = view(draft.getSecurityAdmin());
  auto audit = view(draft.getAuditAdmin());
  if (system == security || security == audit || system == audit) {
    return refuse(
        refusal(Code::same_person, "三个管理员要由三个人担任", "填三个不同的账号", "/data"));
  }
  const OpenedBook* opened = state.opened.find(0);
  if (!opened || opened->city != division(draft.getCity())) {
    return refuse(refusal(Code::unknown_division, copy(draft.getCity()) + " 不是这本账的市",
                          "填本账的市代码", "/data/city"));
  }
  return Decision{};
}

Result<Decision> decide(const Context& context, const State& state,
                        event::GrantsProposed::Reader draft, event::Body::Reader body) {
  const Accounts& accounts = accounts_of(state);
  auto desks = acting_desks(context, state, body);
  std::string actor = copy(body.getActor());
  std::size_t number = 0;
  for (auto grant : draft.getGrants()) {
    std::string pointer = "/data/grants/" + std::to_string(number++);
    Scope scope = parse_scope(view(grant.getScope())).value_or(Scope{});
    std::string person = copy(grant.getPerson());
    bool own = accounts.same_person(actor, copy(grant.getAccount())) ||
               (!person.empty() && accounts.person_of(actor) == "person:" + person);
    if (own) {
      return refuse(refusal(Code::own_grant, "不能给自己授权", "由另一位管理员申请，第三人审定",
                            pointer + "/account"));
    }
    if (auto fault = scope_fault(state, grant.getRole(), scope, pointer + "/scope"))
      return refuse(*fault);
    if (!may_give(state, desks, grant.getRole(), scope))
      return refuse(beyond(grant.getRole(), scope, pointer + "/role"));
  }
  return Decision{};
}

Result<Decision> decide(const Context& context, const State& state,
                        event::DeskPassProposed::Reader draft, event::Body::Reader body) {
  const Accounts& accounts = accounts_of(state);
  if (auto fault = account_fault(accounts, draft.getFrom(), "/data/from")) return refuse(*fault);
  if (auto fault = account_fault(accounts, draft.getTo(), "/data/to")) return refuse(*fault);
  std::string actor = copy(body.getActor());
  if (accounts.same_person(copy(draft.getFrom()), copy(draft.getTo()))) {
    return refuse(refusal(Code::same_person, "移交和接手是同一个人", "填两个人的账号", "/data/to"));
  }
  if (accounts.same_person(actor, copy(draft.getTo()))) {
    return refuse(
        refusal(Code::own_grant, "不能把岗位移交给自己", "由另一位管理员申请", "/data/to"));
  }
  Date until = until_or_open(draft.getUntil());
  Date since = from_stored(draft.getSince()).value_or(date_of(body));
  if (auto fault = order_fault(since, until, "/data/until")) return refuse(*fault);
  bool deputy = draft.getKind() == event::Passing::DEPUTY;
  if (deputy && until == far_future) {
    return refuse(
        refusal(Code::missing_field, "代理要写明截止日", "填代理的最后一天", "/data/until"));
  }
  auto desks = acting_desks(context, state, body);
  for (const Desk& desk : desks_on(accounts, copy(draft.getFrom()), context.today)) {
    if (!may_give(state, desks, desk.role, desk.scope))
      return refuse(beyond(desk.role, desk.scope, "/data/from"));
  }
  return Decision{};
}

// Refuses: wrong_reference, already_decided, same_person, own_grant, beyond_scope.
Result<Decision> decide(const Context& context, const State& state,
                        event::GrantsDecided::Reader draft, event::Body::Reader body) {
  const Accounts& accounts = accounts_of(state);
  auto found = accounts.proposals.find({draft.getProposal()});
  if (found == accounts.proposals.end()) {
    return refuse(refusal(Code::wrong_reference,
                          "序号 " + std::to_string(draft.getProposal()) + " 不是授权申请",
                          "填待审定的申请的序号", "/data/proposal"));
  }
  const Proposal& proposal = found->second;
  if (proposal.decided) {
    return refuse(refusal(Code::already_decided, "这份申请已经审定", "另提申请", "/data/proposal"));
  }
  std::string actor = copy(body.getActor());
  if (accounts.same_person(actor, proposal.by)) {
    return refuse(refusal(Code::same_person, "申请人不能审定自己的申请",
                          "由另一位有审定权的管理员审定", "/data/proposal"));
  }
  auto desks = acting_desks(context, state, body);
  std::erase_if(desks, [](const Desk& d) { return d.role == DeskRole::SYSTEM_ADMIN; });
  for (const auto& [account, desk] : gains_of(accounts, proposal, context.today)) {
    if (accounts.same_person(actor, account)) {
      return refuse(
          refusal(Code::own_grant, "不能审定给自己的授权", "由另一位管理员审定", "/data/proposal"));
    }
    if (!may_give(state, desks, desk.role, desk.scope))
      return refuse(beyond(desk.role, desk.scope, "/data/proposal"));
  }
  return Decision{};
}

Result<Decision> decide(const Context& context, const State& state,
                        event::GrantRevoked::Reader draft, event::Body::Reader body) {
  const Accounts& accounts = accounts_of(state);
  if (auto fault = account_fault(accounts, draft.getAccount(), "/data/account"))
    return refuse(*fault);
  Scope scope = parse_scope(view(draft.getScope())).value_or(Scope{});
  const Account& account = *accounts.find(copy(draft.getAccount()));
  bool held = std::any_of(account.desks.begin(), account.desks.end(), [&](const Desk& desk) {
    return desk.role == draft.getRole() && desk.scope == scope;
  });
  if (!held) {
    return refuse(refusal(Code::wrong_reference, copy(draft.getAccount()) + " 没有这个岗位",
                          "核对岗位和范围", "/data/role"));
  }
  if (!may_give(state, acting_desks(context, state, body), draft.getRole(), scope))
    return refuse(beyond(draft.getRole(), scope, "/data/role"));
  auto fault = last_administrator_fault(context, state, [&](Accounts& after) {
    AccountsFold{after, {}, copy(body.getActor()), date_of(body)}(draft);
  });
  if (fault) return refuse(*fault);
  return Decision{};
}

Result<Decision> decide(const Context& context, const State& state,
                        event::AccountDisabled::Reader draft, event::Body::Reader body) {
  const Accounts& accounts = accounts_of(state);
  if (auto fault = account_fault(accounts, draft.getAccount(), "/data/account"))
    return refuse(*fault);
  auto desks = acting_desks(context, state, body);
  for (const Desk& desk : accounts.find(copy(draft.getAccount()))->desks) {
    if (!may_give(state, desks, desk.role, desk.scope))
      return refuse(beyond(desk.role, desk.scope, "/data/account"));
  }
  auto fault = last_administrator_fault(context, state, [&](Accounts& after) {
    AccountsFold{after, {}, copy(body.getActor()), date_of(body)}(draft);
  });
  if (fault) return refuse(*fault);
  return Decision{};
}

Result<Decision> decide(const Context& context, const State& state,
                        event::AccountEnabled::Reader draft, event::Body::Reader body) {
  const Accounts& accounts = accounts_of(state);
  if (auto fault = account_fault(accounts, draft.getAccount(), "/data/account"))
    return refuse(*fault);
  const Account& account = *accounts.find(copy(draft.getAccount()));
  std::string actor = copy(body.getActor());
  if (!account.disabled_by.empty() && accounts.same_person(actor, account.disabled_by)) {
    return refuse(
        refusal(Code::same_person, "停用的人不能自己恢复", "由另一位管理员恢复", "/data/account"));
  }
  auto desks = acting_desks(context, state, body);
  for (const Desk& desk : account.desks) {
    if (!may_give(state, desks, desk.role, desk.scope))
      return refuse(beyond(desk.role, desk.scope, "/data/account"));
  }
  return Decision{};
}

DivisionCode StateLands::city() const {
  const OpenedBook* opened = state_.opened.find(0);
  return opened ? opened->city : DivisionCode{};
}

DivisionCode StateLands::parent_of(DivisionCode code) const {
  const KnownDivision* known = state_.divisions.find(code);
  return known ? known->parent : DivisionCode{};
}

DivisionCode StateLands::seat_of(const std::string& unit) const {
  const KnownUnit* known = state_.units.find(unit);
  return known ? known->seat : DivisionCode{};
}

std::vector<Lands::StandsAt> StateLands::stays_of(const std::string& person) const {
  std::vector<StandsAt> out;
  const KnownPerson* known = state_.people.find(person);
  if (!known) return out;
  for (const Stay& stay : known->stays) out.push_back({stay.village, stay.unit});
  return out;
}

bool StateLands::is_person(const std::string& person) const {
  return state_.people.contains(person);
}

std::vector<DivisionCode> StateLands::villages_of(const std::string& unit) const {
  std::vector<DivisionCode> out;
  const auto* stood = state_.unit_villages.find(unit);
  if (!stood) return out;
  for (const auto& [position, village] : *stood) out.push_back(village);
  return out;
}

}  // namespace zhucun::domain
