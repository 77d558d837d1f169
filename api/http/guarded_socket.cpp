#include "api/http/guarded_socket.h"

#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace zhucun::http {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds slice{100};
constexpr std::size_t compact_bytes = 64 * 1024;

enum class Waited : std::uint8_t { ready, not_yet, broken };

Waited wait_on(int fd, short events, std::chrono::milliseconds longest) {
  pollfd one{fd, events, 0};
  int found = ::poll(&one, 1, static_cast<int>(longest.count()));
  if (found == 0 || (found < 0 && errno == EINTR)) return Waited::not_yet;
  return found > 0 ? Waited::ready : Waited::broken;
}

class FrontSocketImpl : public Poco::Net::ServerSocketImpl {
 public:
  FrontSocketImpl(const Poco::Net::SocketAddress& named, Front& front, const SocketOptions& options,
                  std::atomic<int>& slow_bodies)
      : named_(named), front_(front), options_(options), slow_bodies_(slow_bodies) {}

  // Poco names its threads by the address, which a socket that is not bound does not have.
  Poco::Net::SocketAddress address() override {
    return initialized() ? ServerSocketImpl::address() : named_;
  }

  bool poll(const Poco::Timespan& timeout, int) override {
    return front_.wait_ready(std::chrono::milliseconds(timeout.totalMilliseconds()));
  }
  Poco::Net::SocketImpl* acceptConnection(Poco::Net::SocketAddress&) override {
    auto arrival = front_.take_ready();
    if (!arrival) throw Poco::TimeoutException();
    return new GuardedSocket(std::move(*arrival), front_, options_, slow_bodies_);
  }

 private:
  Poco::Net::SocketAddress named_;
  Front& front_;
  const SocketOptions& options_;
  std::atomic<int>& slow_bodies_;
};

}  // namespace

GuardedSocket::GuardedSocket(Arrival arrival, Front& front, const SocketOptions& options,
                             std::atomic<int>& slow_bodies)
    : StreamSocketImpl(arrival.fd),
      arrival_(std::move(arrival)),
      front_(front),
      options_(options),
      slow_bodies_(slow_bodies) {
  const RawHead& how = arrival_.how;
  complete_ = how.framing == Framing::none || (how.framing == Framing::length && how.length == 0);
}

GuardedSocket::~GuardedSocket() {
  if (sockfd() >= 0) front_.linger(release());
}

bool GuardedSocket::may_stay() const {
  return complete_ && !broken_ && !front_.stopping() &&
         arrival_.served + 1 < front_.options().keep_alive_requests;
}

int GuardedSocket::receiveBytes(void* buffer, int length, int) {
  auto left = arrival_.head.size() - head_given_;
  auto given = std::min(left, static_cast<std::size_t>(length));
  std::memcpy(buffer, arrival_.head.data() + head_given_, given);
  head_given_ += given;
  return static_cast<int>(given);
}

int GuardedSocket::sendBytes(const void* buffer, int length, int) {
  const char* bytes = static_cast<const char*>(buffer);
  for (int sent = 0; sent < length && !broken_;) {
    auto n = ::send(sockfd(), bytes + sent, static_cast<std::size_t>(length - sent),
                    MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n > 0)
      sent += static_cast<int>(n);
    else if (n == 0 || (errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK))
      broken_ = true;
    else
      broken_ = !wait_to_send();
  }
  if (broken_) throw Poco::Net::ConnectionResetException();
  return length;
}

bool GuardedSocket::wait_to_send() {
  auto before = Clock::now();
  auto waited = wait_on(sockfd(), POLLOUT, slice);
  send_blocked_ += std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - before);
  return waited != Waited::broken && send_blocked_ <= options_.send_deadline;
}

bool GuardedSocket::poll(const Poco::Timespan& timeout, int mode) {
  if (mode != SELECT_READ) return StreamSocketImpl::poll(timeout, mode);
  if (head_given_ < arrival_.head.size()) return true;
  // Poco asks for the next request of the connection: it will come with a new socket.
  if (may_stay() && sockfd() >= 0) {
    int fd = release();
    front_.park(fd, std::move(arrival_.surplus), arrival_.served + 1, arrival_.peer);
  }
  return false;
}

void GuardedSocket::close() {
  if (sockfd() >= 0) front_.linger(release());
}

int GuardedSocket::release() {
  int fd = sockfd();
  reset();
  return fd;
}

BodyOutcome GuardedSocket::read_body(std::uint64_t most, std::string& out) {
  if (complete_) return BodyOutcome::complete;
  body_started_ = Clock::now();
  auto outcome =
      arrival_.how.framing == Framing::length ? read_length(most, out) : read_chunked(most, out);
  complete_ = outcome == BodyOutcome::complete;
  return outcome;
}

