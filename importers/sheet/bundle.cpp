#include "importers/sheet/bundle.h"

#include "importers/sheet/child.h"
#include "importers/sheet/readers/failure.h"

namespace zhucun::sheet {

namespace {

constexpr std::size_t head_bytes = 12;
constexpr std::size_t name_bytes_max = 1024;

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < count; ++i)
    out |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return out;
}

std::string little_endian(std::uint64_t value, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
  return out;
}

}  // namespace

bool is_bundle(std::string_view bytes) {
  return bytes.starts_with("PK") && bytes.find("[Content_Types].xml") == std::string_view::npos;
}

std::string bundle_head(std::string_view name, std::uint64_t size) {
  return little_endian(name.size(), 4) + little_endian(size, 8) + std::string(name);
}

Result<std::vector<std::pair<std::string, std::string>>> unpack_bundle(std::string_view bytes,
                                                                       const ReadOptions& options) {
  if (bytes.size() > file_bytes_max) return refuse(too_large("压缩包超过 64 MiB"));
  Descriptor file = memory_file(bytes);
  std::string all;
  MessageReader reader(nullptr, &all);
  auto done = run_child({"unpack", file.number(), -1}, options, reader);
  if (!done) return refuse(done.error());
  // Of what the child says nothing is believed: lengths must add up to the end.
  std::vector<std::pair<std::string, std::string>> out;
  std::string_view left = all;
  while (!left.empty()) {
    if (left.size() < head_bytes) return refuse(damaged("压缩包拆开的内容不完整"));
    auto name = number_at(left, 0, 4);
    auto size = number_at(left, 4, 8);
    left.remove_prefix(head_bytes);
    if (name == 0 || name > name_bytes_max || name > left.size() || size > left.size() - name)
      return refuse(damaged("压缩包拆开的内容不完整"));
    out.emplace_back(std::string(left.substr(0, name)), std::string(left.substr(name, size)));
    left.remove_prefix(name + size);
  }
  if (out.empty()) return refuse(refused("压缩包里没有文件", "把填好的工作簿放进压缩包再上传"));
  return out;
}

}  // namespace zhucun::sheet
