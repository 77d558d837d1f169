// What the decisions may look at beside the writer's state: events, the book's hash, and the
// figures that whoever judges the facts has lent.
#include "ledger/book/book.h"
#include "ledger/book/group.h"

namespace zhucun::book {

void Book::lend(Figures figures) {
  std::lock_guard lock(state_lock_);
  figures_ = std::move(figures);
}

std::string Book::digest(std::string_view text) const {
  return log::to_hex(log::Hasher(log_->hash_kind()).digest(log::bytes_of(text)));
}

// What decide may look at beside the state.
domain::Context Book::context_of(const Group& group, bool program) const {
  domain::Context context;
  context.today = group.today;
  context.program = program;
  context.event_at = [this, &group](Position position) { return event_at(group, position); };
  context.digest = [this](std::string_view text) { return digest(text); };
  // Only this thread changes the facts, so it reads them without the lock.
  if (figures_) {
    context.owed = [this, &group](const domain::OwedQuestion& question) {
      return figures_(facts_, state_.policy_book(), group.today, question);
    };
  }
  return context;
}

}  // namespace zhucun::book
