// The book: the one door through which events enter, and the facts that everything is read from.
//
// One Book owns one log, the writer thread's state and the live facts. submit() may be called from
// any thread and blocks until its events are durable (synced in the log and in HEAD) and visible in
// the facts; requests that wait together are written as one group. Facts are read under a shared
// lock, so that all tables of one page stand at one position. A refusal is a value; a failed write
// ends writing for good: every later submit is refused with read_only, and the process should be
// restarted through the open check.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

#include "ledger/base/clock.h"
#include "ledger/domain/decide.h"
#include "ledger/domain/facts.h"
#include "ledger/log/event_log.h"
#include "ledger/schema/schema.h"
#include "ledger/vault/files.h"
#include "ledger/vault/vault.h"

namespace zhucun::book {

// A draft with everything that can be worked out before the queue.
struct Prepared {
  schema::Words body;
  log::Hash content;        // H(draft), the content of its id
  std::string id_key;       // index key of (actor, id)
  std::string natural_key;  // index key; empty when the type has none
  // Of a draft with personal fields, filled in by the book (sealing.h): what the log may hold.
  schema::Words committed;
  std::string owner;
  std::string blind;
  std::vector<std::pair<std::string, std::string>> sealed;  // field, sealed value
};

struct Request {
  std::vector<Prepared> drafts;  // appended together or not at all
  bool dry_run = false;
  std::string expect;                // digest of a dry run's effects; empty = whatever comes
  std::optional<Position> revision;  // of the single subject that the drafts move
  bool revision_required = false;    // an existing subject must be named with its revision
  bool program = false;              // the program itself speaks, not a person at a desk
};

struct EventReceipt {
  Position position;  // of the event, also when it was there already
  std::string id;
  bool is_new = false;
};

struct Outcome {
  std::vector<EventReceipt>
      events;           // those of the drafts in order, follow-ups before what they precede
  Position position;    // of the book, after the request (or at the dry run)
  std::string effects;  // digest of what was or would be appended
  bool dry_run = false;
};

struct Options {
  std::uint64_t disk_floor = std::uint64_t{2} << 30;  // bytes; below it nothing is admitted
  std::size_t group_events_max = 8192;
  // For personal data and attachments; without them such drafts are refused.
  std::shared_ptr<vault::Vault> vault;
  std::shared_ptr<vault::Files> files;
  log::BookOptions log;
};

// A personal value, or why there is none to show.
struct Detail {
  std::optional<std::string> value;
  std::string why;
};

struct Health {
  bool writable = false;
  std::string trouble;  // Chinese; empty when all is well
  log::Head head;
  std::uint64_t free_space = 0;
  RecordedTime last_recorded;
  double open_seconds = 0;
  std::string vault_trouble;  // Chinese; empty when personal data can be read
};

Prepared prepare(schema::Words body, log::HashKind kind);

class Book {
 public:
  // Takes a log that is open and a clock; replays, then starts the writer thread unless read-only.
  Book(std::unique_ptr<log::EventLog> log, std::shared_ptr<Clock> clock, log::OpenMode mode,
       Options options = {});
  ~Book();
  Book(const Book&) = delete;

  // What the figures say a unit owes, as the reports judge it; see domain/owed.h. Whoever judges
  // lends it once, before anything is submitted. It runs on the writer's thread.
  using Figures = std::function<domain::Owed(const domain::Facts&, const policy::PolicyBook&, Date,
                                             const domain::OwedQuestion&)>;
  void lend(Figures figures);
  // The book's hash of a text, as hex.
  std::string digest(std::string_view text) const;

  Result<Outcome> submit(Request request);

  // A request on its way; wait() gives its outcome. Throws log::IoFailure when the write failed.
  class Ticket {
   public:
    Result<Outcome> wait();

   private:
    friend class Book;
    struct Pending;
    std::shared_ptr<Pending> pending_;
  };
  Ticket submit_later(Request request);

  // What would come of these requests, one after another, in one turn of the writer: later ones see
  // what earlier ones would have added, a refused one leaves no trace, nothing is written. `revise`
  // may complete a request from the outcomes so far, such as the position of an earlier event; it
  // runs on the writer's thread and must not call the book. It returns false to stop: the rest has
  // no outcome.
  using Revise =
      std::function<bool(std::size_t, Request&, const std::vector<Result<Outcome>>& so_far)>;
  std::vector<Result<Outcome>> rehearse(std::vector<Request> requests, Revise revise);

