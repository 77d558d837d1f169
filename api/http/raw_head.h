// The raw-header check: what stands on the wire before Poco's parser may see it.
//
// Poco 1.11 accepts what two readers can read in two ways: Transfer-Encoding beside Content-Length,
// duplicate or negative lengths, bare line feeds, folded lines, lines without a colon. This check
// refuses all of them, so that exactly one reading is left, and says how the body is framed. Pure;
// any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zhucun::http {

// Bytes of a head at most. Poco reads header lines through a buffer of 4,096 bytes and takes a rest
// of two bytes for the end of the head, so that a line must stay below that.
inline constexpr std::size_t head_bytes_max = 32 * 1024;
inline constexpr std::size_t line_bytes_max = 3800;
inline constexpr std::size_t header_lines_max = 64;

// Why the edge refuses a request; the words go out as a problem.
struct EdgeFault {
  int status = 400;
  std::string code;    // "bad_request", "length_required"...
  std::string detail;  // Chinese
  std::string hint;
  bool operator==(const EdgeFault&) const = default;
};

enum class Framing : std::uint8_t { none, length, chunked };

struct RawHead {
  std::string method;
  std::string target;  // origin form, as sent
  Framing framing = Framing::none;
  std::uint64_t length = 0;  // for Framing::length
  bool expects_continue = false;
};

// What the bytes read so far are.
struct HeadProgress {
  std::optional<EdgeFault> fault;
  std::size_t end = 0;  // just behind the head's empty line; 0 = more bytes are needed
};
// Looks at bytes as they arrive; `seen` of them were looked at before.
HeadProgress scan_head(std::string_view bytes, std::size_t seen);

// A complete head with its empty line: how it is to be read, or why nobody should.
std::optional<EdgeFault> check_head(std::string_view head, RawHead& out);

// Whether two texts are equal but for ASCII case.
bool equals_ignoring_case(std::string_view a, std::string_view b);

}  // namespace zhucun::http
