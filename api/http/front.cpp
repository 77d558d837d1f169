#include "api/http/front.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>

namespace zhucun::http {

namespace {

constexpr std::chrono::milliseconds linger_time{1'000};
constexpr std::chrono::milliseconds tick{50};
constexpr std::size_t read_bytes = 16 * 1024;

constexpr std::size_t per_address_usual = 20;

bool add_to(int epoll, int fd) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLRDHUP;
  event.data.fd = fd;
  return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

}  // namespace

Front::Front(FrontOptions options, Hooks hooks)
    : options_(std::move(options)),
      hooks_(std::move(hooks)),
      limits_(options_.per_address_max.value_or(per_address_usual), options_.gateways),
      epoll_(epoll_create1(EPOLL_CLOEXEC)) {
  bell_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (epoll_ < 0 || bell_ < 0 || !add_to(epoll_, bell_))
    throw std::runtime_error("系统没有可用的文件描述符，服务无法启动");
}

Front::~Front() {
  stop();
  close_left();
  ::close(bell_);
  ::close(epoll_);
}

void Front::start(int listener) {
  listener_ = listener;
  if (listener_ >= 0 && !add_to(epoll_, listener_))
    throw std::runtime_error("监听端口无法登记，服务无法启动");
  thread_ = std::thread([this] { run(); });
}

void Front::stop() {
  stopping_ = true;
  wake();
  if (thread_.joinable()) thread_.join();
  ready_wakes_.notify_all();
  std::lock_guard lock(ready_lock_);
  for (auto& arrival : ready_) close_fd(arrival.fd);
  ready_.clear();
}

void Front::close_left() {
  std::lock_guard lock(inbox_lock_);
  for (auto& connection : inbox_) close_fd(connection.fd);
  inbox_.clear();
}

void Front::wake() {
  std::uint64_t one = 1;
  [[maybe_unused]] auto written = ::write(bell_, &one, sizeof one);
}

bool Front::wait_ready(std::chrono::milliseconds longest) {
  std::unique_lock lock(ready_lock_);
  ready_wakes_.wait_for(lock, longest, [this] { return stopping_ || !ready_.empty(); });
  return !ready_.empty();
}

std::optional<Arrival> Front::take_ready() {
  std::lock_guard lock(ready_lock_);
  if (ready_.empty()) return std::nullopt;
  Arrival out = std::move(ready_.front());
  ready_.pop_front();
  return out;
}

void Front::adopt(int fd, Peer peer) {
  ++counts_.accepted;
  auto now = std::chrono::steady_clock::now();
  {
    std::lock_guard lock(inbox_lock_);
    inbox_.push_back({fd, Doing::reading, "", 0, now, now, std::move(peer), 0});
  }
  wake();
}

void Front::park(int fd, std::string surplus, unsigned served, Peer peer) {
  auto now = std::chrono::steady_clock::now();
  {
    std::lock_guard lock(inbox_lock_);
    inbox_.push_back({fd, surplus.empty() ? Doing::idle : Doing::reading, std::move(surplus), 0,
                      now, now + options_.idle_deadline, std::move(peer), served});
  }
  wake();
}

void Front::linger(int fd) {
  ::shutdown(fd, SHUT_WR);
  auto now = std::chrono::steady_clock::now();
  {
    std::lock_guard lock(inbox_lock_);
    inbox_.push_back({fd, Doing::lingering, "", 0, now, now + linger_time, {}, 0});
  }
  wake();
}

void Front::run() {
  std::array<epoll_event, 64> events{};
  while (!stopping_) {
    int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()),
                           static_cast<int>(tick.count()));
    for (int i = 0; i < count && !stopping_; ++i) {
      int fd = events[static_cast<std::size_t>(i)].data.fd;
      if (fd == bell_) {
        std::uint64_t rung = 0;
        [[maybe_unused]] auto got = ::read(bell_, &rung, sizeof rung);
      } else if (fd == listener_) {
        accept_all();
      } else {
        on_readable(fd);
      }
    }
    take_inbox();
    sweep();
  }
  take_inbox();
  while (!connections_.empty()) drop(connections_.begin()->first);
}

void Front::accept_all() {
  for (int i = 0; i < 64; ++i) {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    int fd = ::accept4(listener_, reinterpret_cast<sockaddr*>(&address), &length,
                       SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) {
      if (errno != EMFILE && errno != ENFILE && errno != ENOMEM && errno != ENOBUFS) return;
      // Without a descriptor the listener would ring at once again: it rests until the next sweep.
      make_room();
      epoll_ctl(epoll_, EPOLL_CTL_DEL, listener_, nullptr);
      accepting_ = false;
      return;
    }
    welcome(fd, address);
  }
}

// Whom nobody knows or who has his share already is closed unread: an answer would cost us more
// than it costs to ask.
void Front::welcome(int fd, const sockaddr_storage& from) {
  Peer peer = peer_of(from);
  bool foreign = options_.gateways_only && !options_.gateways.contains(peer.address);
  if (foreign || !limits_.enter(peer.address)) {
    ++(foreign ? counts_.foreign : counts_.over_limit);
    ::close(fd);
    return;
  }
  {
    std::lock_guard lock(places_lock_);
    places_.emplace(fd, peer.address);
  }
  int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ++counts_.accepted;
  auto now = std::chrono::steady_clock::now();
  watch({fd, Doing::reading, "", 0, now, now + options_.header_deadline, std::move(peer), 0});
}

