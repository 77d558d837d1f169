// The readers themselves: bytes in, rows out, in this process. Pure: no file, clock or thread, so
// that they run inside the sandbox, in unit tests and under a fuzzer alike.
//
// The kind of a file is decided by its content, never by its name. Memory: one row, the shared
// strings of an XLSX file, the string table of an XLS file; never the whole sheet.
// Every cell element of a file is counted apart from what is delivered, and a file in which the
// two do not agree is refused.
//
// Refuses: file_refused (another kind of file, encrypted, a bomb, DOCTYPE), file_unreadable
// (damaged, cut short, contradicts itself), file_too_large.
#pragma once

#include <string_view>

#include "importers/sheet/sheet.h"
#include "ledger/base/refusal.h"

namespace zhucun::sheet {

Result<FileFacts> read_bytes(std::string_view bytes, Sink& sink);

// One reader each; for tests. They take it that the bytes begin like such a file.
Result<FileFacts> read_xlsx(std::string_view bytes, Sink& sink);
Result<FileFacts> read_xls(std::string_view bytes, Sink& sink);
Result<FileFacts> read_text(std::string_view bytes, Sink& sink);

}  // namespace zhucun::sheet
