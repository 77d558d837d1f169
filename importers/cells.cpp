#include "importers/cells.h"

#include <cmath>

#include "importers/values.h"
#include "ledger/base/marks.h"
#include "ledger/schema/json_writer.h"

namespace zhucun::importers {

namespace {

using schema::FieldKind;
using schema::Reference;

constexpr std::size_t shown_max = 40;
// From here on a double no longer holds every whole number: digits have been lost.
constexpr double exact_max = 999'999'999'999'999.0;

std::string quoted(std::string_view text) {
  std::string out(text.substr(0, shown_max));
  // Not in the middle of a character.
  while (!out.empty() && out.size() < text.size() &&
         (static_cast<unsigned char>(text[out.size()]) & 0xC0) == 0x80)
    out.pop_back();
  return "“" + out + (out.size() < text.size() ? "…" : "") + "”";
}

CellReading wrong(Code code, std::string detail, std::string hint) {
  CellReading out;
  out.problem = Problem{{}, code, std::move(detail), std::move(hint), ""};
  return out;
}

CellReading good(std::string json) {
  CellReading out;
  out.value.json = std::move(json);
  return out;
}

std::string word_of(Reference what) {
  switch (what) {
    case Reference::county: return "县市区";
    case Reference::township: return "乡镇（街道）";
    case Reference::village: return "村（社区）";
    case Reference::unit: return "单位";
    case Reference::person: return "人员";
    case Reference::party: return "单位或队伍";
    case Reference::policy_key: return "类型或科目";
    case Reference::allowance_item: return "补助项目";
    case Reference::pay_standard: return "补助标准";
    default: return "区划";
  }
}

Code unknown_code(Reference what) {
  switch (what) {
    case Reference::unit: return Code::unknown_unit;
    case Reference::person: return Code::unknown_person;
    case Reference::party: return Code::unknown_party;
    default: return Code::unknown_division;
  }
}

std::string name_of_reference(Reference what) {
  switch (what) {
    case Reference::county: return "county";
    case Reference::township: return "township";
    case Reference::village: return "village";
    case Reference::unit: return "unit";
    case Reference::person: return "person";
    case Reference::party: return "party";
    case Reference::policy_key: return "policyKey";
    case Reference::allowance_item: return "allowanceItem";
    case Reference::pay_standard: return "payStandard";
    default: return "division";
  }
}

bool is_name(Reference what) {
  switch (what) {
    case Reference::division:
    case Reference::county:
    case Reference::township:
    case Reference::village:
    case Reference::unit:
    case Reference::person:
    case Reference::party:
    case Reference::policy_key:
    case Reference::allowance_item:
    case Reference::pay_standard: return true;
    default: return false;
  }
}

// The id that a name stands for; two candidates are always asked about.
CellReading resolved(Reference what, const std::string& text, const CellContext& context) {
  std::string where = context.around.within.empty() ? "" : to_text(context.around.within);
  std::string key = name_of_reference(what) + "|" + where + "|" + text;
  if (auto known = context.answers.find(key); known != context.answers.end())
    return good(json_quoted(known->second));
  auto found = context.directory.find(what, text, context.around);
  if (found.size() == 1) return good(json_quoted(found.front().id));
  if (found.empty()) {
    bool several = what != Reference::party && parts_of(text).size() > 1;
    if (several)
      return wrong(Code::bad_value, "一格写了几个" + word_of(what) + "：" + quoted(text),
                   "一行只写一个，另一个另起一行");
    return wrong(unknown_code(what), "查不到" + word_of(what) + quoted(text),
                 where.empty()
                     ? "核对名称，或填编号"
                     : "在 " + where + " 范围内没有这个名称；核对名称和所在县、乡镇，或填编号");
  }
  CellReading out;
  out.question = Question{
      key,
      word_of(what) + quoted(text) + "有 " + std::to_string(found.size()) + " 个，是哪一个？",
      std::move(found),
      {}};
  return out;
}

CellReading read_text(const schema::FieldInfo& field, const sheet::Cell& cell,
                      const CellContext& context) {
  std::string text = trimmed(cell.text);
  bool number = cell.kind == sheet::CellKind::number;
  if (lost_digits(text) || (number && std::abs(cell.number) > exact_max)) {
    return wrong(Code::digits_lost,
                 field.title + quoted(text) + "已被表格软件改成科学计数，末几位丢失",
                 "把这一列设成文本格式，重新填写完整号码");
  }
  if (field.reference == Reference::period) {
    // A month typed into a spreadsheet becomes the first day of that month.
    if (cell.kind == sheet::CellKind::date && text.size() >= 10 && text.substr(8, 2) == "01")
      text = text.substr(0, 7);
    if (auto period = read_period(text)) return good(json_quoted(*period));
    return wrong(Code::bad_value, field.title + quoted(text) + "不是期间",
                 "写成 2026-07、2026年7月、2026Q3、2026年上半年 或 2026");
  }
  if (is_name(field.reference)) return resolved(field.reference, text, context);
  // Numbers of papers are compared as written: only what is invisible goes. What another book has
  // recorded comes as it is.
  return good(json_quoted(context.foreign_positions ? cell.text : text));
}

CellReading read_day(const schema::FieldInfo& field, const sheet::Cell& cell) {
  std::optional<Date> date;
  if (cell.kind == sheet::CellKind::date && cell.text.size() >= 10) {
    date = parse_date(std::string_view(cell.text).substr(0, 10));
  } else {
    date = read_date(cell.text);
    if (!date && cell.kind == sheet::CellKind::number) date = read_serial(cell.number);
  }
  if (date) return good(json_quoted(to_text(*date)));
  if (read_period(cell.text)) {
    return wrong(Code::bad_value, field.title + quoted(trimmed(cell.text)) + "没有写到日",
                 "写出哪一天，如 2026-07-09；不知道哪一天的查原件");
  }
  return wrong(Code::bad_value, field.title + quoted(trimmed(cell.text)) + "不是日期",
               "写成 2026-07-09、2026.7.9 或 2026年7月9日，日期须存在");
}

CellReading read_fen(const schema::FieldInfo& field, const sheet::Cell& cell,
                     const CellContext& context) {
  std::string text = narrowed(cell.text);
  std::optional<Fen> amount =
      text == "-" || text == "—" ? Fen{0} : read_amount(text, context.fen_per_unit);
  if (!amount && cell.kind == sheet::CellKind::number) {
    // A sum made by the spreadsheet carries the dust of its binary fractions.
    double fen = cell.number * static_cast<double>(context.fen_per_unit);
    double whole = std::round(fen);
    if (std::abs(fen - whole) < 1e-4 && std::abs(fen) < 1e15)
      amount = Fen{static_cast<std::int64_t>(whole)};
  }
  if (amount) return good(std::to_string(amount->value));
  return wrong(Code::bad_value, field.title + quoted(trimmed(cell.text)) + "不是金额",
               "写数字，最多到分，如 1234.50");
}

CellReading read_option_cell(const schema::FieldInfo& field, const sheet::Cell& cell) {
  if (auto name = read_option(field.options, cell.text)) return good(json_quoted(*name));
  std::string titles;
  for (const auto& option : field.options) titles += (titles.empty() ? "" : "、") + option.title;
  return wrong(Code::bad_value, field.title + "没有" + quoted(trimmed(cell.text)) + "这一项",
               "可填 " + titles);
}

CellReading read_positions(const schema::FieldInfo& field, const sheet::Cell& cell,
                           const CellContext& context) {
  CellReading out;
  out.value.list = field.kind == FieldKind::integer_list;
  std::string json;
  for (const auto& part : parts_of(cell.text)) {
    auto number = read_whole(part);
    if (!number || *number < 0)
      return wrong(Code::bad_value, field.title + quoted(part) + "不是序号",
                   "填事件的序号，如 1024");
    if (context.foreign_positions) out.value.refs.push_back("origin:" + std::to_string(*number));
    json += (json.empty() ? "" : ",") + std::to_string(*number);
  }
  if (context.foreign_positions) return out;
  out.value.json = out.value.list ? "[" + json + "]" : json;
  return out;
}

CellReading read_list(const schema::FieldInfo& field, const sheet::Cell& cell,
                      const CellContext& context) {
  std::string json;
  for (const auto& part : parts_of(cell.text)) {
    schema::FieldInfo one = field;
    one.kind = FieldKind::text;
    sheet::Cell piece = cell;
    piece.text = part;
    if (cell.kind == sheet::CellKind::number && part != trimmed(cell.text))
      piece.kind = sheet::CellKind::text;
    CellReading read = read_cell(one, piece, context);
    if (!read.fine()) return read;
    json += (json.empty() ? "" : ",") + read.value.json;
  }
  return good("[" + json + "]");
}

}  // namespace

CellReading read_cell(const schema::FieldInfo& field, const sheet::Cell& cell,
                      const CellContext& context) {
  if (cell.kind == sheet::CellKind::error) {
    return wrong(Code::bad_value, field.title + "的公式出错：" + cell.text,
                 "改正公式，或填写数值后重新上传");
  }
  if (trimmed(cell.text).empty()) return {};
  switch (field.kind) {
    case FieldKind::text:
      return field.reference == Reference::position ? read_positions(field, cell, context)
                                                    : read_text(field, cell, context);
    case FieldKind::text_list: return read_list(field, cell, context);
    case FieldKind::integer_list: return read_positions(field, cell, context);
    case FieldKind::integer: {
      if (field.reference == Reference::position) return read_positions(field, cell, context);
      std::string text = narrowed(cell.text);
      for (std::string_view tail : {"年度", "年", "天", "人", "名"}) {
        if (text.ends_with(tail)) text.resize(text.size() - tail.size());
      }
      if (auto number = read_whole(text)) return good(std::to_string(*number));
      return wrong(Code::bad_value, field.title + quoted(trimmed(cell.text)) + "不是整数",
                   "只写数字，如 2026");
    }
    case FieldKind::boolean:
      if (auto yes = read_yes(cell.text)) return good(*yes ? "true" : "false");
      return wrong(Code::bad_value, field.title + quoted(trimmed(cell.text)) + "不是“是”或“否”",
                   "填“是”或“否”，不知道的留空");
    case FieldKind::date: return read_day(field, cell);
    case FieldKind::fen: return read_fen(field, cell, context);
    case FieldKind::enumeration: return read_option_cell(field, cell);
    case FieldKind::struct_list:
    case FieldKind::data: break;  // no format names these: a list is fed by its members
  }
  return {};
}

std::optional<DivisionCode> narrowing(Reference level, std::string_view text,
                                      const CellContext& context) {
  auto found = context.directory.find(level, text, context.around);
  if (found.size() != 1) return std::nullopt;
  return parse_division(found.front().id);
}

}  // namespace zhucun::importers
