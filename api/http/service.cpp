#include "api/http/service.h"

#include "ledger/policy/document.h"
#include "ledger/policy/policy_language.h"

namespace zhucun::http {

const DocumentHead& Service::head_of(const policy::Adopted& adopted) {
  std::lock_guard lock(heads_lock_);
  auto [found, fresh] = heads_.try_emplace(adopted.position);
  if (fresh) {
    if (auto document = policy::read_document(adopted.text, "办法文件")) {
      const policy::Head& head = document->head;
      found->second = {head.number, head.title, head.issuer, to_text(head.area)};
    }
  }
  return found->second;
}

void Service::cut_off_disabled() {
  if (!secrets) return;
  std::map<std::string, Position> disabled;
  ledger.book().read([&](const domain::Facts& facts) {
    for (const auto& [name, account] : facts.accounts.by_name) {
      if (!account.disabled_by.empty()) disabled[name] = account.position;
    }
  });
  std::lock_guard lock(cut_lock_);
  for (const auto& [name, position] : disabled) {
    if (cut_[name] == position) continue;
    secrets->cut_off(name);
    cut_[name] = position;
  }
}

}  // namespace zhucun::http
