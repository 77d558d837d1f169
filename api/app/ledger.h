// The use cases, once: what the routes and the command line both do with a book.
//
// A Ledger owns an open Book and remembers judgements per fact position, policies and day. Any
// thread may call anything; answers of one call stand at one position. Refusals are values; a
// failed place throws.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "api/app/memo.h"
#include "api/app/viewer.h"
#include "ledger/book/access_log.h"
#include "ledger/book/book.h"
#include "projections/pay_account.h"
#include "projections/report.h"

namespace zhucun::app {

// Parameters as they come from a URL or a command line, by name.
using Parameters = std::map<std::string, std::string>;

struct SubmitOptions {
  std::string key{};  // idempotency key; events without an id become key/1..n
  std::string actor{};
  bool signed_in = false;  // the actor is an account: a draft that names another is refused
  std::string source = "request";
  bool dry_run = false;
  std::string expect{};
  std::optional<Position> revision{};
  bool revision_required = false;  // of a single draft; a batch names at most one revision
};

// One personal field as it is shown.
struct PersonField {
  std::string field;
  std::string title;
  std::string value;  // in full or masked; empty when there is none
  bool full = false;
  std::string why;  // why there is none
};

struct PersonSheet {
  std::string person;
  Position position;
  std::string merged_into;
  std::vector<PersonField> fields;
};

// The facts that an answer rests on: the live ones under the shared lock, or those of an earlier
// position.
class Ledger {
 public:
  // Without an access log no name and no detail is ever shown.
  explicit Ledger(std::unique_ptr<book::Book> book,
                  std::unique_ptr<book::AccessLog> access = nullptr)
      : book_(std::move(book)), access_(std::move(access)) {
    book_->lend(projections::owed_by);
  }

  book::Book& book() { return *book_; }
  const book::Book& book() const { return *book_; }

  // period, division, by, duty, actor, status, since, asOf, knownAt. Refuses what the report does
  // not take.
  // A table holds what lies in the viewer's scope and says so; names stand beside ids where the
  // viewer may see them, and that is written down before it is answered. What leaves the screen
  // (any deed but READ) bears its verification code.
  Result<projections::Table> report(const std::string& name, const Parameters& parameters,
                                    const Viewer& viewer = Viewer::unguarded_one(),
                                    access::Deed deed = access::Deed::READ);
  // The same parameters with row, column, cursor; `position` is that of the figure.
  Result<projections::Explanation> explain(const std::string& name, const Parameters& parameters,
                                           const Viewer& viewer = Viewer::unguarded_one());

  // What is known of a person, masked; and single fields in full, for a reason that is kept.
  Result<PersonSheet> person(const std::string& person, const Viewer& viewer) const;
  Result<PersonSheet> unmask(const std::string& person, const std::vector<std::string>& fields,
                             const std::string& reason, const Viewer& viewer) const;
  const book::AccessLog* access() const { return access_.get(); }
  // Written down before the deed is done; without an access log there is nothing to write to.
  void write_down(const book::AccessRecord& record) const {
    if (access_) access_->write(record);
  }
  // What a viewer's lists, reports and exports are cut to, in a sentence; empty = to nothing.
  std::string scope_line(const domain::Facts& facts, const Viewer& viewer) const;
  // Whether a subject such as posting:P1 lies in the viewer's scope.
  bool may_read_subject(const std::string& subject, const Viewer& viewer) const;

  // f(facts, policy in force on a day), both at one position.
  template <typename F>
  auto with_policy(Date day, F&& f) {
    return book_->read([&](const domain::Facts& facts) {
      std::shared_ptr<const policy::Policy> policy;
      {
        std::lock_guard lock(policies_lock_);
        policy = facts.policies.at(day);
      }
      return f(facts, *policy);
    });
  }

  // One JSON draft, an array, or {"events": [...]}: appended together or not at all.
  Result<book::Outcome> submit(std::string_view json, const SubmitOptions& options);
  // One draft per line; each line is its own request. Stops at the first refusal, naming the line.
  struct Lines {
    std::uint64_t accepted = 0;
    std::uint64_t known = 0;  // said before with the same content
    Position position;
  };
  Result<Lines> submit_lines(std::istream& in, const SubmitOptions& options,
                             const std::function<bool(std::uint64_t)>& progress);

  // The work fund as an hledger journal, as of a day (default today), within the viewer's scope.
  void journal(std::optional<Date> as_of, const std::function<void(std::string_view)>& write,
               const Viewer& viewer = Viewer::unguarded_one());

  // One event as JSON; nothing when there is none.
  std::optional<std::string> event_json(Position position,
                                        const Viewer& viewer = Viewer::unguarded_one()) const;
  // Each event from..to that the viewer may read as one JSON line, until `each` returns false. The
  // last position looked at.
  Position each_event(Position from, Position to,
                      const std::function<bool(Position, const std::string&)>& each,
                      const Viewer& viewer = Viewer::unguarded_one()) const;

 private:
  struct Asked;
  Result<Asked> parse(const projections::Report& report, const Parameters& parameters) const;
  std::optional<Refusal> scope_fault(const domain::Facts& facts, const projections::Query& query,
                                     const Viewer& viewer) const;
  template <typename F>
  auto with_sight(const Asked& asked, const Viewer& viewer, F&& f);
  void add_names(projections::Table& table, const domain::Facts& facts, const Viewer& viewer,
                 const std::string& what, access::Deed deed) const;
  std::optional<Refusal> person_fault(const domain::Facts& facts, const std::string& person,
                                      const Viewer& viewer) const;
  std::shared_ptr<const projections::Judgement> judged(
      const domain::Facts& facts, const std::vector<policy::PolicySpan>& policies,
      const std::string& digest, Span span, Date as_of);
  std::shared_ptr<const projections::PayJudgement> pays(
      const domain::Facts& facts, const std::vector<policy::PolicySpan>& policies,
      const std::string& digest, Span months, Date as_of);

  std::unique_ptr<book::Book> book_;
  std::unique_ptr<book::AccessLog> access_;
  std::mutex policies_lock_;  // a PolicyBook fills a cache when it is asked
  Memo<projections::Judgement> duty_memo_{24};
  Memo<projections::PayJudgement> pay_memo_{6};
};

}  // namespace zhucun::app
