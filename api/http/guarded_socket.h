// The sockets that Poco's server sees: a server socket whose connections come from a Front, and a
// stream socket that gives Poco exactly one checked head.
//
// The body never passes through Poco: read_body reads it by the framing that the raw check found,
// so that no second parser can see other borders. Between two requests the connection goes back to
// its Front and the worker is free. One GuardedSocket = one request; it belongs to its worker.
#pragma once

#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/ServerSocketImpl.h>
#include <Poco/Net/StreamSocketImpl.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "api/http/front.h"

namespace zhucun::http {

struct SocketOptions {
  std::chrono::milliseconds body_deadline{60'000};
  std::uint64_t body_bytes_per_second_min = 1024;   // judged after the first five seconds
  std::chrono::milliseconds send_deadline{30'000};  // time blocked while sending one answer
  int slow_bodies_max = 16;                         // workers that may wait for bodies at once
};

enum class BodyOutcome : std::uint8_t { complete, too_large, too_slow, malformed, gone, busy };

class GuardedSocket : public Poco::Net::StreamSocketImpl {
 public:
  GuardedSocket(Arrival arrival, Front& front, const SocketOptions& options,
                std::atomic<int>& slow_bodies);
  // Whatever happened: the connection goes back to its Front.
  ~GuardedSocket() override;

  const RawHead& how() const { return arrival_.how; }
  const Peer& peer() const { return arrival_.peer; }
  // Whether another request may follow on this connection: the message was read to its end and the
  // connection has not had its share.
  bool may_stay() const;
  // Whether an answer could not be sent to its end. Poco's streams swallow the exception, so that
  // this is the only trace of it.
  bool broken() const { return broken_; }

  BodyOutcome read_body(std::uint64_t most, std::string& out);

  using StreamSocketImpl::receiveBytes;
  using StreamSocketImpl::sendBytes;
  int receiveBytes(void* buffer, int length, int flags) override;
  int sendBytes(const void* buffer, int length, int flags) override;
  bool poll(const Poco::Timespan& timeout, int mode) override;
  void close() override;

 private:
  class Chunks;
  BodyOutcome read_length(std::uint64_t most, std::string& out);
  BodyOutcome read_chunked(std::uint64_t most, std::string& out);
  // More bytes into surplus, under the body's deadline.
  BodyOutcome fill();
  BodyOutcome wait_for_bytes();
  // True once the socket takes bytes again; false when it has had its time or is gone.
  bool wait_to_send();
  int release();

  Arrival arrival_;
  Front& front_;
  const SocketOptions& options_;
  std::atomic<int>& slow_bodies_;
  std::size_t head_given_ = 0;
  bool complete_ = false;  // the whole message has been read
  bool broken_ = false;
  std::chrono::steady_clock::time_point body_started_;
  std::uint64_t body_received_ = 0;
  std::chrono::milliseconds send_blocked_{0};
};

// poll and accept give the requests that a Front has ready. Bound and listening on `address`,
// unless another door accepts the connections that come there.
enum class Entrance : std::uint8_t { own, other_door };
class GuardedServerSocket : public Poco::Net::ServerSocket {
 public:
  GuardedServerSocket(const Poco::Net::SocketAddress& address, Entrance entrance, Front& front,
                      const SocketOptions& options, std::atomic<int>& slow_bodies);
};

}  // namespace zhucun::http
