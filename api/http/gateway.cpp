#include "api/http/gateway.h"

#include <Poco/Net/IPAddress.h>

#include <algorithm>

namespace zhucun::http {

namespace {

constexpr std::size_t account_bytes_max = 200;

std::string take(Request& request, const std::string& name) {
  auto found = request.headers.find(name);
  if (found == request.headers.end()) return "";
  std::string out = std::move(found->second);
  request.headers.erase(found);
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

std::string_view last_of_list(std::string_view list) {
  auto comma = list.rfind(',');
  return trimmed(comma == std::string_view::npos ? list : list.substr(comma + 1));
}

// The name of a host without its port: "[::1]:8320" is "[::1]".
std::string_view name_in(std::string_view host) {
  if (host.starts_with('[')) {
    auto end = host.find(']');
    if (end == std::string_view::npos) return {};
    bool port = end + 1 == host.size() || host[end + 1] == ':';
    return port ? host.substr(0, end + 1) : std::string_view();
  }
  return host.substr(0, host.find(':'));
}

}  // namespace

std::optional<EdgeFault> read_gateway(const GatewayOptions& options, const Peer& from,
                                      Request& request) {
  std::string account = options.account_header.empty() ? "" : take(request, options.account_header);
  std::string forwarded_for = take(request, "x-forwarded-for");
  std::string proto = take(request, "x-forwarded-proto");
  request.peer = from.text;
  request.secure = from.secure;
  if (!options.addresses.contains(from.address)) return std::nullopt;
  request.via_gateway = true;
  if (auto address = canonical_address(last_of_list(forwarded_for))) request.peer = *address;
  request.secure = request.secure || equals_ignoring_case(last_of_list(proto), "https");
  auto decoded = percent_decoded(account, false);
  bool plain = decoded && is_utf8(*decoded) && decoded->size() <= account_bytes_max &&
               std::none_of(decoded->begin(), decoded->end(), [](char c) {
                 return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
               });
  if (!plain)
    return EdgeFault{400, "bad_request", "网关给出的账号名称不能用",
                     "网关在请求头里写账号名称，用 UTF-8，再以 %XX 转义"};
  request.gateway_account = *decoded;
  return std::nullopt;
}

bool is_loopback_name(std::string_view host) {
  std::string name(name_in(host));
  if (name == "[::1]") return true;
  Poco::Net::IPAddress address;
  return equals_ignoring_case(name, "localhost") ||
         (Poco::Net::IPAddress::tryParse(name, address) && address.isLoopback());
}

bool is_one_of_names(std::string_view host, const std::set<std::string>& lower_case_names) {
  std::string name(name_in(host));
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return !name.empty() && lower_case_names.contains(name);
}

}  // namespace zhucun::http
