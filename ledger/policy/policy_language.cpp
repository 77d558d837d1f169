#include "ledger/policy/policy_language.h"

#include <algorithm>
#include <set>
#include <utility>

#include "ledger/policy/fields.h"
#include "ledger/policy/row_reader.h"

namespace zhucun::policy {

namespace {

// More combinations of options than anyone could rule on.
constexpr std::size_t combinations_max = 256;

// Every option of every reading that one row depends on.
using Range = std::map<std::string, std::vector<std::string>>;

std::string listed(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "" : "、") + item;
  return out;
}

const Reading* find_reading(const std::vector<Reading>& readings, const std::string& id) {
  for (const Reading& reading : readings) {
    if (reading.id == id) return &reading;
  }
  return nullptr;
}

std::vector<std::string> option_ids(const Reading& reading) {
  std::vector<std::string> ids;
  for (const Option& option : reading.options) ids.push_back(option.id);
  return ids;
}

// Checks the shape of every choice in a row and gathers the options to be tried.
class ChoiceWalk {
 public:
  ChoiceWalk(const std::vector<Reading>& known, bool foreign_allowed, Mistakes& mistakes)
      : known_(known), foreign_allowed_(foreign_allowed), mistakes_(mistakes) {}

  Range range;

  void walk(const Node& node, const std::string& pointer) {
    if (is_choice(node)) {
      choice(node, pointer);
    } else if (const Table* table = node.table()) {
      for (const Entry& entry : *table) walk(entry.value, pointer + "/" + entry.key);
    } else if (const Items* items = node.items()) {
      for (std::size_t i = 0; i < items->size(); ++i) {
        walk((*items)[i], pointer + "/" + std::to_string(i));
      }
    }
  }
  // A reading that a row names without any value depending on it.
  void named(const Node& row, const std::string& pointer) {
    const Node* list = row.find("readings");
    if (!list || !list->items()) return;
    for (const Node& item : *list->items()) {
      const std::string* id = item.text();
      if (id && !foreign_allowed_ && !find_reading(known_, *id)) {
        unknown_reading(item.place, pointer + "/readings", *id);
      }
    }
  }

 private:
  void choice(const Node& node, const std::string& pointer) {
    const Node* reading = node.find("reading");
    const Node* by = node.find("by");
    if (!reading || !reading->text() || !by || !by->table() || by->table()->empty()) {
      mistakes_.add({Code::bad_value, node.place, pointer, "按口径取值的写法不对",
                     "写成 { reading = \"口径\", by = { 选项 = 值, … } }"});
      return;
    }
    for (const Entry& entry : *node.table()) {
      if (entry.key == "reading" || entry.key == "by") continue;
      mistakes_.add({Code::unknown_field, entry.place, pointer + "/" + entry.key,
                     "不认识的键 " + entry.key, "可用的键：reading、by"});
    }
    const std::string& id = *reading->text();
    std::vector<std::string> written;
    for (const Entry& entry : *by->table()) written.push_back(entry.key);
    if (const Reading* known = find_reading(known_, id)) {
      match(*known, *by, pointer);
      range[id] = option_ids(*known);
    } else if (foreign_allowed_) {
      auto& options = range[id];
      for (const std::string& option : written) {
        if (std::find(options.begin(), options.end(), option) == options.end()) {
          options.push_back(option);
        }
      }
    } else {
      unknown_reading(reading->place, pointer + "/reading", id);
    }
    for (const Entry& entry : *by->table()) walk(entry.value, pointer + "/by/" + entry.key);
  }

  void match(const Reading& reading, const Node& by, const std::string& pointer) {
    std::vector<std::string> options = option_ids(reading);
    for (const Entry& entry : *by.table()) {
      if (std::find(options.begin(), options.end(), entry.key) != options.end()) continue;
      mistakes_.add({Code::bad_value, entry.place, pointer + "/by/" + entry.key,
                     "口径 " + reading.id + " 没有选项 " + entry.key,
                     "可用的选项：" + listed(options)});
    }
    for (const std::string& option : options) {
      if (by.find(option)) continue;
      mistakes_.add({Code::missing_field, by.place, pointer + "/by",
                     "口径 " + reading.id + " 的选项 " + option + " 没有取值",
                     "在 by 中补上 " + option + " = …"});
    }
  }

  void unknown_reading(Place place, const std::string& pointer, const std::string& id) {
    std::vector<std::string> ids;
    for (const Reading& reading : known_) ids.push_back(reading.id);
    mistakes_.add({Code::bad_value, place, pointer, "没有口径 " + id,
                   ids.empty() ? "先写一行 [[reading]]" : "可用的口径：" + listed(ids)});
  }

