#include "importers/sheet/readers/package.h"

#include <zip.h>

#include <algorithm>
#include <array>
#include <map>

#include "importers/sheet/readers/failure.h"

namespace zhucun::sheet {
namespace {

std::string lower(std::string_view name) {
  std::string text(name);
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

struct Discard {
  void operator()(zip_t* zip) const { zip_discard(zip); }
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, Discard>;

Archive open_archive(zip_source_t* source) {
  zip_error_t error;
  zip_error_init(&error);
  zip_t* zip = zip_open_from_source(source, ZIP_RDONLY, &error);
  zip_error_fini(&error);
  return Archive(zip);
}

}  // namespace

struct Package::State {
  ZipListing listing;
  std::map<std::string, std::size_t, std::less<>> by_name;
  Archive archive;
};

Package::Package(std::unique_ptr<State> state) : state_(std::move(state)) {}
Package::Package(Package&&) noexcept = default;
Package::~Package() = default;

Result<Package> Package::open(std::string_view bytes) {
  auto listing = check_zip(bytes);
  if (!listing) return refuse(listing.error());
  auto state = std::make_unique<State>();
  state->listing = std::move(*listing);
  for (std::size_t i = 0; i < state->listing.entries.size(); ++i) {
    state->by_name.emplace(lower(state->listing.entries[i].name), i);
  }
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  if (!source) return refuse(damaged("压缩包打不开"));
  state->archive = open_archive(source);
  if (!state->archive) {
    zip_source_free(source);
    return refuse(damaged("压缩包打不开"));
  }
  if (zip_get_num_entries(state->archive.get(), 0) !=
      static_cast<zip_int64_t>(state->listing.entries.size())) {
    return refuse(damaged("文件的压缩包目录自相矛盾：条目数"));
  }
  return Package(std::move(state));
}

bool Package::has(std::string_view name) const {
  return find(name) != nullptr;
}

const ZipEntry* Package::find(std::string_view name) const {
  auto found = state_->by_name.find(lower(name));
  return found == state_->by_name.end() ? nullptr : &state_->listing.entries[found->second];
}

const ZipListing& Package::listing() const {
  return state_->listing;
}

Result<void> Package::read(std::string_view name, const Taker& take) const {
  auto found = state_->by_name.find(lower(name));
  if (found == state_->by_name.end()) {
    return refuse(damaged("文件里缺少 " + std::string(name)));
  }
  const ZipEntry& entry = state_->listing.entries[found->second];
  std::unique_ptr<zip_file_t, Discard> file(
      zip_fopen_index(state_->archive.get(), found->second, 0));
  if (!file) return refuse(damaged("解不开 " + entry.name));
  std::uint64_t seen = 0;
  std::array<char, 65'536> piece;
  for (;;) {
    zip_int64_t count = zip_fread(file.get(), piece.data(), piece.size());
    if (count < 0) return refuse(damaged("解不开 " + entry.name + "：内容与校验码不符"));
    if (count == 0) break;
    seen += static_cast<std::uint64_t>(count);
    if (seen > entry.size) return refuse(damaged(entry.name + " 解开后比目录所说的大"));
    auto more = take({piece.data(), static_cast<std::size_t>(count)});
    if (!more) return refuse(more.error());
    if (!*more) return {};
  }
  if (seen != entry.size) return refuse(damaged(entry.name + " 解开后比目录所说的小"));
  return {};
}

Result<std::string> Package::read_all(std::string_view name) const {
  std::string out;
  auto done = read(name, [&out](std::string_view piece) -> Result<bool> {
    out.append(piece);
    return true;
  });
  if (!done) return refuse(done.error());
  return out;
}

std::string resolve_part(std::string_view base, std::string_view target) {
  std::string path;
  if (!target.starts_with('/')) path = base.substr(0, base.rfind('/') + 1);
  path += target;
  std::vector<std::string> steps;
  for (std::size_t at = 0; at <= path.size();) {
    std::size_t end = std::min(path.find('/', at), path.size());
    std::string step = path.substr(at, end - at);
    at = end + 1;
    if (step.empty() || step == ".") continue;
    if (step == "..") {
      if (steps.empty()) return "";
      steps.pop_back();
    } else {
      steps.push_back(std::move(step));
    }
  }
  std::string out;
  for (const auto& step : steps) out += (out.empty() ? "" : "/") + step;
  return out;
}

}  // namespace zhucun::sheet
