// A plain socket client: what it sends is exactly what stands in the test. One thread.
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace zhucun::tests {

struct Answer {
  int status = 0;                              // 0 = the connection ended without an answer
  std::map<std::string, std::string> headers;  // by lower-case name
  std::string body;
  bool framed = false;  // came with a length, and with as many bytes

  std::string header(const std::string& name) const {
    auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

class RawClient {
 public:
  // A small receive buffer makes a client that does not read felt at once. `source` is the
  // loopback address, such as 127.0.0.2, that the server shall see.
  explicit RawClient(std::uint16_t port, int receive_buffer = 0, const char* source = nullptr)
      : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (receive_buffer > 0)
      ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    if (source != nullptr) {
      sockaddr_in from{};
      from.sin_family = AF_INET;
      inet_pton(AF_INET, source, &from.sin_addr);
      if (::bind(fd_, reinterpret_cast<sockaddr*>(&from), sizeof from) != 0)
        throw std::runtime_error("cannot bind");
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("cannot connect");
  }
  ~RawClient() {
    if (fd_ >= 0) ::close(fd_);
  }
  RawClient(RawClient&& other) noexcept : fd_(other.fd_), have_(std::move(other.have_)) {
    other.fd_ = -1;
  }

  // False when the server no longer takes bytes.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  int descriptor() const { return fd_; }
  void finish_sending() { ::shutdown(fd_, SHUT_WR); }

  // The next answer; without a body when the request was HEAD.
  Answer read(std::chrono::milliseconds longest = std::chrono::seconds(10), bool head = false) {
    auto until = std::chrono::steady_clock::now() + longest;
    Answer out;
    std::size_t end = 0;
    while ((end = have_.find("\r\n\r\n")) == std::string::npos) {
      if (!more(until)) return out;
    }
    parse_head(have_.substr(0, end), out);
    have_.erase(0, end + 4);
    if (out.status == 100) return read(longest, head);
    auto length = out.headers.find("content-length");
    if (head || out.status == 304 || length == out.headers.end()) return out;
    std::size_t size = std::stoul(length->second);
    while (have_.size() < size) {
      if (!more(until)) return out;
    }
    out.body = have_.substr(0, size);
    have_.erase(0, size);
    out.framed = true;
    return out;
  }

  // A whole answer out of bytes that were read otherwise; nothing while some are missing.
  static std::optional<Answer> take_answer(std::string& have, bool head) {
    auto end = have.find("\r\n\r\n");
    if (end == std::string::npos) return std::nullopt;
    Answer out;
    parse_head(have.substr(0, end), out);
    auto length = out.headers.find("content-length");
    bool empty = head || out.status == 304 || length == out.headers.end();
    std::size_t size = empty ? 0 : std::stoul(length->second);
    if (have.size() < end + 4 + size) return std::nullopt;
    out.body = have.substr(end + 4, size);
    have.erase(0, end + 4 + size);
    out.framed = !empty;
    return out;
  }

  // Whether the server ends the connection within a time, and says nothing more before.
  bool ended(std::chrono::milliseconds longest = std::chrono::seconds(3)) {
    auto until = std::chrono::steady_clock::now() + longest;
    while (more(until)) {
    }
    return closed_ && have_.empty();
  }

 private:
  bool more(std::chrono::steady_clock::time_point until) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        until - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    pollfd one{fd_, POLLIN, 0};
    if (::poll(&one, 1, static_cast<int>(left.count())) <= 0) return false;
    char buffer[65536];
    auto got = ::recv(fd_, buffer, sizeof buffer, 0);
    if (got <= 0) {
      closed_ = true;
      return false;
    }
    have_.append(buffer, static_cast<std::size_t>(got));
    return true;
  }

  static void parse_head(const std::string& head, Answer& out) {
    out.status = head.size() > 12 ? std::stoi(head.substr(9, 3)) : 0;
    for (std::size_t at = head.find("\r\n"); at != std::string::npos;) {
      auto next = head.find("\r\n", at + 2);
      std::string line = head.substr(at + 2, next == std::string::npos ? next : next - at - 2);
      auto colon = line.find(": ");
      std::string name = line.substr(0, colon);
      std::transform(name.begin(), name.end(), name.begin(),
                     [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
      if (colon != std::string::npos) out.headers[name] = line.substr(colon + 2);
      at = next;
    }
  }

  int fd_;
  std::string have_;
  bool closed_ = false;
};

}  // namespace zhucun::tests
