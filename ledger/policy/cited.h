// What every row of a policy carries, and the words that rows of several kinds share. Values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/base/ids.h"

namespace zhucun::policy {

// What every row carries: its name, where the text says so, the sentence itself, and where it
// holds.
struct Cited {
  std::string id;
  std::string title;                  // short Chinese name for tables
  ClauseId clause;                    // 8.2.2.5 = 八(二)2⑤, an unnumbered paragraph n = .pn
  std::string quote;                  // the policy's own sentence
  std::string document;               // number of the document that the row comes from
  DivisionCode area;                  // holds in this division and below
  std::vector<DivisionCode> except;   // but not here, where a lower layer says its own
  std::vector<std::string> readings;  // ids of the readings that this row depends on
  bool operator==(const Cited&) const = default;
};

enum class Role : std::uint8_t { unknown, first_secretary, member };
enum class UnitLevel : std::uint8_t { unknown, central, province, city, county, township };

}  // namespace zhucun::policy
