// A file that a library must write by its name, and that nobody else shall see: in memory where the
// machine has such a folder, readable by this account alone, gone with its owner. One thread.
// Failures: log::IoFailure when it cannot be made or read back.
#pragma once

#include <string>

namespace zhucun::exporting {

class BriefFile {
 public:
  BriefFile();
  ~BriefFile();
  BriefFile(const BriefFile&) = delete;

  const std::string& path() const { return path_; }
  std::string content() const;

 private:
  std::string path_;
};

}  // namespace zhucun::exporting
