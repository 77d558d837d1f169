#include "importers/sheet/readers/element_count.h"

namespace zhucun::sheet {

void ElementCount::end_name() {
  where_ = Where::text;
  std::string_view local(name_);
  if (auto colon = local.find(':'); colon != std::string_view::npos) local.remove_prefix(colon + 1);
  if (local == "c") ++cells_;
  if (local == "row") ++rows_;
}

void ElementCount::feed(std::string_view piece) {
  std::size_t at = 0;
  while (at < piece.size()) {
    if (where_ == Where::text) {
      at = piece.find('<', at);
      if (at == std::string_view::npos) return;
      ++at;
      where_ = Where::name;
      name_.clear();
      continue;
    }
    char c = piece[at++];
    if (where_ == Where::name) {
      if (c == ' ' || c == '>' || c == '/' || c == '\t' || c == '\r' || c == '\n') {
        end_name();
        continue;
      }
      name_.push_back(c);
      if (name_ == "!--" || name_ == "![CDATA[") {
        where_ = name_.size() == 3 ? Where::comment : Where::cdata;
        tail_.clear();
      }
      continue;
    }
    char mark = where_ == Where::comment ? '-' : ']';
    if (c == '>' && tail_.size() == 2 && tail_[0] == mark && tail_[1] == mark) {
      where_ = Where::text;
    } else {
      tail_.push_back(c);
      if (tail_.size() > 2) tail_.erase(0, 1);
    }
  }
}

}  // namespace zhucun::sheet
