#include "api/http/tls_door.h"

#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/StreamSocketImpl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <list>
#include <mutex>
#include <thread>

#include "api/http/tls_context.h"

namespace zhucun::http {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
constexpr milliseconds tick{100};
constexpr milliseconds linger_time{1'000};
constexpr milliseconds stop_time{2'000};
constexpr std::size_t buffer_bytes = 16 * 1024;

// A connected socket as Poco sees it.
class Accepted : public Poco::Net::StreamSocketImpl {
 public:
  explicit Accepted(int fd) : StreamSocketImpl(fd) { setBlocking(false); }
};

int left(Clock::time_point until) {
  auto rest = std::chrono::duration_cast<milliseconds>(until - Clock::now()).count();
  return static_cast<int>(std::max<std::int64_t>(rest, 0));
}

// Bytes on their way in one direction. They keep their place until all are gone, since OpenSSL
// wants a repeated write to be the same.
struct Way {
  std::array<char, buffer_bytes> bytes;
  std::size_t first = 0;
  std::size_t last = 0;
  bool over = false;  // nothing more will come

  bool empty() const { return first == last; }
  char* at() { return bytes.data() + first; }
  int size() const { return static_cast<int>(last - first); }
  void took(int count) {
    first += static_cast<std::size_t>(count);
    if (empty()) first = last = 0;
  }
};

// Moves bytes between a TLS connection and a plain socket until one side is done.
class Pump {
 public:
  Pump(Poco::Net::SecureStreamSocket& tls, int plain, milliseconds flush_deadline)
      : tls_(tls), tls_fd_(tls.impl()->sockfd()), plain_(plain), flush_(flush_deadline) {}

  bool handshake(Clock::time_point until) {
    while (true) {
      int done = tls_.completeHandshake();
      if (done > 0) return true;
      short events = done == wants_write ? POLLOUT : POLLIN;
      pollfd one{tls_fd_, events, 0};
      if (done == 0 || left(until) == 0 || ::poll(&one, 1, left(until)) <= 0) return false;
    }
  }

  void run() {
    while (!(out_.over && out_.empty())) {
      bool moved = read_tls() | write_plain() | read_plain() | write_tls();
      if (broken_) return;
      if (out_.over && Clock::now() > flush_until_) return;
      if (!moved) wait();
    }
    finish();
  }

 private:
  // What Poco's calls answer when OpenSSL has to wait.
  static constexpr int wants_read = Poco::Net::SecureStreamSocket::ERR_SSL_WANT_READ;
  static constexpr int wants_write = Poco::Net::SecureStreamSocket::ERR_SSL_WANT_WRITE;

  bool read_tls() {
    if (in_.over || !in_.empty()) return false;
    int got = tls_.receiveBytes(in_.bytes.data(), static_cast<int>(in_.bytes.size()));
    tls_wants_write_ = got == wants_write;
    if (got < 0) return false;
    in_.last = static_cast<std::size_t>(got);
    if (got == 0) {
      in_.over = true;
      ::shutdown(plain_, SHUT_WR);
    }
    return true;
  }

  bool write_plain() {
    if (in_.empty()) return false;
    auto sent = ::send(plain_, in_.at(), static_cast<std::size_t>(in_.size()), MSG_NOSIGNAL);
    if (sent > 0) in_.took(static_cast<int>(sent));
    // The Front has closed: what the client still sends is of no use to anybody.
    if (sent < 0 && errno != EAGAIN && errno != EINTR) in_.took(in_.size());
    return sent > 0;
  }

  bool read_plain() {
    if (out_.over || !out_.empty()) return false;
    auto got = ::recv(plain_, out_.bytes.data(), out_.bytes.size(), 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return false;
    if (got <= 0) {
      out_.over = true;
      flush_until_ = Clock::now() + flush_;
      return true;
    }
    out_.last = static_cast<std::size_t>(got);
    return true;
  }

  bool write_tls() {
    if (out_.empty()) return false;
    int sent = tls_.sendBytes(out_.at(), out_.size());
    tls_wants_write_ = tls_wants_write_ || sent == wants_write;
    if (sent == 0) broken_ = true;
    if (sent > 0) out_.took(sent);
    return sent > 0;
  }

  void wait() {
    std::array<pollfd, 2> both{pollfd{tls_fd_, 0, 0}, pollfd{plain_, 0, 0}};
    if (!in_.over && in_.empty()) both[0].events |= POLLIN;
    if (tls_wants_write_ || !out_.empty()) both[0].events |= POLLOUT;
    if (!in_.empty()) both[1].events |= POLLOUT;
    if (!out_.over && out_.empty()) both[1].events |= POLLIN;
    // A side that nothing is wanted of would ring for its end again and again.
    for (auto& one : both) {
      if (one.events == 0) one.fd = -1;
    }
    // Ended connections are noticed at the next turn; half-closed ones only in time.
    ::poll(both.data(), both.size(), static_cast<int>(tick.count()));
    if (both[0].fd >= 0 && (both[0].revents & (POLLERR | POLLNVAL)) != 0) broken_ = true;
  }

  // The last answer is let out before the connection is closed: closing at once would reset it
  // while the client still sends.
  void finish() {
    tls_.shutdown();
    ::shutdown(tls_fd_, SHUT_WR);
    auto until = Clock::now() + linger_time;
    std::array<char, buffer_bytes> unread;
    while (left(until) > 0) {
      pollfd one{tls_fd_, POLLIN, 0};
      if (::poll(&one, 1, left(until)) <= 0) return;
      if (::recv(tls_fd_, unread.data(), unread.size(), 0) <= 0) return;
    }
  }

  Poco::Net::SecureStreamSocket& tls_;
  int tls_fd_;
  int plain_;
  milliseconds flush_;
  Clock::time_point flush_until_;
  Way in_;
  Way out_;
  bool tls_wants_write_ = false;
  bool broken_ = false;
};

}  // namespace

struct TlsDoor::State {
  struct Connection {
    int fd = -1;
    Peer peer;
    Clock::time_point since;
    bool shaking = true;
    bool evicted = false;  // its thread is about to end
    bool done = false;
    std::thread thread;
  };

  TlsOptions options;
  Poco::Net::Context::Ptr context;
  TlsCounts counts;
  AddressLimits* limits = nullptr;
  std::atomic<std::uint64_t>* over_limit = nullptr;
  Adopt adopt;
  int listener = -1;
  std::atomic<bool> closing{false};
  std::thread accepting;
  std::mutex lock;
  std::list<Connection> connections;

  void accept_loop();
  void welcome(int fd, const sockaddr_storage& address);
  bool make_room();
  void reap(bool all);
  void serve(Connection& connection);
  void carry(Connection& connection);
  // Hands the plain end to the Front unless the door is closing. Returns our end, or -1.
  int hand_over(Connection& connection);
};

void TlsDoor::State::accept_loop() {
  while (!closing) {
    pollfd one{listener, POLLIN, 0};
    int found = ::poll(&one, 1, static_cast<int>(tick.count()));
    reap(false);
    if (found <= 0 || closing) continue;
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    int fd = ::accept4(listener, reinterpret_cast<sockaddr*>(&address), &length, SOCK_CLOEXEC);
    if (fd >= 0)
      welcome(fd, address);
    else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS)
      std::this_thread::sleep_for(tick);
  }
}

void TlsDoor::State::welcome(int fd, const sockaddr_storage& address) {
  ++counts.accepted;
  Peer peer = peer_of(address);
  peer.secure = true;
  if (!limits->enter(peer.address)) {
    ++*over_limit;
    ::close(fd);
    return;
  }
  std::lock_guard hold(lock);
  if (!make_room()) {
    limits->leave(peer.address);
    ::close(fd);
    return;
  }
  int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  Connection& made = connections.emplace_back();
  made.fd = fd;
  made.peer = std::move(peer);
  made.since = Clock::now();
  counts.open = connections.size();
  try {
    made.thread = std::thread([this, &made] { serve(made); });
  } catch (const std::system_error&) {
    limits->leave(made.peer.address);
    ::close(fd);
    connections.pop_back();
  }
}

// Whoever is at his handshake for longest is the least likely to be a clerk. Holds the lock.
bool TlsDoor::State::make_room() {
  std::size_t alive = 0;
  Connection* oldest = nullptr;
  for (auto& connection : connections) {
    if (connection.done || connection.evicted) continue;
    ++alive;
    if (connection.shaking && (oldest == nullptr || connection.since < oldest->since))
      oldest = &connection;
  }
  if (alive < options.connections_max) return true;
  if (oldest == nullptr) return false;
  ++counts.evicted;
  oldest->evicted = true;
  ::shutdown(oldest->fd, SHUT_RDWR);
  return true;
}

void TlsDoor::State::reap(bool all) {
  std::list<Connection> over;
  {
    std::lock_guard hold(lock);
    for (auto at = connections.begin(); at != connections.end();) {
      auto next = std::next(at);
      if (at->done || all) over.splice(over.end(), connections, at);
      at = next;
    }
    counts.open = connections.size();
  }
  for (auto& connection : over) {
    if (connection.thread.joinable()) connection.thread.join();
  }
}

void TlsDoor::State::serve(Connection& connection) {
  // OpenSSL writes without MSG_NOSIGNAL: to a client that has gone, that must be an error only.
  sigset_t broken_pipe;
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
  // Whatever the library throws about one connection ends that connection.
  try {
    carry(connection);
  } catch (const Poco::Exception&) {
  } catch (const std::exception&) {
  }
  limits->leave(connection.peer.address);
  std::lock_guard hold(lock);
  connection.done = true;
}

void TlsDoor::State::carry(Connection& connection) {
  Poco::Net::StreamSocket socket(new Accepted(connection.fd));
  auto failed = [&] { ++counts.failed; };
  int plain = -1;
  struct Close {
    int& fd;
    ~Close() {
      if (fd >= 0) ::close(fd);
    }
  } close{plain};
  // The descriptor is the socket's now: nobody may shut it down once that has gone.
  struct Forget {
    State& state;
    Connection& connection;
    ~Forget() {
      std::lock_guard hold(state.lock);
      connection.fd = -1;
      connection.shaking = false;
    }
  } forget{*this, connection};
  bool shaken = false;
  try {
    auto tls = Poco::Net::SecureStreamSocket::attach(socket, context);
    shaken = Pump(tls, -1, options.flush_deadline)
                 .handshake(connection.since + options.handshake_deadline);
    if (!shaken) return failed();
    ++counts.handshakes;
    plain = hand_over(connection);
    if (plain < 0) return;
    Pump(tls, plain, options.flush_deadline).run();
  } catch (...) {
    if (!shaken) failed();
    throw;
  }
}

int TlsDoor::State::hand_over(Connection& connection) {
  std::array<int, 2> pair{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair.data()) != 0)
    return -1;
  std::lock_guard hold(lock);
  connection.shaking = false;
  if (closing) {
    ::close(pair[0]);
    ::close(pair[1]);
    return -1;
  }
  adopt(pair[1], connection.peer);
  return pair[0];
}

TlsDoor::TlsDoor(TlsOptions options) : state_(std::make_unique<State>()) {
  state_->context = make_tls_context(options.certificate, options.key);
  state_->options = std::move(options);
}

TlsDoor::~TlsDoor() {
  stop();
}

const TlsCounts& TlsDoor::counts() const {
  return state_->counts;
}

void TlsDoor::start(int listener, AddressLimits& limits, std::atomic<std::uint64_t>& over_limit,
                    Adopt adopt) {
  state_->listener = listener;
  state_->limits = &limits;
  state_->over_limit = &over_limit;
  state_->adopt = std::move(adopt);
  state_->accepting = std::thread([this] { state_->accept_loop(); });
}

void TlsDoor::close_entrance() {
  state_->closing = true;
  if (state_->accepting.joinable()) state_->accepting.join();
  std::lock_guard hold(state_->lock);
  for (auto& connection : state_->connections) {
    if (connection.shaking && connection.fd >= 0) ::shutdown(connection.fd, SHUT_RDWR);
  }
}

void TlsDoor::stop() {
  close_entrance();
  auto until = Clock::now() + stop_time;
  auto alive = [&] {
    std::lock_guard hold(state_->lock);
    for (const auto& connection : state_->connections) {
      if (!connection.done) return true;
    }
    return false;
  };
  while (alive() && Clock::now() < until) std::this_thread::sleep_for(milliseconds(5));
  {
    std::lock_guard hold(state_->lock);
    for (auto& connection : state_->connections) {
      if (connection.fd >= 0) ::shutdown(connection.fd, SHUT_RDWR);
    }
  }
  state_->reap(true);
}

}  // namespace zhucun::http
