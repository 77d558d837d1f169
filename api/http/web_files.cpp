#include "api/http/web_files.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace zhucun::http {

namespace {

namespace fs = std::filesystem;
constexpr std::uint64_t bytes_max = std::uint64_t{64} << 20;

std::string type_of(const std::string& extension) {
  static const std::map<std::string, std::string> types{
      {".html", std::string(html_type)},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", std::string(json_type)},
      {".map", std::string(json_type)},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".jpeg", "image/jpeg"},
      {".gif", "image/gif"},
      {".webp", "image/webp"},
      {".ico", "image/x-icon"},
      {".woff", "font/woff"},
      {".woff2", "font/woff2"},
      {".ttf", "font/ttf"},
      {".wasm", "application/wasm"},
      {".txt", std::string(text_type)},
  };
  auto found = types.find(extension);
  return found == types.end() ? "application/octet-stream" : found->second;
}

// FNV-1a: names a version of our own file, protects nothing.
std::string etag_of(const std::string& bytes) {
  std::uint64_t hash = 14695981039346656037ull;
  for (char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(hash));
  return "\"" + std::string(text.data()) + "\"";
}

constexpr std::string_view not_built =
    "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>驻村账</title>"
    "<h1>驻村账</h1><p>页面还没有构建；接口已可使用。</p>"
    "<ul><li><a href=\"/v1/reports\">/v1/reports</a> 报表目录</li>"
    "<li><a href=\"/v1/book\">/v1/book</a> 账簿概况</li>"
    "<li><a href=\"/v1/openapi.json\">/v1/openapi.json</a> 接口说明</li></ul></html>\n";

}  // namespace

WebFiles::WebFiles(const std::string& folder) {
  std::error_code fault;
  if (folder.empty() || !fs::is_directory(folder, fault)) return;
  std::uint64_t total = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_symlink() || !entry.is_regular_file()) continue;
    total += entry.file_size();
    if (total > bytes_max) throw std::runtime_error("页面文件超过 64 MiB：" + folder);
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    if (!in) throw std::runtime_error("页面文件读不出：" + entry.path().string());
    File file;
    file.bytes = std::move(bytes).str();
    file.type = type_of(entry.path().extension().string());
    file.etag = etag_of(file.bytes);
    std::string path = "/" + fs::relative(entry.path(), folder).generic_string();
    file.lasting = path.starts_with("/assets/");
    files_.emplace(std::move(path), std::move(file));
  }
}

const WebFiles::File* WebFiles::find(const std::string& path) const {
  auto found = files_.find(path);
  if (found == files_.end() && path.find('.') == std::string::npos)
    found = files_.find("/index.html");
  return found == files_.end() ? nullptr : &found->second;
}

Response WebFiles::answer(const Request& request) const {
  Response out;
  if (const File* file = find(request.path)) {
    out.type = file->type;
    out.cache_control = file->lasting ? "public, max-age=31536000, immutable" : "no-cache";
    out.headers.emplace_back("ETag", file->etag);
    if (request.header("if-none-match") == file->etag)
      out.status = 304;
    else
      out.body = file->bytes;
    return out;
  }
  if (empty() && request.path == "/") {
    out.type = html_type;
    out.body = not_built;
    return out;
  }
  return fault_response({404, "not_found", "没有这个路径", "接口的路径见 /v1/openapi.json"},
                        request.path);
}

}  // namespace zhucun::http