void Front::close_fd(int fd) {
  {
    std::lock_guard lock(places_lock_);
    auto place = places_.find(fd);
    if (place != places_.end()) {
      limits_.leave(place->second);
      places_.erase(place);
    }
  }
  ::close(fd);
}

void Front::take_inbox() {
  std::vector<Connection> arrived;
  {
    std::lock_guard lock(inbox_lock_);
    arrived.swap(inbox_);
  }
  for (auto& connection : arrived) {
    int fd = connection.fd;
    bool ahead = connection.doing == Doing::reading;
    if (ahead) connection.deadline = connection.since + options_.header_deadline;
    watch(std::move(connection));
    auto found = connections_.find(fd);
    if (ahead && found != connections_.end()) examine(found->second);
  }
}

void Front::watch(Connection connection) {
  if (connections_.size() >= options_.waiting_max) make_room();
  int fd = connection.fd;
  if (!add_to(epoll_, fd)) {
    close_fd(fd);
    return;
  }
  connections_.emplace(fd, std::move(connection));
  counts_.waiting = connections_.size();
}

// Whoever has waited longest without finishing a head is the least likely to be a clerk.
void Front::make_room() {
  auto oldest = std::min_element(
      connections_.begin(), connections_.end(),
      [](const auto& a, const auto& b) { return a.second.since < b.second.since; });
  if (oldest == connections_.end()) return;
  ++counts_.evicted;
  drop(oldest->first);
}

void Front::on_readable(int fd) {
  auto found = connections_.find(fd);
  if (found == connections_.end()) return;
  Connection& connection = found->second;
  std::array<char, read_bytes> buffer;
  auto got = ::recv(fd, buffer.data(), buffer.size(), 0);
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return;
  if (got <= 0) {
    drop(fd);
    return;
  }
  if (connection.doing == Doing::lingering) return;
  if (connection.doing == Doing::idle) {
    connection.doing = Doing::reading;
    connection.deadline = std::chrono::steady_clock::now() + options_.header_deadline;
  }
  connection.bytes.append(buffer.data(), static_cast<std::size_t>(got));
  examine(connection);
}

void Front::examine(Connection& connection) {
  RawHead how;
  HeadProgress progress = scan_head(connection.bytes, connection.seen);
  connection.seen = connection.bytes.size();
  if (progress.fault) return refuse(connection, *progress.fault, how);
  if (progress.end == 0) return;
  auto fault = check_head(std::string_view(connection.bytes).substr(0, progress.end), how);
  if (fault) return refuse(connection, *fault, how);
  std::uint64_t most = hooks_.body_max(how);
  if (how.framing == Framing::length && how.length > most) {
    return refuse(connection,
                  {413, "payload_too_large",
                   "正文 " + std::to_string(how.length) + " 字节，超过这个路径的上限 " +
                       std::to_string(most) + " 字节",
                   "分成几次提交"},
                  how);
  }
  if (hooks_.queued() >= options_.queued_max)
    return refuse(connection, {503, "busy", "服务正忙，排队的请求太多", "稍后重试"}, how);
  hand_over(connection, progress.end, std::move(how));
}

void Front::hand_over(Connection& connection, std::size_t end, RawHead how) {
  Arrival arrival{connection.fd,
                  connection.bytes.substr(0, end),
                  std::move(how),
                  connection.bytes.substr(end),
                  std::move(connection.peer),
                  connection.served};
  epoll_ctl(epoll_, EPOLL_CTL_DEL, arrival.fd, nullptr);
  connections_.erase(arrival.fd);
  counts_.waiting = connections_.size();
  {
    std::lock_guard lock(ready_lock_);
    ready_.push_back(std::move(arrival));
  }
  ready_wakes_.notify_one();
}

void Front::refuse(Connection& connection, const EdgeFault& fault, const RawHead& how) {
  ++counts_.refused;
  std::string answer = hooks_.refuse(fault, how, connection.peer);
  ::send(connection.fd, answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  start_lingering(connection);
}

// Closing at once would reset the connection while the client still sends, and the answer be lost.
void Front::start_lingering(Connection& connection) {
  ::shutdown(connection.fd, SHUT_WR);
  connection.doing = Doing::lingering;
  connection.bytes = {};
  connection.deadline = std::chrono::steady_clock::now() + linger_time;
}

void Front::drop(int fd) {
  connections_.erase(fd);
  counts_.waiting = connections_.size();
  close_fd(fd);
}

void Front::sweep() {
  if (!accepting_ && listener_ >= 0) accepting_ = add_to(epoll_, listener_);
  auto now = std::chrono::steady_clock::now();
  std::vector<int> over;
  for (const auto& [fd, connection] : connections_) {
    if (connection.deadline <= now) over.push_back(fd);
  }
  for (int fd : over) {
    Connection& connection = connections_.at(fd);
    if (connection.doing == Doing::reading) {
      ++counts_.timed_out;
      if (!connection.bytes.empty()) {
        refuse(connection, {408, "request_timeout", "请求头没有在期限内发完", "重新发送"}, {});
        continue;
      }
    }
    drop(fd);
  }
}

}  // namespace zhucun::http
