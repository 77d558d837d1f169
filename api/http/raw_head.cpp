#include "api/http/raw_head.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace zhucun::http {

namespace {

EdgeFault bad(std::string detail, std::string hint = "用标准的 HTTP/1.1 客户端重新发送") {
  return {400, "bad_request", std::move(detail), std::move(hint)};
}

bool is_token(std::string_view text) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           marks.find(c) != std::string_view::npos;
  });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// METHOD SP origin-form SP HTTP/1.x, with single spaces and nothing else. [RFC 9112, 3]
std::optional<EdgeFault> check_request_line(std::string_view line, RawHead& out, bool& is_1_1) {
  auto first = line.find(' ');
  auto second = first == std::string_view::npos ? first : line.find(' ', first + 1);
  if (second == std::string_view::npos) return bad("请求行应为：方法 路径 HTTP/1.1");
  std::string_view method = line.substr(0, first);
  std::string_view target = line.substr(first + 1, second - first - 1);
  std::string_view version = line.substr(second + 1);
  if (!is_token(method) || method.size() > 16) return bad("请求方法不是合法的标记");
  if (version != "HTTP/1.1" && version != "HTTP/1.0")
    return EdgeFault{505, "version_not_supported", "只接受 HTTP/1.1 与 HTTP/1.0", ""};
  bool plain = std::all_of(target.begin(), target.end(),
                           [](char c) { return c > ' ' && c < 0x7f && c != '#'; });
  if (target.empty() || target.front() != '/' || !plain)
    return bad("请求路径应以 / 开头，且只含可见 ASCII 字符", "其他字符用 %XX 转义");
  out.method = method;
  out.target = target;
  is_1_1 = version == "HTTP/1.1";
  return std::nullopt;
}

// One header line "name: value" without folding. [RFC 9112, 5]
std::optional<EdgeFault> split_line(std::string_view line, std::string_view& name,
                                    std::string_view& value) {
  if (line.front() == ' ' || line.front() == '\t') return bad("请求头折行，不予接受");
  auto colon = line.find(':');
  if (colon == std::string_view::npos) return bad("请求头有一行没有冒号");
  name = line.substr(0, colon);
  value = trimmed(line.substr(colon + 1));
  if (!is_token(name) || name.size() > 128) return bad("请求头的名称不是合法的标记");
  return std::nullopt;
}

struct Headers {
  std::vector<std::string_view> lengths;
  std::vector<std::string_view> encodings;
  std::size_t hosts = 0;
  std::string_view expect;
};

// How long the body is, in exactly one way. [RFC 9112, 6.3]
std::optional<EdgeFault> check_framing(const Headers& headers, bool is_1_1, RawHead& out) {
  if (!headers.lengths.empty() && !headers.encodings.empty())
    return bad("同时带有 Transfer-Encoding 与 Content-Length，长度有两种读法");
  if (headers.lengths.size() > 1) return bad("Content-Length 出现了不止一次");
  if (headers.encodings.size() > 1) return bad("Transfer-Encoding 出现了不止一次");
  if (!headers.lengths.empty()) {
    std::string_view text = headers.lengths.front();
    // Of an unsigned number from_chars takes digits only: no sign, no space.
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.length);
    if (error != std::errc{} || end != text.data() + text.size())
      return bad("Content-Length 应为不带符号的十进制数");
    out.framing = Framing::length;
  }
  if (!headers.encodings.empty()) {
    if (!is_1_1) return bad("HTTP/1.0 不带 Transfer-Encoding");
    if (!equals_ignoring_case(headers.encodings.front(), "chunked"))
      return bad("Transfer-Encoding 只接受 chunked");
    out.framing = Framing::chunked;
  }
  bool has_body = out.framing == Framing::chunked || out.length > 0;
  bool reads = out.method == "GET" || out.method == "HEAD";
  if (reads && has_body) return bad(out.method + " 请求不带正文");
  bool writes = out.method == "POST" || out.method == "PUT" || out.method == "PATCH";
  if (writes && out.framing == Framing::none) {
    return EdgeFault{411, "length_required", out.method + " 请求没有写明正文长度",
                     "带上 Content-Length"};
  }
  return std::nullopt;
}

}  // namespace

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [&](char x, char y) { return lower(x) == lower(y); });
}

HeadProgress scan_head(std::string_view bytes, std::size_t seen) {
  // Line ends may straddle two arrivals.
  std::size_t from = seen > 3 ? seen - 3 : 0;
  for (std::size_t i = from; i < bytes.size(); ++i) {
    char c = bytes[i];
    if (c == '\n') {
      if (i == 0 || bytes[i - 1] != '\r') return {bad("请求头用裸换行结束一行"), 0};
      if (i == 1) return {bad("请求以空行开始"), 0};
      if (i >= 3 && bytes[i - 2] == '\n') {
        if (i + 1 > head_bytes_max) break;
        return {std::nullopt, i + 1};
      }
      continue;
    }
    if (i > 0 && bytes[i - 1] == '\r') return {bad("请求头里有单独的回车符"), 0};
    auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\r' && c != '\t') || byte == 0x7f)
      return {bad("请求头里有控制字符"), 0};
  }
  if (bytes.size() < head_bytes_max) return {};
  return {EdgeFault{431, "header_too_large",
                    "请求头超过 " + std::to_string(head_bytes_max >> 10) + " KiB",
                    "减少 Cookie 或自定义请求头"},
          0};
}

std::optional<EdgeFault> check_head(std::string_view head, RawHead& out) {
  Headers headers;
  bool is_1_1 = false;
  std::size_t lines = 0;
  head.remove_suffix(2);  // the empty line
  while (!head.empty()) {
    auto end = head.find("\r\n");
    std::string_view line = head.substr(0, end);
    head.remove_prefix(end + 2);
    if (line.size() > line_bytes_max) {
      if (lines == 0) return EdgeFault{414, "uri_too_long", "请求行太长", "缩短路径与参数"};
      return EdgeFault{431, "header_too_large", "请求头有一行太长", "缩短这一行"};
    }
    if (lines++ == 0) {
      if (auto fault = check_request_line(line, out, is_1_1)) return fault;
      continue;
    }
    if (lines > header_lines_max + 1)
      return EdgeFault{431, "header_too_large", "请求头行数太多", "减少自定义请求头"};
    std::string_view name;
    std::string_view value;
    if (auto fault = split_line(line, name, value)) return fault;
    if (equals_ignoring_case(name, "content-length")) headers.lengths.push_back(value);
    if (equals_ignoring_case(name, "transfer-encoding")) headers.encodings.push_back(value);
    if (equals_ignoring_case(name, "host")) ++headers.hosts;
    if (equals_ignoring_case(name, "expect")) headers.expect = value;
  }
  if (headers.hosts > 1 || (is_1_1 && headers.hosts == 0)) return bad("Host 应恰好出现一次");
  if (!headers.expect.empty() && !equals_ignoring_case(headers.expect, "100-continue"))
    return EdgeFault{417, "expectation_failed", "Expect 只接受 100-continue", ""};
  out.expects_continue = !headers.expect.empty();
  return check_framing(headers, is_1_1, out);
}

}  // namespace zhucun::http