  // Runs f(const Facts&) under the shared lock and gives its result.
  template <typename F>
  auto read(F&& f) const {
    std::shared_lock lock(facts_lock_);
    return f(static_cast<const domain::Facts&>(facts_));
  }
  // The facts as they stood after a position: refolded, at most two at a time; the last ones are
  // kept.
  std::shared_ptr<const domain::Facts> facts_at(Position position) const;
  // The last position recorded at or before an instant.
  Position position_at(RecordedTime instant) const;

  // Digest of the live facts, and of facts folded anew from the log.
  std::string live_digest() const;
  std::string rebuilt_digest() const;

  Date today() const;
  RecordedTime now() const { return clock_->now(); }
  Position position() const { return log_->head().position; }
  const log::EventLog& log() const { return *log_; }
  log::HashKind hash_kind() const { return log_->hash_kind(); }
  std::string open_refusal() const;
  // The revision of a subject such as posting:P1, from the writer's state. Zero when there is none.
  Position revision_of(const std::string& subject) const;
  // The event that an actor has recorded under an id; nothing when there is none.
  struct Known {
    Position position;
    bool reversed = false;
  };
  std::optional<Known> known(const std::string& actor, const std::string& id) const;
  Health health() const;
  // A personal value as of some facts. The caller has checked that it may be read, and writes it
  // down.
  Detail detail(const domain::Facts& facts, const std::string& person,
                const std::string& field) const;
  // Who has this id number; nothing when nobody or without keys.
  std::optional<std::string> person_by_id_number(std::string_view id_number) const;
  vault::Files* files() const { return options_.files.get(); }
  vault::Vault* vault() const { return options_.vault.get(); }
  // Stops the writer after what is queued and marks a clean stop.
  void close();

 private:
  struct Group;
  struct Rehearsal;
  void rehearse_in(Group& group, Rehearsal& rehearsal);
  void enqueue(const std::shared_ptr<Ticket::Pending>& pending);
  void replay();
  void run();
  void process(std::deque<std::shared_ptr<Ticket::Pending>>& batch);
  log::Receipt append(const Group& group, const std::vector<log::SidePut>& side);
  Result<Outcome> decide_request(Group& group, const Request& request);
  std::optional<Refusal> admit(Group& group, const Prepared& draft, bool program, Outcome& outcome);
  std::optional<Refusal> append_one(Group& group, const Prepared& draft, bool program,
                                    Outcome& outcome);
  std::optional<Refusal> admission_fault();
  std::optional<Refusal> complete(Request& request) const;
  std::optional<Refusal> identity_fault(const Group& group, const Prepared& draft) const;
  void put_sealed(Group& group, const Prepared& draft, Position position);
  void forget(Group& group, const std::string& person);
  std::optional<std::string> last_blind(const Group& group, const std::string& person) const;
  std::optional<std::string> sealed(const Group& group, const std::string& key) const;
  void settle_keys(const std::vector<std::string>& erased);
  domain::Context context_of(const Group& group, bool program) const;
  std::optional<Refusal> stranger_fault(const Group& group, const Request& request) const;
  std::optional<Refusal> revision_fault(const Group& group, const Request& request) const;
  std::optional<std::string> index(const Group& group, const std::string& key) const;
  std::optional<schema::Words> event_at(const Group& group, Position position) const;

  std::unique_ptr<log::EventLog> log_;
  std::shared_ptr<Clock> clock_;
  log::OpenMode mode_;
  Options options_;

  mutable std::mutex state_lock_;  // the writer holds it while deciding; revision_of borrows it
  domain::State state_;
  Figures figures_;
  RecordedTime last_recorded_;
  std::chrono::microseconds wall_minus_monotonic_{};

  mutable std::shared_mutex facts_lock_;
  domain::Facts facts_;

  std::mutex queue_lock_;
  std::condition_variable queue_wakes_;
  std::deque<std::shared_ptr<Ticket::Pending>> queue_;
  bool stopping_ = false;
  std::atomic<bool> failed_ = false;
  std::chrono::steady_clock::time_point disk_checked_{};
  std::uint64_t free_space_ = 0;
  double open_seconds_ = 0;
  std::thread writer_;

  mutable std::counting_semaphore<2> refolds_{2};
  mutable std::mutex kept_lock_;
  mutable std::vector<std::pair<Position, std::shared_ptr<const domain::Facts>>> kept_;
};

}  // namespace zhucun::book
