#include "api/http/message.h"

#include <charconv>

#include "ledger/schema/json_writer.h"

namespace zhucun::http {

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

EdgeFault bad_target(std::string detail) {
  return {400, "bad_request", std::move(detail), "路径与参数用 UTF-8 编码，再以 %XX 转义"};
}

}  // namespace

std::string Request::header(const std::string& lower_case_name) const {
  auto found = headers.find(lower_case_name);
  return found == headers.end() ? "" : found->second;
}

std::string Request::parameter(const std::string& name) const {
  if (auto found = in_path.find(name); found != in_path.end()) return found->second;
  auto found = query.find(name);
  return found == query.end() ? "" : found->second;
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out.push_back(' ');
      continue;
    }
    if (text[i] != '%') {
      out.push_back(text[i]);
      continue;
    }
    int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
    if (high < 0 || low < 0) return std::nullopt;
    out.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  return out;
}

std::string percent_encoded(std::string_view text) {
  static constexpr std::string_view hex = "0123456789ABCDEF";
  static constexpr std::string_view plain = "-._~";
  std::string out;
  for (char c : text) {
    bool kept = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                plain.find(c) != std::string_view::npos;
    auto byte = static_cast<unsigned char>(c);
    if (kept)
      out.push_back(c);
    else
      out += {'%', hex[byte >> 4], hex[byte & 15]};
  }
  return out;
}

// Well-formed UTF-8 without surrogates and overlong forms. [RFC 3629, 4]
bool is_utf8(std::string_view text) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  for (std::size_t i = 0; i < text.size();) {
    unsigned char lead = byte(i);
    std::size_t more = lead < 0x80   ? 0
                       : lead < 0xC2 ? 4
                       : lead < 0xE0 ? 1
                       : lead < 0xF0 ? 2
                       : lead < 0xF5 ? 3
                                     : 4;
    if (more == 4 || i + more >= text.size()) return false;
    for (std::size_t k = 1; k <= more; ++k) {
      if ((byte(i + k) & 0xC0) != 0x80) return false;
    }
    if (more >= 2) {
      unsigned char second = byte(i + 1);
      if (lead == 0xE0 && second < 0xA0) return false;
      if (lead == 0xED && second > 0x9F) return false;
      if (lead == 0xF0 && second < 0x90) return false;
      if (lead == 0xF4 && second > 0x8F) return false;
    }
    i += more + 1;
  }
  return true;
}

std::optional<EdgeFault> read_target(const std::string& target, Request& out) {
  out.target = target;
  std::string_view rest = target;
  auto mark = rest.find('?');
  auto path = percent_decoded(rest.substr(0, mark), false);
  if (!path || !is_utf8(*path) || path->find('\0') != std::string::npos)
    return bad_target("请求路径的转义不正确");
  out.path = std::move(*path);
  rest = mark == std::string_view::npos ? std::string_view() : rest.substr(mark + 1);
  while (!rest.empty()) {
    auto end = rest.find('&');
    std::string_view part = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (part.empty()) continue;
    auto equals = part.find('=');
    auto name = percent_decoded(part.substr(0, equals), true);
    auto value = percent_decoded(
        equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1), true);
    if (!name || !value || !is_utf8(*name) || !is_utf8(*value))
      return bad_target("请求参数的转义不正确");
    if (!out.query.emplace(*name, *value).second)
      return bad_target("参数 " + *name + " 出现了不止一次");
  }
  return std::nullopt;
}

Refusal bad_parameter(const std::string& name, const std::string& value, const std::string& hint) {
  return {Code::bad_parameter, "参数 " + name + " 不能是“" + value + "”", hint, name, "", {}};
}

Result<std::uint64_t> whole_parameter(const Request& request, const std::string& name,
                                      std::uint64_t otherwise, std::uint64_t most) {
  std::string text = request.parameter(name);
  if (text.empty()) return otherwise;
  std::uint64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc{} && end == text.data() + text.size() && value <= most) return value;
  return refuse(bad_parameter(name, text, "填 0 至 " + std::to_string(most) + " 的整数"));
}

Result<std::optional<Date>> date_parameter(const Request& request, const std::string& name) {
  std::string text = request.parameter(name);
  if (text.empty()) return std::optional<Date>();
  auto date = parse_date(text);
  if (!date) return refuse(bad_parameter(name, text, "写成 2025-07-31"));
  return date;
}

std::string fault_json(const EdgeFault& fault, std::string_view instance) {
  JsonWriter out;
  out.begin_object().field("type", "urn:zhucun:problem:" + fault.code);
  out.field("title", fault.detail).key("status").number(std::int64_t{fault.status});
  out.field("detail", fault.hint.empty() ? fault.detail : fault.detail + "。" + fault.hint);
  if (!instance.empty()) out.field("instance", instance);
  out.field("code", fault.code);
  if (!fault.hint.empty()) out.field("hint", fault.hint);
  return out.end_object().take();
}

Response fault_response(const EdgeFault& fault, std::string_view instance) {
  Response out;
  out.status = fault.status;
  out.type = problem_type;
  out.body = fault_json(fault, instance);
  if (fault.status == 503) out.headers.emplace_back("Retry-After", "1");
  return out;
}

const std::vector<std::pair<std::string, std::string>>& guarding_headers() {
  static const std::vector<std::pair<std::string, std::string>> all{
      {"Content-Security-Policy",
       "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
       "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Referrer-Policy", "same-origin"},
  };
  return all;
}

std::string_view reason_of(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Content";
    case 401: return "Unauthorized";
    case 429: return "Too Many Requests";
    case 428: return "Precondition Required";
    case 431: return "Request Header Fields Too Large";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    case 507: return "Insufficient Storage";
    default: return "Internal Server Error";
  }
}

Response file_response(const std::string& name, std::string bytes, std::string_view type) {
  Response out;
  out.type = type;
  out.body = std::move(bytes);
  out.headers.emplace_back("Content-Disposition",
                           "attachment; filename*=UTF-8''" + percent_encoded(name));
  return out;
}

}  // namespace zhucun::http
