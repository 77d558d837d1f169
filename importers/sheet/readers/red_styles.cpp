#include "importers/sheet/readers/red_styles.h"

#include "importers/sheet/readers/xml_tags.h"

namespace zhucun::sheet {

std::optional<RedStyles::Place> RedStyles::find_list(std::string_view xml, std::string_view name) {
  for (auto tag = next_tag(xml, 0); tag; tag = next_tag(xml, tag->end)) {
    if (tag->local != name || tag->kind != Tag::Kind::open) continue;
    Place place{tag->begin, tag->end, 0, {}};
    for (auto child = next_tag(xml, tag->end); child; child = next_tag(xml, child->end)) {
      if (child->kind == Tag::Kind::close) {
        place.close = child->begin;
        return place;
      }
      auto end = closing(xml, *child);
      if (!end) return std::nullopt;
      place.children.push_back(xml.substr(child->begin, end->end - child->begin));
      child->end = end->end;
    }
  }
  return std::nullopt;
}

RedStyles::RedStyles(std::string_view xml)
    : xml_(xml), fills_(find_list(xml, "fills")), formats_(find_list(xml, "cellXfs")) {
  if (auto root = next_tag(xml, 0)) prefix_ = root->prefix;
}

std::uint32_t RedStyles::of(std::uint32_t style) {
  if (!fills_ || !formats_ || style >= formats_->children.size()) return style;
  auto next = static_cast<std::uint32_t>(formats_->children.size() + twins_.size());
  auto [twin, is_new] = twins_.emplace(style, next);
  if (is_new) {
    auto format = formats_->children[style];
    auto tag = next_tag(format, 0);
    auto changed = with_attribute(tag->text, "fillId", std::to_string(fills_->children.size()));
    changed = with_attribute(changed, "applyFill", "1");
    added_ += changed;
    added_ += format.substr(tag->end);
  }
  return twin->second;
}

std::string RedStyles::opened(const Place& place, std::size_t count) const {
  return with_attribute(xml_.substr(place.open_begin, place.open_end - place.open_begin), "count",
                        std::to_string(count));
}

std::optional<std::string> RedStyles::text() const {
  if (twins_.empty()) return std::nullopt;
  const std::string& p = prefix_;
  std::string fill = "<" + p + "fill><" + p + "patternFill patternType=\"solid\"><" + p +
                     "fgColor rgb=\"FFFF9999\"/><" + p + "bgColor indexed=\"64\"/></" + p +
                     "patternFill></" + p + "fill>";
  std::string out;
  std::size_t at = 0;
  auto add = [&](const Place& place, std::size_t count, std::string_view more) {
    out += xml_.substr(at, place.open_begin - at);
    out += opened(place, count);
    out += xml_.substr(place.open_end, place.close - place.open_end);
    out += more;
    at = place.close;
  };
  // Fills stand before formats in every workbook that keeps to the schema.
  bool fills_first = fills_->open_begin < formats_->open_begin;
  for (bool is_fill : {fills_first, !fills_first}) {
    if (is_fill) {
      add(*fills_, fills_->children.size() + 1, fill);
    } else {
      add(*formats_, formats_->children.size() + twins_.size(), added_);
    }
  }
  return out.append(xml_.substr(at));
}

}  // namespace zhucun::sheet
