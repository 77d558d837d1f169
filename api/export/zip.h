// Several files as one zip, for whoever hands out or takes away many. Same files, same bytes.
// Throws log::IoFailure when there is no room. Any thread.
#pragma once

#include <string>
#include <vector>

namespace zhucun::exporting {

struct ZipEntry {
  std::string name;
  std::string bytes;
};

std::string zip_of(const std::vector<ZipEntry>& entries);

}  // namespace zhucun::exporting
