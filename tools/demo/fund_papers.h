// What the clerks of the demo city write of money: parts of drafts as JSON, and a county's own
// rules. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "tools/demo/city.h"

namespace zhucun::demo {

// One village's part of a sum, by fund.
struct Line {
  const char* fund;
  std::string village;  // empty = a lump
  std::int64_t fen;
};

std::string quoted(const std::string& text);                    // as a JSON string
std::string field(const char* name, const std::string& value);  // "name":"value"
std::string number(const char* name, std::int64_t value);       // "name":7
std::string lines_json(const std::vector<Line>& all);  // "lines":[...], empty ones left out
// Cut-off days and heads of spending of one county, as a policy document.
std::string local_rules(const std::string& county);

// A payment of a township, before it has its voucher.
struct Payment {
  Index village = nobody;
  int year = 0;
  Date day;
  std::int64_t fen = 0;
  const char* head = "";
  std::string words;
  std::string shop;
  std::string invoice;
  std::string advanced_by;
};

// A movement of a bank account, for its statement.
struct Movement {
  Index entry;
  Date day;
  std::int64_t fen;
  std::string document;
  std::string level;
};

// What the money is spent on, and where.
struct Head {
  const char* key;
  const char* words;
};
inline constexpr std::array<Head, 3> heads{
    {{"office_supplies", "办公用品"}, {"travel", "下村差旅"}, {"training", "村民培训"}}};
inline constexpr std::array<const char*, 5> shops{"示例文具店", "示例打印社", "示例客运站",
                                                  "示例培训学校", "示例五金店"};

}  // namespace zhucun::demo
