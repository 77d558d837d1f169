// zhucun-sheets: reads one spreadsheet file, locked in. The parent (read.h) starts it.
//
//   zhucun-sheets read CPU_SECONDS MEMORY_BYTES < file        rows as messages (messages.h)
//   zhucun-sheets annotate CPU_SECONDS MEMORY_BYTES < file    the faults on descriptor 3
//   zhucun-sheets unpack CPU_SECONDS MEMORY_BYTES < file      the files of a zip, one behind the
//   other zhucun-sheets print CPU_SECONDS MEMORY_BYTES < file       rows as lines of JSON, for
//   people
#include <unistd.h>

#include <array>
#include <charconv>
#include <new>

#include "importers/sheet/bundle.h"
#include "importers/sheet/messages.h"
#include "importers/sheet/program/print.h"
#include "importers/sheet/readers/annotate_parts.h"
#include "importers/sheet/readers/bundle_files.h"
#include "importers/sheet/readers/encoding.h"
#include "importers/sheet/readers/readers.h"
#include "importers/sheet/sandbox.h"

namespace zhucun::sheet {
namespace {

std::uint64_t number_of(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

void read_out(std::string_view bytes) {
  MessageWriter out(write_out);
  out.finish(read_bytes(bytes, out));
}

void annotate_out(std::string_view bytes, std::string_view message) {
  MessageWriter out(write_out);
  auto faults = parse_faults(message);
  auto copy = faults ? annotated(bytes, *faults)
                     : refuse({Code::bad_parameter, "批注清单读不出来", "", "", "", {}});
  if (!copy) return out.finish(refuse(copy.error()));
  out.piece(*copy);
  out.finish(FileFacts{});
}

void unpack_out(std::string_view bytes) {
  MessageWriter out(write_out);
  auto done = each_file(bytes, [&](std::string_view name, std::string_view content) {
    out.piece(bundle_head(name, content.size()));
    out.piece(content);
  });
  out.finish(done ? Result<FileFacts>(FileFacts{}) : refuse(done.error()));
}

int run(int count, char** arguments) {
  if (count != 4) return 64;
  std::string_view mode(arguments[1]);
  // The file is mapped, not looked at, before the door closes: its size takes a forbidden call.
  auto bytes = bytes_of(STDIN_FILENO);
  auto message = mode == "annotate" ? bytes_of(3) : std::string_view();
  warm_encodings();
  if (!enter_sandbox({number_of(arguments[2]), number_of(arguments[3])})) return exit_no_sandbox;
  try {
    if (mode == "read") {
      read_out(bytes);
    } else if (mode == "annotate") {
      annotate_out(bytes, message);
    } else if (mode == "unpack") {
      unpack_out(bytes);
    } else if (mode == "print") {
      PrintSink out(write_out);
      out.finish(read_bytes(bytes, out));
    } else {
      return 64;
    }
  } catch (const std::bad_alloc&) {
    return exit_no_memory;
  } catch (...) {
    return exit_thrown;
  }
  return 0;
}

}  // namespace
}  // namespace zhucun::sheet

// Ends without the farewells of the libraries, some of which the sandbox would punish.
int main(int count, char** arguments) {
  _exit(zhucun::sheet::run(count, arguments));
}
