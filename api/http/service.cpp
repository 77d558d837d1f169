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

}  // namespace zhucun::http
