#include "api/http/peers.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <array>
#include <cstring>

namespace zhucun::http {

namespace {

std::string text_of(const in_addr& address) {
  std::array<char, INET_ADDRSTRLEN> text{};
  inet_ntop(AF_INET, &address, text.data(), text.size());
  return text.data();
}

std::string text_of(const in6_addr& address) {
  if (IN6_IS_ADDR_V4MAPPED(&address)) {
    in_addr inner{};
    std::memcpy(&inner, address.s6_addr + 12, sizeof inner);
    return text_of(inner);
  }
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(AF_INET6, &address, text.data(), text.size());
  return text.data();
}

// What connections are counted under.
std::string counted_as(const std::string& address) {
  in6_addr parsed{};
  if (inet_pton(AF_INET6, address.c_str(), &parsed) != 1) return address;
  return {reinterpret_cast<const char*>(parsed.s6_addr), 8};
}

}  // namespace

Peer peer_of(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    std::string text = text_of(v4.sin_addr);
    return {text + ":" + std::to_string(ntohs(v4.sin_port)), text};
  }
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
  std::string text = text_of(v6.sin6_addr);
  bool inner = IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr);
  return {(inner ? text : "[" + text + "]") + ":" + std::to_string(ntohs(v6.sin6_port)), text};
}

std::optional<std::string> canonical_address(std::string_view text) {
  std::string copy(text);
  in_addr v4{};
  if (inet_pton(AF_INET, copy.c_str(), &v4) == 1) return text_of(v4);
  in6_addr v6{};
  if (inet_pton(AF_INET6, copy.c_str(), &v6) == 1) return text_of(v6);
  return std::nullopt;
}

bool AddressLimits::enter(const std::string& address) {
  if (most_ == 0 || exempt_.contains(address)) return true;
  std::lock_guard lock(lock_);
  std::size_t& taken = taken_[counted_as(address)];
  if (taken >= most_) return false;
  ++taken;
  return true;
}

void AddressLimits::leave(const std::string& address) {
  if (most_ == 0 || exempt_.contains(address)) return;
  std::lock_guard lock(lock_);
  auto found = taken_.find(counted_as(address));
  if (found == taken_.end()) return;
  if (--found->second == 0) taken_.erase(found);
}

}  // namespace zhucun::http
