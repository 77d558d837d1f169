#include "importers/sheet/readers/zip_check.h"

#include <algorithm>
#include <optional>
#include <set>

#include "importers/sheet/readers/failure.h"
#include "importers/sheet/readers/little_endian.h"

namespace zhucun::sheet {
namespace {

constexpr std::uint64_t end_bytes = 22, entry_bytes = 46, local_bytes = 30;

template <typename T>
std::uint64_t get(std::string_view bytes, std::uint64_t offset) {
  return number_at<T>(bytes, offset).value_or(0);
}

struct Directory {
  std::uint64_t entries = 0;
  std::uint64_t bytes = 0;
  std::uint64_t offset = 0;
  std::uint64_t end = 0;  // where the end record begins
};

Refusal cut_short() {
  return damaged("文件不完整：压缩包没有结尾",
                 "文件可能没有下载完或没有拷贝完，请重新下载或请对方重发");
}

Refusal contradicts(const std::string& what) {
  return damaged("文件的压缩包目录自相矛盾：" + what);
}

// The end record is the last thing in the file, with its comment reaching exactly to the end.
std::optional<Directory> find_directory(std::string_view bytes) {
  if (bytes.size() < end_bytes) return std::nullopt;
  std::uint64_t lowest = bytes.size() > end_bytes + 65'535 ? bytes.size() - end_bytes - 65'535 : 0;
  for (std::uint64_t at = bytes.size() - end_bytes + 1; at-- > lowest;) {
    if (get<std::uint32_t>(bytes, at) != 0x06054b50) continue;
    if (at + end_bytes + get<std::uint16_t>(bytes, at + 20) != bytes.size()) continue;
    Directory out{get<std::uint16_t>(bytes, at + 10), get<std::uint32_t>(bytes, at + 12),
                  get<std::uint32_t>(bytes, at + 16), at};
    // Some Java writers always add the 64 bit form.
    if (at >= 20 && get<std::uint32_t>(bytes, at - 20) == 0x07064b50) {
      std::uint64_t wide = get<std::uint64_t>(bytes, at - 20 + 8);
      if (wide > at || get<std::uint32_t>(bytes, wide) != 0x06064b50) return std::nullopt;
      out = {get<std::uint64_t>(bytes, wide + 32), get<std::uint64_t>(bytes, wide + 40),
             get<std::uint64_t>(bytes, wide + 48), wide};
    }
    return out;
  }
  return std::nullopt;
}

// Sizes of four bytes that are full stand in the extra field of kind 1, in this order.
void widen(ZipEntry& entry, std::string_view extra) {
  for (std::uint64_t at = 0; at + 4 <= extra.size();) {
    std::uint64_t kind = get<std::uint16_t>(extra, at), length = get<std::uint16_t>(extra, at + 2);
    at += 4;
    if (kind == 1) {
      std::uint64_t field = at;
      for (auto* value : {&entry.size, &entry.packed, &entry.offset}) {
        if (*value != 0xffffffff) continue;
        *value = number_at<std::uint64_t>(extra, field).value_or(~std::uint64_t{0});
        field += 8;
      }
    }
    at += length;
  }
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

// A name that leads out of the package, or means one thing here and another there.
bool is_bad_name(const std::string& name) {
  if (name.empty() || name.front() == '/' || name.size() > 1024) return true;
  if (name.find('\\') != std::string::npos || name.find('\0') != std::string::npos) return true;
  if (name.find(':') != std::string::npos) return true;
  std::string framed = "/" + name + "/";
  return framed.find("/../") != std::string::npos || framed.find("/./") != std::string::npos;
}

std::optional<Refusal> fault_of(const ZipEntry& entry, std::string_view record) {
  auto made_by = get<std::uint8_t>(record, 5);
  auto flags = get<std::uint16_t>(record, 8);
  auto method = get<std::uint16_t>(record, 10);
  auto mode = get<std::uint32_t>(record, 38) >> 16;
  if (flags & 1 || method == 99) {
    return refused("文件加了密码，不能读取",
                   "请用 Excel 或 WPS 打开，取消打开密码，保存后重新上传");
  }
  if (is_bad_name(entry.name)) {
    return refused("压缩包里有指向外面的文件名，不予读取",
                   "请用 Excel 或 WPS 另存为新的 xlsx 文件后上传");
  }
  if (made_by == 3 && (mode & 0170000) == 0120000) {
    return refused("压缩包里有链接文件，不予读取", "请用 Excel 或 WPS 另存为新的 xlsx 文件后上传");
  }
  if (method != 0 && method != 8) {
    return refused("压缩包用了表格文件不用的压缩方法（" + std::to_string(method) + "）",
                   "请用 Excel 或 WPS 另存为新的 xlsx 文件后上传");
  }
  if (method == 0 && entry.packed != entry.size) return contradicts(entry.name + " 的大小");
  if (entry.size > zip_bytes_max ||
      (entry.size > zip_ratio_free_bytes && entry.size / zip_ratio_max > entry.packed)) {
    return refused("压缩包解开后大得不合常理（" + entry.name + "），按压缩炸弹拒绝",
                   "请用 Excel 或 WPS 删去空白的行和列，另存为新的 xlsx 文件后上传");
  }
  return std::nullopt;
}

// Where the packed bytes of an entry begin and end; nothing when the local header says otherwise
// than the directory.
std::optional<std::pair<std::uint64_t, std::uint64_t>> extent(std::string_view bytes,
                                                              const ZipEntry& entry) {
  if (get<std::uint32_t>(bytes, entry.offset) != 0x04034b50) return std::nullopt;
  auto name = get<std::uint16_t>(bytes, entry.offset + 26);
  auto extra = get<std::uint16_t>(bytes, entry.offset + 28);
  std::uint64_t data = entry.offset + local_bytes + name + extra;
  if (data > bytes.size() || entry.packed > bytes.size() - data) return std::nullopt;
  if (bytes.substr(entry.offset + local_bytes, name) != entry.name) return std::nullopt;
  return std::pair{entry.offset, data + entry.packed};
}

Result<std::vector<ZipEntry>> list(std::string_view bytes, const Directory& directory) {
  std::vector<ZipEntry> out;
  std::set<std::string> seen;
  std::uint64_t at = directory.offset, total = 0;
  for (std::uint64_t i = 0; i < directory.entries; ++i) {
    if (get<std::uint32_t>(bytes, at) != 0x02014b50) return refuse(contradicts("条目不全"));
    std::string_view record = bytes.substr(at, entry_bytes);
    auto name = get<std::uint16_t>(record, 28), extra = get<std::uint16_t>(record, 30);
    std::uint64_t next = at + entry_bytes + name + extra + get<std::uint16_t>(record, 32);
    if (next > directory.end) return refuse(contradicts("条目越过了目录"));
    ZipEntry entry{std::string(bytes.substr(at + entry_bytes, name)),
                   get<std::uint32_t>(record, 20), get<std::uint32_t>(record, 24),
                   get<std::uint32_t>(record, 42), at};
    widen(entry, bytes.substr(at + entry_bytes + name, extra));
    if (auto fault = fault_of(entry, record)) return refuse(*fault);
    // Names differ by more than case, or two programs would read two different files.
    if (!seen.insert(lower(entry.name)).second) return refuse(contradicts("同名条目"));
    total += entry.size;
    if (total > zip_bytes_max) {
      return refuse(
          refused("压缩包解开后超过 512 MiB，按压缩炸弹拒绝", "请把文件拆成几个后分别上传"));
    }
    out.push_back(std::move(entry));
    at = next;
  }
  return out;
}

}  // namespace

Result<ZipListing> check_zip(std::string_view bytes) {
  auto directory = find_directory(bytes);
  if (!directory) return refuse(cut_short());
  if (directory->entries > zip_entries_max) {
    return refuse(refused("压缩包里有 " + std::to_string(directory->entries) + " 个文件，超过 " +
                              std::to_string(zip_entries_max) + " 个，不像表格文件",
                          "请用 Excel 或 WPS 另存为新的 xlsx 文件后上传"));
  }
  if (directory->offset > directory->end ||
      directory->bytes != directory->end - directory->offset) {
    return refuse(contradicts("目录的位置"));
  }
  auto entries = list(bytes, *directory);
  if (!entries) return refuse(entries.error());
  std::vector<std::pair<std::uint64_t, std::uint64_t>> extents;
  for (const auto& entry : *entries) {
    auto one = extent(bytes, entry);
    if (!one || one->second > directory->offset) return refuse(contradicts(entry.name + " 的位置"));
    extents.push_back(*one);
  }
  std::sort(extents.begin(), extents.end());
  for (std::size_t i = 1; i < extents.size(); ++i) {
    if (extents[i].first < extents[i - 1].second) {
      return refuse(refused("压缩包里的文件互相重叠，按压缩炸弹拒绝",
                            "请用 Excel 或 WPS 另存为新的 xlsx 文件后上传"));
    }
  }
  return ZipListing{std::move(*entries), directory->offset};
}

}  // namespace zhucun::sheet
