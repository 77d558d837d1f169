// Who is on the other end of a connection, and how many connections each address may have.
//
// An address is text without a port: an IPv4 one written inside IPv6 reads as IPv4. Any thread.
#pragma once

#include <sys/socket.h>

#include <atomic>
#include <cstddef>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

namespace zhucun::http {

struct Peer {
  std::string text;  // address and port, for the log
  std::string address;
  bool secure = false;  // came through TLS
};

Peer peer_of(const sockaddr_storage& address);
// The one spelling of an address; nothing when the text is none.
std::optional<std::string> canonical_address(std::string_view text);

// Addresses with as many connections as they may have get no further one. An IPv6 host owns a
// network of 64 bits, so that these count together.
class AddressLimits {
 public:
  // `most` = 0: no limit. Addresses that are exempt are gateways.
  AddressLimits(std::size_t most, std::set<std::string> exempt)
      : most_(most), exempt_(std::move(exempt)) {}
  AddressLimits(const AddressLimits&) = delete;

  // Takes a place; every true is given back by one leave.
  bool enter(const std::string& address);
  void leave(const std::string& address);

 private:
  const std::size_t most_;
  const std::set<std::string> exempt_;
  std::mutex lock_;
  std::unordered_map<std::string, std::size_t> taken_;
};

}  // namespace zhucun::http
