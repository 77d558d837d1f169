#include "ledger/book/access_log.h"

#include <capnp/message.h>
#include <capnp/serialize.h>

#include <algorithm>
#include <cstring>

#include "ledger/log/failure.h"

namespace zhucun::book {

namespace {

constexpr std::size_t people_kept = 100;

std::string copy(capnp::Text::Reader text) {
  return {text.begin(), text.size()};
}

std::vector<std::uint64_t> words_of(const AccessRecord& record) {
  capnp::MallocMessageBuilder message;
  auto out = message.initRoot<access::Access>();
  out.setAccount(record.account);
  out.setDesk(record.desk);
  out.setDeed(record.deed);
  out.setWhat(record.what);
  auto kept = std::min(record.people.size(), people_kept);
  auto people = out.initPeople(static_cast<unsigned>(kept));
  for (unsigned i = 0; i < kept; ++i) people.set(i, record.people[i]);
  out.setCount(static_cast<std::uint32_t>(record.people.size()));
  auto fields = out.initFields(static_cast<unsigned>(record.fields.size()));
  for (unsigned i = 0; i < fields.size(); ++i) fields.set(i, record.fields[i]);
  out.setReason(record.reason);
  out.setPeer(record.peer);
  auto words = capnp::canonicalize(out.asReader());
  std::vector<std::uint64_t> bytes(words.size());
  std::memcpy(bytes.data(), words.begin(), words.size() * sizeof(capnp::word));
  return bytes;
}

AccessRecord record_of(const log::Record& from) {
  kj::ArrayPtr<const capnp::word> words(reinterpret_cast<const capnp::word*>(from.body.data()),
                                        from.body.size());
  kj::ArrayPtr<const kj::ArrayPtr<const capnp::word>> segments(&words, 1);
  capnp::SegmentArrayMessageReader message(segments);
  auto in = message.getRoot<access::Access>();
  AccessRecord out;
  out.account = copy(in.getAccount());
  out.desk = copy(in.getDesk());
  out.deed = in.getDeed();
  out.what = copy(in.getWhat());
  for (auto person : in.getPeople()) out.people.push_back(copy(person));
  out.count = in.getCount();
  for (auto field : in.getFields()) out.fields.push_back(copy(field));
  out.reason = copy(in.getReason());
  out.peer = copy(in.getPeer());
  return out;
}

}  // namespace

AccessLog::AccessLog(std::unique_ptr<log::EventLog> log, std::shared_ptr<Clock> clock)
    : log_(std::move(log)), clock_(std::move(clock)) {
  Position head = log_->head().position;
  log_->read(head, head, [&](const log::Record& record) {
    last_ = record.recorded;
    return false;
  });
}

AccessLog::~AccessLog() {
  try {
    log_->close_clean();
  } catch (const log::Failure&) {
    // The next opening finds an unclean stop and checks more.
  }
}

Position AccessLog::write(const AccessRecord& record) {
  log::NewRecord entry{{}, words_of(record)};
  std::lock_guard lock(lock_);
  last_.micros = std::max(last_.micros + 1, clock_->now().micros);
  entry.recorded = last_;
  auto receipt = log_->append(log_->head().position, {&entry, 1}, {});
  if (receipt.outcome == log::AppendOutcome::done) return receipt.last;
  throw log::IoFailure("访问记录写不下去，个人信息不予显示：" + receipt.reason);
}

void AccessLog::read(
    Position before,
    const std::function<bool(Position, RecordedTime, const AccessRecord&)>& each) const {
  std::uint64_t at = log_->head().position.value;
  if (before.value > 0) at = std::min(at, before.value - 1);
  for (bool more = true; more && at > 0; --at) {
    log_->read({at}, {at}, [&](const log::Record& record) {
      more = each(record.position, record.recorded, record_of(record));
      return false;
    });
  }
}

std::string_view name_of(access::Deed deed) {
  switch (deed) {
    case access::Deed::READ: return "read";
    case access::Deed::UNMASK: return "unmask";
    case access::Deed::EXPORT: return "export";
    case access::Deed::PRINT: return "print";
    case access::Deed::PASSWORD: return "password";
    case access::Deed::UNKNOWN: break;
  }
  return "unknown";
}

}  // namespace zhucun::book
