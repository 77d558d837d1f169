// The book as it stood: earlier facts refolded, instants found, digests compared.
#include "ledger/book/book.h"
#include "ledger/book/index_entry.h"
#include "ledger/book/unproven.h"

namespace zhucun::book {

using domain::Facts;

namespace {

void fold(Facts& facts, const log::Record& record) {
  with_checked_body(record, [&](event::Body::Reader body) {
    apply(facts, record.position, record.recorded, body);
  });
}

// Blocks of lines, each hashed with the digest so far: a large book needs no large text.
std::string digest_of(const Facts& facts, log::HashKind kind) {
  constexpr std::size_t block = 1 << 16;
  log::Hasher hasher(kind);
  log::Hash digest{};
  std::string text;
  auto close_block = [&] {
    text.append(reinterpret_cast<const char*>(digest.data()), digest.size());
    digest = hasher.digest(log::bytes_of(text));
    text.clear();
  };
  domain::dump(facts, [&](std::string_view line) {
    text += line;
    text += '\n';
    if (text.size() >= block) close_block();
  });
  close_block();
  return log::to_hex(digest);
}

}  // namespace

std::optional<Book::Known> Book::known(const std::string& actor, const std::string& id) const {
  auto seen = log_->index(id_key_of(actor, id));
  if (!seen) return std::nullopt;
  Position position = decoded(*seen).position;
  std::lock_guard lock(state_lock_);
  return Known{position, state_.reversed.contains(position)};
}

Position Book::position_at(RecordedTime instant) const {
  std::uint64_t low = 0;
  std::uint64_t high = log_->head().position.value;
  while (low < high) {
    std::uint64_t middle = (low + high + 1) / 2;
    RecordedTime recorded;
    log_->read({middle}, {middle}, [&](const log::Record& record) {
      recorded = record.recorded;
      return false;
    });
    if (recorded <= instant)
      low = middle;
    else
      high = middle - 1;
  }
  return {low};
}

std::shared_ptr<const Facts> Book::facts_at(Position position) const {
  position = std::min(position, log_->head().position);
  {
    std::lock_guard lock(kept_lock_);
    for (const auto& [at, facts] : kept_) {
      if (at == position) return facts;
    }
  }
  refolds_.acquire();
  auto facts = std::make_shared<Facts>();
  try {
    log_->read({1}, position, [&](const log::Record& record) {
      fold(*facts, record);
      return true;
    });
  } catch (...) {
    refolds_.release();
    throw;
  }
  refolds_.release();
  std::lock_guard lock(kept_lock_);
  if (kept_.size() >= 2) kept_.erase(kept_.begin());
  kept_.emplace_back(position, facts);
  return facts;
}

std::string Book::live_digest() const {
  return read([this](const Facts& facts) { return digest_of(facts, log_->hash_kind()); });
}

std::string Book::rebuilt_digest() const {
  Facts facts;
  log_->replay([&](const log::Record& record) { fold(facts, record); });
  return digest_of(facts, log_->hash_kind());
}

}  // namespace zhucun::book
