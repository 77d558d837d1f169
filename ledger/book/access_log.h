// The access log: who saw whose personal data, when, for what. A log of its own in the folder
// access/, hashed and headed like the book's, so that nobody takes a line out of it.
//
// One record per request, durable before anything is shown. Any thread. A write that fails throws
// log::IoFailure: then nothing may be shown. Holds no personal value itself.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "access.capnp.h"
#include "ledger/base/clock.h"
#include "ledger/log/event_log.h"

namespace zhucun::book {

struct AccessRecord {
  std::string account;
  std::string desk;  // role and scope under which it was allowed
  access::Deed deed = access::Deed::UNKNOWN;
  std::string what;                 // report or route with its parameters
  std::vector<std::string> people;  // ids; the log keeps 100, and how many there were
  std::vector<std::string> fields;  // of an unmasking
  std::string reason;
  std::string peer;
  std::uint64_t count = 0;  // of people; filled when read
};

class AccessLog {
 public:
  AccessLog(std::unique_ptr<log::EventLog> log, std::shared_ptr<Clock> clock);
  ~AccessLog();

  Position write(const AccessRecord& record);
  // The latest first, from `before` (0 = the end) on, until `each` returns false.
  void read(Position before,
            const std::function<bool(Position, RecordedTime, const AccessRecord&)>& each) const;
  const log::EventLog& log() const { return *log_; }

 private:
  std::unique_ptr<log::EventLog> log_;
  std::shared_ptr<Clock> clock_;
  std::mutex lock_;
  RecordedTime last_;
};

// "read", "unmask", "export", "print", "password".
std::string_view name_of(access::Deed deed);

}  // namespace zhucun::book
