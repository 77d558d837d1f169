#include "importers/format.h"

#include <algorithm>
#include <stdexcept>

#include "importers/values.h"
#include "ledger/policy/node.h"
#include "ledger/policy/shipped.h"

namespace zhucun::importers {

namespace {

using policy::Node;

[[noreturn]] void broken(const std::string& where, const std::string& what) {
  throw std::logic_error("format " + where + ": " + what);
}

std::string text_at(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  return found && found->text() ? *found->text() : "";
}

bool flag_at(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  return found && found->flag() && *found->flag();
}

std::vector<std::string> texts_at(const Node& node, std::string_view key) {
  std::vector<std::string> out;
  const Node* found = node.find(key);
  const auto* items = found ? found->items() : nullptr;
  for (std::size_t i = 0; items && i < items->size(); ++i) {
    if (const auto* one = (*items)[i].text()) out.push_back(*one);
  }
  return out;
}

template <typename F>
void each_at(const Node& node, std::string_view key, F&& f) {
  const Node* found = node.find(key);
  if (const auto* items = found ? found->items() : nullptr) {
    for (const Node& one : *items) f(one);
  }
}

// "village" of the only slot, "posting.village", "claim.lines.amount".
FieldPath path_of(const SheetFormat& sheet, const std::string& text) {
  std::vector<std::string> parts(1);
  for (char c : text) {
    if (c == '.')
      parts.emplace_back();
    else
      parts.back().push_back(c);
  }
  FieldPath out;
  std::size_t at = 0;
  if (parts.size() > 1 && sheet.slot(parts[0])) out.slot = parts[at++];
  if (out.slot.empty()) {
    if (sheet.slots.size() != 1) broken(sheet.name, text + " names no event of the sheet");
    out.slot = sheet.slots.front().name;
  }
  if (at < parts.size()) out.field = parts[at++];
  if (at < parts.size()) out.member = parts[at++];
  if (at != parts.size() || out.field.empty()) broken(sheet.name, "no path: " + text);
  return out;
}

const schema::FieldInfo* named(const std::vector<schema::FieldInfo>& fields,
                               const std::string& name) {
  for (const auto& field : fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

void add_titles(ColumnFormat& column, const std::vector<std::string>& more) {
  for (const auto& title : more) {
    if (std::find(column.titles.begin(), column.titles.end(), title) == column.titles.end())
      column.titles.push_back(title);
  }
}

// An event that registers something has that thing's id for its key.
bool is_registered(const SheetFormat& sheet, const FieldPath& path) {
  const auto* info = schema::find_event(sheet.slot(path.slot)->type);
  return info->name.ends_with("Registered") && info->key.size() == 1 &&
         info->key.front() == path.field && path.member.empty();
}

std::vector<FixedValue> fixed_at(const SheetFormat& sheet, const Node& node, const char* key) {
  std::vector<FixedValue> out;
  each_at(node, key, [&](const Node& one) {
    FixedValue value{path_of(sheet, text_at(one, "field")), text_at(one, "value")};
    field_of(sheet, value.path);
    out.push_back(std::move(value));
  });
  return out;
}

ColumnFormat column_of(const SheetFormat& sheet, const Node& node) {
  ColumnFormat out;
  std::vector<std::string> feeds = texts_at(node, "feeds");
  if (node.text()) feeds = {*node.text()};
  if (std::string one = text_at(node, "field"); !one.empty()) feeds = {one};
  for (const auto& path : feeds) out.feeds.push_back(path_of(sheet, path));
  out.title = text_at(node, "title");
  if (!out.feeds.empty()) {
    out.field = field_of(sheet, out.feeds.front());
    if (out.title.empty()) out.title = out.field.title;
    const SlotFormat* slot = sheet.slot(out.feeds.front().slot);
    out.must = out.field.required && slot->when.empty();
    for (const auto& path : out.feeds) out.registers |= is_registered(sheet, path);
  } else {
    std::string narrows = text_at(node, "narrows");
    if (narrows == "county")
      out.field.reference = schema::Reference::county;
    else if (narrows == "township")
      out.field.reference = schema::Reference::township;
    else if (narrows != "reading")
      broken(sheet.name, "a column that feeds nothing: " + out.title);
  }
  if (const Node* must = node.find("must"); must && must->flag()) out.must = *must->flag();
  out.hidden = flag_at(node, "hidden");
  out.prefilled = flag_at(node, "prefilled");
  out.note = text_at(node, "note");
  out.choices = texts_at(node, "choices");
  out.sets = fixed_at(sheet, node, "sets");
  out.titles = {out.title};
  if (!out.field.title.empty() && out.feeds.size() > 0) add_titles(out, {out.field.title});
  add_titles(out, texts_at(node, "titles"));
  out.field.title = out.title;  // what is wrong is told by the name that the clerk reads
  return out;
}

SheetFormat sheet_of(const Node& node) {
  SheetFormat out;
  out.name = text_at(node, "name");
  out.title = text_at(node, "title");
  out.about = text_at(node, "about");
  out.prefill = text_at(node, "prefill");
  out.opening = flag_at(node, "opening");
  if (text_at(node, "layout") == "month") out.layout = Layout::month;
  if (const Node* rows = node.find("rows"); rows && rows->number())
    out.spare_rows = static_cast<int>(*rows->number());
  if (std::string type = text_at(node, "event"); !type.empty())
    out.slots.push_back({type, type, ""});
  each_at(node, "events", [&](const Node& one) {
    out.slots.push_back({text_at(one, "name"), text_at(one, "type"), text_at(one, "when")});
  });
  if (out.slots.empty()) broken(out.name, "no event");
  for (const auto& slot : out.slots) {
    if (!schema::find_event(slot.type)) broken(out.name, "no event type " + slot.type);
  }
  each_at(node, "columns", [&](const Node& one) { out.columns.push_back(column_of(out, one)); });
  out.fixed = fixed_at(out, node, "fixed");
  // What is filled in by itself need not be written.
  for (auto& column : out.columns) {
    for (const auto& fixed : out.fixed) {
      for (const auto& path : column.feeds) column.must &= !(path == fixed.path);
    }
  }
  if (out.title.empty()) out.title = out.name;
  return out;
}

WorkbookFormat workbook_of(std::string_view file) {
  auto root = policy::read_toml(policy::shipped_document(file));
  if (!root) broken(std::string(file), root.error().words);
  WorkbookFormat out;
  out.name = text_at(*root, "name");
  out.title = text_at(*root, "title");
  out.about = text_at(*root, "about");
  out.desk = text_at(*root, "desk");
  out.every = text_at(*root, "every");
  each_at(*root, "sheet", [&](const Node& one) { out.sheets.push_back(sheet_of(one)); });
  each_at(*root, "check", [&](const Node& one) {
    CheckFormat check{text_at(one, "title"), text_at(one, "sheet"), {}, false};
    const SheetFormat* sheet = out.sheet(check.sheet);
    if (!sheet) broken(out.name, "a check of no sheet: " + check.sheet);
    if (std::string field = text_at(one, "field"); !field.empty()) {
      check.field = path_of(*sheet, field);
      check.money = field_of(*sheet, check.field).kind == schema::FieldKind::fen;
    }
    out.checks.push_back(std::move(check));
  });
  return out;
}

}  // namespace

const SlotFormat* SheetFormat::slot(std::string_view wanted) const {
  for (const auto& one : slots) {
    if (one.name == wanted) return &one;
  }
  return nullptr;
}

const SheetFormat* WorkbookFormat::sheet(std::string_view wanted) const {
  for (const auto& one : sheets) {
    if (one.name == wanted) return &one;
  }
  return nullptr;
}

const schema::FieldInfo& field_of(const SheetFormat& sheet, const FieldPath& path) {
  const SlotFormat* slot = sheet.slot(path.slot);
  const auto* info = slot ? schema::find_event(slot->type) : nullptr;
  if (!info) broken(sheet.name, "no event " + path.slot);
  const auto* field = named(info->fields, path.field);
  if (!field) field = named(schema::envelope(), path.field);
  if (field && !path.member.empty()) field = named(field->members, path.member);
  if (!field) broken(sheet.name, "no field " + path.slot + "." + path.field + "." + path.member);
  return *field;
}

const std::vector<WorkbookFormat>& workbook_formats() {
  static const std::vector<WorkbookFormat> all = [] {
    std::vector<WorkbookFormat> out;
    for (std::string_view file : policy::shipped_documents()) {
      if (file.starts_with("format-workbook-")) out.push_back(workbook_of(file));
    }
    return out;
  }();
  return all;
}

const WorkbookFormat* find_workbook(std::string_view name) {
  for (const auto& one : workbook_formats()) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

SheetFormat sheet_of_event(const schema::EventInfo& info) {
  SheetFormat out;
  // A sheet's name has room for 31 characters; titles are shorter.
  out.name = info.title;
  out.title = info.title;
  out.slots.push_back({info.name, info.name, ""});
  auto add = [&](const schema::FieldInfo& field, const std::string& list,
                 const std::string& list_title) {
    ColumnFormat column;
    column.field = field;
    column.title = list.empty() ? field.title : list_title + "·" + field.title;
    column.titles = {column.title};
    column.must = field.required && field.name != "actor";  // whoever imports, unless it is said
    column.feeds.push_back(
        {info.name, list.empty() ? field.name : list, list.empty() ? "" : field.name});
    column.registers = is_registered(out, column.feeds.front());
    out.columns.push_back(std::move(column));
  };
  for (const auto& field : schema::envelope()) {
    if (field.name != "id" && field.name != "source" && field.name != "correlation")
      add(field, "", "");
  }
  for (const auto& field : info.fields) {
    if (field.derived) continue;
    if (field.kind != schema::FieldKind::struct_list) {
      add(field, "", "");
      continue;
    }
    for (const auto& member : field.members) add(member, field.name, field.title);
  }
  return out;
}

const std::vector<NotBySheet>& not_by_sheet() {
  static const std::vector<NotBySheet> all = [] {
    std::vector<NotBySheet> out;
    auto root = policy::read_toml(policy::shipped_document("format-not-by-sheet.toml"));
    if (!root) broken("format-not-by-sheet.toml", root.error().words);
    each_at(*root, "event", [&](const Node& one) {
      out.push_back({text_at(one, "type"), text_at(one, "reason")});
    });
    return out;
  }();
  return all;
}

}  // namespace zhucun::importers