  const std::vector<Reading>& known_;
  bool foreign_allowed_;
  Mistakes& mistakes_;
};

// All combinations of the options that a row depends on.
std::vector<Choices> combinations(const Range& range) {
  std::vector<Choices> all{{}};
  for (const auto& [reading, options] : range) {
    std::vector<Choices> wider;
    for (const Choices& choices : all) {
      for (const std::string& option : options) {
        Choices next = choices;
        next[reading] = option;
        wider.push_back(std::move(next));
      }
    }
    all = std::move(wider);
    if (all.size() > combinations_max) break;
  }
  return all;
}

Head head_of(const Node& root, Mistakes& mistakes) {
  static const Choices none;
  Fields fields(root, "", {none, &mistakes});
  Head head;
  fields.value("language");
  head.id = fields.text("id", Need::required);
  head.number = fields.text("number", Need::required);
  head.title = fields.text("title");
  head.issuer = fields.text("issuer", Need::required);
  std::string area = fields.text("area", Need::required);
  if (auto code = parse_division(area)) {
    head.area = *code;
  } else if (!area.empty()) {
    fields.wrong("area", "area “" + area + "”不是 12 位区划代码", "写 12 位数字，加引号");
  }
  head.issued = fields.date("issued", Need::required).value_or(Date{});
  head.effective = fields.date("effective", Need::required).value_or(Date{});
  head.source = fields.text("source");
  head.body = fields.text("body");
  std::string supersedes = fields.text("supersedes");
  if (supersedes == "earlier_that_differ") {
    head.supersedes = Supersedes::earlier_that_differ;
  } else if (!supersedes.empty() && supersedes != "none") {
    fields.wrong("supersedes", "supersedes 的取值“" + supersedes + "”不认识",
                 "可用的取值：none、earlier_that_differ");
  }
  head.based_on = fields.texts("based_on");
  head.under = fields.texts("under");
  fields.value(name_of(RowKind::reading));
  for (RowKind kind : row_kinds()) fields.value(name_of(kind));
  fields.close();
  return head;
}

// A document of a newer language is not read any further: its words may mean something else.
bool language_fits(const Node& root, Mistakes& mistakes) {
  const Node* language = root.find("language");
  if (!language) {
    mistakes.add({Code::missing_field,
                  {1, 1},
                  "/language",
                  "缺少必填的键 language",
                  "在文件开头写 language = 1"});
    return false;
  }
  const std::int64_t* number = language->number();
  if (number && *number >= 1 && *number <= newest_language) return true;
  if (number && *number > newest_language) {
    mistakes.add({Code::bad_value, language->place, "/language",
                  "办法文件使用 language = " + std::to_string(*number) +
                      "，本程序只能读到 language = " + std::to_string(newest_language),
                  "请升级程序后再采用"});
  } else {
    mistakes.add({Code::bad_value, language->place, "/language", "language 应为正整数",
                  "写成 language = 1"});
  }
  return false;
}

// The tables of one kind of row, with their pointers.
std::vector<std::pair<const Node*, std::string>> tables_of(const Node& root, const char* key,
                                                           Mistakes& mistakes) {
  std::vector<std::pair<const Node*, std::string>> tables;
  const Node* list = root.find(key);
  if (!list) return tables;
  std::string pointer = std::string("/") + key;
  const Items* items = list->items();
  if (!items) {
    mistakes.add({Code::bad_value, list->place, pointer, std::string(key) + " 应为逐行的表",
                  "每行以 [[" + std::string(key) + "]] 开头"});
    return tables;
  }
  for (std::size_t i = 0; i < items->size(); ++i) {
    const Node& item = (*items)[i];
    if (item.table()) {
      tables.emplace_back(&item, pointer + "/" + std::to_string(i));
    } else {
      mistakes.add({Code::bad_value, item.place, pointer, std::string(key) + " 的每一项应为表",
                    "每行以 [[" + std::string(key) + "]] 开头"});
    }
  }
  return tables;
}

class RowIds {
 public:
  explicit RowIds(Mistakes& mistakes) : mistakes_(mistakes) {}
  void note(const std::string& id, const Node& node, const std::string& pointer) {
    if (id.empty()) return;
    Place place = node.find("id")->place;
    auto [known, fresh] = seen_.emplace(id, place);
    if (fresh) return;
    mistakes_.add({Code::bad_value, place, pointer + "/id",
                   "id " + id + " 与第 " + std::to_string(known->second.line) + " 行重复",
                   "每行用自己的 id"});
  }

