#include "ledger/book/sealing.h"

#include <algorithm>

namespace zhucun::book {

namespace {

constexpr char value_prefix = 'v';
constexpr char blind_prefix = 'b';
constexpr std::string_view id_number_field = "idNumber";

std::string eight_bytes(Position position) {
  std::string out(8, '\0');
  for (int i = 0; i < 8; ++i) out[i] = static_cast<char>(position.value >> (56 - 8 * i));
  return out;
}

Position position_in(std::string_view bytes) {
  Position out;
  for (int i = 0; i < 8; ++i) out.value = out.value << 8 | static_cast<unsigned char>(bytes[i]);
  return out;
}

}  // namespace

std::string value_key(Position position, std::string_view field) {
  return value_prefix + eight_bytes(position) + std::string(field);
}

std::string blind_key(std::string_view blind) {
  return blind_prefix + std::string(blind);
}

std::string encoded(const BlindEntry& entry) {
  return eight_bytes(entry.position) + entry.person;
}

BlindEntry decoded_blind(std::string_view bytes) {
  if (bytes.size() < 8) throw std::logic_error("book: a blind entry of another size");
  return {position_in(bytes), std::string(bytes.substr(8))};
}

std::optional<Position> position_of_sealed(std::string_view key, std::string_view value) {
  if (key.size() >= 9 && key.front() == value_prefix) return position_in(key.substr(1));
  if (!key.empty() && key.front() == blind_prefix && value.size() >= 8) return position_in(value);
  return std::nullopt;
}

std::string plain_id_number(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c != ' ') out.push_back(c == 'x' ? 'X' : c);
  }
  return out;
}

std::optional<Refusal> seal_personal(Prepared& draft, vault::Vault* vault, log::HashKind kind) {
  auto body = schema::read(draft.body);
  auto values = schema::personal_values(body);
  if (values.empty()) return std::nullopt;
  if (!vault) {
    return Refusal{Code::vault_missing,
                   "这本账没有密钥库，个人信息无处封存",
                   "用 --key-file 指定主密钥打开账簿；没有密钥库的先运行 zhucun keys new",
                   "/data",
                   "",
                   {}};
  }
  draft.owner = schema::owner_of(body);
  std::string id(body.getId().begin(), body.getId().size());
  for (auto& one : values) {
    vault::ValueName name{draft.owner, id, one.field};
    auto commitment = vault->commit(name, one.value);
    if (!commitment) {
      return Refusal{Code::person_retired,
                     "人员 " + draft.owner + " 的个人信息已删除，不能再登记",
                     "核对人员编号",
                     "/data/person",
                     "",
                     {}};
    }
    if (one.field == id_number_field)
      draft.blind = vault->blind(one.field, plain_id_number(one.value));
    draft.sealed.push_back({one.field, vault->seal_value(name, one.value)});
    vault::wipe(one.value);
    one.value = std::string(schema::commitment_prefix) + *commitment;
  }
  draft.committed = schema::with_personal(body, values);
  Prepared over = prepare(draft.committed, kind);
  draft.content = over.content;
  return std::nullopt;
}

}  // namespace zhucun::book
