#include "api/app/viewer.h"

#include <algorithm>

namespace zhucun::app {

std::string desk_text(const domain::Desk& desk) {
  return std::string(domain::name_of(desk.role)) + "@" + to_text(desk.scope);
}

Viewer viewer_of(const domain::Accounts& accounts, const std::string& account, Date today,
                 const std::string& wanted, const std::optional<std::vector<std::string>>& only) {
  Viewer out;
  out.account = account;
  out.desks = domain::desks_on(accounts, account, today);
  if (only) {
    std::erase_if(out.desks, [&](const domain::Desk& desk) {
      return std::find(only->begin(), only->end(), desk_text(desk)) == only->end();
    });
  }
  for (const auto& desk : out.desks) {
    if (!wanted.empty() && desk_text(desk) != wanted) continue;
    out.desk = desk;
    break;
  }
  // A desk that was taken away meanwhile is no reason to act under another one.
  if (!out.desk && wanted.empty() && !out.desks.empty()) out.desk = out.desks.front();
  return out;
}

bool manages(const domain::Lands& lands, const Viewer& viewer, const Scope& scope) {
  if (viewer.unguarded) return true;
  if (!viewer.desk) return false;
  if (domain::is_admin(viewer.desk->role)) return true;
  if (viewer.desk->role != event::DeskRole::COUNTY_ADMIN) return false;
  using schema::Reference;
  Reference kind = scope.kind == ScopeKind::unit     ? Reference::unit
                   : scope.kind == ScopeKind::person ? Reference::person
                                                     : Reference::division;
  return domain::covers(lands, viewer.desk->scope, kind, scope.id, false);
}

Refusal not_yours(const std::string& what) {
  return {Code::not_found, "没有" + what + "，或不在您的范围之内", "核对编号和地区", "", "", {}};
}

Refusal not_your_business(const Viewer& viewer, const std::string& what) {
  std::string desk = viewer.desk ? "岗位“" + std::string(domain::title_of(viewer.desk->role)) + "”"
                                 : "没有岗位的账号";
  return {
      Code::not_allowed, desk + "不能" + what, "换用有此权限的岗位，或请管理员授权", "", "", {}};
}

}  // namespace zhucun::app