BodyOutcome GuardedSocket::read_length(std::uint64_t most, std::string& out) {
  std::uint64_t length = arrival_.how.length;
  if (length > most) return BodyOutcome::too_large;
  std::string& have = arrival_.surplus;
  have.reserve(length);
  while (have.size() < length) {
    if (auto outcome = fill(); outcome != BodyOutcome::complete) return outcome;
  }
  if (have.size() == length) {
    out = std::move(have);
    have.clear();
  } else {
    out = have.substr(0, length);
    have.erase(0, length);
  }
  return BodyOutcome::complete;
}

// Size line of one to eight hex digits, data, CRLF; no extensions and no trailers, which nobody
// needs and parsers read differently. [RFC 9112, 7.1]
BodyOutcome GuardedSocket::read_chunked(std::uint64_t most, std::string& out) {
  std::string& have = arrival_.surplus;
  std::size_t at = 0;
  auto line = [&](std::string& text) {
    while (true) {
      auto end = have.find("\r\n", at);
      if (end != std::string::npos && end - at <= 8) {
        text = have.substr(at, end - at);
        at = end + 2;
        return BodyOutcome::complete;
      }
      if (end != std::string::npos || have.size() - at > 9) return BodyOutcome::malformed;
      if (auto outcome = fill(); outcome != BodyOutcome::complete) return outcome;
    }
  };
  while (true) {
    std::string digits;
    if (auto outcome = line(digits); outcome != BodyOutcome::complete) return outcome;
    bool hex =
        !digits.empty() && digits.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    if (!hex) return BodyOutcome::malformed;
    std::uint64_t size = std::stoull(digits, nullptr, 16);
    if (out.size() + size > most) return BodyOutcome::too_large;
    while (have.size() - at < size + 2) {
      if (auto outcome = fill(); outcome != BodyOutcome::complete) return outcome;
    }
    out.append(have, at, size);
    if (have.compare(at + size, 2, "\r\n") != 0) return BodyOutcome::malformed;
    at += size + 2;
    // Moving the rest once per chunk would be quadratic for a body of one-byte chunks.
    if (size == 0 || at > compact_bytes) {
      have.erase(0, at);
      at = 0;
    }
    if (size == 0) return BodyOutcome::complete;
  }
}

BodyOutcome GuardedSocket::fill() {
  std::array<char, 64 * 1024> buffer;
  while (true) {
    auto got = ::recv(sockfd(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got > 0) {
      arrival_.surplus.append(buffer.data(), static_cast<std::size_t>(got));
      body_received_ += static_cast<std::uint64_t>(got);
      return BodyOutcome::complete;
    }
    if (got == 0) return BodyOutcome::gone;
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return BodyOutcome::gone;
    if (auto outcome = wait_for_bytes(); outcome != BodyOutcome::complete) return outcome;
  }
}

// A worker that waits for a body serves nobody else, so that only some may do so at once.
BodyOutcome GuardedSocket::wait_for_bytes() {
  struct Place {
    explicit Place(std::atomic<int>& all) : all_(all), number_(++all) {}
    ~Place() { --all_; }
    std::atomic<int>& all_;
    int number_;
  } place(slow_bodies_);
  if (place.number_ > options_.slow_bodies_max) return BodyOutcome::busy;
  while (true) {
    auto elapsed = Clock::now() - body_started_;
    if (elapsed > options_.body_deadline) return BodyOutcome::too_slow;
    auto seconds = std::chrono::duration_cast<std::chrono::seconds>(elapsed).count();
    bool crawls = seconds >= 5 && body_received_ < options_.body_bytes_per_second_min *
                                                       static_cast<std::uint64_t>(seconds);
    if (crawls) return BodyOutcome::too_slow;
    auto waited = wait_on(sockfd(), POLLIN, slice);
    if (waited == Waited::ready) return BodyOutcome::complete;
    if (waited == Waited::broken || front_.stopping()) return BodyOutcome::gone;
  }
}

GuardedServerSocket::GuardedServerSocket(const Poco::Net::SocketAddress& address, Entrance entrance,
                                         Front& front, const SocketOptions& options,
                                         std::atomic<int>& slow_bodies)
    : ServerSocket(new FrontSocketImpl(address, front, options, slow_bodies), true) {
  if (entrance == Entrance::other_door) return;
  // Poco's two-argument bind also sets SO_REUSEPORT: a second server would share the port unseen.
  impl()->bind(address, true, false);
  impl()->listen(128);
  impl()->setBlocking(false);
}

}  // namespace zhucun::http
