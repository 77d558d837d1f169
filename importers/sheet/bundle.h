// A zip of workbooks, as a county collects them, taken apart in the same sandboxed child as the
// readers (read.h). Blocking; any thread.
//
// Folders and what programs leave behind (__MACOSX, .DS_Store) are left out; names are brought into
// UTF-8. Refuses what the readers refuse of a zip (zip_check.h), and file_refused for one with
// nothing in it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "importers/sheet/read.h"

namespace zhucun::sheet {

// Whether the bytes are a zip of files and not a workbook, which is a zip too.
bool is_bundle(std::string_view bytes);

// The files by name, in the order of the zip.
Result<std::vector<std::pair<std::string, std::string>>> unpack_bundle(std::string_view bytes,
                                                                       const ReadOptions& options);

// How the child tells where a file begins: the lengths of its name and content, and the name.
std::string bundle_head(std::string_view name, std::uint64_t size);

}  // namespace zhucun::sheet