 private:
  Mistakes& mistakes_;
  std::map<std::string, Place> seen_;
};

void check_row(const Document& document, const Row& row, Mistakes& mistakes) {
  ChoiceWalk walk(document.readings, !document.head.under.empty(), mistakes);
  walk.walk(row.node, row.pointer);
  walk.named(row.node, row.pointer);
  std::vector<Choices> all = combinations(walk.range);
  if (all.size() > combinations_max) {
    mistakes.add({Code::bad_value, row.node.place, row.pointer, "一行牵涉的口径太多",
                  "拆成几行，各用 active 开关"});
    return;
  }
  for (const Choices& choices : all) typed_row(document, row, {choices, &mistakes});
}

void read_rows(const Node& root, Document& document, Mistakes& mistakes) {
  static const Choices none;
  RowIds ids(mistakes);
  for (const auto& [node, pointer] : tables_of(root, "reading", mistakes)) {
    Reading reading = typed_reading(document, *node, pointer, {none, &mistakes});
    ids.note(reading.id, *node, pointer);
    document.readings.push_back(std::move(reading));
  }
  for (RowKind kind : row_kinds()) {
    for (const auto& [node, pointer] :
         tables_of(root, std::string(name_of(kind)).c_str(), mistakes)) {
      Fields fields(*node, pointer, {none, nullptr});
      Cited cited = cited_of(document, fields);
      Treatment treatment = kind == RowKind::clause ? fields.one_of("treatment", Treatment::pending)
                                                    : Treatment::computed;
      ids.note(cited.id, *node, pointer);
      document.rows.push_back(
          {kind, cited.id, cited.title, cited.clause, cited.quote, treatment, pointer, *node});
      check_row(document, document.rows.back(), mistakes);
    }
  }
  std::stable_sort(document.rows.begin(), document.rows.end(),
                   [](const Row& a, const Row& b) { return a.node.place < b.node.place; });
}

// Moves the lists of one RowLists behind those of another, kind by kind.
void append(RowLists& to, RowLists from) {
  std::vector<void*> lists;
  from.each([&lists](auto& list) { lists.push_back(&list); });
  std::size_t i = 0;
  to.each([&]<typename R>(std::vector<R>& list) {
    auto& more = *static_cast<std::vector<R>*>(lists[i++]);
    list.insert(list.end(), std::make_move_iterator(more.begin()),
                std::make_move_iterator(more.end()));
  });
}

}  // namespace

const std::vector<RowKind>& row_kinds() {
  static const std::vector<RowKind> all{
      RowKind::staffing,  RowKind::duty,         RowKind::fund,           RowKind::fund_step,
      RowKind::fund_use,  RowKind::presence,     RowKind::attendance,     RowKind::leave_ladder,
      RowKind::threshold, RowKind::eligibility,  RowKind::approval_chain, RowKind::term,
      RowKind::handover,  RowKind::leaving,      RowKind::recall,         RowKind::while_posted,
      RowKind::allowance, RowKind::benefit,      RowKind::payout,         RowKind::assessment,
      RowKind::office,    RowKind::group_leader, RowKind::interview,      RowKind::clause,
  };
  return all;
}

std::string_view name_of(RowKind kind) {
  switch (kind) {
    case RowKind::reading: return "reading";
    case RowKind::staffing: return "staffing";
    case RowKind::duty: return "duty";
    case RowKind::fund: return "fund";
    case RowKind::fund_step: return "fund_step";
    case RowKind::fund_use: return "fund_use";
    case RowKind::clause: return "clause";
    case RowKind::presence: return "presence";
    case RowKind::attendance: return "attendance";
    case RowKind::leave_ladder: return "leave_ladder";
    case RowKind::threshold: return "threshold";
    case RowKind::eligibility: return "eligibility";
    case RowKind::approval_chain: return "approval_chain";
    case RowKind::term: return "term";
    case RowKind::handover: return "handover";
    case RowKind::leaving: return "leaving";
    case RowKind::recall: return "recall";
    case RowKind::while_posted: return "while_posted";
    case RowKind::allowance: return "allowance";
    case RowKind::benefit: return "benefit";
    case RowKind::payout: return "payout";
    case RowKind::assessment: return "assessment";
    case RowKind::office: return "office";
    case RowKind::group_leader: return "group_leader";
    case RowKind::interview: return "interview";
  }
  return "unknown";
}

Result<Document> read_document(std::string_view text, std::string_view name) {
  Mistakes mistakes(text, name);
  auto root = read_toml(text);
  if (!root) {
    mistakes.add({Code::malformed, root.error().place, "",
                  "不是合法的 TOML（" + root.error().words + "）", "按 TOML 的写法改正这一处"});
    return tl::unexpected(mistakes.refusal());
  }
  if (!language_fits(*root, mistakes)) return tl::unexpected(mistakes.refusal());
  Document document;
  document.name = name;
  document.text = text;
  document.head = head_of(*root, mistakes);
  read_rows(*root, document, mistakes);
  if (!mistakes.empty()) return tl::unexpected(mistakes.refusal());
  return document;
}

Choices defaults_of(const Document& document) {
  Choices choices;
  for (const Reading& reading : document.readings) choices[reading.id] = reading.default_option;
  return choices;
}

std::vector<FieldError> foreign_reading_errors(const Document& document,
                                               const std::vector<Reading>& known) {
  std::vector<Reading> all = known;
  all.insert(all.end(), document.readings.begin(), document.readings.end());
  Mistakes mistakes(document.text, document.name);
  for (const Row& row : document.rows) {
    ChoiceWalk walk(all, false, mistakes);
    walk.walk(row.node, row.pointer);
    walk.named(row.node, row.pointer);
  }
  return mistakes.field_errors();
}

Rows rows_under(const Document& document, const Choices& choices) {
  Rows rows;
  for (const Row& row : document.rows) {
    TypedRow typed = typed_row(document, row, {choices, nullptr});
    if (typed.unread) {
      rows.unread.push_back(row.id);
      continue;
    }
    if (!typed.active) continue;
    append(rows, std::move(typed.lists));
  }
  return rows;
}

}  // namespace zhucun::policy
