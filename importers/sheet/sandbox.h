// Locks the current process in: what the reading child does before it looks at the first byte.
// The one file that knows libseccomp is sandbox.cpp. Linux; a process of one thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace zhucun::sheet {

struct ChildLimits {
  std::uint64_t cpu_seconds = 20;
  std::uint64_t memory_bytes = std::uint64_t{512} << 20;
};

// What the child ends with when it could not even begin, ran out of memory, or threw.
inline constexpr int exit_no_sandbox = 70, exit_no_memory = 71, exit_thrown = 72;

// Afterwards the process may write to descriptor 1, manage its memory and end; every other
// call kills it at once. Limits on memory, time, files and processes; no new privileges; an empty
// network where the system lets us. False when the system does not offer it: do not go on.
bool enter_sandbox(const ChildLimits& limits);

// The bytes behind a descriptor, mapped or, for a pipe, read up to a little more than a file may
// have. Kept until the process ends. For before enter_sandbox. Throws
// std::system_error.
std::string_view bytes_of(int descriptor);

// Writes it all to descriptor 1; false when nobody listens.
bool write_out(std::string_view bytes);

}  // namespace zhucun::sheet
