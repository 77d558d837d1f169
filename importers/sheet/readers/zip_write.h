// A zip with some parts' content replaced and everything else as it was, to the byte. The one file
// that knows zlib is zip_write.cpp. libzip does not serve here: changing an archive that lies in
// memory, version 1.7.3 frees memory that is not its own. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "importers/sheet/readers/zip_check.h"

namespace zhucun::sheet {

// `listing` must be what check_zip said of these bytes; `parts` name entries as they are spelled.
std::string zip_with(std::string_view bytes, const ZipListing& listing,
                     const std::vector<std::pair<std::string, std::string>>& parts);

}  // namespace zhucun::sheet
