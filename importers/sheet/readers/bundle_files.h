// The files of a zip, each whole. Pure; refuses what check_zip and Package refuse.
#pragma once

#include <functional>
#include <string_view>

#include "ledger/base/refusal.h"

namespace zhucun::sheet {

// Names in UTF-8 and without folders.
Result<void> each_file(
    std::string_view bytes,
    const std::function<void(std::string_view name, std::string_view content)>& f);

}  // namespace zhucun::sheet
