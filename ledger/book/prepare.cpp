#include <cstring>
#include <stdexcept>

#include "ledger/book/book.h"
#include "ledger/book/index_entry.h"

namespace zhucun::book {

namespace {

std::span<const std::uint8_t> bytes_of(const schema::Words& words) {
  return {reinterpret_cast<const std::uint8_t*>(words.data()), words.size() * sizeof(words[0])};
}

constexpr std::size_t natural_key_bytes = 16;

}  // namespace

std::string encoded(const IndexEntry& entry) {
  std::string out(sizeof(std::uint64_t), '\0');
  for (int i = 0; i < 8; ++i) out[i] = static_cast<char>(entry.position.value >> (56 - 8 * i));
  out.append(reinterpret_cast<const char*>(entry.content.data()), entry.content.size());
  return out;
}

IndexEntry decoded(std::string_view bytes) {
  IndexEntry entry{};
  if (bytes.size() != 8 + entry.content.size())
    throw std::logic_error("book: an index entry of another size");
  for (int i = 0; i < 8; ++i) {
    entry.position.value = entry.position.value << 8 | static_cast<unsigned char>(bytes[i]);
  }
  std::memcpy(entry.content.data(), bytes.data() + 8, entry.content.size());
  return entry;
}

void each_index_entry(const Prepared& prepared, event::Body::Reader recorded, Position position,
                      log::HashKind kind,
                      const std::function<void(const std::string&, const std::string&)>& put) {
  std::string entry = encoded({position, prepared.content});
  put(prepared.id_key, entry);
  if (!prepared.natural_key.empty()) put(prepared.natural_key, entry);
  if (!recorded.isCorrection() || !recorded.getCorrection().isEventReversed()) return;
  auto original = recorded.getCorrection().getEventReversed().getOriginal();
  schema::Words words(original.size() / sizeof(words[0]));
  std::memcpy(words.data(), original.begin(), words.size() * sizeof(words[0]));
  Prepared freed = prepare(std::move(words), kind);
  if (!freed.natural_key.empty()) put(freed.natural_key, "");
}

std::string id_key_of(std::string_view actor, std::string_view id) {
  std::string out = "d";
  out.append(actor).push_back('\0');
  return out.append(id);
}

// The index keys: 'd' + actor + 0 + id for requests, 'k' + a hash for natural keys (which may be
// long).
Prepared prepare(schema::Words words, log::HashKind kind) {
  thread_local std::optional<log::Hasher> hasher;
  if (!hasher || hasher->kind() != kind) hasher.emplace(kind);
  auto body = schema::read(words);
  Prepared out;
  out.content = hasher->digest(bytes_of(schema::content_of(body)));
  auto actor = body.getActor();
  auto id = body.getId();
  out.id_key = id_key_of({actor.begin(), actor.size()}, {id.begin(), id.size()});
  if (std::string key = schema::natural_key(body); !key.empty()) {
    log::Hash hash = hasher->digest(log::bytes_of(key));
    out.natural_key =
        "k" + std::string(reinterpret_cast<const char*>(hash.data()), natural_key_bytes);
  }
  out.body = std::move(words);
  return out;
}

}  // namespace zhucun::book
