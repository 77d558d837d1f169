#include "ledger/policy/fields.h"

#include <algorithm>

namespace zhucun::policy {

namespace {

std::string line_of(std::string_view text, int number) {
  for (int line = 1; line < number; ++line) {
    auto end = text.find('\n');
    if (end == std::string_view::npos) return "";
    text.remove_prefix(end + 1);
  }
  std::string_view line = text.substr(0, text.find('\n'));
  while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
  while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.remove_suffix(1);
  return std::string(line);
}

std::string joined_names(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& item : list) {
    if (!out.empty()) out += "、";
    out += item;
  }
  return out;
}

}  // namespace

void Mistakes::add(Mistake mistake) {
  for (const Mistake& known : found_) {
    if (known.place == mistake.place && known.words == mistake.words) return;
  }
  found_.push_back(std::move(mistake));
}

std::vector<FieldError> Mistakes::field_errors() const {
  std::vector<Mistake> sorted = found_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Mistake& a, const Mistake& b) { return a.place < b.place; });
  std::vector<FieldError> errors;
  for (const Mistake& mistake : sorted) {
    std::string detail = std::string(name_) + ":" + std::to_string(mistake.place.line) + ":" +
                         std::to_string(mistake.place.column) + ": " + mistake.words + "。原行：" +
                         line_of(text_, mistake.place.line);
    errors.push_back({mistake.code, mistake.pointer, std::move(detail), mistake.hint});
  }
  return errors;
}

Refusal Mistakes::refusal() const {
  Refusal refusal{};
  refusal.code = Code::policy_invalid;
  refusal.errors = field_errors();
  const FieldError& first = refusal.errors.front();
  refusal.detail = first.detail;
  if (refusal.errors.size() > 1) {
    refusal.detail =
        "办法文件有 " + std::to_string(refusal.errors.size()) + " 处错误，第一处 " + first.detail;
  }
  refusal.hint = first.hint;
  refusal.pointer = first.pointer;
  return refusal;
}

bool is_choice(const Node& node) {
  return node.table() && (node.find("reading") || node.find("by"));
}

const Node* Fields::followed(const Node* node) {
  while (node && is_choice(*node)) {
    const Node* reading = node->find("reading");
    const Node* by = node->find("by");
    // A choice of a wrong shape has been reported where the readings are checked.
    if (!reading || !reading->text() || !by) return nullptr;
    readings_.insert(*reading->text());
    auto chosen = context_.choices.find(*reading->text());
    if (chosen == context_.choices.end()) {
      unread_ = true;
      return nullptr;
    }
    node = by->find(chosen->second);
    if (!node) unread_ = true;
  }
  return node;
}

const Node* Fields::value(std::string_view key, Need need) {
  if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) asked_.emplace_back(key);
  const Node* node = table_.find(key);
  if (!node && need == Need::required) {
    wrong(Code::missing_field, table_.place, key, "缺少必填的键 " + std::string(key),
          "补上一行 " + std::string(key) + " = …");
  }
  return followed(node);
}

std::string Fields::text(std::string_view key, Need need) {
  const Node* node = value(key, need);
  if (!node) return "";
  const std::string* text = node->text();
  if (!text) {
    wrong(key, std::string(key) + " 应为文字", "写成 " + std::string(key) + " = \"…\"");
    return "";
  }
  if (text->empty() && need == Need::required) {
    wrong(Code::missing_field, node->place, key, std::string(key) + " 不能为空", "写上内容");
  }
  return *text;
}

std::vector<const Node*> Fields::each(std::string_view key) {
  const Node* node = value(key);
  if (!node) return {};
  const Items* items = node->items();
  if (!items) return {node};
  std::vector<const Node*> out;
  for (const Node& item : *items) {
    if (const Node* found = followed(&item)) out.push_back(found);
  }
  return out;
}

std::vector<std::string> Fields::texts(std::string_view key) {
  std::vector<std::string> out;
  for (const Node* node : each(key)) {
    if (const std::string* text = node->text()) {
      out.push_back(*text);
    } else {
      wrong(Code::bad_value, node->place, key, std::string(key) + " 的每一项应为文字",
            "写成 [\"…\", \"…\"]");
    }
  }
  return out;
}

bool Fields::flag(std::string_view key, bool otherwise) {
  const Node* node = value(key);
  if (!node) return otherwise;
  if (const bool* flag = node->flag()) return *flag;
  wrong(Code::bad_value, node->place, key, std::string(key) + " 应为 true 或 false",
        "不加引号，写 true 或 false");
  return otherwise;
}

int Fields::number(std::string_view key, Range range, int otherwise) {
  const Node* node = value(key);
  if (!node) return otherwise;
  const std::int64_t* number = node->number();
  if (number && *number >= range.low && *number <= range.high) return static_cast<int>(*number);
  wrong(Code::bad_value, node->place, key,
        std::string(key) + " 应为 " + std::to_string(range.low) + " 至 " +
            std::to_string(range.high) + " 的整数",
        "不加引号，写整数");
  return otherwise;
}

std::optional<Fen> Fields::money(std::string_view key, Need need) {
  const Node* node = value(key, need);
  if (!node) return std::nullopt;
  const std::string* text = node->text();
  auto fen = text ? parse_yuan(*text) : std::nullopt;
  if (!fen) {
    wrong(Code::bad_value, node->place, key, std::string(key) + " 应为以元计、两位小数的金额",
          "加引号，写成 \"10000.00\" 的形式");
  }
  return fen;
}

std::optional<Date> Fields::date(std::string_view key, Need need) {
  const Node* node = value(key, need);
  if (!node) return std::nullopt;
  if (const Date* date = node->date()) return *date;
  wrong(Code::bad_value, node->place, key, std::string(key) + " 应为日期",
        "不加引号，写成 2021-08-30 的形式");
  return std::nullopt;
}

void Fields::wrong(std::string_view key, std::string words, std::string hint) {
  const Node* node = table_.find(key);
  const Node* meant = node ? followed(node) : nullptr;
  Place place = meant ? meant->place : node ? node->place : table_.place;
  wrong(Code::bad_value, place, key, std::move(words), std::move(hint));
}

void Fields::wrong(Code code, Place place, std::string_view key, std::string words,
                   std::string hint) {
  if (!context_.mistakes) return;
  context_.mistakes->add(
      {code, place, pointer_ + "/" + std::string(key), std::move(words), std::move(hint)});
}

void Fields::unknown_word(std::string_view key, const Node& node, const std::string& known) {
  const std::string* text = node.text();
  wrong(Code::bad_value, node.place, key,
        std::string(key) + (text ? " 的取值“" + *text + "”不认识" : " 应为文字"),
        "可用的取值：" + known);
}

void Fields::close() {
  for (const Entry& entry : *table_.table()) {
    if (std::find(asked_.begin(), asked_.end(), entry.key) != asked_.end()) continue;
    wrong(Code::unknown_field, entry.place, entry.key, "不认识的键 " + entry.key,
          "可用的键：" + joined_names(asked_));
  }
}

}  // namespace zhucun::policy
