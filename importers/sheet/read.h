// Reads a spreadsheet file that may be hostile: the parsers run in a child process that can open
// nothing, and what it answers is checked again here.
//
// The child (the program zhucun-sheets) gets the file as its descriptor 0 and streams rows out of
// descriptor 1; both sides hold one row at a time. The child has no files, no sockets, no further
// processes, and bounds on memory and time. When it crashes, hangs or answers nonsense, that is one
// refused file. Blocking; any thread, several at once. No shared state.
//
// Refuses, besides what the readers refuse (readers.h): file_unreadable (the child fell or ran out
// of time or memory), file_too_large, file_cancelled. A missing program is an exception.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "importers/sheet/sheet.h"
#include "ledger/base/refusal.h"

namespace zhucun::sheet {

// How far a reading has come.
struct Progress {
  std::uint64_t sheets = 0;  // begun
  std::uint64_t rows = 0;
  std::uint64_t cells = 0;
};

struct SandboxLimits {
  std::chrono::milliseconds wall{60'000};
  std::chrono::seconds cpu{20};
  std::uint64_t memory_bytes = std::uint64_t{512} << 20;
};

struct ReadOptions {
  // The child's program; empty: zhucun-sheets beside the running program.
  std::string program;
  // What the user calls the file, for notes on a name that belies the content; may be empty.
  std::string name;
  SandboxLimits limits;
  // Asked at least every 100 ms; true ends the reading with file_cancelled.
  std::function<bool()> cancelled;
  // Told after every piece the child sends.
  std::function<void(const Progress&)> progress;
};

// Reads a whole file into the sink. What the sink was given before a refusal does not count.
Result<FileFacts> read_file(std::string_view bytes, const ReadOptions& options, Sink& sink);
// The same from an open regular file, from its start; the caller keeps the descriptor.
Result<FileFacts> read_file(int descriptor, const ReadOptions& options, Sink& sink);

}  // namespace zhucun::sheet
