// XML as a stream of elements and text, with namespaces. The one file that knows expat is
// xml_stream.cpp. Any DOCTYPE is refused, so no entity can be declared.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/refusal.h"

namespace zhucun::sheet {

// Namespaces by what they mean; the strict and the transitional form of OOXML are one.
enum class Space : std::uint8_t { none, sheet, relation, package_relation, other };

struct XmlName {
  Space space = Space::none;
  std::string_view local;
  bool is(std::string_view name) const { return space == Space::sheet && local == name; }
};

class XmlAttributes {
 public:
  explicit XmlAttributes(const char** raw) : raw_(raw) {}
  // An attribute without prefix; nothing when absent.
  std::optional<std::string_view> find(std::string_view name) const;
  // One of the namespace of relations, such as r:id.
  std::optional<std::string_view> find_relation(std::string_view name) const;
  // "1" or "true".
  bool is_true(std::string_view name) const;

 private:
  const char** raw_;
};

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void start(XmlName name, const XmlAttributes& attributes) = 0;
  virtual void end(XmlName name) = 0;
  virtual void text(std::string_view piece) = 0;

  // Set by a handler that will not go on; the parser stops after the call.
  std::optional<Refusal> fault;
  bool enough = false;
};

class XmlStream {
 public:
  // `part` names the part in refusals.
  XmlStream(std::string part, XmlHandler& handler);
  ~XmlStream();
  XmlStream(const XmlStream&) = delete;
  XmlStream& operator=(const XmlStream&) = delete;

  // False when the handler has enough.
  Result<bool> feed(std::string_view piece);
  Result<void> finish();

 private:
  struct State;
  Result<bool> parse(std::string_view piece, bool last);
  std::unique_ptr<State> state_;
};

}  // namespace zhucun::sheet
