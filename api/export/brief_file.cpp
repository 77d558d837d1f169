#include "api/export/brief_file.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "ledger/log/failure.h"

namespace zhucun::exporting {

// Not a file without a name, opened through /proc: a process that is not to be dumped may not look
// there unless it is root's.
BriefFile::BriefFile() {
  std::error_code error;
  std::string usual = std::filesystem::temp_directory_path(error).string();
  for (const std::string& folder : {std::string("/dev/shm"), error ? "/tmp" : usual}) {
    path_ = folder + "/zhucun-XXXXXX";
    int descriptor = mkstemp(path_.data());
    if (descriptor < 0) continue;
    close(descriptor);
    return;
  }
  throw log::IoFailure("写不了临时文件：核对 /dev/shm 和 " + usual + " 的权限与空间");
}

BriefFile::~BriefFile() {
  unlink(path_.c_str());
}

std::string BriefFile::content() const {
  std::ifstream in(path_, std::ios::binary | std::ios::ate);
  auto size = in ? static_cast<std::streamoff>(in.tellg()) : std::streamoff{-1};
  std::string out(size > 0 ? static_cast<std::size_t>(size) : 0, '\0');
  in.seekg(0).read(out.data(), static_cast<std::streamsize>(out.size()));
  if (!in || size < 0) throw log::IoFailure("读不回临时文件 " + path_);
  return out;
}

}  // namespace zhucun::exporting
