// The book's part in personal data and attachments: sealed values go in with their events, keys go
// with erasures, and readers get values back by name.
#include "ledger/book/group.h"
#include "ledger/book/sealing.h"

namespace zhucun::book {

using domain::Facts;

// Before the queue: everything that sealing and attached files ask of a request.
std::optional<Refusal> Book::complete(Request& request) const {
  for (auto& draft : request.drafts) {
    if (auto fault = seal_personal(draft, options_.vault.get(), log_->hash_kind())) return fault;
    for (auto hash : schema::read(draft.body).getAttachments()) {
      std::string name(hash.begin(), hash.size());
      if (options_.files && options_.files->has(name)) continue;
      return Refusal{Code::unknown_attachment,
                     "没有上传过附件 " + name.substr(0, 12) + "…",
                     "先上传文件（PUT /v1/attachments），再填返回的编号",
                     "/attachments",
                     "",
                     {}};
    }
  }
  return std::nullopt;
}

std::optional<std::string> Book::sealed(const Group& group, const std::string& key) const {
  if (const auto* waiting = group.sealed.find(key)) {
    if (waiting->empty()) return std::nullopt;
    return *waiting;
  }
  return log_->sealed(key);
}

// One person, one record: an id number that is another's is refused, naming the other.
std::optional<Refusal> Book::identity_fault(const Group& group, const Prepared& draft) const {
  if (draft.blind.empty()) return std::nullopt;
  auto found = sealed(group, blind_key(draft.blind));
  if (!found) return std::nullopt;
  std::string other = decoded_blind(*found).person;
  const auto* known = state_.people.find(other);
  if (other == draft.owner || !known || known->merged_into == draft.owner) return std::nullopt;
  return Refusal{Code::person_known,
                 "这个身份证号已登记在人员 " + other + " 名下",
                 "同一个人的两个编号用 personMerged 合并；不是同一个人则核对号码",
                 "/data/idNumber",
                 "",
                 {}};
}

// The blind entry of the id number that was last said of a person.
std::optional<std::string> Book::last_blind(const Group& group, const std::string& person) const {
  const auto* known = state_.people.find(person);
  if (!known || !options_.vault) return std::nullopt;
  auto said = known->details.find("idNumber");
  if (said == known->details.end()) return std::nullopt;
  Position position = said->second.back();
  auto bytes = sealed(group, value_key(position, "idNumber"));
  auto body = event_at(group, position);
  if (!bytes || !body) return std::nullopt;
  auto id = schema::read(*body).getId();
  auto plain =
      options_.vault->open_value({person, std::string(id.begin(), id.size()), "idNumber"}, *bytes);
  if (!plain) return std::nullopt;
  return options_.vault->blind("idNumber", plain_id_number(*plain));
}

void Book::put_sealed(Group& group, const Prepared& draft, Position position) {
  for (const auto& [field, bytes] : draft.sealed)
    group.sealed.put(value_key(position, field), bytes);
  if (draft.blind.empty()) return;
  auto before = last_blind(group, draft.owner);
  if (before && *before != draft.blind) group.sealed.put(blind_key(*before), "");
  group.sealed.put(blind_key(draft.blind), encoded(BlindEntry{position, draft.owner}));
}

// What was sealed goes with the event that erases it; the key goes once that is durable.
void Book::forget(Group& group, const std::string& person) {
  if (auto blind = last_blind(group, person)) group.sealed.put(blind_key(*blind), "");
  const auto* known = state_.people.find(person);
  if (!known) return;
  for (const auto& [field, positions] : known->details) {
    for (Position position : positions) group.sealed.put(value_key(position, field), "");
  }
  group.erased.push_back(person);
}

void Book::settle_keys(const std::vector<std::string>& erased) {
  if (!options_.vault) return;
  for (const auto& person : erased) {
    if (!options_.vault->is_destroyed(person)) options_.vault->destroy(person);
  }
}

Detail Book::detail(const Facts& facts, const std::string& person, const std::string& field) const {
  auto found = facts.people.find(person);
  if (found == facts.people.end()) return {std::nullopt, "未登记"};
  const domain::PersonFact& fact = found->second;
  if (fact.erased) return {std::nullopt, "已删除"};
  if (!fact.restrictions.empty()) return {std::nullopt, "已限制处理"};
  auto said = fact.details.find(field);
  if (said == fact.details.end()) return {std::nullopt, "未登记"};
  if (!options_.vault) return {std::nullopt, "没有密钥"};
  auto bytes = log_->sealed(value_key(said->second, field));
  if (!bytes) return {std::nullopt, "封存的内容缺失"};
  std::string id;
  log_->read(said->second, said->second, [&](const log::Record& record) {
    auto text = schema::read(record.body.data()).getId();
    id.assign(text.begin(), text.size());
    return false;
  });
  auto plain = options_.vault->open_value({person, id, field}, *bytes);
  if (!plain) return {std::nullopt, "密钥不符，读不出"};
  return {std::move(plain), ""};
}

std::optional<std::string> Book::person_by_id_number(std::string_view id_number) const {
  if (!options_.vault) return std::nullopt;
  auto found =
      log_->sealed(blind_key(options_.vault->blind("idNumber", plain_id_number(id_number))));
  if (!found) return std::nullopt;
  return decoded_blind(*found).person;
}

}  // namespace zhucun::book
