#include "importers/sheet_plan.h"

#include <algorithm>
#include <map>

#include "importers/recognise.h"
#include "importers/values.h"
#include "ledger/base/marks.h"

namespace zhucun::importers {

namespace {

using schema::FieldKind;

PlanKind kind_of(const schema::FieldInfo& field) {
  switch (field.kind) {
    case FieldKind::date: return PlanKind::date;
    case FieldKind::fen: return PlanKind::money;
    case FieldKind::boolean: return PlanKind::yes_no;
    case FieldKind::integer: return PlanKind::whole;
    default: return PlanKind::text;
  }
}

std::string note_of(const ColumnFormat& column) {
  if (!column.note.empty()) return column.note;
  switch (column.field.kind) {
    case FieldKind::date: return "写成 2026-07-09";
    case FieldKind::fen: return "单位：元，最多到分";
    case FieldKind::text_list: return "几个用顿号隔开";
    default: break;
  }
  switch (column.field.reference) {
    case schema::Reference::village: return "写村名，本乡镇外的写 乡镇名+村名，或填12位代码";
    case schema::Reference::person: return "写姓名或人员编号";
    case schema::Reference::unit: return "写单位全称或单位编号";
    case schema::Reference::period: return "如 2026-07、2026Q3、2026H1、2026";
    default: return "";
  }
}

// Room to write in: words need more than their heading.
int width_of(const ColumnFormat& column) {
  constexpr int words = 24;
  constexpr int names = 14;
  if (column.feeds.empty() || column.prefilled || !column.choices.empty()) return 0;
  switch (column.field.kind) {
    case FieldKind::text_list: return words;
    case FieldKind::text: break;
    default: return 0;
  }
  switch (column.field.reference) {
    case schema::Reference::none: return column.field.personal ? names : words;
    case schema::Reference::person: return 0;
    default: return names;
  }
}

PlanColumn plan_column(const ColumnFormat& column) {
  PlanColumn out;
  out.title = column.title;
  out.kind = column.feeds.empty() ? PlanKind::text : kind_of(column.field);
  out.note = note_of(column);
  out.choices = column.choices;
  if (out.choices.empty()) {
    for (const auto& option : column.field.options) out.choices.push_back(option.title);
  }
  if (column.field.kind == FieldKind::boolean) out.choices = {"是", "否"};
  out.may_edit = !column.prefilled;
  out.width = width_of(column);
  out.must = column.must && !column.prefilled;
  out.hidden = column.hidden;
  out.summed = column.field.kind == FieldKind::fen && !column.feeds.empty();
  return out;
}

PlanColumn titled(const char* title) {
  PlanColumn out;
  out.title = title;
  return out;
}

std::string joined_text(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : "、") + part;
  return out;
}

PlanValue value_of(const schema::SaidField& said) {
  if (const auto* number = std::get_if<std::int64_t>(&said.value))
    return said.field->kind == FieldKind::fen ? PlanValue(Fen{*number}) : PlanValue(*number);
  if (const auto* flag = std::get_if<bool>(&said.value)) return *flag;
  if (const auto* list = std::get_if<std::vector<std::string>>(&said.value))
    return joined_text(*list);
  const auto& text = std::get<std::string>(said.value);
  if (said.field->kind == FieldKind::date) return *parse_date(text);
  for (const auto& option : said.field->options) {
    if (option.name == text) return option.title;
  }
  return text;
}

// What a cell of a spreadsheet can hold, with room to spare: 32,767 characters at most.
constexpr std::size_t cell_bytes_max = 30'000;

// A long text over several cells, cut between two characters that are no blanks.
std::vector<std::string> parts_for_cells(std::string_view text) {
  std::vector<std::string> out;
  auto blank = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
  while (text.size() > cell_bytes_max) {
    std::size_t at = cell_bytes_max;
    while (at > 1 && ((static_cast<unsigned char>(text[at]) & 0xC0) == 0x80 || blank(text[at]) ||
                      blank(text[at - 1])))
      --at;
    out.emplace_back(text.substr(0, at));
    text.remove_prefix(at);
  }
  out.emplace_back(text);
  return out;
}

const schema::SaidField* find_field(const std::vector<schema::SaidField>& fields,
                                    const std::string& name) {
  for (const auto& one : fields) {
    if (one.field->name == name) return &one;
  }
  return nullptr;
}

}  // namespace

