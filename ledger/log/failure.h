// What can go wrong with the place where a book lives: exceptions, since no request can cure them.
//
// Each message says in Chinese what happened, where, and how to repair it; `exit_code` is what the
// command line ends with. Caught only in main, at the HTTP edge and in the job runner.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

#include "ledger/base/ids.h"

namespace zhucun::log {

struct Failure : std::runtime_error {
  Failure(int code, const std::string& message) : std::runtime_error(message), exit_code(code) {}
  int exit_code;
};

// The book does not hold what it acknowledged. `first`..`last` are the positions lost or in doubt;
// zero when the damage touches no position (a HEAD page, a foreign file).
struct DamagedBook : Failure {
  explicit DamagedBook(const std::string& message, Position from = {}, Position to = {})
      : Failure(78, message), first(from), last(to) {}
  Position first;
  Position last;
};

// Another process writes this book; `process` is its id, or 0 when it could not be learned.
struct LockedBook : Failure {
  LockedBook(const std::string& message, std::int64_t id) : Failure(75, message), process(id) {}
  std::int64_t process;
};

// The book was made by a newer program than this one.
struct NewerFormat : Failure {
  explicit NewerFormat(const std::string& message) : Failure(78, message) {}
};

// The disk or the file system answered with an error.
struct IoFailure : Failure {
  explicit IoFailure(const std::string& message) : Failure(74, message) {}
};

// The place cannot be written to: a read-only mount or missing rights.
struct ReadOnlyPlace : Failure {
  explicit ReadOnlyPlace(const std::string& message) : Failure(74, message) {}
};

}  // namespace zhucun::log
