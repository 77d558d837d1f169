// The TLS door of a listener: handshakes and ciphers, and behind them a plain socket for the Front,
// so that heads, bodies and deadlines have one definition with and without TLS.
//
// TLS 1.2 and 1.3 only, by Poco NetSSL. Each connection has a thread of the door's own, at most
// `connections_max`: when all are taken, the one that has been at its handshake for longest goes. A
// handshake has an absolute deadline. What the Front closes is let out and closed; what the client
// closes ends the plain side. One thread starts and stops a door.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "api/http/peers.h"

namespace zhucun::http {

struct TlsOptions {
  std::string certificate;  // PEM file with the chain; empty = no TLS
  std::string key;          // PEM file
  std::chrono::milliseconds handshake_deadline{10'000};
  std::chrono::milliseconds flush_deadline{30'000};  // for what is left when the Front has closed
  std::size_t connections_max = 256;

  bool given() const { return !certificate.empty() || !key.empty(); }
};

struct TlsCounts {
  std::atomic<std::uint64_t> accepted{0};
  std::atomic<std::uint64_t> handshakes{0};  // completed
  std::atomic<std::uint64_t> failed{0};      // not TLS, too old, broken off, or too slow
  std::atomic<std::uint64_t> evicted{0};
  std::atomic<std::uint64_t> open{0};
};

class TlsDoor {
 public:
  using Adopt = std::function<void(int fd, Peer peer)>;

  // Reads the files. Refuses what they are not (std::invalid_argument, Chinese).
  explicit TlsDoor(TlsOptions options);
  ~TlsDoor();
  TlsDoor(const TlsDoor&) = delete;

  // `listener` is bound, listening and owned by the caller until close_entrance() has returned.
  // `admit` takes a place for a connection before its handshake, `leave` gives it back.
  void start(int listener, AddressLimits& limits, std::atomic<std::uint64_t>& over_limit,
             Adopt adopt);
  // No new connections; those at their handshake end. `adopt` is not called afterwards.
  void close_entrance();
  // Lets out what the Front has answered, for two seconds at most, and ends everything.
  void stop();

  const TlsCounts& counts() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace zhucun::http