PlanSheet sheet_plan(const SheetFormat& format) {
  PlanSheet out;
  out.name = format.name;
  out.title = format.title;
  if (!format.about.empty()) out.notes.push_back(format.about);
  for (const auto& column : format.columns) out.columns.push_back(plan_column(column));
  out.spare_rows = format.spare_rows;
  out.protect = true;
  return out;
}

PlanSheet month_sheet_plan(const SheetFormat& format, Span month) {
  PlanSheet out = sheet_plan(format);
  std::vector<std::string> letters;
  std::string legend = "图例：";
  for (const auto& mark : mark_words()) {
    letters.emplace_back(mark.letter);
    legend += std::string(mark.letter) + "＝" + std::string(mark.title) + "　";
  }
  out.frozen_columns = static_cast<int>(out.columns.size());
  for (Date day = month.first; day <= month.last; day += Days{1}) {
    PlanColumn column;
    column.title = std::to_string(day_of(day));
    column.choices = letters;
    column.open_choices = true;  // half days take two letters
    column.may_edit = true;
    column.width = 2;
    out.columns.push_back(std::move(column));
  }
  out.legends = {legend, "半天写两个字，上午在前，如“在病”。没有人说的日子留空，不算在岗天数。"};
  return out;
}

PlanSheet head_plan(const WorkbookHead& head) {
  PlanSheet out;
  out.name = std::string(head_sheet_name);
  out.hidden = true;
  out.protect = true;
  out.columns = {titled("项目"), titled("内容")};
  for (const auto& [name, value] : {std::pair{"format", &head.format},
                                    {"division", &head.division},
                                    {"unit", &head.unit},
                                    {"period", &head.period},
                                    {"book", &head.book},
                                    {"position", &head.position}})
    out.rows.push_back({std::string(name), *value});
  return out;
}

PlanSheet about_plan(const WorkbookFormat& format, const std::string& whose) {
  PlanSheet out;
  out.name = std::string(about_sheet_name);
  out.title = whose + " " + format.title;
  out.notes = {format.about, "带 * 的列必填；浅黄色的格子填，白色的是带出来的，不用改。",
               "交回后系统先预览：新增、变更、相同、有误各几行，确认后才登记。"};
  out.protect = true;
  out.landscape = false;
  out.columns = {titled("表"), titled("怎么填")};
  out.columns[1].width = 80;
  for (const auto& sheet : format.sheets) out.rows.push_back({sheet.name, sheet.about});
  return out;
}

PlanSheet check_plan(const WorkbookFormat& format) {
  PlanSheet out;
  out.name = check_sheet_name;
  out.title = "与旧表核对";
  out.notes = {"把旧表上的合计抄在这里；交回时与本簿各行之和比，不一致的退回。不用核对的留空。"};
  out.protect = true;
  out.landscape = false;
  out.columns = {titled("项目"), titled("旧表合计")};
  out.columns[1].kind = PlanKind::decimal;
  out.columns[1].may_edit = true;
  out.columns[1].width = 20;
  for (const auto& check : format.checks) out.rows.push_back({check.title, PlanValue{}});
  return out;
}

std::vector<std::vector<PlanValue>> event_rows(const SheetFormat& format,
                                               const schema::Said& said) {
  std::size_t count = 1;
  std::map<std::string, std::vector<std::string>> long_texts;
  for (const auto& field : said.data) {
    count = std::max(count, field.rows.size());
    const auto* text = std::get_if<std::string>(&field.value);
    if (!text || text->size() <= cell_bytes_max) continue;
    auto& parts = long_texts[field.field->name] = parts_for_cells(*text);
    count = std::max(count, parts.size());
  }
  std::vector<std::vector<PlanValue>> out(count);
  for (std::size_t i = 0; i < count; ++i) {
    for (const auto& column : format.columns) {
      const auto& path = column.feeds.front();
      const auto* field = find_field(said.data, path.field);
      if (!field) field = find_field(said.envelope, path.field);
      PlanValue value;
      auto parts = long_texts.find(path.field);
      if (parts != long_texts.end()) {
        if (i < parts->second.size()) value = parts->second[i];
      } else if (field && path.member.empty() && i == 0) {
        value = value_of(*field);
      }
      if (field && !path.member.empty() && i < field->rows.size()) {
        if (const auto* member = find_field(field->rows[i], path.member)) value = value_of(*member);
      }
      out[i].push_back(std::move(value));
    }
  }
  return out;
}

}  // namespace zhucun::importers
