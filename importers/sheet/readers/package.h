// The parts of an XLSX file: a checked zip, unpacked piece by piece. The one file that knows libzip
// is package.cpp.
//
// A Package keeps a view of the bytes, which must outlive it. One thread at a time.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "importers/sheet/readers/zip_check.h"
#include "ledger/base/refusal.h"

namespace zhucun::sheet {

class Package {
 public:
  // Takes a piece; false ends the reading of the part early.
  using Taker = std::function<Result<bool>(std::string_view piece)>;

  static Result<Package> open(std::string_view bytes);
  ~Package();
  Package(Package&&) noexcept;

  // Part names carry no leading slash; case does not matter.
  bool has(std::string_view name) const;
  // The name as the directory spells it, or nothing.
  const ZipEntry* find(std::string_view name) const;
  // Unpacks one part. Sizes and checksum must be what the directory says, else file_unreadable.
  Result<void> read(std::string_view name, const Taker& take) const;
  Result<std::string> read_all(std::string_view name) const;
  const std::vector<ZipEntry>& entries() const { return listing().entries; }
  const ZipListing& listing() const;

 private:
  struct State;
  explicit Package(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Where a relation leads: `target` seen from the folder of `base`, without leading slash, or
// nothing when it leads out of the package.
std::string resolve_part(std::string_view base, std::string_view target);

}  // namespace zhucun::sheet
