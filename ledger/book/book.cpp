#include "ledger/book/book.h"

#include <algorithm>

#include "ledger/book/group.h"
#include "ledger/book/index_entry.h"
#include "ledger/book/unproven.h"
#include "ledger/domain/accounts_rules.h"

namespace zhucun::book {

using domain::Facts;
using schema::Words;

struct Book::Rehearsal {
  std::vector<Request> requests;
  Revise revise;
  std::vector<Result<Outcome>> outcomes;
};

struct Book::Ticket::Pending {
  Request request;
  Rehearsal* rehearsal = nullptr;  // instead of the request; its caller waits
  std::optional<Result<Outcome>> outcome;
  std::string failure;
  std::atomic<bool> done = false;
};

namespace {

Refusal at_event(Refusal refusal, std::size_t event, bool single) {
  if (single) return refusal;
  refusal.pointer = "/events/" + std::to_string(event) + refusal.pointer;
  for (auto& error : refusal.errors)
    error.pointer = "/events/" + std::to_string(event) + error.pointer;
  return refusal;
}

}  // namespace

Book::Book(std::unique_ptr<log::EventLog> log, std::shared_ptr<Clock> clock, log::OpenMode mode,
           Options options)
    : log_(std::move(log)), clock_(std::move(clock)), mode_(mode), options_(std::move(options)) {
  auto started = std::chrono::steady_clock::now();
  replay();
  if (options_.vault && log_->head().position.value > 0) options_.vault->bind(log_->leaf_hash({1}));
  if (mode_ == log::OpenMode::write) {
    // A crash may have come between an erasure and the end of its key.
    std::vector<std::string> erased;
    for (const auto& [person, fact] : facts_.people)
      if (fact.erased) erased.push_back(person);
    settle_keys(erased);
  }
  open_seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  wall_minus_monotonic_ = std::chrono::microseconds{clock_->now().micros} - clock_->monotonic();
  free_space_ = log_->free_space();
  disk_checked_ = std::chrono::steady_clock::now();
  if (mode_ == log::OpenMode::write) writer_ = std::thread([this] { run(); });
}

Book::~Book() {
  close();
}

void Book::replay() {
  log_->replay([this](const log::Record& record) {
    with_checked_body(record, [&](event::Body::Reader body) {
      // Only a writer decides; a reader spares itself the state.
      if (mode_ == log::OpenMode::write) domain::evolve(state_, record.position, body);
      apply(facts_, record.position, record.recorded, body);
    });
    last_recorded_ = record.recorded;
  });
}

void Book::close() {
  {
    std::lock_guard lock(queue_lock_);
    if (stopping_) return;
    stopping_ = true;
  }
  queue_wakes_.notify_all();
  if (writer_.joinable()) writer_.join();
  if (mode_ == log::OpenMode::write && !failed_) log_->close_clean();
}

Date Book::today() const {
  return business_day(clock_->now());
}

Book::Ticket Book::submit_later(Request request) {
  Ticket ticket;
  ticket.pending_ = std::make_shared<Ticket::Pending>();
  ticket.pending_->request = std::move(request);
  if (auto fault = complete(ticket.pending_->request)) {
    ticket.pending_->outcome = refuse(std::move(*fault));
    ticket.pending_->done = true;
    return ticket;
  }
  enqueue(ticket.pending_);
  return ticket;
}

void Book::enqueue(const std::shared_ptr<Ticket::Pending>& pending) {
  {
    std::lock_guard lock(queue_lock_);
    if (!stopping_ && mode_ == log::OpenMode::write && !failed_) {
      queue_.push_back(pending);
      queue_wakes_.notify_one();
      return;
    }
  }
  std::string why = failed_ ? "上次写盘失败，账已停止写入" : "账以只读方式打开";
  pending->outcome =
      refuse({Code::read_only,
              why,
              failed_ ? "重启服务，由开账检查确认已登记的事件" : "停止占用账簿的进程后再写",
              "",
              "",
              {}});
  pending->done = true;
}

std::vector<Result<Outcome>> Book::rehearse(std::vector<Request> requests, Revise revise) {
  Rehearsal rehearsal{std::move(requests), std::move(revise), {}};
  // A fault of one request is its outcome; the others go on.
  std::map<std::size_t, Refusal> faults;
  for (std::size_t i = 0; i < rehearsal.requests.size(); ++i) {
    if (auto fault = complete(rehearsal.requests[i])) {
      faults.emplace(i, std::move(*fault));
      rehearsal.requests[i].drafts.clear();
    }
  }
  Ticket ticket;
  ticket.pending_ = std::make_shared<Ticket::Pending>();
  ticket.pending_->rehearsal = &rehearsal;
  enqueue(ticket.pending_);
  auto outcome = ticket.wait();
  if (!outcome) {
    rehearsal.outcomes.assign(rehearsal.requests.size(), refuse(std::move(outcome.error())));
    return std::move(rehearsal.outcomes);
  }
  for (auto& [index, fault] : faults) {
    if (index < rehearsal.outcomes.size()) rehearsal.outcomes[index] = refuse(std::move(fault));
  }
  return std::move(rehearsal.outcomes);
}

// One unit of work around all requests, taken back at the end.
void Book::rehearse_in(Group& group, Rehearsal& rehearsal) {
  std::size_t records_before = group.records.size();
  std::size_t erased_before = group.erased.size();
  state_.mark();
  group.index.mark();
  group.sealed.mark();
  for (std::size_t i = 0; i < rehearsal.requests.size(); ++i) {
    Request& request = rehearsal.requests[i];
    if (rehearsal.revise && !rehearsal.revise(i, request, rehearsal.outcomes)) break;
    request.dry_run = false;
    rehearsal.outcomes.push_back(decide_request(group, request));
  }
  state_.rollback();
  group.index.rollback();
  group.sealed.rollback();
  group.records.resize(records_before);
  group.erased.resize(erased_before);
}

Result<Outcome> Book::Ticket::wait() {
  pending_->done.wait(false);
  if (!pending_->failure.empty()) throw log::IoFailure(pending_->failure);
  return std::move(*pending_->outcome);
}

Result<Outcome> Book::submit(Request request) {
  return submit_later(std::move(request)).wait();
}

void Book::run() {
  std::deque<std::shared_ptr<Ticket::Pending>> batch;
  while (true) {
    {
      std::unique_lock lock(queue_lock_);
      queue_wakes_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      std::size_t events = 0;
      while (!queue_.empty() && events < options_.group_events_max) {
        events += queue_.front()->request.drafts.size();
        batch.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
    }
    process(batch);
    batch.clear();
  }
}

std::optional<Refusal> Book::admission_fault() {
  auto skew =
      std::chrono::microseconds{clock_->now().micros} - clock_->monotonic() - wall_minus_monotonic_;
  if (std::chrono::abs(skew) > std::chrono::seconds{60}) {
    return Refusal{
        Code::clock_skewed, "系统时钟被拨动超过60秒，暂停登记", "校准时钟后重启服务", "", "", {}};
  }
  auto now = std::chrono::steady_clock::now();
  if (now - disk_checked_ > std::chrono::milliseconds{200}) {
    free_space_ = log_->free_space();
    disk_checked_ = now;
  }
  if (free_space_ >= options_.disk_floor) return std::nullopt;
  return Refusal{Code::disk_low,
                 "磁盘剩余 " + std::to_string(free_space_ >> 20) + " MiB，低于保底 " +
                     std::to_string(options_.disk_floor >> 20) + " MiB，暂停登记",
                 "腾出空间后重试；已登记的事件不受影响",
                 "",
                 "",
                 {}};
}

// Whatever goes wrong while writing ends writing: an exception is an outcome that nobody knows.
log::Receipt Book::append(const Group& group, const std::vector<log::SidePut>& side) {
  try {
    // No event without its key: the keys go first. [DESIGN 4]
    if (options_.vault && group.sealed.size() > 0) options_.vault->sync();
    return log_->append(group.base, group.records, side);
  } catch (const std::exception& failure) {
    log::Receipt receipt;
    receipt.reason = std::string("写盘失败：") + failure.what();
    return receipt;
  }
}

void Book::process(std::deque<std::shared_ptr<Ticket::Pending>>& batch) {
  Group group;
  std::vector<log::SidePut> side;
  {
    std::lock_guard lock(state_lock_);
    group.base = log_->head().position;
    group.now = clock_->now();
    group.today = business_day(group.now);
    auto fault = admission_fault();
    for (auto& pending : batch) {
      if (fault) {
        pending->outcome = refuse(*fault);
      } else if (pending->rehearsal) {
        rehearse_in(group, *pending->rehearsal);
        pending->outcome = Outcome{};
      } else {
        pending->outcome = decide_request(group, pending->request);
      }
    }
  }
  if (!group.records.empty()) {
    for (const auto& [key, value] : group.index) side.push_back({key, value});
    for (const auto& [key, value] : group.sealed) side.push_back({key, value, log::Shelf::sealed});
    log::Receipt receipt = append(group, side);
    if (receipt.outcome != log::AppendOutcome::done) {
      // Nobody can say whether the bytes will be found again: the state is ahead of the log for
      // good.
      failed_ = true;
      for (auto& pending : batch) pending->failure = receipt.reason;
    } else {
      std::unique_lock lock(facts_lock_);
      for (std::size_t i = 0; i < group.records.size(); ++i) {
        const auto& record = group.records[i];
        apply(facts_, {group.base.value + i + 1}, record.recorded, schema::read(record.body));
      }
      lock.unlock();
      if (options_.vault && group.base.value == 0) options_.vault->bind(log_->leaf_hash({1}));
      settle_keys(group.erased);
    }
  }
  for (auto& pending : batch) {
    pending->done = true;
    pending->done.notify_all();
  }
}

std::optional<std::string> Book::index(const Group& group, const std::string& key) const {
  if (const auto* waiting = group.index.find(key)) {
    if (waiting->empty()) return std::nullopt;
    return *waiting;
  }
  return log_->index(key);
}

std::optional<Words> Book::event_at(const Group& group, Position position) const {
  if (position.value == 0 || position >= group.next()) return std::nullopt;
  if (position > group.base) return group.records[position.value - group.base.value - 1].body;
  std::optional<Words> out;
  log_->read(position, position, [&](const log::Record& record) {
    out.emplace(record.body.begin(), record.body.end());
    return false;
  });
  return out;
}

std::optional<Refusal> Book::revision_fault(const Group& group, const Request& request) const {
  if (!request.revision && !request.revision_required) return std::nullopt;
  for (const auto& draft : request.drafts) {
    std::string subject = schema::subject_of(schema::read(draft.body));
    // A retry moves nothing: it is answered as it was, whatever has moved since.
    if (subject.empty() || index(group, draft.id_key)) continue;
    Position now = domain::revision_of(state_, subject);
    if (now.value == 0) continue;
    if (!request.revision) {
      return Refusal{Code::revision_missing,
                     "改动 " + subject + " 要写明它的版本",
                     "先读取 /v1/subjects/" + subject + "，带上 If-Match: \"" +
                         std::to_string(now.value) + "\"",
                     "",
                     "",
                     {}};
    }
    if (*request.revision != now) {
      return Refusal{Code::revision_moved,
                     subject + " 已被序号 " + std::to_string(now.value) + " 改动，您读到的是 " +
                         std::to_string(request.revision->value),
                     "重新读取后再提交",
                     "",
                     "",
                     {}};
    }
  }
  return std::nullopt;
}

// Who may not record a thing must not learn its revision either.
std::optional<Refusal> Book::stranger_fault(const Group& group, const Request& request) const {
  if (request.drafts.size() != 1 || index(group, request.drafts.front().id_key))
    return std::nullopt;
  domain::Context context = context_of(group, request.program);
  return domain::authority_fault(context, state_, schema::read(request.drafts.front().body));
}

// All drafts of a request or none: on a refusal state, records and index go back to where they
// were.
Result<Outcome> Book::decide_request(Group& group, const Request& request) {
  if (auto fault = stranger_fault(group, request)) return refuse(*fault);
  if (auto fault = revision_fault(group, request)) return refuse(*fault);
  std::size_t records_before = group.records.size();
  std::size_t erased_before = group.erased.size();
  state_.mark();
  group.index.mark();
  group.sealed.mark();
  Outcome outcome;
  outcome.dry_run = request.dry_run;
  std::string effects;
  std::optional<Refusal> fault;
  for (std::size_t i = 0; i < request.drafts.size() && !fault; ++i) {
    fault = admit(group, request.drafts[i], request.program, outcome);
    if (fault) fault = at_event(std::move(*fault), i, request.drafts.size() == 1);
    if (!fault) {
      effects += outcome.events.back().is_new ? "new" : "old";
      effects.append(reinterpret_cast<const char*>(request.drafts[i].content.data()),
                     request.drafts[i].content.size());
    }
  }
  for (const auto& event : outcome.events) effects += event.is_new ? '+' : '=';
  if (request.dry_run || !request.expect.empty()) {
    outcome.effects = log::to_hex(log::Hasher(log_->hash_kind()).digest(log::bytes_of(effects)));
  }
  if (!fault && !request.expect.empty() && request.expect != outcome.effects) {
    fault = Refusal{Code::effects_moved,
                    "预览之后账上有了变化，提交的效果与预览不同",
                    "重新预览（dryRun），确认后再提交",
                    "",
                    "",
                    {}};
  }
  if (fault || request.dry_run) {
    state_.rollback();
    group.index.rollback();
    group.sealed.rollback();
    group.records.resize(records_before);
    group.erased.resize(erased_before);
  } else {
    state_.commit();
    group.index.commit();
    group.sealed.commit();
  }
  if (fault) return refuse(*fault);
  outcome.position = {group.base.value + group.records.size()};
  return outcome;
}

// Known id or known natural key with the same content: nothing new. Other content: refused.
std::optional<Refusal> Book::admit(Group& group, const Prepared& draft, bool program,
                                   Outcome& outcome) {
  auto body = schema::read(draft.body);
  std::string id(body.getId().begin(), body.getId().size());
  if (auto seen = index(group, draft.id_key)) {
    IndexEntry entry = decoded(*seen);
    if (entry.content != draft.content) {
      return Refusal{
          Code::idempotency_key_reused,
          "事件标识 " + id + " 已用于序号 " + std::to_string(entry.position.value) + "，内容不同",
          "换一个新的标识再提交",
          "/id",
          "",
          {}};
    }
    outcome.events.push_back({entry.position, id, false});
    return std::nullopt;
  }
  auto known = draft.natural_key.empty() ? std::nullopt : index(group, draft.natural_key);
  if (!known) return append_one(group, draft, program, outcome);
  IndexEntry entry = decoded(*known);
  if (entry.content == draft.content) {
    outcome.events.push_back({entry.position, id, false});
    return std::nullopt;
  }
  const auto* type = schema::type_of(body);
  std::string keys;
  for (const auto& name : type->key) keys += (keys.empty() ? "" : "、") + name;
  return Refusal{
      Code::differs,
      type->title + "已登记为序号 " + std::to_string(entry.position.value) + "，但内容不同（同一 " +
          keys + "）",
      "如原登记有误，同批先冲销序号 " + std::to_string(entry.position.value) + " 再登记新内容",
      "",
      "",
      {},
      entry.position.value};
}

std::optional<Refusal> Book::append_one(Group& group, const Prepared& draft, bool program,
                                        Outcome& outcome) {
  domain::Context context = context_of(group, program);
  auto decision = domain::decide(context, state_, schema::read(draft.body));
  if (!decision) return std::move(decision.error());
  if (auto fault = identity_fault(group, draft)) return fault;
  auto append = [&](Words body, const Prepared& from) {
    Position position = group.next();
    last_recorded_.micros = std::max(last_recorded_.micros + 1, group.now.micros);
    auto reader = schema::read(body);
    each_index_entry(
        from, reader, position, log_->hash_kind(),
        [&](const std::string& key, const std::string& value) { group.index.put(key, value); });
    put_sealed(group, from, position);
    if (reader.isPosting() && reader.getPosting().isPersonErased()) {
      auto person = reader.getPosting().getPersonErased().getPerson();
      forget(group, std::string(person.begin(), person.size()));
    }
    domain::evolve(state_, position, reader);
    outcome.events.push_back(
        {position, std::string(reader.getId().begin(), reader.getId().size()), true});
    group.records.push_back({last_recorded_, std::move(body)});
  };
  auto append_all = [&](std::vector<Words>& events) {
    for (auto& event : events) {
      Prepared prepared = prepare(std::move(event), log_->hash_kind());
      append(prepared.body, prepared);
    }
  };
  append_all(decision->before);
  if (!draft.committed.empty()) {
    append(draft.committed, draft);
  } else {
    append(decision->completed ? std::move(*decision->completed) : draft.body, draft);
  }
  append_all(decision->after);
  return std::nullopt;
}

Position Book::revision_of(const std::string& subject) const {
  std::lock_guard lock(state_lock_);
  return domain::revision_of(state_, subject);
}

Health Book::health() const {
  Health out;
  out.head = log_->head();
  out.free_space = log_->free_space();
  out.last_recorded = read([](const Facts& facts) { return facts.recorded; });
  out.open_seconds = open_seconds_;
  out.writable = mode_ == log::OpenMode::write && !failed_ && out.free_space >= options_.disk_floor;
  if (auto failure = log_->failure())
    out.trouble = *failure;
  else if (out.free_space < options_.disk_floor)
    out.trouble = "磁盘空间低于保底，暂停登记";
  if (!options_.vault) out.vault_trouble = "没有密钥库：姓名等个人信息读不出，也不能登记";
  return out;
}

}  // namespace zhucun::book
