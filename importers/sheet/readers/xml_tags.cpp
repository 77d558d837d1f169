#include "importers/sheet/readers/xml_tags.h"

namespace zhucun::sheet {
namespace {

constexpr std::string_view blanks = " \t\r\n";

struct Span {
  std::size_t begin;  // of the name
  std::size_t value;  // behind the opening quote
  std::size_t end;    // of the closing quote
};

// Where an attribute stands in a tag.
std::optional<Span> attribute_span(std::string_view tag, std::string_view name) {
  std::size_t at = tag.find_first_of(blanks);
  while (at != std::string_view::npos) {
    at = tag.find_first_not_of(blanks, at);
    if (at == std::string_view::npos) return std::nullopt;
    auto equals = tag.find('=', at);
    if (equals == std::string_view::npos) return std::nullopt;
    auto found = tag.substr(at, equals - at);
    found = found.substr(0, found.find_last_not_of(blanks) + 1);
    auto quote = tag.find_first_of("\"'", equals);
    if (quote == std::string_view::npos) return std::nullopt;
    auto end = tag.find(tag[quote], quote + 1);
    if (end == std::string_view::npos) return std::nullopt;
    if (found == name) return Span{at, quote + 1, end};
    at = end + 1;
  }
  return std::nullopt;
}

std::size_t end_of_tag(std::string_view xml, std::size_t at) {
  char quote = 0;
  for (; at < xml.size(); ++at) {
    char c = xml[at];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return at + 1;
    }
  }
  return std::string_view::npos;
}

std::size_t behind(std::string_view xml, std::string_view mark, std::size_t at) {
  auto found = xml.find(mark, at);
  return found == std::string_view::npos ? found : found + mark.size();
}

}  // namespace

std::optional<Tag> next_tag(std::string_view xml, std::size_t at) {
  for (;;) {
    at = xml.find('<', at);
    if (at == std::string_view::npos) return std::nullopt;
    auto rest = xml.substr(at);
    if (rest.starts_with("<!--")) {
      at = behind(xml, "-->", at + 4);
    } else if (rest.starts_with("<![CDATA[")) {
      at = behind(xml, "]]>", at);
    } else if (rest.starts_with("<?")) {
      at = behind(xml, "?>", at);
    } else {
      break;
    }
    if (at == std::string_view::npos) return std::nullopt;
  }
  Tag tag;
  tag.begin = at;
  tag.end = end_of_tag(xml, at);
  if (tag.end == std::string_view::npos) return std::nullopt;
  tag.text = xml.substr(tag.begin, tag.end - tag.begin);
  if (tag.text.starts_with("</")) {
    tag.kind = Tag::Kind::close;
  } else if (tag.text.ends_with("/>")) {
    tag.kind = Tag::Kind::empty;
  }
  auto name = tag.text.substr(tag.kind == Tag::Kind::close ? 2 : 1);
  name = name.substr(0, name.find_first_of(" \t\r\n/>"));
  auto colon = name.find(':');
  tag.prefix = colon == std::string_view::npos ? "" : name.substr(0, colon + 1);
  tag.local = name.substr(tag.prefix.size());
  return tag;
}

std::optional<Tag> closing(std::string_view xml, const Tag& open) {
  if (open.kind != Tag::Kind::open) return open;
  int depth = 1;
  for (auto tag = next_tag(xml, open.end); tag; tag = next_tag(xml, tag->end)) {
    if (tag->kind == Tag::Kind::open) ++depth;
    if (tag->kind == Tag::Kind::close && --depth == 0) return tag;
  }
  return std::nullopt;
}

std::optional<std::string_view> attribute_in(std::string_view tag, std::string_view name) {
  auto span = attribute_span(tag, name);
  if (!span) return std::nullopt;
  return tag.substr(span->value, span->end - span->value);
}

std::string with_attribute(std::string_view tag, std::string_view name, std::string_view value) {
  std::string out(tag);
  if (auto span = attribute_span(tag, name)) {
    return out.replace(span->value, span->end - span->value, value);
  }
  auto at = tag.find_first_of(" \t\r\n/>", 1);
  return out.insert(at, " " + std::string(name) + "=\"" + std::string(value) + "\"");
}

std::string without_attribute(std::string_view tag, std::string_view name) {
  std::string out(tag);
  if (auto span = attribute_span(tag, name)) {
    out.erase(span->begin - 1, span->end + 1 - span->begin + 1);
  }
  return out;
}

std::string escaped_text(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    auto byte = static_cast<unsigned char>(c);
    auto rest = text.substr(i);
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (byte < 0x20 && c != '\n' && c != '\t') {
      out += std::string("_x00") + digits[byte >> 4] + digits[byte & 15] + "_";
    } else if (rest.starts_with("_x") && rest.size() >= 7 && rest[6] == '_') {
      out += "_x005F_";
    } else if (rest.starts_with("\xef\xbf\xbe") || rest.starts_with("\xef\xbf\xbf")) {
      i += 2;  // no character in XML
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace zhucun::sheet
