#include "importers/sheet/readers/zip_write.h"

#include <zlib.h>

#include <algorithm>
#include <map>
#include <new>

#include "importers/sheet/readers/little_endian.h"

namespace zhucun::sheet {
namespace {

constexpr std::size_t record_bytes = 46, local_bytes = 30;
constexpr std::uint16_t sizes_follow = 8;  // the flag of a local header without sizes

template <typename T>
T get(std::string_view bytes, std::uint64_t at) {
  return number_at<T>(bytes, at).value_or(0);
}

template <typename T>
void set(std::string& bytes, std::size_t at, std::uint64_t value) {
  auto narrow = static_cast<T>(value);
  bytes.replace(at, sizeof(T), reinterpret_cast<const char*>(&narrow), sizeof(T));
}

std::string deflated(const std::string& content) {
  z_stream stream{};
  if (deflateInit2(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string out(deflateBound(&stream, content.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// Sizes of eight bytes are no longer needed, for everything is below four GiB.
std::string without_wide_sizes(std::string_view extra) {
  std::string out;
  for (std::size_t at = 0; at + 4 <= extra.size();) {
    std::size_t length = 4 + std::size_t{get<std::uint16_t>(extra, at + 2)};
    if (get<std::uint16_t>(extra, at) != 1) out += extra.substr(at, length);
    at += length;
  }
  return out;
}

class Writer {
 public:
  Writer(std::string_view bytes, const ZipListing& listing) : bytes_(bytes), listing_(listing) {
    for (const auto& entry : listing.entries) starts_.push_back(entry.offset);
    starts_.push_back(listing.directory);
    std::sort(starts_.begin(), starts_.end());
  }

  void add(const ZipEntry& entry, const std::string* content) {
    auto name = get<std::uint16_t>(bytes_, entry.record + 28);
    auto extra = get<std::uint16_t>(bytes_, entry.record + 30);
    auto comment = get<std::uint16_t>(bytes_, entry.record + 32);
    std::string record(bytes_.substr(entry.record, record_bytes));
    set<std::uint32_t>(record, 20, entry.packed);
    set<std::uint32_t>(record, 24, entry.size);
    set<std::uint32_t>(record, 42, out_.size());
    if (content) {
      add_content(record, entry, *content);
    } else {
      // With what may follow the content: its sizes once more, or nothing.
      auto next = *std::upper_bound(starts_.begin(), starts_.end(), entry.offset);
      out_ += bytes_.substr(entry.offset, next - entry.offset);
    }
    auto kept = without_wide_sizes(bytes_.substr(entry.record + record_bytes + name, extra));
    set<std::uint16_t>(record, 30, kept.size());
    directory_ += record + entry.name + kept;
    directory_ += bytes_.substr(entry.record + record_bytes + name + extra, comment);
  }

  std::string finish() {
    auto at = out_.size();
    std::string end("PK\x05\x06", 4);
    end.resize(22);
    set<std::uint16_t>(end, 8, listing_.entries.size());
    set<std::uint16_t>(end, 10, listing_.entries.size());
    set<std::uint32_t>(end, 12, directory_.size());
    set<std::uint32_t>(end, 16, at);
    return std::move(out_) + directory_ + end;
  }

 private:
  void add_content(std::string& record, const ZipEntry& entry, const std::string& content) {
    auto packed = deflated(content);
    auto flags = get<std::uint16_t>(record, 8) & ~sizes_follow;
    auto checksum =
        crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size()));
    set<std::uint16_t>(record, 8, static_cast<std::uint64_t>(flags));
    set<std::uint16_t>(record, 10, 8);
    set<std::uint32_t>(record, 16, checksum);
    set<std::uint32_t>(record, 20, packed.size());
    set<std::uint32_t>(record, 24, content.size());
    // A local header is the middle of the directory's record, under another sign.
    std::string local = std::string("PK\x03\x04", 4) + record.substr(6, 22);
    local.resize(local_bytes);
    set<std::uint16_t>(local, 26, entry.name.size());
    out_ += local + entry.name + packed;
  }

  std::string_view bytes_;
  const ZipListing& listing_;
  std::vector<std::uint64_t> starts_;
  std::string out_;
  std::string directory_;
};

}  // namespace

std::string zip_with(std::string_view bytes, const ZipListing& listing,
                     const std::vector<std::pair<std::string, std::string>>& parts) {
  std::map<std::string_view, const std::string*> replaced;
  for (const auto& [name, content] : parts) replaced[name] = &content;
  Writer writer(bytes, listing);
  for (const auto& entry : listing.entries) {
    auto found = replaced.find(entry.name);
    writer.add(entry, found == replaced.end() ? nullptr : found->second);
  }
  return writer.finish();
}

}  // namespace zhucun::sheet
