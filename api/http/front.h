// The front of a listener: one thread that accepts connections and gathers heads, so that a worker
// is held only by a request whose head is complete and unambiguous.
//
// Poco gives every connection a thread from its first byte to its last: four slow ones starve four
// threads, idle keep-alive clients block the next. Here unfinished and idle connections wait in
// epoll under absolute deadlines; when there are too many, the one that has waited longest is
// closed. Refusals of a head are answered from here. An address has a limited number of
// connections, and where only gateways may connect all others are closed unread. adopt, park and
// linger may be called from any thread; wait_ready and take_ready belong to the accepting thread of
// the server behind.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "api/http/peers.h"
#include "api/http/raw_head.h"

namespace zhucun::http {

struct FrontOptions {
  std::chrono::milliseconds header_deadline{10'000};  // from the first byte, or from accept
  std::chrono::milliseconds idle_deadline{5'000};     // between requests
  std::size_t waiting_max = 512;                      // connections without a complete head
  int queued_max = 128;                               // complete heads that wait for a worker
  unsigned keep_alive_requests = 100;
  // Connections of one address; 0 = any number. Not said: 20, or any on the loopback without TLS.
  std::optional<std::size_t> per_address_max;
  std::set<std::string> gateways;  // addresses without that limit
  bool gateways_only = false;      // nobody else may connect
};

// A request whose head has passed the check, on its way to a worker.
struct Arrival {
  int fd = -1;
  std::string head;
  RawHead how;
  std::string surplus;  // bytes that came behind the head
  Peer peer;
  unsigned served = 0;  // requests that this connection has had before
};

struct FrontCounts {
  std::atomic<std::uint64_t> accepted{0};
  std::atomic<std::uint64_t> refused{0};    // answered with a problem from the front
  std::atomic<std::uint64_t> timed_out{0};  // heads that did not come in time
  std::atomic<std::uint64_t> evicted{0};
  std::atomic<std::uint64_t> over_limit{0};  // closed unread: the address had its share
  std::atomic<std::uint64_t> foreign{0};     // closed unread: no gateway
  std::atomic<std::uint64_t> waiting{0};
};

class Front {
 public:
  struct Hooks {
    // The whole answer to a request that nobody will read further; also logs it.
    std::function<std::string(const EdgeFault&, const RawHead&, const Peer& peer)> refuse;
    std::function<std::uint64_t(const RawHead&)> body_max;
    std::function<int()> queued;  // connections that wait for a worker
  };

  Front(FrontOptions options, Hooks hooks);
  ~Front();
  Front(const Front&) = delete;

  // `listener` is bound, listening and owned by the caller until stop() has returned; -1 = there
  // are only adopted connections.
  void start(int listener);
  void stop();
  bool stopping() const { return stopping_; }

  bool wait_ready(std::chrono::milliseconds longest);
  std::optional<Arrival> take_ready();

  // A new connection that another door has accepted, and counts at limits().
  void adopt(int fd, Peer peer);
  // A connection between two requests, with the bytes that came ahead.
  void park(int fd, std::string surplus, unsigned served, Peer peer);
  // After stop() and the last worker: what they gave back meanwhile is closed.
  void close_left();
  // A connection that is over: the last answer is let out before it is closed.
  void linger(int fd);

  const FrontOptions& options() const { return options_; }
  FrontCounts& counts() { return counts_; }
  AddressLimits& limits() { return limits_; }

 private:
  using Moment = std::chrono::steady_clock::time_point;
  enum class Doing : std::uint8_t { idle, reading, lingering };
  struct Connection {
    int fd = -1;
    Doing doing = Doing::reading;
    std::string bytes;
    std::size_t seen = 0;
    Moment since;
    Moment deadline;
    Peer peer;
    unsigned served = 0;
  };

  void run();
  void accept_all();
  void welcome(int fd, const sockaddr_storage& address);
  // Every descriptor is closed here, so that its address gets its place back.
  void close_fd(int fd);
  void take_inbox();
  void watch(Connection connection);
  void on_readable(int fd);
  // Hands the connection on, refuses it, or leaves it waiting.
  void examine(Connection& connection);
  void hand_over(Connection& connection, std::size_t end, RawHead how);
  void refuse(Connection& connection, const EdgeFault& fault, const RawHead& how);
  void start_lingering(Connection& connection);
  void drop(int fd);
  void sweep();
  void make_room();
  void wake();

  FrontOptions options_;
  Hooks hooks_;
  FrontCounts counts_;
  AddressLimits limits_;
  std::mutex places_lock_;
  std::unordered_map<int, std::string> places_;  // the addresses of descriptors that hold a place
  int listener_ = -1;
  int epoll_ = -1;
  int bell_ = -1;
  bool accepting_ = true;  // off for a moment when the process has no descriptors left
  std::atomic<bool> stopping_{false};
  std::unordered_map<int, Connection> connections_;

  std::mutex inbox_lock_;
  std::vector<Connection> inbox_;
  std::mutex ready_lock_;
  std::condition_variable ready_wakes_;
  std::deque<Arrival> ready_;
  std::thread thread_;
};

}  // namespace zhucun::http
