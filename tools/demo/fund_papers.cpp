#include "tools/demo/fund_papers.h"

#include "ledger/schema/json_writer.h"
#include "tools/demo/fund_story.h"

namespace zhucun::demo {

namespace {

// A county's own document: cut-off days and heads of spending.
constexpr const char* rules = R"(language = 1
id = "demo-county-fund"
number = "示例县财农〔2024〕21号"
title = "驻村工作经费管理细则（示例）"
issuer = "示例县财政局"
area = "AREA"
issued = 2024-11-01
effective = 2025-01-01
based_on = ["榆巩衔发〔2021〕4号"]
under = ["yulin-2021-4"]

[[fund_step]]
id = "fund-transfer"
title = "拨付乡镇"
clause = "2"
quote = "县级收到经费后于每年6月30日前拨付至乡镇。"
step = "transfer"
from = "county"
to = "township"
due = { month_day = "06-30" }

[[fund_use]]
id = "demo-use-office"
title = "办公用品"
clause = "3"
quote = "工作经费用于办公、差旅、培训。"
head = "office_supplies"
use = "allowed"

[[fund_use]]
id = "demo-use-travel"
title = "差旅"
clause = "3"
quote = "工作经费用于办公、差旅、培训。"
head = "travel"
use = "allowed"

[[fund_use]]
id = "demo-use-training"
title = "培训"
clause = "3"
quote = "工作经费用于办公、差旅、培训。"
head = "training"
use = "allowed"
)";

}  // namespace

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out + "\"";
}

std::string field(const char* name, const std::string& value) {
  return quoted(name) + ":" + quoted(value);
}
std::string number(const char* name, std::int64_t value) {
  return quoted(name) + ":" + std::to_string(value);
}
std::string lines_json(const std::vector<Line>& all) {
  std::string out = "\"lines\":[";
  for (const Line& one : all) {
    if (one.fen == 0) continue;
    if (out.back() != '[') out += ",";
    out += "{" + field("fund", one.fund);
    if (!one.village.empty()) out += "," + field("village", one.village);
    out += "," + number("amount", one.fen) + "}";
  }
  return out + "]";
}

std::string local_rules(const std::string& county) {
  std::string text = rules;
  text.replace(text.find("AREA"), 4, county);
  return text;
}

std::string planted_json(const std::vector<PlantedFund>& planted) {
  JsonWriter out;
  out.begin_array();
  for (const PlantedFund& one : planted) {
    out.begin_object().field("report", one.report).field("kind", one.kind);
    out.field("place", one.place).field("document", one.document);
    out.key("year").number(std::int64_t{one.year}).end_object();
  }
  return out.end_array().take();
}

}  // namespace zhucun::demo
