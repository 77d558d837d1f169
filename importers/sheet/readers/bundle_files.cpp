#include "importers/sheet/readers/bundle_files.h"

#include "importers/sheet/readers/encoding.h"
#include "importers/sheet/readers/package.h"
#include "importers/sheet/readers/text_tools.h"

namespace zhucun::sheet {

namespace {

constexpr unsigned chinese_windows = 936;  // what its zip programs write without a mark

bool is_litter(std::string_view path) {
  return path.starts_with("__MACOSX/") || path.ends_with(".DS_Store") ||
         path.ends_with("Thumbs.db");
}

}  // namespace

Result<void> each_file(
    std::string_view bytes,
    const std::function<void(std::string_view name, std::string_view content)>& f) {
  auto package = Package::open(bytes);
  if (!package) return refuse(package.error());
  for (const auto& entry : package->entries()) {
    std::string_view path = entry.name;
    if (path.ends_with('/') || is_litter(path)) continue;
    auto content = package->read_all(path);
    if (!content) return refuse(content.error());
    std::string_view name = path.substr(path.rfind('/') + 1);
    f(is_utf8(name) ? std::string(name) : from_code_page(name, chinese_windows), *content);
  }
  return {};
}

}  // namespace zhucun::sheet
