#include "importers/sheet/read.h"

#include <sys/stat.h>

#include <cerrno>
#include <system_error>

#include "importers/sheet/annotate.h"
#include "importers/sheet/child.h"
#include "importers/sheet/readers/failure.h"

namespace zhucun::sheet {
namespace {

// The end of a name after its last point, in small letters; empty without one.
std::string extension(std::string_view name) {
  auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return "";
  std::string out(name.substr(dot + 1));
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

Refusal too_big(std::uint64_t bytes) {
  return too_large("文件有 " + std::to_string(bytes >> 20) + " MiB，超过 " +
                   std::to_string(file_bytes_max >> 20) + " MiB");
}

// A name that belies the content: between the two kinds of workbook a note, else a refusal, for
// a text that pretends to be a workbook came out of a program that did not do what it said.
Result<FileFacts> compare_name(Result<FileFacts> result, const ReadOptions& options) {
  if (!result) return result;
  auto said = extension(options.name);
  bool is_book = said == "xlsx" || said == "xlsm" || said == "xls" || said == "et";
  if (is_book && result->kind == FileKind::text) {
    return refuse(refused("文件名是 ." + said + "，内容却是文本（CSV），不是工作簿",
                          "请把扩展名改成 .csv 再上传，或用 Excel、WPS 打开后另存为 xlsx"));
  }
  std::string really(name_of(result->kind));
  bool same = said.empty() || said == really || (said == "xlsm" && really == "xlsx") ||
              (said == "et" && really == "xls") || result->kind == FileKind::text;
  if (!same) {
    result->notes.push_back("文件名是 ." + said + "，内容是 " + really + "，已按 " + really +
                            " 读取");
  }
  return result;
}

}  // namespace

Result<FileFacts> read_file(std::string_view bytes, const ReadOptions& options, Sink& sink) {
  if (bytes.size() > file_bytes_max) return refuse(too_big(bytes.size()));
  Descriptor file = memory_file(bytes);
  return read_file(file.number(), options, sink);
}

Result<FileFacts> read_file(int descriptor, const ReadOptions& options, Sink& sink) {
  struct stat facts {};
  if (fstat(descriptor, &facts) != 0) throw std::system_error(errno, std::generic_category());
  if (static_cast<std::uint64_t>(facts.st_size) > file_bytes_max) {
    return refuse(too_big(static_cast<std::uint64_t>(facts.st_size)));
  }
  MessageReader reader(&sink, nullptr);
  return compare_name(run_child({"read", descriptor, -1}, options, reader), options);
}

Result<std::string> annotate_xlsx(std::string_view bytes, const std::vector<SheetFaults>& faults,
                                  const ReadOptions& options) {
  if (bytes.size() > file_bytes_max) return refuse(too_big(bytes.size()));
  Descriptor file = memory_file(bytes), message = memory_file(faults_message(faults));
  std::string out;
  MessageReader reader(nullptr, &out);
  auto done = run_child({"annotate", file.number(), message.number()}, options, reader);
  if (!done) return refuse(done.error());
  return out;
}

}  // namespace zhucun::sheet
