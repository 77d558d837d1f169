#include "importers/sheet/readers/xml_stream.h"

#include <expat.h>

#include <cstring>

#include "importers/sheet/readers/failure.h"

namespace zhucun::sheet {
namespace {

constexpr char space_mark = '\n';
constexpr int depth_max = 64;

Space space_of(std::string_view uri) {
  if (uri == "http://schemas.openxmlformats.org/spreadsheetml/2006/main" ||
      uri == "http://purl.oclc.org/ooxml/spreadsheetml/main") {
    return Space::sheet;
  }
  if (uri == "http://schemas.openxmlformats.org/officeDocument/2006/relationships" ||
      uri == "http://purl.oclc.org/ooxml/officeDocument/relationships") {
    return Space::relation;
  }
  if (uri == "http://schemas.openxmlformats.org/package/2006/relationships") {
    return Space::package_relation;
  }
  return Space::other;
}

XmlName name_from(const char* raw) {
  std::string_view all(raw);
  auto cut = all.rfind(space_mark);
  if (cut == std::string_view::npos) return {Space::none, all};
  return {space_of(all.substr(0, cut)), all.substr(cut + 1)};
}

}  // namespace

std::optional<std::string_view> XmlAttributes::find(std::string_view name) const {
  for (const char** at = raw_; *at; at += 2) {
    if (name == *at) return std::string_view(at[1]);
  }
  return std::nullopt;
}

std::optional<std::string_view> XmlAttributes::find_relation(std::string_view name) const {
  for (const char** at = raw_; *at; at += 2) {
    auto one = name_from(*at);
    if (one.space == Space::relation && one.local == name) return std::string_view(at[1]);
  }
  return std::nullopt;
}

bool XmlAttributes::is_true(std::string_view name) const {
  auto value = find(name);
  return value && (*value == "1" || *value == "true");
}

struct XmlStream::State {
  std::string part;
  XmlHandler& handler;
  XML_Parser parser = nullptr;
  int depth = 0;

  void stop_if_done() {
    if (handler.fault || handler.enough) XML_StopParser(parser, XML_FALSE);
  }

  static void start(void* self, const char* name, const char** attributes) {
    auto& state = *static_cast<State*>(self);
    if (++state.depth > depth_max) {
      state.handler.fault = refused(state.part + " 的元素嵌套过深，不予读取",
                                    "请用 Excel 或 WPS 另存为新的 xlsx 文件后上传");
    }
    if (!state.handler.fault) {
      state.handler.start(name_from(name), XmlAttributes(attributes));
    }
    state.stop_if_done();
  }
  static void end(void* self, const char* name) {
    auto& state = *static_cast<State*>(self);
    --state.depth;
    state.handler.end(name_from(name));
    state.stop_if_done();
  }
  static void text(void* self, const char* piece, int length) {
    auto& state = *static_cast<State*>(self);
    state.handler.text({piece, static_cast<std::size_t>(length)});
    state.stop_if_done();
  }
  static void doctype(void* self, const char*, const char*, const char*, int) {
    auto& state = *static_cast<State*>(self);
    state.handler.fault = refused(state.part + " 里有 DOCTYPE 声明，表格文件不会有，不予读取",
                                  "请用 Excel 或 WPS 另存为新的 xlsx 文件后上传");
    state.stop_if_done();
  }
};

XmlStream::XmlStream(std::string part, XmlHandler& handler)
    : state_(new State{std::move(part), handler}) {
  state_->parser = XML_ParserCreateNS(nullptr, space_mark);
  if (!state_->parser) throw std::bad_alloc();
  // Drawn from the kernel otherwise, which the sandbox forbids. Flooded hash tables end at the
  // limit of processor time.
  XML_SetHashSalt(state_->parser, 0x5a48);
  XML_SetUserData(state_->parser, state_.get());
  XML_SetElementHandler(state_->parser, &State::start, &State::end);
  XML_SetCharacterDataHandler(state_->parser, &State::text);
  XML_SetStartDoctypeDeclHandler(state_->parser, &State::doctype);
}

XmlStream::~XmlStream() {
  XML_ParserFree(state_->parser);
}

Result<bool> XmlStream::parse(std::string_view piece, bool last) {
  auto status = XML_Parse(state_->parser, piece.data(), static_cast<int>(piece.size()), last);
  if (state_->handler.fault) return refuse(*state_->handler.fault);
  if (state_->handler.enough) return false;
  if (status == XML_STATUS_OK) return true;
  return refuse(damaged(state_->part + " 第 " +
                        std::to_string(XML_GetCurrentLineNumber(state_->parser)) +
                        " 行的 XML 不完整或有错"));
}

Result<bool> XmlStream::feed(std::string_view piece) {
  return parse(piece, false);
}

Result<void> XmlStream::finish() {
  auto done = parse("", true);
  if (!done) return refuse(done.error());
  return {};
}

}  // namespace zhucun::sheet
