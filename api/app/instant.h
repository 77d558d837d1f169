// Moments as people write them on a command line or in a URL.
#pragma once

#include <optional>
#include <string>

#include "ledger/base/ids.h"

namespace zhucun::app {

// "2025-07-01" is the end of that day in UTC+8; "2025-07-01T09:30:00" the end of that second.
std::optional<RecordedTime> instant(const std::string& text);

// 20250701T093000, in UTC+8.
std::string compact_text(RecordedTime moment);
// 2025-07-01 09:30:00, in UTC+8.
std::string readable_text(RecordedTime moment);

}  // namespace zhucun::app
