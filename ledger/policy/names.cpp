#include "ledger/policy/names.h"

#include <vector>

namespace zhucun::policy {

template <>
std::span<const Named<Mark>> names<Mark>() {
  static const auto list = [] {
    std::vector<Named<Mark>> out;
    for (const MarkWord& word : mark_words()) out.push_back({word.mark, word.name});
    return out;
  }();
  return list;
}

}  // namespace zhucun::policy
