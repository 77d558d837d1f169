// The console's files, read into memory once at start, so that no request can reach the file
// system: a request path is only ever looked up in this map. Immutable; any thread.
#pragma once

#include <map>
#include <string>

#include "api/http/message.h"

namespace zhucun::http {

class WebFiles {
 public:
  // Every regular file below `folder` (links are not followed). An empty name or a missing folder
  // gives an empty map: `/` then says that the console is not built. Throws std::runtime_error when
  // the files together exceed 64 MiB.
  explicit WebFiles(const std::string& folder);

  bool empty() const { return files_.empty(); }
  // The file of a path; index.html for `/` and for paths without a dot, which are views of the
  // page. 304 when the client has it; 404 otherwise.
  Response answer(const Request& request) const;

 private:
  struct File {
    std::string bytes;
    std::string type;
    std::string etag;
    bool lasting = false;  // below /assets/, where names carry a hash of the content
  };
  const File* find(const std::string& path) const;

  std::map<std::string, File> files_;  // by "/assets/main.js"
};

}  // namespace zhucun::http
