// The documents that travel inside the program: policies with their source texts, the register of
// divisions and the holiday calendar. Made from ledger/policy/documents by embed.cmake at build
// time, so that no file is needed at run time. The bytes live as long as the program; any thread.
#pragma once

#include <span>
#include <string_view>

namespace zhucun::policy {

// The document of a file name, such as "holidays.csv"; empty when there is none of that name.
std::string_view shipped_document(std::string_view name);

// All names, sorted.
std::span<const std::string_view> shipped_documents();

}  // namespace zhucun::policy
