#include "api/export/zip.h"

#include <zip.h>

#include <memory>

#include "ledger/log/failure.h"

namespace zhucun::exporting {

namespace {

// 1980-01-01, the first day that a zip knows: the files' own days stand in them.
constexpr time_t no_day = 315532800;

[[noreturn]] void failed(const std::string& what) {
  throw log::IoFailure("打包失败：" + what);
}

struct Source {
  zip_source_t* source = nullptr;
  ~Source() {
    if (source) zip_source_free(source);
  }
};

}  // namespace

std::string zip_of(const std::vector<ZipEntry>& entries) {
  zip_error_t error;
  zip_error_init(&error);
  Source target{zip_source_buffer_create(nullptr, 0, 0, &error)};
  if (!target.source) failed(zip_error_strerror(&error));
  zip_source_keep(target.source);
  zip_t* archive = zip_open_from_source(target.source, ZIP_TRUNCATE, &error);
  if (!archive) failed(zip_error_strerror(&error));
  for (const auto& entry : entries) {
    zip_source_t* content = zip_source_buffer(archive, entry.bytes.data(), entry.bytes.size(), 0);
    zip_int64_t index = content ? zip_file_add(archive, entry.name.c_str(), content,
                                               ZIP_FL_ENC_UTF_8 | ZIP_FL_OVERWRITE)
                                : -1;
    if (index < 0) {
      std::string why = zip_strerror(archive);
      if (content) zip_source_free(content);
      zip_discard(archive);
      failed(why);
    }
    zip_file_set_mtime(archive, static_cast<zip_uint64_t>(index), no_day, 0);
  }
  if (zip_close(archive) != 0) {
    std::string why = zip_strerror(archive);
    zip_discard(archive);
    failed(why);
  }
  zip_source_open(target.source);
  zip_stat_t stat;
  zip_source_stat(target.source, &stat);
  std::string out(stat.size, '\0');
  auto read = zip_source_read(target.source, out.data(), out.size());
  zip_source_close(target.source);
  if (read != static_cast<zip_int64_t>(out.size())) failed("读不回压缩包");
  return out;
}

}  // namespace zhucun::exporting
